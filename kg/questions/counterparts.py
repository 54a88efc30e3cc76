"""Whom one met that another did not: `of` and `but` name the two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.errors import UnknownFilter
from kg.questions.answers import Answer, Cell, View, label, named, unsure
from kg.views import ViewResult
from kg.views.wording import and_list, count, the

NAME = "counterparts"
TITLE = "Whom one met that another did not"
OPTIONS = ("of", "but")
VIEW = "meetings"
COLUMNS = ("name", "facts", "last", "statuses", "sectors", "phrase", "document")


def ask(view: View, options: Mapping[str, str]) -> Answer:
    """Give those with whom the first dealt and the second did not, with the same filters for both."""
    for name in OPTIONS:
        if not options.get(name):
            raise UnknownFilter("Counterparts need two names: of=WHO and but=WHO.", subject=name)
    one, other = view({"who": options["of"]}), view({"who": options["but"]})
    first, second = (result.filters.who[0].label for result in (one, other))
    with_one, with_other = _others(one), _others(other)
    left = sorted(set(with_one) - set(with_other) - set(other.filters.everybody()))
    rows = [_row(one.graph, node, with_one[node]) for node in left]
    rows.sort(key=lambda row: (str(row["last"]), str(row["name"])), reverse=True)
    topic = f" about {one.filters.in_words('sector')}" if one.filters.sector else ""
    return Answer(
        NAME,
        TITLE,
        _sentence(first, second, rows, topic),
        COLUMNS,
        tuple(rows),
        one,
        unsure(one),
        named(one.graph, left),
    )


def _others(result: ViewResult) -> dict[str, list[dict[str, Any]]]:
    """Give those on the other side of each edge of the one asked for."""
    mine = set(result.filters.everybody())
    found: dict[str, list[dict[str, Any]]] = {}
    for a, b, edge in result.graph.edges(data=True):
        if edge["role"] != "delegation":
            for node in {a, b} - mine:
                found.setdefault(node, []).append(edge)
    return found


def _row(graph: Any, node: str, edges: list[dict[str, Any]]) -> dict[str, Cell]:
    newest = max(edges, key=lambda edge: (edge["latest"] or edge["earliest"] or edge["published"], edge["fact"]))
    return {
        "name": label(graph, node),
        "facts": len({edge["fact"] for edge in edges}),
        "last": newest["latest"] or newest["earliest"] or newest["published"],
        "statuses": sorted({edge["status"].replace("-", " ") for edge in edges}),
        "sectors": sorted({name for edge in edges for name in edge["sector_names"]}),
        "phrase": " … ".join(place["phrase"] for place in newest["evidence"]),
        "document": newest["document"],
    }


def _sentence(first: str, second: str, rows: list[dict[str, Cell]], topic: str) -> str:
    if not rows:
        return f"{the(first)} dealt{topic} with nobody with whom {the(second)} did not."
    names = and_list([the(str(row["name"])) for row in rows[:5]])
    more = f" And {len(rows) - 5} more below." if len(rows) > 5 else ""
    said = f"{the(first)} dealt{topic} with {count(len(rows), 'name')} with whom {the(second)} did not: {names}."
    return f"{said[0].upper()}{said[1:]}{more}"
