"""Who met, or is to meet, whom about which sector: a multigraph with one edge an event, pair and document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from kg.views import clauses
from kg.views.filters import NAMES, Filters
from kg.views.rows import Row, add_evidence, add_node, last_part, parts, source, value
from kg.views.wording import and_list, the, when

NAME = "meetings"
TITLE = "Who met, or is to meet, whom"
NOUN = "event"
FILTERS = NAMES
STATUSES = (
    "planned", "ongoing", "happened", "possible", "proposed", "postponed", "cancelled", "did-not-happen", "denied",
    "claimed",
)  # fmt: skip
COLUMNS = ("who", "whom", "kind", "role", "status", "when", "sectors", "places", "title", "published", "phrase")


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the edges."""
    return f"""{clauses.PREFIXES}
# Who met, or is to meet, whom. Status and content of an event come from one document's graph.
SELECT DISTINCT ?a ?aLabel ?aCountry ?b ?bLabel ?bCountry ?role ?kind ?event ?status ?earliest ?latest
  ?statuses ?sectors ?sectorNames ?places ?document ?title ?issued ?start ?end ?phrase ?expression
WHERE {{{clauses.sector(filters, "?event", "tp:sector|tp:about/tp:sector")}
  GRAPH ?graph {{
    {{ VALUES ?kind {{ tp:Meeting tp:Negotiation }}
      ?event a ?kind ; tp:status ?status ; tp:participant|tp:actor|tp:recipient ?a .
      ?event tp:participant|tp:actor|tp:recipient ?b .
      FILTER(STR(?a) < STR(?b)) BIND("met" AS ?role) }}
    UNION {{ VALUES ?kind {{ tp:Call tp:Visit }}
      ?event a ?kind ; tp:status ?status ; tp:participant ?a ; tp:participant ?b .
      FILTER(STR(?a) < STR(?b)) BIND("met" AS ?role) }}
    UNION {{ VALUES ?kind {{ tp:Call tp:Visit }}
      ?event a ?kind ; tp:status ?status ; tp:actor ?a ; tp:recipient ?b . BIND("met" AS ?role) }}
    # whoever travels along is of the delegation and has not met anybody by that
    UNION {{ VALUES ?kind {{ tp:Visit }}
      ?event a ?kind ; tp:status ?status ; tp:actor ?a ; tp:accompaniedBy ?b . BIND("delegation" AS ?role) }}
  }}
{clauses.DOCUMENT}
  OPTIONAL {{ GRAPH ?graph {{ ?event tp:when|tp:starts ?time }}
    OPTIONAL {{ ?time tp:earliest ?earliest }} OPTIONAL {{ ?time tp:latest ?latest }} }}
  OPTIONAL {{ ?a skos:prefLabel ?aLabel }} OPTIONAL {{ ?a tp:country|^tp:holder/tp:office/tp:country ?aCountry }}
  OPTIONAL {{ ?b skos:prefLabel ?bLabel }} OPTIONAL {{ ?b tp:country|^tp:holder/tp:office/tp:country ?bCountry }}
  OPTIONAL {{ SELECT ?event (GROUP_CONCAT(DISTINCT STR(?told); SEPARATOR=" ") AS ?statuses)
    WHERE {{ ?event tp:status ?told }} GROUP BY ?event }}
  OPTIONAL {{ SELECT ?graph ?event (GROUP_CONCAT(DISTINCT STR(?sector); SEPARATOR=" ") AS ?sectors)
      (GROUP_CONCAT(DISTINCT STR(?sectorName); SEPARATOR="; ") AS ?sectorNames)
    WHERE {{ GRAPH ?graph {{ ?event tp:sector|tp:about/tp:sector ?sector }}
      OPTIONAL {{ ?sector skos:prefLabel ?sectorName }} }} GROUP BY ?graph ?event }}
  OPTIONAL {{ SELECT ?graph ?event (GROUP_CONCAT(DISTINCT STR(?placeName); SEPARATOR="; ") AS ?places)
    WHERE {{ GRAPH ?graph {{ ?event tp:place ?place }} ?place skos:prefLabel ?placeName }} GROUP BY ?graph ?event }}
{clauses.evidence("?event")}{_narrowed(filters)}
}}"""


def _narrowed(filters: Filters) -> str:
    return (
        clauses.status(filters) + clauses.who(filters, "?a", "?b") + clauses.dates(filters) + clauses.examples(filters)
    )


