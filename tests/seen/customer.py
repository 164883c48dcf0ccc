"""One customer over all orders, and what a search comes to."""

from seen.frame import FRAME
from seen.page import Seen

ORDERS = """(
    select *, row_number() over (order by coalesce(promised_date, due_date) desc nulls last, order_id) as nth
    from marts.fct_orders where customer_id = getvariable('customer') order by nth
)"""
ALL_CONTACTS = f"""(
    select contacts.*, inbound.contact_id is not null as is_inbound, coalesce(contacts.order_id, inbound.order_id) as about, inbound.wait_minutes as waited
    from marts.fct_contacts as contacts left join marts.fct_inbound_contacts as inbound using (contact_id)
    where contacts.customer_id = getvariable('customer') or contacts.order_id in (select order_id from {ORDERS})
)"""
AGAIN = f"""(
    select orders.*, (select min(promised_date) from {ORDERS} as later where later.promised_date > orders.due_date) as again from {ORDERS} as orders
)"""
SHORT = "if(length(order_id) > 18, '…' || order_id[-16:], order_id)"
NAMED = "(select any_value(name) from marts.dim_customers where customer_id = {})"
#: how an order ended, where it did by whole days
ENDED = """case when outcome = 'overdue_open' then overdue_days || if(overdue_days = 1, ' day overdue', ' days overdue') when outcome in ('late', 'early') and deviation_minutes is null and deviation_days <> 0 then
    if(is_kept, 'kept, ', 'broken, ') || abs(deviation_days) || if(abs(deviation_days) = 1, ' day ', ' days ') || if(deviation_days > 0, 'late', 'early') end"""

SEEN = Seen(
    words=FRAME
    | {
        "whole: who it is": "select getvariable('customer')",
        ": # of # orders kept\n": f"select count(*) filter (where is_kept), count(is_kept) as n from {ORDERS} having n > 1",
        "\n# order(s) since #": f"select count(*), min(promised_date) from {ORDERS}",
        ", worth #": f"select sum(value) from {ORDERS}",
        "Came to us # time(s)": f"select count(*) as n from {ALL_CONTACTS} where is_inbound having n > 0",
        ", # of them about no known order": f"select count(*) as n from {ALL_CONTACTS} where is_inbound and about is null having n > 0",
        "; waited # minutes in all": f"select sum(waited) as m from {ALL_CONTACTS} where is_inbound having round(m) between 2 and 59",
        "; waited # h # min in all": f"select round(sum(waited))::int // 60 as h, round(sum(waited))::int % 60 as m from {ALL_CONTACTS} where is_inbound having h > 0 and m > 0",
        "; waited # h in all": f"select round(sum(waited))::int // 60 as h from {ALL_CONTACTS} where is_inbound having h > 0 and round(sum(waited))::int % 60 = 0",
        "again after # of # broken": f"select count(again), count(*) as n from {AGAIN} where not is_kept having n > 1",
        "\n# order(s)\n": f"select count(*) as n from {ORDERS} having n <= 20",
        "\n@ ordered # · due #": f"select order_id, promised_date, due_date from {ORDERS} where nth <= 20",
        "whole: how each ended": f"select {ENDED} from {ORDERS} where nth <= 20",
        "· came to us # time(s)": f"select contacts_count from {ORDERS} where nth <= 20 and contacts_count > 0 order by nth",
        "· ordered again #": f"select again from {AGAIN} where nth <= 20 and again is not null order by nth",
        "# contact(s) about no order": f"select count(*) as n from {ALL_CONTACTS} where about is null having n > 0",
        "whole: the days of contacts about no order": f"select strftime(started_local_at, '%-d %B %Y') from {ALL_CONTACTS} where about is null",
        "whole: the waits of contacts about no order": f"""
            select 'waited ' || round(wait_minutes)::int || if(round(wait_minutes) = 1, ' minute', ' minutes') from {ALL_CONTACTS} where about is null and wait_minutes is not null
        """,
    },
    charts={
        "of one customer over time": (
            f"""
            select order_id, value, {SHORT} as lane, due_date as due, coalesce(promised_date, due_date) as begun, fulfilled_date as came,
                if(outcome = 'overdue_open', (select as_of from marts.dim_build), fulfilled_date) as "end", null as meaning
            from {ORDERS} where nth <= 15
            """,
            f"""
            select about as order_id, if(about is null, 'About no order', {SHORT.replace("order_id", "about")}) as lane, started_local_at as at, null as what, null as meaning
            from {ALL_CONTACTS} where about is null or about in (select order_id from {ORDERS} where nth <= 15)
            """,
        ),
    },
)

PART = "lower(getvariable('search'))"
HIT_ORDERS = f"(select * from marts.fct_orders where contains(lower(order_id), {PART}))"
HIT_CUSTOMERS = f"""(
    select customer_id, {NAMED.format("c.customer_id")} as name from (
        select customer_id from marts.dim_customers union select customer_id from marts.fct_orders where customer_id is not null
    ) as c where contains(lower(customer_id), {PART}) or contains(lower(name), {PART})
)"""
HIT_PROMISES = (
    f"(select * from marts.fct_promises where contains(lower(promise_id), {PART}) and not contains(coalesce(lower(order_id), ''), {PART}))"
)
COUNTED = f"(select (select count(*) from {HIT_ORDERS}) as orders, (select count(*) from {HIT_CUSTOMERS}) as customers, (select count(*) from {HIT_PROMISES}) as promises)"
HISTORY = "(select customer_id, count(*) as n, count(*) filter (where is_kept) as kept, count(*) filter (where not is_kept) as broken, max(due_date) as last_due from marts.fct_orders group by 1)"

SEARCH = Seen(
    words=FRAME
    | {
        "whole: what is searched for": "select getvariable('search')",
        "# order(s) and # customer(s)\n": f"select orders, customers from {COUNTED} where orders > 0 and customers > 0 and promises = 0",
        "”: # order(s)\n": f"select orders from {COUNTED} where orders > 0 and customers + promises = 0",
        "”: # customer(s)\n": f"select customers from {COUNTED} where customers > 0 and orders + promises = 0",
        "The # nearest of #;": f"select 20, orders + customers + promises as n from {COUNTED} where n > 20",
        "each: \n@ customer · # order(s)*· last due #\n": f"""
            select coalesce(if(name = customer_id, name, name || ' (' || customer_id || ')'), customer_id), n, last_due
            from {HIT_CUSTOMERS} inner join {HISTORY} using (customer_id)
        """,
        "each: \n@ customer · * # kept": f"""
            select coalesce(if(name = customer_id, name, name || ' (' || customer_id || ')'), customer_id), kept
            from {HIT_CUSTOMERS} inner join {HISTORY} using (customer_id)
        """,
        "each: \n@ customer · * # broken": f"""
            select coalesce(if(name = customer_id, name, name || ' (' || customer_id || ')'), customer_id), broken
            from {HIT_CUSTOMERS} inner join {HISTORY} using (customer_id)
        """,
        "each: \n@ *due # · kept": f"select order_id, due_date from {HIT_ORDERS} where is_kept",
        "each: \n@ *due # · broken": f"select order_id, due_date from {HIT_ORDERS} where not is_kept",
        "each: \n@ *due # · not due yet": f"select order_id, due_date from {HIT_ORDERS} where is_kept is null",
    },
)
