"""Times set for an outcome: who set or faces them, for what, and what came of it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.clauses import agents, modifiers, objects, possessors, prepositional, subjects
from kg.discourse import Referents, topic
from kg.extractors.measure_words import inside, lemma
from kg.frames import PATTERNS, Frame, load_frames
from kg.model import Deadline, Entity, EntityKind, Fact, Status, TimeSpan
from kg.parses import Token
from kg.reading import Dated, Reading, Sentence
from kg.status import negated, reality
from kg.trace import dropped

NAME = "deadlines"
AHEAD = {Status.PLANNED, Status.PROPOSED}
NONE = {"no", "any", "several", "many"}


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads((PATTERNS / "deadlines.toml").read_text(encoding="utf-8"))["words"][name])


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the deadlines of a document, each with what became of it."""
    found: list[Deadline] = []
    for sentence in reading.prose:
        for token in sentence.tokens:
            frame = load_frames("deadlines")[0]
            if token.pos_ == "VERB" and (given := _given(token, sentence, reading, refer)) is not None:
                found.append(given)
            elif token.pos_ == "VERB" and (due := _due(token, sentence, reading, refer)) is not None:
                found.append(due)
            elif token.pos_ in ("NOUN", "PROPN") and lemma(token) in frame["nouns"] and token.dep_ != "compound":
                _tell(found, token, frame, sentence, reading, refer)
    return list(found)


def _given(verb: Token, sentence: Sentence, reading: Reading, refer: Referents) -> Deadline | None:
    """Read "gave China until Friday to withdraw its tariffs"."""
    frame = load_frames("deadlines")[1]
    task = next(
        (
            t
            for t in verb.subtree
            if t.dep_ in ("xcomp", "acl", "relcl", "advcl") and t.i > verb.i and any(c.lower_ == "to" for c in t.lefts)
        ),
        None,
    )
    if lemma(verb) not in frame["verbs"] or task is None or negated(verb):
        return None
    dated = next((d for d in sentence.dates if d.mention.relation == "until" and verb.i < d.first <= task.i), None)
    if dated is None:
        return None
    when = reading.when(dated, "future")
    actors = refer.agents(agents(verb), sentence)
    if when is None or not when.resolved or not actors:
        dropped(sentence, verb, frame.id, "nobody is said to set it" if not actors else "no certain day")
        return None
    about = topic(" ".join(t.text for t in sorted(inside(task), key=lambda t: t.i) if t.i >= task.i))
    evidence = reading.evidence(
        sentence, [verb, *sentence.doc[verb.i : task.i]], ("actor", "when"), frame.id, when=when
    )
    return Deadline(actor=actors[0], about=(about,), when=when, evidence=(evidence,))


def _due(verb: Token, sentence: Sentence, reading: Reading, refer: Referents) -> Deadline | None:
    """Read "both sides will take these actions by May 14", "aim to finish the pact by October"."""
    frame = load_frames("deadlines")[2]
    if lemma(verb) not in frame["verbs"] or negated(verb):
        return None
    things = objects(verb) + prepositional(verb, "on")
    near = {lemma(t) for o in things for t in (o, *prepositional(o, "of", "in", "on", "to"), *modifiers(o))}
    if not near & frame["matters"]:
        return None
    area = {t.i for t in inside(verb)}
    limits = [d for d in sentence.dates if d.first in area and _limit(d, sentence)]
    actors = [a for a in refer.agents(agents(verb), sentence) if a.kind in (EntityKind.GOVERNMENT, EntityKind.PERSON)]
    real = reality(verb)
    when = reading.when(limits[0], "future") if limits else None
    if when is None or not when.resolved or not actors or real.status not in AHEAD or real.conditional:
        return None
    published = reading.document.published
    if published is not None and when.latest is not None and when.latest < published:
        return None
    about = topic(_phrase(things[0]))
    evidence = reading.evidence(sentence, [verb, *things], ("actor", "when"), frame.id, when=when)
    return Deadline(actor=actors[0], about=(about,), when=when, evidence=(evidence,))


