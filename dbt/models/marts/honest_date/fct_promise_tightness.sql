{%- set members = {'company': "'all'", 'seller': 'seller_id'} -%}

with times as (
    select * from {{ ref('int_quote_times') }}
    where is_measured
),

quotes as (
    select * from {{ ref('int_past_quotes') }}
),

promises as (
    select * from {{ ref('int_promises') }}
    where not is_moved_by_customer
),

outcomes as (
    select * from {{ ref('int_outcomes') }}
    where basis = 'first' and is_due
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

due as (
    select
        times.promise_id,
        times.seller_id,
        times.step,
        outcomes.is_kept,
        outcomes.outcome = 'overdue_open' as is_open,
        thresholds.honest_share as share,
        {{ days_between('times.offered_date', 'times.due_date') }}
            as promised_days,
        case
            when
                {{ days_between('times.offered_date', 'times.due_date') }}
                between 0 and thresholds.honest_longest_days
                then quotes.honest_days
        end as honest_days,
        -- what has not come took at least as long as it has been waited for
        coalesce(times.days, least(
            {{ days_between('times.offered_date', 'clock.as_of') }},
            thresholds.honest_longest_days
        )) as days
    from times
    cross join clock
    cross join thresholds
    inner join promises on times.promise_id = promises.promise_id
    inner join outcomes on times.promise_id = outcomes.promise_id
    left join quotes on times.promise_id = quotes.promise_id
    where
        {{ days_between('times.due_date', 'clock.as_of') }}
        between 1 and 7 * thresholds.record_weeks
),

scored as (
    select
        *,
        {{ pinball_loss('share', 'days', 'promised_days') }}
            as promised_loss_days,
        {{ pinball_loss('share', 'days', 'honest_days') }} as honest_loss_days
    from due
    where honest_days is not null
),

all_due as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        step,
        count(*) as due_count
    from due
    group by {{ 'seller_id, ' if dimension == 'seller' }}step
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

all_scored as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        step,
        count(*) as quoted_count,
        count(*) filter (where is_kept) as kept_count,
        count(*) filter (where is_open) as open_count,
        sum(promised_days) as promised_days,
        sum(honest_days) as honest_days,
        {{ exact_avg('promised_loss_days') }} as promised_loss_days,
        {{ exact_avg('honest_loss_days') }} as honest_loss_days
    from scored
    group by {{ 'seller_id, ' if dimension == 'seller' }}step
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

counted as (
    select
        all_due.dimension,
        all_due.member_id,
        all_due.step,
        all_due.due_count,
        coalesce(all_scored.quoted_count, 0) as quoted_count,
        coalesce(all_scored.kept_count, 0) as kept_count,
        coalesce(all_scored.open_count, 0) as open_count,
        all_scored.promised_days,
        all_scored.honest_days,
        all_scored.promised_loss_days,
        all_scored.honest_loss_days
    from all_due
    left join all_scored
        on
            all_due.dimension = all_scored.dimension
            and all_due.step = all_scored.step
            and all_due.member_id = all_scored.member_id
),

rated as (
    select
        counted.*,
        thresholds.honest_share as share,
        thresholds.honest_errors as errors,
        {{ rate('counted.kept_count', 'counted.quoted_count') }} as kept_rate,
        {{ wilson90('counted.kept_count', 'counted.quoted_count', '-') }}
            as kept_rate_low,
        {{ wilson90('counted.kept_count', 'counted.quoted_count', '+') }}
            as kept_rate_high,
        counted.honest_days * 1.0E0 / nullif(counted.promised_days, 0)
            as ambition,
        counted.quoted_count >= thresholds.minimum_sample as is_enough
    from counted
    cross join thresholds
),

companies as (
    select
        step,
        kept_rate
    from rated
    where dimension = 'company'
),

-- sellers know more of an order than its kind, so that a date shorter than the
-- honest one is not bold in itself: it is where fewer are kept than should be,
-- and than the company keeps, by more than chance
compared as (
    select
        rated.*,
        least(rated.share, companies.kept_rate) as usual_rate
    from rated
    left join companies on rated.step = companies.step
),

judged as (
    select
        *,
        case
            when not is_enough then 'too_little_data'
            when
                ambition > 1
                and kept_rate + errors * sqrt(
                    usual_rate * (1.0E0 - usual_rate) / quoted_count
                ) < usual_rate
                then 'bold'
            when kept_rate_low > share and ambition < 1 then 'padded'
            else 'fair'
        end as tightness
    from compared
),

worded as (
    select
        *,
        {{ as_whole('promised_days * 1.0E0 / nullif(quoted_count, 0)') }}
            as promised,
        {{ as_whole('honest_days * 1.0E0 / nullif(quoted_count, 0)') }}
            as needed,
        {{ as_whole('kept_count') }} as kept,
        {{ as_whole('100 * share') }} as of_100,
        {{ as_whole('quoted_count') }} as quoted
    from judged
)

select
    dimension,
    member_id,
    step,
    cast(due_count as bigint) as due_count,
    cast(quoted_count as bigint) as quoted_count,
    cast(kept_count as bigint) as kept_count,
    kept_rate,
    kept_rate_low,
    kept_rate_high,
    cast(open_count as bigint) as open_count,
    open_count > 0 as is_provisional,
    promised_days * 1.0E0 / nullif(quoted_count, 0) as promised_mean_days,
    honest_days * 1.0E0 / nullif(quoted_count, 0) as honest_mean_days,
    ambition,
    kept_rate * least(1.0E0, ambition) as tightness_score,
    promised_loss_days,
    honest_loss_days,
    promised_loss_days - honest_loss_days as excess_loss_days,
    tightness,
    case
        when quoted_count = 0
            then
                'Too little data: for none of these promises an honest date '
                || 'was known.'
        when tightness = 'too_little_data'
            then
                'Too little data: for ' || quoted
                || ' of these promises an honest date was known.'
        else
            'Promised ' || promised || ' days ahead on average and kept '
            || kept || ' of ' || quoted || '; ' || needed
            || ' days would have been kept ' || of_100 || ' times in 100.'
    end as reason
from worded
order by dimension, member_id nulls last, step
