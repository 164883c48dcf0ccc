-- Who breaks promises more often than its peers would have broken the same
-- ones, and how sure that is.
with counts as (
    select * from {{ ref('int_standing_counts') }}
    where look = 0
),

groups as (
    select * from {{ ref('int_standing_groups') }}
),

history as (
    select * from {{ ref('int_standing_history') }}
    where look = 0
),

verdicts as (
    select * from {{ ref('int_standing_verdicts') }}
),

clock as (
    select * from {{ ref('int_standing_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

joined as (
    select
        counts.kind,
        counts.step,
        counts.member_id,
        groups.judged_by,
        groups.history_weeks,
        {%- for column in ['due', 'broken', 'expected', 'effective'] %}
        case
            when groups.judged_by = 'recent_weeks'
                then counts.recent_{{ column }}_count
            else counts.{{ column }}_count
        end as {{ column }}_count,
        {%- endfor %}
        counts.recent_due_count,
        counts.recent_broken_count,
        counts.recent_expected_count,
        counts.recent_effective_count,
        case
            when groups.judged_by = 'change_point'
                then counts.due_count - counts.recent_due_count
        end as earlier_due_count,
        case
            when groups.judged_by = 'change_point'
                then counts.broken_count - counts.recent_broken_count
        end as earlier_broken_count,
        -- promises of so many weeks, less those of the newest of them
        nullif(
            counts.due_count * 1.0E0 * counts.due_count
            / nullif(counts.effective_count, 0.0E0)
            - coalesce(
                counts.recent_due_count * 1.0E0 * counts.recent_due_count
                / nullif(counts.recent_effective_count, 0.0E0),
                0.0E0
            ),
            0.0E0
        ) as earlier_inflated_count,
        counts.agreed_rate,
        history.standing,
        verdicts.is_judged,
        verdicts.is_agreed,
        verdicts.peers_count,
        verdicts.peer_share,
        verdicts.probability_bad,
        history.false_discovery_rate,
        history.since_look,
        history.is_since_oldest_look,
        readings.posterior_rate,
        readings.posterior_low,
        readings.posterior_high,
        readings.expected_rank,
        readings.rank_deviation,
        count(readings.member_id) over (
            partition by counts.kind, counts.step
        ) as ranked_count,
        changes.probability_changed,
        changes.is_worse,
        changes.kept_blocks,
        funnels.centre_rate,
        funnels.level,
        funnels.extra_variance
    from counts
    inner join groups
        on counts.kind = groups.kind and counts.step = groups.step
    inner join verdicts
        on
            counts.kind = verdicts.kind
            and counts.step = verdicts.step
            and counts.member_id = verdicts.member_id
    inner join history
        on
            counts.kind = history.kind
            and counts.step = history.step
            and counts.member_id = history.member_id
    left join {{ ref('int_standing_readings') }} as readings
        on
            counts.kind = readings.kind
            and counts.step = readings.step
            and counts.member_id = readings.member_id
    left join {{ ref('int_standing_changes') }} as changes
        on
            counts.kind = changes.kind
            and counts.step = changes.step
            and counts.member_id = changes.member_id
    left join {{ ref('int_standing_funnels') }} as funnels
        on counts.kind = funnels.kind and counts.step = funnels.step
),

compared as (
    select
        joined.*,
        -- without a peer and an agreement there is nothing to expect
        {%- for stem in ['', 'recent_'] %}
        case
            when is_agreed then {{ stem }}due_count * (1.0E0 - agreed_rate)
            when peers_count > 0 then {{ stem }}expected_count
        end as {{ listed(stem ~ 'compared_count', loop) }}
        {%- endfor %}
    from joined
),

stood as (
    select
        compared.*,
        broken_count - compared_count as excess_count,
        {{ plus_days(
            '7 - cast(since_look as int) * ' ~ block_weeks() | int * 7,
            'clock.newest_week',
            'date'
        ) }} as listed_date,
        {{ plus_days(
            '7 - cast(kept_blocks as int) * ' ~ block_weeks() | int * 7,
            'clock.newest_week',
            'date'
        ) }} as changed_date,
        probability_changed >= 0.5E0 as is_changed,
        -- whoever is to act on is set beside the others, who are set beside
        -- each other
        case
            when is_judged
                then
                    broken_count
                    / nullif(
                        expected_count
                        * case when standing = 'act' then 1.0E0 else level end,
                        0.0E0
                    )
        end as peer_ratio,
        sqrt(0.25E0 / due_count + extra_variance) as funnel_deviation,
        asin(sqrt(centre_rate)) as funnel_centre,
        case
            when judged_by = 'recent_weeks'
                then {{ plus_days(
                    '7 * (' ~ window_weeks() | int
                    ~ ' - cast(history_weeks as int)) + 7'
                    ~ ' + cast(thresholds.longest_hold_days as int)',
                    'clock.newest_week',
                    'date'
                ) }}
        end as full_history_date,
        thresholds.minimum_sample,
        thresholds.standing_margin,
        thresholds.standing_least_excess,
        thresholds.standing_peer_promises
    from compared
    cross join clock
    cross join thresholds
),

-- the newest weeks beside those before them: the difference in standard errors
-- of as many independent promises as they are worth
halves as (
    select
        *,
        case
            when
                recent_due_count >= minimum_sample
                and earlier_due_count >= minimum_sample
                then
                    2.0E0
                    * (
                        asin(sqrt(
                            recent_broken_count * 1.0E0 / recent_due_count
                        ))
                        - asin(sqrt(
                            earlier_broken_count * 1.0E0 / earlier_due_count
                        ))
                    )
                    / sqrt(
                        1.0E0 / recent_effective_count
                        + earlier_inflated_count
                        / (earlier_due_count * 1.0E0 * earlier_due_count)
                    )
        end as trend_deviation
    from stood
),

{#- the two numbers of every sentence, and how many weeks they are of -#}
{%- set weeks = "least(history_weeks, case judged_by when 'recent_weeks' then "
    ~ recent_weeks() ~ " else " ~ window_weeks() ~ " end)" %}

worded as (
    select
        *,
        {{ count_in_words('broken_count') }}
        || ' of '
        || {{ count_in_words('due_count') }}
        || ' promises broken in '
        || {{ counted_in_words(weeks, 'week', 'weeks') }} as facts,
        case
            when expected_count < 1.5E0 then 'about one'
            else 'about ' || {{ count_in_words('expected_count') }}
        end as expected_words,
        {{ chance_in_words('probability_bad') }} as bad_words,
        'a kind (lane and product group) of which its peers have '
        || {{ count_in_words('standing_peer_promises') }}
        || ' or more.' as alike_words,
        case
            when is_changed and standing in ('act', 'watch')
                then
                    ' It most likely got '
                    || case when is_worse then 'worse' else 'better' end
                    || ' about '
                    || {{ count_in_words('kept_blocks * ' ~ block_weeks()) }}
                    || ' weeks ago.'
            else ''
        end as change_words
    from halves
)

select
    kind,
    step,
    member_id,
    standing,
    case when standing in ('act', 'watch') then listed_date end
        as since_date,
    case when standing in ('act', 'watch') then is_since_oldest_look end
        as is_since_oldest_look,
    case
        when standing = 'too_little_data' and recent_due_count = 0
            then 'Nothing was due in the last {{ recent_weeks() }} weeks.'
        when standing = 'too_little_data'
            then
                'Only ' || {{ count_in_words('due_count') }}
                || ' due in ' || {{ counted_in_words(weeks, 'week', 'weeks') }}
                || '; ' || {{ count_in_words('minimum_sample') }}
                || ' are needed to judge by.'
        when standing = 'not_comparable' and peers_count = 0
            then 'Nobody else does this, so there is no peer to compare with.'
        when standing = 'not_comparable' and peers_count = 1
            then
                'Only one other does this: which of two is the better says '
                || 'nothing of either.'
        when standing = 'not_comparable' and peer_share = 0.0E0
            then 'None of its promises is of ' || alike_words
        when standing = 'not_comparable'
            then
                'Only ' || {{ percent_in_words('peer_share') }}
                || ' of its promises are of ' || alike_words
        when is_agreed
            then
                facts || '; agreed are at most '
                || {{ count_in_words('100.0E0 * (1.0E0 - agreed_rate)') }}
                || ' %. '
                || bad_words || ' likely to break more than agreed.'
                || change_words
        when standing = 'act'
            then
                facts || '; its peers would have broken '
                || expected_words || ' of the same.' || change_words
        when standing = 'watch'
            then
                facts || '; its peers would have broken '
                || expected_words || ' of the same. ' || bad_words
                || ' likely to break more than '
                || cast(standing_margin as {{ dbt.type_string() }})
                || ' times as many as is usual.' || change_words
        when excess_count <= 0.0E0
            then
                facts || '; its peers would have broken '
                || expected_words || ' of the same: no worse than they are.'
        when excess_count < standing_least_excess
            then
                facts || '; its peers would have broken '
                || expected_words || ' of the same: too few more to matter.'
        else
            facts || '; its peers would have broken ' || expected_words
            || ' of the same: not so many more that it must be its doing.'
    end as reason,
    judged_by,
    case when is_agreed then 'agreement' else 'peers' end as compared_with,
    history_weeks,
    full_history_date,
    due_count,
    broken_count,
    compared_count as expected_broken_count,
    excess_count as excess_broken_count,
    effective_count,
    recent_due_count,
    recent_broken_count,
    recent_compared_count as recent_expected_broken_count,
    earlier_due_count,
    earlier_broken_count,
    case
        -- one in a hundred by chance: some hundred members are looked at
        when trend_deviation >= 2.5758293E0 then 'worse'
        when trend_deviation <= -2.5758293E0 then 'better'
        when trend_deviation is not null then 'none'
    end as trend,
    peers_count,
    peer_share,
    agreed_rate,
    {%- for column in [
        'posterior_rate',
        'posterior_low',
        'posterior_high',
        'expected_rank',
    ] %}
    {{ column }},
    {%- endfor %}
    case
        when is_judged
            then greatest(1.0E0, expected_rank - {{ z90() }} * rank_deviation)
    end as rank_low,
    case
        when is_judged
            then
                least(
                    ranked_count * 1.0E0,
                    expected_rank + {{ z90() }} * rank_deviation
                )
    end as rank_high,
    ranked_count,
    probability_bad,
    case when is_judged then probability_changed end as probability_changed,
    case when is_judged and is_changed then changed_date end as changed_date,
    false_discovery_rate,
    peer_ratio,
    {%- for name, sign, deviates in [
        ('low_95', '-', '1.96E0'),
        ('high_95', '+', '1.96E0'),
        ('low_998', '-', '3.09E0'),
        ('high_998', '+', '3.09E0'),
    ] %}
case
    when is_judged
        then
            round((1.0E0 - cos(2.0E0 * least(1.5707963267948966E0, greatest(
                0.0E0,
                funnel_centre {{ sign }} {{ deviates }} * funnel_deviation
                )))) / 2.0E0 / centre_rate, 9)
end as {{ listed('funnel_' ~ name, loop) }}
{%- endfor %}
from worded
order by kind, step, member_id
