"""Writes facts as quads: what a document says in one graph, the words it rests on in another.

Every node is an IRI, every fact of an event, measure, exemption, position, dependency or tenure has an annotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyoxigraph as ox

from kg import keys
from kg.graph_names import DOCUMENTS, document_iri, evidence_graph, facts_graph
from kg.model import (
    BASE,
    Action,
    AgreementFact,
    Deadline,
    Dependency,
    Document,
    Engagement,
    Entity,
    EntityKind,
    Evidence,
    Exemption,
    Fact,
    Measure,
    Position,
    Procedure,
    Statement,
    Status,
    Tenure,
    TimeSpan,
)  # fmt: skip
from kg.registry import Registry
from kg.tell import days, label, measure_label
from ontology.terms import PREFIXES, TP

XSD = PREFIXES["xsd"]
DATE, DECIMAL, INTEGER = (ox.NamedNode(XSD + name) for name in ("date", "decimal", "integer"))
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
CLASSES = {"meeting": "Meeting", "call": "Call", "visit": "Visit", "negotiation": "Negotiation"}
STATED = ("status", "rate", "when", "starts", "ends")  # what an annotation repeats, since Turtle loses graph names
TARIFF_KINDS = {
    "import-tariff",
    "anti-dumping",
    "countervailing",
    "safeguard",
    "import-charge",
    "tariff-quota",
    "export-tariff",
}
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


@dataclass(frozen=True, slots=True)
class DocumentGraphs:
    """One document's graphs by one extractor, and what they name."""

    document: Document
    extractor: str
    facts: tuple[ox.Quad, ...]
    evidence: tuple[ox.Quad, ...]
    things: tuple[ox.Triple, ...]  # descriptions of what the registry does not know
    known: tuple[str, ...]  # IRIs of registry things that are named

    @property
    def link(self) -> ox.Quad:
        """Say in the graph of documents whence the facts come."""
        derived = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
        return ox.Quad(
            ox.NamedNode(facts_graph(self.document.id, self.extractor)),
            derived,
            ox.NamedNode(document_iri(self.document.id)),
            ox.NamedNode(DOCUMENTS),
        )


def to_graphs(document: Document, facts: Sequence[Fact], extractor: str, registry: Registry) -> DocumentGraphs:
    """Write the facts of one document."""
    writer = _Writer(document, extractor, registry)
    writer.write(facts)
    return DocumentGraphs(
        document,
        extractor,
        tuple(dict.fromkeys(writer.facts)),
        tuple(dict.fromkeys(writer.evidence)),
        tuple(dict.fromkeys(writer.things)),
        tuple(writer.known),
    )


def node(prefix: str, name: str) -> ox.NamedNode:
    """Give prefix:name as an IRI."""
    return ox.NamedNode(PREFIXES[prefix] + name)


def tp(name: str) -> ox.NamedNode:
    """Give a term of the ontology."""
    return ox.NamedNode(TP + name)


def text(words: str) -> ox.Literal:
    """Give an English label."""
    return ox.Literal(words, language="en")


