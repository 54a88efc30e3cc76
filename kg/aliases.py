"""Names that lead to one thing: aliases that some document explains, and persons whose names may be one's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from kg import graph_names as names
from kg import likeness
from kg.candidates import candidate
from kg.likeness import Likeness
from kg.merge import Plan, graph_of
from kg.model import BASE
from kg.tellings import IDENTIFIED, Tellings
from ontology.terms import PREFIXES

PREF, ALT = (ox.NamedNode(PREFIXES["skos"] + name) for name in ("prefLabel", "altLabel"))
KINDS = ("person", "org", "agreement", "law", "topic")  # folders of `/id/` whose names documents coin
DESCRIBED = (names.THINGS, names.ENTITIES)
TWO_HOMES = Likeness(0.5, "holds offices in several countries by different documents: perhaps two persons")


class Aliases:
    """Reads the names of things from a store as a plan will leave it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tellings = Tellings(plan)

    def all(self) -> set[ox.NamedNode]:
        """Give every thing that documents described."""
        found = {q.subject for q in self.plan.quads(None, PREF, None, names.THINGS)}
        return {node for node in found if isinstance(node, ox.NamedNode) and _kind(node)}

    def around(self, touched: Iterable[ox.NamedNode]) -> set[ox.NamedNode]:
        """Give the described things whose links may depend on the touched ones."""
        found: set[ox.NamedNode] = set()
        for node in touched:
            if _kind(node):
                found |= {node, *(other for label in self.labels(node) for other in self.named(label, _kind(node)))}
                found |= set(self.surname(node))
        return {node for node in found if self._described_here(node)}

    def links(self, region: Iterable[ox.NamedNode]) -> Iterator[ox.Triple]:
        """Give the links and candidates of some things."""
        for node in sorted(region, key=str):
            chief = self._chief(node)
            if chief is not None:
                yield ox.Triple(node, IDENTIFIED, chief)
            elif _kind(node) == "person":
                yield from (t for pair, found in self._persons(node) for t in candidate(pair, found))

    # ---- names
    def labels(self, node: ox.NamedNode) -> set[ox.Literal]:
        """Give all names of a thing."""
        return {
            q.object
            for p in (PREF, ALT)
            for q in self.plan.quads(node, p)
            if graph_of(q) in DESCRIBED and isinstance(q.object, ox.Literal)
        }

    def named(self, label: ox.Literal, kind: str) -> set[ox.NamedNode]:
        """Give the things of a kind that bear a name, preferred or not."""
        return {
            q.subject
            for p in (PREF, ALT)
            for q in self.plan.quads(None, p, label)
            if graph_of(q) in DESCRIBED and isinstance(q.subject, ox.NamedNode) and _kind(q.subject) == kind
        }

    def _described_here(self, node: ox.NamedNode) -> bool:
        return next(self.plan.quads(node, PREF, None, names.THINGS), None) is not None

    def _chief(self, node: ox.NamedNode) -> ox.NamedNode | None:
        """Give the one other thing that bears this thing's preferred name as an alias."""
        own = next(self.plan.quads(node, PREF, None, names.THINGS), None)
        if own is None or not isinstance(own.object, ox.Literal) or _kind(node) == "person":
            return None
        others = self.named(own.object, _kind(node)) - {node}
        if len(others) != 1:
            return None
        other = others.pop()
        mutual = any(node in self.named(label, _kind(node)) for label in self._preferred(other))
        return None if mutual and _order(node) < _order(other) else other

    def _preferred(self, node: ox.NamedNode) -> list[ox.Literal]:
        return [q.object for q in self.plan.quads(node, PREF) if isinstance(q.object, ox.Literal)]

    # ---- persons
    @cached_property
    def _surnames(self) -> dict[str, dict[ox.NamedNode, tuple[str, ...]]]:
        found: dict[str, dict[ox.NamedNode, tuple[str, ...]]] = defaultdict(dict)
        for quad in self.plan.quads(None, PREF, None, names.THINGS):
            if isinstance(quad.subject, ox.NamedNode) and _kind(quad.subject) == "person":
                words = tuple(str(getattr(quad.object, "value", "")).split())
                for surname in {words[0].lower(), words[-1].lower()} if words else ():  # "Xi" is Xi Jinping
                    found[surname][quad.subject] = words
        return found

    def surname(self, person: ox.NamedNode) -> list[ox.NamedNode]:
        """Give the persons who may be meant by a person's surname, himself included."""
        if _kind(person) != "person":
            return []
        words = [str(label.value).split() for label in self._preferred(person)]
        return [other for w in words if w for key in {w[0].lower(), w[-1].lower()} for other in self._surnames[key]]

    def _persons(self, person: ox.NamedNode) -> Iterator[tuple[frozenset[str], Likeness]]:
        bodies = self._bodies(person)
        if len(self.tellings.governments(person.value)) > 1:
            yield frozenset((person.value,)), TWO_HOMES
        for surname in {w for label in self._preferred(person) for w in _ends(label)}:
            known = self._surnames[surname]
            for other, words in known.items():
                if other == person or person not in known or not _one_surname(known[person], words):
                    continue
                found = likeness.of_persons(known[person], words, (bodies, self._bodies(other)))
                if found is not None:
                    yield frozenset((person.value, other.value)), found

    def _bodies(self, person: ox.NamedNode) -> frozenset[str]:
        return frozenset(body for _, body in self.tellings.offices(person.value))


def _ends(label: ox.Literal) -> set[str]:
    words = str(label.value).lower().split()
    return {words[0], words[-1]} if words else set()


def _one_surname(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Say whether two names share a surname: the last words, or a lone surname and the first of an eastern name."""
    if a[-1].lower() == b[-1].lower():
        return True
    lone, other = sorted((a, b), key=len)
    return len(lone) == 1 and len(other) == 2 and lone[0].lower() == other[0].lower()


def _kind(node: ox.NamedNode) -> str:
    """Give the folder of a thing's IRI where documents may coin names in it, else nothing."""
    found = re.match(re.escape(BASE) + r"id/(\w+)/", node.value)
    return found.group(1) if found and found.group(1) in KINDS else ""


def _order(node: ox.NamedNode) -> tuple[int, str]:
    """Put the longer name first: it says more, so it is the chief of two that explain each other."""
    return -len(node.value), node.value
