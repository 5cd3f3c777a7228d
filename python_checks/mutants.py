"""One change at a time: every mutant of a model's compiled SQL.

The ends of time (years 1 and 9999), time zones and the precision of a type stay as they are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from os.path import commonprefix

import sqlglot
from sqlglot import exp

DIALECT = "duckdb"
CONTEXT = 60

Change = Callable[[exp.Expression], None]


@dataclass(frozen=True)
class Mutant:
    """A model with one change; `change` shows it with some of the code around it."""

    model: str
    number: int
    step: str
    change: str
    sql: str


def mutants_of(model: str, sql: str) -> list[Mutant]:
    """Every different mutant of a model, in the order of its code.

    The same number means the same change in the SQL of another policy, as long as the two differ
    in literals only.
    """
    tree = parsed(sql)
    original = tree.sql(DIALECT)
    found: list[Mutant] = []
    for index, node in enumerate(tree.walk()):
        for change in changes(node):
            copy = tree.copy()
            twin = nth_node(copy, index)
            change(twin)
            found.append(_mutant(model, len(found), step_of(node), original, copy.sql(DIALECT)))
    return [mutant for mutant in found if mutant.sql != original]


def parsed(sql: str) -> exp.Expression:
    """The syntax tree of a compiled model."""
    tree: exp.Expression = sqlglot.parse_one(sql, dialect=DIALECT)
    return tree


def nth_node(tree: exp.Expression, index: int) -> exp.Expression:
    """The node that a walk through the tree meets as number `index`."""
    for position, node in enumerate(tree.walk()):
        if position == index:
            return node
    raise IndexError(index)


def step_of(node: exp.Expression) -> str:
    """The name of the step (CTE) that a node stands in."""
    cte = node.find_ancestor(exp.CTE)
    return cte.alias if cte else "(last select)"


def _mutant(model: str, number: int, step: str, original: str, mutated: str) -> Mutant:
    return Mutant(model, number, step, shown_change(original, mutated), mutated)


def shown_change(original: str, mutated: str) -> str:
    """Both texts where they differ, with a little of what stands around."""
    start = len(commonprefix([original, mutated]))
    rests = original[start:], mutated[start:]
    tail = len(commonprefix([rests[0][::-1], rests[1][::-1]]))
    before, after = (rest[: len(rest) - tail] for rest in rests)
    left = original[max(0, start - CONTEXT) : start]
    right = original[len(original) - tail :][:CONTEXT]
    return f"{left}[{before} => {after}]{right}"


def changes(node: exp.Expression) -> Iterator[Change]:
    """The ways to change one node."""
    for kind, ways in WAYS.items():
        if isinstance(node, kind):
            yield from ways(node)


def becomes(*kinds: type[exp.Expression]) -> Callable[[exp.Expression], Iterator[Change]]:
    """Changes an operator or a function into others with the same arguments."""

    def ways(node: exp.Expression) -> Iterator[Change]:
        for kind in kinds:
            yield lambda twin, kind=kind: _replace(twin, kind(**twin.args))

    return ways


def only(*arguments: str) -> Callable[[exp.Expression], Iterator[Change]]:
    """Leaves one of the arguments in the place of the whole."""

    def ways(node: exp.Expression) -> Iterator[Change]:
        for argument in arguments:
            yield lambda twin, argument=argument: _replace(twin, twin.args[argument])

    return ways


def all_of(
    *several: Callable[[exp.Expression], Iterator[Change]],
) -> Callable[[exp.Expression], Iterator[Change]]:
    """Several ways one after the other."""

    def ways(node: exp.Expression) -> Iterator[Change]:
        for one in several:
            yield from one(node)

    return ways


def _replace(node: exp.Expression, other: exp.Expression) -> None:
    node.replace(other.copy())


def _set(argument: str, value: object) -> Change:
    return lambda twin: twin.set(argument, value)


def _negated(node: exp.Expression) -> Iterator[Change]:
    if not isinstance(node.parent, exp.Not):
        yield lambda twin: _replace(twin, exp.Not(this=twin.copy()))


def _joins(node: exp.Expression) -> Iterator[Change]:
    if node.side == "LEFT":
        yield _inner
    elif node.args.get("on"):
        yield _left
    if node.args.get("on") and not isinstance(node.args["on"], exp.And):
        yield _set("on", exp.true())


def _inner(twin: exp.Expression) -> None:
    twin.set("side", None)
    twin.set("kind", "INNER")


def _left(twin: exp.Expression) -> None:
    twin.set("side", "LEFT")
    twin.set("kind", None)


def _selects(node: exp.Expression) -> Iterator[Change]:
    for clause in ("where", "having", "distinct"):
        if node.args.get(clause):
            yield _set(clause, None)


def _unions(node: exp.Expression) -> Iterator[Change]:
    yield _set("distinct", not node.args.get("distinct"))
    yield from only("this", "expression")(node)


def _cases(node: exp.Expression) -> Iterator[Change]:
    branches = len(node.args["ifs"])
    for index in range(branches):
        if branches > 1:
            yield lambda twin, index=index: _without(twin, "ifs", index)
        else:
            yield lambda twin: _replace(twin, twin.args.get("default") or exp.Null())
    for index in range(branches - 1):
        yield lambda twin, index=index: _swap_results(twin, index)
    if node.args.get("default"):
        yield _set("default", None)


def _swap_results(twin: exp.Expression, index: int) -> None:
    first, second = twin.args["ifs"][index : index + 2]
    results = first.args["true"].copy(), second.args["true"].copy()
    first.set("true", results[1])
    second.set("true", results[0])


def _without(twin: exp.Expression, argument: str, index: int) -> None:
    twin.set(argument, [one for at, one in enumerate(twin.args[argument]) if at != index])


def _coalesces(node: exp.Expression) -> Iterator[Change]:
    yield from only("this")(node)
    yield lambda twin: _replace(twin, twin.expressions[-1])


def _windows(node: exp.Expression) -> Iterator[Change]:
    for index in range(len(node.args.get("partition_by") or [])):
        yield lambda twin, index=index: _without(twin, "partition_by", index)


def _lists(node: exp.Expression) -> Iterator[Change]:
    if len(node.expressions) > 1:
        for index in range(len(node.expressions)):
            yield lambda twin, index=index: _without(twin, "expressions", index)


def _orders(node: exp.Expression) -> Iterator[Change]:
    yield lambda twin: twin.set("desc", not twin.args.get("desc"))
    if node.args.get("nulls_first") is not None:
        yield lambda twin: twin.set("nulls_first", not twin.args.get("nulls_first"))


def _literals(node: exp.Expression) -> Iterator[Change]:
    if isinstance(node.parent, (exp.AtTimeZone, exp.DataTypeParam, exp.Interval)):
        return
    if not node.is_string:
        yield lambda twin: _replace(twin, exp.Literal.number(_other_number(twin.name)))
    elif _is_date(node):
        if node.name[:4] not in ("0001", "9999"):
            yield lambda twin: _replace(twin, exp.Literal.string(_next_day(twin.name)))
    elif not isinstance(node.parent, (exp.Cast, exp.DateTrunc, exp.TimestampTrunc)):
        yield lambda twin: _replace(twin, exp.Literal.string(f"{twin.name}~"))


def _other_number(text: str) -> str:
    return "0" if text == "1" else str(int(text) + 1) if text.isdigit() else f"1{text}"


def _is_date(node: exp.Expression) -> bool:
    return isinstance(node.parent, exp.Cast) and node.parent.to.is_type("date")


def _next_day(text: str) -> str:
    return (date.fromisoformat(text) + timedelta(days=1)).isoformat()


def _scales(node: exp.Expression) -> Iterator[Change]:
    if node.is_type("decimal") and len(node.expressions) == 2 and node.expressions[1].name != "0":
        yield lambda twin: twin.expressions[1].set("this", exp.Literal.number("5"))


WAYS: dict[type[exp.Expression], Callable[[exp.Expression], Iterator[Change]]] = {
    exp.EQ: becomes(exp.NEQ),
    exp.NEQ: becomes(exp.EQ),
    exp.LT: becomes(exp.LTE, exp.GTE),
    exp.LTE: becomes(exp.LT, exp.GT),
    exp.GT: becomes(exp.GTE, exp.LTE),
    exp.GTE: becomes(exp.GT, exp.LT),
    exp.Add: becomes(exp.Sub),
    exp.Sub: becomes(exp.Add),
    exp.Mul: becomes(exp.IntDiv),
    exp.Div: becomes(exp.Mul),
    exp.IntDiv: becomes(exp.Mul),
    exp.Mod: becomes(exp.IntDiv),
    exp.Neg: only("this"),
    exp.And: all_of(becomes(exp.Or), only("this", "expression")),
    exp.Or: all_of(becomes(exp.And), only("this", "expression")),
    exp.Not: only("this"),
    exp.Is: _negated,
    exp.Exists: _negated,
    exp.In: all_of(_negated, _lists),
    exp.Join: _joins,
    exp.Select: _selects,
    exp.Union: _unions,
    exp.Case: _cases,
    exp.Coalesce: _coalesces,
    exp.Window: _windows,
    exp.Ordered: _orders,
    exp.Sum: becomes(exp.Max, exp.Min),
    exp.Max: becomes(exp.Min),
    exp.Min: becomes(exp.Max),
    exp.Greatest: becomes(exp.Least),
    exp.Least: becomes(exp.Greatest),
    exp.Lag: becomes(exp.Lead),
    exp.Lead: becomes(exp.Lag),
    exp.Abs: only("this"),
    exp.Round: only("this"),
    exp.Boolean: lambda node: iter([_set("this", not node.this)]),
    exp.Literal: _literals,
    exp.DataType: _scales,
}
