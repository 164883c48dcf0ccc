with promises as (
    select
        promise.*,
        coalesce(promise.zone, build.default_zone) as place_zone
    from {{ source('accepted', 'promises') }} as promise
    cross join {{ ref('stg_build') }} as build
)

select
    promise_id,
    version,
    order_id,
    line,
    customer_id,
    seller_id,
    partner_id,
    step,
    coalesce(kind, 'by_date') as kind,
    coalesce(promised_to, 'customer') as promised_to,
    initiated_by,
    reason,
    product_group,
    region,
    origin,
    quantity,
    value,
    is_required,
    is_date_critical,
    preparation,
    source_status,
    place_zone as zone,
    source_file,
    source_row,

    ---------- moments
    {{ moment('recorded_at', 'place_zone', 'promises') }},
    {{ moment('due_at', 'place_zone', 'promises') }},
    {{ moment('due_from', 'place_zone', 'promises') }},
    {{ moment('requested_at', 'place_zone', 'promises') }},
    {{ moment('partner_due_at', 'place_zone', 'promises') }}
from promises
