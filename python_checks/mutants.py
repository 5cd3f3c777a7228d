"""One change at a time: every mutant of a model's compiled SQL.

The ends of time (years 1 and 9999), time zones, the precision of a type and the 1 of `select 1`
stay as they are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from itertools import takewhile

import sqlglot
from sqlglot import exp

DIALECT = "duckdb"
CONTEXT = 60
WORDS = re.compile(r"\w+|[<>=!|]+|\s+|.", re.DOTALL)

Change = Callable[[exp.Expr], None]


@dataclass(frozen=True)
class Mutant:
    """A model with one change; `change` shows it with some of the code around it."""

    model: str
    step: str
    change: str
    sql: str


def count_changes(sql: str) -> int:
    """How many changes a model's SQL offers; `mutant_of` takes them by number."""
    return len(_sites(sql))


def mutant_of(model: str, sql: str, number: int) -> Mutant | None:
    """The model with one change; None when the code stays as it was.

    The same number is the same change in the SQL of another policy, as long as the two have the
    same `shape`.
    """
    index, way = _sites(sql)[number]
    tree = parsed(sql).copy()
    node = _nodes(tree)[index]
    step = step_of(node)
    list(changes(node))[way](node)
    original, mutated = _formatted(sql), tree.sql(DIALECT)
    if mutated == original:
        return None
    return Mutant(model, step, shown_change(original, mutated), mutated)


def shape(sql: str) -> list[str]:
    """What two versions of a model have in common when they differ in literals only."""
    return [type(node).__name__ for node in _nodes(parsed(sql))]


@cache
def _sites(sql: str) -> list[tuple[int, int]]:
    return [
        (index, way)
        for index, node in enumerate(_nodes(parsed(sql)))
        for way, _ in enumerate(changes(node))
    ]


@cache
def _formatted(sql: str) -> str:
    return parsed(sql).sql(DIALECT)


def _nodes(tree: exp.Expr) -> list[exp.Expr]:
    return list(tree.walk(bfs=False))


@cache
def parsed(sql: str) -> exp.Expr:
    """The syntax tree of a compiled model."""
    tree: exp.Expr = sqlglot.parse_one(sql, dialect=DIALECT)
    return tree


def step_of(node: exp.Expr) -> str:
    """The name of the step (CTE) that a node stands in."""
    cte = node.find_ancestor(exp.CTE)
    return cte.alias if cte else "(last select)"


def shown_change(original: str, mutated: str) -> str:
    """Both texts where they differ, in whole words, with a little of what stands around."""
    before, after = WORDS.findall(original), WORDS.findall(mutated)
    head = shared(before, after)
    tail = shared(before[head:][::-1], after[head:][::-1])
    old, new = ("".join(words[head : len(words) - tail]) for words in (before, after))
    left, right = "".join(before[:head]), "".join(before[len(before) - tail :])
    return f"{left[-CONTEXT:]}[{old} => {new}]{right[:CONTEXT]}"


def shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def changes(node: exp.Expr) -> Iterator[Change]:
    """The ways to change one node."""
    for kind, ways in WAYS.items():
        if isinstance(node, kind):
            yield from ways(node)


def becomes(*kinds: type[exp.Expr]) -> Callable[[exp.Expr], Iterator[Change]]:
    """Changes an operator or a function into others with the same arguments."""

    def ways(node: exp.Expr) -> Iterator[Change]:
        for kind in kinds:
            yield partial(_turn_into, kind)

    return ways


def only(*arguments: str) -> Callable[[exp.Expr], Iterator[Change]]:
    """Leaves one of the arguments in the place of the whole."""

    def ways(node: exp.Expr) -> Iterator[Change]:
        for argument in arguments:
            yield partial(_leave, argument)

    return ways


def all_of(
    *several: Callable[[exp.Expr], Iterator[Change]],
) -> Callable[[exp.Expr], Iterator[Change]]:
    """Several ways one after the other."""

    def ways(node: exp.Expr) -> Iterator[Change]:
        for one in several:
            yield from one(node)

    return ways


