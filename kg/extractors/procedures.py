"""Formal processes under a law or an agreement: consultations, reviews, investigations, disputes, legislation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.clauses import agents, clause, modifiers, objects, possessors, prepositional
from kg.discourse import Referents
from kg.extractors.matter import Matter
from kg.extractors.procedure_stage import asked_of, stage
from kg.extractors.procedure_triggers import NAME, triggers
from kg.extractors.voices import voice
from kg.frames import Frame, lexicon
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind, Fact, Procedure, Status, TimeSpan
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import reality
from kg.titles import is_head, organisation
from kg.trace import dropped

FORUM = "World Trade Organization"  # where disputes are heard; an actor only when nobody else is named
SUPPORTS = ("actor", "about", "sector", "kind", "status")
BODIES = (EntityKind.GOVERNMENT, EntityKind.ORGANISATION, EntityKind.PERSON)


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the procedures of a document, one for each actor where several start the same."""
    matter = Matter(reading, refer, facts)
    found: list[Procedure] = []
    for sentence in reading.prose:
        for trigger, frame in triggers(reading, sentence):
            found += _procedures(refer, matter, sentence, trigger, frame)
    return list(_distinct(found))


def _distinct(found: list[Procedure]) -> Iterator[Procedure]:
    """Join tellings of the same procedure: same kind and status, same actors or none named the second time."""
    kept: list[Procedure] = []
    for one in found:
        for i, old in enumerate(kept):
            if (old.kind, old.status) == (one.kind, one.status) and (old.actors == one.actors or not one.actors):
                evidence = tuple(dict.fromkeys(old.evidence + one.evidence))
                kept[i] = replace(old, evidence=evidence, when=old.when or one.when)
                break
        else:
            kept.append(one)
    yield from kept


def _procedures(
    refer: Referents, matter: Matter, sentence: Sentence, trigger: Token, frame: Frame
) -> Iterator[Procedure]:
    actors = _actors(refer, sentence, trigger)
    words = [t for t in _about_words(trigger) if t.pos_ != "PUNCT"]
    about, sectors = matter.of(words, sentence)
    if not about:
        about, sectors = matter.of([t for t in sentence.tokens if t != trigger], sentence)
    if not (about or sectors):
        return dropped(sentence, trigger, frame.id, "about nothing")
    if not _answered_for(trigger, frame, actors):
        return dropped(sentence, trigger, frame.id, "no authority behind it")
    reached = stage(trigger, frame)
    past = reached is Status.HAPPENED
    when = _when(refer.reading, sentence, trigger, "past" if past else reality(trigger).tense)
    if reached is None:
        return dropped(sentence, trigger, frame.id, "denied")
    status = _dated(reached, when, refer.reading)
    supports = (*SUPPORTS, "when") if when else SUPPORTS
    piece = refer.reading.evidence(sentence, [trigger, *words], supports, frame.id, when=when)
    apart = frame.kind == "consultation" and len(actors) > 1 and trigger.dep_ == "dobj"
    for group in [(a,) for a in actors] if apart else [tuple(actors)]:
        yield Procedure(
            kind=frame.kind, actors=group, about=about, sectors=sectors, when=when, status=status, evidence=(piece,)
        )


def _answered_for(trigger: Token, frame: Frame, actors: Sequence[Entity]) -> bool:
    """Say whether a body stands behind it: lawmakers for a law, anybody with authority for what a verb does."""
    if frame["chambers"] or (frame.kind == "legislation" and _in_chamber(trigger)):
        return True
    if frame.kind == "legislation":
        return bool(actors)
    office = trigger.pos_ == "VERB" and any(is_head(t) for t in agents(trigger))
    return trigger.pos_ != "VERB" or office or bool(frame["bodies"]) or any(e.kind in BODIES for e in actors)


