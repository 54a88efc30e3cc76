"""Which nodes are one thing: `graph/identity`, a function of the documents a store holds.

Equal keys give equal IRIs already. What is told with another precision ("in October", "on 7 October"), or under an
alias that some document explains, is tied to its chief node by `tp:identifiedWith`; what may be the same, or may be
two, is a `tp:IdentityCandidate` with a score and a reason, and is never merged. Only the neighbourhood of what a
commit touched is worked out anew; `rebuild` works out everything, with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg import graph_names as names
from kg import likeness
from kg.aliases import Aliases
from kg.candidates import MEMBER, candidate
from kg.likeness import Likeness
from kg.merge import Plan, graph_of
from kg.tellings import CLASSES, IDENTIFIED, TYPE, Telling, Tellings, tp

LEAST = 0.3  # a weaker likeness is not worth a reader's time
UNSURE = Likeness(0.5, "fits several events")


def refresh(
    plan: Plan, events: Iterable[ox.NamedNode], things: Iterable[ox.NamedNode], people: Iterable[ox.NamedNode]
) -> set[ox.NamedNode]:
    """Bring graph/identity up to date; give the nodes whose chief may have changed.

    Touched are `events`, `things` whose descriptions changed, and `people` who hold other offices than before.
    """
    moved = _refresh_things(plan, {*things, *people})
    before, now = Tellings(Plan(plan.store)), Tellings(plan)
    touched = set(events) | {node for thing in {*moved, *people} for node in now.holding(thing.value)}
    blocks = {t.block for view in (before, now) for node in touched if (t := view.of(node)) is not None}
    seeds = [t for view in (before, now) for node in touched if (t := view.of(node)) is not None]
    region = {t.iri: t for seed in seeds for t in now.beside(seed) if t.block in blocks}
    gone = {node.value for node in touched}
    return moved | _write(plan, gone | region.keys(), _of_events(now, list(region.values())))


def rebuild(plan: Plan) -> None:
    """Let graph/identity be what the documents make of it, from nothing."""
    plan.replace(names.IDENTITY, ())
    aliases = Aliases(plan)
    triples = set(aliases.links(aliases.all()))
    plan.replace(names.IDENTITY, triples)
    tellings = Tellings(plan)
    nodes = {q.subject for name in CLASSES for q in plan.quads(None, TYPE, tp(name)) if names.is_facts(graph_of(q))}
    told = [t for node in sorted(nodes, key=str) if isinstance(node, ox.NamedNode) and (t := tellings.of(node))]
    plan.replace(names.IDENTITY, triples | set(_of_events(tellings, told)))


def members(plan: Plan, node: ox.NamedNode) -> set[ox.NamedNode]:
    """Give all nodes of the thing that a node stands for, its chief first among them."""
    chief = ox.NamedNode(Tellings(plan).chief(node.value))
    variants = {q.subject for q in plan.quads(None, IDENTIFIED, chief, names.IDENTITY)}
    return {chief, node, *(v for v in variants if isinstance(v, ox.NamedNode))}


def _refresh_things(plan: Plan, touched: set[ox.NamedNode]) -> set[ox.NamedNode]:
    aliases = Aliases(plan)
    region = aliases.around(touched) | Aliases(Plan(plan.store)).around(touched)
    return _write(plan, {node.value for node in region | touched}, aliases.links(region))


def _write(plan: Plan, region: set[str], triples: Iterable[ox.Triple]) -> set[ox.NamedNode]:
    """Let what graph/identity says of the region be these triples; give the nodes whose links changed."""
    wanted = set(triples)
    held = {q.triple: q for iri in sorted(region) for q in _said_of(plan, ox.NamedNode(iri))}
    changed = {t for t in wanted ^ held.keys() if t.predicate == IDENTIFIED}
    for triple in held.keys() - wanted:
        plan.remove(held[triple])
    for triple in wanted - held.keys():
        plan.add(triple, names.IDENTITY)
    return {n for t in changed for n in (t.subject, t.object) if isinstance(n, ox.NamedNode)}


def _said_of(plan: Plan, node: ox.NamedNode) -> Iterator[ox.Quad]:
    """Give the links of a node and the candidates it is a member of."""
    yield from plan.quads(node, IDENTIFIED, None, names.IDENTITY)
    for quad in plan.quads(None, MEMBER, node, names.IDENTITY):
        yield from plan.quads(quad.subject, graph=names.IDENTITY)


# ---- events
def _of_events(tellings: Tellings, region: list[Telling]) -> Iterator[ox.Triple]:
    """Give links and candidates of the tellings of whole blocks."""
    for block in sorted({t.block for t in region}, key=str):
        inside = [t for t in region if t.block == block]
        chiefs, unsure = _gathered(inside)
        for telling in inside:
            if (chief := chiefs[telling.iri]) != telling.iri:
                yield ox.Triple(ox.NamedNode(telling.iri), IDENTIFIED, ox.NamedNode(chief))
        heads = [t for t in inside if chiefs[t.iri] == t.iri]
        beside = {t.iri: t for t in tellings.beside(inside[0])}
        foreign = [t for t in beside.values() if t.block != block and _is_head(tellings, t)]
        for pair, found in _pairs(heads, foreign, unsure):
            yield from candidate(pair, found)


def _gathered(block: list[Telling]) -> tuple[dict[str, str], set[frozenset[str]]]:
    """Gather tellings under the most precise one that each fits; what fits several is tied to none, but told."""
    chiefs: dict[str, str] = {}
    heads: list[Telling] = []
    unsure: set[frozenset[str]] = set()
    for telling in sorted(block, key=lambda t: (t.length, t.iri)):
        fitting = [h for h in heads if likeness.of_events(h, telling) == likeness.SAME]
        if len(fitting) == 1:
            chiefs[telling.iri] = fitting[0].iri
            continue
        unsure |= {frozenset((telling.iri, h.iri)) for h in fitting}
        chiefs[telling.iri] = telling.iri
        heads.append(telling)
    return chiefs, unsure


def _is_head(tellings: Tellings, telling: Telling) -> bool:
    block = [t for t in tellings.beside(telling) if t.block == telling.block]
    return _gathered(block)[0].get(telling.iri) == telling.iri


def _pairs(
    heads: list[Telling], foreign: list[Telling], unsure: set[frozenset[str]]
) -> Iterator[tuple[frozenset[str], Likeness]]:
    for number, head in enumerate(heads):
        for other in (*heads[number + 1 :], *foreign):
            pair = frozenset((head.iri, other.iri))
            found = UNSURE if pair in unsure else likeness.of_events(head, other)
            if found is not None and found.score >= LEAST:
                yield pair, found
