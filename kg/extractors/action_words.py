"""The words by which acts are told: which frames a lemma triggers, what it acts on, how real it is."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache

from kg.clauses import agents, objects, patients, prepositional, subjects
from kg.extractors.measure_stage import LEAVING
from kg.extractors.measure_words import Trigger, lemma
from kg.frames import PATTERNS, Frame, load_frames
from kg.model import Measure, Status
from kg.parses import Token
from kg.status import Reality

AS_EVENT = {Status.THREATENED: Status.POSSIBLE, Status.IN_FORCE: Status.HAPPENED, Status.ONGOING: Status.HAPPENED}


@cache
def shared(name: str) -> frozenset[str]:
    """Give one class of words shared by the frames."""
    return frozenset(tomllib.loads((PATTERNS / "actions.toml").read_text(encoding="utf-8"))["words"][name])


@cache
def by_word(verbs: bool) -> dict[str, tuple[Frame, ...]]:
    """Give, for each lemma, the frames it can trigger, in order."""
    parts = ("verbs", "moves") if verbs else ("nouns",)
    kept: dict[str, tuple[Frame, ...]] = {}
    for frame in load_frames("actions"):
        idioms = {told.split()[0] for told in frame["idioms"]} if verbs else set()
        for word in {w for part in parts for w in frame[part]} | idioms:
            kept[word] = (*kept.get(word, ()), frame)
    return kept


def frames_of(token: Token) -> tuple[Frame, ...]:
    """Give the frames that a word can trigger, in order."""
    if token.pos_ not in ("VERB", "NOUN"):
        return ()
    index = by_word(token.pos_ == "VERB")
    return tuple(dict.fromkeys((*index.get(lemma(token), ()), *index.get(token.lemma_.lower(), ()))))


def in_passing(word: Token, agreed: list[Token]) -> bool:
    """Say whether an act is only alluded to: "in reaching an agreement", "skill in securing deals"."""
    if word.tag_ == "VBG" and word.dep_ == "pcomp" and word.head.lower_ in ("in", "of", "at", "for"):
        return True
    return bool(agreed) and all(
        t.tag_ == "NNS" and not any(c.dep_ in ("det", "nummod", "poss") for c in t.children) for t in agreed
    )


def acted_on(verb: Token, frame: Frame) -> list[Token]:
    """Give what a verb acts on; "from" the treaty, "with" tariffs; the head of "the pact they signed"."""
    found = patients(verb)
    if not found:  # "will cut or do away with its duties": the last verb has the object
        last = next((c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB"), None)
        found = patients(last) or prepositional(last, "with") if last is not None else []
    if frame["from"]:
        found = prepositional(verb, "from", "of") + [t for t in found if verb.lemma_ in ("quit", "exit", "leave")]
    if frame["spared"]:
        found = found + prepositional(verb, "from")
    if frame["alone"]:
        found = prepositional(verb, "with", "by")
    if verb.dep_ == "relcl" and verb.head not in subjects(verb):
        found.append(verb.head)
    return found


def spared(verb: Token, named: dict[int, Trigger]) -> Trigger | None:
    """Give the measure somebody is left out of: "doubled tariffs ..., exempting Britain"."""
    if verb.lemma_ == "leave":
        return next((named[t.i] for t in prepositional(verb, "out", "off", "of") if t.i in named), None)
    top = verb.head if verb.dep_ == "advcl" else verb
    near = [t for t in top.subtree if t.i in named and t.i < verb.i]
    return named[near[-1].i] if near else None


def idiom(verb: Token, frame: Frame) -> list[Token]:
    """Read "put their names to the treaty", "shook hands on a framework"."""
    for told in frame["idioms"]:
        name, thing, preposition = told.split()
        if verb.lemma_.lower() == name and any(lemma(o) in (thing, thing + "s") for o in objects(verb)):
            return prepositional(verb, preposition) + [t for o in objects(verb) for t in prepositional(o, preposition)]
    return []


LEGISLATURES = {
    "parliament", "congress", "senate", "legislature", "house", "assembly", "lawmaker", "duma", "chamber", "commons",
    "bundestag", "diet", "knesset", "legislator", "bundesrat", "parliamentarian", "deputy", "mp",
}  # fmt: skip


def by_legislature(verb: Token) -> list[Token]:
    """Give the legislature that approves, passes or backs something, as a doer."""
    return [t for t in agents(verb) if is_legislature(t)]


def is_legislature(token: Token) -> bool:
    """Say whether a word names a parliament or its members."""
    return lemma(token) in LEGISLATURES or token.lower_ in LEGISLATURES


def awaited(word: Token) -> bool:
    """Say whether an act is still to come: "has yet to be ratified", "must now be approved", "needs ratification"."""
    if word.pos_ == "VERB" and any(c.lower_ == "must" for c in word.children):
        return True
    head = word.head
    yet = any(c.lower_ in ("yet", "still") for c in head.children)
    return (head.lemma_ in ("have", "remain", "be") and yet) or head.lemma_ in ("need", "await", "require", "expect")


def act_status(word: Token, real: Reality, measures: Sequence[Measure]) -> Status:
    """Give the status of an act: what a deal would do is proposed, what is put off is postponed."""
    status = AS_EVENT.get(real.status, real.status)
    if word.tag_ == "VBZ" and status is Status.HAPPENED and lemma(word) in LEAVING:
        return Status.PLANNED  # "the duty goes at once"
    if (
        word.pos_ == "NOUN"
        and word.dep_ == "dobj"
        and lemma(word.head) in ("move", "push-back", "delay", "postpone", "defer", "put-off")
    ):
        return Status.POSTPONED
    if word.pos_ == "VERB" and real.by == "would" and status is Status.POSSIBLE:
        return Status.PROPOSED
    if (
        word.tag_ in ("VBZ", "VBP")
        and status is Status.HAPPENED
        and measures
        and all(m.status is Status.ANNOUNCED for m in measures[:1])
    ):
        return Status.PLANNED
    return status
