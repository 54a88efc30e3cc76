"""Looks inside one reading: sentence by sentence what is named, which frames fired, what was dropped and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.discourse import SINGULAR, Referents
from kg.mentions import Mention
from kg.model import BASE, Document, Entity, Fact, Span
from kg.pipeline import EXTRACTOR, Extraction, analyse, readable
from kg.reading import Reading, Sentence
from kg.registry import Registry, default_registry
from kg.status import reality
from kg.tell import UNITS, days, tell
from kg.text import paragraphs
from kg.trace import Drop, listening
from kg.triples import to_graphs

NIL = "NIL"


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a sentence, what sort of thing they name, and what they link to: short IRIs, a value, or NIL."""

    kind: str
    surface: str
    link: str


@dataclass(frozen=True, slots=True)
class Fired:
    """A frame that found a fact here."""

    frame: str
    fact: str  # in a line
    phrase: str  # the exact words
    also: tuple[int, ...] = ()  # other sentences that tell the same fact


@dataclass(frozen=True, slots=True)
class Given:
    """A candidate that was given up here."""

    frame: str
    reason: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in one sentence."""

    number: int
    span: Span
    text: str
    kind: str  # prose, heading, or left out
    mentions: tuple[Named, ...] = ()
    references: tuple[Named, ...] = ()  # pronouns, "the president", "both governments"
    dates: tuple[Named, ...] = ()
    fired: tuple[Fired, ...] = ()
    dropped: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was seen in a document."""

    title: str
    published: str
    basis: str
    facts: int
    sentences: tuple[Looked, ...] = field(default=())

    @property
    def dropped(self) -> int:
        """Count the candidates that were given up."""
        return sum(len(s.dropped) for s in self.sentences)


def explain(document: Document, registry: Registry | None = None) -> Explanation:
    """Read a document and keep what is else thrown away."""
    registry = registry or default_registry()
    with listening() as heard:
        (extraction,) = analyse([document], registry=registry)
        to_graphs(document, extraction.facts, EXTRACTOR, registry)  # what cannot be written is told, too
    seen = sorted((*_left_out(document), *_sentences(extraction, heard)), key=lambda s: s.span)
    published = document.published.isoformat() if document.published else ""
    return Explanation(document.title, published, document.published_basis, len(extraction.facts), tuple(seen))


def _left_out(document: Document) -> Iterator[Looked]:
    kept = {paragraph.span.end for paragraph in readable(document)}
    for paragraph in paragraphs(document.text):
        if paragraph.span.end not in kept:
            yield Looked(-1, paragraph.span, paragraph.span.of(document.text), "left out")


def _sentences(extraction: Extraction, heard: Iterable[Drop]) -> Iterator[Looked]:
    reading = extraction.reading
    refer, told = Referents(reading), _told(reading, extraction.facts)
    drops: dict[int, list[Drop]] = defaultdict(list)
    for drop in dict.fromkeys(heard):
        drops[_number(reading, drop.span)].append(drop)
    for sentence in reading.sentences:
        yield Looked(
            sentence.index,
            sentence.span,
            sentence.span.of(reading.document.text),
            "heading" if sentence.heading else "prose",
            tuple(map(_mention, sentence.mentions)),
            tuple(_references(sentence, refer)),
            tuple(_dates(sentence, reading)),
            tuple(told[sentence.index]),
            tuple(Given(d.frame, d.reason, d.span.of(reading.document.text)) for d in drops[sentence.index]),
        )


def _told(reading: Reading, facts: Iterable[Fact]) -> dict[int, list[Fired]]:
    """Give the facts of each sentence, by its number."""
    found: dict[int, list[Fired]] = defaultdict(list)
    for fact in facts:
        places = [(_number(reading, e.phrase), e) for e in fact.evidence]
        for number, evidence in places:
            also = tuple(sorted({n for n, _ in places} - {number}))
            found[number].append(Fired(evidence.pattern, tell(fact), evidence.phrase.of(reading.document.text), also))
    return found


def _number(reading: Reading, phrase: Span) -> int:
    """Give the number of the sentence in which a phrase begins."""
    return max((s.index for s in reading.sentences if s.span.start <= phrase.start), default=0)


def _mention(mention: Mention) -> Named:
    return Named(mention.kind.value, mention.surface, _link(mention))


def _link(mention: Mention) -> str:
    if mention.value is not None:
        unit = mention.unit or ""
        return f"{mention.value}{UNITS.get(unit, f' {unit}')}".strip()
    if mention.entity is not None:
        return short(mention.entity)
    if mention.sectors:
        return ", ".join(f"sector/{s}" for s in mention.sectors)
    return f"country/{mention.country}" if mention.country else NIL


def short(entity: Entity) -> str:
    """Give the telling end of an entity's IRI: person/mark-carney."""
    return entity.iri.removeprefix(BASE).removeprefix("id/")


def _references(sentence: Sentence, refer: Referents) -> Iterator[Named]:
    """Give whom pronouns and words like "the president" or "both governments" stand for."""
    titled = {i for r in refer.reading.roles if r.paragraph == sentence.paragraph for i in range(r.first, r.last)}
    for token in sentence.tokens:
        if sentence.at(token) is not None or token.i in titled or token.pos_ not in ("PRON", "NOUN", "PROPN"):
            continue
        who = refer.agents([token], sentence)
        if who or token.lower_ in SINGULAR:
            yield Named("reference", token.text, ", ".join(map(short, who)) or NIL)


def _dates(sentence: Sentence, reading: Reading) -> Iterator[Named]:
    """Give each time expression as the tense of its clause resolves it."""
    for dated in sentence.dates:
        word = sentence.doc[dated.first]
        verb = next((t for t in word.ancestors if t.pos_ in ("VERB", "AUX")), word)
        when = reading.when(dated, reality(verb).tense)
        link = days(when) if when is not None and when.resolved else "stays words"
        yield Named("date", dated.mention.expression, link)
