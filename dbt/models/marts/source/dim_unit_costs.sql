select
    item,
    channel,
    value,
    valid_from,
    comment
from {{ ref('unit_costs') }}
order by item, channel, valid_from