class _Writer:
    """Collects the quads of one document."""

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
        self.measures: dict[int, list[ox.NamedNode]] = {}  # by identity of the fact, one node a sector
        self.statements: list[tuple[Statement, ox.NamedNode]] = []
        self.count = 0

    # ---- small steps
    def say(self, subject: ox.NamedNode, prop: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
        self.facts.append(ox.Quad(subject, prop, value, self.graph))

    def note(self, subject: ox.NamedNode, prop: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
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

    # ---- facts
    def write(self, facts: Sequence[Fact]) -> None:
        self._describe_document()
        for fact in facts:
            if isinstance(fact, Statement):
                iri = self._event(fact, "Statement", fact.when)
                self.statements.append((fact, iri))
        for fact in facts:
            if isinstance(fact, Measure):
                self._measure(fact)
        for fact in facts:
            self._write_one(fact)

    def _write_one(self, fact: Fact) -> None:
        match fact:
            case Engagement():
                self._engagement(fact)
            case Tenure():
                self._tenure(fact)
            case Action():
                self._action(fact)
            case Exemption():
                self._exemption(fact)
            case AgreementFact():
                self._agreement(fact)
            case Procedure():
                iri = self._event(fact, "Procedure", fact.when)
                self._cite(iri, fact, iri_when=fact.when)
            case Deadline() if fact.about:
                iri = self._event(fact, "Deadline", fact.when)
                self.say(iri, tp("outcome"), node("outcome", fact.outcome))
                self._cite(iri, fact, iri_when=fact.when)
            case Position():
                self._position(fact)
            case Dependency():
                self._dependency(fact)
            case Statement():
                iri = next(i for f, i in self.statements if f is fact)
                self._cite(iri, fact, iri_when=fact.when)

    def _status(self, fact: Fact, when: TimeSpan | None) -> Status:
        """Give an event's status; a deadline whose day has come has happened, whatever it brought."""
        issued = self.document.published
        if isinstance(fact, Deadline) and when is not None and when.latest and issued and when.latest < issued:
            return Status.HAPPENED
        status: Status = getattr(fact, "status", Status.HAPPENED)
        return status

    def _span(self, fact: Fact, when: TimeSpan | None) -> TimeSpan | None:
        """Give the time of an event: its own, or "some time until the issue date" for an undated past one.

        A time on the wrong side of the issue date belongs to something else in the sentence.
        """
        status, issued = self._status(fact, when), self.document.published
        past = isinstance(fact, Statement) or status is Status.HAPPENED
        if when is not None and when.resolved and not (issued and _contradicts(when, issued, past=past, status=status)):
            return when
        return keys.until(self.document.published) if past and self.document.published else None

    def _event(
        self, fact: Engagement | Action | Procedure | Deadline | Statement, cls: str, when: TimeSpan | None
    ) -> ox.NamedNode:
        """Write what all events share: type, label, status, time, agents, subject."""
        span = self._span(fact, when)
        iri = self.own("event", keys.fact_event_key(fact, span), fact, cls.lower())
        self.say(iri, TYPE, tp(cls))
        self.say(iri, LABEL, text(label(fact)))
        self.say(iri, tp("status"), node("status", self._status(fact, when)))
        if (time := self.time(span)) is not None:
            self.say(iri, tp("when"), time)
        self._agents(iri, fact)
        for entity in getattr(fact, "about", ()):
            self.say(iri, tp("about"), self.thing(entity))
        for key in getattr(fact, "sectors", ()):
            self.say(iri, tp("sector"), self.sector(key))
        if isinstance(fact, (Procedure, Action, Statement)):
            self.say(iri, tp("kind"), node("kind", fact.act if isinstance(fact, Action) else fact.kind))
        if isinstance(fact, Statement):
            self.say(iri, tp("stance"), node("stance", fact.stance))
            for quote in fact.quotes:
                self.say(iri, tp("quote"), ox.Literal(quote))
        return iri

    def _agents(self, iri: ox.NamedNode, fact: Fact) -> None:
        groups: dict[str, tuple[Entity, ...]] = {}
        match fact:
            case Engagement():
                groups = {
                    "participant": fact.participants,
                    "actor": fact.actors,
                    "recipient": fact.recipients,
                    "accompaniedBy": fact.companions,
                }
            case Action() | Procedure():
                groups = {"actor": fact.actors}
            case Deadline():
                groups = {"actor": (fact.actor,)}
            case Statement():
                groups = {"actor": (fact.speaker,), "recipient": fact.recipients}
        for name, entities in groups.items():
            for entity in entities:
                self.say(iri, tp(name), self.thing(entity))

    def _engagement(self, fact: Engagement) -> None:
        if fact.status is Status.CLAIMED and fact.attributed_to is None:
            return  # a claim of nobody is no fact
        iri = self._event(fact, CLASSES[fact.kind], fact.when)
        for place in fact.places:
            self.say(iri, tp("place"), self.thing(place))
        self._attribute(iri, fact.status, fact.attributed_to, fact)
        self._cite(iri, fact, iri_when=fact.when)

    def _attribute(self, iri: ox.NamedNode, status: Status, speaker: Entity | None, fact: Fact) -> None:
        """Tie a claim to the statement that makes it, a plain report to its speaker."""
        if speaker is None:
            return
        if status is not Status.CLAIMED:
            self.say(iri, tp("attributedTo"), self.thing(speaker))
            return
        sentence = fact.evidence[0].sentence
        said = next(
            (
                i
                for s, i in self.statements
                if s.speaker == speaker and any(e.sentence.overlaps(sentence) for e in s.evidence)
            ),
            None,
        )
        if said is None:
            claim = Statement(
                speaker=speaker,
                about=(),
                evidence=tuple(replace(e, supports=("actor", "stance")) for e in fact.evidence[:1]),
            )
            said = self._event(claim, "Statement", None)
            self.say(said, tp("about"), iri)
            self._cite(said, claim)
        self.say(iri, tp("claimedIn"), said)

    def _tenure(self, fact: Tenure) -> None:
        iri = self.own("tenure", f"{fact.person.key}_{fact.office.key}", fact, "tenure")
        self.say(iri, TYPE, tp("Tenure"))
        self.say(iri, tp("holder"), self.thing(fact.person))
        self.say(iri, tp("office"), self.thing(fact.office))
        if fact.ended and self.document.published and (time := self.time(keys.until(self.document.published))):
            self.say(iri, tp("ends"), time)
        self._cite(iri, fact)

    def _measure(self, fact: Measure) -> None:
        nodes = self.measures[id(fact)] = []
        if fact.by is None:
            return
        for key in fact.sectors or ("all-goods",):
            name = keys.measure_key(fact, key, self.document)
            if name in self.taken:
                name = f"{name}_{fact.status}"
            iri = self.own("measure", name, fact, "measure")
            tariff = fact.kind in TARIFF_KINDS or fact.rate is not None
            self.say(iri, TYPE, tp("TariffMeasure" if tariff else "Measure"))
            self.say(iri, LABEL, text(measure_label(fact, (key,))))
            self.say(iri, tp("imposedBy"), self.thing(fact.by))
            self.say(iri, tp("sector"), self.sector(key))
            self.say(iri, tp("kind"), node("kind", fact.kind))
            self.say(iri, tp("status"), node("status", fact.status))
            for target in fact.targets:
                self.say(iri, tp("targets"), self.thing(target))
            for words in fact.goods:
                self.say(iri, tp("goods"), ox.Literal(words))
            if fact.rate is not None:
                self.say(iri, tp("rate"), ox.Literal(fact.rate, datatype=DECIMAL))
                self.say(iri, tp("rateUnit"), node("unit", fact.rate_unit or "percent-ad-valorem"))
            for name, span in (("starts", fact.starts), ("ends", fact.ends)):
                if (time := self.time(span)) is not None:
                    self.say(iri, tp(name), time)
            if fact.legal_basis is not None:
                self.say(iri, tp("legalBasis"), self.thing(fact.legal_basis))
            nodes.append(iri)
            self._cite(iri, fact, iri_when=fact.starts)

    def _nodes(self, measure: Measure) -> list[ox.NamedNode]:
        """Give the nodes of a measure that another fact mentions, equal by content where it was merged meanwhile."""
        if id(measure) in self.measures:
            return self.measures[id(measure)]
        plain = replace(measure, evidence=(), starts=None, ends=None, goods=())
        for fact in self.taken.values():
            if isinstance(fact, Measure) and replace(fact, evidence=(), starts=None, ends=None, goods=()) == plain:
                return self.measures[id(fact)]
        return []

    def _action(self, fact: Action) -> None:
        if not fact.actors:
            return
        iri = self._event(fact, "PolicyAction", fact.when)
        for measure in fact.measures:
            for target in self._nodes(measure):
                self.say(iri, tp("resultsIn"), target)
        for agreement in fact.agreements:
            self.say(iri, tp("resultsIn"), self.thing(agreement))
        self._attribute(iri, fact.status, fact.attributed_to, fact)
        self._cite(iri, fact, iri_when=fact.when)

    def _exemption(self, fact: Exemption) -> None:
        measures = self._nodes(fact.measure)
        if not measures:
            return
        key = keys.exemption_key(fact, measures[0].value.rsplit("/", 1)[1])
        iri = self.own("exemption", key, fact, "exemption")
        self.say(iri, TYPE, tp("Exemption"))
        self.say(iri, LABEL, text(label(fact)))
        for measure in measures:
            self.say(measure, tp("hasExemption"), iri)
        if fact.agreement is not None:
            self.say(iri, tp("compliantWith"), self.thing(fact.agreement))
        if fact.ground:
            self.say(iri, tp("ground"), ox.Literal(fact.ground))
        for key in fact.sectors:
            self.say(iri, tp("sector"), self.sector(key))
        for country in fact.countries:
            self.say(iri, tp("exempts"), self.thing(country))
        self._cite(iri, fact)

    def _agreement(self, fact: AgreementFact) -> None:
        if not fact.parties and fact.agreement.iri not in self.registry.entities:
            return  # a deal of nobody
        iri = self.thing(fact.agreement)
        self.say(iri, TYPE, tp("Agreement"))
        self.say(iri, LABEL, text(fact.agreement.label))
        self.say(iri, tp("status"), node("status", fact.status))
        for party in fact.parties:
            self.say(iri, tp("party"), self.thing(party))
        self._cite(iri, fact)

    def _position(self, fact: Position) -> None:
        topic = fact.about[0].key if fact.about else "-".join(fact.sectors)
        iri = self.own(
            "position",
            f"{keys.agent_key(fact.actor)}_{fact.stance}_{topic}_{self.document.id}" if topic else "",
            fact,
            "position",
        )
        self.say(iri, TYPE, tp("Position"))
        self.say(iri, LABEL, text(label(fact)))
        self.say(iri, tp("actor"), self.thing(fact.actor))
        self.say(iri, tp("stance"), node("stance", fact.stance))
        for entity in fact.about:
            self.say(iri, tp("about"), self.thing(entity))
        for key in fact.sectors:
            self.say(iri, tp("sector"), self.sector(key))
        self._cite(iri, fact)

    def _dependency(self, fact: Dependency) -> None:
        iri = self.own(
            "dependency",
            "_".join((keys.agent_key(fact.dependent), fact.supplier.key, "-".join(fact.sectors) or "goods")),
            fact,
            "dependency",
        )
        self.say(iri, TYPE, tp("Dependency"))
        self.say(iri, LABEL, text(label(fact)))
        self.say(iri, tp("dependent"), self.thing(fact.dependent))
        self.say(iri, tp("supplier"), self.thing(fact.supplier))
        self.say(iri, tp("kind"), node("kind", fact.kind))
        for key in fact.sectors or ("all-goods",):
            self.say(iri, tp("sector"), self.sector(key))
        self._cite(iri, fact)

    # ---- evidence
    def _cite(self, iri: ox.NamedNode, fact: Fact, *, iri_when: TimeSpan | None = None) -> None:
        """Write the annotations of a node; a property the node lacks is not claimed to be supported."""
        stated: dict[str, list[ox.NamedNode | ox.Literal]] = {}
        present = dict.fromkeys(q.predicate.value for q in self.facts if q.subject == iri)
        for quad in self.facts:
            name = quad.predicate.value.removeprefix(TP)
            if quad.subject == iri and name in STATED and isinstance(quad.object, ox.NamedNode | ox.Literal):
                stated.setdefault(name, []).append(quad.object)
        for evidence in dict.fromkeys(fact.evidence):
            supports = (
                [s for s in evidence.supports if TP + s in present]
                or [p.removeprefix(TP) for p in present if p.startswith(TP)][:1]
                or ["type"]
            )
            self._annotate(iri, evidence, supports, stated, iri_when)

    def _annotate(
        self,
        iri: ox.NamedNode,
        evidence: Evidence,
        supports: Iterable[str],
        stated: dict[str, list[ox.NamedNode | ox.Literal]],
        when: TimeSpan | None,
    ) -> None:
        number = sum(1 for q in self.evidence if q.predicate == node("oa", "hasBody")) + 1
        note = node("ev", f"{self.document.id}_{self.extractor}_{number:03d}")
        for prop, value in (
            (TYPE, node("oa", "Annotation")),
            (node("oa", "hasBody"), iri),
            (tp("confidence"), ox.Literal(f"{evidence.confidence:.2f}", datatype=DECIMAL)),
            (node("prov", "wasGeneratedBy"), self.run),
            (node("oa", "hasTarget"), self._passage(evidence)),
            (tp("pattern"), ox.Literal(evidence.pattern)),
        ):
            self.note(note, prop, value)
        for name in supports:
            self.note(note, tp("supports"), TYPE if name == "type" else tp(name))
            for value in stated.get(name, ()):
                self.note(note, tp("statedValue"), value)
        words = evidence.time_expression or (when.expression if when is not None and "when" in supports else None)
        if words:
            self.note(note, tp("timeExpression"), ox.Literal(words))

    def _passage(self, evidence: Evidence) -> ox.NamedNode:
        phrase, sentence = evidence.phrase, evidence.sentence
        name = f"{self.document.id}_{phrase.start}-{phrase.end}"
        passage, where, quote = (node("passage", name + end) for end in ("", "_s", "_q"))
        for subject, prop, value in (
            (passage, TYPE, node("oa", "SpecificResource")),
            (passage, node("oa", "hasSource"), self.doc),
            (passage, node("oa", "hasSelector"), where),
            (where, TYPE, node("oa", "TextPositionSelector")),
            (where, node("oa", "start"), ox.Literal(str(sentence.start), datatype=INTEGER)),
            (where, node("oa", "end"), ox.Literal(str(sentence.end), datatype=INTEGER)),
            (where, node("oa", "refinedBy"), quote),
            (quote, TYPE, node("oa", "TextQuoteSelector")),
            (quote, node("oa", "exact"), ox.Literal(phrase.of(self.document.text))),
        ):
            self.note(subject, prop, value)
        return passage

    def _describe_document(self) -> None:
        document, software = self.document, node("soft", self.extractor)
        rows: list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]] = [
            (self.doc, TYPE, tp("SourceDocument")),
            (self.doc, node("dcterms", "title"), text(document.title)),
            (self.doc, tp("kind"), node("kind", document.kind)),
            (self.doc, tp("dateBasis"), node("basis", document.published_basis if document.published else "unknown")),
            (self.doc, node("schema", "sha256"), ox.Literal(document.sha256)),
            (self.doc, node("dcterms", "language"), ox.Literal(document.language)),
            (self.run, TYPE, node("prov", "Activity")),
            (self.run, node("prov", "used"), self.doc),
            (self.run, node("prov", "wasAssociatedWith"), software),
            (software, TYPE, node("prov", "SoftwareAgent")),
            (software, node("schema", "softwareVersion"), ox.Literal(self.extractor.rsplit("-", 1)[-1])),
        ]
        if document.published:
            rows.append(
                (self.doc, node("dcterms", "issued"), ox.Literal(document.published.isoformat(), datatype=DATE))
            )
        if document.url:
            rows.append((self.doc, node("dcterms", "source"), ox.Literal(document.url)))
        for name, value in (("publisher", document.publisher), ("license", document.licence)):
            if value:
                rows.append((self.doc, node("dcterms", name), ox.Literal(value)))
        if document.note:
            rows.append((self.doc, node("skos", "note"), text(document.note)))
        for row in rows:
            self.note(*row)


