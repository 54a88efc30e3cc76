"""What a question over a view gives: a sentence, and rows that hold the whole answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from kg.views import ViewResult

View = Callable[[Mapping[str, Any]], ViewResult]  # gives the view with some filters changed
Cell = str | int | float | list[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in words, in rows, and the view it was worked out on."""

    name: str
    title: str
    answer: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Cell], ...]
    view: ViewResult
    notes: tuple[str, ...] = ()  # what was sampled, left out or cut
    iris: Mapping[str, str] = field(default_factory=dict)  # label -> IRI of what the rows name


def simple(graph: Any) -> Any:
    """Give the graph without direction and repetition: an edge weighs its facts; who only travels along is left out."""
    facts: dict[tuple[str, str], set[str]] = {}
    for a, b, edge in graph.edges(data=True):
        if edge["role"] != "delegation" and a != b:
            facts.setdefault((a, b) if a < b else (b, a), set()).add(edge["fact"])
    made = nx.Graph()
    for node in sorted({node for pair in facts for node in pair}):
        made.add_node(node, **graph.nodes[node])
    made.add_edges_from((a, b, {"weight": len(found)}) for (a, b), found in sorted(facts.items()))
    return made


def label(graph: Any, node: str) -> str:
    """Give the name of a node."""
    return str(graph.nodes[node]["label"])


def named(graph: Any, nodes: Iterable[str]) -> dict[str, str]:
    """Give the IRIs behind the names of nodes."""
    return {label(graph, node): node for node in nodes}


def unsure(result: ViewResult) -> tuple[str, ...]:
    """Say how many of the facts are not said to have happened."""
    found: dict[str, set[str]] = {}
    for _, _, edge in result.graph.edges(data=True):
        found.setdefault(edge["status"], set()).add(edge["fact"])
    known = {"happened", "ongoing", "stated", "in-force", "holds", "held", "signed", "ended"}
    open_ = {status: facts for status, facts in sorted(found.items()) if status not in known}
    counted = [f"{len(facts):,} {status.replace('-', ' ')}" for status, facts in open_.items()]
    return (f"Counted are also facts that did not take place so far: {', '.join(counted)}.",) if counted else ()
