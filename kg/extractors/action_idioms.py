"""Acts told without a verb of their own: goods let in free of duty, trade allowed again, measures taken in return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.clauses import patients, subjects
from kg.extractors.measure_free import free_words, letter, letting_in
from kg.extractors.measure_slots import Slots
from kg.extractors.measure_stage import realness
from kg.extractors.measure_words import lemma
from kg.frames import Frame, load_frames
from kg.model import Action, Entity, Measure, Status
from kg.parses import Token
from kg.reading import Reading, Sentence

ACTS = {Status.HAPPENED, Status.PLANNED, Status.PROPOSED, Status.POSTPONED}
AS_ACT = {
    Status.IN_FORCE: Status.HAPPENED,
    Status.ANNOUNCED: Status.PLANNED,
    Status.PROPOSED: Status.PROPOSED,
    Status.THREATENED: Status.POSSIBLE,
}
STAYING = {"remain", "stay", "continue", "keep", "be"}


def told_otherwise(reading: Reading, slots: Slots, measures: Sequence[Measure]) -> Iterator[Action]:
    """Give the acts of a document that no verb of acting tells."""
    for sentence in reading.prose:
        yield from _freed(reading, sentence, slots, measures)
        yield from _again(reading, sentence, slots)
    for measure in measures:
        if (action := _in_return(measure)) is not None:
            yield action


def _frame(name: str) -> Frame:
    return next(f for f in load_frames("actions") if f.id == name)


def _freed(reading: Reading, sentence: Sentence, slots: Slots, measures: Sequence[Measure]) -> Iterator[Action]:
    """Read "Britain will let in palm oil free of duty": a duty is removed."""
    for word in free_words(sentence):
        verb = letting_in(word)
        if " not apply" in sentence.text or " not be applied" in sentence.text:
            return  # an exception, which is no removal
        if verb is None or (lemma(verb) in STAYING and realness(verb).status is Status.HAPPENED):
            continue
        by, who = letter(verb, word, sentence, slots)
        status = realness(verb).status
        began = status is not Status.HAPPENED or verb.tag_ in ("VBD", "VBN")  # "gives duty-free access" is a state
        if by is not None and status in ACTS and began:
            here = [m for m in measures if m.by == by and any(e.sentence == sentence.span for e in m.evidence)]
            yield _remove(reading, sentence, [verb, word, *who], by, status, _frame("action-free"), here[:1])


def _again(reading: Reading, sentence: Sentence, slots: Slots) -> Iterator[Action]:
    """Read "will allow palm oil to be exported again": a ban is removed."""
    frame = _frame("action-again")
    for verb in sentence.tokens:
        if verb.pos_ != "VERB" or lemma(verb) not in frame["verbs"]:
            continue
        done = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and lemma(c) in frame["trade"]), None)
        traded = any(lemma(t) in frame["trade"] for t in patients(verb))
        again = any(t.lower_ in ("again", "resume", "resumption", "once more") for t in verb.subtree)
        by = slots.one_government(subjects(verb), sentence)
        status = realness(verb).status
        if (done is not None or traded) and again and by is not None and status in ACTS:
            yield _remove(reading, sentence, [verb, *([done] if done else [])], by, status, frame, [])


def _remove(
    reading: Reading,
    sentence: Sentence,
    tokens: Sequence[Token],
    by: Entity,
    status: Status,
    frame: Frame,
    measures: Sequence[Measure],
) -> Action:
    evidence = reading.evidence(sentence, tokens, ("kind", "actor", "status"), frame.id)
    return Action(act="remove", actors=(by,), measures=tuple(measures), status=status, evidence=(evidence,))


def _in_return(measure: Measure) -> Action | None:
    """Give the act of hitting back of which a measure is the outcome."""
    status = AS_ACT.get(measure.status)
    if not measure.answers or measure.by is None or status is None:
        return None
    evidence = replace(measure.evidence[0], supports=("kind", "actor", "status"), pattern="action-retaliate")
    return Action(act="retaliate", actors=(measure.by,), measures=(measure,), status=status, evidence=(evidence,))
