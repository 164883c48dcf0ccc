-- Orders as the costs of breaks see them: whether anything promised was broken,
-- and what happened within a window that was fixed before anything could
-- break, so that a broken order is watched no longer than a kept one.
with promises as (
    select
        promises.*,
        outcomes.outcome,
        outcomes.is_due,
        outcomes.is_kept,
        case outcomes.outcome
            when 'late'
                then {{ days_between(
                    'promises.due_date', 'fulfilments.full_date'
                ) }}
            when 'overdue_open'
                then {{ days_between('promises.due_date', 'clock.as_of') }}
        end as late_days
    from {{ ref('int_promises') }} as promises
    cross join {{ ref('int_clock') }} as clock
    inner join {{ ref('int_outcomes') }} as outcomes
        on
            promises.promise_id = outcomes.promise_id
            and outcomes.basis = 'first'
    inner join {{ ref('int_fulfilments') }} as fulfilments
        on promises.promise_id = fulfilments.promise_id
    where
        promises.order_id is not null
        and promises.promised_to = 'customer'
        and promises.due_date is not null
        -- a promise to call exists because somebody had called: as a break it
        -- would be its own consequence
        and promises.fulfilled_by <> 'contact'
        and outcomes.outcome <> 'excluded'
),

contacts as (
    select
        contacts.*,
        links.linked_order_id,
        costs.handling_cost,
        contacts.demand = 'none' as is_survey_answer,
        inbound.contact_number = 1 as is_new_episode
    from {{ ref('int_contacts') }} as contacts
    inner join {{ ref('int_contact_links') }} as links
        on contacts.contact_id = links.contact_id
    inner join {{ ref('int_contact_costs') }} as costs
        on contacts.contact_id = costs.contact_id
    left join {{ ref('int_inbound_contacts') }} as inbound
        on contacts.contact_id = inbound.contact_id
    where links.linked_order_id is not null
),

