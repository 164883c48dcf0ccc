"""Changes that change nothing, whatever the rows are: they are no slips, and are not made."""

from collections.abc import Iterator

from sqlglot import exp


def is_condition(node: exp.Expression) -> bool:
    """Whether null in the place of a node is as good as false: it decides, alone or through `and` and `or`, whether a row or a branch is taken."""
    while isinstance(node.parent, exp.And | exp.Or | exp.Paren):
        node = node.parent
    holder = node.parent
    if isinstance(holder, exp.If):
        return node.arg_key == "this" and not (isinstance(holder.parent, exp.Case) and holder.parent.this)
    return isinstance(holder, exp.Where | exp.Having | exp.Qualify) or (isinstance(holder, exp.Join) and node.arg_key == "on")


def parts_of(condition: exp.Expression | None) -> Iterator[exp.Expression]:
    """What must all hold for a condition to hold."""
    if isinstance(condition, exp.Paren):
        yield from parts_of(condition.this)
    elif isinstance(condition, exp.And):
        yield from parts_of(condition.this)
        yield from parts_of(condition.expression)
    elif condition is not None:
        yield condition


def fails_on_null(part: exp.Expression, relation: str) -> bool:
    """Whether a condition cannot hold where the columns of a relation are null."""

    def of_it(node: exp.Expression) -> bool:
        return isinstance(node, exp.Column) and node.table == relation

    if isinstance(part, exp.Not):
        negated = part.this
        is_a_test = isinstance(negated, exp.In) or (isinstance(negated, exp.Is) and isinstance(negated.expression, exp.Null))
        return of_it(negated) or (is_a_test and of_it(negated.this))
    if isinstance(part, exp.EQ | exp.NEQ | exp.LT | exp.LTE | exp.GT | exp.GTE):
        return of_it(part.this) or of_it(part.expression)
    return of_it(part) or (isinstance(part, exp.In) and of_it(part.this))


def drops_unmatched(join: exp.Join) -> bool:
    """Whether a row without a match is dropped later on all the same, so that `inner` and `left` join alike."""
    select = join.parent
    if not isinstance(select, exp.Select):
        return False
    where = select.args.get("where")
    parts = list(parts_of(where and where.this))
    joins = select.args["joins"]
    for later in joins[joins.index(join) + 1 :]:
        if later.side in ("RIGHT", "FULL"):
            return False
        if not later.side:
            parts += parts_of(later.args.get("on"))
    return any(fails_on_null(part, join.alias_or_name) for part in parts)
