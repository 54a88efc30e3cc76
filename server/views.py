"""Relationship views as pages and data: answer, picture, table, filters, export, query."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from kg.drawing import draw
from kg.views import VIEWS, ViewResult, find_view, parse_filters, run
from kg.views.formats import FORMATS, write
from server.evidence import Sentence, sentences_of
from server.labels import page_of
from server.negotiation import Form, chosen, wants_page
from server.state import the_graph

pages = Blueprint("views", __name__)

SHOWN = 300  # lines of the table on a page
FORMS = (
    Form("json", "application/json"), Form("csv", "text/csv"), Form("graphml", "application/graphml+xml"),
    Form("svg", "image/svg+xml"), Form("table", "text/plain", ("txt",)),
)  # fmt: skip
SUFFIXES = {"json": "json", "csv": "csv", "graphml": "graphml", "svg": "svg", "txt": "table"}


@pages.get("/views")
def views() -> Response:
    """List the views."""
    listed = [{"name": view.NAME, "title": view.TITLE, "filters": list(view.FILTERS)} for view in VIEWS]
    if wants_page():
        return make_response(render_template("views.html", views=listed))
    return make_response({"views": listed})


@pages.get("/views/<name>")
def view(name: str) -> Response:
    """Show a view, in the form that suffix, parameter or Accept ask for."""
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix in SUFFIXES:
        return _file(_result(stem), SUFFIXES[suffix])
    result = _result(name)
    if wants_page() and "format" not in request.args:
        return _page(result)
    return _file(result, chosen(FORMS).name)


def _result(name: str) -> ViewResult:
    find_view(name)
    asked: dict[str, Any] = {}
    for key in request.args:
        if key != "format":
            asked[key] = ",".join(value for value in request.args.getlist(key) if value)
    select = the_graph().query
    return run(name, select, parse_filters(name, asked, select))


def _file(result: ViewResult, form: str) -> Response:
    answer = Response(write(result, form), content_type=FORMATS[form].media_type)
    suffix = {"table": "txt"}.get(form, form)
    answer.headers["Content-Disposition"] = f'inline; filename="{result.name}.{suffix}"'
    return answer


def _page(result: ViewResult) -> Response:
    lines = _lines(result)
    picture = draw(
        result.graph,
        title=result.title,
        description=result.answer,
        node_link=page_of,
        edge_link=lambda edge: f"#{anchor(result, edge)}",
        standalone=False,
    )
    chosen_filters = {key: request.args.get(key, "") for key in result.view.FILTERS}
    kept = urlencode({key: value for key, value in chosen_filters.items() if value})
    page = render_template(
        "view.html", result=result, lines=lines[:SHOWN], total=len(lines), picture=picture, asked=chosen_filters,
        kept=f"?{kept}" if kept else "", sectors=_sectors(), shown=SHOWN,
    )  # fmt: skip
    return make_response(page)


def anchor(result: ViewResult, edge: dict[str, Any]) -> str:
    """Give the name of an edge's place in the table: its document and fact."""
    return f"{edge['document']}.{result.view.fact(edge).rsplit('/', 1)[-1]}"


def _lines(result: ViewResult) -> list[dict[str, Any]]:
    """Give each edge as a line with its sentences, the newest document first."""
    edges = sorted(result.graph.edges(data=True, keys=True), key=lambda each: each[2])
    edges.sort(key=lambda each: (each[3].get("role") != "delegation", each[3]["published"]), reverse=True)
    seen: set[str] = set()
    lines = []
    for place, (a, b, _, edge) in enumerate(edges):
        name = anchor(result, edge)
        lines.append({
            "id": "" if name in seen else name,
            "cells": result.view.cells(result.graph, a, b, edge),
            "edge": edge,
            "fact": result.view.fact(edge),
            "sentences": _sentences(edge) if place < SHOWN else [],
        })  # fmt: skip
        seen.add(name)
    return lines


def _sentences(edge: dict[str, Any]) -> list[Sentence]:
    return sentences_of(edge["document"], [(each["start"], each["end"], each["phrase"]) for each in edge["evidence"]])


def _sectors() -> list[tuple[str, str]]:
    query = "SELECT ?sector ?label WHERE { ?sector a tp:Sector ; skos:prefLabel ?label } ORDER BY ?label"
    rows: Any = the_graph().query(query).rows
    return [(row["sector"].value.rsplit("/", 1)[-1], row["label"].value) for row in rows]
