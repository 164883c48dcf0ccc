-- When each promise was fulfilled: as its own events have it, and for a
-- hand-over also as the customer's end of it shows, whether or not anybody
-- noted it (DECISIONS.md, "What reached the customer was handed over").
with completions as (
    select * from {{ ref('int_completions') }}
),

promises as (
    select
        promise_id,
        zone
    from {{ ref('int_promises') }}
),

-- what the customer got of it, the last line first
brought as (
    select
        handover_lines.handover_promise_id,
        completions.*,
        max(
            case
                when
                    completions.arrived_date is null
                    and completions.cancelled_date is null
                    then 1
                else 0
            end
        ) over (partition by handover_lines.handover_promise_id) = 1
            as is_in_part_open,
        row_number() over (
            partition by handover_lines.handover_promise_id
            order by
                completions.arrived_date desc nulls last,
                -- a day without a time lasts until its end
                completions.arrived_has_time,
                completions.arrived_at desc,
                completions.cancelled_at desc,
                completions.promise_id
        ) as lateness
    from {{ ref('int_handover_lines') }} as handover_lines
    inner join completions
        on handover_lines.promise_id = completions.promise_id
    where handover_lines.is_brought
),

-- all of it has reached the customer, but for lines that were called off; or
-- all of it was called off. The day is that of the place of the hand-over.
shown as (
    select
        brought.handover_promise_id as promise_id,
        {%- for moment in ['arrived', 'cancelled'] %}
        brought.{{ moment }}_at,
        case
            when brought.{{ moment }}_has_time
                then cast({{ from_utc(
                    'brought.' ~ moment ~ '_at', 'promises.zone'
                ) }} as date)
            else brought.{{ moment }}_date
        end as {{ moment }}_date,
        brought.{{ moment }}_has_time,
        {%- endfor %}
        brought.cancelled_by
    from brought
    inner join promises
        on brought.handover_promise_id = promises.promise_id
    where brought.lateness = 1 and not brought.is_in_part_open
),

-- What is on record holds, also where it is later than what the customer had. A
-- hand-over that was called off brought nothing: another one did.
known as (
    select
        completions.*,
        shown.arrived_at as shown_at,
        shown.arrived_date as shown_date,
        shown.arrived_has_time as shown_has_time,
        shown.arrived_date is not null
        and completions.full_date is null
        and completions.cancelled_date is null as is_inferred,
        completions.full_date is null
        and completions.cancelled_date is null
        and shown.arrived_date is null
        and shown.cancelled_date is not null as is_called_off,
        shown.cancelled_at as called_off_at,
        shown.cancelled_date as called_off_date,
        shown.cancelled_has_time as called_off_has_time,
        shown.cancelled_by as called_off_by
    from completions
    left join shown on completions.promise_id = shown.promise_id
)

select
    promise_id,
    {%- for part in ['at', 'date', 'has_time'] %}
    case when is_inferred then shown_{{ part }} else full_{{ part }} end
        as full_{{ part }},
    {%- endfor %}
    is_inferred,
    case
        when not is_inferred then fill_rate_at_due
        -- how much of it had been handed over by its day, nobody noted
        when not {{ is_after('shown', 'end') }} then 1.0E0
    end as fill_rate_at_due,
    arrived_at,
    arrived_date,
    arrived_has_time,
    had_bad_condition,
    {%- for part in ['at', 'date', 'has_time', 'by'] %}
    case
        when is_called_off then called_off_{{ part }}
        else cancelled_{{ part }}
    end as {{ listed('cancelled_' ~ part, loop) }}
    {%- endfor %}
from known
