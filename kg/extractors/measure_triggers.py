"""Finds the words of a sentence that name a measure: nouns, verbs, and rates that stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from weakref import WeakKeyDictionary

from kg.clauses import modifiers, objects, patients, possessors, prepositional, subjects
from kg.extractors.measure_rates import rate_triggers
from kg.extractors.measure_words import Trigger, among, frames, inside, lemma, words
from kg.frames import Frame
from kg.mentions import MentionKind
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import negated

NOMINAL = ("NOUN", "PROPN", "ADJ")
COUNTRIES = (MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)
NAMES = (MentionKind.AGREEMENT, MentionKind.LAW, MentionKind.ORGANISATION)
HELD = ("pobj", "pcomp")
IDIOMS = {"via", "gates", "buying", "lists", "amounts"}
EXPORTS = {"export", "shipment", "sale", "exportation"}

_found: WeakKeyDictionary[Reading, dict[int, tuple[Trigger, ...]]] = WeakKeyDictionary()


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
    found: dict[int, Trigger] = {}
    for token in sentence.tokens:
        if (named := sentence.at(token)) is not None and named.kind in NAMES:
            continue  # "the General Agreement on Tariffs and Trade"
        trigger = _noun(token) if token.pos_ in NOMINAL else _verb(token, sentence)
        if trigger is not None and trigger.anchor.i not in found:
            found[trigger.anchor.i] = trigger
    yield from found.values()
    yield from rate_triggers(reading, sentence, tuple(found.values()))


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
    if frame.id == "export-measure" and _sales_abroad(token):
        near = near | {"exports"}
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


def _sales_abroad(noun: Token) -> bool:
    """Read "limits on the sale of chips to China"."""
    sold = [t for t in prepositional(noun, "on", "of") if lemma(t) in ("sale", "transfer", "supply", "delivery")]
    to = [t for s in (noun, *sold) for t in prepositional(s, "to")] if sold else []
    to += [t for s in sold for o in prepositional(s, "of") for t in prepositional(o, "to")]
    return any(t.ent_type_ in ("GPE", "NORP", "LOC") for t in to)


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
    if token.dep_ in ("acomp", "oprd", "xcomp") and token.head.lemma_ in ("remain", "stay") and token.tag_ == "VBN":
        return _barred(token)
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


def _barred(word: Token) -> Trigger | None:
    """Read "maize exports remain prohibited"."""
    frame = next(f for f in frames() if f.id == "trade-stop")
    if lemma(word) not in frame["verbs"] or lemma(word) in frame["soft"]:
        return None
    traded = next((t for t in subjects(word.head) if t.lemma_.lower() in frame["trade"]), None)
    if traded is None:
        return None
    return Trigger(frame, "export-ban" if traded.lemma_.lower() in EXPORTS else "import-ban", traded, traded)


def _idiom(verb: Token, frame: Frame, sentence: Sentence) -> str | None:
    """Read ways of restricting trade that have no noun of their own."""
    measure = str(frame.options["measure"])
    things = patients(verb)
    match frame.id:
        case "under-licence":
            through = [u for t in verb.subtree if t.lower_ in ("under", "to") for u in t.children if u.dep_ in HELD]
            through += patients(verb) if verb.lemma_ in ("require", "demand") else []
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
            things = things + prepositional(verb, "in") + entering(verb)  # the parser's "let (in 99,000 tonnes)"
            amount = any(lemma(t) in frame["amounts"] for t in things)
            inward = {"import", "importation", "enter", "access", "entry"} & {t.lemma_.lower() for t in verb.subtree}
            return measure if free and amount else "import-quota" if inward and amount else None
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


def entering(verb: Token) -> list[Token]:
    """Give what is allowed to enter: the subjects of "allow 900 tonnes of beef to be imported"."""
    return [s for c in verb.children if c.dep_ in ("ccomp", "xcomp") for s in subjects(c) if s.i > verb.i]


def bought(verb: Token) -> list[Token]:
    """Give what is no longer bought: the objects of "stopped buying"."""
    return [o for c in verb.children if c.dep_ in ("xcomp", "ccomp") and c.tag_ == "VBG" for o in objects(c)]


def _forbidden(verb: Token) -> bool:
    """Say whether a verb of leave is negated: "will no longer be permitted"."""
    return negated(verb) or any(c.lower_ == "longer" for c in verb.children)


def traded_by(verb: Token, frame: Frame) -> Token | None:
    """Give the word of trade that a verb acts on, past what parts them too ("prohibited, inter alia, the")."""
    things = subjects(verb) if frame.id == "cease" else patients(verb)
    if verb.lemma_ in ("require", "demand"):  # "requires permits for exports"
        things = [t for p in patients(verb) for t in prepositional(p, "for", "on")] + prepositional(verb, "for", "on")
    found = next((p for p in things if p.lemma_.lower() in frame["trade"]), None)
    if found is not None or things or frame.id == "cease":
        return found
    near = verb.doc[verb.i + 1 : verb.i + 8]
    return next((t for t in near if t.pos_ == "NOUN" and t.lemma_.lower() in frame["trade"]), None)


def _to_amount(verb: Token) -> bool:
    """Say whether trade is limited to an amount: "to 1.2 million tonnes"."""
    amounts = next(f["amounts"] for f in frames() if f.id == "let-in")
    return any(lemma(t) in amounts for t in prepositional(verb, "to", "at"))


def _stopped(verb: Token, frame: Frame) -> str | None:
    """Read "banned exports of sugar", "suspended imports of coal"."""
    traded = traded_by(verb, frame)
    if traded is None:
        return None
    out = traded.lemma_.lower() in EXPORTS
    if verb.lemma_.lower() in frame["soft"] and frame.id == "trade-stop" and _to_amount(verb):
        return "export-quota" if out else "import-quota"
    if verb.lemma_.lower() in frame["soft"]:
        return "export-control" if out else "import-quota"
    ill = not out and words("disease") & {t.lemma_.lower() for t in verb.sent}
    return "export-ban" if out else "sanitary" if ill else "import-ban"
