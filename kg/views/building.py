"""From facts as documents tell them to a networkx graph: one edge for each fact, document and pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from types import MappingProxyType
from typing import Any, NamedTuple

import networkx as nx

from kg.views.filters import Filters
from kg.views.told import Thing, Told, last_part


class ViewGraph(nx.MultiGraph):  # type: ignore[misc]  # networkx has no types
    """A view without direction; a networkx graph like any other."""

    def to_pandas(self) -> Any:
        """Give the edges as a pandas DataFrame, where pandas is there."""
        return _frame(self)


class DirectedView(nx.MultiDiGraph):  # type: ignore[misc]  # networkx has no types
    """A view whose edges have a direction; a networkx graph like any other."""

    def to_pandas(self) -> Any:
        """Give the edges as a pandas DataFrame, where pandas is there."""
        return _frame(self)


def _frame(graph: Any) -> Any:
    import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]

    labels = graph.nodes
    rows = [
        {"source": a, "source_label": labels[a]["label"], "target": b, "target_label": labels[b]["label"], **edge}
        for a, b, edge in graph.edges(data=True)
    ]
    return pandas.DataFrame(rows)


class Link(NamedTuple):
    """Two things that a fact joins."""

    a: Thing
    b: Thing
    role: str = ""
    actor: str = ""  # the end that acts, where an edge without direction has one
    more: Mapping[str, Any] = MappingProxyType({})  # what only this link has


Links = Callable[[Told, Filters], Iterable[Link]]


def build(told: Iterable[Told], filters: Filters, links: Links, *, title: str, directed: bool = False) -> Any:
    """Make the graph; an edge's key is its fact, document and role."""
    graph = DirectedView(name=title) if directed else ViewGraph(name=title)
    asked = set(filters.everybody())
    for each in told:
        common: dict[str, Any] = {}
        for link in links(each, filters):
            if asked and not (link.a.iri in asked or link.b.iri in asked):
                continue
            common = common or _edge(each)
            for thing in (link.a, link.b):
                if thing.iri not in graph:
                    graph.add_node(thing.iri, label=thing.label, kind=thing.kind, country=thing.country)
            key = " ".join(filter(None, (last_part(each.fact), each.document, link.role)))
            if graph.has_edge(link.a.iri, link.b.iri, key):
                key = f"{key} {each.status}"  # two tellings in one document
            more = {"role": link.role, "actor": link.actor, **link.more}
            graph.add_edge(link.a.iri, link.b.iri, key, **common, **more)
    return graph


def _edge(told: Told) -> dict[str, Any]:
    """Give what every edge of a fact carries."""
    return {
        "fact": told.fact,
        "kind": told.more.get("kind") or told.cls.lower(),
        "status": told.status,
        "statuses": list(told.statuses),  # of all documents
        "earliest": told.earliest,
        "latest": told.latest,
        "ends": told.ends,
        "expression": told.expression,
        "sectors": [last_part(sector.iri) for sector in told.sectors],
        "sector_names": [sector.label for sector in told.sectors],
        "places": list(told.places),
        "about": [thing.label for thing in told.of("about")],
        "document": told.document,
        "title": told.title,
        "published": told.published,
        "evidence": [{"start": start, "end": end, "phrase": phrase} for start, end, phrase in told.evidence],
        **{name: number(text) for name, text in told.more.items() if name != "kind"},
    }


def number(text: str) -> str:
    """Write a decimal without needless zeros; engines spell 35.0 in two ways."""
    whole = text.replace(".", "", 1).lstrip("-").isdigit()
    return text.rstrip("0").rstrip(".") if whole and "." in text else text


def pairs(things: Iterable[Thing]) -> Iterable[tuple[Thing, Thing]]:
    """Give each two of them once, in the order of their IRIs."""
    return combinations(sorted(things, key=lambda thing: thing.iri), 2)


def on_behalf(told: Told, filters: Filters, *roles: str) -> tuple[Thing, ...]:
    """Give the agents in the roles, or those for whom they act where `by` asks so."""
    if not filters.by:
        return told.of(*roles)
    found: dict[str, Thing] = {}
    for role in roles:
        for thing in told.of(role):
            acting = told.bodies.get(f"{role}:{thing.iri}", ())
            for body in (thing,) if _is_body(thing, filters.by) else _wanted(acting, filters.by):
                found[body.iri] = body
    return tuple(found[iri] for iri in sorted(found))


def _is_body(thing: Thing, by: str) -> bool:
    return thing.kind == by


def _wanted(bodies: Iterable[Thing], by: str) -> list[Thing]:
    return [body for body in bodies if _is_body(body, by)]
