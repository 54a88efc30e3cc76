"""Who travels with whom: an edge a visit, pair of its delegation and document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.views import clauses, meetings
from kg.views.building import Link, pairs
from kg.views.clauses import Pattern
from kg.views.filters import COMMON, Filters
from kg.views.told import Told
from kg.views.wording import after_plan, and_list, the, when

NAME = "delegations"
TITLE = "Who travels with whom"
NOUN = "visit"
DIRECTED = False
FILTERS = COMMON
STATUSES = meetings.STATUSES
CHOICES = {"status": STATUSES}
COLUMNS = ("who", "with", "role", "to", "status", "when", "sectors", "places", "title", "published", "phrase")
PATTERN = Pattern(
    says="Who travels with whom.",
    classes=("Visit",),
    roles=("actor", "accompaniedBy", "recipient", "about"),
    needs="\n    FILTER EXISTS { GRAPH ?graph { ?told tp:accompaniedBy ?fellow } }",
    who=("actor", "accompaniedBy"),
)


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(PATTERN, filters)


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join all who travel together; whoever leads is the actor of his edges."""
    leaders = {thing.iri for thing in told.of("actor")}
    hosts = {"to": [thing.label for thing in told.of("recipient")]}
    for a, b in pairs(told.of("actor", "accompaniedBy")):
        leading = [thing.iri for thing in (a, b) if thing.iri in leaders]
        role = "fellow" if len(leading) != 1 else "leader"
        yield Link(a, b, role, leading[0] if role == "leader" else "", hosts)


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say who goes with whom, as this document has it."""
    told = tellings[0]
    leaders, fellows = ([the(thing.label) for thing in told.of(role)] for role in ("actor", "accompaniedBy"))
    if not leaders or not fellows:
        return ""
    to = and_list([the(thing.label) for thing in told.of("recipient")] or list(told.places))
    otherwise = f"would travel ({told.status.replace('-', ' ')})"
    verbs = {"planned": "is to travel", "happened": "travelled", "ongoing": "is travelling"}
    said = f"{and_list(leaders)} {verbs.get(told.status, otherwise)} with {and_list(fellows)}"
    said = " ".join(f"{said}{f' to {to}' if to else ''} {when(told.earliest, told.latest)}".split())
    return f"{said[0].upper()}{said[1:]}{after_plan(told.status, told.statuses)}."


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    if edge["actor"] == b:
        a, b = b, a
    return {
        "who": graph.nodes[a]["label"],
        "with": graph.nodes[b]["label"],
        "role": edge["role"],
        "to": ", ".join(edge["to"]),
        "status": edge["status"].replace("-", " "),
        "when": when(edge["earliest"], edge["latest"]) or edge["expression"],
        "sectors": ", ".join(edge["sector_names"]),
        "places": ", ".join(edge["places"]),
    }
