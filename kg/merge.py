"""A change before it is made: what is to go and to come, a view of the store as it will be, and the one update.

The engine offers no transaction object, but one update text is one transaction; so a commit is worked out first,
seen through a `Plan`, and then written at one stroke. The real default graph stays equal to the merge of all graphs
(the writer's ledger apart): a triple leaves it when no graph holds it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from kg import graph_names as names

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
DEFAULT = ox.DefaultGraph()


def graph_of(quad: ox.Quad) -> str:
    """Give the name of a quad's graph; the default graph has the empty name."""
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name.value)


def is_merged(graph: str) -> bool:
    """Say whether the default graph shows what this graph holds."""
    return graph not in ("", names.LEDGER)


class Quads(Protocol):
    """What a commit needs of a store: an embedded one, or what is known of a remote one."""

    def __contains__(self, quad: ox.Quad, /) -> bool:
        """Say whether a quad is there."""

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        object: Object | None,
        graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """Give the quads of a pattern."""

    def update(self, text: str, /) -> None:
        """Run a SPARQL update in one transaction."""

    def flush(self) -> None:
        """See it on disk."""


class Plan:
    """Quads to remove and to add, and the store as it will be."""

    def __init__(self, store: Quads) -> None:
        self.store = store
        self.removed: set[ox.Quad] = set()
        self._added = ox.Store()

    @property
    def added(self) -> set[ox.Quad]:
        """Give the quads to come."""
        return set(self._added)

    @property
    def empty(self) -> bool:
        """Say whether nothing is to change."""
        return not self.removed and not len(self._added)

    def add(self, triple: ox.Triple, graph: str) -> None:
        """Let a triple be in a graph."""
        quad = ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))
        if quad in self.removed:
            self.removed.discard(quad)
        elif quad not in self.store:
            self._added.add(quad)

    def remove(self, quad: ox.Quad) -> None:
        """Let a quad be gone."""
        if quad in self._added:
            self._added.remove(quad)
        elif quad in self.store:
            self.removed.add(quad)

    def replace(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Let a graph hold these triples and no others."""
        # The engine keeps values and not spellings (1.0 becomes 1), so new triples are compared as it would store them.
        fresh = ox.Store()
        fresh.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        wanted = {quad.triple for quad in fresh}
        held = {quad.triple: quad for quad in self.quads(graph=graph)}
        for triple in held.keys() - wanted:
            self.remove(held[triple])
        for triple in wanted - held.keys():
            self.add(triple, graph)

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: str | None = None,
    ) -> Iterator[ox.Quad]:
        """Give the quads of all graphs but the default graph as they will be."""
        name = None if graph is None else ox.NamedNode(graph)
        for quad in self.store.quads_for_pattern(subject, predicate, object, name):
            if quad not in self.removed and not isinstance(quad.graph_name, ox.DefaultGraph):
                yield quad
        yield from self._added.quads_for_pattern(subject, predicate, object, name)

    def holds(self, triple: ox.Triple) -> bool:
        """Say whether any merged graph will hold the triple."""
        return any(is_merged(graph_of(q)) for q in self.quads(triple.subject, triple.predicate, triple.object))

    def update(self) -> str:
        """Write the change as one SPARQL update, the default graph included."""
        added = self.added
        gone, come = self._default_changes(added)
        dropped = self._emptied()
        removed = [q for q in self.removed if graph_of(q) not in dropped]
        parts = [f"DROP SILENT GRAPH <{graph}>" for graph in sorted(dropped)]
        parts += _data("DELETE DATA", [*removed, *gone]) + _data("INSERT DATA", [*added, *come])
        return " ;\n".join(parts)

    def _default_changes(self, added: set[ox.Quad]) -> tuple[list[ox.Quad], list[ox.Quad]]:
        def in_default(triple: ox.Triple) -> ox.Quad:
            return ox.Quad(triple.subject, triple.predicate, triple.object, DEFAULT)

        left = {q.triple for q in self.removed if is_merged(graph_of(q))}
        gone = [quad for t in left if (quad := in_default(t)) in self.store and not self.holds(t)]
        came = {q.triple for q in added if is_merged(graph_of(q))}
        return gone, [quad for t in came if (quad := in_default(t)) not in self.store]

    def _emptied(self) -> set[str]:
        touched = {graph_of(q) for q in self.removed}
        return {graph for graph in touched if next(self.quads(graph=graph), None) is None}


def _data(verb: str, quads: list[ox.Quad]) -> list[str]:
    if not quads:
        return []
    return [verb + " {\n" + "\n".join(sorted(map(_line, quads))) + "\n}"]


def _line(quad: ox.Quad) -> str:
    # str() of a term is its N-Triples form, escaped by the engine itself: no foreign text is pasted here.
    triple = f"{quad.subject} {quad.predicate} {quad.object}"
    return f"{triple} ." if isinstance(quad.graph_name, ox.DefaultGraph) else f"GRAPH {quad.graph_name} {{ {triple} }}"


def compare_default(store: ox.Store) -> tuple[set[ox.Triple], set[ox.Triple]]:
    """Give what the default graph lacks and what it has too many, against the merge of all graphs."""
    default = {q.triple for q in store.quads_for_pattern(None, None, None, DEFAULT)}
    merged = {q.triple for q in store if is_merged(graph_of(q))}
    return merged - default, default - merged
