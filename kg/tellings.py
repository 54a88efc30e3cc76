"""Events as documents tell them: who, of which sort, in which days; what it takes to see that two tellings are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import pyoxigraph as ox

from kg import graph_names as names
from kg.merge import Plan, graph_of
from ontology.terms import PREFIXES, TP

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
POST_IN = ox.NamedNode(PREFIXES["org"] + "postIn")
CLASSES = ("Meeting", "Call", "Visit", "Negotiation", "Procedure", "Deadline", "PolicyAction")
TOPICS = {"Procedure": ("kind", "about"), "Deadline": ("about",), "PolicyAction": ("kind", "resultsIn")}


def tp(name: str) -> ox.NamedNode:
    """Give a term of the ontology."""
    return ox.NamedNode(TP + name)


PARTIES = tuple(map(tp, ("participant", "actor", "recipient")))
IDENTIFIED = tp("identifiedWith")
_CLASS_OF: dict[object, str] = {tp(name): name for name in CLASSES}


@dataclass(frozen=True, slots=True)
class Telling:
    """One event node as all documents that share its IRI tell it."""

    iri: str
    sort: tuple[str, ...]  # class, then kind and topic where they tell events apart
    parties: frozenset[str]
    governments: frozenset[str]  # the parties, office holders replaced by their governments
    first: date | None
    last: date | None
    places: frozenset[str]

    @property
    def block(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """What tellings of one event have in common."""
        return self.sort, self.parties

    @property
    def length(self) -> int:
        """Days that the event may lie in; very many where a side is open."""
        return (self.last - self.first).days if self.first and self.last else 100_000


class Tellings:
    """Reads tellings from a store as a plan will leave it; each is read once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.of = cache(self._of)
        self.government = cache(self._government)
        self.holding = cache(self._holding)
        self.standing = cache(self._standing)

    def _of(self, node: ox.NamedNode) -> Telling | None:
        """Give the telling of a node, None where no document tells an event of it."""
        told = [q for q in self.plan.quads(node) if names.is_facts(graph_of(q))]
        sort = next((_CLASS_OF[q.object] for q in told if q.predicate == TYPE and q.object in _CLASS_OF), None)
        if sort is None:
            return None
        parties = frozenset(self.chief(iri) for iri in _objects(told, PARTIES))
        topic = sorted(_objects(told, map(tp, TOPICS.get(sort, ()))))
        first, last = self._days(next(iter(_objects(told, [tp("when")])), None))
        return Telling(
            iri=node.value,
            sort=(sort, *topic),
            parties=parties,
            governments=frozenset(self.government(party) for party in parties),
            first=first,
            last=last,
            places=frozenset(_objects(told, [tp("place")])),
        )

    def _days(self, span: str | None) -> tuple[date | None, date | None]:
        if span is None:
            return None, None
        found: dict[str, date] = {}
        for quad in self.plan.quads(ox.NamedNode(span)):
            if quad.predicate in (tp("earliest"), tp("latest")):
                found[quad.predicate.value] = date.fromisoformat(str(getattr(quad.object, "value", "")))
        return found.get(TP + "earliest"), found.get(TP + "latest")

    def chief(self, iri: str) -> str:
        """Give the node under which a thing is gathered; itself where it is no variant."""
        links = self.plan.quads(ox.NamedNode(iri), IDENTIFIED, None, names.IDENTITY)
        return next((str(getattr(q.object, "value", "")) for q in links), iri)

    def _government(self, party: str) -> str:
        """Give the one government whose office a person holds, by any document; else the party itself."""
        found = self.governments(party)
        return found.pop() if len(found) == 1 else party

    def governments(self, person: str) -> set[str]:
        """Give the governments in which a person holds offices, by all documents together."""
        return {body for _, body in self.offices(person) if "/id/gov/" in body}

    def offices(self, person: str) -> Iterator[tuple[str, str]]:
        """Give the fact graph that tells it and the body of each office that a person holds."""
        for held in self.plan.quads(None, tp("holder"), ox.NamedNode(person)):
            if names.is_facts(graph := graph_of(held)):
                for office in self.plan.quads(held.subject, tp("office"), None, graph):
                    for post in self.plan.quads(office.object, POST_IN):  # type: ignore[arg-type]  # offices are IRIs
                        yield graph, str(getattr(post.object, "value", ""))

    def _holding(self, party: str) -> tuple[ox.NamedNode, ...]:
        """Give the events that a party takes part in, its variants' included."""
        variants = [q.subject for q in self.plan.quads(None, IDENTIFIED, ox.NamedNode(party), names.IDENTITY)]
        found: dict[ox.NamedNode, None] = {}
        for name in (ox.NamedNode(party), *variants):
            for predicate in PARTIES:
                for quad in self.plan.quads(None, predicate, name):
                    if isinstance(quad.subject, ox.NamedNode) and names.is_facts(graph_of(quad)):
                        found[quad.subject] = None
        return tuple(found)

    def beside(self, telling: Telling) -> list[Telling]:
        """Give the tellings of its sort that share its governments (all, or all of three and more but one).

        Within one government it is the parties that must be shared, as everybody's events would be too many.
        """
        wide = len(telling.governments) > 1
        sharing = map(self.standing, telling.governments) if wide else map(self.holding, telling.parties)
        asked = len(telling.governments if wide else telling.parties)
        counts = Counter(node for nodes in sharing for node in nodes)
        nodes = sorted((node for node, count in counts.items() if count >= asked - (asked > 2)), key=str)
        return [t for node in nodes if (t := self.of(node)) is not None and t.sort == telling.sort]

    def _standing(self, government: str) -> frozenset[ox.NamedNode]:
        """Give the events of a government (or any other party) and of those who hold its offices."""
        return frozenset(n for party in (government, *self._holders(government)) for n in self.holding(party))

    def _holders(self, government: str) -> list[str]:
        people: dict[str, None] = {}
        for post in self.plan.quads(None, POST_IN, ox.NamedNode(government)):
            for office in self.plan.quads(None, tp("office"), post.subject):
                if names.is_facts(graph := graph_of(office)):
                    for held in self.plan.quads(office.subject, tp("holder"), None, graph):
                        people[self.chief(str(getattr(held.object, "value", "")))] = None
        return list(people)


def events_of(quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    """Give the nodes that these quads of fact graphs call events of a class that tellings know."""
    return {
        q.subject
        for q in quads
        if q.predicate == TYPE and q.object in _CLASS_OF and isinstance(q.subject, ox.NamedNode)
    }


def _objects(quads: Iterable[ox.Quad], predicates: Iterable[ox.NamedNode]) -> set[str]:
    wanted = set(predicates)
    return {str(q.object.value) for q in quads if q.predicate in wanted and isinstance(q.object, ox.NamedNode)}
