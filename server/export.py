"""Taking the graph away."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from datetime import date
from typing import IO, BinaryIO, cast

from flask import Blueprint, Response, make_response, render_template, request

from kg.errors import QueryTimeout, UsageError
from kg.views import VIEWS
from server.conditional import named, tag, unchanged
from server.negotiation import Form
from server.state import the_graph, the_settings

pages = Blueprint("export", __name__)

EXPORTS = (
    ("ttl", "Turtle, to be read: prefixes, labels, grouped by subject"), ("trig", "TriG, with the graph of each fact"),
    ("nt", "N-Triples"), ("nq", "N-Quads, with the graph of each fact"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"),
)  # fmt: skip
FORMS = {
    "ttl": Form("ttl", "text/turtle"),
    "trig": Form("trig", "application/trig"),
    "nt": Form("nt", "application/n-triples"),
    "nq": Form("nq", "application/n-quads"),
    "jsonld": Form("jsonld", "application/ld+json"),
    "rdf": Form("rdfxml", "application/rdf+xml"),
}
AT_ONCE = 2  # exports being made
_making = threading.BoundedSemaphore(AT_ONCE)


@pages.get("/export.<any(ttl,trig,nt,nq,jsonld,rdf):suffix>")
def export(suffix: str) -> Response:
    """Give the whole graph, or the one named by `graph`, now or as known on the day `as-of`."""
    form, day = FORMS[suffix], _day()
    name = tag(form)
    known = unchanged(name)
    if known is not None:
        return known
    answer = Response(content_type=form.content_type)
    if request.method != "HEAD":
        made = _made(form.name, request.args.get("graph"), day)
        answer.response = _parts(made)
        answer.content_length = made.seek(0, 2)
        answer.call_on_close(made.close)
    answer.headers["Content-Disposition"] = f'attachment; filename="trade.{suffix}"'
    return named(answer, name)


def _made(form: str, graph: str | None, day: date | None) -> IO[bytes]:
    """Give an export, whole before any of it is sent."""
    if not _making.acquire(blocking=False):
        raise QueryTimeout(f"{AT_ONCE} exports are being made already; try again in a minute")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last part is sent
    try:
        the_graph().export(cast("BinaryIO", file), form, graph, as_of=day)
    except BaseException:
        file.close()
        raise
    finally:
        _making.release()
    return file


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
