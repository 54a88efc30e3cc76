"""Decides how real an event is from the words that govern it; one function for every frame.

`reality` climbs from a trigger (a verb or an event noun) through auxiliaries, governors, modifiers and prepositions.
The classes of words are data (`patterns/status.toml`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.clauses import passive
from kg.model import Status
from kg.parses import Token, remembered

WORDS = Path(__file__).parent / "extractors" / "patterns" / "status.toml"
FUTURE = {"will", "shall", "'ll", "’ll", "wo", "sha"}
MAYBE = {"may", "might", "could", "can", "ca"}
OUGHT = {"should", "must", "ought"}
OVERRIDING = {
    Status.CANCELLED,
    Status.POSTPONED,
    Status.DENIED,
    Status.DID_NOT_HAPPEN,
    Status.PROPOSED,
    Status.POSSIBLE,
    Status.PLANNED,
    Status.THREATENED,
}
NEGATED = {
    Status.PLANNED: Status.DENIED,
    Status.HAPPENED: Status.DID_NOT_HAPPEN,
    Status.ONGOING: Status.DID_NOT_HAPPEN,
    Status.PROPOSED: Status.DENIED,
    Status.POSSIBLE: Status.DENIED,
    Status.THREATENED: Status.DENIED,
    Status.DENIED: Status.POSSIBLE,
    Status.CANCELLED: Status.PLANNED,
    Status.POSTPONED: Status.PLANNED,
    Status.DID_NOT_HAPPEN: Status.HAPPENED,
}
MENDED = {"hopes": "hope", "hoped": "hope", "hoping": "hope"}  # what the model makes of them otherwise
PARTICLES = {"back", "off", "aside", "ahead", "forward", "out", "away"}
REAL = set(
    "manage happen get come go continue begin start help use resume proceed take meet appear seem make let allow "
    "enable have be remain work turn fly travel join sit gather last return".split()
)
MOTION = {"travel", "fly", "head", "go", "come", "arrive", "return", "leave", "depart", "visit", "prepare"}


@dataclass(frozen=True, slots=True)
class Reality:
    """How real an event is, which way its dates point, and whose word it rests on."""

    status: Status
    tense: str  # past, future, none
    saying: Token | None = None  # the verb of saying above it
    distant: bool = False  # the writer keeps a distance: claims, alleges
    conditional: bool = False
    by: str = ""  # the word that decided, for --explain


@cache
def words() -> dict[str, dict[str, frozenset[str]]]:
    """Give the word classes of `patterns/status.toml`."""
    data: dict[str, Any] = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {group: {name: frozenset(values) for name, values in classes.items()} for group, classes in data.items()}


def _particle(token: Token) -> str:
    """Give the particle of a verb, also where the parser takes it for an adverb: "pushed back", "broke off"."""
    after = (c for c in token.children if c.i > token.i)
    return next((c.lower_ for c in after if c.dep_ == "prt" or (c.dep_ == "advmod" and c.lower_ in PARTICLES)), "")


@remembered
def governor_class(token: Token) -> Status | None:
    """Give the status that a governing word lends, by its lemma (with its particle)."""
    particle = _particle(token)
    if token.lemma_ == "set" and particle in ("up", "out", "off", "aside"):
        return None  # "a panel was set up"
    lemma = MENDED.get(token.lower_, token.lemma_.lower())
    for key in (f"{lemma}-{particle}", lemma, token.lower_):
        for name, lemmas in words()["governs"].items():
            if key in lemmas and name not in ("held", "wanted", "ongoing"):
                return Status(name)
    return None


def noun_class(noun: Token) -> Status | None:
    """Give the status that a noun lends to the event after it: "the chance of a meeting", "a request for talks"."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    lemma = noun.lemma_.lower()
    return next((Status(name) for name, lemmas in words()["nouns"].items() if lemma in lemmas), None)


def negated(token: Token) -> bool:
    """Say whether a verb or noun is negated on the spot."""
    return any(
        c.dep_ == "neg"
        or (c.lower_ in ("never", "no", "neither", "nor", "without") and c.dep_ in ("det", "advmod", "preconj", "cc"))
        for c in token.children
    )


