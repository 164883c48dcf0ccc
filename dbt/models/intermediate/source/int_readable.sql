-- Whether what the source tells can be read: a reason in words that nobody has
-- classified, or an order number that no promise has, is filled and says
-- nothing. Where no row has a value yet, nothing is unreadable.
with contacts as (
    select * from {{ ref('int_contacts') }}
    where demand <> 'none'
),

answered as (
    select
        count(*) as rows_count,
        count(rating) filter (where is_order_known or is_customer_known)
            as ratings_count,
        count(read_rating) filter (where is_order_known or is_customer_known)
            as read_ratings_count,
        count(*) filter (
            where demand = 'none' and direction = 'inbound' and is_order_known
        ) as survey_answers_count
    from {{ ref('int_contacts') }}
),

contacted as (
    select
        count(*) as contacts_count,
        count(*) filter (where direction = 'outbound') as outbound_count,
        count(*) filter (where direction = 'outbound' and is_promise_known)
            as outbound_promise_count,
        count(coalesce(order_id, promise_id)) as named_count,
        count(*) filter (where is_order_known or is_promise_known)
            as known_count,
        count(customer_id) as customer_count,
        count(*) filter (where is_customer_known) as known_customer_count,
        count(reason) as reason_count,
        count(*) filter (where demand <> 'unclassified')
            as known_reason_count,
        count(reason) filter (where direction = 'outbound')
            as outbound_reason_count,
        count(*) filter (
            where direction = 'outbound' and demand <> 'unclassified'
        ) as known_outbound_reason_count,
        count(outcome) as outcome_count,
        count(*) filter (where is_outcome_known) as known_outcome_count,
        count(team) as team_count,
        count(distinct team) as teams_count
    from contacts
),

versions as (
    select * from {{ ref('int_promise_versions') }}
),

changed as (
    select
        count(*) filter (where version_number > 1) as changes_count,
        count(initiated_by) filter (where version_number > 1)
            as initiated_count
    from versions
),

promised as (
    select distinct promise_id from versions
),

ordered as (
    select distinct order_id from versions
    where order_id is not null
),

-- by the day as it is written: only the promise knows its place
delivered as (
    select
        count(*) as deliveries_count,
        count(coalesce(promised.promise_id, ordered.order_id))
            as known_count,
        count(deliveries.failed_because) as attempt_reason_count,
        count(*) filter (
            where deliveries.failed_because in (
                'customer_absent', 'no_access', 'damaged', 'capacity'
            )
        ) as known_attempt_reason_count
    from {{ ref('stg_deliveries') }} as deliveries
    left join promised on deliveries.promise_id = promised.promise_id
    -- one equality: with a condition on one side alone DuckDB compares every
    -- delivery with every order
    left join ordered
        on
            case when deliveries.promise_id is null then deliveries.order_id end
            = ordered.order_id
    cross join {{ ref('int_clock') }} as clock
    where cast(deliveries.recorded_at as date) < clock.as_of
),

walked as (
    select
        count(*) as promised_steps_count,
        count(steps.step) as known_steps_count
    from (select distinct step from versions) as named
    left join {{ ref('stg_steps') }} as steps on named.step = steps.step
)

select
    answered.rows_count = 0 or contacted.contacts_count > 0 as has_contacts,
    answered.read_ratings_count * 2 > answered.ratings_count as has_ratings,
    answered.survey_answers_count > 0 as has_survey_answers,
    contacted.contacts_count = 0 or contacted.outbound_count > 0
        as has_outbound,
    contacted.contacts_count = 0 or contacted.outbound_promise_count > 0
        as has_callbacks,
    {%- for name, filled, known in [
        ('has_named_contacts', 'contacted.named_count', 'contacted.known_count'),
        ('has_contact_customers', 'contacted.customer_count', 'contacted.known_customer_count'),
        ('has_contact_reasons', 'contacted.reason_count', 'contacted.known_reason_count'),
        ('has_notice_reasons', 'contacted.outbound_reason_count', 'contacted.known_outbound_reason_count'),
        ('has_contact_outcomes', 'contacted.outcome_count', 'contacted.known_outcome_count'),
        ('has_initiators', 'changed.changes_count', 'changed.initiated_count'),
        ('has_deliveries', 'delivered.deliveries_count', 'delivered.known_count'),
        ('has_attempt_reasons', 'delivered.attempt_reason_count', 'delivered.known_attempt_reason_count'),
        ('has_steps', 'walked.promised_steps_count', 'walked.known_steps_count'),
    ] %}
    {{ filled }} = 0 or {{ known }} > 0 as {{ name }},
    {%- endfor %}
    -- one word for all is no team
    contacted.team_count = 0 or contacted.teams_count > 1 as has_teams
from answered
cross join contacted
cross join changed
cross join delivered
cross join walked
