"""Which stage an agreement has reached, from the words that govern it; a stage told outright outweighs a default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.clauses import agents, prepositional
from kg.extractors.agreement_places import NAME, Found, nouns
from kg.frames import Frame, load_frames
from kg.model import Status
from kg.parses import Token
from kg.reading import Reading
from kg.status import negated, reality

COMING = (
    Status.PLANNED,
    Status.PROPOSED,
    Status.POSSIBLE,
    Status.POSTPONED,
    Status.DID_NOT_HAPPEN,
    Status.DENIED,
    Status.THREATENED,
    Status.CANCELLED,
)
FORCE = frozenset(("force", "effect", "operation"))
TALKS = ("negotiation", "talk", "negotiations", "talks")
WEIGHT = {"ended": 5, "suspended": 5, "in-force": 4, "signed": 3, "announced": 2, "proposed": 2}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with how plainly it is told: 0 for a default."""

    status: Status
    weight: int
    frame: Frame | None


def stage(found: Found, reading: Reading) -> Stage:
    """Decide the stage that one place tells."""
    if (verb := in_effect(found.head)) is not None:
        coming = reality(verb).status in COMING or negated(verb)
        effect = _kind("in-force")
        return Stage(Status.ANNOUNCED if coming else Status.IN_FORCE, 2 if coming else WEIGHT["in-force"], effect)
    if (waiting := _waits_for(found.head)) is not None:
        return Stage(waiting, WEIGHT["signed"], _kind("signed"))
    frame = _frame(found)
    if frame is None:
        return Stage(_default(found), 0, None)
    status = _status(found, frame, reading)
    weak = frame.kind == "in-force" or status.value != frame.kind
    return Stage(status, 1 if weak and status is Status.IN_FORCE else WEIGHT.get(status.value, 1), frame)


def _kind(kind: str) -> Frame:
    return next(f for f in load_frames(NAME) if f.kind == kind)


def _waits_for(head: Token) -> Status | None:
    """What only awaits ratification is signed; what awaits signature was announced."""
    verb = head.head
    if head.dep_ not in ("nsubj", "nsubjpass") or verb.lemma_ not in ("await", "need", "require", "face"):
        return None
    wanted = {c.lemma_.lower() for c in verb.children if c.dep_ == "dobj"}
    if wanted & {"ratification", "approval", "assent"}:
        return Status.SIGNED
    return Status.ANNOUNCED if wanted & {"signature", "signing"} else None


def _default(found: Found) -> Status:
    """A known or proper name stands for something in force, "the deal" for what was announced."""
    if found.known is not None or (found.named and found.definite and found.head.lower_ != "deal"):
        return Status.IN_FORCE
    return Status.ANNOUNCED if found.definite else Status.PROPOSED


def _frame(found: Found) -> Frame | None:
    frames = load_frames(NAME)
    if _in_talks(found):
        return _kind("proposed")  # "the TPP negotiations"
    around = [g for g in governors(found.head) if not leaves(g, found.head)]
    for frame in frames:
        lemmas = frame["verbs"] | frame["around"]
        if frame.kind and any(t.lemma_.lower() in lemmas for t in around):
            return frame
    return None


def leaves(verb: Token, head: Token) -> bool:
    """Say whether the agreement itself does what only a party can do to it: "the deal left farmers worse off"."""
    return verb.lemma_.lower() in nouns()["partial"] and head in set(agents(verb))


