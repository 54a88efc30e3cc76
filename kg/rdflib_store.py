"""An rdflib Dataset over a snapshot of the store: walked as rdflib walks, read from disk, never copied."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID, Graph
from rdflib.store import Store as RdflibStore

from kg.errors import UsageError
from kg.store import Store
from kg.turtle import spelled
from ontology.terms import PREFIXES

Pattern = tuple[Any, Any, Any]


def dataset(store: Store) -> rdflib.Dataset:
    """Open the present state; the default graph is the merge of all graphs, as in queries."""
    found = rdflib.Dataset(store=SnapshotStore(store))
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace, replace=True)
    return found


class SnapshotStore(RdflibStore):
    """A read-only rdflib store on one generation, which stays until `close`."""

    context_aware = True
    graph_aware = True

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._held = store.snapshot()
        self._graph = ox.Store.read_only(str(self._held.__enter__()))
        self._prefixes: dict[str, rdflib.URIRef] = {}

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Let the snapshot go."""
        self._graph = ox.Store()
        self._held.__exit__(None, None, None)

    def triples(self, triple_pattern: Pattern, context: Any = None) -> Iterator[tuple[Any, Iterator[Any]]]:
        """Give the triples of a pattern in a graph, or in all."""
        subject, predicate, obj = map(_term, triple_pattern)
        if isinstance(subject, ox.Literal) or isinstance(predicate, (ox.Literal, ox.BlankNode)):
            return
        # The default graph is the merge of all, so a walk over everything meets each triple once.
        for quad in self._graph.quads_for_pattern(subject, predicate, obj, _graph(context)):
            triple = spelled(quad.triple)
            names = (triple.subject, triple.predicate, triple.object)
            yield tuple(map(_node, names)), self._holders(quad)

    def _holders(self, quad: ox.Quad) -> Iterator[Any]:
        """Give the graphs that hold a triple, found only when asked for."""
        for held in self._graph.quads_for_pattern(quad.subject, quad.predicate, quad.object):
            yield self._context(held.graph_name)

    def _context(self, graph: Any) -> Any:
        name = DATASET_DEFAULT_GRAPH_ID if isinstance(graph, ox.DefaultGraph) else _node(graph)
        return Graph(store=self, identifier=name)

    def contexts(self, triple: Pattern | None = None) -> Generator[Graph, None, None]:
        """Give the graphs, or those that hold a triple."""
        if triple is None or triple == (None, None, None):
            yield from (self._context(name) for name in self._graph.named_graphs())
            return
        for _, graphs in self.triples(triple):
            yield from graphs

    def __len__(self, context: Any = None) -> int:
        return sum(1 for _ in self._graph.quads_for_pattern(None, None, None, _graph(context)))

    def bind(self, prefix: str, namespace: Any, override: bool = True) -> None:
        """Remember a prefix."""
        self._prefixes[prefix] = namespace

    def prefix(self, namespace: Any) -> str | None:
        """Give the prefix of a namespace."""
        return next((name for name, space in self._prefixes.items() if space == namespace), None)

    def namespace(self, prefix: str) -> Any:
        """Give the namespace of a prefix."""
        return self._prefixes.get(prefix)

    def namespaces(self) -> Iterator[tuple[str, Any]]:
        """Give all prefixes."""
        yield from self._prefixes.items()

    def add(self, *_: Any, **__: Any) -> None:
        """Refuse: what is stored comes from documents."""
        raise UsageError("this Dataset shows a state of the store and cannot be changed; use ingest and delete")

    def remove(self, *_: Any, **__: Any) -> None:
        """Refuse, as `add` does."""
        self.add()

    def add_graph(self, graph: Any) -> None:
        """Do nothing: a graph is there once something is in it."""

    def remove_graph(self, graph: Any) -> None:
        """Refuse, as `add` does."""
        self.add()


def _graph(context: Any) -> ox.NamedNode | ox.DefaultGraph:
    name = getattr(context, "identifier", context)
    return ox.DefaultGraph() if name is None or name == DATASET_DEFAULT_GRAPH_ID else ox.NamedNode(str(name))


def _term(node: Any) -> Any:
    if node is None:
        return None
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype))) if node.datatype else ox.Literal(str(node))


def _node(term: Any) -> Any:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    kind = term.datatype.value
    return rdflib.Literal(term.value, datatype=None if kind == PREFIXES["xsd"] + "string" else rdflib.URIRef(kind))
