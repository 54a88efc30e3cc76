"""The start page, and the list of views as a picture of what is there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template

from kg.drawing import STYLE
from kg.views.wording import count, day
from server.pictures import picture
from server.state import the_graph, the_settings
from server.views import anchor

pages = Blueprint("start", __name__)

QUESTIONS = (
    ("Who met, or is to meet, whom about steel?", "/views/meetings?sector=steel"),
    ("Who met, or is to meet, whom about metals and cars?", "/views/meetings?sector=metals,automobiles"),
    ("Which tariffs does who apply to whom?", "/views/tariffs"),
    ("Who holds which office?", "/views/offices"),
)


@pages.get("/")
def start() -> Response:
    """Show what is there and where to begin."""
    result = the_graph().view_result("meetings", {})
    documents = the_graph().documents()
    page = render_template(
        "start.html",
        picture=picture(result, lambda edge: f"/views/meetings#{anchor(edge['document'], edge['fact'])}"),
        answer=result.answer,
        coverage=_coverage(documents),
        questions=QUESTIONS,
        documents=documents,
        missing_examples=not any(row.example for row in documents),
        writable=bool(the_settings().token),
    )
    return make_response(page)


def _coverage(documents: list[Any]) -> str:
    """Say on what the answers rest."""
    if not documents:
        return "No documents yet."
    days = sorted(row.published for row in documents if row.published)
    span = f", published {day(days[0])} to {day(days[-1])}" if days and days[0] != days[-1] else ""
    span = span or (f", published {day(days[0])}" if days else "")
    examples = sum(row.example for row in documents)
    note = f" ({examples:,} of them example texts)" if examples else ""
    return f"{count(len(documents), 'document')}{note}, {count(sum(row.facts for row in documents), 'fact')}{span}."


@pages.get("/graph.css")
def graph_css() -> Response:
    """Give the style of the pictures."""
    return Response(STYLE, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=3600"})
