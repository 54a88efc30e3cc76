"""Says which stage a measure has reached, from the words that stand over and around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.clauses import objects, prepositional, subjects
from kg.extractors.measure_rates import rate_verb
from kg.extractors.measure_words import Trigger, among, lemma, words
from kg.model import Status
from kg.parses import Token
from kg.status import Reality, negated, reality

REAL = {Status.HAPPENED, Status.ONGOING, Status.CLAIMED}
CLASSES = (
    "suspending",
    "removing",
    "imposing",
    "keeping",
    "beginning",
    "threatening",
    "proposing",
    "announcing",
    "reviewing",
    "facing",
)
ORDERED = {Status.PROPOSED, Status.HAPPENED, Status.PLANNED, Status.ONGOING}
ORDERING = {"direct", "order", "instruct", "authorize", "authorise", "task", "empower", "proclaim"}
ANSWERS = {"retaliation", "response", "answer", "reply", "reprisal", "return", "reaction", "revenge", "exchange"}
MATTERS = {"over", "regarding", "concerning", "despite", "because", "amid", "after"}
REQUESTS = {"request", "ask", "urge", "demand", "appeal", "plead", "beg", "beseech"}
ENABLING = {"allow", "authorize", "authorise", "permit", "enable", "empower", "entitle", "provide", "require"}
LAWS = {"act", "law", "section", "statute", "article", "bill", "treaty", "agreement", "rule", "clause", "provision"}
LEAVING = {"go", "disappear", "vanish", "end", "fall-away", "go-away"}
WAITING = {"until", "till", "unless", "before", "once"}
UNREAL = {Status.DENIED, Status.DID_NOT_HAPPEN, Status.CANCELLED}


@dataclass(frozen=True, slots=True)
class Stage:
    """The stage, the verb that shows it and the class of that verb."""

    status: Status | None  # None: the measure does not exist
    verb: Token | None = None
    verb_class: str = ""
    tense: str = "none"


def verb_class(verb: Token, *, measure_is_subject: bool = False) -> str:
    """Give the class of a governing verb."""
    if (
        measure_is_subject
        and among(verb, "beginning")
        and (verb.lemma_ not in ("take", "come", "go", "enter", "kick") or _into_effect(verb))
    ):
        return "beginning"
    if measure_is_subject and lemma(verb) in LEAVING and not onward(verb):
        return "removing"
    if measure_is_subject and among(verb, "moving"):
        return "keeping" if among(verb, "resting") else "imposing"
    if verb.lemma_ in ("put", "place", "hold") and any(lemma(t) in words("holding") for t in _held(verb)):
        return "suspending"
    for name in CLASSES:
        if name != "beginning" and among(verb, name):
            if name == "removing" and verb.lemma_ == "lift" and _to_rate(verb):
                return "imposing"
            return name
    return ""


def onward(verb: Token) -> bool:
    """Say whether a verb of leaving leads somewhere: "goes up", "goes to 30 percent", "goes into effect"."""
    away = {"to", "up", "down", "into", "in", "from", "above", "below", "over", "on", "off"}
    return any(c.dep_ == "prt" or c.lower_ in away for c in verb.children)


def _held(verb: Token) -> list[Token]:
    return prepositional(verb, "on", "in")


def _into_effect(verb: Token) -> bool:
    after = [c for c in verb.children if c.i > verb.i]
    near = {c.lower_ for c in after} | {g.lower_ for c in after for g in c.children}
    return bool(near & {"effect", "force", "hold", "in", "into", "on", "off"})


def _to_rate(verb: Token) -> bool:
    return any(
        c.dep_ == "prep" and c.lower_ == "to" and any(g.pos_ in ("NUM", "NOUN") for g in c.children)
        for c in verb.children
    )


def stage(trigger: Trigger) -> Stage:
    """Decide the stage of a trigger's measure."""
    own = trigger.word if trigger.word.pos_ == "VERB" else None
    if own is not None:
        if trigger.frame.id == "not-permitted":
            coming = any(c.dep_ == "aux" and c.lower_ in ("will", "shall") for c in own.children)
            return Stage(Status.ANNOUNCED if coming else Status.IN_FORCE, own, "imposing")
        return _from_verb(own, "imposing")
    if trigger.rate is not None and (said := rate_verb(trigger.anchor)) is not None:
        return _from_verb(
            said,
            verb_class(said, measure_is_subject=True)
            if not among(said, "moving", "facing")
            else "keeping"
            if among(said, "resting", "facing")
            else "imposing",
        )
    if (bound := _made_subject(trigger)) is not None:
        return _from_verb(bound, "imposing")
    verb, subject, nouns = path(trigger.anchor)
    if verb is not None and not subject and _beside(trigger.anchor, verb):
        verb = None  # "requested consultations over China's quotas" asks for no quota
    told = _modified(trigger, nouns)
    relative = next(
        (
            c
            for c in trigger.anchor.children
            if c.dep_ in ("relcl", "acl") and verb_class(c, measure_is_subject=True) and c.pos_ == "VERB"
        ),
        None,
    )
    main = Stage(Status.IN_FORCE, verb)
    if (
        verb is not None
        and (name := verb_class(verb, measure_is_subject=subject))
        and not any(among(n, "relief") for n in nouns)
    ):
        main = _from_verb(verb, name)
    if relative is not None and main.verb_class not in ("removing", "suspending"):
        inner = _from_verb(relative, verb_class(relative, measure_is_subject=True))
        main = (
            inner
            if inner.verb_class
            in ("imposing", "beginning", "announcing", "threatening", "proposing", "suspending", "removing", "keeping")
            else main
        )
    if main.status is None or told is None:
        return main
    return (
        Stage(told, main.verb, main.verb_class, main.tense)
        if main.status is Status.IN_FORCE or told in (Status.SUSPENDED,)
        else main
    )


