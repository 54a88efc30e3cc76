"""A document's graph as nodes with short property names, so that checks read like the shapes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache

import pyoxigraph as ox

import ontology
from ontology.terms import PREFIXES, SCHEMES, SECTORS

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Node = dict[str, list[Value]]

SCHEME_PREFIXES = {"event-status": "status", "measure-status": "status", "rate-unit": "unit", "date-basis": "basis"}
SECTOR_IRIS = {PREFIXES["sector"] + slug for slug in SECTORS}


def _concepts(scheme: str) -> frozenset[str]:
    prefix = SCHEME_PREFIXES.get(scheme) or ("kind" if scheme.endswith("-kind") else scheme)
    return frozenset(PREFIXES[prefix] + name for name in SCHEMES[scheme])


CONCEPTS = {scheme: _concepts(scheme) for scheme in SCHEMES}


@cache
def short(iri: str) -> str:
    """Write a property or class with its prefix; meant for the few that occur."""
    found = max((p for p in PREFIXES.items() if iri.startswith(p[1])), key=lambda p: len(p[1]), default=("", ""))
    return f"{found[0]}:{iri[len(found[1]) :]}" if found[0] else iri


@cache
def superclasses() -> dict[str, frozenset[str]]:
    """Give for each class itself and all classes above it."""
    parents: dict[str, set[str]] = defaultdict(set)
    for quad in ox.parse(ontology.text("trade.ttl"), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value.endswith("#subClassOf") and isinstance(quad.object, ox.NamedNode):
            parents[short(str(getattr(quad.subject, "value", "")))].add(short(quad.object.value))

    def above(name: str) -> set[str]:
        return {name}.union(*(above(parent) for parent in parents.get(name, ())))

    return {name: frozenset(above(name)) for name in parents}


class Described:
    """Nodes with their values, types and the evidence that points at them.

    `class_of` names the class of a thing that the facts do not describe themselves.
    """

    def __init__(self, facts: Iterable[ox.Quad | ox.Triple], class_of: Callable[[str], str] = lambda _: "") -> None:
        self.nodes: dict[str, Node] = {}
        self.class_of = class_of
        self.types: dict[str, frozenset[str]] = {}
        self.members: dict[str, list[str]] = defaultdict(list)
        self.evidence: dict[str, list[str]] = defaultdict(list)  # body -> annotations
        self.exempted: set[str] = set()
        for fact in dict.fromkeys((f.subject, f.predicate, f.object) for f in facts):
            self._add(*fact)
        for node, described in self.nodes.items():
            self._index(node, described)

    def _add(self, subject: Value, predicate: ox.NamedNode, value: Value) -> None:
        node = self.nodes.setdefault(subject.value, {})  # type: ignore[union-attr]  # no triple terms in the data
        node.setdefault(short(predicate.value), []).append(value)

    def _index(self, node: str, described: Node) -> None:
        """Note what a node is and whom it points at."""
        known = superclasses()
        names = [short(iri(value)) for value in described.get("rdf:type", ())]
        self.types[node] = frozenset().union(*(known.get(name, frozenset((name,))) for name in names))
        for name in self.types[node]:
            self.members[name].append(node)
        for value in described.get("oa:hasBody", ()):
            self.evidence[iri(value)].append(node)
        self.exempted.update(iri(value) for value in described.get("tp:hasExemption", ()))

    def values(self, node: str, *names: str) -> list[Value]:
        """Give the values of one or several properties."""
        described = self.nodes.get(node)
        if described is None:
            return []
        if len(names) == 1:
            return described.get(names[0]) or []
        return [value for name in names for value in described.get(name, ())]

    def iris(self, node: str, *names: str) -> list[str]:
        """Give the values as IRIs; a literal becomes an empty string."""
        return [iri(value) for value in self.values(node, *names)]

    def follow(self, node: str, *path: str) -> list[Value]:
        """Give the values at the end of a path, each once."""
        found = self.values(node, path[0])
        for name in path[1:]:
            found = [value for step in found for value in self.values(iri(step), name)]
        return list(dict.fromkeys(found))

    def is_a(self, node: str, name: str) -> bool:
        """Say whether a node is of a class."""
        if name in self.types.get(node, ()):
            return True
        known = self.class_of(node)
        return name in superclasses().get(known, (known,)) or (name == "tp:Sector" and node in SECTOR_IRIS)

    def sources(self, node: str) -> list[str]:
        """Give the documents in which a node has its evidence."""
        found = (iri(d) for a in self.evidence.get(node, ()) for d in self.follow(a, "oa:hasTarget", "oa:hasSource"))
        return list(dict.fromkeys(found))


def iri(value: Value) -> str:
    """Give the IRI of a value, or nothing."""
    return value.value if isinstance(value, ox.NamedNode) else ""


def literal(value: Value) -> str:
    """Give the words of a value, or nothing."""
    return value.value if isinstance(value, ox.Literal) else ""


def datatype(value: Value) -> str:
    """Give the type of a literal with its prefix, or nothing."""
    return short(value.datatype.value) if isinstance(value, ox.Literal) else ""


def number(value: Value) -> float:
    """Give a literal as a number; what is none compares to nothing."""
    try:
        return float(literal(value))
    except ValueError:
        return math.nan


def status(name: str) -> str:
    """Give the IRI of a status."""
    return PREFIXES["status"] + name
