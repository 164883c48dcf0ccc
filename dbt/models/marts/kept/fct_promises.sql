with promises as (
    select * from {{ ref('int_promises') }}
),

fulfilments as (
    select * from {{ ref('int_fulfilments') }}
),

outcomes as (
    select * from {{ ref('int_outcomes') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

quality as (
    select * from {{ ref('int_delivery_quality') }}
),

days as (
    select * from {{ ref('stg_days') }}
),

starting_days as (
    select * from {{ ref('int_starting_days') }}
)

select
    promises.promise_id,
    promises.order_id,
    promises.line,
    promises.customer_id,
    promises.customer_type,
    promises.seller_id,
    promises.partner_id,
    promises.step,
    promises.promised_to,
    promises.fulfilled_by,
    promises.product_group,
    promises.region,
    promises.zone,
    promises.is_required,
    promises.is_date_critical,
    promises.preparation,
    promises.value,
    promises.quantity,
    promises.source_status,

    ---------- what was promised
    promises.promised_at,
    promises.promised_date,
    case
        when promises.promised_at > starting_days.cut_off_at
            then starting_days.next_date
        else starting_days.from_date
    end as promised_from_date,
    due_days.business_day_number
    - case
        when promises.promised_at > starting_days.cut_off_at
            then starting_days.next_business_day_number
        else starting_days.from_business_day_number
    end as promised_lead_business_days,
    promises.requested_date,
    promises.kind,
    promises.due_at,
    promises.due_date,
    promises.due_has_time,
    promises.due_from_at,
    promises.due_from_date,
    promises.latest_due_date,
    partner_outcomes.due_date as partner_due_date,
    promises.versions_count,
    promises.repromises_count,
    promises.dateless_count,
    promises.is_moved_by_customer,
    promises.policy_id,
    promises.grace_days,
    promises.grace_minutes,
    promises.target_kept_rate,

    ---------- its outcome
    fulfilments.full_at as fulfilled_at,
    fulfilments.full_date as fulfilled_date,
    fulfilments.full_has_time as fulfilled_has_time,
    fulfilments.is_inferred as is_handover_inferred,
    fulfilments.cancelled_date,
    case
        when fulfilments.cancelled_date is not null
            then coalesce(fulfilments.cancelled_by, 'unknown')
    end as cancelled_by,
    case
        when measured.has_conditions and promises.fulfilled_by <> 'contact'
            then fulfilments.had_bad_condition
    end as had_bad_condition,
    case
        when first_outcomes.is_due and promises.fulfilled_by <> 'contact'
            then fulfilments.fill_rate_at_due
    end as fill_rate_at_due,

    ---------- against the first promise
    first_outcomes.outcome,
    first_outcomes.is_due,
    first_outcomes.is_kept,
    {{ days_between('promises.due_date', 'fulfilments.full_date') }}
        as deviation_days,
    first_outcomes.deviation_minutes,
    full_days.business_day_number - due_days.business_day_number
        as deviation_business_days,
    case
        when first_outcomes.outcome = 'overdue_open'
            then {{ days_between('promises.due_date', 'clock.as_of') }}
    end as overdue_days,
    case
        when first_outcomes.outcome = 'overdue_open' and promises.due_has_time
            then cast(floor(
                {{ dbt.datediff(
                    'promises.due_at',
                    to_utc('cast(clock.as_of as timestamp)', 'promises.zone'),
                    'second'
                ) }}
                / 60.0E0
            ) as bigint)
    end as overdue_minutes,

    ---------- the perfect order: a component never observed is null, not
    ---------- true, and a call has none
    case
        when first_outcomes.is_due and promises.fulfilled_by <> 'contact'
            then
                first_outcomes.is_kept
                and first_outcomes.outcome <> 'kept_attempted'
    end as is_otif,
    case
        when promises.fulfilled_by <> 'contact' then quality.is_documents_ok
    end as is_documents_ok,
    case
        when promises.fulfilled_by <> 'contact' then quality.is_condition_ok
    end as is_condition_ok,
    case
        when first_outcomes.is_due and promises.fulfilled_by <> 'contact'
            then
                first_outcomes.is_kept
                and first_outcomes.outcome <> 'kept_attempted'
                and quality.is_documents_ok
                and quality.is_condition_ok
    end as is_perfect,

    ---------- against the latest promise
    {%- for column, name in [
        ('outcome', 'latest_outcome'),
        ('is_due', 'is_due_latest'),
        ('is_kept', 'is_kept_latest'),
        ('deviation_minutes', 'latest_deviation_minutes'),
    ] %}
    case
        when latest_outcomes.promise_id is null then first_outcomes.{{ column }}
        else latest_outcomes.{{ column }}
    end as {{ name }},
    {%- endfor %}
    first_outcomes.is_due
    and not first_outcomes.is_kept
    and coalesce(latest_outcomes.outcome = 'pending', false) as is_moved_ahead,
    {{ days_between('promises.latest_due_date', 'fulfilments.full_date') }}
        as latest_deviation_days,

    ---------- the partner against its own commitment
    partner_outcomes.outcome as partner_outcome,
    partner_outcomes.is_due as is_partner_due,
    partner_outcomes.is_kept as is_partner_kept,
    {{ days_between(
        'partner_outcomes.due_date', 'partner_outcomes.full_date'
    ) }} as partner_deviation_days,
    partner_outcomes.deviation_minutes as partner_deviation_minutes
from promises
cross join clock
cross join {{ ref('int_measured') }} as measured
inner join fulfilments on promises.promise_id = fulfilments.promise_id
inner join outcomes as first_outcomes
    on
        promises.promise_id = first_outcomes.promise_id
        and first_outcomes.basis = 'first'
left join outcomes as latest_outcomes
    on
        promises.promise_id = latest_outcomes.promise_id
        and latest_outcomes.basis = 'latest'
left join starting_days
    on
        promises.zone = starting_days.zone
        and promises.promised_date = starting_days.day
left join outcomes as partner_outcomes
    on
        promises.promise_id = partner_outcomes.promise_id
        and partner_outcomes.basis = 'partner'
left join days as due_days
    on promises.zone = due_days.zone and promises.due_date = due_days.day
left join days as full_days
    on promises.zone = full_days.zone and fulfilments.full_date = full_days.day
left join quality on promises.promise_id = quality.promise_id
order by promises.promise_id