def _dated(status: Status, when: TimeSpan | None, reading: Reading) -> Status:
    """What is said to take place after the day of publication is planned."""
    day = reading.document.published
    coming = when is not None and when.earliest is not None and day is not None and when.earliest > day
    return Status.PLANNED if coming and status in (Status.HAPPENED, Status.ONGOING) else status


def _in_chamber(trigger: Token) -> bool:
    """Say whether lawmakers act in the clause, or something is laid before them."""
    chambers = lexicon(NAME, "chambers")
    return any({t.lemma_.lower(), t.lower_} & chambers for t in clause(trigger))


def _actors(refer: Referents, sentence: Sentence, trigger: Token) -> list[Entity]:
    """Give the authorities behind it: agents of the verb, owners of the noun, what stands before it, the other side."""
    tokens: list[Token] = []
    if (asking := asked_of(trigger)) is not None:
        tokens += agents(asking)
    elif trigger.pos_ in ("VERB", "AUX"):
        tokens += agents(trigger) if trigger.pos_ == "VERB" or not _in_chamber(trigger) else []
        if not tokens and _in_chamber(trigger):
            tokens += prepositional(trigger, "before", "to")
    else:
        tokens += [
            *possessors(trigger),
            *modifiers(trigger),
            *prepositional(trigger, "by", "with", "between", "in", "from"),
            *(t for c in trigger.children if c.dep_ == "acl" for t in agents(c)),
        ]
        verb = next((a for a in trigger.ancestors if a.pos_ == "VERB"), None)
        if verb is not None and trigger.dep_ in ("dobj", "nsubjpass") and trigger.head == verb:
            tokens = agents(verb) + tokens
        elif verb is not None and trigger.dep_ in ("pobj", "nsubj"):
            tokens = [*tokens, *(agents(verb) if trigger.dep_ == "pobj" else objects(verb))]
    doing = [t for t in tokens if t.pos_ in ("PROPN", "NOUN", "PRON", "ADJ")]
    found = [e for t in doing for e in voice(t, sentence, refer) or _body(t, sentence)]
    if not any(e.kind in BODIES for e in found):
        found += [
            refer.reading.government(c.key)
            for c in refer.countries([t for t in tokens if t in modifiers(trigger)], sentence)
        ]
    found = list(dict.fromkeys(found))
    return [e for e in found if e.label != FORUM or len(found) == 1]


def _body(token: Token, sentence: Sentence) -> list[Entity]:
    """Give the body that a noun belongs to, "a WTO panel", or that its capitals name, "the Anti-Dumping Authority"."""
    near = [*modifiers(token), *possessors(token)]
    owners = [m for t in near if (m := sentence.at(t)) is not None and m.kind is MentionKind.ORGANISATION]
    if owners:
        return [m.entity for m in owners[:1] if m.entity is not None]
    first = token.i
    while first > sentence.tokens.start and sentence.doc[first - 1].text[:1].isupper():
        first -= 1
    first += sentence.doc[first].lower_ in ("the", "a", "an")
    named = token.text[:1].isupper() and first < token.i and sentence.at(token) is None and not is_head(token)
    return [organisation(sentence.doc[first : token.i + 1].text)] if named else []


def _about_words(trigger: Token) -> list[Token]:
    if trigger.pos_ == "VERB":
        return [
            t
            for o in (*objects(trigger), *(c for c in trigger.children if c.dep_ in ("prep", "ccomp", "nsubjpass")))
            for t in o.subtree
        ]
    return [t for t in trigger.subtree if t != trigger]


def _when(reading: Reading, sentence: Sentence, trigger: Token, tense: str) -> TimeSpan | None:
    """Give the time that stands with the process or its verb."""
    verb = (
        trigger
        if trigger.pos_ == "VERB"
        else next((a for a in trigger.ancestors if a.pos_ in ("VERB", "AUX")), trigger)
    )
    for dated in sentence.dates:
        token = sentence.doc[dated.first : dated.last].root
        if verb in (token.head, token.head.head) or trigger in (token.head, token.head.head):
            return reading.when(dated, tense)
    return None
