"""Checks of a file or of the store: the SHACL shapes, and that every phrase stands where its evidence says.

Documents are checked one at a time, each with the descriptions of what it names and the vocabulary: two documents may
well differ on a status, and that is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib

import ontology
from kg import graph_names as names
from kg.checks import Problem, check
from kg.errors import UsageError
from kg.export import Content, content, content_of
from kg.store import Store
from ontology.terms import DERIVED, PREFIXES, TP

_SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")
_FORMATS = {".rdf": ox.RdfFormat.RDF_XML, ".jsonld": ox.RdfFormat.JSON_LD}
_DERIVED = {TP + name for name in DERIVED} | {PREFIXES["org"] + "holds"}
Texts = Callable[[str], str | None]


def validate_store(store: Store, text: Texts) -> list[Problem]:
    """Check every document of a store."""
    with store.snapshot() as path:
        held = content(ox.Store.read_only(str(path)))
    return list(validate_content(held, text))


def validate_file(path: Path) -> list[Problem]:
    """Check a file of RDF; where its format keeps no graph names, it is taken as one document without shortcuts."""
    form = _FORMATS.get(path.suffix.lower()) or ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    if form is None:
        raise UsageError(
            f"{path}: no RDF format has this suffix; use ttl, trig, nt, nq, jsonld or rdf", subject=str(path)
        )
    try:
        quads = list(ox.parse(path=str(path), format=form))
    except (OSError, SyntaxError) as error:
        raise UsageError(f"{path} cannot be read: {error}", subject=str(path)) from error
    if not quads:
        raise UsageError(f"{path} holds no triples; name a file that does", subject=str(path))
    return list(validate_content(content_of(quads), lambda _: None))


def validate_content(held: Content, text: Texts) -> Iterator[Problem]:
    """Check graphs, document by document."""
    shared = [t for graph in (names.THINGS, names.ENTITIES) for t in held.get(graph, ())]
    facts = sorted(graph for graph in held if names.is_facts(graph))
    for graph in facts:
        evidence = held.get(names.evidence_graph(graph), [])
        own = {graph: held[graph], names.evidence_graph(graph): evidence}
        yield from _validate(own, shared, text(graph.removeprefix(names.GRAPHS).split("_")[0]))
    if not facts:
        merged = [t for triples in held.values() for t in triples if t.predicate.value not in _DERIVED]
        yield from _validate({"": merged}, [], None)


def _validate(own: Content, shared: list[ox.Triple], text: str | None) -> Iterator[Problem]:
    quads = [_quad(triple, graph) for graph, triples in own.items() for triple in triples]
    told = check([*quads, *(_quad(triple, names.THINGS) for triple in shared)], text)
    seen = {(problem.code, problem.node) for problem in told}
    yield from told
    triples = [t for part in own.values() for t in part]
    yield from (p for p in shapes_problems([*triples, *shared]) if (p.code, p.node) not in seen)


def _quad(triple: ox.Triple, graph: str) -> ox.Quad:
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return ox.Quad(triple.subject, triple.predicate, triple.object, name)


def shapes_problems(triples: list[ox.Triple]) -> list[Problem]:
    """Run pySHACL over one document's triples."""
    data = _graph(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    for name in ("trade.ttl", "vocab.ttl"):  # the shapes ask for schemes and sub-classes, so these are data here
        data.parse(data=ontology.text(name), format="turtle")
    shapes = rdflib.Graph().parse(data=ontology.text("shapes.ttl"), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    return sorted(_problems(report), key=lambda problem: (problem.code, problem.node))


def _graph(data: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data, format="nt")


def _problems(report: rdflib.Graph) -> Iterator[Problem]:
    for result in report.subjects(rdflib.RDF.type, _SHACL.ValidationResult):
        message = str(report.value(result, _SHACL.resultMessage) or "S00 does not fit its shape")
        code, _, words = message.partition(" ")
        yield Problem(code, str(report.value(result, _SHACL.focusNode)), words)
