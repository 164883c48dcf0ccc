-- The contacts that are charged to a cause are the contacts there are.
with charged as (
    select
        sum(contacts_count) as contacts_count,
        sum(recontacted_count) as recontacted_count
    from {{ ref('fct_contact_cause_counts') }}
),

contacts as (
    select
        count(*) as contacts_count,
        count(*) filter (where is_recontacted) as recontacted_count
    from {{ ref('fct_inbound_contacts') }}
)

select
    charged.*,
    contacts.contacts_count as there_are
from charged
cross join contacts
where
    coalesce(charged.contacts_count, 0) <> contacts.contacts_count
    or coalesce(charged.recontacted_count, 0) <> contacts.recontacted_count
