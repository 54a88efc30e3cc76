"""Who applies which tariff or other measure to whom: a directed multigraph of countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from kg.model import BASE
from kg.views import clauses
from kg.views.filters import NAMES, Filters
from kg.views.rows import Row, add_evidence, add_node, last_part, parts, source, value
from kg.views.wording import and_list, when

NAME = "tariffs"
TITLE = "Who applies which measure to whom"
NOUN = "measure"
FILTERS = NAMES
STATUSES = (
    "in-force", "announced", "threatened", "suspended", "ended", "under-review", "proposed", "denied", "cancelled",
    "did-not-happen",
)  # fmt: skip
COLUMNS = ("who", "whom", "measure", "rate", "status", "starts", "sectors", "title", "published", "phrase")

SAID = 3  # measures of one pair that a sentence names

EVERYBODY = f"{BASE}id/country/all"  # stands for "all countries" where a measure names no target
NOBODY = f"{BASE}id/country/unnamed"  # stands for an imposer that the text does not name


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the edges."""
    return f"""{clauses.PREFIXES}
# Who applies which measure to whom, as each document has it.
SELECT DISTINCT ?measure ?measureLabel ?from ?fromLabel ?to ?toLabel ?by ?byLabel ?kind ?rate ?unit ?status
  ?earliest ?latest ?sectors ?sectorNames ?document ?title ?issued ?start ?end ?phrase ?expression
WHERE {{{clauses.sector(filters, "?measure", "tp:sector")}
  GRAPH ?graph {{ ?measure tp:kind ?kind ; tp:status ?status .
    VALUES ?class {{ tp:TariffMeasure tp:Measure }} ?measure a ?class }}
{clauses.DOCUMENT}
  OPTIONAL {{ GRAPH ?graph {{ ?measure tp:imposedBy ?by }} ?by tp:country ?from .
    OPTIONAL {{ ?by skos:prefLabel ?byLabel }} OPTIONAL {{ ?from skos:prefLabel ?fromLabel }} }}
  OPTIONAL {{ GRAPH ?graph {{ ?measure tp:targets ?to }} OPTIONAL {{ ?to skos:prefLabel ?toLabel }} }}
  OPTIONAL {{ GRAPH ?graph {{ ?measure tp:rate ?rate }} }}
  OPTIONAL {{ GRAPH ?graph {{ ?measure tp:rateUnit ?unit }} }}
  OPTIONAL {{ GRAPH ?graph {{ ?measure skos:prefLabel ?measureLabel }} }}
  OPTIONAL {{ GRAPH ?graph {{ ?measure tp:starts ?time }}
    OPTIONAL {{ ?time tp:earliest ?earliest }} OPTIONAL {{ ?time tp:latest ?latest }} }}
  OPTIONAL {{ GRAPH ?graph {{ ?measure tp:ends ?over }} ?over tp:latest ?until }}
  OPTIONAL {{ SELECT ?graph ?measure (GROUP_CONCAT(DISTINCT STR(?sector); SEPARATOR=" ") AS ?sectors)
      (GROUP_CONCAT(DISTINCT STR(?sectorName); SEPARATOR="; ") AS ?sectorNames)
    WHERE {{ GRAPH ?graph {{ ?measure tp:sector ?sector }} OPTIONAL {{ ?sector skos:prefLabel ?sectorName }} }}
    GROUP BY ?graph ?measure }}
{clauses.evidence("?measure")}{_narrowed(filters)}
}}"""


def _narrowed(filters: Filters) -> str:
    return (
        clauses.status(filters)
        + clauses.who(filters, "?by", "?to")
        + clauses.dates(filters, latest="?until")
        + clauses.examples(filters)
    )


def build(rows: Iterable[Row], filters: Filters) -> Any:
    """Give the networkx.MultiDiGraph of the rows; an edge's key is its measure and document."""
    graph = nx.MultiDiGraph(name=TITLE)
    for row in rows:
        by, target = _end(graph, row, "from", NOBODY), _end(graph, row, "to", EVERYBODY)
        key = f"{last_part(value(row, 'measure'))} {last_part(value(row, 'document'))}"
        if not graph.has_edge(by, target, key):
            graph.add_edge(by, target, key, **_edge(row))
        add_evidence(graph.edges[by, target, key], row)
    return graph


def _end(graph: Any, row: Row, name: str, otherwise: str) -> str:
    if value(row, name):
        return add_node(graph, row, name)
    label = "all countries" if otherwise == EVERYBODY else "not named"
    graph.add_node(otherwise, label=label, kind="country", country="")
    return otherwise


def _edge(row: Row) -> dict[str, Any]:
    return {
        "measure": value(row, "measure"),
        "label": value(row, "measureLabel"),
        "kind": last_part(value(row, "kind")),
        "by": value(row, "byLabel"),
        "rate": _number(value(row, "rate")),
        "unit": last_part(value(row, "unit")),
        "status": last_part(value(row, "status")),
        "earliest": value(row, "earliest"),
        "latest": value(row, "latest"),
        "sectors": [last_part(iri) for iri in parts(value(row, "sectors"), " ")],
        "sector_names": parts(value(row, "sectorNames"), "; "),
        **source(row),
    }


def _number(text: str) -> str:
    """Write a decimal without needless zeros; engines spell 35.0 in two ways."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def fact(edge: dict[str, Any]) -> str:
    """Give the IRI of what the edge stands for."""
    return str(edge["measure"])


def rate(edge: dict[str, Any]) -> str:
    """Write a rate with its unit; empty where the document gives none."""
    if not edge["rate"]:
        return ""
    units = {"percent-ad-valorem": " percent", "percentage-points": " percentage points", "": ""}
    return f"{edge['rate']}{units.get(edge['unit'], ' ' + edge['unit'].replace('-', ' '))}"


def sentences(graph: Any, filters: Filters) -> list[str]:
    """Say what each pair of countries is about in one sentence, those with most measures first."""
    pairs: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for a, b, edge in sorted(graph.edges(data=True), key=lambda each: each[2]["published"]):
        pairs.setdefault((a, b), {})[edge["measure"]] = edge  # the newest document comes last
    ranked = sorted(pairs.items(), key=lambda each: (-len(each[1]), each[0]))
    return [_sentence(graph, a, b, list(edges.values())) for (a, b), edges in ranked]


def _sentence(graph: Any, a: str, b: str, edges: list[dict[str, Any]]) -> str:
    ranked = sorted(edges, key=lambda edge: (STATUSES.index(edge["status"]), not edge["rate"], _measure(edge)))
    told = list(dict.fromkeys(_measure(edge) for edge in ranked))
    shown = and_list([*told[:SAID], f"{len(told) - SAID} more"] if len(told) > SAID + 1 else told)
    return f"{graph.nodes[a]['label']} on {graph.nodes[b]['label']}: {shown}."


def _measure(edge: dict[str, Any]) -> str:
    goods = and_list(edge["sector_names"]) or "goods not named"
    start = f" {when(edge['earliest'], '')}" if edge["status"] == "announced" and edge["earliest"] else ""
    height = f" at {rate(edge)}" if edge["rate"] else ""
    return f"{edge['kind'].replace('-', ' ')} on {goods}{height} ({edge['status'].replace('-', ' ')}{start})"


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    return {
        "who": graph.nodes[a]["label"],
        "whom": graph.nodes[b]["label"],
        "measure": edge["kind"].replace("-", " "),
        "rate": rate(edge),
        "status": edge["status"].replace("-", " "),
        "starts": when(edge["earliest"], edge["latest"]),
        "sectors": ", ".join(edge["sector_names"]),
    }
