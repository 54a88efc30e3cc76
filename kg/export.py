"""Taking the graph away: which content, in which format, the same bytes for the same state.

What is taken by default is what the documents say: their facts, their evidence, the shortcuts derived from them, the
things they name with the registry's description of those. The whole registry, the vocabulary and the ontology are
graphs of their own (`--graph entities`, `vocab`, `ontology`), and `all` is everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import IO

import pyoxigraph as ox

from kg import export_large
from kg import graph_names as names
from kg.as_of import known_by
from kg.errors import NotFound
from kg.export_large import Source
from kg.merge import graph_of
from kg.named import named
from kg.turtle import spelled, write_trig, write_turtle
from ontology.terms import PREFIXES

FORMATS = ("ttl", "trig", "nt", "nq", "jsonld", "rdfxml")
EVERYTHING = "all"
IN_ORDER = 200_000  # triples up to which an export is arranged for people; above, it is in the order of the IRIs
Content = dict[str, list[ox.Triple]]  # graph -> its triples


def content(store: ox.Store, graph: str | None = None) -> Content:
    """Give the triples to take away, graph by graph."""
    source = _source(store, graph)
    found = {name: [*chain.from_iterable(source.graph(name))] for name in source.graphs}
    return {name: triples for name, triples in found.items() if triples or graph is not None}


def _source(store: ox.Store, graph: str | None) -> Source:
    if graph is not None and graph != EVERYTHING:
        return Source(store, {_existing(store, graph)}, {})
    present = {str(node.value) for node in store.named_graphs() if isinstance(node, ox.NamedNode)} - {names.LEDGER}
    if graph == EVERYTHING:
        return Source(store, present, {})
    told = present - set(names.BASE_GRAPHS)
    return Source(store, told, {names.ENTITIES: named(store, names.ENTITIES, told)})


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


def write(store: ox.Store, out: IO[bytes], format: str, *, graph: str | None = None, as_of: date | None = None) -> None:
    """Write an export of a store, or of what was known of it on a day."""
    if as_of is not None:
        store = known_by(store, as_of)
    source = _source(store, graph)
    if source.holds_more_than(IN_ORDER):
        export_large.write(source, out, format)
    else:
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


def content_of(quads: Iterable[ox.Quad]) -> Content:
    """Gather quads by graph."""
    found: Content = {}
    for quad in quads:
        found.setdefault(graph_of(quad), []).append(spelled(quad.triple))
    return found
