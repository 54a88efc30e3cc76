"""Finding things by their names."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, make_response, render_template, request

from server.labels import kinds_of, page_of, short
from server.negotiation import wants_page
from server.state import the_graph

pages = Blueprint("search", __name__)

SHOWN = 50
LONGEST = 200  # characters of a search

_SEARCH = """SELECT ?thing (MIN(?label) AS ?name) WHERE {{
  ?thing skos:prefLabel|skos:altLabel|dcterms:title ?written .
  FILTER(CONTAINS(LCASE(STR(?written)), {words}) && !STRSTARTS(STR(?thing), "{hidden}"))
  OPTIONAL {{ ?thing skos:prefLabel|dcterms:title ?label }}
}} GROUP BY ?thing ORDER BY STRLEN(STR(?name)) ?name ?thing LIMIT {limit}"""
_HIDDEN = "https://w3id.org/tradekg/id/time/"


@pages.get("/search")
def search() -> Response:
    """Find things whose name holds the words."""
    words = request.args.get("q", "").strip()[:LONGEST]
    found = find(words) if words else []
    if wants_page():
        return make_response(render_template("search.html", words=words, found=found, shown=SHOWN))
    return make_response({"q": words, "found": found})


def find(words: str) -> list[dict[str, str]]:
    """Give name, IRI, type and page of what is found, the shortest name first."""
    literal = str(ox.Literal(words.lower()))  # the engine's own spelling, so that no quote ends it early
    rows: Any = the_graph().query(_SEARCH.format(words=literal, hidden=_HIDDEN, limit=SHOWN)).rows
    kinds = kinds_of(row["thing"].value for row in rows)
    return [
        {
            "label": row["name"].value if "name" in row else short(row["thing"].value),
            "iri": row["thing"].value,
            "type": ", ".join(kinds[row["thing"].value]),
            "page": page_of(row["thing"].value),
        }
        for row in rows
    ]
