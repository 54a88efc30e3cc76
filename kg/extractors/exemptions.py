"""What a measure does not apply to: goods, origins, goods that comply with an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.clauses import clause, patients, prepositional, subjects
from kg.discourse import Referents, sectors_of
from kg.extractors.measure_words import lemma
from kg.frames import Frame, load_frames
from kg.mentions import MentionKind
from kg.model import Exemption, Fact, Measure, Status
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import negated, reality

NAME = "exemptions"
GIVEN = {Status.HAPPENED, Status.ONGOING, Status.PLANNED}
GOODS = {"good", "product", "import", "item", "article", "export"}
REACH = 4  # sentences back to the measure that is meant
COUNTRIES = (MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the exemptions of a document."""
    measures = [f for f in facts if isinstance(f, Measure)]
    found = [e for s in reading.prose for e in _read(reading, s, measures)]
    return list(found[:8])


def _read(reading: Reading, sentence: Sentence, measures: Sequence[Measure]) -> Iterator[Exemption]:
    for token in sentence.tokens:
        for frame in load_frames("exemptions"):
            things = _spared(token, frame)
            if things is None:
                continue
            measure = _measure(reading, sentence, measures)
            found = _exemption(reading, sentence, token, things, measure, frame) if measure is not None else None
            if found is not None:
                yield found
                return


def _spared(token: Token, frame: Frame) -> list[Token] | None:
    """Give what is spared, or None when the word does not exempt anything."""
    if token.pos_ == "VERB" and lemma(token) in frame["verbs"]:
        real = reality(token)
        things = subjects(token) if lemma(token) == "escape" else patients(token)
        return things if real.status in GIVEN and not real.conditional and not negated(token) else None
    if (
        token.pos_ == "NOUN"
        and lemma(token) in frame["nouns"]
        and token.dep_ in ("dobj", "nsubj", "attr")
        and token.head.pos_ in ("VERB", "AUX")
    ):
        verb = token.head
        real = reality(verb)
        given = lemma(verb) in frame["gives"] and real.status in GIVEN and not negated(verb) and not negated(token)
        return (
            [
                *subjects(verb),
                *patients(verb),
                *prepositional(token, "for", "to"),
                *prepositional(verb, "to", "for"),
                *(c for c in verb.children if c.dep_ == "dative"),
            ]
            if given
            else None
        )
    if (
        token.lower_ in frame["adjectives"]
        and token.dep_ in ("acomp", "oprd", "attr")
        and token.head.pos_ in ("VERB", "AUX")
    ):
        things = subjects(token.head)
        real = reality(token.head)
        bare = any(c.lower_ in ("no", "none") for t in things for c in (t, *t.children))
        return things if real.status in GIVEN and not bare and not negated(token.head) else None
    return None


def _measure(reading: Reading, sentence: Sentence, measures: Sequence[Measure]) -> Measure | None:
    """Give the measure of this sentence, else the last one told shortly before."""
    starts = {s.span.start: s.index for s in reading.sentences}
    placed = [(starts.get(e.sentence.start, -1), m) for m in measures for e in m.evidence]
    near = [(i, m) for i, m in placed if 0 <= sentence.index - i <= REACH]
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
