with delays as (
    select * from {{ ref('int_delays') }}
),

parts as (
    select
        promise_id,
        'over_promise' as cause,
        cast(null as {{ dbt.type_string() }}) as partner_id,
        over_promise_days as days
    from delays

    union all

    -- in a source that names no partners nobody can say whose a stage was
    select
        promise_id,
        case
            when first_partner_id is not null then 'partner'
            when names_partners then 'internal'
            else 'unexplained'
        end as cause,
        first_partner_id as partner_id,
        first_stage_days as days
    from delays

    union all

    select
        promise_id,
        case
            when last_partner_id is not null then 'partner'
            when names_partners then 'internal'
            else 'unexplained'
        end as cause,
        last_partner_id as partner_id,
        last_stage_days as days
    from delays

    union all

    select
        promise_id,
        'customer' as cause,
        cast(null as {{ dbt.type_string() }}) as partner_id,
        customer_days as days
    from delays

    union all

    select
        promise_id,
        'excused' as cause,
        cast(null as {{ dbt.type_string() }}) as partner_id,
        excused_days as days
    from delays

    union all

    select
        promise_id,
        'coordination' as cause,
        cast(null as {{ dbt.type_string() }}) as partner_id,
        coordination_days as days
    from delays

    union all

    select
        promise_id,
        'unexplained' as cause,
        cast(null as {{ dbt.type_string() }}) as partner_id,
        unexplained_days as days
    from delays
)

select
    promise_id,
    cause,
    partner_id,
    sum(days) as days
from parts
where days > 0
group by promise_id, cause, partner_id
order by promise_id, cause, partner_id nulls last