def _status(found: Found, frame: Frame, reading: Reading) -> Status:
    if frame.kind in ("announced", "signed") and _hoped(found, frame):
        return Status.PROPOSED
    lemmas = frame["verbs"] | frame["around"]
    words = [t for t in governors(found.head) if t.lemma_.lower() in lemmas and not leaves(t, found.head)]
    word = next(iter(words), found.head)
    if frame.kind == "ended" and word.tag_ in ("VBZ", "VBP") and any(found.sentence.dates):
        return Status.IN_FORCE  # "the truce expires on 10 November"
    real, over = reality(word).status, word.head
    if word.pos_ == "NOUN" and over.lemma_ in nouns()["greeting"] and reality(over).status is Status.HAPPENED:
        real = Status.HAPPENED  # "announced the conclusion of", "welcomed the signing of"
    if frame.kind == "proposed" and word.pos_ == "NOUN" and over.lemma_ in nouns()["finishing"]:
        return Status.ANNOUNCED if reality(over).status is Status.HAPPENED else Status.PROPOSED
    if frame.kind in ("signed", "announced") and (real in COMING or negated(word)):
        return Status.PROPOSED
    if frame.kind in ("signed", "announced") and _long_ago(found, word, reading):
        return Status.IN_FORCE
    if frame.kind in ("ended", "suspended") and real in COMING:
        return Status.IN_FORCE if found.definite else Status.PROPOSED
    kept = frame.kind == "proposed" and found.known is not None and found.known.members
    return Status.IN_FORCE if kept and not _in_talks(found) else Status(frame.kind)


def _in_talks(found: Found) -> bool:
    """Say whether a name only tells which talks: "the TPP negotiations", "the Arrangement on Steel talks"."""
    after = found.head.doc[found.last : found.last + 1].text.lower() if found.last else ""
    before = found.head.head.lemma_.lower() in TALKS and found.head.dep_ in ("compound", "nmod")
    return before or after in TALKS


def _long_ago(found: Found, word: Token, reading: Reading) -> bool:
    """Say whether it was made in an earlier year that the text gives: "an agreement signed in 2018"."""
    day = reading.document.published
    for dated in found.sentence.dates:
        when = reading.when(dated, "past")
        token = found.sentence.doc[dated.first : dated.last].root
        near = word in (token.head, token.head.head) or abs(token.i - word.i) < 8
        if (
            near
            and day is not None
            and when is not None
            and when.latest is not None
            and when.latest.year < day.year - 1
        ):
            return True
    return False


def _hoped(found: Found, frame: Frame) -> bool:
    """Say whether the verb hangs on a wish: "hopes to conclude", "is keen to sign", "is to sign"."""
    for verb in governors(found.head):
        if verb.pos_ == "VERB" and any(c.tag_ == "TO" for c in verb.children) and verb.lemma_ in frame["verbs"]:
            over = verb.head
            return verb.dep_ in ("xcomp", "acl", "ccomp") and over.lemma_.lower() not in ("decide", "manage", "go")
    return False


def in_effect(head: Token) -> Token | None:
    """Give the verb or noun that tells that an agreement takes effect: "entered into force", "has been in force"."""
    beside = [c for c in head.children if c.dep_ == "prep" and c.lower_ == "in"]
    if any(g.lower_ in FORCE for c in beside for g in c.children):
        return head  # "the agreement, in force since May"
    for word in governors(head):
        if word.lower_ not in ("entry", "coming") and word.pos_ not in ("VERB", "AUX"):
            continue
        if any(t.lower_ in FORCE for t in prepositional(word, "into", "in")):
            return word
        if word.lemma_ == "take" and any(c.lower_ == "effect" for c in word.children):
            return word
    return None


def governors(head: Token) -> Iterator[Token]:
    """Give the words that say what becomes of a thing: its verb, the noun it completes, what describes it."""
    yield from (c for c in head.children if c.dep_ in ("acl", "relcl", "amod") and c.pos_ in ("VERB", "ADJ"))
    token = head
    for _ in range(4):
        parent = token.head
        if parent == token:
            return
        if parent.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADP", "ADJ") and token.dep_ != "conj":
            yield parent
        ends = parent.pos_ in ("VERB", "AUX") and token.dep_ != "ccomp"
        if ends and parent.dep_ not in ("xcomp", "pcomp", "acl"):
            return
        token = parent
