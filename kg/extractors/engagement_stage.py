"""Decides how real an engagement is, when it is, and whose word that rests on."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clauses import passive
from kg.extractors.engagement_sides import Sides
from kg.extractors.engagement_slots import MOTION, Slots
from kg.extractors.engagement_triggers import Trigger
from kg.model import Entity, Status, TimeSpan
from kg.parses import Token
from kg.reading import Dated, Reading, Sentence
from kg.status import Reality, reality

LATER = {Status.HAPPENED, Status.ONGOING}
SCHEDULED = frozenset("begin start open kick resume hold host pay make embark depart leave set".split())


@dataclass(frozen=True, slots=True)
class Stage:
    """What is told of an engagement's reality."""

    status: Status
    when: TimeSpan | None
    speaker: Entity | None


def stage(trigger: Trigger, sentence: Sentence, slots: Slots, sides: Sides) -> Stage:
    """Give status, time and speaker of the engagement that a trigger tells."""
    real, dated = reality(trigger.token), slots.when(trigger, sentence)
    status, tense = _timed(real, trigger, dated, slots)
    when = slots.reading.when(dated, tense)
    here = trigger.token.lemma_ == "be" and _present(trigger.token)
    if here and _future(status, when, slots.reading) is Status.PLANNED:
        when = None  # "is in X for talks on Thursday": the talks are then, he is there
    status = _future(status, when, slots.reading)
    if status is Status.HAPPENED:
        status = _kept_open(trigger, when, slots, here=here)
    status, speaker = _vouched(status, real, trigger, sentence, slots, sides)
    return Stage(status, when, speaker)


def _kept_open(trigger: Trigger, when: TimeSpan | None, slots: Slots, *, here: bool) -> Status:
    """Tell what only seems to have happened: invitations, stays in the present, negotiations nobody ended."""
    verb = slots.carrier(trigger.token)[0] if trigger.noun else trigger.token
    if verb is not None and verb.lemma_ == "invite" and trigger.kind == "visit":
        return Status.PROPOSED
    negotiated = trigger.noun and trigger.kind == "negotiation" and when is None
    if here or (negotiated and slots.underway(trigger.token)):
        return Status.ONGOING
    return Status.HAPPENED


def _timed(real: Reality, trigger: Trigger, dated: Dated | None, slots: Slots) -> tuple[Status, str]:
    """Read "meets Xi on Tuesday" and "is meeting Xi on Tuesday" as plans."""
    verb = trigger.token if not trigger.noun else slots.carrier(trigger.token)[0]
    if (
        verb is not None
        and real.status in LATER
        and _present(verb)
        and dated is not None
        and (not trigger.noun or not slots.carrier(trigger.token)[1])
    ):
        coming = not trigger.noun and trigger.kind in ("meeting", "visit")
        return real.status, "future" if coming or verb.lemma_ in SCHEDULED else "none"
    carrier = slots.carrier(trigger.token)[0] if trigger.noun else None
    if (
        carrier is not None
        and carrier.lemma_ in MOTION
        and dated is not None
        and dated.first not in {t.i for t in trigger.token.subtree}
    ):
        return real.status, reality(carrier).tense  # "arrived on Tuesday for talks"
    return real.status, real.tense


def _present(verb: Token) -> bool:
    first = next((c for c in verb.children if c.dep_ in ("aux", "auxpass")), verb)
    return first.tag_ in ("VBZ", "VBP") and first.lemma_ != "have" and not passive(verb)


def _future(status: Status, when: TimeSpan | None, reading: Reading) -> Status:
    """Take what is dated after the day of publication for planned."""
    day = reading.document.published
    if status in LATER and when is not None and when.earliest is not None and day is not None and when.earliest > day:
        return Status.PLANNED
    return status


def _vouched(
    status: Status, real: Reality, trigger: Trigger, sentence: Sentence, slots: Slots, sides: Sides
) -> tuple[Status, Entity | None]:
    """Say whose word it is; what only one side's own quoted words tell is a claim."""
    own = any(t.lower_ in ("i", "me", "we", "us") for t in sides.tokens)
    if status is Status.HAPPENED and sentence.quoted(trigger.token) and own:
        speaker = slots.quoter(sentence)
        return (Status.CLAIMED, speaker) if speaker is not None else (status, None)
    speaker = slots.speaker(real.saying, sentence)
    if real.distant and status is Status.HAPPENED and speaker is not None:
        return Status.CLAIMED, speaker
    return status, speaker