@remembered
def reality(trigger: Token) -> Reality:
    """Decide status, direction of dates and attribution of the event that a verb or noun names."""
    status, by = _verb(trigger) if trigger.pos_ in ("VERB", "AUX") else _noun(trigger)
    saying, distant, denied, conditional = _above(trigger)
    if denied:
        status, by = Status.DENIED, saying.text if saying else by
    elif saying is not None and status is Status.DID_NOT_HAPPEN and by.startswith(("not ", "no")):
        status = Status.DENIED  # somebody says that it did not take place
    elif conditional and status in (Status.HAPPENED, Status.PLANNED, Status.ONGOING):
        status, by = Status.POSSIBLE, "if"
    tense = (
        "past"
        if status in (Status.HAPPENED, Status.DID_NOT_HAPPEN)
        else "none"
        if status in (Status.ONGOING, Status.DENIED, Status.CLAIMED)
        else "future"
    )
    return Reality(status, tense, saying, distant, conditional, by)


def _verb(verb: Token) -> tuple[Status, str]:
    """Read a verb's own auxiliaries; an infinitive takes what governs it."""
    aux = {c.lower_: c for c in verb.children if c.dep_ in ("aux", "auxpass")}
    status: Status
    by = verb.text
    if any(c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children) for c in verb.children):
        return (Status.CANCELLED if aux.keys() & (FUTURE | {"would"}) else Status.DID_NOT_HAPPEN), "no longer"
    if (
        "had" in aux
        and aux["had"].i == verb.left_edge.i
        and verb.dep_ in ("advcl", "ccomp")
        and aux["had"].text == "Had"
    ):
        return Status.DID_NOT_HAPPEN, "had"  # "Had they met, ..."
    if aux.keys() & FUTURE:
        status, by = Status.PLANNED, "will"
    elif "would" in aux:
        status, by = (Status.PLANNED if _reported(verb) else Status.POSSIBLE), "would"
    elif aux.keys() & MAYBE:
        status, by = Status.POSSIBLE, next(iter(aux.keys() & MAYBE))
    elif aux.keys() & OUGHT:
        status, by = Status.PROPOSED, next(iter(aux.keys() & OUGHT))
    elif "to" in aux:
        return _infinitive(verb)
    elif verb.tag_ == "VBG" and any(c.lemma_ == "be" for c in aux.values()):
        past = any(c.tag_ == "VBD" for c in aux.values())
        status = Status.HAPPENED if past else Status.ONGOING
    elif verb.tag_ == "VBN" and "being" in aux:
        status = Status.HAPPENED if any(c.tag_ == "VBD" for c in aux.values()) else Status.ONGOING
    elif verb.tag_ == "VBG" and verb.dep_ in ("pcomp", "xcomp", "advcl", "acl", "ccomp") and verb.head != verb:
        return _gerund(verb)
    elif verb.lemma_ == "be" and (state := _state(verb)) is not None:
        status = state
    elif verb.tag_ in ("VBZ", "VBP") and not any(c.lemma_ == "have" for c in aux.values()):
        status = Status.PLANNED if verb.lemma_ in ("plan", "intend", "expect") else Status.HAPPENED
    elif verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and verb.tag_ in ("VB", "VBN", "VBG") and not aux:
        return _verb(verb.head)
    elif (
        verb.dep_ == "advcl" and verb.tag_ == "VBN" and not aux and verb.head.pos_ == "VERB" and verb.lemma_ == "follow"
    ):
        return _verb(verb.head)  # "will travel to X, followed by stops in Y"
    else:
        status = Status.HAPPENED
    return (NEGATED[status], f"not {by}") if negated(verb) else (status, by)


def _reported(verb: Token) -> bool:
    """Say whether a verb stands in the words of somebody who spoke in the past."""
    return any(
        a.lemma_ in words()["saying"]["plain"] | words()["saying"]["distant"] | {"inform"} and a.tag_ != "VBZ"
        for a in verb.ancestors
    ) or any(s.lemma_ in words()["saying"]["plain"] and s.dep_ in ("parataxis", "ROOT", "ccomp") for s in verb.children)


