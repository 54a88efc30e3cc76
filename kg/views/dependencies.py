"""Who relies on whose supplies: directed, from those who depend to the countries they depend on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.views import clauses
from kg.views.building import Link
from kg.views.clauses import Pattern
from kg.views.filters import COMMON, Filters
from kg.views.told import Told
from kg.views.wording import and_list, the
from ontology.terms import SCHEMES

NAME = "dependencies"
TITLE = "Who relies on whose supplies"
NOUN = "dependency"
DIRECTED = True
FILTERS = (*COMMON, "kind")
STATUSES = ("stated",)
CHOICES = {"status": STATUSES, "kind": SCHEMES["dependency-kind"]}
COLUMNS = ("who", "supplier", "kind", "sectors", "title", "published", "phrase")
PATTERN = Pattern(
    says="Who relies on whose supplies, as each document has it; from and to ask for the days of the documents.",
    classes=("Dependency",),
    roles=("dependent", "supplier"),
    status=False,
    single={"kind": "tp:kind"},
    starts=(),
    sector="tp:sector",
)


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(PATTERN, filters)


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join whoever depends with each supplier."""
    for dependent in told.of("dependent"):
        for supplier in told.of("supplier"):
            yield Link(dependent, supplier)


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say who relies on whom for what, as this document has it."""
    told = tellings[0]
    who, whom = ([the(thing.label) for thing in told.of(role)] for role in ("dependent", "supplier"))
    goods = and_list([sector.label for sector in told.sectors])
    if not who or not whom:
        return ""
    said = (
        f"{and_list(who)} {'rely' if len(who) > 1 else 'relies'} on {and_list(whom)}{f' for {goods}' if goods else ''}"
    )
    return f"{said[0].upper()}{said[1:]}."


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    return {
        "who": graph.nodes[a]["label"],
        "supplier": graph.nodes[b]["label"],
        "kind": edge["kind"].replace("-", " "),
        "sectors": ", ".join(edge["sector_names"]),
        "status": edge["status"],
    }
