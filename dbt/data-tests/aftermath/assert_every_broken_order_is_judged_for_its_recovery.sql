-- The broken orders of the headline are the ones whose recovery is judged, and
-- those whose costs are counted are all that have a broken promise and are past
-- due. Returns a row where one mart has more than the other.
with counts as (
    select
        (
            select count(*) from {{ ref('fct_orders') }}
            where is_due and not is_kept
        ) as broken_count,
        (select count(*) from {{ ref('fct_recoveries') }}) as recoveries_count,
        (
            select count(*) from {{ ref('int_order_exposures') }}
            where is_broken
        ) as exposed_count,
        (
            select coalesce(sum(broken_count + waiting_count), 0)
            from {{ ref('fct_excess_rates') }}
            where dimension = 'company' and measure = 'contacts'
        ) as costed_count
)

select *
from counts
where broken_count <> recoveries_count or exposed_count <> costed_count
