"""SPARQL 1.1 Protocol: queries by GET, by form and direct, and the service description."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kg.errors import Forbidden, UsageError
from kg.queries import scan
from server import query as page
from server.negotiation import GRAPHS, RESULTS, Form, chosen, wants_page
from server.state import the_graph, the_settings

pages = Blueprint("sparql", __name__)

DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .

[] a sd:Service ;
  sd:endpoint <{endpoint}> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML , formats:SPARQL_Results_CSV ,
    formats:SPARQL_Results_TSV , formats:Turtle , formats:N-Triples , formats:JSON-LD , formats:RDF_XML ;
  sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""


@pages.route("/sparql", methods=["GET", "POST"])
def sparql() -> AnyResponse:
    """Answer a query."""
    text = _query()
    if text is None:
        return _without_query()
    if wants_page() and not any(name in request.values for name in ("format", "output", "results")):
        return page.show(text)
    return answer(text)


def answer(text: str) -> Response:
    """Run a query and give its result in the form that was asked for."""
    form = form_of(text)
    data = the_graph().read(
        text,
        format=form.name,
        default_graphs=request.values.getlist("default-graph-uri") or None,
        named_graphs=request.values.getlist("named-graph-uri") or None,
    )
    return Response(data, content_type=form.content_type)


def form_of(text: str) -> Form:
    """Choose the form of a query's result by what the query asks for."""
    return chosen(GRAPHS if scan(text).form in ("CONSTRUCT", "DESCRIBE") else RESULTS)


def _query() -> str | None:
    """Find the query in the request, whichever way it came."""
    if request.method != "POST":
        return _single(request.args.getlist("query"))
    if request.mimetype == "application/sparql-query":
        try:
            return request.get_data().decode("utf-8")
        except UnicodeDecodeError as error:
            raise UsageError("The query is not in UTF-8.") from error
    if request.mimetype == "application/sparql-update" or "update" in request.form:
        raise Forbidden("This address answers queries only.")
    if request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        found = _single(request.form.getlist("query"))
        if found is None:
            raise UsageError("The form has no query; put it into the field `query`.")
        return found
    return abort(415, "Send a query as a form with the field `query`, or as application/sparql-query.")


def _single(found: list[str]) -> str | None:
    if len(found) > 1:
        raise UsageError("There is more than one query in the request; send one.")
    return found[0] if found else None


def _without_query() -> AnyResponse:
    if wants_page():
        return redirect("/query", 303)
    endpoint = f"{the_settings().public_url or request.url_root.rstrip('/')}/sparql"
    return Response(DESCRIPTION.format(endpoint=endpoint), content_type="text/turtle; charset=utf-8")
