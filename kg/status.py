"""Decides how real an event is from the words that govern it; one function for every frame.

`reality` climbs from a trigger (a verb or an event noun) through auxiliaries, governors, modifiers and prepositions.
The classes of words are data (`patterns/status.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.clauses import governing_verb, passive, tells_of_head
from kg.model import Status
from kg.parses import Token, remembered
from kg.status_saying import above
from kg.status_words import NEGATED, OVERRIDING, governor_class, lemma_of, negated, noun_class, words

__all__ = ["Reality", "governor_class", "negated", "reality", "words"]

FUTURE = {"will", "shall", "'ll", "’ll", "wo", "sha"}
MAYBE = {"may", "might", "could", "can", "ca"}
OUGHT = {"should", "must", "ought"}
UNREAL = {"would", "could", "should", "'d"}  # with "have": it did not come to it
HAPPENING = {"go", "take", "happen", "occur", "proceed", "materialise", "materialize", "come", "eventuate"}
AGREED = {"agree", "decide", "determine", "resolve", "settle", "stipulate"}
TEMPORAL = {"when", "once", "after", "before", "until", "till", "while"}
GLAD = set(
    "pleased glad delighted happy honoured honored proud privileged grateful lucky fortunate thrilled excited "
    "pleasure honour honor privilege joy delight".split()
)
REAL = set(
    "manage happen get come go continue begin start help use resume proceed take meet appear seem make let allow "
    "enable have be remain work turn fly travel join sit gather last return".split()
)
OVER = {Status.CANCELLED, Status.POSTPONED, Status.DENIED, Status.DID_NOT_HAPPEN}
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


@remembered
def reality(trigger: Token) -> Reality:
    """Decide status, direction of dates and attribution of the event that a verb or noun names."""
    status, by = _verb(trigger) if trigger.pos_ in ("VERB", "AUX") else _noun(trigger)
    saying, distant, denied, conditional = above(trigger)
    if denied:
        status, by = Status.DENIED, saying.text if saying else by
    elif saying is not None and status is Status.DID_NOT_HAPPEN and by.startswith(("not ", "no")):
        status = Status.DENIED  # somebody says that it did not take place
    elif status in (Status.HAPPENED, Status.PLANNED, Status.ONGOING) and (conditional or _asked(trigger)):
        status, by = Status.POSSIBLE, "if" if conditional else "?"
    tense = (
        "past"
        if status in (Status.HAPPENED, Status.DID_NOT_HAPPEN)
        else "none"
        if status in (Status.ONGOING, Status.DENIED, Status.CLAIMED)
        else "future"
    )
    return Reality(status, tense, saying, distant, conditional, by)


def _asked(trigger: Token) -> bool:
    """Say whether the clause on top is a direct question."""
    top = trigger
    while top.head is not top:
        top = top.head
    return any(c.text == "?" for c in top.children)


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
    if "have" in aux and aux.keys() & UNREAL:
        return Status.DID_NOT_HAPPEN, "would have"
    if aux.keys() & FUTURE:
        status, by = Status.PLANNED, "will"
    elif "would" in aux:
        status, by = (Status.PLANNED if _reported(verb) else Status.POSSIBLE), "would"
    elif aux.keys() & MAYBE:
        status, by = Status.POSSIBLE, next(iter(aux.keys() & MAYBE))
    elif aux.keys() & OUGHT:
        agreed = verb.dep_ == "ccomp" and verb.head.lemma_ in AGREED
        status, by = (Status.PLANNED if agreed else Status.PROPOSED), next(iter(aux.keys() & OUGHT))
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
    elif _once(verb):
        return _verb(verb.head)  # "will raise it when they meet"
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
    if not negated(verb):
        return status, by
    if any(c.lower_ in ("until", "till") for c in verb.children):  # "cannot start talks until May", "did not until May"
        return (Status.HAPPENED if status is Status.HAPPENED else Status.PLANNED), "not until"
    return NEGATED[status], f"not {by}"


def _once(verb: Token) -> bool:
    """Say whether a verb in the present tells the time of what its clause belongs to."""
    return (
        verb.tag_ in ("VBZ", "VBP")
        and verb.dep_ == "advcl"
        and verb.head.pos_ in ("VERB", "AUX")
        and any(c.lower_ in TEMPORAL and c.dep_ in ("advmod", "mark") for c in verb.children)
    )


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
    glad = next((c for c in (governor, *governor.children) if c.lower_ in GLAD and c.dep_ != "advmod"), None)
    if glad is not None:
        return _verb(governor if governor.pos_ in ("VERB", "AUX") else governor.head)  # "was pleased to meet X"
    if governor.lemma_ == "have" and any(c.lower_ == "yet" for c in (*governor.children, *verb.children)):
        return Status.DID_NOT_HAPPEN, "yet"
    if governor.pos_ == "NOUN" and not negated(governor) and (over := _noun(governor)[0]) in OVER:
        return over, governor.text  # "scrapped plans to visit X", "turned down an invitation to visit Y"
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
    governor, fronted = verb.head, False
    if governor.pos_ in ("ADP", "SCONJ"):
        fronted = governor.i < governor.head.i  # "in talking to X he suggested": he did talk
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
    loose = verb.dep_ == "advcl" or (verb.head is not governor and fronted)
    lent = governor_class(governor) if not loose else None  # "speaking beside X, he promised to go"
    if lent is not None and governor.lemma_ not in ("be", "have", "get", "set", "agree"):
        return (NEGATED[lent] if negated(governor) else lent), governor.text
    if governor.pos_ in ("VERB", "AUX"):
        return _verb(governor)
    return Status.HAPPENED, verb.text


def _noun(noun: Token) -> tuple[Status, str]:
    """Read an event noun: its adjectives, then what it is subject or object of."""
    modifiers = {c.lower_ for c in noun.children if c.dep_ in ("amod", "compound", "nmod", "acl")}
    if noun.dep_ in ("nsubjpass", "dobj", "nsubj"):
        verb = _carried(noun.head) if noun.dep_ != "dobj" else noun.head
        if governor_class(verb) in (Status.CANCELLED, Status.POSTPONED):
            return _by_verb(verb, subject=noun.dep_ != "dobj")  # "the planned meeting was postponed"
    for name, lemmas in words()["modifies"].items():
        if name != "happened" and (hit := modifiers & lemmas):
            return Status(name), hit.pop()
    status, by = _governed(noun)
    told = _told(noun)
    if told is not None and status is Status.HAPPENED:
        status, by = _by_verb(told, subject=True)  # "the talks, which are to be held in May"
    launched = next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"), None)
    if launched is not None and status is Status.HAPPENED and launched.lemma_ in words()["governs"]["ongoing"]:
        status, by = Status.ONGOING, launched.text  # "the negotiations launched in May"
    if negated(noun):
        return NEGATED.get(status, status), "no"
    if modifiers & words()["modifies"]["happened"] and status in (Status.HAPPENED, Status.ONGOING):
        return Status.HAPPENED, "earlier"
    return status, by


def _told(noun: Token) -> Token | None:
    """Give the verb of a relative clause that says what becomes of the event itself."""
    governs = words()["governs"]
    for child in noun.children:
        if child.dep_ == "relcl" and tells_of_head(child):
            verb = _carried(child)
            if governor_class(verb) is not None or verb.lemma_ in governs["held"] | governs["ongoing"]:
                return child
    return None


def _carried(verb: Token) -> Token:
    """Give the verb that tells what becomes of a subject: "had to be dropped", "is to be held", "failed to happen"."""
    if verb.lemma_ in ("have", "be", "need", "seem", "appear", "fail", "come"):
        for child in verb.children:
            if child.dep_ == "xcomp" and child.pos_ == "VERB" and any(c.lower_ == "to" for c in child.children):
                return child
    return verb


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
    if subject and (carried := _carried(verb)) is not verb:
        if verb.lemma_ == "fail" and carried.lemma_ in HAPPENING:
            return Status.DID_NOT_HAPPEN, verb.text
        if verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP", "VBD"):
            return Status.PLANNED, f"{verb.text} to"
    lent = governor_class(verb)
    own, by = _verb(verb)
    if lent in (Status.CANCELLED, Status.POSTPONED):
        if own in (Status.POSSIBLE, Status.PROPOSED, Status.THREATENED, Status.DENIED):
            return Status.PLANNED, by  # "threatened to cancel the meeting": it still stands
        return (NEGATED[lent], verb.text) if negated(verb) else (lent, verb.text)
    if lent is Status.DID_NOT_HAPPEN and own is Status.HAPPENED and not (subject and not passive(verb)):
        return (Status.HAPPENED if negated(verb) else lent), verb.text
    if verb.lemma_ in governs["ongoing"]:
        if subject and own is Status.HAPPENED and verb.tag_ in ("VBZ", "VBP") and _dated(verb) and not passive(verb):
            return Status.PLANNED, f"{verb.text} on"  # "talks resume on Monday"
        return (Status.ONGOING, verb.text) if own is Status.HAPPENED else (own, by)
    if subject and verb.lemma_ in HAPPENING and negated(verb):
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


def _dated(verb: Token) -> bool:
    """Say whether a verb has a time of its own."""
    near = [c for c in verb.children if c.dep_ in ("npadvmod", "prep")]
    return any(t.ent_type_ == "DATE" for c in near for t in (c, *c.children))


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
        if child.dep_ == "acomp" and child.lower_ in ("likely", "unlikely", "possible", "probable", "doubtful"):
            return Status.POSSIBLE
        if child.dep_ == "prep" and child.lower_ in ("in", "on") and words_ & {"cards", "agenda", "horizon", "table"}:
            return Status.POSSIBLE
        if child.dep_ == "prep" and child.lower_ == "in" and words_ & {"works", "offing", "pipeline", "diary"}:
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
        if word == "for" and lemma_of(head) in ("call", "push", "press", "ask", "hope", "appeal", "plead", "wish"):
            return (Status.DENIED if negated(head) else Status.PROPOSED), head.text
        if (head.lemma_ == "agree" and word in ("to", "on")) or (head.lemma_ == "look" and word == "to"):
            return Status.PLANNED, head.text
        if lent in (Status.CANCELLED, Status.POSTPONED, Status.DENIED):
            return Status.HAPPENED if word in groups["happened"] else lent, head.text
        own, by = _verb(head)
        if (
            head.lemma_ in ("be", "remain", "stay", "engage")
            and word in ("in", "for", "on")
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
    if head.pos_ == "NOUN" and word in ("during", "after", "following"):
        above_ = governing_verb(preposition)  # "looked forward to cooperation during a call": the call was
        return (Status.HAPPENED, word) if above_ is None or above_.tag_ in ("VBD", "VBN") else _verb(above_)
    if head.pos_ in ("NOUN", "PROPN", "ADJ") and head != preposition:
        lent = noun_class(head) or governor_class(head)
        if lent is not None and word in ("of", "for", "to", "with", "on") and head.lemma_ not in ("set",):
            outer = _noun(head)[0] if head.pos_ == "NOUN" else Status.HAPPENED
            if outer in (Status.CANCELLED, Status.POSTPONED):
                return outer, head.text  # "shelved plans for a visit"
            if lent is Status.ONGOING:
                return (outer if outer in OVERRIDING else lent), head.text
            return (
                NEGATED[lent] if negated(head) or outer in (Status.DENIED, Status.DID_NOT_HAPPEN) else lent
            ), head.text
        return _noun(head) if head.pos_ != "ADJ" else (Status.HAPPENED, word)
    return Status.HAPPENED, word
