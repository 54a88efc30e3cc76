"""Which things described in one graph are named by others."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

import pyoxigraph as ox

from kg.merge import graph_of

Subject = ox.NamedNode | ox.BlankNode


def named(store: ox.Store, graph: str, by: Collection[str]) -> set[Subject]:
    """Give the things described in a graph that other graphs name, and what those descriptions name in turn."""
    node = ox.NamedNode(graph)
    described = {_subject(quad) for quad in store.quads_for_pattern(None, None, None, node)}
    left = [thing for thing in described if _is_named(store, thing, by)]
    found: set[Subject] = set()
    while left:
        thing = left.pop()
        if thing not in found:
            found.add(thing)
            told = {quad.object for quad in store.quads_for_pattern(thing, None, None, node)}
            left += [each for each in told if isinstance(each, ox.NamedNode | ox.BlankNode) and each in described]
    return found


def _subject(quad: ox.Quad) -> Subject:
    assert isinstance(quad.subject, ox.NamedNode | ox.BlankNode)  # RDF 1.2 has no triple terms there
    return quad.subject


def _is_named(store: ox.Store, thing: Subject, by: Collection[str]) -> bool:
    quads = chain(store.quads_for_pattern(None, None, thing), store.quads_for_pattern(thing, None, None))
    return any(graph_of(quad) in by for quad in quads)
