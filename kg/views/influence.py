"""Who speaks to whom about which measure, agreement or topic: directed, from the speaker to the one addressed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.views import clauses, meetings
from kg.views.building import Link, on_behalf
from kg.views.clauses import Pattern
from kg.views.filters import COMMON, Filters
from kg.views.statements import verb
from kg.views.told import Told
from kg.views.wording import and_list, the, when

NAME = "influence"
TITLE = "Who speaks to whom about which measure"
NOUN = "event"
DIRECTED = True
FILTERS = (*COMMON, "kind", "by")
STATUSES = meetings.STATUSES
KINDS = ("statement", "meeting", "call", "visit", "negotiation")
CHOICES = {"status": STATUSES, "kind": KINDS}
COLUMNS = ("who", "whom", "about", "kind", "stance", "status", "when", "sectors", "title", "published", "phrase")
_CLASSES = ("Statement", "Meeting", "Call", "Visit", "Negotiation")


def pattern(filters: Filters) -> Pattern:
    """Narrow the classes to the kinds asked for; only what is about something counts."""
    return Pattern(
        says="Who speaks to whom about which measure, agreement or topic.",
        classes=tuple(name for name in _CLASSES if not filters.kind or name.lower() in filters.kind),
        roles=("participant", "actor", "recipient", "about"),
        who=("participant", "actor", "recipient"),
        single={"stance": "tp:stance"},
        needs="""
    FILTER EXISTS { GRAPH ?graph { ?told tp:about ?matter } }
    FILTER(?class != tp:Statement || EXISTS { GRAPH ?graph { ?told tp:recipient ?hearer } })""",
    )


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(pattern(filters), filters)


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join a speaker with those addressed; in a meeting each speaks to each."""
    actors, recipients = on_behalf(told, filters, "actor"), on_behalf(told, filters, "recipient")
    alike = on_behalf(told, filters, "participant")
    if told.cls in ("Meeting", "Negotiation"):
        actors = recipients = on_behalf(told, filters, "participant", "actor", "recipient")
        alike = ()
    for speakers, hearers in ((actors, recipients), (alike, alike)):
        for a in speakers:
            for b in hearers:
                if a.iri != b.iri:
                    yield Link(a, b)


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say who speaks to whom about what, as this document has it."""
    told = tellings[0]
    about = and_list([the(thing.label) for thing in told.of("about")])
    if told.cls != "Statement":
        said = meetings.sentence(tellings, filters).rstrip(".")
        return f"{said}; on the agenda: {about}." if said else ""
    who, whom = (and_list([the(thing.label) for thing in told.of(role)]) for role in ("actor", "recipient"))
    if not who or not whom:
        return ""
    said = f"{who}, speaking to {whom}, {verb(told.more.get('stance', ''))} {about}"
    return f"{said[0].upper()}{said[1:]}."


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    return {
        "who": graph.nodes[a]["label"],
        "whom": graph.nodes[b]["label"],
        "about": ", ".join(edge["about"]),
        "kind": edge["kind"],
        "stance": edge.get("stance", ""),
        "status": edge["status"].replace("-", " "),
        "when": when(edge["earliest"], edge["latest"]) or edge["expression"],
        "sectors": ", ".join(edge["sector_names"]),
    }