def _made_subject(trigger: Trigger) -> Token | None:
    """Give the verb of "shall be subject to a duty", where it lies ahead."""
    to = trigger.anchor.head
    if trigger.anchor.dep_ != "pobj" or to.lower_ != "to" or to.head.lower_ not in ("subject", "liable"):
        return None
    verb = next((a for a in to.ancestors if a.pos_ in ("VERB", "AUX")), None)
    ahead = verb is not None and any(c.lower_ in ("will", "shall", "would") for c in verb.children)
    return verb if ahead and verb is not None and not negated(verb) else None


def _beside(anchor: Token, verb: Token) -> bool:
    """Say whether a measure is only the matter of what a verb asks, threatens or announces."""
    token = anchor
    while token.head is not verb and token.head is not token:
        if token.dep_ == "prep" and token.lower_ in MATTERS:
            return among(verb, "proposing", "threatening", "announcing") and not among(verb, "imposing")
        token = token.head
    return token.dep_ == "prep" and token.lower_ in MATTERS and among(verb, "proposing", "threatening", "announcing")


def path(anchor: Token) -> tuple[Token | None, bool, list[Token]]:
    """Climb to the governing verb: give it, whether the measure is its subject, and the nouns on the way."""
    nouns: list[Token] = []
    token = anchor
    while token.head != token:
        parent = token.head
        if parent.pos_ in ("VERB", "AUX") and not (parent.lemma_ in ("export", "import") and parent.i == anchor.i - 1):
            return parent, token.dep_ in ("nsubj",), nouns
        if parent.lemma_.lower() in ANSWERS and token.dep_ == "prep":
            return None, False, nouns  # what is answered is not what is done
        if parent.pos_ in ("NOUN", "PROPN"):
            nouns.append(parent)
        if parent.lower_ == "from" and parent.head.pos_ in ("VERB", "AUX"):
            nouns += [o for o in objects(parent.head) if among(o, "relief")]  # "seeks relief from tariffs"
        token = parent
    return None, False, nouns


