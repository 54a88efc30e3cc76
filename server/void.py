"""VoID: what the dataset is, how large, in which terms, and where it can be had. https://www.w3.org/TR/void/"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, current_app

from kg.model import BASE
from ontology.terms import PREFIXES, TP
from server.conditional import named, tag, unchanged
from server.description import in_form
from server.negotiation import GRAPHS, chosen
from server.protocol import root
from server.state import the_graph

pages = Blueprint("void", __name__)

_COUNTS = (
    "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"
)
_CLASSES = "SELECT ?term (COUNT(?s) AS ?n) { ?s a ?term } GROUP BY ?term ORDER BY ?term"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term ORDER BY ?term"
_DUMPS = {"ttl": "Turtle", "nt": "N-Triples", "rdf": "RDF_XML", "jsonld": "JSON-LD", "trig": "TriG", "nq": "N-Quads"}
_OTHERS = ("skos", "dcterms", "foaf", "org", "schema", "prov", "oa")

_HEAD = """@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{root}/.well-known/void> a void:DatasetDescription ; foaf:primaryTopic <{root}/.well-known/void#dataset> .

<{root}/.well-known/void#dataset> a void:Dataset ;
  dcterms:title "Trade-policy knowledge graph"@en ;
  dcterms:description "Who met whom about which sector, who put which tariff on whom, and which sentence says so."@en ;
  foaf:homepage <{root}/> ;
  void:sparqlEndpoint <{root}/sparql> ;
  void:uriLookupEndpoint <{root}/search?q=> ;
  void:uriSpace "{base}" ;
  void:exampleResource <{base}sector/steel> , <{base}id/gov/CAN> ;
  void:vocabulary {vocabularies} ;
  void:feature {features} ;
  void:dataDump {dumps} ;
  void:triples {triples} ; void:distinctSubjects {subjects} ; void:distinctObjects {objects} ;
  void:classes {classes} ; void:properties {properties} ;
"""


@pages.get("/.well-known/void")
@pages.get("/void")
def void() -> Response:
    """Describe the dataset."""
    name = tag(chosen(GRAPHS), root())
    return unchanged(name) or named(in_form(_described()), name)


def _described() -> str:
    """Give the description of this state, counted once."""
    key = hashlib.sha256(f"{the_graph().version()} {root()}".encode()).hexdigest()
    kept: dict[str, str] = current_app.extensions.setdefault("tradekg.void", {})
    if key not in kept:
        described = _describe()
        kept.clear()
        kept[key] = described
    return kept[key]


def _describe() -> str:
    here = root()
    classes, properties = _partitions(_CLASSES, "class"), _partitions(_PROPERTIES, "property")
    head = _HEAD.format(
        root=here,
        base=BASE,
        vocabularies=" , ".join(f"<{iri}>" for iri in (TP, *(PREFIXES[name] for name in _OTHERS))),
        features=" , ".join(f"formats:{name}" for name in _DUMPS.values()),
        dumps=" , ".join(f"<{here}/export.{suffix}>" for suffix in _DUMPS),
        classes=len(classes),
        properties=len(properties),
        **{name: term.value for name, term in _rows(_COUNTS)[0].items()},
    )
    return head + " ;\n".join(f"  {line}" for line in (*classes, *properties)) + " .\n"


def _partitions(query: str, kind: str) -> list[str]:
    of = {"class": "entities", "property": "triples"}[kind]
    return [f"void:{kind}Partition [ void:{kind} {row['term']} ; void:{of} {row['n'].value} ]" for row in _rows(query)]


def _rows(query: str) -> Any:  # rows of terms, which have no common base with a value
    return the_graph().query(query).rows
