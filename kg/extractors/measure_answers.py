"""What a measure is taken in return for: "retaliatory duties", "in response to American tariffs"."""

from __future__ import annotations

from kg.clauses import modifiers, prepositional
from kg.extractors.measure_stage import ANSWERS, Stage
from kg.extractors.measure_words import Trigger, inside, lemma, words
from kg.parses import Token
from kg.reading import Sentence

RETALIATORY = {"retaliatory", "retaliation", "reprisal", "tit-for-tat", "counter", "matching", "countermeasure"}
STEPS = {
    "move",
    "decision",
    "measure",
    "action",
    "package",
    "step",
    "restriction",
    "sanction",
    "hike",
    "increase",
    "ban",
}
MAKING = {"imposing", "announcing", "beginning", "threatening", "proposing"}
REPLYING = {"retaliate", "respond", "hit-back", "strike-back", "fire-back", "answer", "counter", "reply"}


def answered(trigger: Trigger, told: Stage, sentence: Sentence) -> list[Token] | None:
    """Give the words for what a measure answers: none where only "retaliatory" says so, None if nothing."""
    if told.verb_class not in MAKING or told.verb is None:
        return None
    reply = _reply(told.verb, sentence)
    if reply is not None:
        return reply
    near = {t.lower_ for n in (trigger.anchor, trigger.word) for t in modifiers(n)}
    if near & RETALIATORY or lemma(trigger.word).startswith("counter") or lemma(told.verb) in REPLYING:
        return [t for t in prepositional(told.verb, "to", "for") if t is not trigger.anchor]
    return None


def _reply(verb: Token, sentence: Sentence) -> list[Token] | None:
    """Read "in response to the duties": the phrase must hang on the verb that makes the measure."""
    for token in sentence.tokens:
        if token.lemma_.lower() in ANSWERS and token.head.lower_ in ("in", "as") and _hangs(token.head, verb):
            things = [t for p in prepositional(token, "to", "for", "against") for t in inside(p)]
            if any(lemma(t) in STEPS or lemma(t) in words("duties") for t in things):
                return things
    return None


def _hangs(preposition: Token, verb: Token) -> bool:
    for ancestor in preposition.ancestors:
        if ancestor is verb:
            return True
        if ancestor.pos_ in ("VERB", "AUX"):
            return any(a is ancestor for a in verb.ancestors)
    return False
