"""The quads of a remote endpoint as a commit sees them: asked for when they are needed, and remembered.

Its default graph may be a graph of its own or the union of all graphs; either way what is put into it and taken out of
it leaves queries without GRAPH with the merge, so the commit's algorithm need not know. Only our graphs are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from kg import graph_names as names
from kg.endpoint import Endpoint
from kg.merge import DEFAULT, Object, Subject

BATCH = 200  # subjects asked for at once
SECONDS = 60.0
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class RemoteQuads:
    """Answers pattern by pattern from what is known already, or from the endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.forget()

    def forget(self) -> None:
        """Forget what was read."""
        self._seen = ox.Store()
        self._subjects: set[ox.NamedNode] = set()
        self._graphs: set[ox.NamedNode] = set()
        self._patterns: set[tuple[ox.NamedNode | None, Object | None, ox.NamedNode | None]] = set()

    def __contains__(self, quad: ox.Quad) -> bool:
        if quad.graph_name not in self._graphs and isinstance(quad.subject, ox.NamedNode):
            self.know([quad.subject])
        return quad in self._seen

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        object: Object | None,
        graph_name: GraphName | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """Give the quads of a pattern."""
        graph = graph_name if isinstance(graph_name, ox.NamedNode) else None
        if subject is not None:
            if isinstance(subject, ox.NamedNode) and graph not in self._graphs:
                self.know([subject])
        elif graph is not None and predicate is None and object is None:
            self._know_graph(graph)
        elif graph not in self._graphs:
            self._know_pattern(predicate, object, graph)
        return iter(list(self._seen.quads_for_pattern(subject, predicate, object, graph_name)))

    def know(self, subjects: Iterable[ox.NamedNode]) -> None:
        """Read all that is said of these subjects, many at a time, in the default graph too."""
        left = iter(sorted({node for node in subjects if node not in self._subjects}, key=str))
        while batch := list(islice(left, BATCH)):
            values = f"VALUES ?s {{ {' '.join(map(str, batch))} }}"
            self._read(f"{{ {values} GRAPH ?g {{ ?s ?p ?o }} }} UNION {{ {values} ?s ?p ?o }}")
            self._subjects.update(batch)

    def _know_graph(self, graph: ox.NamedNode) -> None:
        if graph in self._graphs:
            return
        self._read(f"GRAPH {graph} {{ ?s ?p ?o }} BIND({graph} AS ?g)")
        self._graphs.add(graph)
        held = self._seen.quads_for_pattern(None, None, None, graph)
        self.know({quad.subject for quad in held if isinstance(quad.subject, ox.NamedNode)})

    def _know_pattern(self, predicate: ox.NamedNode | None, object: Object | None, graph: ox.NamedNode | None) -> None:
        wanted = (predicate, object, graph)
        if wanted in self._patterns:
            return
        given = {"p": predicate, "o": object, "g": graph}
        binds = "".join(f" VALUES ?{name} {{ {term} }}" for name, term in given.items() if term is not None)
        self._read(f"{binds} GRAPH ?g {{ ?s ?p ?o }}")
        self._patterns.add(wanted)

    def _read(self, where: str) -> None:
        rows = self.endpoint.rows(f"SELECT ?s ?p ?o ?g {{ {where} }}", deadline=SECONDS)
        self._seen.extend(quad for row in rows if (quad := _quad(row)) is not None)

    def update(self, text: str) -> None:
        """Make the change at the endpoint; what is asked for afterwards is read anew."""
        self.endpoint.update(text)
        self.forget()

    def flush(self) -> None:
        """Do nothing: when it has answered, the endpoint has stored."""


def _quad(row: ox.QuerySolution) -> ox.Quad | None:
    """Make a quad of a row, unless it is none of ours: of a foreign graph, or with a blank node."""
    subject, predicate, object, graph = (row[name] for name in ("s", "p", "o", "g"))
    if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
        return None
    if not isinstance(object, (ox.NamedNode, ox.Literal)):
        return None
    if graph is None:
        return ox.Quad(subject, predicate, object, DEFAULT)
    ours = isinstance(graph, ox.NamedNode) and graph.value.startswith(names.GRAPHS)
    return ox.Quad(subject, predicate, object, graph) if ours and isinstance(graph, ox.NamedNode) else None
