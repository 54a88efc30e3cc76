"""Finds the rates of a sentence that no duty noun takes, and says which rates a duty noun has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from kg.clauses import objects, passive, patients, subjects
from kg.extractors.measure_heights import Height, Role, heights, pair, portions
from kg.extractors.measure_words import Trigger, among, frames, inside, lemma, words
from kg.mentions import Mention, MentionKind
from kg.parses import Token
from kg.reading import Reading, Sentence

TARIFF_WORDS = ("tariff", "duty", "levy", "surtax", "surcharge")
DUTIES = (*TARIFF_WORDS, "rate", "ceiling", "tax")
COUNTRIES = (MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)
LINKS = {"of", "at", "to", "with", "up", "a", "an", "the", "rate", ":", "ranging", "from", "rates", "around", "about"}
_taxed: WeakKeyDictionary[Reading, bool] = WeakKeyDictionary()


def rate_triggers(reading: Reading, sentence: Sentence, nouns: Sequence[Trigger]) -> Iterator[Trigger]:
    """Give a trigger for each height that stands alone; those told along with another are left to it."""
    if not sentence.of_kind(MentionKind.RATE) or not _speaks_of_tariffs(reading):
        return
    frame = next(f for f in frames() if f.id == "rate")
    taken = _taken(sentence, nouns)
    for height in heights(sentence):
        mention = height.mention
        if height.role in (Role.CHANGE, Role.SHARE) or mention.first in taken or mention.unit == "specific":
            continue
        head = _ceiling(sentence.head(mention))
        verb = rate_verb(head)
        if verb is not None and not _spoiled(verb) and _of_goods(verb, sentence, mention):
            yield Trigger(frame, "import-tariff", head, head, mention)
            taken |= {p.height.mention.first for p in portions(mention, sentence, ())}


def _taken(sentence: Sentence, nouns: Sequence[Trigger]) -> set[int]:
    """Give where the heights stand that measure nouns have, with those told along."""
    taken: set[int] = set()
    for trigger in nouns:
        for height in own_heights(trigger, sentence):
            parts = portions(height.mention, sentence, (trigger.word, trigger.anchor))
            taken |= {height.mention.first, *(p.height.mention.first for p in parts)}
    return taken


def own_heights(trigger: Trigger, sentence: Sentence) -> list[Height]:
    """Give the heights, now and before, that a measure noun has."""
    found = [h for h in heights(sentence) if h.role in (Role.NOW, Role.BEFORE)]
    mine = (trigger.word, trigger.anchor)
    own = [h for h in found if h.noun is not None and h.noun in mine]
    for height in found:
        if height in own or (height.noun is not None and height.noun not in mine):
            continue
        head = sentence.head(height.mention)
        if own_noun(trigger.anchor, head) or own_noun(trigger.word, head) or _follows(height.mention, mine, sentence):
            own.append(height)
    for height in tuple(own):
        other = pair(height, found, sentence.doc)
        own += [other] if other is not None and other not in own else []
    return sorted(own, key=lambda h: h.mention.first)


def _follows(mention: Mention, mine: Sequence[Token], sentence: Sentence) -> bool:
    """Say whether a rate stands right after a duty noun: "a duty of 10%", "tariffs of up to 15 percent"."""
    doc = sentence.doc
    for noun in mine:
        between = {t.lower_ for t in doc[noun.i + 1 : mention.first]}
        if noun.i < mention.first <= noun.i + 6 and between and between <= LINKS:
            return True
    return False


def _ceiling(head: Token) -> Token:
    """Step from "15 percent" up to the noun of height it describes ("a 15 percent ceiling")."""
    up = head.head
    return (
        up
        if head.dep_ in ("compound", "nmod", "amod", "nummod", "npadvmod")
        and up.lemma_.lower() in ("ceiling", "cap", "rate", "floor", "baseline", "limit")
        else head
    )


def _speaks_of_tariffs(reading: Reading) -> bool:
    if reading not in _taxed:
        _taxed[reading] = any(t.lemma_.lower() in TARIFF_WORDS for s in reading.sentences for t in s.tokens)
    return _taxed[reading]


def own_noun(noun: Token, rate: Token) -> bool:
    """Say whether a rate modifies a duty noun, stands in its of-phrase, or is what its verb moves it to."""
    if any(a == noun for a in rate.ancestors) and not any(a.pos_ in ("VERB", "AUX") for a in _between(rate, noun)):
        return True
    up = _preposition(rate)
    if up is None:
        return False
    verb = up.head.head if up.head.pos_ == "ADP" else up.head
    return verb.pos_ in ("VERB", "AUX") and (noun in patients(verb) or noun in subjects(verb) or noun in objects(verb))


def _between(low: Token, high: Token) -> Iterator[Token]:
    for ancestor in low.ancestors:
        if ancestor == high:
            return
        yield ancestor


def _preposition(rate: Token) -> Token | None:
    """Give the preposition over a rate ("to 35%", "at 50 percent", "from 25 percent to 30")."""
    token = rate
    for _ in range(3):
        if token.dep_ == "pobj" and token.head.lower_ in (
            "to",
            "at",
            "of",
            "by",
            "from",
            "than",
            "over",
            "above",
            "with",
            "up",
        ):
            return token.head
        token = token.head
    return None


def was(rate: Token) -> bool:
    """Say whether a rate is the one left behind: "from 25 percent", "up from a threatened 32 percent"."""
    up = _preposition(rate)
    return up is not None and up.lower_ == "from"


def _of_something(head: Token) -> bool:
    """Say whether the rate is a share of something ("99% of tariff lines", "a third of its crude")."""
    return any(c.dep_ == "prep" and c.lower_ == "of" for c in head.children)


def rate_verb(head: Token) -> Token | None:
    """Give the verb that says a rate of goods, when it is one that can."""
    own = next((c for c in head.children if c.dep_ in ("relcl", "acl") and among(c, "rate_verbs", "imposing")), None)
    if own is not None:
        return own
    for ancestor in head.ancestors:
        if ancestor.pos_ in ("VERB", "AUX"):
            if among(ancestor, "rate_verbs", "rated"):
                return ancestor
            break
    return None


def _of_goods(verb: Token, sentence: Sentence, mention: Mention) -> bool:
    """Say whether a moving or standing rate is one of goods or duties: "cars drop to 15 percent", not herds."""
    if among(verb, "rated"):
        return _told_of(verb, sentence, mention)
    if not among(verb, "moving"):
        return True
    before = sentence.doc[mention.first - 1].lower_ if mention.first else ""
    if before == "by" or (verb.dep_ in ("relcl", "acl") and verb.head.lemma_ not in ("rate", "duty", "tariff")):
        return False
    named = [
        t
        for t in subjects(verb)
        if ((m := sentence.at(t)) is not None and m.kind is MentionKind.SECTOR)
        or among(t, "goods")
        or t.lower_ in ("it", "they", "both", "these")
        or mention.surface in t.text
    ]
    return bool(named) or any(t == sentence.head(mention) for t in subjects(verb))


def _told_of(verb: Token, sentence: Sentence, mention: Mention) -> bool:
    """Say whether "is 15 percent", "fares worse, at 30 percent" is said of a country, of goods, or of a duty."""
    if sentence.doc[mention.first - 1].lower_ in ("by", "about") if mention.first else False:
        return False
    if any(c.lower_ == "due" and c.dep_ == "acomp" for c in verb.children):
        return any(s is sentence.head(mention) for s in subjects(verb))  # "a further 25 percent is due"
    at = mention.first > 0 and sentence.doc[mention.first - 1].lower_ == "at"
    for subject in subjects(verb):
        seen = sentence.at(subject)
        if lemma(subject) in DUTIES:
            return True
        if at and seen is not None and seen.kind in (*COUNTRIES, MentionKind.SECTOR):
            return True
    return False


def _spoiled(verb: Token) -> bool:
    """Say whether the clause counts something else than a duty."""
    around = [t for s in (*subjects(verb), *patients(verb)) for t in inside(s)]
    heads = {lemma(t) for t in (*subjects(verb), *patients(verb))}
    shares = {"growth", "inflation", "price", "share", "stock", "sale"}
    return (
        bool(heads & words("rate_spoilers"))
        or any(lemma(t) in shares for t in around)
        or (passive(verb) and verb.lemma_ == "raise")
    )
