select
    customer_id,
    name,
    type,
    zone,
    region
from {{ source('accepted', 'customers') }}
