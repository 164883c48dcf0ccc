-- To whom an open wait is similar, by one clock: by the days it has lasted, all of
-- its step, those of its lane, of its partner, of both; by the share of its window,
-- also only those with a window of as many weeks.
{% macro similar_levels() -%}
    {{ return([
        ('days', 'step', []),
        ('days', 'lane', ['lane']),
        ('days', 'partner', ['partner']),
        ('days', 'lane_and_partner', ['lane', 'partner']),
        ('share', 'step', []),
        ('share', 'window', ['window']),
        ('share', 'lane', ['window', 'lane']),
        ('share', 'partner', ['window', 'partner']),
        ('share', 'lane_and_partner', ['window', 'lane', 'partner']),
    ]) }}
{%- endmacro %}

-- The waits of a relation once per level, with what they have in common on it;
-- empty, or -1, where that does not matter.
{% macro by_level(relation) -%}
    select
        {{ relation }}.*,
        levels.scale,
        levels.level,
        case when levels.has_lane then {{ relation }}.lane else '' end
            as group_lane,
        case when levels.has_partner then {{ relation }}.partner_id else '' end
            as group_partner_id,
        case
            when levels.has_window
                then cast(floor({{ relation }}.window_days / 7.0E0) as bigint)
            else -1
        end as group_weeks
    from {{ relation }}
    cross join (
        {%- for scale, level, common in similar_levels() %}
        select
            '{{ scale }}' as scale,
            '{{ level }}' as level,
            {%- for name in ['lane', 'partner', 'window'] %}
            {{ listed((name in common) ~ ' as has_' ~ name, loop) }}
            {%- endfor %}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as levels
{%- endmacro %}
