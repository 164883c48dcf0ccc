-- The value at a rank, of rows that are counted: per `keys`, how many there are
-- (`seen_count`), how many of them have a value (`completed_count`), and the
-- least value that so many reach as `rank` says; null = it lies among those that
-- have none. What never came has no value and counts as longer than any.
{% macro counted_rank(relation, keys, value, ranks) -%}
    select
        {{ keys }},
        cast(max(seen_count) as bigint) as seen_count,
        cast(sum(case
            when {{ value }} is not null then promises_count else 0
        end) as bigint) as completed_count,
        {%- for name, rank in ranks.items() %}
        min(case when counted_count >= {{ rank }} then {{ value }} end)
            as {{ listed(name, loop) }}
        {%- endfor %}
    from (
        select
            *,
            sum(promises_count) over (
                partition by {{ keys }}
                order by {{ value }} nulls last
                rows between unbounded preceding and current row
            ) as counted_count,
            sum(promises_count) over (partition by {{ keys }}) as seen_count
        from {{ relation }}
    ) as counted
    group by {{ keys }}
{%- endmacro %}

-- The rank that is reached by the next one like them with at least that
-- probability, whatever times are distributed like: of nine the ninth for 0.9.
{% macro conformal_rank(share, seen_count='seen_count') -%}
    ceil(({{ seen_count }} + 1) * {{ share }} - 1.0E-9)
{%- endmacro %}

{% macro plain_rank(share, seen_count='seen_count') -%}
    ceil({{ seen_count }} * {{ share }} - 1.0E-9)
{%- endmacro %}
