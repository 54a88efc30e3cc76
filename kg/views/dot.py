"""DOT, as Graphviz reads it: status by the style of a line as well as its colour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

SOLID = {"happened", "in-force", "holds", "signed", "stated", "ongoing"}
DASHED = {"planned", "announced", "postponed", "suspended", "under-review"}
SHAPES = {"person": "ellipse", "country": "box", "government": "box", "sector": "hexagon", "agreement": "note"}


def as_dot(graph: Any, title: str) -> str:
    """Write the graph."""
    return "\n".join(_lines(graph, title)) + "\n"


def _lines(graph: Any, title: str) -> Iterator[str]:
    directed = graph.is_directed()
    yield f"{'digraph' if directed else 'graph'} {_quoted(title)} {{"
    yield f'  graph [label={_quoted(title)}, overlap=false, splines=true]; node [fontname="sans-serif"];'
    for node, data in graph.nodes(data=True):
        shape = SHAPES.get(data["kind"], "box")
        yield f"  {_quoted(node)} [label={_quoted(data['label'])}, shape={shape}, URL={_quoted(node)}];"
    for a, b, edge in graph.edges(data=True):
        style = "solid" if edge["status"] in SOLID else "dashed" if edge["status"] in DASHED else "dotted"
        says = f"{edge['kind'].replace('-', ' ')} ({edge['status'].replace('-', ' ')})"
        arrow = "" if directed or not edge["actor"] else f", dir={'forward' if edge['actor'] == a else 'back'}"
        sign = "->" if directed else "--"
        drawn = f"label={_quoted(says)}, style={style}{arrow}, URL={_quoted(edge['fact'])}"
        yield f"  {_quoted(a)} {sign} {_quoted(b)} [{drawn}];"
    yield "}"


def _quoted(text: str) -> str:
    """Write a string; a backslash would start an escape."""
    return json.dumps(" ".join(text.replace("\\", "/").split()), ensure_ascii=False)
