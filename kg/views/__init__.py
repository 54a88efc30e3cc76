"""Relationship views: networkx graphs, each built from one SPARQL query that the user can read and edit."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import ModuleType
from typing import Any

from kg.errors import UnknownView
from kg.views import filters as _filters
from kg.views import meetings, people, tariffs
from kg.views.filters import LEFT_OUT, Filters, Rows, Select, Who
from kg.views.wording import count

__all__ = ["VIEWS", "Filters", "Rows", "Select", "ViewResult", "Who", "find_view", "parse_filters", "run"]

VIEWS: tuple[ModuleType, ...] = (meetings, tariffs, people)

SAID = 3  # sentences of an answer; the rest is counted


@dataclass(frozen=True, slots=True)
class ViewResult:
    """A view's graph with the query it came from and what it says in words."""

    name: str
    title: str
    graph: Any  # networkx.MultiGraph or MultiDiGraph
    query: str
    filters: Filters
    answer: str
    counts: dict[str, int]  # nodes, edges, facts
    left_out: dict[str, int] = field(default_factory=dict)  # what was not shown, in words -> how many facts
    emptied_by: dict[str, int] = field(default_factory=dict)  # of an empty answer: filter -> facts without it

    @property
    def view(self) -> ModuleType:
        """Give the module that made it."""
        return find_view(self.name)


def find_view(name: str) -> ModuleType:
    """Give the view of that name or say which is nearest."""
    names = [view.NAME for view in VIEWS]
    if name in names:
        return VIEWS[names.index(name)]
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    raise UnknownView(f"There is no view {name!r}{hint} Views are: {', '.join(names)}.", subject=name)


def parse_filters(name: str, mapping: Mapping[str, Any], select: Select) -> Filters:
    """Read the filters of a view as an address, an option or a keyword argument gives them."""
    view = find_view(name)
    return _filters.parse_filters(mapping, select, allowed=view.FILTERS, statuses=view.STATUSES)


def run(name: str, select: Select, filters: Filters | None = None) -> ViewResult:
    """Run a view's query and build its graph, its answer and what was left out."""
    view, filters = find_view(name), filters or Filters()
    query = view.query(filters)
    graph = view.build(_ordered(select(query)), filters)
    _mark_holders(graph, filters)
    facts = _facts(view, graph)
    left_out = _left_out(view, select, filters)
    emptied = {} if facts else _emptied_by(view, select, filters)
    return ViewResult(
        name=name,
        title=view.TITLE,
        graph=graph,
        query=query,
        filters=filters,
        answer=_answer(view, graph, filters, facts) if facts else _empty(view, filters, emptied),
        counts={"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges(), "facts": facts},
        left_out=left_out,
        emptied_by=emptied,
    )


def _ordered(answer: Rows) -> list[Mapping[str, Any]]:
    """Give the rows in an order of their own, so that equal data give equal graphs whatever the engine."""
    return sorted(answer.rows, key=lambda row: sorted((name, str(term.value)) for name, term in row.items() if term))


def _facts(view: ModuleType, graph: Any) -> int:
    return len({view.fact(edge) for _, _, edge in graph.edges(data=True)})


def _count(view: ModuleType, select: Select, filters: Filters) -> int:
    return _facts(view, view.build(select(view.query(filters)).rows, filters))


def _left_out(view: ModuleType, select: Select, filters: Filters) -> dict[str, int]:
    """Count what is not shown: statuses that say it was not so, and what has no date to compare."""
    found = {}
    if not filters.status and set(LEFT_OUT) <= set(view.STATUSES):
        found["denied, cancelled or did not happen"] = _count(view, select, replace(filters, status=LEFT_OUT))
    if filters.since or filters.until:
        every = _count(view, select, replace(filters, since=None, until=None))
        found["without a date"] = every - _count(view, select, replace(filters, since=date.min, until=date.max))
    return {words: number for words, number in found.items() if number}


def _mark_holders(graph: Any, filters: Filters) -> None:
    """Mark those who are shown because they hold an office of a government or body asked for."""
    for who in filters.who:
        for holder in who.holders:
            if holder in graph:
                graph.nodes[holder]["holds_office_in"] = who.label


def _emptied_by(view: ModuleType, select: Select, filters: Filters) -> dict[str, int]:
    """Count for each filter what there would be without it."""
    return {name: _count(view, select, filters.without(name)) for name in filters.active()}


def _answer(view: ModuleType, graph: Any, filters: Filters, facts: int) -> str:
    said = view.sentences(graph, filters)
    if not said:
        return f"{count(facts, view.NOUN)} found; see the list."
    more = f" And {len(said) - SAID:,} more below." if len(said) > SAID else ""
    return " ".join(said[:SAID]) + more


def _empty(view: ModuleType, filters: Filters, emptied: Mapping[str, int]) -> str:
    if not filters.active():
        return f"There is no {view.NOUN} in these documents yet."
    asked = " and ".join(f"{name} {filters.in_words(name)}" for name in filters.active())
    causes = [f"{count(number, view.NOUN)} without {name} {filters.in_words(name)}" for name, number in _most(emptied)]
    why = f"There would be {' or '.join(causes)}." if causes else "No single filter is the cause; drop several."
    return f"No {view.NOUN} matches {asked}. {why}"


def _most(emptied: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    return sorted(((name, number) for name, number in emptied.items() if number), key=lambda each: (-each[1], each[0]))
