"""Who takes which stance on what: directed, from speakers and holders of a position to what they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.views import clauses
from kg.views.building import Link
from kg.views.clauses import Pattern
from kg.views.filters import COMMON, Filters
from kg.views.told import Told
from kg.views.wording import and_list, the, when
from ontology.terms import SCHEMES

NAME = "statements"
TITLE = "Who takes which stance on what"
NOUN = "statement"
DIRECTED = True
FILTERS = (*COMMON, "kind", "stance")
STATUSES = ("happened", "stated", "planned", "claimed", "denied", "cancelled", "did-not-happen")
KINDS = ("statement", "position")
CHOICES = {"status": STATUSES, "kind": KINDS, "stance": SCHEMES["stance"]}
COLUMNS = ("who", "stance", "about", "kind", "when", "sectors", "title", "published", "phrase")
_CLASSES = ("Statement", "Position")


def pattern(filters: Filters) -> Pattern:
    """Narrow the classes to the kinds asked for."""
    return Pattern(
        says="Who takes which stance on what.",
        classes=tuple(name for name in _CLASSES if not filters.kind or name.lower() in filters.kind),
        roles=("actor", "about", "recipient"),
        who=("actor", "about"),
        status=False,
        single={"stance": "tp:stance"},
    )


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(pattern(filters), filters)


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join the speaker with each thing spoken of, or with its sectors where no other thing is named."""
    for speaker in told.of("actor"):
        for thing in told.of("about") or told.sectors:
            if speaker.iri != thing.iri:
                yield Link(speaker, thing)


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say who takes which stance, as this document has it."""
    told = tellings[0]
    who = and_list([the(thing.label) for thing in told.of("actor")])
    about = and_list([the(thing.label) for thing in told.of("about") or told.sectors])
    if not who or not about:
        return ""
    said = f"{who} {verb(told.more.get('stance', ''))} {about}"
    time = f" ({when(told.published, told.published)})" if told.published else ""
    return f"{said[0].upper()}{said[1:]}{time}."


_VERBS = {
    "asserts": "speaks of", "neutral": "mentions", "seeks": "asks for a change in", "": "speaks of",
    "willing": "is willing to talk about", "unwilling": "is unwilling to move on", "threatens": "threatens harm over",
    "optimistic": "is optimistic about", "pessimistic": "is pessimistic about",
}  # fmt: skip


def verb(stance: str) -> str:
    """Put a stance into words that take what it is about."""
    return _VERBS.get(stance, stance)


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    return {
        "who": graph.nodes[a]["label"],
        "stance": edge.get("stance", ""),
        "about": graph.nodes[b]["label"],
        "kind": edge["kind"],
        "when": when(edge["earliest"], edge["latest"]) or edge["expression"],
        "sectors": ", ".join(edge["sector_names"]),
        "status": edge["status"],
    }
