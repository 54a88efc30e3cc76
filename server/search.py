"""Finding things by words."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from server.labels import kinds_of, page_of
from server.negotiation import wants_page
from server.state import the_graph

pages = Blueprint("search", __name__)

SHOWN = 50
LONGEST = 200  # characters of a search


@pages.get("/search")
def search() -> Response:
    """Find things in whose name or quotes the words stand."""
    words = request.args.get("q", "").strip()[:LONGEST]
    found = find(words) if words else []
    if wants_page():
        return make_response(render_template("search.html", words=words, found=found, shown=SHOWN))
    return make_response({"q": words, "found": found})


def find(words: str) -> list[dict[str, str | int]]:
    """Give name, IRI, type, page and use of what is found, and the alias or quote where the words stand only there."""
    found = the_graph().search(words, limit=SHOWN)
    kinds = kinds_of(each.iri for each in found)
    return [
        {
            "label": each.label,
            "iri": each.iri,
            "type": ", ".join(kinds[each.iri]),
            "page": page_of(each.iri),
            "uses": each.uses,
            "in": each.kind,
            "text": each.text,
        }
        for each in found
    ]
