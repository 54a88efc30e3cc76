"""Finds the words of a sentence that name a measure: nouns, verbs, and rates that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from kg.clauses import modifiers, objects, passive, patients, possessors, prepositional, subjects
from kg.extractors.measure_words import among, frames, inside, lemma, words
from kg.frames import Frame
from kg.mentions import Mention, MentionKind
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import negated

NOMINAL = ("NOUN", "PROPN", "ADJ")
TARIFF_WORDS = ("tariff", "duty", "levy", "surtax", "surcharge")
NUMBER = re.compile(r"\d{1,3}(\.\d)?")
COUNTRIES = (MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)
DUTIES = (*TARIFF_WORDS, "rate", "ceiling", "tax")
HELD = ("pobj", "pcomp")
IDIOMS = {"via", "gates", "buying", "lists", "amounts"}
EXPORTS = {"export", "shipment", "sale", "exportation"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a measure, what hangs on it, and its kind."""

    frame: Frame
    kind: str
    word: Token  # the measure's own word
    anchor: Token  # to which its phrases attach
    rate: Mention | None = None  # a rate that is itself the trigger


_found: WeakKeyDictionary[Reading, dict[int, tuple[Trigger, ...]]] = WeakKeyDictionary()
_taxed: WeakKeyDictionary[Reading, bool] = WeakKeyDictionary()


@cache
def _by_word(part: str) -> dict[str, tuple[Frame, ...]]:
    """Give, for each lemma, the frames that have it among their nouns or verbs, in order."""
    lemmas = {word for frame in frames() for word in frame[part]}
    return {word: tuple(f for f in frames() if word in f[part] and f.id != "rate") for word in lemmas}


def triggers(reading: Reading, sentence: Sentence) -> tuple[Trigger, ...]:
    """Give the triggers of a sentence, nouns first; each sentence is read once."""
    known = _found.setdefault(reading, {})
    if sentence.index not in known:
        known[sentence.index] = tuple(_triggers(reading, sentence))
    return known[sentence.index]


def _triggers(reading: Reading, sentence: Sentence) -> Iterator[Trigger]:
    found: set[int] = set()
    for token in sentence.tokens:
        trigger = _noun(token) if token.pos_ in NOMINAL else _verb(token, sentence)
        if trigger is not None and trigger.anchor.i not in found:
            found.add(trigger.anchor.i)
            yield trigger
    yield from _rates(reading, sentence)


def _noun(token: Token) -> Trigger | None:
    name = lemma(token)
    likely = _by_word("nouns").get(name)
    if not likely:
        return None
    if (token.dep_ in ("compound", "nmod") and _measure_noun(token.head)) or _free(token):
        return None
    near = {t.lower_ for t in modifiers(token)} | {
        t.lower_ for t in prepositional(token, "on", "of", "for", "against", "to")
    }
    if token.dep_ == "pobj" and token.head.lower_ == "in":  # "$12 billion in aid for farmers"
        near |= {
            t.lower_ for top in (token.head.head, *token.head.head.ancestors) for t in prepositional(top, "for", "to")
        }
    near |= {token.doc[token.i - 1].lower_} if token.i else set()
    for frame in likely:
        kind = _kind(frame, name, token, near)
        if kind:
            anchor = _anchor(token)
            if anchor is not None and anchor is not token and lemma(anchor) == "quota":
                return None  # the quota speaks for itself
            return Trigger(frame, kind, token, anchor) if anchor is not None else None
    return None


def _measure_noun(token: Token) -> bool:
    """Say whether a noun names measures by itself, so that one before it only describes it ("tariff quota")."""
    return lemma(token) in {"quota", "duty", "tariff", "levy", "ban", "restriction", "control", "surcharge", "tax"}


def _free(token: Token) -> bool:
    """Say whether "-free" follows."""
    after = str(token.doc[token.i + 1 : token.i + 3].text).lower().replace(" ", "")
    return after.startswith(("-free", "free"))


