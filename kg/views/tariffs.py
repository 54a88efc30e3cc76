"""Who applies which tariff or other measure to whom: a directed multigraph of countries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.model import BASE
from kg.views import clauses
from kg.views.building import Link, number
from kg.views.clauses import Pattern
from kg.views.filters import COMMON, Filters
from kg.views.told import Thing, Told
from kg.views.wording import and_list, when
from ontology.terms import SCHEMES

NAME = "tariffs"
TITLE = "Who applies which measure to whom"
NOUN = "measure"
DIRECTED = True
FILTERS = (*COMMON, "kind")
KINDS = SCHEMES["measure-kind"]
STATUSES = (
    "in-force", "announced", "threatened", "suspended", "ended", "under-review", "proposed", "denied", "cancelled",
    "did-not-happen",
)  # fmt: skip
CHOICES = {"status": STATUSES, "kind": KINDS}
COLUMNS = ("who", "whom", "measure", "rate", "status", "starts", "ends", "sectors", "title", "published", "phrase")

EVERYBODY = Thing(f"{BASE}id/country/all", "all countries")  # where a measure names no target
NOBODY = Thing(f"{BASE}id/country/unnamed", "not named")  # where the text does not name who imposes it
PATTERN = Pattern(
    says="Who applies which measure to whom.",
    classes=("TariffMeasure", "Measure"),
    roles=("imposedBy", "targets"),
    single={"kind": "tp:kind", "rate": "tp:rate", "unit": "tp:rateUnit", "label": "skos:prefLabel"},
    starts=("starts",),
    ends=("ends",),
    sector="tp:sector",
)


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(PATTERN, filters)


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join the country of whoever imposes a measure with each that it hits."""
    for by in told.of("imposedBy") or (NOBODY,):
        for target in told.of("targets") or (EVERYBODY,):
            yield Link(country(by), target, more={"by": by.label if by is not NOBODY else ""})


def country(government: Thing) -> Thing:
    """Give the country of a government."""
    name = government.label.removeprefix("Government of ").removeprefix("the ")
    return Thing(government.iri.replace("/id/gov/", "/id/country/"), name, government.country)


def rate(more: Any) -> str:
    """Write a rate with its unit; empty where the document gives none."""
    height = number(more.get("rate", ""))
    if not height:
        return ""
    unit = more.get("unit", "")
    units = {"percent-ad-valorem": " percent", "percentage-points": " percentage points", "": ""}
    return f"{height}{units.get(unit, ' ' + unit.replace('-', ' '))}"


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say who applies what to whom, as this document has it."""
    told = tellings[0]
    by = and_list([country(thing).label for thing in told.of("imposedBy")]) or "Somebody"
    on = and_list([thing.label for thing in told.of("targets")]) or EVERYBODY.label
    return f"{by} on {on}: {_measure(told)}."


def _measure(told: Told) -> str:
    goods = and_list([sector.label for sector in told.sectors]) or "goods not named"
    start = f" {when(told.earliest, '')}" if told.status == "announced" and told.earliest else ""
    height = f" at {rate(told.more)}" if told.more.get("rate") else ""
    kind = told.more.get("kind", "measure").replace("-", " ")
    return f"{kind} on {goods}{height} ({told.status.replace('-', ' ')}{start})"


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    return {
        "who": graph.nodes[a]["label"],
        "whom": graph.nodes[b]["label"],
        "measure": edge["kind"].replace("-", " "),
        "rate": rate(edge),
        "status": edge["status"].replace("-", " "),
        "starts": when(edge["earliest"], edge["latest"]),
        "ends": when("", edge["ends"]).removeprefix("by "),
        "sectors": ", ".join(edge["sector_names"]),
    }
