"""Writes facts as quads: what a document says in one graph, the words it rests on in another.

Every node is an IRI, every fact of an event, measure, exemption, position, dependency or tenure has an annotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyoxigraph as ox

from kg import keys
from kg.citations import CitedSheet
from kg.graph_names import DOCUMENTS, document_iri, facts_graph
from kg.model import (
    BASE,
    Action,
    AgreementFact,
    Deadline,
    Dependency,
    Document,
    Engagement,
    Entity,
    Exemption,
    Fact,
    Measure,
    Position,
    Procedure,
    Statement,
    Status,
    Tenure,
    TimeSpan,
)
from kg.registry import Registry
from kg.sheets import DECIMAL, LABEL, TYPE, node, text, tp
from kg.tell import label, measure_label
from kg.trace import unwritten
from ontology.terms import PREFIXES, TP

CLASSES = {"meeting": "Meeting", "call": "Call", "visit": "Visit", "negotiation": "Negotiation"}
TARIFF_KINDS = {
    "import-tariff",
    "anti-dumping",
    "countervailing",
    "safeguard",
    "import-charge",
    "tariff-quota",
    "export-tariff",
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


class _Writer(CitedSheet):
    """Writes each kind of fact onto the sheet."""

    def __init__(self, document: Document, extractor: str, registry: Registry) -> None:
        super().__init__(document, extractor, registry)
        self.measures: dict[int, list[ox.NamedNode]] = {}  # by identity of the fact, one node a sector
        self.statements: list[tuple[Statement, ox.NamedNode]] = []

    def write(self, facts: Sequence[Fact]) -> None:
        self.describe_document()
        for fact in facts:
            if isinstance(fact, Statement):
                iri = self._event(fact, "Statement", fact.when)
                self.statements.append((fact, iri))
        for fact in facts:
            if isinstance(fact, Measure):
                self._measure(fact)
        measures = [fact for fact in facts if isinstance(fact, Measure) and fact.by is not None]
        for fact in measures:
            self._tie(fact, measures)
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
                self.cite(iri, fact, iri_when=fact.when)
            case Deadline() if fact.about:
                iri = self._event(fact, "Deadline", fact.when)
                self.say(iri, tp("outcome"), node("outcome", fact.outcome))
                self.cite(iri, fact, iri_when=fact.when)
            case Deadline():
                unwritten(fact, "nothing is said to be due")
            case Position():
                self._position(fact)
            case Dependency():
                self._dependency(fact)
            case Statement():
                iri = next(i for f, i in self.statements if f is fact)
                self.cite(iri, fact, iri_when=fact.when)

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
            unwritten(fact, "a claim of nobody is no fact")
            return
        iri = self._event(fact, CLASSES[fact.kind], fact.when)
        for place in fact.places:
            self.say(iri, tp("place"), self.thing(place))
        self._attribute(iri, fact.status, fact.attributed_to, fact)
        self.cite(iri, fact, iri_when=fact.when)

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
            self.cite(said, claim)
        self.say(iri, tp("claimedIn"), said)

    def _tenure(self, fact: Tenure) -> None:
        iri = self.own("tenure", f"{fact.person.key}_{fact.office.key}", fact, "tenure")
        self.say(iri, TYPE, tp("Tenure"))
        self.say(iri, tp("holder"), self.thing(fact.person))
        self.say(iri, tp("office"), self.thing(fact.office))
        if fact.ended and self.document.published and (time := self.time(keys.until(self.document.published))):
            self.say(iri, tp("ends"), time)
        self.cite(iri, fact)

    def _measure(self, fact: Measure) -> None:
        nodes = self.measures[id(fact)] = []
        if fact.by is None:
            unwritten(fact, "nobody is said to impose it")
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
            if fact.volume is not None:
                self.say(iri, tp("volume"), ox.Literal(fact.volume[0], datatype=DECIMAL))
                self.say(iri, tp("volumeUnit"), ox.Literal(fact.volume[1]))
            nodes.append(iri)
            self.cite(iri, fact, iri_when=fact.starts)

    def _tie(self, fact: Measure, others: Sequence[Measure]) -> None:
        """Tie a measure to the state it replaces and to the measures of others that it answers."""
        mine = dict(zip(fact.sectors or ("all-goods",), self._nodes(fact), strict=True))
        for other in others:
            theirs = dict(zip(other.sectors or ("all-goods",), self._nodes(other), strict=True))
            if _replaces(fact, other):
                for key in mine.keys() & theirs.keys():
                    self.say(mine[key], tp("supersedes"), theirs[key])
            if _answers(fact, other):
                for here in mine.values():
                    for there in theirs.values():
                        self.say(here, tp("answers"), there)

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
            unwritten(fact, "nobody is said to act")
            return
        iri = self._event(fact, "PolicyAction", fact.when)
        for measure in fact.measures:
            for target in self._nodes(measure):
                self.say(iri, tp("resultsIn"), target)
        for agreement in fact.agreements:
            self.say(iri, tp("resultsIn"), self.thing(agreement))
        self._attribute(iri, fact.status, fact.attributed_to, fact)
        self.cite(iri, fact, iri_when=fact.when)

    def _exemption(self, fact: Exemption) -> None:
        measures = self._nodes(fact.measure)
        if not measures:
            unwritten(fact, "the measure it is from is not known")
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
        self.cite(iri, fact)

    def _agreement(self, fact: AgreementFact) -> None:
        if not fact.parties and fact.agreement.iri not in self.registry.entities:
            unwritten(fact, "a deal of nobody")
            return
        iri = self.thing(fact.agreement)
        self.say(iri, TYPE, tp("Agreement"))
        self.say(iri, LABEL, text(fact.agreement.label))
        self.say(iri, tp("status"), node("status", fact.status))
        for party in fact.parties:
            self.say(iri, tp("party"), self.thing(party))
        self.cite(iri, fact)

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
        self.cite(iri, fact)

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
        self.cite(iri, fact)


def _replaces(fact: Measure, other: Measure) -> bool:
    """Say whether `other` is the state of the same measure that `fact` ends: the same duty at the height before."""
    alike = (other.kind, other.by, set(other.targets)) == (fact.kind, fact.by, set(fact.targets))
    return alike and fact.rate_before is not None and other.rate == fact.rate_before and other.rate != fact.rate


def _answers(fact: Measure, other: Measure) -> bool:
    """Say whether `fact` is taken in return for `other`: a measure of whom it answers, not aimed at somebody else."""
    if fact.by is None or other.by is None or other.by.key not in fact.answers or fact.by.key in other.answers:
        return False
    return not other.targets or fact.by.key in {c.key for c in other.targets}


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
