"""The kinds of slips: what may be written in place of a piece of SQL."""

from collections.abc import Iterator

from sqlglot import exp

from .equivalents import drops_unmatched, is_condition

#: kind, and what stands there instead; None where the clause is gone
Change = tuple[str, exp.Expression | None]

BOUNDARIES = {exp.LT: exp.LTE, exp.LTE: exp.LT, exp.GT: exp.GTE, exp.GTE: exp.GT, exp.NEQ: exp.EQ}
EXTREMES = {exp.Min: exp.Max, exp.Max: exp.Min, exp.ArgMin: exp.ArgMax, exp.ArgMax: exp.ArgMin, exp.Least: exp.Greatest, exp.Greatest: exp.Least,
            exp.Lag: exp.Lead, exp.Lead: exp.Lag, exp.Floor: exp.Ceil, exp.Ceil: exp.Floor}  # fmt: skip
SIGNS = {exp.Add: exp.Sub, exp.Sub: exp.Add}
CONNECTIVES = {exp.And: exp.Or, exp.Or: exp.And}
#: where a whole number is a bound or a step, and not a size of a type
COUNTED_IN = (exp.LT, exp.LTE, exp.GT, exp.GTE, exp.EQ, exp.NEQ, exp.Add, exp.Sub, exp.Interval, exp.Between, exp.WindowSpec, exp.Coalesce)
ENDINGS = ("_count", "_date", "_at", "_days", "_hours", "_minutes", "_share", "_rate")


def as_another(node: exp.Expression, into: dict) -> exp.Expression | None:
    if type(node) not in into:
        return None
    return into[type(node)](**{name: value.copy() if isinstance(value, exp.Expression) else value for name, value in node.args.items()})


def comparison(node: exp.Expression) -> Iterator[exp.Expression]:
    if other := as_another(node, BOUNDARIES):
        yield other
    # the key of a join turned round joins everything with everything
    if isinstance(node, exp.EQ) and not isinstance(node.find_ancestor(exp.Join, exp.Select, exp.Case), exp.Join):
        yield exp.NEQ(this=node.this.copy(), expression=node.expression.copy())
    if isinstance(node, exp.Is) and not isinstance(node.parent, exp.Not):
        yield exp.Not(this=node.copy())


def join(node: exp.Expression) -> Iterator[exp.Expression]:
    if isinstance(node, exp.Join) and (node.args.get("on") or node.args.get("using")) and not drops_unmatched(node):
        other = node.copy()
        if node.side:
            other.set("side", None if node.side == "LEFT" else "LEFT")
            other.set("kind", "INNER" if node.side == "LEFT" else None)
        else:
            other.set("side", "LEFT")
            other.set("kind", None)
        yield other


def dropped_filter(node: exp.Expression) -> Iterator[exp.Expression | None]:
    if isinstance(node, exp.And):
        yield node.this.copy()
        if not isinstance(node.this, exp.And):
            yield node.expression.copy()
    elif isinstance(node, exp.Filter) and not isinstance(node.expression.this, exp.And):
        yield node.this.copy()
    elif (
        isinstance(node, exp.Where | exp.Having | exp.Qualify)
        and not isinstance(node.this, exp.And)
        and not isinstance(node.parent, exp.Filter)
    ):
        yield None


def default(node: exp.Expression) -> Iterator[exp.Expression]:
    if isinstance(node, exp.Coalesce):
        *kept, last = node.expressions
        if isinstance(last, exp.Boolean) and not last.this and is_condition(node):
            return
        yield exp.Coalesce(this=node.this.copy(), expressions=[other.copy() for other in kept]) if kept else node.this.copy()
        if not kept and not isinstance(last, exp.Literal | exp.Boolean | exp.Null):
            yield exp.Coalesce(this=last.copy(), expressions=[node.this.copy()])
    elif isinstance(node, exp.Nullif):
        yield node.this.copy()
    elif isinstance(node, exp.Case) and node.args.get("default") is not None and not isinstance(node.args["default"], exp.Null):
        other = node.copy()
        other.set("default", None)
        yield other


def sign(node: exp.Expression) -> Iterator[exp.Expression]:
    if other := as_another(node, SIGNS):
        yield other
    elif isinstance(node, exp.Neg):
        yield node.this.copy()


def off_by_one(node: exp.Expression) -> Iterator[exp.Expression]:
    if isinstance(node, exp.Literal) and node.is_int:
        holder = node.parent
        while isinstance(holder, exp.Paren | exp.Cast):
            holder = holder.parent
        if isinstance(holder, COUNTED_IN):
            yield exp.Literal.number(int(node.this) + 1)


def extreme(node: exp.Expression) -> Iterator[exp.Expression]:
    if other := as_another(node, EXTREMES):
        yield other
    # the order in which a mart is written down is nobody's figure
    elif isinstance(node, exp.Ordered) and not isinstance(node.parent.parent, exp.Query):
        other = node.copy()
        other.set("desc", not node.args.get("desc"))
        other.set("nulls_first", False)
        yield other


def logic(node: exp.Expression) -> Iterator[exp.Expression]:
    if other := as_another(node, CONNECTIVES):
        yield exp.paren(other)
    elif isinstance(node, exp.Not):
        yield node.this.copy()


def count(node: exp.Expression) -> Iterator[exp.Expression]:
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct) and len(node.this.expressions) == 1:
        yield exp.Count(this=node.this.expressions[0].copy())
    elif isinstance(node, exp.Count) and not isinstance(node.this, exp.Star | exp.Distinct):
        yield exp.Count(this=exp.Star())
    elif isinstance(node, exp.Select) and node.args.get("distinct"):
        other = node.copy()
        other.set("distinct", None)
        yield other
    elif isinstance(node, exp.SetOperation) and node.args.get("distinct"):
        other = node.copy()
        other.set("distinct", False)
        yield other


def sort_of(name: str) -> str | None:
    if name.startswith(("is_", "has_")):
        return "flag"
    return next((ending for ending in ENDINGS if name.endswith(ending)), None)


def column(node: exp.Expression) -> Iterator[exp.Expression]:
    """Another column of the same table and of the same sort, where a number is divided, compared or asked for."""
    if not isinstance(node, exp.Column) or not (sort := sort_of(node.name)):
        return
    asked = node.find_ancestor(exp.Div, exp.Predicate, exp.Connector, exp.Filter, exp.If, exp.Where, exp.Select)
    if asked is None or isinstance(asked, exp.Select):
        return
    if not (select := node.find_ancestor(exp.Select)):
        return
    names = sorted({other.name for other in select.find_all(exp.Column) if other.table == node.table and sort_of(other.name) == sort})
    at = names.index(node.name)
    for name in dict.fromkeys((names[at - 1], names[(at + 1) % len(names)])):
        if name != node.name:
            yield exp.column(name, table=node.args["table"].copy() if node.args.get("table") else None)


KINDS = {
    "comparison": comparison, "join": join, "dropped filter": dropped_filter, "default": default, "sign": sign, "off by one": off_by_one,
    "extreme": extreme, "logic": logic, "count": count, "column": column,
}  # fmt: skip


def changes(node: exp.Expression) -> Iterator[Change]:
    for kind, of in KINDS.items():
        for other in of(node):
            yield kind, other
