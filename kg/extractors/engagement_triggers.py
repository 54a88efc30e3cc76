"""Finds the words that tell of parties dealing with each other, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.clauses import conjuncts, passive, prepositional
from kg.extractors.engagement_events import attending, named_event
from kg.frames import Frame, load_frames
from kg.mentions import MentionKind
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.titles import is_head

NAME = "engagements"
NEGOTIATING = frozenset("trade tariff round negotiator technical technical-level deputy".split())
PHONED = frozenset("phone telephone telephonic video videoconference".split())
JOINT = frozenset("joint shared common".split())
NOT_VISITS = frozenset("trade space diplomatic fact-finding peacekeeping permanent".split())
KEEPING = frozenset("maintain keep strengthen deepen foster promote".split())
PLEADING = frozenset(
    "meet see discuss hold ask press plead lobby argue urge attend sign negotiate talk seek push speak address "
    "participate join explain".split()
)
TALKING = frozenset("talk dialogue consultation negotiation discussion diplomacy".split())
MEALS = frozenset("breakfast lunch luncheon dinner".split())
SENT = frozenset("delegation team mission envoy official negotiator emissary deputation representative".split())
EVENT_HEADS = frozenset("meeting summit talks discussion negotiation call conversation visit trip dialogue".split())


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word of the text that tells of an engagement, by one frame."""

    token: Token
    kind: str
    frame: Frame

    @property
    def noun(self) -> bool:
        """Say whether it is an event noun."""
        return bool(self.frame.options["form"] == "noun")


@cache
def frames_by_lemma() -> dict[tuple[str, str], tuple[Frame, ...]]:
    """Give the frames that a lemma may trigger, keyed by form and lemma."""
    found: dict[tuple[str, str], tuple[Frame, ...]] = {}
    for frame in load_frames(NAME):
        for lemma in frame["lemmas"]:
            key = (str(frame.options["form"]), lemma)
            found[key] = (*found.get(key, ()), frame)
    return found


def triggers(sentence: Sentence, reading: Reading) -> Iterator[Trigger]:
    """Give the triggers of a sentence in order; a token triggers one frame at most."""
    for token in sentence.tokens:
        form = "verb" if token.pos_ in ("VERB", "AUX") else "noun" if token.pos_ in ("NOUN", "PROPN") else ""
        for frame in frames_by_lemma().get((form, lemma_of(token)), ()):
            trigger = _as_verb(token, frame, sentence) if form == "verb" else _as_noun(token, frame, sentence, reading)
            if trigger is not None:
                yield trigger
                break


def lemma_of(token: Token) -> str:
    """Give the lemma, lower case; a hyphenated or plural event noun in the singular."""
    return str(token.lemma_.lower())


def by_phone(token: Token) -> bool:
    """Say whether a verb's clause or a noun's modifiers say that it is done by telephone."""
    near = [t for p in ("by", "over", "on", "via", "in", "during", "through") for t in prepositional(token, p)]
    words = {t.lower_ for n in near for t in (n, *n.children)} | {c.lower_ for c in token.children}
    calls = any(n.lemma_.lower() in ("call", "conversation") and n.lower_ != "calls" for n in near)
    return bool(words & PHONED) or calls


def _as_verb(token: Token, frame: Frame, sentence: Sentence) -> Trigger | None:
    if frame["phrases"]:
        return Trigger(token, frame.kind, frame) if _phrase(token) & frame["phrases"] else None
    if frame.options.get("strict") and not prepositional(token, *frame["with"]):
        return None
    if frame.options.get("by_phone") and not by_phone(token):
        return None
    if token.lemma_ == "talk" and by_phone(token) and frame.kind != "call":
        return None  # the frame of calls takes it
    if token.lemma_ == "be" and not _there_for_talks(token):
        return None
    if token.lemma_ in ("send", "dispatch") and not _sent(token):
        return None
    if token.lemma_ in ("lead", "embark", "kick", "wrap") and not _delegation(token):
        return None
    if frame.kind == "call" and token.lemma_ == "call" and _names(token):
        return None
    if token.lemma_ in ("come", "go", "move", "set", "pass", "stop") and passive(token):
        return None
    return None if _habitual(token, sentence) else Trigger(token, frame.kind, frame)


