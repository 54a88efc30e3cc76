"""Who met, or is to meet, whom about which sector: an edge an event, pair and document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from kg.views import clauses
from kg.views.building import Link, on_behalf, pairs
from kg.views.clauses import Pattern
from kg.views.filters import COMMON, Filters
from kg.views.told import Thing, Told
from kg.views.wording import after_plan, and_list, the, when

NAME = "meetings"
TITLE = "Who met, or is to meet, whom"
NOUN = "event"
DIRECTED = False
FILTERS = (*COMMON, "kind", "by")
KINDS = ("meeting", "call", "visit", "negotiation")
STATUSES = (
    "planned", "ongoing", "happened", "possible", "proposed", "postponed", "cancelled", "did-not-happen", "denied",
    "claimed",
)  # fmt: skip
CHOICES = {"status": STATUSES, "kind": KINDS}
COLUMNS = ("who", "whom", "kind", "role", "status", "when", "sectors", "places", "title", "published", "phrase")
PATTERN = Pattern(
    says="Who met, or is to meet, whom.",
    classes=("Meeting", "Call", "Visit", "Negotiation"),
    roles=("participant", "actor", "recipient", "accompaniedBy", "about"),
    who=("participant", "actor", "recipient", "accompaniedBy"),
)


def pattern(filters: Filters) -> Pattern:
    """Narrow the classes to the kinds asked for."""
    wanted = tuple(name for name in PATTERN.classes if name.lower() in filters.kind)
    return replace(PATTERN, classes=wanted) if filters.kind else PATTERN


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(pattern(filters), filters)


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join those who dealt with each other; whoever travels along has not met anybody by that."""
    yield from met(told, filters)
    for leader in on_behalf(told, filters, "actor"):
        for fellow in on_behalf(told, filters, "accompaniedBy"):
            if leader.iri != fellow.iri:
                yield Link(*_ordered(leader, fellow), "delegation", leader.iri)


def met(told: Told, filters: Filters) -> Iterable[Link]:
    """Join all who take part in a meeting; in a call or visit those who act with those they call or visit."""
    if told.cls in ("Meeting", "Negotiation"):
        for a, b in pairs(on_behalf(told, filters, "participant", "actor", "recipient")):
            yield Link(a, b, "met")
        return
    for a, b in pairs(on_behalf(told, filters, "participant")):
        yield Link(a, b, "met")
    for actor in on_behalf(told, filters, "actor"):
        for recipient in on_behalf(told, filters, "recipient"):
            if actor.iri != recipient.iri:
                yield Link(*_ordered(actor, recipient), "met", actor.iri)


def _ordered(a: Thing, b: Thing) -> tuple[Thing, Thing]:
    return (a, b) if a.iri < b.iri else (b, a)


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say what happened, as this document has it; empty where nobody met anybody."""
    told = tellings[0]
    joined = list(met(told, filters))
    if not joined:
        return ""
    first = {*filters.everybody(), *(link.actor for link in joined)}
    agents = {thing.iri: thing for link in joined for thing in (link.a, link.b)}
    ranked = sorted(agents.values(), key=lambda thing: (thing.iri not in first, thing.iri))
    names = [the(thing.label) for thing in ranked]
    topic = f" about {and_list([sector.label for sector in told.sectors])}" if told.sectors else ""
    time = when(told.earliest, told.latest) or (f"({told.expression})" if told.expression else "")
    said = " ".join(f"{_said(told, names)} {time}".split())
    return f"{said[0].upper()}{said[1:]}{topic}{after_plan(told.status, told.statuses)}."


_VERBS = {
    ("Meeting", "planned"): "is to meet", ("Meeting", "happened"): "met", ("Meeting", "ongoing"): "is meeting",
    ("Call", "planned"): "is to call", ("Call", "happened"): "called", ("Call", "ongoing"): "is on the telephone with",
    ("Visit", "planned"): "is to visit", ("Visit", "happened"): "visited", ("Visit", "ongoing"): "is visiting",
    ("Negotiation", "planned"): "is to negotiate with", ("Negotiation", "happened"): "negotiated with",
    ("Negotiation", "ongoing"): "is negotiating with",
}  # fmt: skip


def _said(told: Told, names: list[str]) -> str:
    """Put the parties and what they do into words; what may not be real is named as such."""
    verb = _VERBS.get((told.cls, told.status))
    if verb:
        return f"{names[0]} {verb} {and_list(names[1:])}"
    status = {"did-not-happen": "did not happen"}.get(told.status, f"is {told.status}")
    noun = {"Call": "call between", "Visit": "visit involving"}.get(told.cls, f"{told.cls.lower()} of")
    return f"A {noun} {and_list(names)} {status}"


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    if edge["actor"] == b:
        a, b = b, a
    return {
        "who": graph.nodes[a]["label"],
        "whom": graph.nodes[b]["label"],
        "kind": edge["kind"],
        "role": edge["role"],
        "status": edge["status"].replace("-", " "),
        "when": when(edge["earliest"], edge["latest"]) or edge["expression"],
        "sectors": ", ".join(edge["sector_names"]),
        "places": ", ".join(edge["places"]),
    }
