"""Relationship views as pages and data: answer, picture, table, filters, export, query."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from kg.views import VIEWS, ViewResult, find_view, run
from kg.views.entries import Entry, entries
from kg.views.formats import FORMATS, write
from kg.views.wording import count
from server.evidence import sentences_of
from server.negotiation import Form, chosen, wants_page
from server.pictures import picture
from server.state import the_graph

pages = Blueprint("views", __name__)

SHOWN = 200  # entries of the list on a page
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
    return the_graph().view_result(name, asked)


def _file(result: ViewResult, form: str) -> Response:
    answer = Response(write(result, form), content_type=FORMATS[form].media_type)
    suffix = {"table": "txt"}.get(form, form)
    answer.headers["Content-Disposition"] = f'inline; filename="{result.name}.{suffix}"'
    return answer


def _page(result: ViewResult) -> Response:
    found = entries(result)
    chosen_filters = {key: request.args.get(key, "") for key in result.view.FILTERS}
    kept = urlencode({key: value for key, value in chosen_filters.items() if value})
    page = render_template(
        "view.html", result=result, entries=[_shown(entry) for entry in found[:SHOWN]], total=len(found),
        picture=picture(result, lambda edge: f"#{anchor(edge['document'], edge['fact'])}"),
        counted=_counted(result), asked=chosen_filters, kept=f"?{kept}" if kept else "", sectors=_sectors(),
        instead=_instead(result), shown=SHOWN,
    )  # fmt: skip
    return make_response(page)


def anchor(document: str, fact: str) -> str:
    """Give the name of a fact's place in the list: its document and itself."""
    return f"{document}.{fact.rsplit('/', 1)[-1]}"


def _counted(result: ViewResult) -> str:
    numbers, noun = result.counts, result.view.NOUN
    return f"{count(numbers['facts'], noun)}, {count(numbers['nodes'], 'name')}, {count(numbers['edges'], 'link')}"


def _shown(entry: Entry) -> dict[str, Any]:
    """Give an entry with the sentences of each document."""
    told = [(each, anchor(each.document, entry.fact), sentences_of(each.document, each.evidence))
            for each in entry.told]  # fmt: skip
    return {"entry": entry, "told": told}


def _instead(result: ViewResult) -> list[tuple[str, int]]:
    """Count, for an empty answer, the sectors that have something."""
    if result.counts["facts"] or "sector" not in result.emptied_by:
        return []
    graph = run(result.name, the_graph().query, result.filters.without("sector")).graph
    facts = {(slug, edge["fact"]) for _, _, edge in graph.edges(data=True) for slug in edge["sectors"]}
    return sorted(Counter(slug for slug, _ in facts).items(), key=lambda each: (-each[1], each[0]))


def _sectors() -> list[tuple[str, str]]:
    query = "SELECT ?sector ?label WHERE { ?sector a tp:Sector ; skos:prefLabel ?label } ORDER BY ?label"
    rows: Any = the_graph().query(query).rows
    return [(row["sector"].value.rsplit("/", 1)[-1], row["label"].value) for row in rows]
