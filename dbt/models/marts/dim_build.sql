select
    as_of,
    mapping_name,
    default_zone
from {{ ref('int_clock') }}
