with lines as (
    select * from {{ ref('fct_promises') }}
    where order_id is not null and promised_to = 'customer'
),

required_lines as (
    select * from lines
    where is_required
),

-- what the customer can do without: its dates are shown, and count in nothing
others as (
    select * from lines
    where not is_required
),

other_lines as (
    select
        order_id,
        count(*) as other_lines_count,
        max(fulfilled_date) as last_other_fulfilled_date
    from others
    group by order_id
),

-- a line that the customer withdrew in time, or that never had a date, is not
-- part of what the order is judged by
judged_lines as (
    select
        *,
        row_number() over (
            partition by order_id
            order by
                case when fulfilled_date is null then 0 else 1 end,
                fulfilled_date desc,
                due_date,
                promise_id
        ) as pace
    from required_lines
    where outcome <> 'excluded' and due_date is not null
),

orders as (
    select
        order_id,
        {{ only_value('customer_id') }} as customer_id,
        {{ only_value('customer_type') }} as customer_type,
        {{ only_value('seller_id') }} as seller_id,
        {{ only_value('region') }} as region,
        {{ only_value('zone') }} as zone,
        min(promised_at) as promised_at,
        min(promised_date) as promised_date,
        {{ only_value('source_status') }} as source_status,
        {{ exact_sum('value') }} as value,
        max(due_date) as last_due_date,
        max(latest_due_date) as last_latest_due_date,
        count(*) as lines_count,
        count(*) filter (where outcome = 'excluded') as excluded_count,
        count(*) filter (where due_date is null) as dateless_lines_count,
        count(distinct partner_id) as partners_count,
        count(distinct seller_id) as sellers_count,
        count(distinct fulfilled_date) as delivery_dates_count,
        min(fulfilled_date) as first_fulfilled_date,
        max(fulfilled_at) as last_fulfilled_at,
        -- on the last day, a delivery with no time of day may be the last
        coalesce(
            max(fulfilled_date) filter (where not fulfilled_has_time)
            < max(fulfilled_date),
            true
        ) as last_fulfilled_has_time,
        -- what the customer withdrew in time, nobody waits for
        case
            when
                count(*) filter (where outcome <> 'excluded')
                = count(fulfilled_date) filter (where outcome <> 'excluded')
                then max(fulfilled_date)
        end as fulfilled_date,
        sum(repromises_count) as repromises_count,
        max(case when is_date_critical then 1 else 0 end) = 1
            as is_date_critical
    from required_lines
    group by order_id
),

judged as (
    select
        order_id,
        max(due_date) as due_date,
        max(latest_due_date) as latest_due_date,
        -- the last promise has a time of day, unless a whole day is promised
        -- that is as late
        max(due_at) as last_due_at,
        max(coalesce(due_from_at, due_at)) as last_due_from_at,
        coalesce(
            max(due_date) filter (where not due_has_time) < max(due_date), true
        ) as last_due_has_time,
        count(*) as judged_count,
        count(*) filter (where is_due) as due_count,
        count(*) filter (where is_kept) as kept_count,
        count(*) filter (where is_kept_latest) as kept_latest_count,
        count(*) filter (where is_due_latest) as due_latest_count,
        count(*) filter (where not is_kept_latest) as broken_latest_count,
        count(*) filter (where not is_kept) as broken_count,
        count(*) filter (where outcome = 'not_measured') as not_measured_count,
        count(*) filter (where outcome = 'overdue_open') as overdue_count,
        count(*) filter (where outcome = 'cancelled_broken') as cancelled_count,
        count(*) filter (where outcome = 'late') as late_count,
        count(*) filter (where outcome = 'early') as early_count,
        count(*) filter (where outcome = 'kept_attempted') as attempted_count,
        -- a call brings nothing that could be in full or damaged; one that was
        -- not kept spoils the order all the same
        count(*) filter (where fulfilled_by <> 'contact') as goods_count,
        count(*) filter (where is_perfect) as perfect_count,
        count(*) filter (
            where not is_perfect or (fulfilled_by = 'contact' and not is_kept)
        ) as imperfect_count,
        count(*) filter (
            where is_documents_ok is not null and is_condition_ok is not null
        ) as observed_count,
        max(case when pace = 1 then promise_id end) as pacing_promise_id,
        max(case when pace = 1 then partner_id end) as pacing_partner_id,
        max(overdue_days) as overdue_days
    from judged_lines
    group by order_id
),

