"""What `extract` writes: one document's graphs with the labels of all they name, so that a file reads alone."""

from __future__ import annotations

import pyoxigraph as ox

from kg import graph_names as names
from kg.export import Content, content_of
from kg.registry import Registry
from kg.triples import DocumentGraphs


def content_of_document(graphs: DocumentGraphs, registry: Registry) -> Content:
    """Give facts, evidence, descriptions and the link to the document, graph by graph."""
    found = content_of([*graphs.facts, *graphs.evidence])
    line = ox.Triple(
        ox.NamedNode(names.facts_graph(graphs.document.id, graphs.extractor)),
        ox.NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom"),
        ox.NamedNode(names.document_iri(graphs.document.id)),
    )
    found[names.DOCUMENTS] = [line]
    found[names.THINGS] = list(graphs.things)
    found[names.ENTITIES] = _described(graphs, registry)
    return {graph: triples for graph, triples in found.items() if triples}


def _described(graphs: DocumentGraphs, registry: Registry) -> list[ox.Triple]:
    """Describe what is named, and what those descriptions name in turn."""
    left, seen, found = set(graphs.known), set[str](), list[ox.Triple]()
    left |= {t.object.value for t in graphs.things if isinstance(t.object, ox.NamedNode)}
    while left:
        iri = left.pop()
        seen.add(iri)
        described = registry.description(iri)
        found += described
        left |= {t.object.value for t in described if isinstance(t.object, ox.NamedNode)} - seen
    return found
