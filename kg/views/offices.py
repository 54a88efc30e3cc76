"""Who holds which office where, through time: a directed multigraph from persons to bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.views import clauses
from kg.views.building import Link
from kg.views.clauses import Pattern
from kg.views.filters import Filters
from kg.views.told import Told
from kg.views.wording import and_list, when

NAME = "offices"
TITLE = "Who holds which office"
NOUN = "office"
DIRECTED = True
FILTERS = ("who", "from", "to", "status", "examples")
STATUSES = ("holds", "held")
CHOICES = {"status": STATUSES}
COLUMNS = ("who", "office", "where", "status", "when", "title", "published", "phrase")
PATTERN = Pattern(
    says="Who holds which office where, as each document has it; from and to ask for the days of the documents.",
    classes=("Tenure",),
    roles=("holder", "office"),
    status=False,
    starts=(),
    bound='IF(EXISTS { GRAPH ?graph { ?told tp:ends ?over } }, "held", "holds")',
)


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(PATTERN, filters)


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join a person with each body of the office."""
    office = and_list([thing.label for thing in told.of("office")])
    iri = "".join(thing.iri for thing in told.of("office")[:1])
    for person in told.of("holder"):
        for body in told.of("body"):
            yield Link(person, body, more={"office": iri, "office_name": office})


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say who is named as what, as this document has it."""
    told = tellings[0]
    holder, office = (and_list([thing.label for thing in told.of(role)]) for role in ("holder", "office"))
    if not holder or not office:
        return ""
    verb = "was named as holding until then the office" if told.status == "held" else "is named as"
    days = sorted(each.published for each in tellings if each.published)
    span = f" ({when(days[0], days[-1])})" if days else ""
    return f"{holder} {verb} {office}{span}."


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    return {
        "who": graph.nodes[a]["label"],
        "office": edge["office_name"],
        "where": graph.nodes[b]["label"],
        "status": edge["status"],
        "when": when(edge["earliest"], edge["ends"] or edge["latest"]),
    }