-- what a source never writes down nobody counted: that is not zero
measured as (
    select * from {{ ref('int_measured') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

ordered as (
    select
        order_id,
        min(promised_date) as ordered_date
    from promises
    group by order_id
),

begun as (
    select
        promises.order_id,
        min(ordered.ordered_date) as ordered_date,
        min(promises.due_date) as first_due_date
    from promises
    inner join ordered
        on
            promises.order_id = ordered.order_id
            and promises.promised_date = ordered.ordered_date
    group by promises.order_id
),

-- what is promised later, such as a replacement, may be the break's own
-- consequence
placed as (
    select
        promises.*,
        begun.ordered_date,
        begun.first_due_date,
        row_number() over (
            partition by promises.order_id
            order by
                case
                    when promises.promised_date = begun.ordered_date
                        then 0
                    else 1
                end,
                promises.value desc nulls last,
                promises.promise_id
        ) as weight,
        row_number() over (
            partition by promises.order_id
            order by
                case when promises.is_kept then 1 else 0 end,
                promises.late_days desc nulls last,
                promises.promise_id
        ) as badness
    from promises
    inner join begun on promises.order_id = begun.order_id
    where promises.promised_date <= begun.first_due_date
),

orders as (
    select
        order_id,
        {{ only_value('customer_id') }} as customer_id,
        {{ only_value('customer_type') }} as customer_type,
        {{ only_value('seller_id') }} as seller_id,
        {{ only_value('region') }} as region,
        max(case when weight = 1 then product_group end) as product_group,
        max(case when weight = 1 then step end) as step,
        {{ exact_sum('value') }} as value,
        max(case when preparation is not null then 1 else 0 end) = 1
            as is_prepared,
        min(ordered_date) as ordered_date,
        min(first_due_date) as first_due_date,
        max(case when promised_date = ordered_date then due_date end)
            as last_due_date,
        count(*) filter (where promised_date = ordered_date) as promises_count,
        count(*) filter (where not is_due) as pending_count,
        count(*) filter (where not is_kept) as broken_count,
        max(case when badness = 1 and not is_kept then outcome end)
            as broken_outcome,
        max(case when badness = 1 and not is_kept then late_days end)
            as late_days,
        max(case when badness = 1 and not is_kept then promise_id end)
            as broken_promise_id,
        max(case when badness = 1 and not is_kept then partner_id end)
            as broken_partner_id,
        max(case when badness = 1 and not is_kept then step end) as broken_step
    from placed
    group by order_id
),

watched as (
    select
        orders.*,
        {{ plus_days(
            '-thresholds.cost_days_before', 'orders.first_due_date', 'date'
        ) }} as watched_from,
        {{ plus_days(
            'thresholds.cost_days_after', 'orders.last_due_date', 'date'
        ) }} as watched_until
    from orders
    cross join thresholds
    where orders.pending_count = 0
),

contacted as (
    select
        watched.order_id,
        count(*) filter (
            where contacts.direction = 'inbound'
            and not contacts.is_survey_answer
        ) as contacts_count,
        max(
            case
                when
                    contacts.direction = 'inbound'
                    and not contacts.is_survey_answer
                    then 1
                else 0
            end
        ) as contacted_count,
        count(*) filter (where contacts.is_new_episode) as episodes_count,
        count(*) filter (
            where contacts.direction = 'outbound'
            and not contacts.is_survey_answer
        ) as own_contacts_count,
        {{ exact_sum(
            "case when contacts.direction = 'inbound'"
            ~ ' and not contacts.is_survey_answer'
            ~ ' then contacts.wait_minutes end'
        ) }} as wait_minutes,
        count(*) filter (
            where contacts.outcome = 'redirected'
            and not contacts.is_survey_answer
        ) as redirects_count,
        {{ exact_sum(
            'case when not contacts.is_survey_answer'
            ~ ' then contacts.handling_cost end'
        ) }} as handling_cost,
        {{ exact_sum('contacts.credit') }} as credits,
        {{ exact_sum('contacts.customer_cost') }} as customer_cost,
        max(
            case
                when contacts.read_rating <= thresholds.low_rating then 1
                else 0
            end
        ) as low_ratings_count
    from watched
    cross join thresholds
    inner join contacts
        on
            watched.order_id = contacts.linked_order_id
            and contacts.started_date
            between watched.watched_from and watched.watched_until
    group by watched.order_id
),

counted as (
    select
        watched.*,
        watched.watched_until < clock.as_of as is_matured,
        watched.broken_count > 0 as is_broken,
        case
            when watched.broken_count = 0 then null
            when watched.broken_outcome = 'cancelled_broken' then 'cancelled'
            when watched.broken_outcome = 'early' then 'early'
            else bands.band
        end as lateness,
        case
            when watched.promises_count = 1 then '1'
            when watched.promises_count <= 3 then '2-3'
            else '4 and more'
        end as size,
        {%- for measure, column, condition in [
            ('contacts', 'contacts_count', 'has_linked_contacts'),
            ('contacted', 'contacted_count', 'has_linked_contacts'),
            ('episodes', 'episodes_count', 'has_linked_contacts'),
            ('own_contacts', 'own_contacts_count', 'has_named_contacts and measured.has_outbound'),
            ('redirects', 'redirects_count', 'has_linked_contacts and measured.has_contact_outcomes'),
            ('wait_minutes', 'wait_minutes', 'has_linked_contacts and measured.has_waits'),
            ('handling_cost', 'handling_cost', 'has_linked_contacts'),
            ('credits', 'credits', 'has_linked_contacts and measured.has_credits'),
            ('customer_cost', 'customer_cost', 'has_linked_contacts and measured.has_customer_costs'),
            ('low_ratings', 'low_ratings_count', 'has_ratings'),
        ] %}
        case
            when measured.{{ condition }}
                then coalesce(contacted.{{ column }}, 0) * 1.0E0
        end as {{ listed(measure, loop) }}
        {%- endfor %}
    from watched
    cross join measured
    cross join clock
    left join contacted on watched.order_id = contacted.order_id
    left join {{ ref('lateness_bands') }} as bands
        on
            greatest(watched.late_days, 0) >= bands.from_days
            and (
                bands.to_days is null
                or greatest(watched.late_days, 0) <= bands.to_days
            )
),

strata as (
    select
        *,
        coalesce(customer_type, '?') || ' · ' || coalesce(product_group, '?')
            as type_and_product
    from counted
)

select
    order_id,
    customer_id,
    customer_type,
    seller_id,
    region,
    product_group,
    step,
    size,
    value,
    is_prepared,
    ordered_date,
    first_due_date,
    last_due_date,
    watched_from,
    watched_until,
    is_matured,
    is_broken,
    lateness,
    broken_promise_id,
    broken_partner_id,
    broken_step,
    type_and_product,
    type_and_product || ' · ' || step || ' · ' || size as stratum_1,
    type_and_product || ' · ' || step as stratum_2,
    type_and_product as stratum_3,
    contacts,
    contacted,
    episodes,
    own_contacts,
    redirects,
    wait_minutes,
    handling_cost,
    credits,
    handling_cost + coalesce(credits, 0.0E0) as cost,
    customer_cost,
    low_ratings
from strata
