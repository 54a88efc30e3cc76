"""Who speaks in a joint statement or communiqué: the persons its head line names, else the countries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.clauses import SUBJECTS, conjuncts
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.reading import Reading, Sentence

JOINT = re.compile(
    r"\bjoint\b.{0,40}\b(?:statement|communiqu[eé]|declaration|readout)|\bcommuniqu[eé]\b", re.IGNORECASE
)
ISSUED = re.compile(r"\b(?:statement|communiqu[eé]|declaration)\b.{0,40}?\b(?:by|from|of|between)\b", re.IGNORECASE)
STATES = frozenset("we country government side nation party participant member partner".split())
PERSONS = frozenset("we they both leader minister president premier secretary side".split())
AT_MOST = 6
HEAD_LINE = 220
FROM_START = 12  # "Text of joint communiqué"


@dataclass(frozen=True, slots=True)
class Joint:
    """Those who speak together: persons where the head line names them, and their governments."""

    persons: tuple[Entity, ...]
    governments: tuple[Entity, ...]

    def means(self, token: Token) -> tuple[Entity, ...]:
        """Give whom a collective subject means: "the Prime Ministers", "both countries", "we"."""
        words = {token.lower_, token.lemma_.lower(), token.lower_.removesuffix("s")}
        if self.persons and words & PERSONS:
            return self.persons
        return (self.governments or self.persons) if words & (STATES | PERSONS) else ()

    @property
    def voices(self) -> tuple[Entity, ...]:
        """Give everybody whose words the text may hold."""
        return self.persons + self.governments


def joint_of(reading: Reading) -> Joint | None:
    """Give who speaks together, or None for any other text."""
    persons = next((p for s in _head(reading) if len(p := _named(s)) > 1), ())
    title = reading.document.title
    called = JOINT.search(title) or any(_calls_itself(s) for s in _head(reading))
    if not called:
        return Joint(persons, ()) if persons else _speaking_as_we(reading)
    states = tuple(reading.government(c) for c in countries_in(title, reading))
    if not 2 <= len(states) <= AT_MOST:
        states = next((g for s in _opening(reading) if 2 <= len(g := _states(s, reading)) <= AT_MOST), ())
    return Joint(persons, states) if persons or states else None


def _calls_itself(sentence: Sentence) -> bool:
    """Say whether a line is the head of a joint statement, and not a sentence about one."""
    found = JOINT.search(sentence.text)
    return found is not None and (sentence.heading or found.start() < FROM_START)


def _head(reading: Reading) -> Iterator[Sentence]:
    yield from (s for s in reading.sentences[:4] if s.heading or len(s.text) < HEAD_LINE)


def _opening(reading: Reading) -> Iterator[Sentence]:
    yield from (s for s in reading.sentences if s.heading or s.index < 2)


def _named(sentence: Sentence) -> tuple[Entity, ...]:
    """Give the persons whose statement a head line announces."""
    match = ISSUED.search(sentence.text)
    if match is None:
        return ()
    start = sentence.tokens.start_char + match.end()
    doc = sentence.doc
    after = [m for m in sentence.of_kind(MentionKind.PERSON) if doc[m.first].idx >= start and m.entity is not None]
    return tuple(dict.fromkeys(m.entity for m in after if m.entity is not None))[:AT_MOST]


def _states(sentence: Sentence, reading: Reading) -> tuple[Entity, ...]:
    codes = [m.country for m in sentence.of_kind(MentionKind.COUNTRY, MentionKind.CAPITAL) if m.country]
    return tuple(reading.government(c) for c in dict.fromkeys(codes))


def _speaking_as_we(reading: Reading) -> Joint | None:
    """Give the two countries that are subject together time and again in a text that says "we" and quotes nobody."""
    if any(s.quoted(t) for s in reading.prose for t in s.tokens):
        return None
    subjects = [(s, t) for s in reading.prose for t in s.tokens if t.dep_ in SUBJECTS]
    if sum(t.lower_ == "we" for _, t in subjects) < 2 or any(t.text == "I" for _, t in subjects):
        return None
    pairs: Counter[tuple[str, ...]] = Counter()
    for sentence, token in subjects:
        group = [m for t in conjuncts(token) if (m := sentence.at(t)) is not None and m.country]
        codes = tuple(sorted({m.country for m in group if m.kind is MentionKind.COUNTRY and m.country}))
        pairs[codes] += len(codes) == 2
    best, count = pairs.most_common(1)[0] if pairs else ((), 0)
    return Joint((), tuple(reading.government(c) for c in best)) if count >= 3 else None


def countries_in(title: str, reading: Reading) -> list[str]:
    """Give the countries a title names, in order, the longest name at each place."""
    words = re.findall(r"[\w.’'&]+", title)
    codes: list[str] = []
    at = 0
    while at < len(words):
        for size in (4, 3, 2, 1):
            name = " ".join(words[at : at + size])
            found = [e for e in reading.registry.names.get(name, ()) if e.kind is EntityKind.COUNTRY]
            if found and name[:1].isupper():
                codes.append(found[0].key)
                at += size - 1
                break
        at += 1
    return list(dict.fromkeys(codes))