def build(rows: Iterable[Row], filters: Filters) -> Any:
    """Give the networkx.MultiGraph of the rows; an edge's key is its event, document and role."""
    graph = nx.MultiGraph(name=TITLE)
    for row in rows:
        a, b = add_node(graph, row, "a"), add_node(graph, row, "b")
        event, role = value(row, "event"), value(row, "role")
        key = f"{last_part(event)} {last_part(value(row, 'document'))} {role}"
        if not graph.has_edge(a, b, key):
            graph.add_edge(a, b, key, **_edge(row, event, role))
        add_evidence(graph.edges[a, b, key], row)
    return graph


def _edge(row: Row, event: str, role: str) -> dict[str, Any]:
    kind = last_part(value(row, "kind")).lower()
    directed = role == "delegation" or kind in ("call", "visit")
    return {
        "event": event,
        "kind": kind,
        "role": role,
        "actor": value(row, "a") if directed else "",
        "status": last_part(value(row, "status")),
        "statuses": [last_part(iri) for iri in parts(value(row, "statuses"), " ")],  # of all documents
        "earliest": value(row, "earliest"),
        "latest": value(row, "latest"),
        "sectors": [last_part(iri) for iri in parts(value(row, "sectors"), " ")],
        "sector_names": parts(value(row, "sectorNames"), "; "),
        "places": parts(value(row, "places"), "; "),
        **source(row),
    }


def fact(edge: dict[str, Any]) -> str:
    """Give the IRI of what the edge stands for."""
    return str(edge["event"])


def sentences(graph: Any, filters: Filters) -> list[str]:
    """Say each event in one sentence, as its newest document has it; the newest event first."""
    found = []
    for event, edges in _events(graph).items():
        newest = max(edge["published"] for _, _, edge in edges)
        told = [each for each in edges if each[2]["published"] == newest and each[2]["role"] == "met"]
        if told:
            found.append((told[0][2]["latest"] or told[0][2]["earliest"], event, _sentence(graph, told, filters)))
    return [text for _, _, text in sorted(found, reverse=True)]


def _events(graph: Any) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    events: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for a, b, edge in graph.edges(data=True):
        events.setdefault(edge["event"], []).append((a, b, edge))
    return events


def _sentence(graph: Any, edges: list[tuple[str, str, dict[str, Any]]], filters: Filters) -> str:
    edge = edges[0][2]
    first = {iri for who in filters.who for iri in who.iris} | {edge["actor"]}
    agents = sorted({agent for a, b, _ in edges for agent in (a, b)}, key=lambda iri: (iri not in first, iri))
    names = [the(graph.nodes[agent]["label"]) for agent in agents]
    topic = f" about {and_list(edge['sector_names'])}" if edge["sector_names"] else ""
    time = when(edge["earliest"], edge["latest"]) or (f"({edge['expression']})" if edge["expression"] else "")
    said = " ".join(f"{_said(edge, names)} {time}".split())
    return f"{said[0].upper()}{said[1:]}{topic}{_after(edge)}."


def _after(edge: dict[str, Any]) -> str:
    """Say what became of a plan, as far as any document tells."""
    if edge["status"] != "planned":
        return ""
    later = [status.replace("-", " ") for status in edge["statuses"] if status != "planned"]
    return f"; planned here, {and_list(later)} by another document" if later else "; planned, no report since"


_VERBS = {
    ("meeting", "planned"): "is to meet", ("meeting", "happened"): "met", ("meeting", "ongoing"): "is meeting",
    ("call", "planned"): "is to call", ("call", "happened"): "called", ("call", "ongoing"): "is on the telephone with",
    ("visit", "planned"): "is to visit", ("visit", "happened"): "visited", ("visit", "ongoing"): "is visiting",
    ("negotiation", "planned"): "is to negotiate with", ("negotiation", "happened"): "negotiated with",
    ("negotiation", "ongoing"): "is negotiating with",
}  # fmt: skip


def _said(edge: dict[str, Any], names: list[str]) -> str:
    """Put the parties and what they do into words; what may not be real is named as such."""
    verb = _VERBS.get((edge["kind"], edge["status"]))
    if verb:
        return f"{names[0]} {verb} {and_list(names[1:])}"
    status = {"did-not-happen": "did not happen"}.get(edge["status"], f"is {edge['status']}")
    noun = {"call": "call between", "visit": "visit involving"}.get(edge["kind"], f"{edge['kind']} of")
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
