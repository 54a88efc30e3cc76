"""Who is central: with whom most deal, through whom the ways go, who is near those that matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.questions import measures
from kg.questions.answers import Answer, View, label, named, simple, unsure
from kg.views.wording import and_list, count

NAME = "central"
TITLE = "Who is central"
OPTIONS: tuple[str, ...] = ()
VIEW = "meetings"
COLUMNS = ("name", "says", "neighbours", "facts", "pagerank", "betweenness", "closeness")
NAMED = 3  # in the sentence


def ask(view: View, options: Mapping[str, str]) -> Answer:
    """Rank all nodes of the view."""
    result = view({})
    graph = simple(result.graph)
    ranks = measures.pagerank(graph) if len(graph) else {}
    (through, one), (near, other) = (make(graph) if len(graph) else ({}, "") for make in _MEASURES)
    order = sorted(graph, key=lambda node: (-ranks[node], node))
    best = {name: max(found.values(), default=0.0) for name, found in (("through", through), ("rank", ranks))}
    rows = [
        {
            "name": label(graph, node),
            "says": _words(graph, node, through[node] / best["through"] if best["through"] else 0.0),
            "neighbours": graph.degree(node),
            "facts": _facts(graph, node),
            "pagerank": round(ranks[node], 5),
            "betweenness": round(through[node], 5),
            "closeness": round(near[node], 4),
        }
        for node in order
    ]
    notes = tuple(f"{note[0].upper()}{note[1:]}." for note in (one, other) if note)
    return Answer(
        NAME,
        TITLE,
        _sentence(rows, result.answer),
        COLUMNS,
        tuple(rows),
        result,
        notes + unsure(result),
        named(graph, graph),
    )


_MEASURES = (measures.betweenness, measures.closeness)


def _facts(graph: Any, node: str) -> int:
    return int(graph.degree(node, weight="weight"))


def _words(graph: Any, node: str, share: float) -> str:
    """Say in words what the numbers of a node mean."""
    neighbours = graph.degree(node)
    said = f"deals with {count(neighbours, 'other')}"
    if share >= 0.5:
        return f"{said}; many of the shortest ways between others go through here"
    if share >= 0.1:
        return f"{said}; some of the shortest ways between others go through here"
    return f"{said}; others hardly need this one to reach each other"


def _sentence(rows: list[dict[str, Any]], otherwise: str) -> str:
    if not rows:
        return otherwise
    most = and_list([str(row["name"]) for row in rows[:NAMED]])
    bridge = max(rows, key=lambda row: row["betweenness"])
    between = f" Most ways between others go through {bridge['name']}." if bridge["betweenness"] else ""
    return f"Of {count(len(rows), 'name')}, the most central {'is' if len(rows) == 1 else 'are'} {most}.{between}"
