"""Writing a view's graph down: tables, JSON, graph files, pictures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import networkx as nx

from kg.drawing import draw
from kg.errors import UsageError
from kg.rendering import as_png as render
from kg.views import ViewResult
from kg.views.dot import as_dot
from kg.views.filters import nearest

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTH = 44  # of a cell in the text table


class Format(NamedTuple):
    """How a view is written: media type and the function that does it."""

    media_type: str
    write: Callable[..., str | bytes]
    suffix: str = ""  # of a file, where it is not the name


def lines(result: ViewResult) -> Iterator[dict[str, str]]:
    """Give each edge as a line of a table, the newest document first."""
    view, graph = result.view, result.graph
    edges = sorted(graph.edges(data=True, keys=True), key=lambda each: (each[3]["published"], each[2]), reverse=True)
    for a, b, _, edge in edges:
        phrase = " … ".join(place["phrase"] for place in edge["evidence"])
        yield {
            **view.cells(graph, a, b, edge),
            "title": edge["title"],
            "published": edge["published"],
            "phrase": phrase,
            "document": edge["document"],
            "fact": edge["fact"],
        }


def as_table(result: ViewResult) -> str:
    """Write the answer and its edges as plain text."""
    columns = [name for name in result.view.COLUMNS if name != "role"]
    rows = [[_short(line[name]) for name in columns] for line in lines(result)]
    table = [columns, *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(columns))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    text.insert(1, "  ".join("-" * width for width in widths))
    notes = [f"Not shown: {number} {words}." for words, number in result.left_out.items()]
    return "\n".join([result.answer, *(["", *text] if rows else []), *notes]) + "\n"


def _short(cell: str) -> str:
    cell = " ".join(cell.split())
    return cell if len(cell) <= _WIDTH else f"{cell[: _WIDTH - 1]}…"


def as_json(result: ViewResult) -> str:
    """Write networkx's own node-link form, with the answer and the query beside it."""
    data = nx.node_link_data(result.graph, edges="edges")
    about = {"answer": result.answer, "counts": result.counts, "left_out": result.left_out, "query": result.query}
    return json.dumps({**data, "graph": {**data["graph"], **about}}, ensure_ascii=False, indent=1) + "\n"


def as_csv(result: ViewResult) -> str:
    """Write one line an edge; a cell that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [*result.view.COLUMNS, "document", "fact"]
    writer.writerow(columns)
    writer.writerows([guard(line[name]) for name in columns] for line in lines(result))
    return out.getvalue()


def guard(cell: str) -> str:
    """Put a quote before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_nodes(result: ViewResult) -> str:
    """Write one line a node, with how many edges and neighbours it has."""
    graph, out = result.graph, io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("id", "label", "kind", "country", "edges", "neighbours"))
    for node, data in sorted(graph.nodes(data=True)):
        around = len(set(nx.all_neighbors(graph, node)) - {node})
        writer.writerow((node, guard(data["label"]), data["kind"], data["country"], graph.degree(node), around))
    return out.getvalue()


def as_cytoscape(result: ViewResult) -> str:
    """Write the elements as Cytoscape and Cytoscape.js read them."""
    graph = result.graph
    nodes = [{"data": {"id": node, "name": data["label"], **data}} for node, data in graph.nodes(data=True)]
    edges = [
        {"data": {**data, "id": f"{a} {b} {key}", "source": a, "target": b}}
        for a, b, key, data in graph.edges(keys=True, data=True)
    ]
    about = {"name": result.title, "answer": result.answer, "directed": graph.is_directed()}
    return (
        json.dumps({"data": about, "elements": {"nodes": nodes, "edges": edges}}, ensure_ascii=False, indent=1) + "\n"
    )


def as_graphml(result: ViewResult) -> str:
    """Write GraphML; lists become text, as GraphML has no lists."""
    plain = (nx.MultiDiGraph if result.graph.is_directed() else nx.MultiGraph)(name=result.title)
    for node, data in result.graph.nodes(data=True):
        plain.add_node(node, **flat(data))
    for a, b, key, data in result.graph.edges(data=True, keys=True):
        plain.add_edge(a, b, key, **flat(data))
    body = "\n".join(nx.generate_graphml(plain))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def flat(data: dict[str, Any]) -> dict[str, str]:
    """Give the values as text that XML can hold."""
    made = {name: value for name, value in data.items() if isinstance(value, str)}
    made |= {name: str(value) for name, value in data.items() if isinstance(value, int)}
    made |= {name: "; ".join(value) for name, value in data.items() if isinstance(value, list) and name != "evidence"}
    if "evidence" in data:
        made["phrases"] = " … ".join(place["phrase"] for place in data["evidence"])
        made["offsets"] = " ".join(f"{place['start']}-{place['end']}" for place in data["evidence"])
    return {name: _printable(value) for name, value in made.items()}


def as_svg(result: ViewResult, theme: str = "") -> str:
    """Draw the view; without a theme the picture follows the reader's."""
    return draw(result.graph, title=result.title, description=result.answer, theme=theme)


def as_png(result: ViewResult, theme: str = "") -> bytes:
    """Draw the view as pixels, light unless asked otherwise."""
    return render(as_svg(result, theme or "light"))


def _printable(text: str) -> str:
    """Drop what XML 1.0 cannot hold."""
    return "".join(char for char in text if char in "\t\n\r" or (ord(char) >= 32 and char not in "\ufffe\uffff"))


def _gexf(result: ViewResult) -> str:
    from kg.views.gexf import as_gexf

    return as_gexf(result.graph, result.title)


FORMATS = {
    "table": Format("text/plain; charset=utf-8", as_table),
    "json": Format("application/json", as_json),
    "cytoscape": Format("application/json", as_cytoscape, "cyjs"),
    "csv": Format("text/csv; charset=utf-8", as_csv),
    "nodes": Format("text/csv; charset=utf-8", as_nodes, "nodes.csv"),
    "graphml": Format("application/graphml+xml", as_graphml),
    "gexf": Format("application/gexf+xml", _gexf),
    "dot": Format("text/vnd.graphviz; charset=utf-8", lambda result: as_dot(result.graph, result.title)),
    "svg": Format("image/svg+xml", as_svg),
    "png": Format("image/png", as_png),
    "sparql": Format("application/sparql-query", lambda result: result.query, "rq"),
}
DRAWN = ("svg", "png")
THEMES = ("light", "dark")


def write(result: ViewResult, format: str, theme: str = "") -> str | bytes:
    """Write the view in the named format; a picture in a theme."""
    if format not in FORMATS:
        near = nearest(format, FORMATS)
        known = ", ".join(FORMATS)
        raise UsageError(f"A view has no format {format!r}{near or '.'} The formats are {known}.", subject=format)
    if theme and theme not in THEMES:
        near = nearest(theme, THEMES) or "."
        raise UsageError(f"There is no theme {theme!r}{near} Themes are light and dark.", subject=theme)
    make: Any = FORMATS[format].write
    made: str | bytes = make(result, theme) if format in DRAWN else make(result)
    return made
