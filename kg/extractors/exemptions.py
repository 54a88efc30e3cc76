"""What a measure does not apply to: goods, origins, goods that comply with an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.clauses import clause, passive, patients, prepositional, subjects
from kg.discourse import Referents, sectors_of
from kg.extractors.measure_triggers import triggers
from kg.extractors.measure_words import among, inside, lemma
from kg.frames import Frame, hints, load_frames, vocabulary
from kg.mentions import MentionKind
from kg.model import Exemption, Fact, Measure, Status
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import negated, reality
from kg.trace import dropped

NAME = "exemptions"
GIVEN = {Status.HAPPENED, Status.ONGOING, Status.PLANNED}
GOODS = {"good", "product", "import", "item", "article", "export", "shipment", "material", "country", "part", "vehicle"}
REACH = 8  # sentences back to the measure that is meant
COUNTRIES = (MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)
RULES = {"it", "they", "this", "these", "measure", "order", "proclamation", "action", "rule", "regulation", "policy"}


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the exemptions of a document."""
    measures = [f for f in facts if isinstance(f, Measure)]
    found = [e for s in reading.prose for e in _read(reading, s, measures)] if measures else []
    return list(found[:8])


def _read(reading: Reading, sentence: Sentence, measures: Sequence[Measure]) -> Iterator[Exemption]:
    for token in (t for t in sentence.tokens if hints(t, vocabulary("exemptions"))):
        for frame in load_frames("exemptions"):
            things = _spared(token, frame, reading, sentence)
            if things is None:
                continue
            measure = _measure(reading, sentence, measures)
            if measure is None:
                dropped(sentence, token, frame.id, "no measure near to be exempt from")
                continue
            found = _exemption(reading, sentence, token, things, measure, frame)
            if found is not None:
                yield found
                return
            dropped(sentence, token, frame.id, "neither goods, country nor agreement")


def _spared(token: Token, frame: Frame, reading: Reading, sentence: Sentence) -> list[Token] | None:
    """Give what is spared, or None when the word does not exempt anything."""
    name = lemma(token)
    match frame.id:
        case "exempt-verb" if token.pos_ == "VERB" and name in frame["verbs"]:
            return _by_verb(token)
        case "exempt-noun" if token.pos_ == "NOUN" and name in frame["nouns"]:
            return _by_noun(token, frame)
        case "exempt-adjective" if token.lower_ in frame["adjectives"]:
            return _by_adjective(token)
        case "not-subject" if token.lower_ in frame["adjectives"]:
            return _not_subject(token, reading, sentence)
        case "not-apply" if token.pos_ == "VERB" and name in frame["verbs"]:
            return _not_applied(token, reading, sentence)
        case "except" if token.lower_ in frame["words"]:
            return _excepted(token, reading, sentence)
    return None


def _by_verb(verb: Token) -> list[Token] | None:
    real = reality(verb)
    things = subjects(verb) if lemma(verb) == "escape" else patients(verb)
    if lemma(verb) == "leave" and not any(c.lower_ in ("out", "off") for c in verb.children):
        return None
    return things if real.status in GIVEN and not real.conditional and not negated(verb) else None


def _by_noun(noun: Token, frame: Frame) -> list[Token] | None:
    if noun.dep_ not in ("dobj", "nsubj", "nsubjpass", "attr") or noun.head.pos_ not in ("VERB", "AUX"):
        return None
    verb = noun.head
    given = lemma(verb) in frame["gives"] and reality(verb).status in GIVEN
    if not given or negated(verb) or negated(noun):
        return None
    return [
        *subjects(verb),
        *patients(verb),
        *prepositional(noun, "for", "to", "on"),
        *prepositional(verb, "to", "for"),
        *(c for c in verb.children if c.dep_ == "dative"),
    ]


def _by_adjective(word: Token) -> list[Token] | None:
    if word.dep_ not in ("acomp", "oprd", "attr", "advmod") or word.head.pos_ not in ("VERB", "AUX"):
        return None
    if word.lower_ != "exempt" and word.head.lemma_ not in ("remain", "stay", "continue"):
        return None  # what becomes duty-free is freed, not excepted
    things = subjects(word.head)
    bare = any(c.lower_ in ("no", "none") for t in things for c in (t, *t.children))
    return things if reality(word.head).status in GIVEN and not bare and not negated(word.head) else None


