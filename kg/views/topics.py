"""Who deals with which sector: people and bodies on one side, sectors on the other, or one side alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.views import clauses, meetings
from kg.views.building import Link, on_behalf
from kg.views.clauses import Pattern
from kg.views.filters import COMMON, Filters
from kg.views.projection import project
from kg.views.told import Told
from kg.views.wording import after_plan, and_list, the, when

NAME = "topics"
TITLE = "Who deals with which sector"
NOUN = "fact"
DIRECTED = False
FILTERS = (*COMMON, "kind", "by", "project")
KINDS = ("meeting", "call", "visit", "negotiation", "statement", "position", "procedure", "policyaction")
STATUSES = (*meetings.STATUSES, "stated")
SIDES = {"people": ("person", "government", "organisation"), "sectors": ("sector",)}
CHOICES = {"status": STATUSES, "kind": KINDS, "project": tuple(SIDES)}
COLUMNS = ("who", "sector", "kind", "status", "when", "title", "published", "phrase")
_CLASSES = ("Meeting", "Call", "Visit", "Negotiation", "Statement", "Position", "Procedure", "PolicyAction")
_ROLES = ("participant", "actor", "recipient")


def pattern(filters: Filters) -> Pattern:
    """Narrow the classes to the kinds asked for."""
    return Pattern(
        says="Who deals with which sector.",
        classes=tuple(name for name in _CLASSES if not filters.kind or name.lower() in filters.kind),
        roles=_ROLES,
        status=False,
        needs="\n    FILTER EXISTS { GRAPH ?graph { ?told tp:sector|tp:about/tp:sector ?any } }",
    )


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(pattern(filters), filters)


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join everybody who takes part with every sector of the fact."""
    for who in on_behalf(told, filters, *_ROLES):
        for sector in told.sectors:
            yield Link(who, sector)


def shape(graph: Any, filters: Filters) -> Any:
    """Give one side alone where that is asked for."""
    return project(graph, SIDES[filters.project]) if filters.project else graph


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say who deals with what, as this document has it."""
    told = tellings[0]
    who = and_list([the(thing.label) for thing in told.of(*_ROLES)])
    if not who or not told.sectors:
        return ""
    time = when(told.earliest, told.latest)
    said = f"{who} {_VERBS.get(told.cls, 'dealt with')} {and_list([sector.label for sector in told.sectors])}"
    status = "" if told.status in ("happened", "stated") else f" ({told.status.replace('-', ' ')})"
    return f"{said[0].upper()}{said[1:]}{f' {time}' if time else ''}{status}{after_plan(told.status, told.statuses)}."


_VERBS = {
    "Statement": "spoke of", "Position": "has a view on", "Procedure": "runs a procedure on",
    "PolicyAction": "acted on", "Meeting": "in a meeting on", "Call": "in a call on", "Visit": "in a visit on",
    "Negotiation": "in talks on",
}  # fmt: skip


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    if graph.nodes[a]["kind"] == "sector" and graph.nodes[b]["kind"] != "sector":
        a, b = b, a
    return {
        "who": graph.nodes[a]["label"],
        "sector": graph.nodes[b]["label"] + (f" (through {edge['via_label']})" if "via_label" in edge else ""),
        "kind": edge["kind"],
        "status": edge["status"].replace("-", " "),
        "when": when(edge["earliest"], edge["latest"]) or edge["expression"],
    }
