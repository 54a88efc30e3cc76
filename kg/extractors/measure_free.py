"""Reads free entry: "let in free of duty", "will enter duty-free", "zero tariffs on wine"; a duty of rate 0."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clauses import agents, objects, passive, prepositional, subjects
from kg.discourse import sectors_of
from kg.extractors.measure_draft import Draft
from kg.extractors.measure_slots import OF_COUNTRY, Slots
from kg.extractors.measure_stage import Stage, realness
from kg.extractors.measure_words import Trigger, frames, inside, lemma, words
from kg.mentions import Mention, MentionKind
from kg.model import Entity, Status
from kg.parses import Token
from kg.reading import Sentence
from kg.status import negated

FREE = {"duty-free", "tariff-free", "duty-and-quota-free"}
LETTING = {
    "let",
    "admit",
    "allow",
    "permit",
    "accept",
    "give",
    "grant",
    "offer",
    "provide",
    "guarantee",
    "accord",
    "open",
}
SHOPS = {"shop", "store", "zone", "port", "outlet", "retailer", "area", "shopping", "trade"}
COMING = {
    Status.PLANNED: Status.ANNOUNCED,
    Status.PROPOSED: Status.PROPOSED,
    Status.POSSIBLE: Status.PROPOSED,
    Status.HAPPENED: Status.IN_FORCE,
    Status.ONGOING: Status.IN_FORCE,
}


def free_words(sentence: Sentence) -> Iterator[Token]:
    """Give the words of a sentence that say goods enter free of duty."""
    for token in sentence.tokens:
        if token.lower_ in FREE or (token.lower_ == "free" and _of_duty(token, sentence)):
            yield token


def _of_duty(free: Token, sentence: Sentence) -> bool:
    """Read "free of all duties", "duty free"."""
    doc, end = sentence.doc, sentence.tokens.end
    follow = [doc[i] for i in range(free.i + 1, min(free.i + 4, end))]
    if follow and follow[0].lower_ in ("of", "from"):
        return any(lemma(t) in words("duties") for t in follow[1:])
    at = free.i - 1
    while at > sentence.tokens.start and doc[at].text in ("-", "–"):
        at -= 1
    before = doc[at].lower_ if sentence.tokens.start <= at < free.i else ""
    return before in ("duty", "tariff") and not (follow and follow[0].lower_ == "trade")


def letting_in(word: Token) -> Token | None:
    """Give the verb by which goods are let in free of duty, or enter."""
    verb = next((a for a in word.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if verb is None or lemma(word.head) in SHOPS or negated(verb) or lemma(verb) in ("exempt",):
        return None
    outer = verb.head if verb.dep_ in ("ccomp", "xcomp") and verb.head.lemma_ in LETTING else verb
    return outer if outer.pos_ in ("VERB", "AUX") else None


def free_entries(sentence: Sentence, slots: Slots) -> Iterator[Draft]:
    """Give the tellings of free entry in a sentence."""
    for word in free_words(sentence):
        verb = letting_in(word)
        if verb is None:
            continue
        by, who = letter(verb, word, sentence, slots)
        status = COMING.get(realness(verb).status)
        tokens = [t for t in inside(verb) if t not in who]
        mentions = [m for m in dict.fromkeys(sentence.at(t) for t in tokens) if m is not None]
        goods = [m for m in mentions if m.kind is MentionKind.SECTOR]
        if by is None or status is None:
            continue
        targets = [c for c in slots.countries(tokens, sentence) if c.key != by.key]
        if not goods and not targets:
            continue
        frame = next(f for f in frames() if f.id == "duty-free")
        rate = Mention(MentionKind.RATE, word.i, word.i + 1, word.text, value="0", unit="percent-ad-valorem")
        draft = Draft(
            sentence,
            Trigger(frame, "import-tariff", word, word, rate),
            Stage(status, verb, "imposing"),
            status,
            by,
            targets,
            sectors_of(goods),
            tuple(dict.fromkeys(m.surface for m in goods)),
            rate,
        )
        draft.tokens = [word, *tokens]
        yield draft


def letter(verb: Token, word: Token, sentence: Sentence, slots: Slots) -> tuple[Entity | None, set[Token]]:
    """Give the government that lets goods in, and the words that name it."""
    if verb.lemma_ in LETTING and not passive(verb):
        who = subjects(verb)
    elif verb.lemma_ in LETTING and passive(verb) and agents(verb):
        who = agents(verb)
    else:
        near = [*prepositional(verb, "in", "into", "to", "entering"), *prepositional(word, "in", "into", "to")]
        near += [o for o in objects(verb) if verb.lemma_ in ("enter", "reach")]
        who = [t for t in near if (m := sentence.at(t)) is not None and m.kind in OF_COUNTRY]
    return slots.one_government(who, sentence), {t for w in who for t in inside(w)}