def _contradicts(when: TimeSpan, issued: date, *, past: bool, status: Status) -> bool:
    """Say whether something past lies wholly after the issue date, or something planned wholly before it."""
    if past:
        return when.earliest is not None and when.earliest > issued
    return status is Status.PLANNED and when.latest is not None and when.latest < issued


def alone(graphs: DocumentGraphs, registry: Registry) -> Iterator[ox.Quad]:
    """Give the quads of one document with the descriptions of everything they name, so that they can be read alone."""
    yield graphs.link
    yield from graphs.facts
    yield from graphs.evidence
    things, entities = ox.NamedNode(BASE + "id/graph/things"), ox.NamedNode(BASE + "id/graph/entities")
    for triple in graphs.things:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, things)
    for iri in closure(graphs.known, registry):
        for triple in registry.description(iri):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, entities)


def closure(known: Iterable[str], registry: Registry) -> list[str]:
    """Give registry things with those their descriptions point to (country, organisation), in order."""
    found: dict[str, None] = {}
    queue = list(known)
    while queue:
        iri = queue.pop(0)
        if iri in found or iri not in registry.entities:
            continue
        found[iri] = None
        queue += [
            t.object.value
            for t in registry.description(iri)
            if isinstance(t.object, ox.NamedNode) and t.predicate.value in (TP + "country", PREFIXES["org"] + "postIn")
        ]
    return list(found)