def _turn_into(kind: type[exp.Expr], twin: exp.Expr) -> None:
    twin.replace(kind(**twin.copy().args))


def _leave(argument: str, twin: exp.Expr) -> None:
    _replace(twin, twin.args[argument])


def _replace(node: exp.Expr, other: exp.Expr) -> None:
    node.replace(other.copy())


def _set(argument: str, value: object) -> Change:
    return lambda twin: twin.set(argument, value)


def _negated(node: exp.Expr) -> Iterator[Change]:
    if not isinstance(node.parent, exp.Not):
        yield lambda twin: _replace(twin, exp.Not(this=twin.copy()))


def _joins(node: exp.Expr) -> Iterator[Change]:
    if node.args.get("side") == "LEFT":
        yield _inner
    elif node.args.get("on"):
        yield _left
    if node.args.get("on") and not isinstance(node.args["on"], exp.And):
        yield _set("on", exp.true())


def _inner(twin: exp.Expr) -> None:
    twin.set("side", None)
    twin.set("kind", "INNER")


def _left(twin: exp.Expr) -> None:
    twin.set("side", "LEFT")
    twin.set("kind", None)


def _selects(node: exp.Expr) -> Iterator[Change]:
    for clause in ("where", "having", "distinct"):
        if node.args.get(clause):
            yield _set(clause, None)


def _unions(node: exp.Expr) -> Iterator[Change]:
    yield _set("distinct", not node.args.get("distinct"))
    yield from only("this", "expression")(node)


def _cases(node: exp.Expr) -> Iterator[Change]:
    branches = len(node.args["ifs"])
    for index in range(branches):
        if branches > 1:
            yield partial(_without, "ifs", index)
        else:
            yield lambda twin: _replace(twin, twin.args.get("default") or exp.Null())
    for index in range(branches - 1):
        yield partial(_swap_results, index)
    if node.args.get("default"):
        yield _set("default", None)


def _swap_results(index: int, twin: exp.Expr) -> None:
    first, second = twin.args["ifs"][index : index + 2]
    results = first.args["true"].copy(), second.args["true"].copy()
    first.set("true", results[1])
    second.set("true", results[0])


def _without(argument: str, index: int, twin: exp.Expr) -> None:
    twin.set(argument, [one for at, one in enumerate(twin.args[argument]) if at != index])


def _coalesces(node: exp.Expr) -> Iterator[Change]:
    yield from only("this")(node)
    yield lambda twin: _replace(twin, twin.expressions[-1])


def _windows(node: exp.Expr) -> Iterator[Change]:
    for index in range(len(node.args.get("partition_by") or [])):
        yield partial(_without, "partition_by", index)


def _lists(node: exp.Expr) -> Iterator[Change]:
    if len(node.expressions) > 1:
        for index in range(len(node.expressions)):
            yield partial(_without, "expressions", index)


def _orders(node: exp.Expr) -> Iterator[Change]:
    yield lambda twin: twin.set("desc", not twin.args.get("desc"))
    if node.args.get("nulls_first") is not None:
        yield lambda twin: twin.set("nulls_first", not twin.args.get("nulls_first"))


def _literals(node: exp.Expr) -> Iterator[Change]:
    if isinstance(node.parent, (exp.AtTimeZone, exp.DataTypeParam, exp.Select)):
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


def _is_date(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.Cast) and node.parent.to.is_type("date")


def _next_day(text: str) -> str:
    return (date.fromisoformat(text) + timedelta(days=1)).isoformat()


def _scales(node: exp.Expr) -> Iterator[Change]:
    if node.is_type("decimal") and len(node.expressions) == 2 and node.expressions[1].name != "0":
        yield lambda twin: twin.expressions[1].set("this", exp.Literal.number("5"))


WAYS: dict[type[exp.Expr], Callable[[exp.Expr], Iterator[Change]]] = {
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
