-- A wait on the telephone is lived through by the clock; what is written waits
-- for the desk. The two are never in one column.
with contacts as (
    select
        *,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month,
        case when not is_written then wait_minutes end as lived_minutes
    from {{ ref('fct_inbound_contacts') }}
),

outcomes as (
    select * from {{ ref('contact_outcomes') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
)

select
    contacts.channel,
    contacts.month,
    contacts.is_written,
    count(*) as contacts_count,
    count(contacts.lived_minutes) + count(contacts.wait_business_minutes)
        as measured_count,
    case
        when count(outcomes.outcome) > 0
            then count(*) filter (where contacts.outcome = 'abandoned')
    end as abandoned_count,
    case
        when contacts.is_written
            then count(*) filter (where contacts.answered_at is null)
    end as unanswered_count,
    case
        when
            count(contacts.lived_minutes)
            + count(contacts.wait_business_minutes) > 0
            then
                count(*) filter (
                    where
                    case
                        when contacts.is_written
                            then
                                contacts.wait_business_minutes
                                > thresholds.long_written_wait_minutes
                        else
                            contacts.lived_minutes
                            > thresholds.long_wait_minutes
                    end
                )
    end as long_count,
    percentile_cont(0.5) within group (order by contacts.lived_minutes)
        as p50_minutes,
    percentile_cont(0.9) within group (order by contacts.lived_minutes)
        as p90_minutes,
    percentile_cont(0.5) within group (order by contacts.wait_business_minutes)
        as p50_business_minutes,
    percentile_cont(0.9) within group (order by contacts.wait_business_minutes)
        as p90_business_minutes
from contacts
cross join thresholds
left join outcomes on contacts.outcome = outcomes.outcome
group by contacts.channel, contacts.month, contacts.is_written
order by contacts.channel, contacts.month
