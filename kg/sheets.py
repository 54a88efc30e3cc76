"""A document's graphs while they are written: nodes of things, times and sectors, described once."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from kg import keys
from kg.graph_names import document_iri, evidence_graph, facts_graph
from kg.model import BASE, Document, Entity, EntityKind, Fact, TimeSpan
from kg.registry import Registry
from kg.tell import days
from ontology.terms import PREFIXES, TP

XSD = PREFIXES["xsd"]
DATE, DECIMAL, INTEGER = (ox.NamedNode(XSD + name) for name in ("date", "decimal", "integer"))
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
ENTITY_CLASSES = {
    EntityKind.COUNTRY: ("tp", "Country"),
    EntityKind.GOVERNMENT: ("tp", "Government"),
    EntityKind.PERSON: ("foaf", "Person"),
    EntityKind.ORGANISATION: ("org", "Organization"),
    EntityKind.OFFICE: ("org", "Post"),
    EntityKind.PLACE: ("schema", "Place"),
    EntityKind.LAW: ("schema", "Legislation"),
    EntityKind.TOPIC: ("skos", "Concept"),
}


def node(prefix: str, name: str) -> ox.NamedNode:
    """Give prefix:name as an IRI."""
    return ox.NamedNode(PREFIXES[prefix] + name)


def tp(name: str) -> ox.NamedNode:
    """Give a term of the ontology."""
    return ox.NamedNode(TP + name)


def text(words: str) -> ox.Literal:
    """Give an English label."""
    return ox.Literal(words, language="en")


class Sheet:
    """Collects the quads of one document by one extractor."""

    def __init__(self, document: Document, extractor: str, registry: Registry) -> None:
        self.document, self.extractor, self.registry = document, extractor, registry
        self.facts: list[ox.Quad] = []
        self.evidence: list[ox.Quad] = []
        self.things: list[ox.Triple] = []
        self.known: dict[str, None] = {}
        name = facts_graph(document.id, extractor)
        self.graph, self.evidence_graph = ox.NamedNode(name), ox.NamedNode(evidence_graph(name))
        self.doc = ox.NamedNode(document_iri(document.id))
        self.run = node("run", f"{document.id}_{extractor}")
        self.taken: dict[str, Fact] = {}
        self.count = 0
        self.said: dict[ox.NamedNode, list[ox.Quad]] = defaultdict(list)  # the facts by subject
        self.notes = 0

    def say(self, subject: ox.NamedNode, prop: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
        """Say something in the graph of facts."""
        self.facts.append(ox.Quad(subject, prop, value, self.graph))
        self.said[subject].append(self.facts[-1])

    def note(self, subject: ox.NamedNode, prop: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
        """Note something in the graph of evidence."""
        self.evidence.append(ox.Quad(subject, prop, value, self.evidence_graph))

    def thing(self, entity: Entity) -> ox.NamedNode:
        """Give an entity's node, described once: by the registry, or here when it is new."""
        iri = ox.NamedNode(entity.iri)
        if entity.iri in self.registry.entities or entity.kind in (EntityKind.MEASURE, EntityKind.EVENT):
            if entity.iri in self.registry.entities:
                self.known[entity.iri] = None
            return iri
        if entity.kind is EntityKind.SECTOR:
            return self.sector(entity.key)
        if entity.kind is not EntityKind.AGREEMENT:
            prefix, name = ENTITY_CLASSES[entity.kind]
            self.things.append(ox.Triple(iri, TYPE, node(prefix, name)))
        self.things.append(ox.Triple(iri, LABEL, text(entity.label)))
        for alias in entity.aliases:
            self.things.append(ox.Triple(iri, node("skos", "altLabel"), text(alias)))
        if entity.country and entity.kind is not EntityKind.PERSON:
            home = self.registry.country(entity.country)
            self.known[home.iri] = None
            self.things.append(ox.Triple(iri, tp("country"), ox.NamedNode(home.iri)))
        if entity.post_in:
            self.things.append(ox.Triple(iri, node("org", "postIn"), ox.NamedNode(entity.post_in)))
            if entity.post_in in self.registry.entities:
                self.known[entity.post_in] = None
            else:
                body = Entity(
                    EntityKind.ORGANISATION, entity.post_in.rsplit("/", 1)[1], entity.label.rsplit(" of ", 1)[-1]
                )
                self.thing(body)
        return iri

    def sector(self, key: str) -> ox.NamedNode:
        """Give a sector; one of the document's own (`x-diamonds`) is declared in its graph."""
        iri = node("sector", key)
        if key.startswith("x-"):
            self.say(iri, TYPE, tp("Sector"))
            self.say(iri, LABEL, text(key.removeprefix("x-").replace("-", " ")))
            self.say(iri, node("skos", "inScheme"), node("scheme", "sector"))
        return iri

    def time(self, span: TimeSpan | None) -> ox.NamedNode | None:
        """Give a time's node, or None where nothing was resolved."""
        key = keys.time_key(span) if span is not None else ""
        if span is None or not key:
            return None
        iri = node("t", key)
        open_ended = span.earliest is None or span.latest is None
        precision = "open" if open_ended else "range" if "_" in key else {4: "year", 7: "month"}.get(len(key), "day")
        self.things += [
            ox.Triple(iri, TYPE, tp("TimeSpan")),
            ox.Triple(iri, LABEL, text(days(span))),
            ox.Triple(iri, tp("precision"), node("precision", precision)),
        ]
        for name, day in (("earliest", span.earliest), ("latest", span.latest)):
            if day is not None:
                self.things.append(ox.Triple(iri, tp(name), ox.Literal(day.isoformat(), datatype=DATE)))
        return iri

    def own(self, folder: str, key: str, fact: Fact, fallback: str) -> ox.NamedNode:
        """Give the fact's IRI; a key that is empty or taken gives way to a numbered one of this document."""
        if not key or key in self.taken:
            self.count += 1
            key = f"{fallback}_{self.document.id}_{self.count}"
        self.taken[key] = fact
        return ox.NamedNode(f"{BASE}id/{folder}/{key}")
