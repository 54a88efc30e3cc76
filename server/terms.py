"""The terms themselves: the ontology and its lists as a page, and as a file in every form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from kg import graph_names as names
from ontology import text as ontology_text
from ontology.terms import TP
from server.linked_data import FILES, by_accept, form_of, spelled_out
from server.negotiation import wants_page
from server.state import the_graph

pages = Blueprint("terms", __name__)

_TERMS = f"""SELECT DISTINCT ?term ?type ?label ?definition WHERE {{
  ?term rdfs:label ?label ; skos:definition ?definition . FILTER(STRSTARTS(STR(?term), "{TP}"))
  BIND(IF(EXISTS {{ ?term a owl:Class }}, "class", "property") AS ?type) }} ORDER BY ?type ?label"""
_LISTS = """SELECT ?scheme ?concept ?label WHERE { ?concept skos:inScheme ?scheme ; skos:prefLabel ?label }
  ORDER BY ?scheme ?label"""


@pages.get("/ontology")
@pages.get("/ontology/<version>")
def ontology(version: str = "") -> AnyResponse:
    """Show the terms, or send machines to the file; there is one version yet."""
    if not wants_page():
        return by_accept("/ontology")
    rows: Any = the_graph().query(_TERMS).rows
    terms = {
        row["term"].value.removeprefix(TP): (row["type"].value, row["label"].value, row["definition"].value)
        for row in rows
    }
    return make_response(render_template("ontology.html", terms=terms, vocabularies=_vocabularies()))


def _vocabularies() -> list[tuple[str, list[tuple[str, str]]]]:
    rows: Any = the_graph().query(_LISTS).rows
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        name = row["scheme"].value.rsplit("/", 1)[-1].replace("-", " ")
        found.setdefault(name, []).append((row["concept"].value, row["label"].value))
    return list(found.items())


@pages.get("/vocab")
def vocab() -> AnyResponse:
    """Send to the lists on the ontology's page, or to their file."""
    return redirect("/ontology#lists", 303) if wants_page() else by_accept("/vocab")


@pages.get("/ledger")
def ledger() -> AnyResponse:
    """Send to the writer's own book, in which its own words stand."""
    return redirect("/page/graph/ledger", 303) if wants_page() else by_accept("/data/graph/ledger")


@pages.get("/<any(ontology,vocab,shapes):name>.ttl")
def turtle(name: str) -> Response:
    """Give a file of the ontology as it was written, comments and all."""
    file = {"ontology": "trade.ttl"}.get(name, f"{name}.ttl")
    return Response(ontology_text(file), content_type="text/turtle; charset=utf-8")


@pages.get(f"/<any(ontology,vocab):name>.<any({','.join(suffix for suffix in FILES if suffix != 'ttl')}):suffix>")
def file(name: str, suffix: str) -> Response:
    """Give the ontology or its lists in another form."""
    graph = {"ontology": names.ONTOLOGY, "vocab": names.VOCAB}[name]
    form = form_of(suffix)
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    return Response(spelled_out(query, form), content_type=form.content_type)
