select
    partner_id,
    name,
    type,
    zone,
    owner
from {{ source('accepted', 'partners') }}
