with build as (
    select * from {{ source('accepted', 'build') }}
)

select
    as_of,
    mapping_name,
    coalesce(default_zone, 'UTC') as default_zone,
    nouns
from build