def _infinitive(verb: Token) -> tuple[Status, str]:
    governor = verb.head
    if verb.dep_ == "conj" and governor.pos_ in ("VERB", "AUX"):
        return _verb(governor)
    if governor == verb:
        return Status.PLANNED, "to"
    lent = governor_class(governor)
    adjective = next((c for c in governor.children if c.dep_ in ("acomp", "oprd", "attr") and governor_class(c)), None)
    if adjective is not None and governor.lemma_ in ("be", "seem", "remain", "appear"):
        governor, lent = adjective, governor_class(adjective)
    if governor.lemma_ == "get" and governor.tag_ in ("VBD", "VBN", "VBZ"):
        return _verb(governor)  # "got to see"
    if governor.lemma_ in words()["governs"]["ongoing"] and governor.lemma_ in ("continue", "keep", "begin", "start"):
        outer, by = _verb(governor)
        return (Status.ONGOING if outer is Status.HAPPENED else outer), by
    if lent is None:
        outer, by = _verb(governor) if governor.pos_ in ("VERB", "AUX") else _noun(governor)
        if governor.lemma_ in ("travel", "visit", "go", "come", "journey") and governor.tag_ == "VBD":
            return outer, f"{governor.text} to"  # "travelled there last week to meet X"
        if any(c.lower_ in ("first", "last", "latest", "only") for c in governor.children) and governor.pos_ == "NOUN":
            return Status.HAPPENED, governor.text  # "among the first leaders to meet X"
        if governor.lemma_ in MOTION or governor.pos_ not in ("VERB", "AUX"):
            return (Status.PLANNED if outer is Status.HAPPENED else outer), f"{governor.text} to"
        unreal = verb.dep_ == "xcomp" and governor.pos_ == "VERB" and governor.lemma_ not in REAL
        return (Status.PROPOSED if unreal and outer is Status.HAPPENED else outer), by
    if negated(governor) or negated(verb):
        lent = NEGATED.get(lent, lent)
    if (
        governor.lemma_ == "be"
        and governor.tag_ == "VBD"
        and "have" in {c.lemma_ for c in verb.children if c.dep_ == "aux"}
    ):
        return Status.CANCELLED, "was to have"  # "was to have led it"
    return lent, governor.text


def _gerund(verb: Token) -> tuple[Status, str]:
    governor = verb.head
    if governor.pos_ in ("ADP", "SCONJ"):
        preposition, governor = governor.lower_, governor.head
        governor = governor.head if governor.lower_ == "forward" else governor
        if preposition in words()["prepositions"]["planned"] or (governor.lemma_ == "look" and preposition == "to"):
            return Status.PLANNED, preposition
        if preposition in ("after", "since", "following", "upon", "having"):
            return Status.HAPPENED, preposition
    if any(c.lower_ == "having" for c in verb.children) or (any(c.lower_ == "after" for c in verb.children)):
        return Status.HAPPENED, "having"
    if governor.pos_ == "ADJ" and governor.lemma_ in ("close", "near"):
        return Status.POSSIBLE, governor.text
    lent = governor_class(governor)
    if lent is not None and governor.lemma_ not in ("be", "have", "get", "set", "agree"):
        return (NEGATED[lent] if negated(governor) else lent), governor.text
    if governor.pos_ in ("VERB", "AUX"):
        return _verb(governor)
    return Status.HAPPENED, verb.text


def _noun(noun: Token) -> tuple[Status, str]:
    """Read an event noun: its adjectives, then what it is subject or object of."""
    modifiers = {c.lower_ for c in noun.children if c.dep_ in ("amod", "compound", "nmod", "acl")}
    if noun.dep_ in ("nsubjpass", "dobj", "nsubj") and governor_class(noun.head) in (
        Status.CANCELLED,
        Status.POSTPONED,
    ):
        return _by_verb(noun.head, subject=noun.dep_ != "dobj")  # "the planned meeting was postponed"
    for name, lemmas in words()["modifies"].items():
        if name != "happened" and (hit := modifiers & lemmas):
            return Status(name), hit.pop()
    status, by = _governed(noun)
    if negated(noun):
        return NEGATED.get(status, status), "no"
    if modifiers & words()["modifies"]["happened"] and status in (Status.HAPPENED, Status.ONGOING):
        return Status.HAPPENED, "earlier"
    return status, by


