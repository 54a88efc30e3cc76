"""How far a formal process has come, from the verb over it and from what that verb does to it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clauses import agents
from kg.frames import Frame, lexicon
from kg.model import Status
from kg.parses import Token
from kg.status import negated, reality

NAME = "procedures"
AFTER = (
    Status.PLANNED,
    Status.ONGOING,
    Status.POSSIBLE,
    Status.PROPOSED,
    Status.HAPPENED,
    Status.POSTPONED,
    Status.CANCELLED,
    Status.DID_NOT_HAPPEN,
)
AHEAD = ("before", "until", "once", "till")
PRESENT = ("VBZ", "VBP", "VBG")


def asked_of(trigger: Token) -> Token | None:
    """Give the verb by which somebody asks a forum for the process: "asked the WTO to set up a panel"."""
    verbs = [a for a in trigger.ancestors if a.pos_ == "VERB"][:2]
    verbs = [trigger, *verbs] if trigger.pos_ == "VERB" else verbs
    for verb in verbs:
        if verb.dep_ in ("xcomp", "ccomp") and verb.head.lemma_ in ("ask", "request", "call", "petition"):
            return verb.head
    return None


def stage(trigger: Token, frame: Frame) -> Status | None:
    """Decide how far a process is; None where the text says that there will be none."""
    if frame["states"] or _under(trigger):
        return Status.ONGOING
    if trigger.dep_ == "pobj" and trigger.head.lower_ in ("after", "following", "since"):
        return Status.HAPPENED
    asked = trigger.dep_ == "pobj" and trigger.head.head.lemma_ in ("request", "application", "petition")
    thing = trigger.head.head if asked else trigger
    verb = _over(trigger, thing)
    lemma, ruling = verb.lemma_.lower(), verb != trigger
    status = reality(verb).status if asked else reality(thing).status
    if status is Status.DENIED:
        return None  # "Congress would not approve"
    status = status if status in AFTER else Status.PROPOSED
    if _only_let(trigger) or (status is Status.PLANNED and _on_condition(verb)):
        return Status.POSSIBLE
    asking = asked_of(trigger)
    if asking is not None and frame.kind in ("dispute", "investigation"):
        asked_for = reality(asking).status
        begun = frame.kind == "investigation" and asked_for is Status.HAPPENED
        return Status.ONGOING if begun else asked_for
    if any(a.lemma_.lower() in lexicon(NAME, "wishing") for a in _chain(trigger)) and status is not Status.PLANNED:
        return Status.PROPOSED
    if verb.dep_ == "advcl" and verb.tag_ in PRESENT and any(c.lower_ in AHEAD for c in verb.children):
        return Status.PLANNED  # "before the review begins"
    if ruling and lemma in lexicon(NAME, "pausing") and reality(verb).status is Status.HAPPENED:
        return Status.POSTPONED
    if ruling and lemma in lexicon(NAME, "ending"):
        done = reality(verb).status is Status.HAPPENED and verb.tag_ not in PRESENT
        return Status.HAPPENED if done else Status.ONGOING
    if ruling and lemma in lexicon(NAME, "going"):
        return Status.ONGOING if status in (Status.HAPPENED, Status.PROPOSED, Status.ONGOING) else status
    if ruling and lemma in ("request", "seek", "demand", "ask") and frame.kind in ("consultation", "dispute"):
        status = reality(verb).status
        return Status.ONGOING if status is Status.HAPPENED and lemma != "request" else status
    if frame.kind == "legislation":
        return _legislative(trigger, verb, status)
    return _begun(trigger, verb, frame, status)


def _under(noun: Token) -> bool:
    """Say whether something "is under review"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "under" and noun.head.head.lemma_ in ("be", "remain", "come")


def _chain(trigger: Token) -> Iterator[Token]:
    """Give what governs a word, up to the clause that only describes something."""
    token = trigger
    while token.head != token and token.dep_ not in ("relcl", "advcl"):
        token = token.head
        yield token


def _over(trigger: Token, thing: Token) -> Token:
    """Give the verb that tells what becomes of the process: the trigger itself, a participle on it, or its governor."""
    if trigger.pos_ == "VERB":
        return trigger
    own = next((c for c in thing.children if c.dep_ == "acl" and c.lemma_.lower() in lexicon(NAME, "telling")), None)
    return own if own is not None else next((a for a in thing.ancestors if a.pos_ in ("VERB", "AUX")), thing)


def _begun(trigger: Token, verb: Token, frame: Frame, status: Status) -> Status:
    """A process that was set going and not told to be over still goes on."""
    awaited = trigger.dep_ == "pobj" and trigger.head.head.lemma_.lower() in lexicon(NAME, "outcomes")
    if awaited and (status is Status.PLANNED or verb.dep_ == "advcl"):
        return Status.ONGOING  # "will depend on the findings of", "until the results of"
    if status is not Status.HAPPENED:
        return status
    lemma = verb.lemma_.lower()
    if lemma == "follow" and trigger.pos_ != "VERB":
        return Status.HAPPENED
    filed = trigger.pos_ == "VERB" or lemma in lexicon(NAME, "filing")  # an act of one day, whatever became of it
    if frame.kind == "dispute" and lemma not in lexicon(NAME, "decided") and not filed:
        return Status.ONGOING
    near = [trigger.head, trigger.head.head, verb]
    near += [trigger] if trigger.tag_ in PRESENT else []
    if any(t.lemma_.lower() in frame["beginning"] for t in near if t != trigger or trigger.tag_ in PRESENT):
        return Status.ONGOING
    known = {lemma} & (lexicon(NAME, "telling") | lexicon(NAME, "decided") | frame["starters"])
    if trigger.pos_ != "VERB" and not known and frame.kind in ("investigation", "review") and _object(trigger):
        return Status.ONGOING  # "discussed the investigation": spoken of, so not over
    going = verb.tag_ == "VBG" or (verb.tag_ == "VBN" and any(c.lower_ == "being" for c in verb.children))
    return Status.ONGOING if going and not any(c.tag_ == "VBD" for c in verb.children) else status


def _legislative(trigger: Token, verb: Token, status: Status) -> Status:
    """A law that must be voted is planned, one that is backed is proposed."""
    must = any(c.dep_ == "aux" and c.lower_ in ("must", "shall") for c in verb.children)
    lemma = verb.lemma_.lower()
    if status is Status.PROPOSED and (must or lemma in ("need", "require", "await", "face")):
        return Status.PLANNED
    if status is not Status.HAPPENED or trigger.pos_ == "VERB":
        return status
    if lemma in ("introduce", "table", "debate", "consider", "file", "sponsor") and not negated(verb):
        return Status.ONGOING if lemma in ("debate", "consider") else Status.PROPOSED
    return status if lemma in lexicon(NAME, "decided") else Status.PROPOSED


def _object(noun: Token) -> bool:
    return noun.dep_ == "dobj" or (noun.dep_ == "pobj" and noun.head.lower_ in ("about", "on"))


def _only_let(trigger: Token) -> bool:
    """Say whether something only lets the process take place."""
    return not trigger.dep_.startswith("nsubj") and any(
        a.lemma_ in ("let", "allow", "enable", "permit") and trigger not in agents(a) for a in trigger.ancestors
    )


def _on_condition(verb: Token) -> bool:
    clauses = [c for c in verb.children if c.dep_ == "advcl"]
    return any(m.dep_ == "mark" and m.lower_ in ("if", "unless", "should") for c in clauses for m in c.children)
