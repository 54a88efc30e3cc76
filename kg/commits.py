"""One commit on a store: documents put and deleted, descriptions swept, shortcuts derived, ledger kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kg import graph_names as names
from kg import identity, rules
from kg.changes import Changes, DocumentChange, Outcome
from kg.errors import StoreError
from kg.merge import Plan, Quads, graph_of
from kg.tellings import events_of
from ontology.terms import PREFIXES

LEDGER_TERMS = "https://w3id.org/tradekg/ledger#"  # the writer's own words, outside the ontology
_VERSION, META, _QUADS, _FACTS, _GRAPH, _BASE = (
    ox.NamedNode(LEDGER_TERMS + name) for name in ("version", "meta", "quads", "facts", "graph", "base")
)
_BOOK = ox.NamedNode(names.LEDGER)
_PREF, _ALT = (ox.NamedNode(PREFIXES["skos"] + name) for name in ("prefLabel", "altLabel"))
_INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")

Fact = frozenset[ox.Triple]  # a node with all its triples


def version(store: Quads) -> int:
    """Give the number of the last commit, 0 for a new store."""
    for quad in store.quads_for_pattern(_BOOK, _VERSION, None, _BOOK):
        return int(str(getattr(quad.object, "value", "0")))
    return 0


def base_hash(store: Quads) -> str:
    """Give the content hash of the ontology, vocabulary and registry that the store holds."""
    for quad in store.quads_for_pattern(_BOOK, _BASE, None, _BOOK):
        return str(getattr(quad.object, "value", ""))
    return ""


Note = Callable[[int, Plan], object]  # is told of a commit and its number before it is made


def apply(store: Quads, changes: Changes, *, base: str | None = None, note: Note | None = None) -> Outcome:
    """Make the change in one transaction and see it on disk; `base` is the hash of refreshed base graphs."""
    for triples in _all_triples(changes):
        _refuse_blank_nodes(triples)
    plan = Plan(store)
    told = _Told()
    for graph, triples in changes.graphs.items():
        plan.replace(graph, triples)
    for document in changes.documents:
        _put(plan, document, told)
    for document_id in changes.deleted:
        _delete(plan, document_id, told)
    _sweep(plan, told.named)
    _derive(plan, told, everything=bool(changes.graphs))
    _keep_ledger(plan, changes, told, base)
    if plan.empty:
        return told.outcome(version(store), changed=False)
    return told.outcome(write(store, plan, note), changed=True)


def write(store: Quads, plan: Plan, note: Note | None = None) -> int:
    """Make what was planned, in one transaction, and see it on disk; give the number of the new state."""
    number = version(store) + 1
    _set(plan, _BOOK, _VERSION, ox.Literal(number))
    if note is not None:
        note(number, plan)
    store.update(plan.update())
    store.flush()  # an answer means synced: without it the log stays in the kernel's memory
    return number


class _Told:
    """What is gathered while a commit is worked out."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.unchanged: list[str] = []
        self.deleted: list[str] = []
        self.gained = 0
        self.lost = 0
        self.named: set[ox.NamedNode] = set()  # things to look at when sweeping
        self.nodes: set[ox.NamedNode] = set()  # nodes whose statements changed
        self.events: set[ox.NamedNode] = set()  # events among them
        self.graphs: set[str] = set()  # fact graphs put

    def outcome(self, number: int, *, changed: bool) -> Outcome:
        """Give the answer to the client."""
        return Outcome(
            version=number,
            changed=changed,
            added=tuple(self.added),
            replaced=tuple(self.replaced),
            unchanged=tuple(self.unchanged),
            deleted=tuple(self.deleted),
            facts_gained=self.gained,
            facts_lost=self.lost,
        )


def graphs_of(plan: Plan, document: str) -> set[str]:
    """Give the fact graphs of a document, of whatever extractor."""
    node = ox.NamedNode(names.document_iri(document))
    lines = plan.quads(None, rules.DERIVED_FROM, node, names.DOCUMENTS)
    return {str(getattr(quad.subject, "value", "")) for quad in lines}


def _put(plan: Plan, document: DocumentChange, told: _Told) -> None:
    held = graphs_of(plan, document.id)
    old = set(_quads_of(plan, held))
    for graph in held - {document.graph}:
        _drop(plan, graph)
    plan.replace(document.graph, document.facts)
    plan.replace(names.evidence_graph(document.graph), document.evidence)
    line = ox.Triple(ox.NamedNode(document.graph), rules.DERIVED_FROM, ox.NamedNode(names.document_iri(document.id)))
    plan.add(line, names.DOCUMENTS)
    new = set(_quads_of(plan, {document.graph}))
    _describe(plan, document.things, told)
    _note(told, old, new)
    told.graphs.add(document.graph)
    same = document.graph in held and old == new
    (told.unchanged if same else told.replaced if held else told.added).append(document.id)


def _delete(plan: Plan, document: str, told: _Told) -> None:
    held = graphs_of(plan, document)
    if not held:
        return
    _note(told, set(_quads_of(plan, held)), set())
    for graph in held:
        _drop(plan, graph)
    for quad in [*plan.quads(ox.NamedNode(names.document_iri(document)), graph=names.LEDGER)]:
        plan.remove(quad)
    told.deleted.append(document)


