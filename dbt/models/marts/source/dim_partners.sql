-- Everyone that a promise names is here, also where the feed lacks them.
with known as (
    select * from {{ ref('stg_partners') }}
),

named as (
    select distinct partner_id
    from {{ ref('int_promise_versions') }}
    where partner_id is not null
)

select
    coalesce(known.partner_id, named.partner_id) as partner_id,
    coalesce(known.name, known.partner_id, named.partner_id) as name,
    known.type,
    known.zone,
    known.owner,
    known.partner_id is not null as is_known
from known
full outer join named on known.partner_id = named.partner_id
order by 1
