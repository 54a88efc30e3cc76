"""What a commit asks for and what it answers: values that pass between a client and the writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pyoxigraph as ox

from kg import graph_names as names

Triples = tuple[ox.Triple, ...]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One document as an extractor read it: it takes the place of all that was stored of it."""

    id: str
    extractor: str
    facts: Triples = ()
    evidence: Triples = ()
    things: Triples = ()
    meta: Mapping[str, Any] = field(default_factory=dict)  # JSON values: title, published and the like

    @property
    def graph(self) -> str:
        """Give the name of its fact graph."""
        return names.facts_graph(self.id, self.extractor)


@dataclass(frozen=True, slots=True)
class Changes:
    """One transaction: documents to put and to delete, and whole graphs to replace (no triples: to drop)."""

    documents: tuple[DocumentChange, ...] = ()
    deleted: tuple[str, ...] = ()
    graphs: Mapping[str, Triples] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a commit did. A fact is a node with all its triples, so a changed one counts as lost and gained."""

    version: int
    changed: bool
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    facts_gained: int = 0
    facts_lost: int = 0


def pack(changes: Changes) -> tuple[dict[str, Any], bytes]:
    """Give header and N-Quads of a commit."""
    quads: list[ox.Quad] = []
    for document in changes.documents:
        quads += _quads(document.facts, document.graph)
        quads += _quads(document.evidence, names.evidence_graph(document.graph))
        quads += _quads(document.things, _things(document.graph))
    for graph, triples in changes.graphs.items():
        quads += _quads(triples, graph)
    documents = [{"id": d.id, "extractor": d.extractor, "meta": dict(d.meta)} for d in changes.documents]
    header = {"documents": documents, "deleted": list(changes.deleted), "graphs": list(changes.graphs)}
    return header, ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def unpack(header: Mapping[str, Any], payload: bytes) -> Changes:
    """Read a commit from header and N-Quads."""
    content: dict[str, list[ox.Triple]] = {}
    for quad in ox.parse(payload, format=ox.RdfFormat.N_QUADS):
        content.setdefault(str(getattr(quad.graph_name, "value", "")), []).append(quad.triple)

    def of(graph: str) -> Triples:
        return tuple(content.get(graph, ()))

    def document(row: Mapping[str, Any]) -> DocumentChange:
        graph = names.facts_graph(row["id"], row["extractor"])
        parts = {"facts": of(graph), "evidence": of(names.evidence_graph(graph)), "things": of(_things(graph))}
        return DocumentChange(id=row["id"], extractor=row["extractor"], meta=row["meta"], **parts)

    return Changes(
        documents=tuple(document(row) for row in header["documents"]),
        deleted=tuple(header["deleted"]),
        graphs={graph: of(graph) for graph in header["graphs"]},
    )


def outcome_header(outcome: Outcome) -> dict[str, Any]:
    """Give the JSON form of an outcome."""
    return asdict(outcome)


def read_outcome(header: Mapping[str, Any]) -> Outcome:
    """Read an outcome from its JSON form."""
    known: dict[str, Any] = {name: header[name] for name in Outcome.__dataclass_fields__}
    for name, value in known.items():
        if isinstance(value, list):
            known[name] = tuple(value)
    return Outcome(**known)


def _things(graph: str) -> str:
    return graph + "_things"


def _quads(triples: Iterable[ox.Triple], graph: str) -> list[ox.Quad]:
    name = ox.NamedNode(graph)
    return [ox.Quad(t.subject, t.predicate, t.object, name) for t in triples]
