select
    zone,
    day,
    country,
    holiday,
    is_business_day,
    business_day_number
from {{ source('accepted', 'days') }}
