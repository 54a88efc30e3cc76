"""A view's edges told event by event: one entry for each fact, with all who take part and every document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.views import ViewResult

Edge = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """What one document says of a fact."""

    document: str
    title: str
    published: str
    status: str
    cells: dict[str, str]  # as in a line of the table
    evidence: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact with those at both ends of it: (IRI, label) each."""

    fact: str
    sides: tuple[tuple[tuple[str, str], ...], ...]  # one side: all took part alike; two: from whom to whom
    delegation: tuple[tuple[str, str], ...]
    told: tuple[Told, ...]  # the newest document first


def entries(result: ViewResult) -> list[Entry]:
    """Give each fact of the view once, the newest document first."""
    found: dict[str, list[Edge]] = {}
    for a, b, edge in result.graph.edges(data=True):
        found.setdefault(edge["fact"], []).append((a, b, edge))
    made = [_entry(result, fact, sorted(edges, key=_order)) for fact, edges in sorted(found.items())]
    return sorted(made, key=lambda entry: entry.told[0].published, reverse=True)


def _order(each: Edge) -> tuple[str, str, str]:
    a, b, edge = each
    return edge["document"], a, b


def _entry(result: ViewResult, fact: str, edges: list[Edge]) -> Entry:
    met = [each for each in edges if each[2].get("role") != "delegation"]
    documents = {edge["document"]: (a, b, edge) for a, b, edge in [*reversed(edges), *reversed(met)]}
    told = [_told(result, *each) for each in documents.values()]
    return Entry(
        fact,
        _sides(result, met or edges),
        _named(result, {b if edge["actor"] == a else a for a, b, edge in edges if edge.get("role") == "delegation"}),
        tuple(sorted(told, key=lambda each: (each.published, each.document), reverse=True)),
    )


def _sides(result: ViewResult, edges: list[Edge]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Tell who acts from whom it is done to, where the edges have a direction."""
    if result.graph.is_directed():
        return _named(result, {a for a, _, _ in edges}), _named(result, {b for _, b, _ in edges})
    everybody = {node for a, b, _ in edges for node in (a, b)}
    actors = {edge["actor"] for _, _, edge in edges if edge.get("actor")}
    if not actors:
        return (_named(result, everybody),)
    if all(edge.get("role") == "delegation" for _, _, edge in edges):
        return (_named(result, actors),)
    return _named(result, actors), _named(result, everybody - actors)


def _named(result: ViewResult, nodes: set[str]) -> tuple[tuple[str, str], ...]:
    pairs = ((node, result.graph.nodes[node]["label"]) for node in nodes)
    return tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0])))


def _told(result: ViewResult, a: str, b: str, edge: dict[str, Any]) -> Told:
    return Told(
        document=edge["document"],
        title=edge["title"],
        published=edge["published"],
        status=edge["status"],
        cells=result.view.cells(result.graph, a, b, edge),
        evidence=tuple((each["start"], each["end"], each["phrase"]) for each in edge["evidence"]),
    )
