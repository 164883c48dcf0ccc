-- The core facts by hand, straight from the source files: what an engineer would write who knows these feeds, asks nothing of
-- them but what they need, and keeps no history. Promises judged by the first and the latest date, orders, kept rates, and the
-- order that each inbound contact is about. `folder` and `as_of` are variables; the tables land in the open database.

create macro local_of(utc_at, zone) as timezone(zone, timezone('UTC', utc_at));
create macro utc_of(local_at, zone) as timezone('UTC', timezone(zone, local_at));
create macro files_of(feed) as getvariable('folder') || '/' || feed || '-*.parquet';

---------- promises: readable versions, once each, known on the day
create temp table versions as
with read as (
    select distinct on (promise_id, version)
        promise_id, version, order_id, line, customer_id, seller_id, step, kind, promised_to, is_required, quantity, zone,
        initiated_by = 'customer' and initiated_by is not null as is_by_customer,
        timezone('UTC', recorded_at) as recorded_at,
        try_cast(due_at as timestamp) as due_at, length(due_at) > 10 as has_time, cast(due_from as timestamp) as due_from
    from read_parquet(files_of('promises'))
    where seller_id is not null and (due_at is null or try_cast(due_at as timestamp) is not null)
)
select *, cast(due_at as date) as due_date, local_of(recorded_at, zone) as recorded_local_at
from read
where local_of(recorded_at, zone) < getvariable('as_of');

-- one version is the rule: windows only where there are more
create temp table histories as
with numbered as (
    select
        *,
        row_number() over versions as number,
        min(case when due_date is not null then version end) over (partition by promise_id) as first_dated,
        lag(due_date ignore nulls) over versions as due_before
    from versions
    where promise_id in (select promise_id from versions group by promise_id having count(*) > 1)
    window versions as (partition by promise_id order by version)
),
changed as (
    select
        promise_id,
        min(version) filter (where not is_by_customer or (due_date is not null and cast(recorded_local_at as date) > due_before)) as frozen,
        min(recorded_at) filter (where not is_by_customer) as company_changed_at,
        min(cast(recorded_local_at as date)) filter (where not is_by_customer) as company_changed_date
    from numbered
    where version > first_dated
    group by promise_id
)
select
    numbered.promise_id,
    max_by(numbered, version) filter (where due_date is not null and version < coalesce(frozen, version + 1)) as judged,
    max_by(numbered, version) filter (where due_date is not null) as latest,
    any_value(company_changed_at) as company_changed_at,
    any_value(company_changed_date) as company_changed_date
from numbered
left join changed on numbered.promise_id = changed.promise_id
group by numbered.promise_id;

create temp table made as
select
    first.promise_id, first.order_id, first.line, first.customer_id, first.seller_id, first.kind, first.promised_to,
    coalesce(first.is_required, true) as is_required, coalesce(first.quantity, 1) as needed, first.zone,
    first.recorded_at as promised_at, steps.fulfilled_by,
    case when histories.promise_id is null then first.due_at else judged.due_at end as due_at,
    case when histories.promise_id is null then first.has_time else judged.has_time end as has_time,
    case when histories.promise_id is null then first.due_from else judged.due_from end as due_from,
    case when histories.promise_id is null then first.due_at else latest.due_at end as latest_due_at,
    case when histories.promise_id is null then first.has_time else latest.has_time end as latest_has_time,
    case when histories.promise_id is null then first.due_from else latest.due_from end as latest_due_from,
    company_changed_at, company_changed_date
from (select * from versions qualify row_number() over (partition by promise_id order by version) = 1) as first
left join histories on first.promise_id = histories.promise_id
left join read_parquet(files_of('steps')) as steps on first.step = steps.step;

---------- events
create temp table events as
with read as (
    select distinct on (delivery_id)
        delivery_id, promise_id, order_id, line, event, quantity, condition, cancelled_by, failed_because,
        length(occurred_at) > 10 as has_time,
        try_cast(replace(occurred_at, '+00', '') as timestamp) as moment,
        timezone('UTC', recorded_at) as recorded_at
    from read_parquet(files_of('deliveries'))
    where
        delivery_id is not null and event <> 'teleported' and try_cast(replace(occurred_at, '+00', '') as timestamp) is not null
),
places as (
    select promise_id, order_id, line, fulfilled_by, zone, promised_at from made
),
linked as (
    select read.* exclude (promise_id), places.promise_id, zone, promised_at
    from read
    inner join places on read.promise_id = places.promise_id
    union all
    select read.* exclude (promise_id), places.promise_id, zone, promised_at
    from read
    inner join places
        on read.order_id = places.order_id and read.line = places.line
        and fulfilled_by = case when event = 'handed_over' then 'handed_over' else 'delivered' end
    where read.promise_id is null
),
placed as (
    select *,
        case when has_time then moment else utc_of(moment, zone) end as occurred_at,
        cast(case when has_time then local_of(moment, zone) else moment end as date) as occurred_date
    from linked
)
select * exclude (recorded_at, zone, promised_at, moment, order_id, line)
from placed
where
    local_of(recorded_at, zone) < getvariable('as_of')
    -- what came before it was promised belongs to another promise
    and not (event = 'delivered' and case when has_time then occurred_at < promised_at
        else utc_of(cast(occurred_date as timestamp) + interval 1 day, zone) <= promised_at end)