def _governed(noun: Token) -> tuple[Status, str]:
    head, dep = noun.head, noun.dep_
    if dep == "conj" and head.pos_ in ("NOUN", "PROPN"):
        return _governed(head)
    if head == noun:
        return Status.HAPPENED, noun.text
    if dep in ("nsubj", "nsubjpass", "dobj", "obj", "attr", "oprd") and head.pos_ in ("VERB", "AUX"):
        return _by_verb(head, subject=dep.startswith("nsubj"))
    if dep == "pobj":
        return _by_preposition(head)
    if dep in ("compound", "poss", "nmod", "appos") and head.pos_ in ("NOUN", "PROPN"):
        return _governed(head)
    if dep == "advcl" or head.pos_ in ("VERB", "AUX"):
        return _verb(head)
    return Status.HAPPENED, noun.text


def _by_verb(verb: Token, *, subject: bool) -> tuple[Status, str]:
    """Read the status of an event noun from the verb it belongs to."""
    governs = words()["governs"]
    lent = governor_class(verb)
    own, by = _verb(verb)
    if lent in (Status.CANCELLED, Status.POSTPONED):
        if own in (Status.POSSIBLE, Status.PROPOSED, Status.THREATENED, Status.DENIED):
            return Status.PLANNED, by  # "threatened to cancel the meeting": it still stands
        return (NEGATED[lent], verb.text) if negated(verb) else (lent, verb.text)
    if lent is Status.DID_NOT_HAPPEN and own is Status.HAPPENED and not (subject and not passive(verb)):
        return (Status.HAPPENED if negated(verb) else lent), verb.text
    if verb.lemma_ in governs["ongoing"]:
        return (Status.ONGOING, verb.text) if own is Status.HAPPENED else (own, by)
    if (
        subject
        and verb.lemma_ in ("go", "take", "happen", "occur", "proceed", "materialise", "materialize")
        and negated(verb)
    ):
        planned = own in (Status.DENIED, Status.DID_NOT_HAPPEN) and any(
            c.lower_ in FUTURE | {"would"} for c in verb.children
        )
        return (Status.CANCELLED if planned else own), by
    if not subject and verb.lemma_ == "welcome" and own in (Status.PLANNED, Status.POSSIBLE):
        return Status.PROPOSED, verb.text
    if verb.lemma_ in ("be", "remain", "stay") and _state(verb) is not None:
        state = _state(verb)
        return (own, by) if own is not Status.HAPPENED or state is None else (state, "be")
    if verb.lemma_ in governs["held"] or verb.lemma_ == "be":
        return own, by
    if not subject and verb.lemma_ in governs["wanted"]:
        return (Status.DENIED if negated(verb) else Status.PROPOSED), verb.text
    if (
        lent in (Status.PLANNED, Status.PROPOSED, Status.POSSIBLE, Status.DENIED, Status.THREATENED)
        and (not subject or any(c.dep_ == "auxpass" for c in verb.children))
        and verb.lemma_ not in ("agree", "accept")
    ):
        return (NEGATED[lent] if negated(verb) else lent), verb.text
    return own, by


def _now(verb: Token) -> bool:
    """Say whether a verb stands in the present or the present perfect."""
    first = next((c for c in verb.children if c.dep_ in ("aux", "auxpass")), verb)
    return first.tag_ in ("VBZ", "VBP")


def _state(verb: Token) -> Status | None:
    """Read what "be" says of an event: "is under way", "is off", "is on hold"."""
    for child in verb.children:
        words_ = {child.lower_, *(c.lower_ for c in child.children)}
        if words_ & {"suspended", "stalled", "frozen", "deadlocked"}:
            return Status.POSTPONED
        if words_ & {"underway", "way", "ongoing", "progress"}:
            return Status.ONGOING
        if child.dep_ == "acomp" and child.lower_ in ("due", "set", "scheduled", "expected", "slated", "planned"):
            return Status.PLANNED
        if child.lower_ == "off" and child.dep_ in ("advmod", "prt", "prep", "acomp", "attr"):
            return Status.CANCELLED
        if child.lower_ == "on" and words_ & {"hold", "ice", "pause"}:
            return Status.POSTPONED
    return None


