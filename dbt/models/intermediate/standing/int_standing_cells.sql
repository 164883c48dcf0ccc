-- What members are judged by, added up: partners by their own commitments, and
-- sellers by the first date that they gave the customer, in weeks of the due
-- date. A hand-over is judged where it was promised, not a second time at the
-- line that it serves.
with promises as (
    select * from {{ ref('int_promises') }}
),

outcomes as (
    select * from {{ ref('int_outcomes') }}
    where is_due
),

handed_over as (
    select promise_id from {{ ref('int_commitments') }}
    where is_by_handover
),

-- a policy that names the partner is agreed with it; any other is a house goal
agreed as (
    select
        policy_id,
        target_kept_rate
    from {{ ref('promise_policies') }}
    where partner_id <> '*'
),

newest as (
    select * from {{ ref('int_standing_clock') }}
),

judged as (
    select
        'partner' as kind,
        promises.partner_id as member_id,
        promises.step,
        promises.lane,
        promises.product_group,
        -- windows that double: a day, to three, to seven, to a fortnight ...
        cast(floor(ln(greatest({{ days_between(
            'promises.promised_date', 'outcomes.due_date'
        ) }}, 0) + 1.0E0) / ln(2.0E0) + 1.0E-9) as int) as window_class,
        outcomes.due_date,
        outcomes.is_kept,
        agreed.target_kept_rate
    from promises
    inner join outcomes on promises.promise_id = outcomes.promise_id
    left join handed_over on promises.promise_id = handed_over.promise_id
    left join agreed on promises.policy_id = agreed.policy_id
    where
        outcomes.basis = 'partner'
        and promises.partner_id is not null
        and handed_over.promise_id is null

    union all

    select
        'seller' as kind,
        promises.seller_id as member_id,
        promises.step,
        promises.lane,
        promises.product_group,
        -- a seller chooses its date: a bold one is no excuse
        0 as window_class,
        outcomes.due_date,
        outcomes.is_kept,
        cast(null as double) as target_kept_rate
    from promises
    inner join outcomes on promises.promise_id = outcomes.promise_id
    where
        outcomes.basis = 'first'
        and promises.promised_to = 'customer'
        and promises.seller_id is not null
),

aged as (
    select
        judged.*,
        cast(floor(({{ days_between(
            'judged.due_date', 'newest.newest_week'
        ) }} + 6) / 7.0E0) as int) as weeks_ago
    from judged
    cross join newest
)

select
    kind,
    step,
    member_id,
    coalesce(lane, '') as lane,
    coalesce(product_group, '') as product_group,
    window_class,
    weeks_ago,
    count(*) as due_count,
    count(*) filter (where not is_kept) as broken_count,
    count(target_kept_rate) as agreed_count,
    coalesce({{ exact_sum('target_kept_rate') }}, 0.0E0) as agreed_sum
from aged
where weeks_ago between 0 and {{ weeks_read() }} - 1
group by
    kind,
    step,
    member_id,
    coalesce(lane, ''),
    coalesce(product_group, ''),
    window_class,
    weeks_ago
