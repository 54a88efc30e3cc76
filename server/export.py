"""Taking the graph away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO, BinaryIO, cast

from flask import Blueprint, Response, make_response, render_template, request

from kg.errors import UsageError
from kg.views import VIEWS
from server.state import the_graph, the_settings

pages = Blueprint("export", __name__)

EXPORTS = (
    ("ttl", "Turtle, to be read: prefixes, labels, grouped by subject"), ("trig", "TriG, with the graph of each fact"),
    ("nt", "N-Triples"), ("nq", "N-Quads, with the graph of each fact"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"),
)  # fmt: skip
TYPES = {
    "ttl": ("ttl", "text/turtle; charset=utf-8"),
    "trig": ("trig", "application/trig; charset=utf-8"),
    "nt": ("nt", "application/n-triples"),
    "nq": ("nq", "application/n-quads"),
    "jsonld": ("jsonld", "application/ld+json"),
    "rdf": ("rdfxml", "application/rdf+xml"),
}


@pages.get("/export.<any(ttl,trig,nt,nq,jsonld,rdf):suffix>")
def export(suffix: str) -> Response:
    """Give the whole graph, or the one named by `graph`, now or as known on the day `as-of`."""
    form, media_type = TYPES[suffix]
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last part is sent
    try:
        the_graph().export(cast("BinaryIO", file), form, request.args.get("graph"), as_of=_day())
    except BaseException:
        file.close()
        raise
    answer = Response(_parts(file), content_type=media_type)
    answer.headers["Content-Length"] = str(file.seek(0, 2))
    answer.headers["Content-Disposition"] = f'attachment; filename="trade.{suffix}"'
    answer.call_on_close(file.close)
    return answer


def _day() -> date | None:
    given = request.args.get("as-of") or request.args.get("as_of")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise UsageError(f"{given} is no day; write it as 2025-10-05", subject=given or "") from error


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(1 << 16):
            yield part


@pages.get("/data")
def data() -> Response:
    """Show what can be taken away, and how."""
    root = the_settings().public_url or request.url_root.rstrip("/")
    page = render_template(
        "data.html", exports=EXPORTS, views=VIEWS, endpoint=f"{root}/sparql", cors=the_settings().cors,
        example="SELECT ?a ?b WHERE { ?a <https://w3id.org/tradekg/ontology#metWith> ?b }",
    )  # fmt: skip
    return make_response(page)
