"""What a careful reader would not put down: facts whose parts contradict each other or rest on a mere guess.

Each check looks at one finished fact and gives it back, mended or as it is, or gives the reason why it is dropped.
They hold for facts of every frame, and were set where unseen texts showed more wrong facts than right ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kg import trace
from kg.discourse import Referents
from kg.extractors.authorship import issued_by
from kg.mentions import MentionKind
from kg.model import Action, Engagement, Entity, EntityKind, Fact, Measure, Procedure, Statement, Status
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.titles import is_head

SINGULAR = {"he": "m", "she": "f"}
NATIONAL = {MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL, MentionKind.ORGANISATION}
UNDER_WAY = {Status.HAPPENED, Status.ONGOING, Status.PLANNED, Status.POSTPONED}
SUBJECTS = {"nsubj", "nsubjpass", "agent"}


def plausible(reading: Reading, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Give the facts that stand, in their order; what goes is told to whoever listens."""
    page = _Page(reading)
    return tuple(kept for fact in facts if (kept := _checked(fact, page)) is not None)


def _checked(fact: Fact, page: _Page) -> Fact | None:
    for kind, check in CHECKS:
        if isinstance(fact, kind):
            found = check(fact, page)
            if isinstance(found, str):
                trace.unwritten(fact, found)
                return None
            fact = found
    return fact


class _Page:
    """Finds the sentences a fact rests on."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.refer = Referents(reading)
        self.at = {s.span.start: s for s in reading.sentences}

    def sentences(self, fact: Fact) -> Iterator[Sentence]:
        """Give the sentences of a fact's evidence."""
        yield from (s for e in fact.evidence if (s := self.at.get(e.sentence.start)) is not None)

    def names(self, fact: Fact, entity: Entity) -> bool:
        """Say whether a fact's own sentences name an agent, or for a government its country or one of its people."""
        return any(self._named(s, entity) for s in self.sentences(fact))

    def meant(self, fact: Fact, entity: Entity) -> bool:
        """Say whether a title in a fact's own sentences stands for a person: "the president responded by ..."."""
        heads = ((t, s) for s in self.sentences(fact) for t in s.tokens if is_head(t) and s.at(t) is None)
        return any((person := self.refer.office(t, s)) is not None and person.iri == entity.iri for t, s in heads)

    def _named(self, sentence: Sentence, entity: Entity) -> bool:
        code = entity.key if entity.kind in (EntityKind.GOVERNMENT, EntityKind.COUNTRY) else None
        for mention in sentence.mentions:
            if mention.entity is not None and mention.entity.iri == entity.iri:
                return True
            if code is None:
                continue
            if mention.kind in NATIONAL and mention.country == code:
                return True
            if mention.kind is MentionKind.PERSON and mention.entity and self.reading.home(mention.entity) == code:
                return True
        return False


def _engagement(fact: Engagement, page: _Page) -> Engagement | str:
    """A person and his country are not both parties; several countries beside several persons are a muddle."""
    homes = {page.reading.home(p) for p in fact.parties if p.kind is EntityKind.PERSON}

    def without(group: tuple[Entity, ...]) -> tuple[Entity, ...]:
        return tuple(e for e in group if e.kind is not EntityKind.GOVERNMENT or e.key not in homes)

    if fact.kind in ("meeting", "negotiation") and any(len(without(g)) < len(g) for g in (fact.participants,)):
        fact = replace(fact, participants=without(fact.participants))
        if len(fact.participants) < 2:
            return "a person and nobody but his own government"
    governments = [p for p in fact.participants if p.kind is EntityKind.GOVERNMENT]
    if len(governments) > 1 and len(fact.participants) - len(governments) > 1:
        return "several governments mixed with several persons"
    return fact


def _measure(fact: Measure, page: _Page) -> Measure | str:
    """Nobody hits himself; a measure without height whose maker the sentence does not name is a mere allusion."""
    if fact.by is not None and any(t.key == fact.by.key for t in fact.targets):
        fact = replace(fact, targets=tuple(t for t in fact.targets if t.key != fact.by.key))
        if not fact.targets:
            return "its maker is whom it hits"
    own = fact.by is not None and issued_by(page.reading) == fact.by.key  # an order speaks of its author's measures
    read = own or any(
        "imposedBy" in e.supports for e in fact.evidence
    )  # a pronoun or an office may stand for the maker
    if fact.rate is None and fact.by is not None and not read and not page.names(fact, fact.by):
        return "no height, and its maker is not named in the sentence"
    return fact


def _acted(fact: Action | Procedure, page: _Page) -> Action | Procedure | str:
    """An act needs somebody named for it, and so does a procedure not yet under way; laws are read by lawmakers."""
    if isinstance(fact, Procedure) and (fact.status in UNDER_WAY or fact.kind == "legislation"):
        return fact
    if not any(page.names(fact, actor) or page.meant(fact, actor) for actor in fact.actors):
        return "nobody named in the sentence does it"
    return fact


def _statement(fact: Statement, page: _Page) -> Statement | str:
    """A pronoun speaks only for somebody it plainly means."""
    for evidence, sentence in zip(fact.evidence, page.sentences(fact), strict=False):
        pronoun = _pronoun(sentence, evidence.phrase.of(page.reading.document.text))
        if pronoun is None or page.names(fact, fact.speaker):
            return fact
        if pronoun.lower_ == "they":
            if fact.speaker.kind is not EntityKind.GOVERNMENT:
                return fact
        elif _plain(sentence, fact.speaker, SINGULAR[pronoun.lower_], page):
            return fact
    return "the pronoun may mean somebody else" if fact.evidence else fact


def _pronoun(sentence: Sentence, phrase: str) -> Token | None:
    """Give the pronoun that speaks, where the phrase begins with one or the sentence has no other subject."""
    first = phrase.split(None, 1)[0].strip("\"“”',").lower() if phrase.split() else ""
    speaking = [t for t in sentence.tokens if t.lower_ in (*SINGULAR, "they") and t.dep_ == "nsubj"]
    if not speaking or sentence.quoted(speaking[0]):
        return None
    return speaking[0] if first in (*SINGULAR, "they") or len(speaking) == 1 else None


def _plain(sentence: Sentence, speaker: Entity, gender: str, page: _Page) -> bool:
    """Say whether the speaker is the only one of his gender near, or the subject of the sentence before."""
    before = [s for s in page.reading.sentences[max(0, sentence.index - 2) : sentence.index] if not s.heading]
    near = [m.entity for s in before for m in s.of_kind(MentionKind.PERSON) if m.entity is not None]
    rivals = {e.key for e in near if page.reading.gender(e) in (gender, None)} - {speaker.key}
    if not rivals:
        return True
    for last in reversed(before):
        for mention in last.of_kind(MentionKind.PERSON):
            if mention.entity is not None and mention.entity.key == speaker.key:
                return last.head(mention).dep_ in SUBJECTS
    return False


Check = Callable[..., "Fact | str"]
CHECKS: tuple[tuple[type | tuple[type, ...], Check], ...] = (
    (Engagement, _engagement),
    (Measure, _measure),
    ((Action, Procedure), _acted),
    (Statement, _statement),
)
