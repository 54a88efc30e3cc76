"""Who is party to which agreement, in which stage: countries on one side, agreements on the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.views import clauses
from kg.views.building import Link
from kg.views.clauses import Pattern
from kg.views.filters import Filters
from kg.views.projection import project
from kg.views.told import Thing, Told, last_part
from kg.views.wording import and_list, when

NAME = "agreements"
TITLE = "Who is party to which agreement"
NOUN = "agreement"
DIRECTED = False
FILTERS = ("who", "from", "to", "status", "examples", "project")
STATUSES = (
    "in-force", "signed", "announced", "proposed", "threatened", "suspended", "ended", "under-review", "denied",
    "cancelled", "did-not-happen", "stated",
)  # fmt: skip
SIDES = {"countries": ("country",), "agreements": ("agreement",)}
CHOICES = {"status": STATUSES, "project": tuple(SIDES)}
COLUMNS = ("country", "agreement", "status", "starts", "ends", "title", "published", "phrase")
PATTERN = Pattern(
    says="Who is party to which agreement, as each document has it; from and to ask for the days of the documents.",
    classes=("Agreement",),
    roles=("party",),
    status=False,
    single={"label": "skos:prefLabel"},
    starts=(),
)


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(PATTERN, filters)


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join each party with the agreement."""
    for party in told.of("party"):
        yield Link(party, _agreement(told))


def _agreement(told: Told) -> Thing:
    return Thing(told.fact, told.more.get("label") or last_part(told.fact).replace("-", " "))


def shape(graph: Any, filters: Filters) -> Any:
    """Give one side alone where that is asked for."""
    return project(graph, SIDES[filters.project]) if filters.project else graph


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say who is party to what, as this document has it."""
    told = tellings[0]
    parties = and_list([thing.label for thing in told.of("party")])
    stage = "" if told.status == "stated" else f" ({told.status.replace('-', ' ')})"
    return f"{_agreement(told).label}{stage}: parties named are {parties}." if parties else ""


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    if graph.nodes[a]["kind"] == "agreement" and graph.nodes[b]["kind"] != "agreement":
        a, b = b, a
    return {
        "country": graph.nodes[a]["label"],
        "agreement": graph.nodes[b]["label"] + (f" (through {edge['via_label']})" if "via_label" in edge else ""),
        "status": edge["status"].replace("-", " "),
        "starts": when(edge["earliest"], edge["latest"]),
        "ends": when("", edge["ends"]).removeprefix("by "),
    }
