-- How many good pieces the customer has, for the promises of which something
-- went back: per event `promise_id`, `event_id`, `held_quantity` (after it) and
-- `lasting_quantity` (of these, how many were never given back later). `relation`
-- brings, per event, `good_quantity` (pieces that came as promised) and
-- `flawed_quantity` (pieces that came damaged or wrong; below zero: that went
-- back so). What goes back was among the flawed, as far as these reach, and only
-- then among the good; nobody gives back more than came. Of the promises of which
-- nothing goes back, the good pieces so far are all there is to know.
{% macro held_after_returns(relation, moment) -%}
{%- set order -%}
partition by promise_id
                order by
                    {{ moment }},
                    -- what comes and goes at the same moment had come first
                    good_quantity + flawed_quantity desc,
                    event_id
{%- endset -%}
{%- set so_far -%}
over (
                {{ order }}
                rows between unbounded preceding and current row
            )
{%- endset -%}
    with returned as (
        select distinct promise_id as returned_promise_id
        from {{ relation }}
        where flawed_quantity < 0
    ),

    summed as (
        select
            {{ relation }}.*,
            sum(good_quantity) {{ so_far }} as good_so_far,
            sum(flawed_quantity) {{ so_far }} as flawed_so_far
        from {{ relation }}
        inner join returned
            on {{ relation }}.promise_id = returned.returned_promise_id
    ),

    reduced as (
        select
            *,
            good_so_far
            + least(min(flawed_so_far) {{ so_far }}, 0.0E0) as left_quantity
        from summed
    ),

    held as (
        select
            *,
            left_quantity
            - least(min(left_quantity) {{ so_far }}, 0.0E0) as held_quantity
        from reduced
    )

    select
        promise_id,
        event_id,
        held_quantity,
        min(held_quantity) over (
            {{ order }}
            rows between current row and unbounded following
        ) as lasting_quantity
    from held
{%- endmacro %}