def _kind(frame: Frame, name: str, token: Token, near: set[str]) -> str:
    """Give the kind of measure a noun names by this frame, or "" when it names none."""
    if name not in frame["nouns"]:
        return ""
    if frame["unless"] & near:
        return ""
    beside = frame["beside"]
    if (
        beside
        and name not in frame["alone"]
        and not (beside & near or any(word in frame["beside"] for word in (t.lemma_.lower() for t in _before(token))))
    ):
        return ""
    if name in frame["alone"] and not beside & near and name not in ("trq", "cbam", "safeguard"):
        near_all = {t.lemma_.lower() for t in token.sent}
        if any(c.dep_ == "prep" and c.lower_ == "on" for c in token.children) and not near_all & {
            "export",
            "fish",
            "fishing",
            "catch",
            "migrant",
        }:
            pass
        elif not near_all & {"import", "importer"} or near_all & {"export", "fish", "fishing", "catch", "migrant"}:
            return ""
    if frame["because"] and not frame["because"] & {t.lower_ for t in token.sent}:
        return ""
    if frame["needs"] and not frame["needs"] & {t.lemma_.lower() for t in token.sent}:
        return ""
    kinds: dict[str, str] = frame.options.get("kinds", {})
    return kinds.get(name, str(frame.options["measure"]))


def _before(token: Token) -> list[Token]:
    return [t for t in token.lefts if t.dep_ in ("amod", "compound", "nmod")]


def _anchor(token: Token) -> Token | None:
    """Give the noun on which the phrases hang; None when the word only colours another noun ("tariff talks")."""
    if (
        token.dep_ == "pobj"
        and token.head.lower_ == "of"
        and token.head.head.lemma_.lower() in ("rate", "level", "amount")
    ):
        return token.head.head  # "the rate of duty on"
    while (
        token.dep_ in ("compound", "nmod", "amod") and token.head.pos_ in ("NOUN", "PROPN") and token.head.i > token.i
    ):
        token = token.head
        if not among(token, "carriers"):
            return None
    return token


def _verb(token: Token, sentence: Sentence) -> Trigger | None:
    if token.pos_ != "VERB":
        return None
    index = _by_word("verbs")
    for frame in index.get(lemma(token)) or index.get(token.lemma_.lower(), ()):
        if frame["needs"] and not frame["needs"] & {t.lemma_.lower() for p in patients(token) for t in inside(p)}:
            continue
        if frame.id == "not-permitted" and not _forbidden(token):
            continue
        if frame.id == "cease" and not any(t.lemma_.lower() in frame["trade"] for t in subjects(token)):
            continue
        if frame.id == "import-tax" and not (
            sentence.of_kind(MentionKind.RATE)
            or {t.lemma_ for p in patients(token) for t in inside(p)} & {"import", "good", "product"}
        ):
            continue
        if frame.words.keys() & IDIOMS or frame.id == "goods-barred":
            if (kind := _idiom(token, frame, sentence)) is not None:
                return Trigger(frame, kind, token, token)
            continue
        if "trade" in frame.words:
            if (kind := _stopped(token, frame)) is not None:
                return Trigger(frame, kind, token, token)
            continue
        return Trigger(frame, str(frame.options["measure"]), token, token)
    return None


def _idiom(verb: Token, frame: Frame, sentence: Sentence) -> str | None:
    """Read ways of restricting trade that have no noun of their own."""
    measure = str(frame.options["measure"])
    things = patients(verb)
    match frame.id:
        case "under-licence":
            through = [u for t in verb.subtree if t.lower_ in ("under", "to") for u in t.children if u.dep_ in HELD]
            found = any(lemma(t) in frame["via"] for t in through)
            kind = _stopped(verb, frame) if found else None
            return measure if kind == "import-quota" else kind
        case "market-closed":
            closed = any(lemma(t) in frame["gates"] for t in things)
            return measure if closed and _goods(prepositional(verb, "to", "against"), sentence) else None
        case "stop-buying":
            return _no_longer_traded(verb, frame, sentence)
        case "goods-barred":
            ill = words("disease") & {t.lemma_.lower() for t in verb.sent}
            return ("sanitary" if ill else measure) if _goods(things, sentence, foreign=True) else None
        case "listed":
            listed = prepositional(verb, "to", "on", "onto")
            return measure if any(lemma(t) == "list" and _named_by(t, frame["lists"]) for t in listed) else None
        case "let-in":
            free = {t.lower_ for t in verb.sent} & {"duty", "tariff", "duties", "tariffs", "quota", "free"}
            things = things + prepositional(verb, "in")  # the parser's "let (in 99,000 tonnes)"
            return measure if free and any(lemma(t) in frame["amounts"] for t in things) else None
    return None


def _named_by(noun: Token, names: frozenset[str]) -> bool:
    return any(t.lower_ in names for t in modifiers(noun))


