"""Taking the graph away: which content, in which format, the same bytes for the same state.

What is taken by default is what the documents say: their facts, their evidence, the shortcuts derived from them, the
things they name with the registry's description of those. The whole registry, the vocabulary and the ontology are
graphs of their own (`--graph entities`, `vocab`, `ontology`), and `all` is everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import IO

import pyoxigraph as ox

from kg import graph_names as names
from kg.errors import NotFound
from kg.merge import graph_of
from kg.turtle import spelled, write_trig, write_turtle
from ontology.terms import PREFIXES

FORMATS = ("ttl", "trig", "nt", "nq", "jsonld", "rdfxml")
EVERYTHING = "all"
Content = dict[str, list[ox.Triple]]  # graph -> its triples


class TooLargeError(Exception):
    """More text than the limit allows."""


def content(store: ox.Store, graph: str | None = None) -> Content:
    """Give the triples to take away, graph by graph."""
    if graph is not None and graph != EVERYTHING:
        return {name: _triples(store, name) for name in [_existing(store, graph)]}
    present = sorted(str(node.value) for node in store.named_graphs() if isinstance(node, ox.NamedNode))
    wanted = [name for name in present if name != names.LEDGER]
    if graph == EVERYTHING:
        return {name: _triples(store, name) for name in wanted}
    found = {name: _triples(store, name) for name in wanted if name not in names.BASE_GRAPHS}
    found[names.ENTITIES] = _named_entities(store, found.values())
    return {name: triples for name, triples in found.items() if triples}


def _existing(store: ox.Store, graph: str) -> str:
    name = names.expand(graph)
    if not _is_there(store, name):
        raise NotFound(
            f"no graph is called {graph}; `all`, `entities`, `vocab` and `ontology` are always there", subject=graph
        )
    return name


def _is_there(store: ox.Store, name: str) -> bool:
    try:
        return store.contains_named_graph(ox.NamedNode(name))
    except ValueError:  # no IRI at all
        return False


def _triples(store: ox.Store, graph: str) -> list[ox.Triple]:
    return [spelled(q.triple) for q in store.quads_for_pattern(None, None, None, ox.NamedNode(graph))]


def _named_entities(store: ox.Store, parts: Iterable[list[ox.Triple]]) -> list[ox.Triple]:
    """Give what the registry says of the things named in these triples, and of the things named there in turn."""
    graph = ox.NamedNode(names.ENTITIES)
    left = {
        node for triples in parts for t in triples for node in (t.subject, t.object) if isinstance(node, ox.NamedNode)
    }
    seen: set[ox.NamedNode] = set()
    found: list[ox.Triple] = []
    while left:
        node = left.pop()
        seen.add(node)
        described = [spelled(q.triple) for q in store.quads_for_pattern(node, None, None, graph)]
        found += described
        left |= {t.object for t in described if isinstance(t.object, ox.NamedNode)} - seen
    return found


def write(store: ox.Store, out: IO[bytes], format: str, *, graph: str | None = None) -> None:
    """Write an export of a store."""
    write_content(content(store, graph), out, format)


def write_content(graphs: Content, out: IO[bytes], format: str) -> None:
    """Write graphs in a format; those that know no graph names get the merge."""
    _WRITERS[format](graphs, out)


def _merged(graphs: Content) -> list[ox.Triple]:
    return sorted({triple for triples in graphs.values() for triple in triples}, key=_line)


def _quads(graphs: Content) -> Iterator[ox.Quad]:
    for name in sorted(graphs):
        for t in sorted(set(graphs[name]), key=_line):
            yield ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(name) if name else ox.DefaultGraph())


def _line(triple: ox.Triple) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object}"


def _text(pieces: Iterable[str], out: IO[bytes]) -> None:
    for piece in pieces:
        out.write(piece.encode())


def _turtle(graphs: Content, out: IO[bytes]) -> None:
    _text(write_turtle(_merged(graphs)), out)


def _trig(graphs: Content, out: IO[bytes]) -> None:
    _text(write_trig({name: sorted(set(triples), key=_line) for name, triples in graphs.items()}), out)


def _ntriples(graphs: Content, out: IO[bytes]) -> None:
    ox.serialize(_merged(graphs), out, ox.RdfFormat.N_TRIPLES)


def _nquads(graphs: Content, out: IO[bytes]) -> None:
    ox.serialize(_quads(graphs), out, ox.RdfFormat.N_QUADS)


def _jsonld(graphs: Content, out: IO[bytes]) -> None:
    ox.serialize(_merged(graphs), out, ox.RdfFormat.JSON_LD, prefixes=PREFIXES)


def _rdfxml(graphs: Content, out: IO[bytes]) -> None:
    ox.serialize(_merged(graphs), out, ox.RdfFormat.RDF_XML, prefixes=PREFIXES)


_WRITERS: dict[str, Callable[[Content, IO[bytes]], None]] = {
    "ttl": _turtle,
    "trig": _trig,
    "nt": _ntriples,
    "nq": _nquads,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
}


def turtle_bytes(triples: Iterable[ox.Triple], *, limit: int) -> bytes:
    """Write a query's triples as readable Turtle, up to a limit in bytes."""
    parts: list[bytes] = []
    size = 0
    for piece in write_turtle(_counted(triples, limit)):
        parts.append(piece.encode())
        size += len(parts[-1])
        if size > limit:
            raise TooLargeError
    return b"".join(parts)


def _counted(triples: Iterable[ox.Triple], limit: int) -> Iterator[ox.Triple]:
    most = limit // 16  # no triple is written in less, so this many cannot fit
    for count, triple in enumerate(triples):
        if count > most:
            raise TooLargeError
        yield spelled(triple)


def content_of(quads: Iterable[ox.Quad]) -> Content:
    """Gather quads by graph."""
    found: Content = {}
    for quad in quads:
        found.setdefault(graph_of(quad), []).append(spelled(quad.triple))
    return found
