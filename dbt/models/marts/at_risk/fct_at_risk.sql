-- What is about to break: each promise to a customer that is kept by a
-- delivery, still open and not yet past its day, with the probability that it
-- will break and what is at stake.
with promises as (
    select * from {{ ref('int_promises') }}
    where promised_to = 'customer' and fulfilled_by = 'delivered'
),

risks as (
    select * from {{ ref('int_risks') }}
    where weeks_ago = 0
),

outcomes as (
    select * from {{ ref('int_outcomes') }}
    where basis = 'first'
),

contacts as (
    select * from {{ ref('int_contacts') }}
    where
        direction = 'outbound'
        and (reason = 'delay' or told_due_date is not null)
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

measured as (
    select * from {{ ref('int_measured') }}
),

listed as (
    select
        promises.*,
        coalesce(risks.end_date, outcomes.due_date) as end_date,
        coalesce(risks.clock, 'promise') as clock,
        coalesce(risks.waited_days, {{ days_between(
            'promises.promised_date', 'clock.as_of'
        ) }}) as waited_days,
        coalesce(risks.age_days, {{ days_between(
            'promises.promised_date', 'clock.as_of'
        ) }}) as age_days,
        {{ days_between(
            'clock.as_of', 'coalesce(risks.end_date, outcomes.due_date)'
        ) }} as days_left,
        risks.probability,
        risks.history_count,
        risks.similar_by,
        risks.similar_count,
        risks.similar_broken_count,
        risks.speed_rate
    from promises
    cross join clock
    inner join outcomes on promises.promise_id = outcomes.promise_id
    left join risks on promises.promise_id = risks.promise_id
    where
        risks.promise_id is not null
        -- without deliveries on record nobody knows which are open
        or (not promises.is_measured and outcomes.outcome = 'pending')
),

-- we called because it would be late, about the promise or the whole order
addressed as (
    select listed.promise_id
    from listed
    inner join contacts
        on
            listed.promise_id = contacts.promise_id
            and listed.promised_at <= contacts.started_at
    where
        contacts.reason = 'delay'
        or contacts.told_due_date > listed.due_date

    union

    select listed.promise_id
    from listed
    inner join contacts
        on
            listed.order_id = contacts.order_id
            and listed.promised_at <= contacts.started_at
    where
        contacts.promise_id is null
        and (
            contacts.reason = 'delay'
            or contacts.told_due_date > listed.due_date
        )
),

-- what is promised without a value is worth what others are
usual as (
    select {{ exact_avg('value') }} as usual_value
    from listed
),

described as (
    select
        listed.*,
        usual.usual_value,
        case
            when measured.has_notices then addressed.promise_id is not null
        end as is_customer_informed
    from listed
    cross join measured
    cross join usual
    left join addressed on listed.promise_id = addressed.promise_id
),

staked as (
    select
        described.*,
        {{ stake('described') }} as stake,
        thresholds.minimum_sample,
        thresholds.at_risk_probability,
        thresholds.at_risk_speed_difference
    from described
    cross join thresholds
)

select
    promise_id,
    order_id,
    seller_id,
    partner_id,
    step,
    product_group,
    region,
    end_date,
    days_left,
    clock,
    waited_days,
    age_days,
    probability,
    similar_by,
    similar_count,
    similar_broken_count,
    speed_rate,
    probability >= at_risk_probability as is_at_risk,
    value,
    is_date_critical,
    is_customer_informed,
    stake,
    cast(row_number() over (
        order by
            case when probability is null then 1 else 0 end,
            coalesce(probability, 1.0E0) * stake desc,
            waited_days desc,
            promise_id
    ) as bigint) as stake_rank,
    case
        when history_count is null
            then 'Not measured: the source keeps no record of deliveries.'
        when probability is null
            then 'Too little data: ' || {{ counted_in_words(
                'history_count', 'promise like it has', 'promises like it have'
            ) }} || ' come due so far.'
        when similar_count = 0
            then 'No similar promise was still open at this age.'
        else
            'Of ' || {{ counted_in_words(
                'similar_count', 'similar promise', 'similar promises'
            ) }}
            || case
                when clock = 'hand_over'
                    then ' still open this long after the hand-over, '
                else ' still open at this age, '
            end
            || {{ percent_in_words(
                'similar_broken_count / nullif(similar_count, 0)'
            ) }}
            || ' broke.'
            || case
                when speed_rate <= 1.0E0 - at_risk_speed_difference
                    then ' Deliveries now come in slower than usual.'
                when speed_rate >= 1.0E0 + at_risk_speed_difference
                    then ' Deliveries now come in faster than usual.'
                else ''
            end
    end as reason
from staked
order by stake_rank, promise_id