def _goods(things: list[Token], sentence: Sentence, *, foreign: bool = False) -> bool:
    """Say whether words name goods (of another country, where `foreign`)."""
    for thing in things:
        near = [thing, *modifiers(thing), *prepositional(thing, "from", "of")]
        mentions = [m for t in near if (m := sentence.at(t)) is not None]
        named = any(m.kind is MentionKind.SECTOR for m in mentions) or among(thing, "goods")
        if named and (not foreign or any(m.kind in COUNTRIES for m in mentions)):
            return True
    return False


def _no_longer_traded(verb: Token, frame: Frame, sentence: Sentence) -> str | None:
    """Read "stopped buying American beef"."""
    done = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and c.tag_ == "VBG"), None)
    if done is None or not _goods(patients(done), sentence):
        return None
    actors = [
        m for t in subjects(verb) for u in (t, *possessors(t), *modifiers(t)) if (m := sentence.at(u)) is not None
    ]
    if not any(m.kind in (*COUNTRIES, MentionKind.PERSON) for m in actors):
        return None
    if lemma(done) in frame["selling"]:
        return "export-ban"
    ill = words("disease") & {t.lemma_.lower() for t in verb.sent}
    return ("sanitary" if ill else "import-ban") if lemma(done) in frame["buying"] else None


def bought(verb: Token) -> list[Token]:
    """Give what is no longer bought: the objects of "stopped buying"."""
    return [o for c in verb.children if c.dep_ in ("xcomp", "ccomp") and c.tag_ == "VBG" for o in objects(c)]


def _forbidden(verb: Token) -> bool:
    """Say whether a verb of leave is negated: "will no longer be permitted"."""
    return negated(verb) or any(c.lower_ == "longer" for c in verb.children)


def _stopped(verb: Token, frame: Frame) -> str | None:
    """Read "banned exports of sugar", "suspended imports of coal"."""
    traded = next(
        (p for p in (subjects(verb) if frame.id == "cease" else patients(verb)) if p.lemma_.lower() in frame["trade"]),
        None,
    )
    if traded is None:
        return None
    out = traded.lemma_.lower() in EXPORTS
    if verb.lemma_.lower() in frame["soft"]:
        return "export-control" if out else "import-quota"
    ill = not out and words("disease") & {t.lemma_.lower() for t in verb.sent}
    return "export-ban" if out else "sanitary" if ill else "import-ban"


# ---- rates that stand alone
def _rates(reading: Reading, sentence: Sentence) -> Iterator[Trigger]:
    if not sentence.of_kind(MentionKind.RATE) or not _speaks_of_tariffs(reading):
        return
    frame = next(f for f in frames() if f.id == "rate")
    for mention in (*sentence.of_kind(MentionKind.RATE), *_bare(sentence)):
        if mention.unit == "percentage-points":
            continue
        head = _ceiling(sentence.head(mention))
        if _belongs(head, sentence) or _of_something(head):
            continue
        verb = rate_verb(head)
        if verb is not None and not _spoiled(verb) and _of_goods(verb, sentence, mention):
            yield Trigger(frame, "import-tariff", head, head, mention)


def _bare(sentence: Sentence) -> Iterator[Mention]:
    """Give numbers that are rates because a rate stands before them: "once taxed at 26.4 percent, now pays 41.4"."""
    first = next((m.last for m in sentence.of_kind(MentionKind.RATE)), None)
    for token in sentence.tokens if first is not None else ():
        if not _bare_number(token) or token.i <= (first or 0) or sentence.at(token) is not None:
            continue
        verb = token.head.head if token.head.pos_ == "ADP" else token.head
        if verb.pos_ in ("VERB", "AUX") and among(verb, "resting", "facing", "moving"):
            yield Mention(
                MentionKind.RATE, token.i, token.i + 1, token.text, value=token.text, unit="percent-ad-valorem"
            )


def _bare_number(token: Token) -> bool:
    placed = token.dep_ in ("dobj", "npadvmod", "attr") or (token.dep_ == "pobj" and token.head.lower_ in ("at", "to"))
    return placed and bool(NUMBER.fullmatch(token.text)) and not any(c.dep_ != "punct" for c in token.children)


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


def _belongs(head: Token, sentence: Sentence) -> bool:
    """Say whether a measure noun already takes this rate."""
    return any(own_noun(t, head) for t in sentence.tokens if t.pos_ in ("NOUN", "PROPN") and among_tariffs(t))


def among_tariffs(token: Token) -> bool:
    """Say whether a noun names a duty."""
    return lemma(token) in _duties()


@cache
def _duties() -> frozenset[str]:
    named = (f["nouns"] for f in frames() if f.id in ("tariff", "import-tax", "anti-dumping", "safeguard"))
    return frozenset(n for nouns in named for n in nouns)


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
