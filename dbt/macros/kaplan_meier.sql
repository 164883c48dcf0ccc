-- Kaplan and Meier: which share is still open after each day, so that what has
-- not come yet counts for as long as it has been waited for. `relation` has, per
-- `keys` and day, how many are seen no longer than that (`seen_count`: complete
-- on the day, or lost from sight then) and how many of these are complete
-- (`complete_count`). What never comes has no day, and is waited for all the way.
{% macro open_shares(relation, keys, day) -%}
    select
        *,
        case when is_over = 1 then 0.0E0 else exp(log_open) end as open_share
    from (
        select
            *,
            max(case when complete_count = awaited_count then 1 else 0 end) over (
                partition by {{ keys }}
                order by {{ day }} nulls last
                rows between unbounded preceding and current row
            ) as is_over,
            sum(case
                when complete_count = awaited_count then 0.0E0
                else ln(1.0E0 - complete_count * 1.0E0 / awaited_count)
            end) over (
                partition by {{ keys }}
                order by {{ day }} nulls last
                rows between unbounded preceding and current row
            ) as log_open
        from (
            select
                *,
                sum(seen_count) over (
                    partition by {{ keys }}
                    order by {{ day }} desc nulls first
                    rows between unbounded preceding and current row
                ) as awaited_count
            from {{ relation }}
        ) as awaited
    ) as survival
{%- endmacro %}

-- The first day by which that share has come, of the rows of `open_shares`; null
-- while it has not.
{% macro day_reached(share, day, among='true') -%}
    min(case
            when
                {{ among }}
                and complete_count > 0
                and open_share <= 1.0E0 - {{ share }} + 1.0E-9
                then {{ day }}
        end)
{%- endmacro %}

-- What the spread of deviations is made of. Where the customer was not there as
-- agreed, the day it came is not our doing; a cancelled promise never comes.
{% macro has_deviation(is_due, outcome) -%}
    {{ is_due }} and {{ outcome }} <> 'kept_attempted'
{%- endmacro %}

{% macro deviation_state(outcome, fulfilled_date) -%}
    case
            when {{ fulfilled_date }} is not null then 'complete'
            when {{ outcome }} = 'cancelled_broken' then 'never'
            else 'open'
        end
{%- endmacro %}

-- Not complete at the end of the last day that is known.
{% macro open_days(days_past_due) -%}
    {{ days_past_due }} - 1
{%- endmacro %}