def _not_subject(word: Token, reading: Reading, sentence: Sentence) -> list[Token] | None:
    """Read "are not subject to the duties", "remain free from tariffs"."""
    verb = next((a for a in word.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if verb is None or not _measured(prepositional(word, "to", "from", "of"), reading, sentence):
        return None
    denied = negated(verb) or negated(word)
    if denied is (word.lower_ in ("free", "immune", "shielded")):
        return None
    things = subjects(verb)
    return things if not any(c.lower_ in ("no", "none") for t in things for c in (t, *t.children)) else None


def _not_applied(verb: Token, reading: Reading, sentence: Sentence) -> list[Token] | None:
    """Read "the duties shall not apply to goods of Mexico", "the ban does not cover seeds"."""
    if not negated(verb):
        return None
    rules = subjects(verb)
    known = _measured(rules, reading, sentence) or any(t.lower_ in RULES or lemma(t) in RULES for t in rules)
    if not known or (lemma(verb) == "impose" and not (passive(verb) and reality(verb).status is Status.DENIED)):
        return None
    if lemma(verb) in ("apply", "extend", "impose"):
        return prepositional(verb, "to", "on") or None
    return patients(verb) if not passive(verb) else None


def _excepted(word: Token, reading: Reading, sentence: Sentence) -> list[Token] | None:
    """Read "with the exception of flights to Havana", "all goods except coffee" in a sentence that tells a measure."""
    if not triggers(reading, sentence):
        return None
    if word.lower_ == "exception":
        given = word.dep_ == "pobj" and word.head.lower_ in ("with", "without")
        return prepositional(word, "of", "for") if given else None
    held = [c for c in word.children if c.dep_ in ("pobj", "pcomp", "dobj")]
    return held + [g for c in word.children if c.lower_ == "for" for g in c.children if g.dep_ == "pobj"] or None


def _measured(tokens: Sequence[Token], reading: Reading, sentence: Sentence) -> bool:
    """Say whether words name a measure."""
    words = {t.word.i for t in triggers(reading, sentence)} | {t.anchor.i for t in triggers(reading, sentence)}
    return any(t.i in words or among(t, "duties", "restrictions") for top in tokens for t in inside(top))


def _measure(reading: Reading, sentence: Sentence, measures: Sequence[Measure]) -> Measure | None:
    """Give the measure of this sentence, else the last one told shortly before."""
    starts = {s.span.start: s.index for s in reading.sentences}
    placed = [(starts.get(e.sentence.start, -1), m) for m in measures for e in m.evidence]
    near = [(i, m) for i, m in placed if 0 <= sentence.index - i <= REACH] or [
        (-i, m) for i, m in placed if 0 < i - sentence.index <= 2
    ]
    return max(near, key=lambda pair: (pair[0], pair[1].rate is not None))[1] if near else None


def _exemption(
    reading: Reading, sentence: Sentence, word: Token, things: list[Token], measure: Measure, frame: Frame
) -> Exemption | None:
    tokens = sorted({t for thing in things for t in thing.subtree} | {word}, key=lambda t: t.i)
    mentions = [m for m in dict.fromkeys(sentence.at(t) for t in tokens) if m is not None]
    agreements = [
        m.entity
        for m in sentence.of_kind(MentionKind.AGREEMENT)
        if m.entity and any(m.first <= t.i < m.last for t in (*tokens, *clause(word)))
    ]
    sectors = sectors_of(mentions)
    countries = tuple(dict.fromkeys(reading.country(m.country) for m in mentions if m.kind in COUNTRIES and m.country))
    countries = tuple(c for c in countries if measure.by is None or c.key != measure.by.key)
    if not agreements and not sectors and not countries and not any(t.lemma_.lower() in GOODS for t in things):
        return None
    ground = (
        " ".join(sentence.doc[word.left_edge.i : word.right_edge.i + 1].text.split())[:60].strip(" ,.;:")
        if word.pos_ == "NOUN"
        else word.text
    )
    supports = (
        ("compliantWith",) * bool(agreements)
        + ("sector",) * bool(sectors)
        + ("exempts",) * bool(countries)
        + ("ground",)
    )
    evidence = reading.evidence(sentence, tokens, supports, frame.id)
    return Exemption(
        measure=measure,
        ground=ground,
        agreement=agreements[0] if agreements else None,
        sectors=sectors,
        countries=countries,
        evidence=(evidence,),
    )
