select
    seller_id,
    name,
    type,
    zone,
    owner
from {{ source('accepted', 'sellers') }}
