-- Policies are few and promises many: match each distinct case once.
with versions as (
    select * from {{ ref('int_promise_versions') }}
),

partners as (
    select * from {{ ref('stg_partners') }}
),

policies as (
    select * from {{ ref('promise_policies') }}
),

distinct_cases as (
    select distinct
        step,
        coalesce(partner_id, '*') as partner_id,
        coalesce(product_group, '*') as product_group,
        recorded_date as promised_date
    from versions
    where is_first
),

cases as (
    select
        distinct_cases.*,
        coalesce(partners.type, '*') as partner_type
    from distinct_cases
    left join partners on distinct_cases.partner_id = partners.partner_id
),

matched as (
    select
        cases.*,
        policies.policy_id,
        policies.grace_days,
        policies.grace_minutes,
        policies.early_tolerance_days,
        policies.early_tolerance_minutes,
        policies.target_kept_rate,
        policies.transit_business_days,
        row_number() over (
            partition by
                cases.step,
                cases.partner_id,
                cases.product_group,
                cases.promised_date
            order by
                case when policies.partner_id = '*' then 0 else 8 end
                + case when policies.partner_type = '*' then 0 else 4 end
                + case when policies.step = '*' then 0 else 2 end
                + case when policies.product_group = '*' then 0 else 1 end desc,
                policies.valid_from desc,
                policies.policy_id
        ) as preference
    from cases
    inner join policies
        on
            policies.partner_id in ('*', cases.partner_id)
            and policies.partner_type in ('*', cases.partner_type)
            and policies.step in ('*', cases.step)
            and policies.product_group in ('*', cases.product_group)
            and policies.valid_from <= cases.promised_date
)

select
    step,
    partner_id,
    product_group,
    promised_date,
    policy_id,
    grace_days,
    grace_minutes,
    early_tolerance_days,
    early_tolerance_minutes,
    target_kept_rate,
    transit_business_days
from matched
where preference = 1