contacts as (
    select * from {{ ref('fct_contacts') }}
    where order_id is not null and demand <> 'none'
),

-- who answers a question of ours has not had to come to us
survey_answers as (
    select
        order_id,
        count(*) as survey_answers_count
    from {{ ref('fct_contacts') }}
    where order_id is not null and demand = 'none' and direction = 'inbound'
    group by order_id
),

-- what was not counted is not zero
measured as (
    select * from {{ ref('int_measured') }}
),

held_back as (
    select * from {{ ref('fct_quarantined_rows') }}
    where feed = 'promises'
),

-- an order may be missing a required line, or a date of one, that the gate held
-- back
held_back_orders as (
    select held_back.order_id
    from held_back
    left join others on held_back.promise_id = others.promise_id
    where held_back.order_id is not null and others.promise_id is null
    union
    select required_lines.order_id
    from held_back
    inner join required_lines
        on held_back.promise_id = required_lines.promise_id
),

new_dates as (
    select
        required_lines.order_id,
        min(versions.recorded_at) as first_new_date_at
    from {{ ref('fct_promise_versions') }} as versions
    inner join required_lines
        on versions.promise_id = required_lines.promise_id
    where versions.is_repromise and versions.due_date is not null
    group by required_lines.order_id
),

-- bad news of a lamp, or of a call, is none of the kitchen
noticed as (
    select
        contacts.order_id,
        min(contacts.started_at) as first_notice_at,
        min(contacts.started_date) as first_notice_date
    from contacts
    left join others on contacts.promise_id = others.promise_id
    where
        contacts.direction = 'outbound'
        and contacts.reason = 'delay'
        and others.promise_id is null
    group by contacts.order_id
),

contacted as (
    select
        contacts.order_id,
        count(*) filter (where contacts.direction = 'inbound')
            as contacts_count,
        {{ exact_sum('contacts.wait_minutes') }} as wait_minutes,
        count(*) filter (where contacts.outcome = 'redirected')
            as redirects_count,
        count(*) filter (
            where contacts.direction = 'inbound'
            and contacts.started_at > noticed.first_notice_at
            and contacts.started_at < new_dates.first_new_date_at
        ) as contacts_before_new_date_count
    from contacts
    left join noticed on contacts.order_id = noticed.order_id
    left join new_dates on contacts.order_id = new_dates.order_id
    group by contacts.order_id
),

settled as (
    select
        orders.*,
        coalesce(judged.due_date, orders.last_due_date) as due_date,
        coalesce(judged.latest_due_date, orders.last_latest_due_date)
            as latest_due_date,
        coalesce(judged.judged_count, 0) as judged_count,
        coalesce(judged.kept_count, 0) as kept_count,
        coalesce(judged.broken_count, 0) as broken_count,
        coalesce(judged.kept_latest_count, 0) as kept_latest_count,
        coalesce(judged.judged_count = judged.due_latest_count, false)
            as is_due_latest,
        coalesce(judged.broken_latest_count, 0) as broken_latest_count,
        judged.judged_count = judged.kept_latest_count as is_all_kept_latest,
        judged.pacing_promise_id,
        judged.pacing_partner_id,
        judged.overdue_days,
        case
            when
                judged.last_due_has_time
                and orders.last_fulfilled_has_time
                and orders.fulfilled_date is not null
                then {{ minutes_outside(
                    'orders.last_fulfilled_at',
                    'judged.last_due_from_at',
                    'judged.last_due_at'
                ) }}
        end as deviation_minutes,
        coalesce(judged.goods_count, 0) > 0 as has_goods,
        judged.goods_count,
        judged.perfect_count,
        judged.imperfect_count,
        judged.observed_count,
        case
            when orders.lines_count = orders.excluded_count then 'excluded'
            when judged.not_measured_count > 0 then 'not_measured'
            when
                judged.judged_count is null
                or judged.due_count < judged.judged_count
                then 'pending'
            when judged.overdue_count > 0 then 'overdue_open'
            when judged.cancelled_count > 0 then 'cancelled_broken'
            when judged.late_count > 0 then 'late'
            when judged.kept_count < judged.judged_count then 'early'
            when judged.attempted_count > 0 then 'kept_attempted'
            when judged.early_count = judged.judged_count then 'early'
            else 'on_time'
        end as outcome
    from orders
    left join judged on orders.order_id = judged.order_id
)