def _habitual(verb: Token, sentence: Sentence) -> bool:
    """Tell what countries do time and again, "China and the United States confer", from what they did."""
    plain = verb.tag_ in ("VBP", "VBZ") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    heads = [t for c in verb.children if c.dep_ == "nsubj" for t in conjuncts(c)]
    states = [m for t in heads if (m := sentence.at(t)) is not None and m.kind is MentionKind.COUNTRY]
    dated = any(t.ent_type_ in ("DATE", "TIME") for c in verb.children for t in (c, *c.children))
    return plain and bool(states) and len(states) == len(heads) and not dated and verb.dep_ != "advcl"


def _phrase(verb: Token) -> set[str]:
    """Give a verb with each of its particles, adverbs and objects: "sit down", "shake hand"."""
    words = {c.lemma_.lower() for c in verb.children if c.dep_ in ("prt", "advmod", "dobj", "prep")}
    return {f"{verb.lemma_} {w}" for w in words}


def _there_for_talks(verb: Token) -> bool:
    """Tell "is in Washington for talks" from every other "is in"."""
    purposes = (c for c in verb.children if c.dep_ == "advcl" and any(g.lower_ == "to" for g in c.children))
    return any(t.lemma_.lower() in EVENT_HEADS | {"talk"} for t in prepositional(verb, "for", "on")) or (
        bool(prepositional(verb, "in")) and any(p.lemma_ in PLEADING for p in purposes)
    )


def _sent(verb: Token) -> bool:
    """Tell "sent its trade minister to Rome" and "will send a delegation to Rome" from sending anything else."""
    people = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    return any(is_head(t) or t.ent_type_ == "PERSON" or t.lemma_.lower() in SENT for t in people)


def _delegation(verb: Token) -> bool:
    """Tell "lead a delegation to", "embark on a tour of" from leading anything else."""
    near = [c for c in verb.children if c.dep_ == "dobj"] + prepositional(verb, "on", "off", "up")
    return any(t.lemma_.lower() in ("delegation", "mission", "team", "tour", "trip", "visit") for t in near)


def _names(verb: Token) -> bool:
    """Say whether "call" gives a name or demands: "called him a friend", "calls for", "called on"."""
    things = [c for c in verb.children if c.dep_ in ("dobj", "obj")]
    purposes = {c.i for c in verb.children if c.dep_ == "xcomp" and any(g.dep_ == "aux" for g in c.children)}
    if any(
        (c.dep_ in ("oprd", "acomp", "xcomp", "prt") and c.i not in purposes)
        or (c.dep_ == "prep" and c.lower_ in ("for", "on", "upon", "off") and not _dated(c) and not things)
        for c in verb.children
    ):
        return True
    if not things:
        return True
    end = max(t.right_edge.i for t in things) + 1
    after = verb.doc[end] if end < len(verb.doc) else None
    return (
        after is not None
        and (after.pos_ in ("DET", "ADJ", "NOUN", "PROPN") or after.text in "\"“'‘")
        and after.ent_type_ not in ("DATE", "TIME")
    )


def _dated(preposition: Token) -> bool:
    return any(c.ent_type_ in ("DATE", "TIME") for c in preposition.children)


