"""SPARQL 1.1 Protocol: queries and updates by GET, by form and direct, and the service description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kg.queries import scan
from server import query as page
from server.conditional import named, tag, unchanged
from server.description import describe
from server.errors import problem
from server.negotiation import GRAPHS, PARAMETERS, RESULTS, Form, by_name, chosen, wants_page
from server.protocol import QUERY, UPDATE, Asked, read_request, root, seconds
from server.security import require_token
from server.state import the_graph, the_settings

if TYPE_CHECKING:
    from kg.spool import Stream

pages = Blueprint("sparql", __name__)


@pages.route("/sparql", methods=["GET", "POST"])
@pages.route("/sparql.<suffix>", methods=["GET", "POST"])
def sparql(suffix: str = "") -> AnyResponse:
    """Answer a query, or make an update: some clients know one address only."""
    asked = read_request()
    if asked is None:
        return redirect("/query", 303) if wants_page() and not the_settings().bare else describe()
    if asked.kind == UPDATE:
        return make(asked)
    named_form = bool(suffix) or any(name in request.values for name in PARAMETERS)
    if wants_page() and not named_form and not the_settings().bare:
        return page.show(asked.text)
    return answer(asked, suffix)


@pages.route("/sparql/update", methods=["POST"])
def update() -> AnyResponse:
    """Make an update."""
    asked = read_request()
    if asked is None or asked.kind == QUERY:
        return problem(400, "This address takes updates; queries are answered at /sparql.")
    return make(asked)


def make(asked: Asked) -> Response:
    """Make an update for whoever may write."""
    require_token()
    the_graph().update(
        asked.text,
        using=asked.default_graphs,
        using_named=asked.named_graphs,
        base=f"{root()}/sparql",
        force="force" in request.args,
        deadline=the_settings().update_seconds,
    )
    return Response(status=204)


def answer(asked: Asked, suffix: str = "") -> Response:
    """Run a query and give its result in the form that was asked for."""
    form = form_of(asked.text, suffix)
    name = tag(form, asked.text, *asked.default_graphs, "", *asked.named_graphs)
    known = unchanged(name)
    if known is not None:
        return known
    stream = the_graph().stream(
        asked.text,
        format=form.name,
        deadline=seconds(),
        default_graphs=asked.default_graphs or None,
        named_graphs=asked.named_graphs or None,
        base=f"{root()}/sparql",
    )
    return named(streamed(stream, form), name)


def streamed(stream: Stream, form: Form) -> Response:
    """Send what lies ready in parts; its length is known, so that a broken transfer never looks complete."""
    if request.method == "HEAD":
        stream.body.close()
        result = Response(content_type=form.content_type)
    else:
        result = Response(stream.body.parts(), content_type=form.content_type)
        result.call_on_close(stream.body.close)
    result.content_length = stream.body.size
    return result


def form_of(text: str, suffix: str = "") -> Form:
    """Choose the form of a query's result by what the query asks for."""
    offers = GRAPHS if scan(text).form in ("CONSTRUCT", "DESCRIBE") else RESULTS
    if not suffix:
        return chosen(offers)
    return by_name(offers, suffix) or abort(404, f"This result does not come as .{suffix[:20]}.")
