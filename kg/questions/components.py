"""Which parts hang together, and which single links hold them: components and bridges."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from kg.questions.answers import Answer, View, label, named, simple, unsure
from kg.views.wording import count

NAME = "components"
TITLE = "What hangs together, and by which single links"
OPTIONS: tuple[str, ...] = ()
VIEW = "meetings"
COLUMNS = ("what", "size", "names", "says")


def ask(view: View, options: Mapping[str, str]) -> Answer:
    """Give the components, the largest first, and then the bridges."""
    result = view({})
    graph = simple(result.graph)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    rows: list[dict[str, str | int | list[str]]] = [
        {
            "what": "component",
            "size": len(part),
            "names": [label(graph, node) for node in part],
            "says": f"{count(len(part), 'name')} linked with each other and with no other",
        }
        for part in parts
    ]
    bridges = sorted(tuple(sorted(pair)) for pair in nx.bridges(graph)) if len(graph) else []
    rows += [
        {
            "what": "bridge",
            "size": 2,
            "names": [label(graph, a), label(graph, b)],
            "says": f"only through {label(graph, a)} and {label(graph, b)} do their two sides hang together",
        }
        for a, b in bridges
    ]
    said = f"{count(len(parts), 'component')} and {count(len(bridges), 'bridge')} among {count(len(graph), 'name')}."
    answer = said if parts else result.answer
    return Answer(NAME, TITLE, answer, COLUMNS, tuple(rows), result, unsure(result), named(graph, graph))