def _as_noun(token: Token, frame: Frame, sentence: Sentence, reading: Reading) -> Trigger | None:
    if frame.options.get("event"):
        attended = attending(token) is not None and named_event(token, sentence, reading)
        return Trigger(token, frame.kind, frame) if attended else None
    if token.dep_ in ("compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN"):
        return None  # "the meeting room", "summit talks": the head counts
    if sentence.at(token) is not None:
        return None
    if _means(token) or _loosely(token) or _mealtime(token) or (frame.kind != "visit" and _in_a_title(token)):
        return None
    lemma = token.lemma_.lower()
    if lemma == "consultation" and _of_procedure(token, sentence):
        return None
    if lemma == "round":
        return (
            None
            if any(t.lemma_.lower() in ("talk", "negotiation", "discussion") for t in prepositional(token, "of"))
            else Trigger(token, frame.kind, frame)
        )
    if (
        frame.kind == "call"
        and lemma == "call"
        and ((prepositional(token, "for") and not _dated_for(token)) or token.lower_ == "calls")
    ):
        return None
    words = {c.lower_ for c in token.children}
    if (lemma == "conference" and not words & {"joint", "shared", "video"}) or (
        lemma == "exchange" and not by_phone(token) and not by_phone(token.head)
    ):
        return None
    if lemma == "conference" and "video" in words:
        return Trigger(token, "call", frame)
    kind = frame.kind
    if kind == "talks":
        kind = "negotiation" if _negotiating(token) else "meeting"
    if by_phone(token) and kind == "meeting":
        kind = "call"
    return Trigger(token, kind, frame)


def _in_a_title(token: Token) -> bool:
    """Tell the name of a paper, "Modifying Rates to Reflect Discussions With China", from talks."""
    doc, i = token.doc, token.i
    after = doc[i + 1] if i + 1 < len(doc) else None
    named = token.text[0].isupper() and not token.is_sent_start and i > 0
    return named and after is not None and after.pos_ == "ADP" and after.text[0].isupper()


def _loosely(token: Token) -> bool:
    """Tell "a background of increasing consultation" and "maintain a dialogue" from talks that are held."""
    bare = token.tag_ == "NN" and not any(c.dep_ in ("det", "poss", "nummod", "compound") for c in token.children)
    kept = token.dep_ == "dobj" and token.head.lemma_ in (
        "maintain",
        "keep",
        "strengthen",
        "deepen",
        "foster",
        "promote",
    )
    return token.lemma_.lower() in TALKING and ((bare and token.dep_ != "nsubj") or kept)


def _means(token: Token) -> bool:
    """Tell "settle it through dialogue with China", "by negotiation", from talks that are told to take place."""
    bare = token.lemma_.lower() in TALKING and not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)
    return bare and token.dep_ == "pobj" and token.head.lower_ in ("through", "via", "by")


def _of_procedure(token: Token, sentence: Sentence) -> bool:
    """Tell consultations under a treaty, which somebody requests, from a meeting."""
    words = {c.lower_ for c in token.children} | {t.lower_ for p in ("under", "at") for t in prepositional(token, p)}
    asked = token.head.lemma_ in ("request", "seek", "initiate") and token.dep_ in ("dobj", "nsubjpass")
    return bool(words & {"dispute", "settlement", "formal", "article", "wto"}) or asked


def _mealtime(token: Token) -> bool:
    """Tell "since breakfast", "before lunch" from a meal that parties share."""
    return (
        token.lemma_.lower() in MEALS
        and token.dep_ == "pobj"
        and token.head.lower_ in ("since", "before", "until", "after", "by", "at")
        and not any(c.lower_ in ("with", "between", "for") for c in token.children)
    )


def _dated_for(noun: Token) -> bool:
    return any(_dated(c) for c in noun.children if c.lower_ == "for")


def _negotiating(noun: Token) -> bool:
    """Tell trade talks from a conversation: rounds, trade, tariffs, negotiators."""
    words = {c.lemma_.lower() for c in noun.children} | {
        c.lemma_.lower() for a in prepositional(noun, "on", "about", "over") for c in (a, *a.children)
    }
    head = noun.head if noun.dep_ == "pobj" else None
    if head is not None and head.lower_ == "of":
        words |= {head.head.lemma_.lower()}
    return bool(words & (NEGOTIATING | {"agreement", "deal", "pact", "treaty", "accord", "day"}))