def _modified(trigger: Trigger, nouns: list[Token]) -> Status | None:
    """Read the stage that adjectives and nouns lend: "a planned levy", "the threat of a tariff", "tariff pause"."""
    near = [
        *_adjectives(trigger.anchor),
        *_adjectives(trigger.word),
        *nouns,
        *(a for n in nouns for a in _adjectives(n)),
        *([trigger.anchor] if trigger.anchor != trigger.word else []),
    ]
    for name, status in (
        ("suspended", Status.SUSPENDED),
        ("ended", Status.ENDED),
        ("threatened", Status.THREATENED),
        ("proposed", Status.PROPOSED),
        ("announced", Status.ANNOUNCED),
    ):
        for token in near:
            if among(token, name):
                return status
    return None


def _adjectives(token: Token) -> Iterator[Token]:
    return (c for c in token.lefts if c.dep_ in ("amod", "compound", "nmod"))


def realness(word: Token) -> Reality:
    """Decide how real an act is; what somebody is given time or leave to do is only asked of him."""
    real = reality(word)
    waited = word.dep_ == "advcl" and word.tag_ in ("VBZ", "VBP") and _opened(word)
    if waited and real.status in (Status.HAPPENED, Status.POSSIBLE):
        return replace(real, status=Status.POSSIBLE, tense="future", by=waited)
    if real.status is Status.PROPOSED and word.dep_ == "xcomp" and word.head.lemma_ in ("vote", "move", "rule"):
        return replace(real, status=Status.PLANNED)
    if (order := ordered(word)) is not None and real.status in ORDERED:
        done = order.tag_ == "VBD" and any(c.text == "I" for c in order.children)  # an order tells of an earlier one
        status, tense = (Status.HAPPENED, "past") if done else (Status.PLANNED, "future")
        return replace(real, status=status, tense=tense, by=order.lemma_)
    if real.status in (Status.PLANNED, Status.PROPOSED) and _recited(word):
        return replace(real, status=Status.HAPPENED, tense="past", by="recited")
    if _enabled(word):
        return replace(real, status=Status.POSSIBLE, tense="none", by="enabled")
    asked = any(c.dep_ == "aux" and c.lower_ == "to" for c in word.children) and (
        word.head.lemma_ in ("give", "allow") or any(a.lemma_ in REQUESTS for a in word.ancestors)
    )
    merely = asked and real.status in (Status.HAPPENED, Status.ONGOING)
    return replace(real, status=Status.PROPOSED, tense="future") if merely else real


def ordered(word: Token) -> Token | None:
    """Give the verb by which somebody is told to do it: "is directing the Secretary to increase duties"."""
    if word.pos_ == "VERB" and not any(c.dep_ == "aux" and c.lower_ == "to" for c in word.children):
        return None
    if word.pos_ == "NOUN" and word.dep_ != "dobj":
        return None
    near = (word.head, word.head.head) if word.pos_ == "VERB" else (word.head,)
    return next((t for t in near if t.pos_ == "VERB" and t.lemma_ in ORDERING), None)


def _recited(word: Token) -> bool:
    """Say whether an order tells what an earlier one did: "in Proclamation 9705 of March 8, I decided to impose"."""
    for verb in word.ancestors:
        if verb.pos_ == "VERB" and verb.tag_ == "VBD" and any(c.text == "I" for c in verb.children):
            return any(
                t.lemma_.lower() in ("order", "proclamation") for t in prepositional(verb, "in", "through", "by")
            )
    return False


def _enabled(word: Token) -> bool:
    """Say whether a law or treaty only gives leave to do it: "the Act allows the President to impose duties"."""
    for verb in word.ancestors:
        if verb.pos_ == "VERB" and verb.lemma_ in ENABLING:
            return any(lemma(t) in LAWS or "act" in t.lower_ for t in subjects(verb))
        if verb.pos_ not in ("VERB", "AUX", "NOUN"):
            return False
    return False


