"""Who holds which office where: a directed multigraph from persons to bodies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from kg.views import clauses
from kg.views.filters import Filters
from kg.views.rows import Row, add_evidence, add_node, last_part, source, value
from kg.views.wording import when

NAME = "people"
TITLE = "Who holds which office"
NOUN = "office"
FILTERS = ("who", "from", "to", "status", "examples")
STATUSES = ("holds", "held")
COLUMNS = ("who", "office", "where", "status", "when", "title", "published", "phrase")


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the edges."""
    return f"""{clauses.PREFIXES}
# Who holds which office where, as each document has it; from and to ask for the days of the documents.
SELECT DISTINCT ?person ?personLabel ?personCountry ?body ?bodyLabel ?bodyCountry ?tenure ?office ?officeLabel ?status
  ?earliest ?latest ?document ?title ?issued ?start ?end ?phrase ?expression
WHERE {{
  GRAPH ?graph {{ ?tenure a tp:Tenure ; tp:holder ?person ; tp:office ?office }}
  ?office org:postIn ?body .
{clauses.DOCUMENT}
  OPTIONAL {{ ?person skos:prefLabel ?personLabel }} OPTIONAL {{ ?office tp:country ?personCountry }}
  OPTIONAL {{ ?body skos:prefLabel ?bodyLabel }} OPTIONAL {{ ?body tp:country ?bodyCountry }}
  OPTIONAL {{ ?office skos:prefLabel ?officeLabel }}
  OPTIONAL {{ GRAPH ?graph {{ ?tenure tp:starts/tp:earliest ?earliest }} }}
  OPTIONAL {{ GRAPH ?graph {{ ?tenure tp:ends ?over }} OPTIONAL {{ ?over tp:latest ?latest }} }}
  BIND(IF(BOUND(?over), "held", "holds") AS ?status)
{clauses.evidence("?tenure")}{_narrowed(filters)}
}}"""


def _narrowed(filters: Filters) -> str:
    asked = ", ".join(f'"{name}"' for name in filters.status)
    return (
        (f"\n  FILTER(?status IN ({asked}))" if filters.status else "")
        + clauses.who(filters, "?person", "?body")
        + clauses.dates(filters, earliest="?issued", latest="?issued")
        + clauses.examples(filters)
    )


def build(rows: Iterable[Row], filters: Filters) -> Any:
    """Give the networkx.MultiDiGraph of the rows; an edge's key is its tenure and document."""
    graph = nx.MultiDiGraph(name=TITLE)
    for row in rows:
        person, body = add_node(graph, row, "person"), add_node(graph, row, "body")
        key = f"{last_part(value(row, 'tenure'))} {last_part(value(row, 'document'))}"
        if not graph.has_edge(person, body, key):
            graph.add_edge(person, body, key, **_edge(row))
        add_evidence(graph.edges[person, body, key], row)
    return graph


def _edge(row: Row) -> dict[str, Any]:
    return {
        "tenure": value(row, "tenure"),
        "kind": "office",
        "office": value(row, "office"),
        "office_name": value(row, "officeLabel") or last_part(value(row, "office")),
        "status": value(row, "status"),
        "earliest": value(row, "earliest"),
        "latest": value(row, "latest"),
        **source(row),
    }


def fact(edge: dict[str, Any]) -> str:
    """Give the IRI of what the edge stands for."""
    return str(edge["tenure"])


def sentences(graph: Any, filters: Filters) -> list[str]:
    """Say each office of each person in one sentence, those named last first."""
    named: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for person, _, edge in graph.edges(data=True):
        named.setdefault(edge["tenure"], []).append((graph.nodes[person]["label"], edge))
    told = sorted((_sentence(each), max(edge["published"] for _, edge in each)) for each in named.values())
    return [text for text, _ in sorted(told, key=lambda each: each[1], reverse=True)]


def _sentence(named: list[tuple[str, dict[str, Any]]]) -> str:
    days = sorted(edge["published"] for _, edge in named if edge["published"])
    person, newest = max(named, key=lambda each: each[1]["published"])
    verb = "was named as holding until then" if newest["status"] == "held" else "is named as"
    what = "the office " if newest["status"] == "held" else ""
    span = f" ({when(days[0], days[-1])})" if days else ""
    return f"{person} {verb} {what}{newest['office_name']}{span}."


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    return {
        "who": graph.nodes[a]["label"],
        "office": edge["office_name"],
        "where": graph.nodes[b]["label"],
        "status": edge["status"],
        "when": when(edge["earliest"], edge["latest"]),
    }
