"""GEXF, as Gephi reads it: each edge with the days from which and to which it holds, so that the timeline works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.views.formats import flat

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">"""


def as_gexf(graph: Any, title: str) -> str:
    """Write the graph; without a creation date, so that equal graphs give equal files."""
    return "\n".join(_lines(graph, title)) + "\n"


def _lines(graph: Any, title: str) -> Iterator[str]:
    nodes = [(node, flat(data)) for node, data in graph.nodes(data=True)]
    edges = [(a, b, key, flat(data)) for a, b, key, data in graph.edges(keys=True, data=True)]
    kind = "directed" if graph.is_directed() else "undirected"
    yield HEAD
    yield f"<meta><description>{escape(title)}</description></meta>"
    yield f'<graph mode="dynamic" timeformat="date" defaultedgetype="{kind}">'
    columns = {}
    for name, found in (("node", [data for _, data in nodes]), ("edge", [data for *_, data in edges])):
        columns[name] = {column: number for number, column in enumerate(sorted({c for data in found for c in data}))}
        yield f'<attributes class="{name}">'
        yield from (
            f'<attribute id="{name[0]}{number}" title={quoteattr(column)} type="string"/>'
            for column, number in columns[name].items()
        )
        yield "</attributes>"
    yield "<nodes>"
    for node, data in nodes:
        words = f"id={quoteattr(node)} label={quoteattr(data['label'])}"
        yield f"<node {words}>{_values('n', columns['node'], data)}</node>"
    yield "</nodes>"
    yield "<edges>"
    for number, (a, b, key, data) in enumerate(edges):
        ends = f"source={quoteattr(a)} target={quoteattr(b)} label={quoteattr(key)}"
        yield f'<edge id="{number}" {ends}{_span(data)}>{_values("e", columns["edge"], data)}</edge>'
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _span(data: dict[str, str]) -> str:
    """Give the days between which the fact holds; the document's day where it has none of its own."""
    first = data.get("earliest") or (data.get("published", "") if not data.get("latest") else "")
    last = data.get("ends") or data.get("latest") or ""
    return (f' start="{first}"' if first else "") + (f' end="{last}"' if last and last >= first else "")


def _values(prefix: str, columns: dict[str, int], data: dict[str, str]) -> str:
    found = "".join(
        f'<attvalue for="{prefix}{columns[name]}" value={quoteattr(value)}/>'
        for name, value in sorted(data.items())
        if value
    )
    return f"<attvalues>{found}</attvalues>" if found else ""