select
    settled.order_id,
    settled.customer_id,
    settled.customer_type,
    settled.seller_id,
    settled.region,
    settled.zone,
    settled.source_status,
    settled.value,
    settled.promised_at,
    settled.promised_date,
    settled.due_date,
    settled.latest_due_date,
    settled.fulfilled_date,
    settled.outcome,
    settled.outcome not in ('pending', 'excluded', 'not_measured') as is_due,
    case
        when settled.outcome in ('pending', 'excluded', 'not_measured')
            then null
        else settled.kept_count = settled.judged_count
    end as is_kept,
    -- nobody was there to take it in: kept, and not delivered in full
    case
        when settled.outcome in ('pending', 'excluded', 'not_measured')
            then null
        when settled.has_goods
            then
                settled.kept_count = settled.judged_count
                and settled.outcome <> 'kept_attempted'
    end as is_otif,
    case
        when settled.outcome in ('pending', 'excluded', 'not_measured')
            then null
        when not settled.has_goods then null
        when settled.imperfect_count > 0 then false
        when settled.perfect_count = settled.goods_count then true
    end as is_perfect,
    settled.has_goods and settled.observed_count = settled.goods_count
        as is_quality_observed,
    settled.outcome = 'pending' and settled.broken_count > 0
        as is_broken_before_due,
    settled.outcome <> 'excluded' and settled.is_due_latest as is_due_latest,
    case
        when settled.outcome <> 'excluded' and settled.is_due_latest
            then settled.is_all_kept_latest
    end as is_kept_latest,
    settled.outcome not in ('pending', 'excluded', 'not_measured')
    and settled.kept_count < settled.judged_count
    and not settled.is_due_latest
    -- a line that is broken by its last date, too, stays broken
    and settled.broken_latest_count = 0 as is_moved_ahead,
    {{ days_between('settled.due_date', 'settled.fulfilled_date') }}
        as deviation_days,
    settled.deviation_minutes,
    case
        when settled.outcome = 'overdue_open' then settled.overdue_days
    end as overdue_days,
    case when measured.has_critical_dates then settled.is_date_critical end
        as is_date_critical,
    held_back_orders.order_id is not null as has_held_back_line,

    ---------- how it was split
    settled.lines_count,
    settled.judged_count,
    {%- for name in [
        'kept_count',
        'kept_latest_count',
        'broken_count',
        'excluded_count',
    ] %}
    case when settled.outcome <> 'not_measured' then settled.{{ name }} end
        as {{ name }},
    {%- endfor %}
    settled.dateless_lines_count,
    settled.sellers_count,
    case when measured.has_partners then settled.partners_count end
        as partners_count,
    case when measured.has_deliveries then settled.delivery_dates_count end
        as delivery_dates_count,
    {{ days_between('settled.first_fulfilled_date', 'settled.fulfilled_date') }}
        as delivery_span_days,
    coalesce(other_lines.other_lines_count, 0) as other_lines_count,
    other_lines.last_other_fulfilled_date,
    case when measured.has_deliveries then settled.pacing_promise_id end
        as pacing_promise_id,
    case when measured.has_deliveries then settled.pacing_partner_id end
        as pacing_partner_id,

    ---------- what the customer heard, and had to do
    case
        when measured.has_new_dates
            then cast(settled.repromises_count as bigint)
    end as repromises_count,
    noticed.first_notice_date,
    {{ days_between('noticed.first_notice_date', 'settled.due_date') }}
        as notice_lead_days,
    case
        when measured.has_named_contacts
            then coalesce(contacted.contacts_count, 0)
    end as contacts_count,
    case
        when measured.has_survey_answers
            then coalesce(survey_answers.survey_answers_count, 0)
    end as survey_answers_count,
    contacted.wait_minutes,
    case
        when measured.has_named_contacts and measured.has_contact_outcomes
            then coalesce(contacted.redirects_count, 0)
    end as redirects_count,
    case
        when
            measured.has_notices
            and measured.has_contact_reasons
            and measured.has_new_dates
            then coalesce(contacted.contacts_before_new_date_count, 0)
    end as contacts_before_new_date_count
from settled
cross join measured
left join other_lines on settled.order_id = other_lines.order_id
left join held_back_orders on settled.order_id = held_back_orders.order_id
left join noticed on settled.order_id = noticed.order_id
left join contacted on settled.order_id = contacted.order_id
left join survey_answers on settled.order_id = survey_answers.order_id
order by settled.order_id
