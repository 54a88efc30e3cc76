"""Relationship views as pages and data: answer, picture, table, filters, export, query."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from kg.questions import QUESTIONS
from kg.views import VIEWS, ViewResult, find_view, run
from kg.views.entries import Entry, entries
from kg.views.formats import FORMATS
from kg.views.wording import count
from server.evidence import sentences_of
from server.negotiation import Form, chosen, wants_page
from server.pictures import picture
from server.security import may_write
from server.state import the_graph

pages = Blueprint("views", __name__)

SHOWN = 200  # entries of the list on a page
FORMS = (
    Form("json", "application/json"), Form("csv", "text/csv"), Form("graphml", "application/graphml+xml"),
    Form("gexf", "application/gexf+xml"), Form("svg", "image/svg+xml"), Form("png", "image/png"),
    Form("dot", "text/vnd.graphviz"), Form("table", "text/plain", ("txt",)),
    Form("cytoscape", "application/vnd.cytoscape+json", ("cyjs",)), Form("nodes", "text/x-nodes"),
    Form("sparql", "application/sparql-query", ("rq",)),
)  # fmt: skip
SUFFIXES = {**{name: name for name in ("json", "csv", "graphml", "gexf", "svg", "png", "dot")}, "txt": "table",
            "cyjs": "cytoscape", "nodes.csv": "nodes", "rq": "sparql"}  # fmt: skip
DOWNLOADS = (("csv", "CSV"), ("nodes.csv", "CSV of the names"), ("json", "JSON"), ("cyjs", "Cytoscape"),
             ("graphml", "GraphML"), ("gexf", "GEXF"), ("dot", "DOT"), ("svg", "SVG"), ("png", "PNG"),
             ("png?theme=dark", "dark PNG"), ("txt", "text"))  # fmt: skip


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
    stem, form = form_of(name)
    asked = filters_of(request.args)
    if form is None and wants_page() and "format" not in request.args:
        find_view(stem)
        key = ("page", request.full_path, may_write())
        return make_response(
            the_graph().keep(key, lambda: _page(the_graph().view_result(stem, asked)), lambda page: len(page) >> 10)
        )
    return _file(stem, asked, form or chosen(FORMS).name)


def form_of(name: str) -> tuple[str, str | None]:
    """Divide a name from the suffix that asks for a form."""
    for suffix, form in SUFFIXES.items():
        if name.endswith(f".{suffix}") and not (suffix == "csv" and name.endswith(".nodes.csv")):
            return name[: -len(suffix) - 1], form
    return name, None


def filters_of(given: Any) -> dict[str, Any]:
    """Give what an address asks for, a repeated value joined by commas; how it is drawn and written is no filter."""
    names = (key for key in given if key not in ("format", "theme"))
    return {key: ",".join(value for value in given.getlist(key) if value) for key in names}


def _file(name: str, asked: dict[str, Any], form: str) -> Response:
    find_view(name)
    made = the_graph().view_file(name, asked, form, request.args.get("theme", ""))
    return named_file(made, name, form)


def named_file(made: str | bytes, name: str, form: str) -> Response:
    """Give what was written as a file with its name."""
    answer = Response(made, content_type=FORMATS[form].media_type)
    suffix = FORMATS[form].suffix or {"table": "txt"}.get(form, form)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.{suffix}"'
    return answer


def _page(result: ViewResult) -> str:
    found = entries(result)
    chosen_filters = {key: request.args.get(key, "") for key in result.view.FILTERS}
    kept = urlencode({key: value for key, value in chosen_filters.items() if value})
    return render_template(
        "view.html", result=result, entries=[_shown(entry) for entry in found[:SHOWN]], total=len(found),
        picture=picture(result, lambda edge: f"#{anchor(edge['document'], edge['fact'])}"),
        counted=_counted(result), asked=chosen_filters, kept=f"?{kept}" if kept else "", sectors=_sectors(),
        instead=_instead(result), shown=SHOWN, downloads=DOWNLOADS, questions=_questions(result),
    )  # fmt: skip


def anchor(document: str, fact: str) -> str:
    """Give the name of a fact's place in the list: its document and itself."""
    return f"{document}.{fact.rsplit('/', 1)[-1]}"


def _questions(result: ViewResult) -> list[tuple[str, str]]:
    """Give the questions that can be asked over a view without more words."""
    asked = [each for each in QUESTIONS if not each.OPTIONS and (each.NAME != "changes" or result.filters.since)]
    return [(each.NAME, each.TITLE) for each in asked] if result.name != "ego" else []


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
