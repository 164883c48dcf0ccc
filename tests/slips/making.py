"""From the compiled SQL of a model to the slips that can be made in it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import sqlglot
from sqlglot import exp

from .kinds import changes

DIALECT = "duckdb"


@dataclass(frozen=True)
class Slip:
    model: str
    kind: str
    #: of the model's file, or of what it compiles to where a macro wrote it
    line: int
    before: str
    after: str
    #: the model without the slip, where in it the slip is made, and which of the changes that can be made there it is
    tree: exp.Expression = field(repr=False, compare=False)
    places: tuple[int, ...]
    number: int

    @cached_property
    def sql(self) -> str:
        """The whole model with the slip in it."""
        copy = self.tree.copy()
        nodes = list(copy.walk())
        for place in self.places:
            node = nodes[place]
            instead = list(changes(node))[self.number][1]
            if instead is None:
                node.pop()
            elif node is copy:
                copy = instead
            else:
                node.replace(instead)
        return write(copy)

    def __str__(self) -> str:
        return f"{self.model}:{self.line} [{self.kind}]\n    - {self.before}\n    + {self.after}"


def read(code: str) -> exp.Expression:
    return sqlglot.parse_one(code, dialect=DIALECT)


def write(tree: exp.Expression) -> str:
    return tree.sql(dialect=DIALECT, comments=False)


def clause_of(node: exp.Expression) -> exp.Expression:
    """The column, the join or the condition of a select in which a node stands."""
    while node.parent is not None and not isinstance(node.parent, exp.Query):
        node = node.parent
    return node


def act_of(node: exp.Expression) -> str:
    """The CTE in which a node stands."""
    act = node.find_ancestor(exp.CTE)
    return act.alias if act else ""


class Line:
    """Where a piece of the compiled SQL stands in the model's file."""

    def __init__(self, raw: str, compiled: str):
        self.raw = [line.strip() for line in raw.splitlines()]
        self.compiled = [line.strip() for line in compiled.splitlines()]

    def __call__(self, node: exp.Expression) -> int:
        line = min((part.meta["line"] for part in node.walk() if "line" in part.meta), default=1)
        text = self.compiled[line - 1] if line <= len(self.compiled) else ""
        # of several lines that read the same, the one that stands where the node does
        same = [number for number, other in enumerate(self.raw, start=1) if other == text]
        return min(same, key=lambda number: abs(number - line)) if same else line


def shown(node: exp.Expression, instead: exp.Expression | None, alias: str) -> tuple[str, str]:
    before = write(node)
    after = "(nothing)" if instead is None else write(instead)
    # of a long piece, what differs
    if isinstance(node, exp.Select | exp.SetOperation) or len(before) > 400:
        start = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
        begin = max(0, start - 60)
        before, after = before[begin : begin + 300], after[begin : begin + 300]
    name = f"{alias}: " if alias else ""
    return f"{name}{before}", f"{name}{after}"


def slips(model: str, code: str, raw: str) -> Iterator[Slip]:
    """Every slip, once: what a loop wrote many times in one CTE is one piece of the model, and one slip changes all of it."""
    tree = read(code)
    nodes = list(tree.walk())
    line = Line(raw, code)
    pieces: dict[int, tuple] = {}
    actual: dict[tuple, list[int]] = {}
    for at, node in enumerate(nodes):
        for number, (kind, _) in enumerate(changes(node)):
            clause = clause_of(node)
            if id(clause) not in pieces:
                pieces[id(clause)] = write(clause), {id(part): place for place, part in enumerate(clause.walk())}
            text, place = pieces[id(clause)][0], pieces[id(clause)][1][id(node)]
            actual.setdefault((act_of(node), type(clause), text, place, number, kind), []).append(at)
    for (*_, number, kind), places in actual.items():
        node = nodes[places[0]]
        instead = list(changes(node))[number][1]
        alias = clause_of(node).alias if isinstance(clause_of(node), exp.Alias) else ""
        yield Slip(model, kind, line(node), *shown(node, instead, alias), tree, tuple(places), number)


def in_turn(by_model: dict[str, list[Slip]], seed: int) -> Iterator[Slip]:
    """A slip of each model in turn, and of each model in an order that the seed gives: a short run has seen every model."""
    dice = random.Random(seed)
    waiting = []
    for model in sorted(by_model):
        slips = list(by_model[model])
        dice.shuffle(slips)
        waiting.append(slips)
    dice.shuffle(waiting)
    while waiting:
        for slips in waiting:
            yield slips.pop()
        waiting = [slips for slips in waiting if slips]
