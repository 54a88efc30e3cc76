"""What somebody sends as RDF: read with limits, by the engine's parsers alone, which fetch nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import NotFound, QueryRejected
from ontology.terms import PREFIXES

MAX_NESTED_TRIPLES = 100  # a triple term within a triple term: deeper ones end the process
_PLACE = re.compile(r"at line (\d+) (?:column|between columns) (\d+)")
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, in which no scan for ASCII words finds anything


def parse(data: bytes, format: ox.RdfFormat, *, base: str, triples: bool) -> Iterator[ox.Quad]:
    """Read a body; with `triples` one that names graphs is refused."""
    if format == ox.RdfFormat.RDF_XML:
        _refuse_entities(data)
    _refuse_nesting(data)
    try:
        read = ox.parse(
            data, format=format, base_iri=base or None, without_named_graphs=triples, rename_blank_nodes=True
        )
        yield from read
    except (SyntaxError, ValueError) as error:
        raise _rejected(data, str(error)) from error


def _rejected(data: bytes, message: str) -> QueryRejected:
    """Say where a body is wrong."""
    found = _PLACE.search(message)
    if found is None:
        return QueryRejected(f"the data is malformed: {message[:300]}")
    line, column = int(found[1]), int(found[2])
    text = data.splitlines()[line - 1 : line]
    told = f"the data is malformed at line {line}, column {column}: {message.partition(': ')[2][:300]}"
    hint = _prefix_hint(message)
    return QueryRejected(
        told, line=line, column=column, hint=hint, text=(text or [b""])[0][:200].decode("utf-8", "replace")
    )


def _prefix_hint(message: str) -> str:
    found = re.search(r"The prefix (\S+?):? has not been declared", message)
    return f"add @prefix {found[1]}: <{PREFIXES.get(found[1], '...')}> ." if found else ""


def existing(store: ox.Store, graph: str) -> ox.NamedNode | ox.DefaultGraph:
    """Give a graph by name, the default graph for the empty one; a graph that is not there is `NotFound`."""
    if not graph:
        return ox.DefaultGraph()
    name = ox.NamedNode(graph)
    if not store.contains_named_graph(name):
        raise NotFound(f"no graph is called {graph[:300]}", subject=graph)
    return name


def _refuse_entities(data: bytes) -> None:
    if data.startswith(_WIDE) or b"\x00" in data[:200]:
        raise QueryRejected("RDF/XML is read in UTF-8 only")
    if _DOCTYPE.search(data):
        raise QueryRejected("RDF/XML with a DOCTYPE is refused: write its entities out", hint="use full IRIs instead")


def _refuse_nesting(data: bytes) -> None:
    depth = deepest = 0
    for mark in re.finditer(rb"<<|>>", data):
        depth = depth + 1 if mark.group() == b"<<" else max(0, depth - 1)
        deepest = max(deepest, depth)
    if deepest > MAX_NESTED_TRIPLES:
        raise QueryRejected(f"triple terms are nested more than {MAX_NESTED_TRIPLES} deep")
