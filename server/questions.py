"""Questions over views, walking from name to name, and how two are connected: pages, JSON and tables."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from kg.errors import UsageError
from kg.questions import QUESTIONS, Answer, find_question
from kg.questions.formats import OWN, text, write
from kg.views import find_view
from kg.views.formats import FORMATS
from server.evidence import sentences_of
from server.labels import page_of
from server.negotiation import Form, chosen, wants_page
from server.pictures import picture
from server.state import the_graph
from server.views import FORMS, filters_of, form_of, named_file

pages = Blueprint("questions", __name__)

SHOWN = 200  # rows on a page; downloads hold all
ANSWERS = (Form("json", "application/json"), Form("csv", "text/csv"), Form("table", "text/plain", ("txt",)), *FORMS[2:])


@pages.get("/views/<view>/<name>")
def question(view: str, name: str) -> Response:
    """Answer a question over a view, in the form that suffix, parameter or Accept ask for."""
    stem, form = form_of(name)
    find_view(view)
    find_question(stem)
    if stem == "paths":
        raise UsageError("How two are connected is asked at /paths?from=WHO&to=WHO.", subject=view)
    answer = the_graph().answer(stem, view, filters_of(request.args))
    return _answered(answer, f"{view}-{stem}", form) or _page(answer, view)


@pages.get("/paths")
@pages.get("/paths.<suffix>")
def paths(suffix: str = "") -> Response:
    """Tell how two things are connected, or ask which two."""
    _, form = form_of(f"paths.{suffix}")
    given = filters_of(request.args)
    if not given and form is None and wants_page():
        return make_response(render_template("paths.html", answer=None, asked=given))
    answer = the_graph().answer("paths", "", given)
    made = _answered(answer, "paths", form)
    if made is not None:
        return made
    page = render_template(
        "paths.html", answer=answer, asked=given, chains=_chains(answer), kept=urlencode(given),
        picture=picture(answer.view, lambda edge: f"/documents/{edge['document']}"),
    )  # fmt: skip
    return make_response(page)


def _chains(answer: Answer) -> list[list[dict[str, Any]]]:
    """Give the links of each chain with the sentences on which they rest."""
    told = {(each.fact, each.document): each.evidence for each in answer.view.told}
    chains: dict[Any, list[dict[str, Any]]] = {}
    for row in answer.rows:
        document, fact = str(row["document"]), str(row["fact"])
        sentences = sentences_of(document, told.get((fact, document), ()))
        ends = [(row[side], page_of(answer.iris.get(str(row[side]), ""))) for side in ("from", "to")]
        chains.setdefault(row["chain"], []).append({**row, "sentences": sentences, "ends": ends})
    return list(chains.values())


@pages.get("/explore")
@pages.get("/explore.<suffix>")
def explore(suffix: str = "") -> Response:
    """Walk the graph: what is around a name, each neighbour a step further."""
    _, form = form_of(f"explore.{suffix}")
    given = filters_of(request.args)
    if not given.get("focus") and form is None and wants_page():
        return make_response(render_template("explore.html", result=None, asked=given))
    if form is not None or not wants_page() or "format" in request.args:
        wanted = form or chosen(FORMS).name
        made = the_graph().view_file("ego", given, wanted, request.args.get("theme", ""))
        return named_file(made, "explore", wanted)
    result = the_graph().view_result("ego", given)
    around = sorted(result.graph.nodes(data=True), key=lambda each: (each[1]["steps"], each[1]["label"], each[0]))
    page = render_template(
        "explore.html", result=result, asked=given, around=around[:SHOWN], total=len(around), shown=SHOWN,
        picture=picture(result, lambda edge: f"/documents/{edge['document']}", node_link=_further),
        kept=urlencode(given), further=_further,
    )  # fmt: skip
    return make_response(page)


def _further(iri: str) -> str:
    return f"/explore?{urlencode({'focus': iri})}"


def _answered(answer: Answer, name: str, form: str | None) -> Response | None:
    """Give the answer in a form for programs, or nothing where a page is wanted."""
    if form is None and wants_page() and "format" not in request.args:
        return None
    wanted = form or chosen(ANSWERS).name
    made = write(answer, wanted, request.args.get("theme", ""))
    if wanted in OWN or wanted in FORMATS:
        return named_file(made, name, wanted)
    raise UsageError(f"An answer has no format {wanted!r}.", subject=wanted)


def _page(answer: Answer, view: str) -> Response:
    rows = [[(text(row.get(name, "")), page_of(answer.iris.get(str(row.get(name, "")), ""))) for name in answer.columns]
            for row in answer.rows[:SHOWN]]  # fmt: skip
    given = filters_of(request.args)
    page = render_template(
        "answer.html", answer=answer, rows=rows, total=len(answer.rows), shown=SHOWN, view=view,
        kept=f"?{urlencode(given)}" if given else "", asked=given, others=_others(answer),
    )  # fmt: skip
    return make_response(page)


def _others(answer: Answer) -> list[tuple[str, str]]:
    return [(each.NAME, each.TITLE) for each in QUESTIONS if not each.OPTIONS and answer.name != each.NAME]
