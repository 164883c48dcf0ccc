{%- set kept = [
    ('has_partners', 'promises', 'partner_id'),
    ('has_customers', 'promises', 'customer_id'),
    ('has_orders', 'promises', 'order_id'),
    ('has_requested_dates', 'promises', 'requested_at'),
    ('has_partner_commitments', 'promises', 'partner_due_at'),
    ('has_critical_dates', 'promises', 'is_date_critical'),
    ('has_initiators', 'promises', 'initiated_by'),
    ('has_conditions', 'deliveries', 'condition'),
    ('has_documents', 'deliveries', 'documents_ok'),
    ('has_attempt_reasons', 'deliveries', 'failed_because'),
    ('has_cancellers', 'deliveries', 'cancelled_by'),
    ('has_contact_orders', 'contacts', 'order_id'),
    ('has_contact_promises', 'contacts', 'promise_id'),
    ('has_contact_customers', 'contacts', 'customer_id'),
    ('has_directions', 'contacts', 'direction'),
    ('has_reasons', 'contacts', 'reason'),
    ('has_outcomes', 'contacts', 'outcome'),
    ('has_waits', 'contacts', 'wait_minutes'),
    ('has_teams', 'contacts', 'team'),
    ('has_told_dates', 'contacts', 'told_due_at'),
    ('has_credits', 'contacts', 'credit'),
    ('has_customer_costs', 'contacts', 'customer_cost'),
    ('has_step_owners', 'steps', 'owner'),
    ('has_moments_of_truth', 'steps', 'moment_of_truth'),
] -%}

-- What the source tells at all. Where it keeps no record of something, nobody
-- counted: the columns that count it are null, never zero.
with columns as (
    select
        *,
        -- a column that is filled for nobody tells as little as one that is
        -- not there; of a feed without rows only the mapping can say
        is_mapped and (filled_count > 0 or rows_count = 0) as is_filled
    from {{ source('accepted', 'coverage') }}
),

filled as (
    select
    {%- for name, feed, column in kept %}
        max(case
            when
                feed = '{{ feed }}'
                and column_name = '{{ column }}'
                and is_filled
                then 1
            else 0
        end) = 1 as {{ listed(name, loop) }}
    {%- endfor %}
    from columns
),

feeds as (
    select
    {%- for feed in ['deliveries', 'contacts'] %}
        -- a feed of which no row was accepted is none
        max(case
            when
                feed = '{{ feed }}'
                and is_present
                and (rows_accepted > 0 or rows_landed = 0)
                then 1
            else 0
        end) = 1 as {{ listed('has_' ~ feed, loop) }}
    {%- endfor %}
    from {{ source('accepted', 'counts') }}
),

-- a source that keeps one date per promise cannot tell the first from the last
versions as (
    select count(*) > 0 as has_new_dates
    from {{ ref('int_promise_versions') }}
    where version_number > 1
),

-- filled, and to be read
contacts as (
    select
        feeds.has_contacts as has_feed,
        feeds.has_contacts and readable.has_contacts as has_contacts,
        (filled.has_contact_orders or filled.has_contact_promises)
        and readable.has_named_contacts as has_names,
        filled.has_contact_customers
        and filled.has_customers
        and readable.has_contact_customers as has_customers,
        filled.has_reasons and readable.has_contact_reasons as has_reasons,
        filled.has_reasons
        and readable.has_notice_reasons as has_notice_reasons,
        filled.has_outcomes and readable.has_contact_outcomes as has_outcomes,
        filled.has_directions and readable.has_outbound as has_outbound
    from filled
    cross join feeds
    cross join {{ ref('int_readable') }} as readable
)

select
    feeds.has_deliveries and readable.has_deliveries as has_deliveries,
    contacts.has_contacts,
    contacts.has_contacts and contacts.has_names as has_named_contacts,
    contacts.has_contacts
    and (contacts.has_names or contacts.has_customers) as has_linked_contacts,
    -- what we told the customer: outbound, because of a delay or with a date
    contacts.has_contacts
    and contacts.has_outbound
    and (contacts.has_notice_reasons or filled.has_told_dates)
    and contacts.has_names as has_notices,
    contacts.has_contacts and contacts.has_reasons as has_contact_reasons,
    contacts.has_contacts and contacts.has_outcomes as has_contact_outcomes,
    contacts.has_feed and readable.has_survey_answers as has_survey_answers,
    contacts.has_feed and readable.has_ratings as has_ratings,
    contacts.has_contacts and filled.has_waits as has_waits,
    contacts.has_contacts and filled.has_teams and readable.has_teams
        as has_teams,
    contacts.has_contacts and contacts.has_outbound as has_outbound,
    contacts.has_feed and filled.has_credits as has_credits,
    contacts.has_feed and filled.has_customer_costs as has_customer_costs,
    -- a callback is kept by an outbound contact that names it
    contacts.has_contacts
    and contacts.has_outbound
    and filled.has_contact_promises
    and readable.has_callbacks as has_callbacks,
    versions.has_new_dates,
    filled.has_orders,
    filled.has_customers,
    filled.has_partners,
    filled.has_requested_dates,
    filled.has_partner_commitments,
    filled.has_critical_dates,
    filled.has_initiators and readable.has_initiators as has_initiators,
    feeds.has_deliveries and readable.has_deliveries and filled.has_conditions
        as has_conditions,
    feeds.has_deliveries and readable.has_deliveries and filled.has_documents
        as has_documents,
    feeds.has_deliveries
    and readable.has_deliveries
    and filled.has_attempt_reasons
    and readable.has_attempt_reasons as has_attempt_reasons,
    feeds.has_deliveries and readable.has_deliveries and filled.has_cancellers
        as has_cancellers,
    filled.has_step_owners and readable.has_steps as has_step_owners,
    filled.has_moments_of_truth and readable.has_steps as has_moments_of_truth
from filled
cross join feeds
cross join versions
cross join contacts
cross join {{ ref('int_readable') }} as readable
