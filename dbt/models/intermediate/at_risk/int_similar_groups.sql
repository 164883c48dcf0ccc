-- The groups of similar waits that an open one on any list belongs to,
-- numbered.
with open_waits as (
    select distinct
        clock,
        step,
        lane,
        partner_id,
        window_days
    from {{ ref('int_open_waits') }}
),

leveled as (
    {{ by_level('open_waits') }}
),

groups as (
    select distinct
        clock,
        step,
        scale,
        level,
        group_lane,
        group_partner_id,
        group_weeks
    from leveled
)

select
    *,
    cast(row_number() over (
        order by
            clock,
            step,
            scale,
            level,
            group_lane,
            group_partner_id,
            group_weeks
    ) as bigint) as group_id
from groups