def _quads_of(plan: Plan, graphs: Iterable[str]) -> Iterator[ox.Quad]:
    for graph in graphs:
        yield from plan.quads(graph=graph)
        yield from plan.quads(graph=names.evidence_graph(graph))


def _drop(plan: Plan, graph: str) -> None:
    for name in (graph, names.evidence_graph(graph), names.derived_graph(graph)):
        plan.replace(name, ())
    for quad in [*plan.quads(ox.NamedNode(graph), rules.DERIVED_FROM, None, names.DOCUMENTS)]:
        plan.remove(quad)


def _note(told: _Told, old: set[ox.Quad], new: set[ox.Quad]) -> None:
    before, after = _facts(old), _facts(new)
    told.gained += len(after - before)
    told.lost += len(before - after)
    told.named |= {n for q in old - new for n in (q.subject, q.object) if isinstance(n, ox.NamedNode)}
    told.nodes |= rules.stating_nodes(old | new)
    told.events |= events_of(old ^ new)


def _facts(quads: Iterable[ox.Quad]) -> set[Fact]:
    by_node: dict[object, set[ox.Triple]] = {}
    for quad in quads:
        if names.is_facts(graph_of(quad)):
            by_node.setdefault(quad.subject, set()).add(quad.triple)
    return {frozenset(triples) for triples in by_node.values()}


def _describe(plan: Plan, things: Iterable[ox.Triple], told: _Told) -> None:
    """Add descriptions; of two labels the first in order is preferred, so the order of loading plays no part."""
    for triple in things:
        if isinstance(triple.subject, ox.NamedNode):
            told.named.add(triple.subject)
        if triple.predicate != _PREF:
            plan.add(triple, names.THINGS)
            continue
        rivals = [q.triple for q in plan.quads(triple.subject, _PREF, None, names.THINGS)]
        best, *others = sorted({triple, *rivals}, key=lambda t: str(t.object))
        for rival in others:
            plan.remove(ox.Quad(rival.subject, rival.predicate, rival.object, ox.NamedNode(names.THINGS)))
            plan.add(ox.Triple(rival.subject, _ALT, rival.object), names.THINGS)
        plan.add(best, names.THINGS)


def _sweep(plan: Plan, named: set[ox.NamedNode]) -> None:
    """Take away the descriptions of things that nothing names any more."""
    candidates = list(named)
    while candidates:
        node = candidates.pop()
        described = [*plan.quads(node, graph=names.THINGS)]
        if not described or _is_named(plan, node):
            continue
        for quad in described:
            plan.remove(quad)
        candidates += [q.object for q in described if isinstance(q.object, ox.NamedNode)]


def _is_named(plan: Plan, node: ox.NamedNode) -> bool:
    def counts(graph: str) -> bool:
        return graph != names.LEDGER and not names.is_derived(graph)

    if any(counts(graph_of(q)) and q.subject != node for q in plan.quads(None, None, node)):
        return True
    return any(counts(graph_of(q)) and graph_of(q) != names.THINGS for q in plan.quads(node))


def _derive(plan: Plan, told: _Told, *, everything: bool) -> None:
    if everything:
        rebuild(plan)
        return
    people = rules.people_with_other_offices(plan)
    moved = identity.refresh(plan, told.events, told.named, people)
    for graph in told.graphs | rules.graphs_of(plan, people):
        plan.replace(names.derived_graph(graph), rules.derive_document(plan, graph))
    rules.refresh_across(plan, told.nodes | moved)


def rebuild(plan: Plan) -> None:
    """Let all that rules make of the documents be made from nothing."""
    identity.rebuild(plan)
    rules.rebuild(plan)


def _keep_ledger(plan: Plan, changes: Changes, told: _Told, base: str | None) -> None:
    for document in changes.documents:
        node = ox.NamedNode(names.document_iri(document.id))
        quads = {*_quads_of(plan, {document.graph})}
        _set(plan, node, META, ox.Literal(json.dumps(dict(document.meta), sort_keys=True, ensure_ascii=False)))
        _set(plan, node, _QUADS, ox.Literal(len(quads)))
        _set(plan, node, _FACTS, ox.Literal(len(_facts(quads))))
        _set(plan, node, _GRAPH, ox.NamedNode(document.graph))
    if base is not None:
        _set(plan, _BOOK, _BASE, ox.Literal(base))


def _set(plan: Plan, node: ox.NamedNode, predicate: ox.NamedNode, value: ox.Literal | ox.NamedNode) -> None:
    held = [*plan.quads(node, predicate, None, names.LEDGER)]
    for quad in held:
        if quad.object != value:
            plan.remove(quad)
    plan.add(ox.Triple(node, predicate, value), names.LEDGER)


def _all_triples(changes: Changes) -> Iterator[tuple[ox.Triple, ...]]:
    for document in changes.documents:
        yield from (document.facts, document.evidence, document.things)
    yield from changes.graphs.values()


def _refuse_blank_nodes(triples: Iterable[ox.Triple]) -> None:
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            raise StoreError(f"a graph with a blank node cannot be stored: {triple}", subject=str(triple))
