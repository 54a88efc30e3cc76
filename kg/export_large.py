"""Exports too large to be arranged for people: subject by subject, in the order of the IRIs, little held in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from typing import IO, Any

import pyoxigraph as ox

from kg import graph_names as names
from kg.merge import DEFAULT, graph_of
from kg.named import Subject
from kg.sorting import in_order
from kg.turtle import Shortener, block, full_head, spelled
from ontology.terms import PREFIXES

Blocks = Iterator[list[ox.Triple]]  # one subject each


class Source:
    """The graphs of a store that are to be taken, some of them whole and of one only these subjects."""

    def __init__(self, store: ox.Store, whole: Collection[str], partly: dict[str, set[Subject]]) -> None:
        self.store, self.whole, self.partly = store, frozenset(whole), partly
        named = {str(node.value) for node in store.named_graphs() if isinstance(node, ox.NamedNode)}
        # Where the writer keeps the default graph, it has at hand what the merge would have to be put together from,
        # but for subjects of which graphs that are not taken speak as well.
        self._kept = names.LEDGER in named
        self._left = named - self.whole - {names.LEDGER} if self._kept else set()

    @property
    def graphs(self) -> list[str]:
        """Give the names of the graphs, in order."""
        return sorted(self.whole | self.partly.keys())

    @cached_property
    def _mixed(self) -> set[ox.NamedNode | ox.BlankNode | ox.Triple]:
        graphs = map(ox.NamedNode, self._left)
        return {quad.subject for graph in graphs for quad in self.store.quads_for_pattern(None, None, None, graph)}

    def holds_more_than(self, count: int) -> bool:
        """Say whether the graphs hold more triples than this."""
        for name in self.whole:
            quads = self.store.quads_for_pattern(None, None, None, ox.NamedNode(name))
            count -= sum(1 for _ in islice(quads, count + 1))
            if count < 0:
                return True
        return False

    def merged(self) -> Blocks:
        """Give the merge of the graphs."""
        for subject in in_order(chain.from_iterable(map(self._subjects, self.graphs))):
            yield self._block(_node(subject), None)

    def graph(self, name: str) -> Blocks:
        """Give one of the graphs."""
        for subject in in_order(self._subjects(name)):
            yield self._block(_node(subject), ox.NamedNode(name))

    def _subjects(self, graph: str) -> Iterator[str]:
        if graph in self.partly:
            yield from map(str, self.partly[graph])
            return
        rows: Any = self.store.query(f"SELECT DISTINCT ?s {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}")
        yield from (str(row["s"]) for row in rows)  # the engine spells only what it gives, which is what costs

    def _block(self, subject: Subject, graph: ox.NamedNode | None) -> list[ox.Triple]:
        if graph is None and self._kept and subject not in self._mixed:
            taken = {spelled(q.triple) for q in self.store.quads_for_pattern(subject, None, None, DEFAULT)}
        else:
            quads = self.store.quads_for_pattern(subject, None, None, graph)
            taken = {spelled(q.triple) for q in quads if self._takes(graph_of(q), subject)}
        return sorted(taken, key=lambda t: f"{t.predicate} {t.object}")

    def _takes(self, graph: str, subject: Subject) -> bool:
        return graph in self.whole or subject in self.partly.get(graph, ())


def _node(written: str) -> Subject:
    return ox.BlankNode(written[2:]) if written.startswith("_:") else ox.NamedNode(written[1:-1])


def write(source: Source, out: IO[bytes], format: str) -> None:
    """Write an export in a format."""
    _WRITERS[format](source, out)


def _turtle(source: Source, out: IO[bytes]) -> None:
    out.write(full_head().encode())
    _blocks(source.merged(), out, indent="")


def _trig(source: Source, out: IO[bytes]) -> None:
    out.write(full_head().encode())
    for name in source.graphs:
        out.write(f"\n{Shortener().iri(name)} {{".encode())
        _blocks(source.graph(name), out, indent="  ")
        out.write(b"}\n")


def _blocks(blocks: Blocks, out: IO[bytes], *, indent: str) -> None:
    short = Shortener()
    for triples in blocks:
        out.write(block(triples[0].subject, triples, short, indent).encode())


def _triples(format: ox.RdfFormat) -> Callable[[Source, IO[bytes]], None]:
    prefixes = None if format == ox.RdfFormat.N_TRIPLES else PREFIXES

    def write(source: Source, out: IO[bytes]) -> None:
        ox.serialize(chain.from_iterable(source.merged()), out, format, prefixes=prefixes)

    return write


def _nquads(source: Source, out: IO[bytes]) -> None:
    ox.serialize(_quads(source, source.graphs), out, ox.RdfFormat.N_QUADS)


def _quads(source: Source, graphs: Iterable[str]) -> Iterator[ox.Quad]:
    for name in graphs:
        node = ox.NamedNode(name)
        for triples in source.graph(name):
            yield from (ox.Quad(t.subject, t.predicate, t.object, node) for t in triples)


_WRITERS: dict[str, Callable[[Source, IO[bytes]], None]] = {
    "ttl": _turtle,
    "trig": _trig,
    "nt": _triples(ox.RdfFormat.N_TRIPLES),
    "nq": _nquads,
    "jsonld": _triples(ox.RdfFormat.JSON_LD),
    "rdfxml": _triples(ox.RdfFormat.RDF_XML),
}
