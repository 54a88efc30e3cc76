"""How the named graphs of a store are called, and which of them the default graph merges."""

from __future__ import annotations

from kg.model import BASE

GRAPHS = BASE + "id/graph/"
ONTOLOGY = GRAPHS + "ontology"
VOCAB = GRAPHS + "vocab"
ENTITIES = GRAPHS + "entities"
EXAMPLES = GRAPHS + "examples"
THINGS = GRAPHS + "things"
DOCUMENTS = GRAPHS + "documents"
DERIVED = GRAPHS + "derived"
IDENTITY = GRAPHS + "identity"
LEDGER = GRAPHS + "ledger"  # the writer's own book: never merged into the default graph

ADDED = GRAPHS + "added"  # what is added to the default graph itself, by SPARQL

BASE_GRAPHS = (ONTOLOGY, VOCAB, ENTITIES, EXAMPLES)


def document_iri(document: str) -> str:
    """Give the IRI of the document with this id."""
    return f"{BASE}id/doc/{document}"


def facts_graph(document: str, extractor: str) -> str:
    """Give the graph of what an extractor read in a document."""
    return f"{GRAPHS}{document}_{extractor}"


def evidence_graph(facts: str) -> str:
    """Give the graph of the evidence that belongs to a fact graph."""
    return facts + "_evidence"


def derived_graph(facts: str) -> str:
    """Give the graph of what a fact graph yields by rule."""
    return facts + "_derived"


def is_facts(graph: str) -> bool:
    """Say whether the name is that of a document's fact graph."""
    name = graph.removeprefix(GRAPHS)
    return graph.startswith(GRAPHS) and "_" in name and not name.endswith(("_evidence", "_derived"))


def is_derived(graph: str) -> bool:
    """Say whether the graph holds only what rules made."""
    return graph in (DERIVED, IDENTITY) or (graph.startswith(GRAPHS) and graph.endswith("_derived"))


def is_reserved(graph: str) -> bool:
    """Say whether a graph is the program's or a document's, not for anybody to write by SPARQL."""
    return graph.startswith(GRAPHS) and graph != ADDED


def is_made(graph: str) -> bool:
    """Say whether the program makes the graph of what the others hold."""
    return graph in (LEDGER, IDENTITY, DOCUMENTS) or is_derived(graph)


def expand(name: str) -> str:
    """Turn a short name ("entities", "bc91…_rules-1") or an IRI into the graph's IRI."""
    return name if ":" in name else GRAPHS + name
