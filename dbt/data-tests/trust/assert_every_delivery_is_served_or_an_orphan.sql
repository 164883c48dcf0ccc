-- Returns deliveries that are both, or neither: lost between the layers. What
-- was recorded within a day of the cut may lie on either side of it,
-- by its zone.
with served as (
    select distinct delivery_id from {{ ref('fct_deliveries') }}
)

select deliveries.delivery_id
from {{ ref('stg_deliveries') }} as deliveries
cross join {{ ref('dim_build') }} as build
left join served on deliveries.delivery_id = served.delivery_id
left join {{ ref('fct_orphan_deliveries') }} as orphans
    on deliveries.delivery_id = orphans.delivery_id
where
    {{ days_between('cast(deliveries.recorded_at as date)', 'build.as_of') }}
    > 1
    and (served.delivery_id is null) = (orphans.delivery_id is null)