def _by_preposition(preposition: Token) -> tuple[Status, str]:
    groups = words()["prepositions"]
    word, head = preposition.lower_, preposition.head
    if head.lower_ in ("apart", "aside", "besides") and head.head.pos_ in ("VERB", "AUX"):
        return _verb(head.head)
    if head.lower_ == "ahead" or word in groups["planned"]:
        return Status.PLANNED, head.text if head.lower_ == "ahead" else word
    if head.pos_ in ("VERB", "AUX"):
        lent = governor_class(head)
        if (head.lemma_ == "call" and word == "for") or (
            head.lemma_ in ("push", "press", "ask", "hope", "appeal") and word == "for"
        ):
            return (Status.DENIED if negated(head) else Status.PROPOSED), head.text
        if head.lemma_ == "agree" and word in ("to", "on"):
            return Status.PLANNED, head.text
        if lent in (Status.CANCELLED, Status.POSTPONED, Status.DENIED):
            return Status.HAPPENED if word in groups["happened"] else lent, head.text
        own, by = _verb(head)
        if (
            head.lemma_ in ("be", "remain", "stay", "engage")
            and word in ("in", "for")
            and own is Status.HAPPENED
            and _now(head)
        ):
            return Status.ONGOING, head.text  # "is in talks with", "has been in X for talks"
        if word in ("for", "to") and head.lemma_ in MOTION and own is Status.HAPPENED:
            return Status.PLANNED, f"{head.text} {word}"
        if word in ("after", "following", "since"):
            return Status.HAPPENED, word
        if (word == "for" and lent is Status.PLANNED and head.lemma_ not in ("have", "be", "get", "set")) or (
            head.lemma_ == "set" and word == "for"
        ):
            return Status.PLANNED, head.text
        return own, by
    if head.pos_ in ("NOUN", "PROPN", "ADJ") and head != preposition:
        lent = noun_class(head) or governor_class(head)
        if lent is not None and word in ("of", "for", "to", "with", "on") and head.lemma_ not in ("set",):
            outer = _noun(head)[0] if head.pos_ == "NOUN" else Status.HAPPENED
            if lent is Status.ONGOING:
                return (outer if outer in OVERRIDING else lent), head.text
            return (
                NEGATED[lent] if negated(head) or outer in (Status.DENIED, Status.DID_NOT_HAPPEN) else lent
            ), head.text
        return _noun(head) if head.pos_ != "ADJ" else (Status.HAPPENED, word)
    return Status.HAPPENED, word


def _above(trigger: Token) -> tuple[Token | None, bool, bool, bool]:
    """Climb to the verb of saying: give it, whether it is distant, whether it denies, whether an "if" lies between."""
    saying, token, conditional = None, trigger, False
    says = words()["saying"]
    while token.head != token:
        if any(
            c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether", "should") for c in token.children
        ) and token.dep_ in ("advcl", "ccomp"):
            conditional = True
        parent = token.head
        inside = token.dep_ in ("ccomp", "xcomp", "csubj") or (
            token.dep_ in ("dobj", "pobj") and parent.lemma_ in says["denying"]
        )
        if (
            inside
            and parent.lemma_ in says["denying"]
            and not negated(parent)
            and (token.pos_ in ("VERB", "AUX") or parent.lemma_ == "deny")
        ):
            return parent, False, True, conditional
        if inside and parent.lemma_ in says["plain"] | says["distant"]:
            saying = parent
            return saying, parent.lemma_ in says["distant"], False, conditional
        token = parent
    for child in trigger.children:  # "Talks went well, Trump said" parsed the other way round
        if child.dep_ == "parataxis" and child.lemma_ in says["plain"] | says["distant"]:
            return child, child.lemma_ in says["distant"], False, conditional
    return saying, False, False, conditional
