"""The graph as it was known on a day: what a store would hold had it taken in only the documents published by then.

Facts and evidence of those documents are taken as they stand, and all that rules make of them is made anew, so that a
meeting that a later document reports as held is still planned. The registry is today's; so are the labels of things,
where a later document has called one by another name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from kg import commits, rules
from kg import graph_names as names
from kg.merge import Plan
from kg.named import named


def known_by(store: ox.Store, day: date) -> ox.Store:
    """Give the store as of the end of a day; a document without a publication date is left out."""
    earlier = ox.Store()
    documents = {node for node, published in _published(store) if published <= day.isoformat()}
    earlier.bulk_extend(_facts(store, documents))
    earlier.bulk_extend(_things(store, earlier))
    plan = Plan(earlier)
    commits.rebuild(plan)
    if not plan.empty:
        earlier.update(plan.update())
    return earlier


def _published(store: ox.Store) -> Iterator[tuple[ox.NamedNode, str]]:
    for quad in store.quads_for_pattern(None, commits.META, None, ox.NamedNode(names.LEDGER)):
        published = json.loads(str(getattr(quad.object, "value", "{}"))).get("published")
        if published and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject, str(published)


def _facts(store: ox.Store, documents: set[ox.NamedNode]) -> Iterator[ox.Quad]:
    """Give facts, evidence and origin of these documents, and the graphs that no document changes."""
    for line in store.quads_for_pattern(None, rules.DERIVED_FROM, None, ox.NamedNode(names.DOCUMENTS)):
        if line.object in documents:
            yield line
            graph = str(getattr(line.subject, "value", ""))
            for name in (graph, names.evidence_graph(graph)):
                yield from store.quads_for_pattern(None, None, None, ox.NamedNode(name))
    for name in names.BASE_GRAPHS:
        yield from store.quads_for_pattern(None, None, None, ox.NamedNode(name))


def _things(store: ox.Store, earlier: ox.Store) -> Iterator[ox.Quad]:
    """Give what is said of the things that these documents name, themselves described or not."""
    graphs = {str(node.value) for node in earlier.named_graphs()} - set(names.BASE_GRAPHS)
    for thing in named(store, names.THINGS, graphs):
        yield from store.quads_for_pattern(thing, None, None, ox.NamedNode(names.THINGS))
