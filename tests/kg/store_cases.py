"""Hand-made documents for tests of the store."""

import pyoxigraph as ox

import ontology
from kg import graph_names as names
from kg import merge
from kg.changes import Changes, DocumentChange
from ontology.terms import PREFIXES

MEETING = "evt:meeting_2025-10-07_donald-trump--mark-carney"


def triples(turtle: str) -> tuple[ox.Triple, ...]:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return tuple(q.triple for q in ox.parse(head + turtle, format=ox.RdfFormat.TURTLE))


def change(document: str, facts: str, *, day: str = "2025-10-08", things: str = "") -> DocumentChange:
    evidence = f'doc:{document} a tp:SourceDocument ; dcterms:issued "{day}"^^xsd:date .'
    return DocumentChange(document, "hand", triples(facts), triples(evidence), triples(things))


def meeting(number: int) -> Changes:
    facts = f"evt:m{number} a tp:Meeting ; tp:participant gov:CAN , gov:USA ; tp:status status:planned ."
    return Changes(documents=(change(f"d{number}", facts),))


def seed_graphs() -> dict[str, tuple[ox.Triple, ...]]:
    found: dict[str, list[ox.Triple]] = {}
    for quad in ox.parse(ontology.text("seed_gold.trig"), format=ox.RdfFormat.TRIG):
        found.setdefault(merge.graph_of(quad), []).append(quad.triple)
    return {graph: tuple(content) for graph, content in found.items()}


SEED = next(name for name in seed_graphs() if name.endswith("_gold")).removeprefix(names.GRAPHS).split("_")[0]


def seed_change() -> DocumentChange:
    graphs = seed_graphs()
    facts = names.facts_graph(SEED, "gold")
    return DocumentChange(SEED, "gold", graphs[facts], graphs[names.evidence_graph(facts)], meta={"title": "Seed"})