-- the same goods scanned twice at one instant
qualify not has_time or row_number() over (
    partition by promise_id, event, quantity, condition, occurred_at order by delivery_id
) = 1;

create temp table contacts as
select distinct on (contact_id)
    contact_id, customer_id, order_id, promise_id, direction, reason, wait_minutes, timezone('UTC', started_at) as started_at
from read_parquet(files_of('contacts'))
where channel is not null and wait_minutes >= 0;

create temp table fulfilled as
with counted as (
    select events.promise_id, events.delivery_id as event_id, occurred_at, occurred_date, events.has_time, needed,
        case
            when event = 'returned' then 0
            when condition = 'ok' then coalesce(quantity, needed)
            when condition = 'short' and quantity < needed then quantity
            else 0
        end as good,
        case
            when event = 'returned' and condition <> 'ok' then -coalesce(quantity, needed)
            when event <> 'returned' and condition in ('damaged', 'wrong') then coalesce(quantity, needed)
            else 0
        end as flawed
    from events
    inner join made on events.promise_id = made.promise_id
    where event in ('returned', fulfilled_by) or (event = 'delivered' and fulfilled_by = 'handed_over')
    union all
    select contacts.promise_id, contact_id, started_at, cast(local_of(started_at, zone) as date), true, needed, needed, 0
    from contacts
    inner join made on contacts.promise_id = made.promise_id
    where
        fulfilled_by = 'contact' and direction = 'outbound' and started_at > promised_at
        and local_of(started_at, zone) < getvariable('as_of')
),
-- what goes back was among the flawed first, and never more than came
summed as (
    select *, sum(good) over so_far as good_so_far, sum(flawed) over so_far as flawed_so_far
    from counted
    where promise_id in (select promise_id from counted where flawed < 0)
    window so_far as (partition by promise_id order by occurred_at, good + flawed desc, event_id rows unbounded preceding)
),
reduced as (
    select *, good_so_far + least(min(flawed_so_far) over so_far, 0) as remaining
    from summed
    window so_far as (partition by promise_id order by occurred_at, good + flawed desc, event_id rows unbounded preceding)
),
held as (
    select promise_id, event_id, remaining - least(min(remaining) over so_far, 0) as quantity
    from reduced
    window so_far as (partition by promise_id order by occurred_at, good + flawed desc, event_id rows unbounded preceding)
),
running as (
    select counted.*,
        row_number() over in_time as number,
        coalesce(held.quantity, sum(good) over (in_time rows unbounded preceding)) + 1e-9 >= needed as is_full
    from counted
    left join held on counted.promise_id = held.promise_id and counted.event_id = held.event_id
    window in_time as (partition by counted.promise_id order by occurred_at, good + flawed desc, counted.event_id)
)
-- full for good: the first event after the last that left something open
select promise_id, occurred_at as full_at, occurred_date as full_date, has_time as full_has_time
from running
qualify number = 1 + coalesce(max(number) filter (where not is_full) over (partition by promise_id), 0);

create temp table cancelled as
select
    promise_id,
    min_by({'at': occurred_at, 'date': occurred_date, 'has_time': has_time, 'by': cancelled_by}, (occurred_at, delivery_id)) as cancellation
from events
where event = 'cancelled'
group by promise_id;

---------- judged twice
create macro is_missed(a, due, has_time, due_from, zone) as
    case when has_time and a.has_time then a.at <= utc_of(due, zone) else a.date <= cast(due as date) end
    and case when due_from is not null and a.has_time then a.at >= utc_of(due_from, zone)
        else a.date >= cast(coalesce(due_from, due) as date) end;

