"""The query page: a form, questions to start from, and results with labels."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyoxigraph as ox
from flask import Blueprint, Response, make_response, render_template, request

from kg.errors import KgError
from kg.queries import scan
from kg.results import Result
from server.errors import status_of
from server.labels import labels_of
from server.negotiation import GRAPHS, RESULTS, chosen
from server.state import the_graph

pages = Blueprint("query", __name__)

SHOWN = 500  # rows on a page; downloads hold all

EXAMPLES = (
    ("Who met, or is to meet, whom about which sector?", """SELECT DISTINCT ?who ?whom ?sector ?status WHERE {
  GRAPH ?graph { ?meeting a tp:Meeting ; tp:status ?status ; tp:participant ?who , ?whom .
    ?meeting tp:sector|tp:about/tp:sector ?sector }
  FILTER(STR(?who) < STR(?whom))
} ORDER BY ?who ?whom ?sector"""),
    ("Which tariffs does who apply to whom?", """SELECT ?from ?to ?sector ?rate ?status WHERE {
  ?measure a tp:TariffMeasure ; tp:imposedBy/tp:country ?from ; tp:targets ?to ; tp:sector ?sector ; tp:status ?status .
  OPTIONAL { ?measure tp:rate ?rate }
} ORDER BY ?from ?to ?sector"""),
    ("Who holds which office?", """SELECT ?person ?office WHERE {
  ?tenure a tp:Tenure ; tp:holder ?person ; tp:office ?office
} ORDER BY ?person"""),
    ("Who said what about what?", """SELECT ?speaker ?stance ?about ?quote WHERE {
  ?statement a tp:Statement ; tp:actor ?speaker ; tp:stance ?stance ; tp:about ?about .
  OPTIONAL { ?statement tp:quote ?quote }
} ORDER BY ?speaker LIMIT 100"""),
    ("On which words does each fact rest?", """SELECT ?fact ?phrase ?document WHERE {
  ?note oa:hasBody ?fact ; oa:hasTarget ?passage .
  ?passage oa:hasSource ?document ; oa:hasSelector/oa:refinedBy/oa:exact ?phrase
} ORDER BY ?document ?fact LIMIT 100"""),
)  # fmt: skip


class Cell(NamedTuple):
    """What a cell of a result shows, and the IRI behind it."""

    text: str
    iri: str = ""


@pages.get("/query")
def query() -> Response:
    """Show the form, and the answer where there is a query."""
    text = request.args.get("query", "")
    if text.strip() and "format" in request.args:
        form = chosen(GRAPHS if scan(text).form in ("CONSTRUCT", "DESCRIBE") else RESULTS)
        return Response(the_graph().read(text, format=form.name, prefixes=True), content_type=form.content_type)
    return show(text)


def show(text: str) -> Response:
    """Show a query with its answer, or with what is wrong with it."""
    if not text.strip():
        return make_response(render_template("query.html", examples=EXAMPLES, text=EXAMPLES[0][1], table=None))
    try:
        table = _table(the_graph().query(text))
    except KgError as error:
        page = render_template("query.html", examples=EXAMPLES, text=text, table=None, error=error)
        return make_response(page, status_of(error))
    return make_response(render_template("query.html", examples=EXAMPLES, text=text, table=table, shown=SHOWN))


def _table(result: Result) -> dict[str, Any]:
    """Give a result as columns and rows of cells with labels."""
    if result.kind == "ask":
        return {"columns": ["answer"], "rows": [[Cell("yes" if result.boolean else "no")]], "total": 1}
    if result.kind == "graph":
        columns = ["subject", "predicate", "object"]
        rows: list[list[Any]] = [[t.subject, t.predicate, t.object] for t in result.triples[:SHOWN]]
        total = len(result.triples)
    else:
        columns, total = result.variables, len(result.rows)
        rows = [[row.get(name) for name in columns] for row in result.rows[:SHOWN]]
    names = labels_of({term.value for row in rows for term in row if isinstance(term, ox.NamedNode)})
    return {"columns": columns, "rows": [[_cell(term, names) for term in row] for row in rows], "total": total}


def _cell(term: Any, names: dict[str, str]) -> Cell:
    if isinstance(term, ox.NamedNode):
        return Cell(names[term.value], term.value)
    return Cell("" if term is None else str(getattr(term, "value", term)))
