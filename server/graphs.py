"""Graph Store Protocol: whole graphs read, put, added to and deleted; by `?graph=IRI`, `?default` or their address."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from kg.errors import UsageError
from server.conditional import named, tag, unchanged
from server.negotiation import DATASETS, GRAPHS, chosen
from server.protocol import root
from server.security import require_token
from server.sparql import streamed
from server.state import the_graph

pages = Blueprint("graphs", __name__)

BODIES = {media: form.name for form in (*GRAPHS, *DATASETS) for media in (form.media_type, *form.also) if "/" in media}
BODIES |= {"application/n-quads": "nq", "text/plain": "nt", "application/json": "jsonld"}
WITH_NAMES = ("trig", "nq")


class Body(NamedTuple):
    """What was sent, and in which format."""

    data: bytes
    format: str


@pages.get("/graphs")
@pages.get("/graphs/<path:rest>")
def read(rest: str = "") -> Response:
    """Give a graph, or the whole dataset where none is named."""
    graph = _graph(rest)
    form = chosen((*DATASETS, *GRAPHS) if graph is None else (*GRAPHS, *DATASETS))
    if graph is None and form.name not in WITH_NAMES:
        form = DATASETS[0]
    name = tag(form, str(graph))
    known = unchanged(name)
    if known is not None:
        return known
    return named(streamed(the_graph().dump(graph, form.name), form), name)


@pages.put("/graphs")
@pages.put("/graphs/<path:rest>")
def put(rest: str = "") -> AnyResponse:
    """Put a graph in the place of what is there."""
    require_token()
    return _store(_graph(rest), replace=True)


@pages.post("/graphs")
@pages.post("/graphs/<path:rest>")
def post(rest: str = "") -> AnyResponse:
    """Add to a graph; where none is named, make a new one for what knows no names itself."""
    require_token()
    graph, bodies = _graph(rest), _bodies()
    if graph is not None or any(body.format in WITH_NAMES for body in bodies):
        return _store(graph, replace=False, bodies=bodies)
    made = f"{root()}/graphs/{secrets.token_hex(8)}"
    _store(made, replace=False, bodies=bodies)
    return Response(status=201, headers={"Location": made})


@pages.delete("/graphs")
@pages.delete("/graphs/<path:rest>")
def delete(rest: str = "") -> Response:
    """Remove a graph."""
    require_token()
    the_graph().drop(_graph(rest), force="force" in request.args)
    return Response(status=204)


def _store(graph: str | None, *, replace: bool, bodies: list[Body] | None = None) -> Response:
    base, force = graph or f"{root()}/graphs", "force" in request.args
    done = the_graph().put(graph, bodies or _bodies(), replace=replace, base=base, force=force)
    return Response(status=201 if done.created else 204)


def _graph(rest: str) -> str | None:
    """Give the graph that the request is about: the empty name is the default graph, None all of them."""
    if rest:
        return f"{root()}/graphs/{rest}"
    names, default = request.args.getlist("graph"), "default" in request.args
    if len(names) + default > 1:
        raise UsageError("The request names more than one graph; write either ?graph=IRI or ?default.")
    if default:
        return ""
    if names and ":" not in names[0]:
        raise UsageError("The graph is to be named by an absolute IRI.", subject=names[0])
    return names[0] if names else None


def _bodies() -> list[Body]:
    """Give what was sent: one body, or the files of a form."""
    if request.mimetype != "multipart/form-data":
        return [Body(request.get_data(), _format(request.mimetype))]
    files = [file for _, file in request.files.items(multi=True)]
    if not files:
        raise UsageError("The form holds no file.")
    return [Body(file.read(), _format(file.mimetype)) for file in files]


def _format(media_type: str) -> str:
    if media_type in BODIES:
        return BODIES[media_type]
    told = f"{media_type[:80]} is not read here" if media_type else "There is no Content-Type"
    return abort(415, f"{told}; send Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML, and say which.")