create temp table judged as
with attempts as (
    select promise_id, list({'at': occurred_at, 'date': occurred_date, 'has_time': has_time}) as attempts
    from events
    where event = 'attempted' and failed_because = 'customer_absent'
    group by promise_id
),
bases as (
    select promise_id, 'first' as basis, kind, zone, due_at as due, has_time, due_from, company_changed_at, company_changed_date from made
    union all
    select promise_id, 'latest', kind, zone, latest_due_at, latest_has_time, latest_due_from, company_changed_at, company_changed_date from made
),
facts as (
    select bases.*, full_date, cancellation.date is not null as is_cancelled,
        case when full_has_time and has_time then full_at > utc_of(due, zone) else full_date > cast(due as date) end as is_late,
        full_date < cast(coalesce(due_from, due) as date) as is_early,
        attempts is not null
            and len(list_filter(attempts, lambda a: is_missed(a, due, has_time, due_from, zone))) > 0 as is_missed_by_customer,
        coalesce(cancellation.by = 'customer', false) and cancellation.date <= cast(due as date)
            and not coalesce(case when cancellation.has_time then company_changed_at <= cancellation.at
                else company_changed_date <= cancellation.date end, false) as is_withdrawn
    from bases
    left join fulfilled on bases.promise_id = fulfilled.promise_id
    left join cancelled on bases.promise_id = cancelled.promise_id
    left join attempts on bases.promise_id = attempts.promise_id
),
settled as (
    select *,
        case
            when due is null or cast(due as date) >= getvariable('as_of') then 'pending'
            when full_date is not null and not is_late then case when is_early then 'early' else 'on_time' end
            when is_missed_by_customer then 'kept_attempted'
            when full_date is not null then 'late'
            when is_withdrawn then 'excluded'
            when is_cancelled then 'cancelled_broken'
            else 'overdue_open'
        end as outcome
    from facts
)
select promise_id, basis, outcome,
    case when outcome in ('pending', 'excluded') then null
        when outcome = 'early' then kind = 'by_date'
        else outcome in ('on_time', 'kept_attempted') end as is_kept
from settled;

create table promises as
select made.promise_id, order_id, line, customer_id, seller_id, promised_to, is_required, zone, promised_at,
    cast(due_at as date) as due_date, cast(latest_due_at as date) as latest_due_date,
    full_at, full_date, cancellation.date as cancelled_date,
    first.outcome, first.is_kept, latest.outcome as latest_outcome, latest.is_kept as is_kept_latest
from made
inner join judged as first on made.promise_id = first.promise_id and first.basis = 'first'
inner join judged as latest on made.promise_id = latest.promise_id and latest.basis = 'latest'
left join fulfilled on made.promise_id = fulfilled.promise_id
left join cancelled on made.promise_id = cancelled.promise_id
order by made.promise_id;

---------- orders
create table orders as
with lines as (
    select *
    from promises
    where order_id is not null and promised_to = 'customer'
    qualify is_required or not bool_or(is_required) over (partition by order_id)
)
select order_id, min(customer_id) as customer_id, count(*) as lines_count,
    coalesce(max(due_date) filter (where outcome <> 'excluded'), max(due_date)) as due_date,
    count(distinct full_date) as delivery_dates_count,
    count(*) filter (where outcome <> 'excluded' and lines.due_date is not null) as judged_count,
    coalesce(judged_count > 0 and judged_count = count(is_kept), false) as is_due,
    case when is_due then bool_and(is_kept) end as is_kept
from lines
group by order_id
order by order_id;

---------- rates
create table kept_rates as
select seller_id, promised_to, cast(date_trunc('week', due_date) as date) as due_week,
    count(is_kept) as due_count, count(*) filter (where is_kept) as kept_count
from promises
where due_date is not null
group by all
order by all;

---------- contacts: the order they name, else their promise's, else the customer's order that was on
create table inbound_contacts as
with known as (
    select contacts.contact_id, coalesce(contacts.order_id, made.order_id) as order_id, contacts.customer_id,
        reason, wait_minutes, started_at,
        local_of(started_at, coalesce(made.zone, orders.zone, 'Europe/Oslo')) as started_local_at
    from contacts
    left join made on contacts.promise_id = made.promise_id
    left join (select order_id, min(zone) as zone from made group by order_id) as orders
        on coalesce(contacts.order_id, made.order_id) = orders.order_id
    where direction = 'inbound' and started_local_at < getvariable('as_of')
),
windows as (
    select order_id, min(customer_id) as customer_id, min(due_date) as due_date, min(due_date) - 5 as first_date,
        max(coalesce(full_date, cancelled_date, getvariable('as_of'))) + 14 as last_date
    from promises
    where order_id is not null and promised_to = 'customer' and customer_id is not null and due_date is not null
    group by order_id
),
nearest as (
    select contact_id,
        min_by(windows.order_id, (abs(windows.due_date - cast(started_local_at as date)), windows.order_id)) as order_id
    from known
    inner join windows
        on known.customer_id = windows.customer_id and cast(started_local_at as date) between first_date and last_date
    where known.order_id is null
    group by contact_id
)
select known.contact_id, coalesce(known.order_id, nearest.order_id) as order_id, reason, wait_minutes, started_at
from known
left join nearest on known.contact_id = nearest.contact_id
order by known.contact_id;