def _opened(verb: Token) -> str:
    """Give the word that makes a clause wait for something: "until they lift it", "once it publishes"."""
    return next((c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ in WAITING), "")


def _from_verb(verb: Token, name: str) -> Stage:
    real = realness(verb)
    if name in ("imposing", "facing", "keeping") and any(
        c.dep_ == "advmod" and c.lower_ in ("once", "previously", "formerly") for c in verb.children
    ):
        return Stage(Status.ENDED, verb, name, "past")
    if _decided(verb) and real.status is Status.PLANNED:
        real = replace(real, status=Status.HAPPENED, tense="past")
    if any(
        c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for m in c.children)
        for c in verb.children
    ):
        real = replace(real, conditional=True)
    elif (
        real.status is Status.HAPPENED
        and (verb.tag_ in ("VBZ", "VBP") or (verb.tag_ == "VB" and not any(c.dep_ == "aux" for c in verb.children)))
        and name in ("imposing", "beginning")
        and (name == "beginning" or among(verb, "moving", "changing") or _by_deal(verb))
    ):
        real = replace(real, status=Status.PLANNED, tense="future")  # "takes effect on Monday", "falls to 10%"
    return Stage(_status(name, real, verb), verb, name, real.tense)


def _decided(verb: Token) -> bool:
    """Say whether a decision to do it has been made: "the EU made the decision to ban"."""
    head = verb.head
    return (
        verb.dep_ == "acl"
        and head.lemma_ == "decision"
        and head.dep_ == "dobj"
        and head.head.lemma_ in ("make", "take")
        and head.head.tag_ in ("VBD", "VBN")
    )


def _by_deal(verb: Token) -> bool:
    return any(
        t.lemma_.lower()
        in ("deal", "framework", "agreement", "accord", "pact", "bargain", "plan", "proposal", "treaty")
        for t in subjects(verb)
    )


def _status(name: str, real: Reality, verb: Token) -> Status | None:
    match name:
        case "removing":
            return Status.ENDED if real.status in (Status.HAPPENED, Status.CLAIMED) else Status.IN_FORCE
        case "suspending":
            return (
                Status.SUSPENDED
                if real.status in (Status.HAPPENED, Status.CLAIMED, Status.PLANNED, Status.ONGOING)
                else Status.IN_FORCE
            )
        case "facing" if verb.lemma_ in ("brace", "await", "anticipate", "expect"):
            return Status.ANNOUNCED
        case "keeping" | "facing":
            return (
                Status.THREATENED
                if real.conditional or real.status in (Status.POSSIBLE, Status.THREATENED)
                else None
                if real.status is Status.DENIED
                else Status.IN_FORCE
            )
        case "reviewing":
            return Status.UNDER_REVIEW
        case "threatening":
            return None if negated(verb) else Status.THREATENED
        case "proposing":
            return None if real.status in UNREAL or negated(verb) else Status.PROPOSED
        case "announcing":
            return (
                None
                if real.status in UNREAL or negated(verb)
                else Status.THREATENED
                if real.conditional
                else Status.ANNOUNCED
            )
    if among(verb, "lowering") and real.status not in REAL | {Status.PLANNED}:
        return Status.IN_FORCE if real.status not in UNREAL else None
    return _coming(real)


def _coming(real: Reality) -> Status | None:
    """Give the stage of a measure that somebody imposes, or that begins."""
    if real.status in UNREAL or real.by == "enabled":
        return None
    if real.conditional:
        return Status.THREATENED
    return {
        Status.PLANNED: Status.ANNOUNCED,
        Status.POSTPONED: Status.ANNOUNCED,
        Status.THREATENED: Status.THREATENED,
        Status.PROPOSED: Status.PROPOSED,
        Status.POSSIBLE: Status.THREATENED,
    }.get(real.status, Status.IN_FORCE)
