-- Everyone that a promise names is here, also where the feed lacks them.
with known as (
    select * from {{ ref('stg_sellers') }}
),

named as (
    select distinct seller_id
    from {{ ref('int_promise_versions') }}
    where seller_id is not null
)

select
    coalesce(known.seller_id, named.seller_id) as seller_id,
    coalesce(known.name, known.seller_id, named.seller_id) as name,
    known.type,
    known.zone,
    known.owner,
    known.seller_id is not null as is_known
from known
full outer join named on known.seller_id = named.seller_id
order by 1
