"""Two-mode views seen from one side: two nodes are joined by what both are joined to."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from kg.views.building import ViewGraph


def project(graph: Any, kinds: tuple[str, ...]) -> Any:
    """Join each two nodes of the kinds through their common neighbours; an edge keeps the facts on both sides."""
    made = ViewGraph(**graph.graph)
    made.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if data["kind"] in kinds)
    for middle, data in graph.nodes(data=True):
        if middle in made:
            continue
        around = sorted({node for node in graph.neighbors(middle) if node in made})
        for a, b in combinations(around, 2):
            for edge in _both(graph, a, b, middle, data["label"]):
                made.add_edge(a, b, f"{edge['fact']} {edge['document']} {middle}", **edge)
    return made


def _both(graph: Any, a: str, b: str, middle: str, label: str) -> list[dict[str, Any]]:
    """Give the edges of both nodes with what joins them, each fact and document once."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for node in (a, b):
        for edge in graph.get_edge_data(node, middle).values():
            key = (edge["fact"], edge["document"], edge["status"])
            found.setdefault(key, {**edge, "actor": "", "via": middle, "via_label": label})
    return [found[key] for key in sorted(found)]
