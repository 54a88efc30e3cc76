"""Labels instead of IRIs, and the address of an IRI's page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from flask import request

from kg.model import BASE
from ontology.terms import PREFIXES, TP
from server.state import the_graph

CHUNK = 400  # IRIs asked for at once
LONGEST = 300  # characters of a label on a page

_LABELS = """SELECT ?thing (MIN(STR(?name)) AS ?label) WHERE {{ VALUES ?thing {{ {iris} }}
  ?thing skos:prefLabel|rdfs:label|dcterms:title|tp:office/skos:prefLabel ?name }} GROUP BY ?thing"""

# Terms of others' vocabularies, as a page names them.
_FOREIGN = {
    "foaf:Person": "person", "org:Organization": "organisation", "org:Post": "office", "org:holds": "holds",
    "org:postIn": "office in", "schema:Place": "place", "schema:Legislation": "law", "schema:sameAs": "same as",
    "skos:prefLabel": "name", "skos:altLabel": "also called", "skos:notation": "code", "skos:broader": "part of",
    "skos:inScheme": "in the list", "skos:Concept": "concept", "skos:definition": "meaning", "skos:note": "note",
    "dcterms:isVersionOf": "version of",
    "dcterms:source": "source", "oa:hasBody": "evidence for", "prov:wasDerivedFrom": "read from",
}  # fmt: skip


def labels_of(iris: Iterable[str]) -> dict[str, str]:
    """Give a readable name for each IRI: its label, else the last part of it."""
    wanted = sorted({iri for iri in iris if _safe(iri)})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + CHUNK])
        rows = the_graph().query(_LABELS.format(iris=values)).rows
        found |= {str(getattr(row["thing"], "value", "")): str(getattr(row["label"], "value", "")) for row in rows}
    return {iri: found.get(iri, "")[:LONGEST] or short(iri) for iri in iris}


_KINDS = """SELECT ?thing ?type WHERE {{ VALUES ?thing {{ {iris} }} ?thing a ?type
  FILTER NOT EXISTS {{ ?thing a ?narrower . ?narrower rdfs:subClassOf+ ?type . FILTER(?narrower != ?type) }}
}} ORDER BY ?thing ?type"""


def kinds_of(iris: Iterable[str]) -> dict[str, list[str]]:
    """Give the names of the narrowest types of each IRI."""
    found: dict[str, list[str]] = {iri: [] for iri in iris}
    values = " ".join(f"<{iri}>" for iri in sorted(found) if _safe(iri))
    rows: Any = the_graph().query(_KINDS.format(iris=values)).rows
    names = labels_of({row["type"].value for row in rows})
    for row in rows:
        found[row["thing"].value].append(names[row["type"].value])
    return found


def _safe(iri: str) -> bool:
    return ":" in iri and not re.search(r'[<>"{}|^`\\\x00-\x20]', iri)


def short(iri: str) -> str:
    """Write an IRI by its prefix, or by its last part."""
    if iri.startswith(f"{BASE}id/"):
        return iri.rsplit("/", 1)[-1]
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            name = f"{prefix}:{iri.removeprefix(namespace)}"
            return _FOREIGN.get(name, name)
    return iri[:LONGEST]


def page_of(iri: str) -> str:
    """Give the address of an IRI's page here, or its own address outside; nothing where it has none."""
    if iri.startswith(f"{BASE}id/doc/"):
        return f"/documents/{quote(iri.removeprefix(f'{BASE}id/doc/'), safe='')}"
    if iri.startswith(TP):
        return f"/ontology#{quote(iri.removeprefix(TP))}"
    if iri.startswith(BASE):
        return f"/page/{quote(iri.removeprefix(BASE).removeprefix('id/'), safe='/')}"
    return web(iri)


def web(url: str | None) -> str:
    """Give an address that may stand in a link: http or https, else nothing."""
    return url if url and re.match(r"https?://[^\s<>\"]+$", url) else ""


def here() -> str:
    """Give the address of the present page with its query."""
    return request.full_path.rstrip("?")
