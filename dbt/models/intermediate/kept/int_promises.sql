{%- set dated = [
    'kind',
    'due_at',
    'due_local_at',
    'due_date',
    'due_has_time',
    'due_from_at',
    'due_from_local_at',
    'due_from_date',
    'due_from_has_time',
] -%}

with versions as (
    select * from {{ ref('int_promise_versions') }}
),

policies as (
    select * from {{ ref('int_policies_applied') }}
),

customers as (
    select * from {{ ref('stg_customers') }}
),

steps as (
    select * from {{ ref('stg_steps') }}
),

histories as (
    select
        promise_id,
        count(*) as versions_count,
        count(*) filter (where is_repromise) as repromises_count,
        count(*) filter (where due_date is null) as dateless_count,
        max(case when is_judged and is_moved_by_customer then 1 else 0 end)
        = 1 as is_moved_by_customer,
        min(version_number) filter (
            where partner_due_date is not null
        ) as committed_number
    from versions
    group by promise_id
),

made as (
    select * from versions
    where is_first
),

-- mostly the first version is the judged and the latest one too: only where it
-- is not, another one is looked up (one promise in seven; all of them at once
-- would take 1.5 GB of memory a million)
judged as (
    select * from versions
    where is_judged and not is_first
),

latest as (
    select * from versions
    where is_latest and not is_first
),

-- The partner's first commitment counts; where the customer chose another day
-- while the promise was whole, the one given for that day.
commitments as (
    select
        versions.promise_id,
        versions.partner_due_at,
        versions.partner_due_local_at,
        versions.partner_due_date,
        versions.partner_due_has_time
    from versions
    inner join histories on versions.promise_id = histories.promise_id
    left join judged on versions.promise_id = judged.promise_id
    where
        versions.partner_due_date is not null
        and versions.version_number = case
            when
                histories.is_moved_by_customer
                and judged.partner_due_date is not null
                then judged.version_number
            else histories.committed_number
        end
),

ordered as (
    select
        made.promise_id,
        made.promised_to,
        coalesce(made.order_id, judged.order_id, latest.order_id) as order_id,
        coalesce(
            steps.fulfilled_by,
            case
                when made.promised_to = 'company' then 'handed_over'
                else 'delivered'
            end
        ) as fulfilled_by,
        coalesce(
            made.is_required,
            coalesce(steps.fulfilled_by, 'delivered') <> 'contact'
        ) as is_required
    from made
    left join judged on made.promise_id = judged.promise_id
    left join latest on made.promise_id = latest.promise_id
    left join steps on made.step = steps.step
),

-- where nothing in an order is marked as required, all of its deliveries are;
-- where it has none, all of its calls
unmarked_orders as (
    select
        order_id,
        max(case when fulfilled_by = 'contact' then 0 else 1 end) = 1
            as has_deliveries
    from ordered
    where promised_to = 'customer' and order_id is not null
    group by order_id
    having max(case when is_required then 1 else 0 end) = 0
)

select
    made.promise_id,
    ordered.order_id,
    coalesce(made.line, judged.line, latest.line) as line,
    coalesce(
        made.customer_id, judged.customer_id, latest.customer_id
    ) as customer_id,
    made.seller_id,
    coalesce(
        made.partner_id, judged.partner_id, latest.partner_id
    ) as partner_id,
    made.step,
    made.promised_to,
    made.zone,
    ordered.fulfilled_by,
    -- whether the source keeps what would keep it
    case
        when steps.fulfilled_by = 'contact' then measured.has_callbacks
        else measured.has_deliveries
    end as is_measured,
    case
        when unmarked_orders.order_id is null or made.promised_to = 'company'
            then ordered.is_required
        else
            ordered.fulfilled_by <> 'contact'
            or not unmarked_orders.has_deliveries
    end as is_required,
    coalesce(
        made.is_date_critical, judged.is_date_critical
    ) as is_date_critical,
    coalesce(made.preparation, judged.preparation, latest.preparation)
        as preparation,
    coalesce(
        made.product_group, judged.product_group, latest.product_group
    ) as product_group,
    coalesce(made.region, judged.region, customers.region) as region,
    {{ lane(
        'coalesce(made.origin, judged.origin, latest.origin)',
        'coalesce(made.region, judged.region, customers.region)'
    ) }} as lane,
    customers.type as customer_type,
    coalesce(made.value, judged.value, latest.value) as value,
    coalesce(judged.quantity, made.quantity) as quantity,
    coalesce(latest.source_status, made.source_status) as source_status,
    made.recorded_at as promised_at,
    made.recorded_date as promised_date,
    coalesce(made.requested_date, judged.requested_date) as requested_date,
    made.company_changed_at,
    made.company_changed_date,
    histories.versions_count,
    histories.repromises_count,
    histories.dateless_count,
    histories.is_moved_by_customer,

    ---------- the first promise: what it is judged by
    {%- for column in dated %}
    case when made.is_judged then made.{{ column }} else judged.{{ column }} end
        as {{ column }},
    {%- endfor %}

    ---------- the latest promise
    {%- for column in dated %}
    case when made.is_latest then made.{{ column }} else latest.{{ column }} end
        as latest_{{ column }},
    {%- endfor %}

    ---------- the partner's own commitment
    commitments.partner_due_at,
    commitments.partner_due_local_at,
    commitments.partner_due_date,
    commitments.partner_due_has_time,

    ---------- the policy in force when the promise was made
    policies.policy_id,
    coalesce(policies.grace_days, 0) as grace_days,
    coalesce(policies.grace_minutes, 0) as grace_minutes,
    coalesce(policies.early_tolerance_days, 0) as early_tolerance_days,
    coalesce(policies.early_tolerance_minutes, 0) as early_tolerance_minutes,
    policies.target_kept_rate,
    coalesce(policies.transit_business_days, steps.transit_business_days)
        as transit_business_days
from made
inner join histories on made.promise_id = histories.promise_id
inner join ordered on made.promise_id = ordered.promise_id
left join unmarked_orders on ordered.order_id = unmarked_orders.order_id
left join judged on made.promise_id = judged.promise_id
left join latest on made.promise_id = latest.promise_id
left join commitments on made.promise_id = commitments.promise_id
left join customers on made.customer_id = customers.customer_id
left join steps on made.step = steps.step
cross join {{ ref('int_measured') }} as measured
left join policies
    on
        made.step = policies.step
        and coalesce(made.partner_id, '*') = policies.partner_id
        and coalesce(made.product_group, '*') = policies.product_group
        and made.recorded_date = policies.promised_date
