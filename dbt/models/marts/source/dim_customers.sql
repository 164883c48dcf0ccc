select
    customer_id,
    name,
    type,
    zone,
    region
from {{ ref('stg_customers') }}
order by customer_id
