{%- set links = [
    ('first_date', 'promises', 'due_date is not null'),
    ('order', 'promises', 'order_id is not null'),
    ('customer', 'promises', 'customer_id is not null'),
    ('partner', 'promises', 'partner_id is not null'),
    ('partner_commitment', 'promises', 'partner_due_date is not null'),
    ('requested_date', 'promises', 'requested_date is not null'),
    ('contact_named', 'contacts', "link_kind = 'named'"),
    ('contact_named_unknown', 'contacts', "link_kind = 'named_unknown'"),
    ('contact_by_customer', 'contacts', "link_kind = 'customer_and_time'"),
    ('contact_unlinked', 'contacts', "link_kind = 'none'"),
    ('survey_answer_named', 'survey_answers', "link_kind = 'named'"),
    ('delivery_promise', 'deliveries', 'is_served'),
    ('delivery_recorded_at', 'deliveries', 'is_recorded'),
] -%}

-- How much of the record is linked: without a link there is no metric.
with promises as (
    select * from {{ ref('fct_promises') }}
    where promised_to = 'customer'
),

links as (
    select
        links.link_kind,
        contacts.demand = 'none' as is_survey_answer
    from {{ ref('int_contact_links') }} as links
    inner join {{ ref('int_contacts') }} as contacts
        on links.contact_id = contacts.contact_id
),

contacts as (
    select * from links
    where not is_survey_answer
),

survey_answers as (
    select * from links
    where is_survey_answer
),

deliveries as (
    select
        delivery_id,
        true as is_served,
        max(case when recording_delay_days is not null then 1 else 0 end) = 1
            as is_recorded
    from {{ ref('fct_deliveries') }}
    group by delivery_id

    union all

    select
        delivery_id,
        false as is_served,
        false as is_recorded
    from {{ ref('fct_orphan_deliveries') }}
),

counted as (
    {%- for link, feed, condition in links %}
    select
        '{{ feed }}' as feed,
        '{{ link }}' as link,
        count(*) as rows_count,
        count(*) filter (where {{ condition }}) as covered_count
    from {{ feed }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    feed,
    link,
    rows_count,
    covered_count,
    covered_count * 1.0E0 / nullif(rows_count, 0) as covered_share
from counted
order by feed, link
