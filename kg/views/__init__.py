"""Relationship views: networkx graphs, each built from one SPARQL query that the user can read and edit."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from kg.errors import UnknownView
from kg.views import (
    agreements,
    clauses,
    delegations,
    dependencies,
    ego,
    influence,
    meetings,
    offices,
    statements,
    tariffs,
    topics,
)  # fmt: skip
from kg.views import filters as _filters
from kg.views.building import build
from kg.views.filters import LEFT_OUT, Filters, Rows, Select, Who
from kg.views.names import Names
from kg.views.told import Told, read
from kg.views.wording import count

__all__ = ["VIEWS", "Filters", "Names", "Rows", "Select", "ViewResult", "Who", "find_view", "parse_filters", "run"]

VIEWS: tuple[ModuleType, ...] = (
    meetings, delegations, topics, tariffs, agreements, statements, dependencies, offices, influence, ego,
)  # fmt: skip

SAID = 3  # sentences of an answer; the rest is counted
EXACT = 1000  # facts up to which those that an empty answer could have are built, not only counted


@dataclass(frozen=True, slots=True)
class ViewResult:
    """A view's graph with the query it came from and what it says in words."""

    name: str
    title: str
    graph: Any  # networkx.MultiGraph or MultiDiGraph
    query: str
    filters: Filters
    answer: str
    counts: dict[str, int]  # nodes, edges, facts, documents
    left_out: dict[str, int] = field(default_factory=dict)  # what was not shown, in words -> how many facts
    emptied_by: dict[str, int] = field(default_factory=dict)  # of an empty answer: filter -> facts without it
    told: tuple[Told, ...] = ()  # the facts as each document tells them

    @property
    def view(self) -> ModuleType:
        """Give the module that made it."""
        return find_view(self.name)

    def to_pandas(self) -> Any:
        """Give the edges as a pandas DataFrame, where pandas is there."""
        return self.graph.to_pandas()


def find_view(name: str) -> ModuleType:
    """Give the view of that name or say which is nearest."""
    names = [view.NAME for view in VIEWS]
    if name in names:
        return VIEWS[names.index(name)]
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    raise UnknownView(f"There is no view {name!r}{hint} Views are: {', '.join(names)}.", subject=name)


def parse_filters(name: str, mapping: Mapping[str, Any], names: Names | Select) -> Filters:
    """Read the filters of a view as an address, an option or a keyword argument gives them."""
    view = find_view(name)
    known = names if isinstance(names, Names) else Names(names)
    return _filters.parse_filters(mapping, known, allowed=view.FILTERS, choices=view.CHOICES)


def run(name: str, select: Select, filters: Filters | None = None, *, query: str = "") -> ViewResult:
    """Run a view's query, or one that the user has edited, and build its graph, its answer and what was left out."""
    view, filters = find_view(name), filters or Filters()
    filters = view.reach(select, filters) if hasattr(view, "reach") else filters
    query = query or view.query(filters)
    told = read(select(query).rows, _pattern(view, filters).single)
    graph = _graph(view, told, filters)
    _mark_holders(graph, filters)
    shown = {edge["fact"] for _, _, edge in graph.edges(data=True)}
    emptied = {} if shown else _emptied_by(view, select, filters)
    return ViewResult(
        name=name,
        title=view.TITLE,
        graph=graph,
        query=query,
        filters=filters,
        answer=_answer(view, told, filters, shown) if shown else _empty(view, filters, emptied),
        counts={
            "nodes": graph.number_of_nodes(),
            "edges": graph.number_of_edges(),
            "facts": len(shown),
            "documents": len({each.document for each in told if each.fact in shown}),
        },
        left_out=_left_out(view, select, filters, len({each.fact for each in told} - shown)),
        emptied_by=emptied,
        told=tuple(told),
    )


def _graph(view: ModuleType, told: Iterable[Told], filters: Filters) -> Any:
    graph = build(told, filters, view.links, title=view.TITLE, directed=view.DIRECTED)
    shape = getattr(view, "shape", None)
    return shape(graph, filters) if shape else graph


def _pattern(view: ModuleType, filters: Filters) -> clauses.Pattern:
    pattern: clauses.Pattern = view.pattern(filters) if hasattr(view, "pattern") else view.PATTERN
    return pattern


def _count(view: ModuleType, select: Select, filters: Filters) -> int:
    return _number(select, clauses.count(_pattern(view, filters), filters))


def _number(select: Select, query: str) -> int:
    (row,) = select(query).rows
    return int(row["number"].value)


def _left_out(view: ModuleType, select: Select, filters: Filters, alone: int) -> dict[str, int]:
    """Count what is not shown: what was not so, what has no date to compare, and what joins no two nodes."""
    found = {"told of one side only": alone}
    if not filters.status and set(LEFT_OUT) <= set(view.STATUSES):
        found["denied, cancelled or did not happen"] = _count(view, select, replace(filters, status=LEFT_OUT))
    if filters.since or filters.until:
        found["without a date"] = _number(select, clauses.undated(_pattern(view, filters), filters))
    return {words: number for words, number in found.items() if number}


def _mark_holders(graph: Any, filters: Filters) -> None:
    """Mark those who are shown because they hold an office of a government or body asked for."""
    for who in filters.who:
        for holder in who.holders:
            if holder in graph:
                graph.nodes[holder]["holds_office_in"] = who.label


def _emptied_by(view: ModuleType, select: Select, filters: Filters) -> dict[str, int]:
    """Count for each filter what there would be without it."""
    found = {}
    for name in filters.active():
        wider = filters.without(name)
        found[name] = _count(view, select, wider)
        if 0 < found[name] <= EXACT:
            graph = _graph(view, read(select(view.query(wider)).rows, _pattern(view, wider).single), wider)
            found[name] = len({edge["fact"] for _, _, edge in graph.edges(data=True)})
    return found


def _answer(view: ModuleType, told: Sequence[Told], filters: Filters, shown: set[str]) -> str:
    """Say the newest facts in a sentence each, as their newest documents have them; count the rest."""
    tellings: dict[str, list[Told]] = {}
    for each in told:
        if each.fact in shown:
            tellings.setdefault(each.fact, []).append(each)
    ranked = [sorted(group, key=lambda each: each.published, reverse=True) for group in tellings.values()]
    ranked.sort(key=lambda group: (group[0].day, group[0].fact), reverse=True)
    said: list[str] = []
    for place, group in enumerate(ranked):
        if sentence := view.sentence(group, filters):
            said.append(sentence)
        if len(said) == SAID:
            more = len(ranked) - place - 1
            return " ".join(said) + (f" And {more:,} more below." if more else "")
    return " ".join(said) or f"{count(len(shown), view.NOUN)} found; see the list."


def _empty(view: ModuleType, filters: Filters, emptied: Mapping[str, int]) -> str:
    if not filters.active():
        return f"There is no {view.NOUN} in these documents yet."
    asked = " and ".join(f"{name} {filters.in_words(name)}" for name in filters.active())
    causes = [f"{count(number, view.NOUN)} without {name} {filters.in_words(name)}" for name, number in _most(emptied)]
    why = f"There would be {' or '.join(causes)}." if causes else "No single filter is the cause; drop several."
    return f"No {view.NOUN} matches {asked}. {why}"


def _most(emptied: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    return sorted(((name, number) for name, number in emptied.items() if number), key=lambda each: (-each[1], each[0]))
