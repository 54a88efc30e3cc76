"""What changed between two dates: new contacts, contacts not seen again, new and ended facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kg.errors import UnknownFilter
from kg.questions.answers import Answer, Cell, View, label, named, unsure
from kg.views.wording import and_list, count, day

NAME = "changes"
TITLE = "What changed"
OPTIONS: tuple[str, ...] = ()
VIEW = "meetings"
COLUMNS = ("change", "who", "whom", "facts", "last", "says")
Pairs = dict[tuple[str, str], list[dict[str, Any]]]


def ask(view: View, options: Mapping[str, str]) -> Answer:
    """Compare what is dated from `from` to `to` with all that is dated before."""
    result = view({})
    first = result.filters.since
    if first is None:
        raise UnknownFilter("Changes need a day from which on: from=2025-06, and to where wanted.", subject="from")
    before = view({"from": None, "to": first - timedelta(days=1)})
    old, new = _pairs(before.graph), _pairs(result.graph)
    rows = [_row("new contact", result.graph, pair, new[pair]) for pair in sorted(new.keys() - old.keys())]
    rows += [_row("not seen again", before.graph, pair, old[pair]) for pair in sorted(old.keys() - new.keys())]
    known = {edge["fact"] for edges in old.values() for edge in edges}
    for pair in sorted(new.keys() & old.keys()):
        if fresh := [edge for edge in new[pair] if edge["fact"] not in known]:
            rows.append(_row(f"new {result.view.NOUN}", result.graph, pair, fresh))
    until = result.filters.until
    span = f"from {day(first)}{f' to {day(until)}' if until else ' on'}"
    nodes = {**named(before.graph, before.graph), **named(result.graph, result.graph)}
    return Answer(NAME, TITLE, _sentence(rows, span), COLUMNS, tuple(rows), result, unsure(result), nodes)


def _pairs(graph: Any) -> Pairs:
    found: Pairs = {}
    for a, b, edge in graph.edges(data=True):
        if edge["role"] != "delegation":
            found.setdefault((a, b) if graph.is_directed() or a < b else (b, a), []).append(edge)
    return found


def _row(change: str, graph: Any, pair: tuple[str, str], edges: list[dict[str, Any]]) -> dict[str, Cell]:
    last = max(edge["latest"] or edge["earliest"] or edge["published"] for edge in edges)
    what = sorted({f"{edge['kind'].replace('-', ' ')} ({edge['status'].replace('-', ' ')})" for edge in edges})
    return {
        "change": change,
        "who": label(graph, pair[0]),
        "whom": label(graph, pair[1]),
        "facts": len({edge["fact"] for edge in edges}),
        "last": last,
        "says": and_list(what),
    }


def _sentence(rows: list[dict[str, Cell]], span: str) -> str:
    counted: dict[str, int] = {}
    for row in rows:
        counted[str(row["change"])] = counted.get(str(row["change"]), 0) + 1
    told = [f"{count(number, 'pair')}: {change}" for change, number in counted.items()]
    return f"Compared with all before, {span}: {'; '.join(told)}." if told else f"Nothing changed {span}."