def _limit(dated: Dated, sentence: Sentence) -> bool:
    """Say whether a time is one by which: "by October", "before the end of the year", "no later than May 3"."""
    before = {t.lower_ for t in sentence.doc[max(sentence.tokens.start, dated.first - 1) : dated.first + 2]}
    return dated.mention.relation in ("by", "before") or "by" in before


def _tell(
    found: list[Deadline], noun: Token, frame: Frame, sentence: Sentence, reading: Reading, refer: Referents
) -> None:
    """Add a deadline, or tell of the last one what became of it."""
    when = _when(noun, sentence, reading)
    outcome = _outcome(noun)
    actor = _actor(noun, sentence, refer)
    evidence = reading.evidence(
        sentence, [noun, *noun.children], ("actor", "outcome", *(("when",) if when else ())), frame.id, when=when
    )
    if found and (outcome != "unclear" or when is None) and (when is None or actor is None or when == found[-1].when):
        last = found[-1]
        found[-1] = replace(
            last, outcome=outcome if outcome != "unclear" else last.outcome, evidence=(*last.evidence, evidence)
        )
        return
    if (
        actor is None
        or when is None
        or not when.resolved
        or negated(noun)
        or any(c.lower_ in NONE for c in noun.children)
    ):
        reason = "nobody is said to set it" if actor is None else "no day is told" if when is None else "no certain day"
        dropped(sentence, noun, frame.id, reason)
        return
    aims = prepositional(noun, "for", "to")
    about = topic(_phrase(aims[0])) if aims else _matter(sentence, reading)
    found.append(
        Deadline(actor=actor, about=(about,) if about else (), when=when, outcome=outcome, evidence=(evidence,))
    )


def _phrase(head: Token) -> str:
    return " ".join(t.text for t in sorted(inside(head), key=lambda t: t.i))


def _matter(sentence: Sentence, reading: Reading) -> Entity | None:
    """Give what is negotiated: the last talks, agreement or tariffs spoken of up to this sentence."""
    for earlier in reversed(reading.sentences[max(0, sentence.index - 5) : sentence.index + 1]):
        for token in earlier.tokens:
            if token.pos_ == "NOUN" and lemma(token) in _words("matters"):
                near = [t for t in token.lefts if t.dep_ in ("compound", "amod") and not t.is_punct]
                return topic(" ".join(t.text for t in (*near, token)))
    return None


def _actor(noun: Token, sentence: Sentence, refer: Referents) -> Entity | None:
    verb = noun.head if noun.dep_ in ("dobj", "nsubjpass") and noun.head.pos_ == "VERB" else None
    relative = next((c for c in noun.children if c.dep_ in ("relcl", "acl") and lemma(c) in _words("setting")), None)
    groups = [agents(relative)] if relative is not None else []
    groups += [possessors(noun)] + ([agents(verb)] if verb is not None and lemma(verb) in _words("setting") else [])
    for group in groups:
        if found := refer.agents(group, sentence):
            return found[0]
    return None


def _when(noun: Token, sentence: Sentence, reading: Reading) -> TimeSpan | None:
    area = {t.i for t in inside(noun)} | (
        {t.i for t in prepositional(noun.head, "to", "until", "from")} if noun.head.pos_ == "VERB" else set()
    )
    for dated in sentence.dates:
        if noun.dep_ == "appos" and dated.mention.relation in ("by", "before", "until") and dated.first < noun.i:
            return reading.when(dated, "future")
        if set(range(dated.first, dated.last)) & area:
            return reading.when(dated, "future" if noun.head.tag_ not in ("VBD", "VBN") else "none")
    return None


def _outcome(noun: Token) -> str:
    """Read what became of a deadline from the verb over it."""
    verb = noun.head
    if verb.pos_ != "VERB":
        return "unclear"
    name = lemma(verb)
    without = [t.lemma_.lower() for t in prepositional(verb, "without")]
    if noun in subjects(verb) and name in _words("missing"):
        return "no-agreement" if without or name != "slip" else "extended"
    if name in _words("missing") and not negated(verb):
        return "no-agreement"
    if name in _words("extending"):
        return "extended"
    return "met" if name in _words("meeting") and verb.tag_ in ("VBD", "VBN") and not negated(verb) else "unclear"
