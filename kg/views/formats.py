"""Writing a view's graph down: table, node-link JSON, CSV, GraphML."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import networkx as nx

from kg.drawing import draw
from kg.errors import UsageError
from kg.views import ViewResult

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTH = 44  # of a cell in the text table


class Format(NamedTuple):
    """How a view is written: media type and the function that does it."""

    media_type: str
    write: Callable[[ViewResult], str]


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


def as_graphml(result: ViewResult) -> str:
    """Write GraphML; lists become text, as GraphML has no lists."""
    flat = result.graph.__class__(name=result.title)
    for node, data in result.graph.nodes(data=True):
        flat.add_node(node, **_flat(data))
    for a, b, key, data in result.graph.edges(data=True, keys=True):
        flat.add_edge(a, b, key, **_flat(data))
    body = "\n".join(nx.generate_graphml(flat))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _flat(data: dict[str, Any]) -> dict[str, str]:
    flat = {name: value for name, value in data.items() if isinstance(value, str)}
    flat |= {name: "; ".join(value) for name, value in data.items() if isinstance(value, list) and name != "evidence"}
    if "evidence" in data:
        flat["phrases"] = " … ".join(place["phrase"] for place in data["evidence"])
        flat["offsets"] = " ".join(f"{place['start']}-{place['end']}" for place in data["evidence"])
    return {name: _printable(value) for name, value in flat.items()}


def _printable(text: str) -> str:
    """Drop what XML 1.0 cannot hold."""
    return "".join(char for char in text if char in "\t\n\r" or (ord(char) >= 32 and char not in "\ufffe\uffff"))


FORMATS = {
    "table": Format("text/plain; charset=utf-8", as_table),
    "json": Format("application/json", as_json),
    "csv": Format("text/csv; charset=utf-8", as_csv),
    "graphml": Format("application/graphml+xml", as_graphml),
    "svg": Format("image/svg+xml", lambda result: draw(result.graph, title=result.title, description=result.answer)),
}


def write(result: ViewResult, format: str) -> str:
    """Write the view in the named format."""
    if format not in FORMATS:
        raise UsageError(f"A view has no format {format!r}; formats are {', '.join(FORMATS)}.", subject=format)
    return FORMATS[format].write(result)
