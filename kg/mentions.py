"""Finds what a paragraph names: known things by their names, rates, money, sectors.

The gazetteer compares token by token, so a name is never found inside a longer word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from kg.model import Entity, EntityKind, Span
from kg.nlp import parser
from kg.parses import Parse
from kg.registry import Registry


class MentionKind(StrEnum):
    """What a stretch of text names."""

    PERSON = "person"
    COUNTRY = "country"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    ORGANISATION = "organisation"
    AGREEMENT = "agreement"
    PLACE = "place"
    LAW = "law"
    SECTOR = "sector"
    RATE = "rate"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a paragraph that names something; `first` and `last` are token indices, end exclusive."""

    kind: MentionKind
    first: int
    last: int
    surface: str
    entity: Entity | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    value: str | None = None  # a rate's number, as written
    unit: str | None = None


KINDS = {
    EntityKind.COUNTRY: MentionKind.COUNTRY,
    EntityKind.GOVERNMENT: MentionKind.ORGANISATION,
    EntityKind.ORGANISATION: MentionKind.ORGANISATION,
    EntityKind.AGREEMENT: MentionKind.AGREEMENT,
    EntityKind.PLACE: MentionKind.PLACE,
    EntityKind.LAW: MentionKind.LAW,
}
PREFERENCE = (
    EntityKind.COUNTRY,
    EntityKind.AGREEMENT,
    EntityKind.ORGANISATION,
    EntityKind.LAW,
    EntityKind.GOVERNMENT,
    EntityKind.PLACE,
)
Payload = tuple[MentionKind, Entity | None, str | None, tuple[str, ...]]
Trie = dict[str, list[tuple[tuple[str, ...], Payload]]]


def folded(text: str) -> str:
    """Give the text with plain quotes and hyphens, same length."""
    return text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2010: "-", 0x2011: "-", 0x2013: "-"})


class Gazetteer:
    """Names of the registry, ready to be found in tokens."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.cased: Trie = {}
        self.plain: Trie = {}
        for surface, entities in registry.names.items():
            best = min(entities, key=lambda e: PREFERENCE.index(e.kind) if e.kind in PREFERENCE else 9)
            if best.kind in KINDS and (len(surface) > 1):
                self._add(
                    self.cased,
                    surface,
                    (
                        KINDS[best.kind],
                        best,
                        best.country or (best.key if best.kind is EntityKind.COUNTRY else None),
                        (),
                    ),
                )
        for surface, code in registry.demonyms.items():
            self._add(self.cased, surface, (MentionKind.DEMONYM, registry.country(code), code, ()))
        for surface, code in registry.capitals.items():
            self._add(self.cased, surface, (MentionKind.CAPITAL, registry.country(code), code, ()))
        for phrase, slugs in registry.sectors.items():
            self._add(self.plain, phrase, (MentionKind.SECTOR, None, None, slugs))

    @staticmethod
    def _add(trie: Trie, surface: str, payload: Payload) -> None:
        words = tuple(t.text for t in parser().make_doc(folded(surface)))
        entries = trie.setdefault(words[0], [])
        # what is entered last of equal length stays: a demonym that is also a name, a capital that is also a place
        entries[:] = [(known, p) for known, p in entries if known != words]
        entries.append((words, payload))
        entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, doc: Parse) -> Iterator[Mention]:
        """Give the longest names, left to right, without overlap."""
        words = [folded(t.text) for t in doc]
        lower = [w.lower() for w in words]
        lemmas = [t.lemma_.lower() for t in doc]
        i = 0
        while i < len(words):
            hit = self._at(self.cased, words, i) or self._at(self.plain, lower, i) or self._at(self.plain, lemmas, i)
            if hit is None or (hit[1][0] is MentionKind.SECTOR and not sector_noun(doc, i, i + hit[0])):
                i += 1
                continue
            length, (kind, entity, country, sectors) = hit
            yield Mention(kind, i, i + length, doc[i : i + length].text, entity, country, sectors)
            i += length

    @staticmethod
    def _at(trie: Trie, words: list[str], i: int) -> tuple[int, Payload] | None:
        for known, payload in trie.get(words[i], ()):
            if tuple(words[i : i + len(known)]) == known:
                return len(known), payload
        return None


def sector_noun(doc: Parse, first: int, last: int) -> bool:
    """Say whether the words stand as a noun, not as a verb or inside a name."""
    head = doc[last - 1]
    held = head.dep_ in ("pobj", "dobj") and not head.children  # the tagger takes "tungsten" for a verb
    return head.pos_ in ("NOUN", "PROPN", "ADJ") or last - first > 1 or held


UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
NUMBER_WORDS = {w: str(n) for n, w in enumerate(("zero", *UNITS, *TEENS, "twenty"))} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
NUMBER_WORDS |= {
    f"{tens}-{ones}": str(int(NUMBER_WORDS[tens]) + n)
    for tens in ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
    for n, ones in enumerate(UNITS, 1)
}
NUMBER = r"\d{1,4}(?:,\d{3})*(?:\.\d{1,6})?|" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
RATE = re.compile(
    rf"(?<![\w.,$€£-])({NUMBER})\s?-?\s?(percentage[ -]points?|points|per-?\s?cent\b|percent\b|%|per cent ad valorem)",
    re.IGNORECASE,
)
FRACTION = re.compile(
    r"\b(a|one)[- ](quarter|tenth|fifth|third|half)\b(?= (?:of the value|of its value|ad valorem|duty|tariff|levy))",
    re.IGNORECASE,
)
FRACTIONS = {"quarter": "25", "tenth": "10", "fifth": "20", "half": "50"}
MONEY = re.compile(
    r"(?:US\$|C\$|A\$|NZ\$|\$|€|£|¥)\s?\d[\d,.]*(?:\s?(?:million|billion|trillion|bn|m)\b)?", re.IGNORECASE
)


QUANTITY = (
    r"(?:metric |short |long )?(?:tonne|ton|kilogram|kilo|kg|pound|lb|litre|liter|hectolitre|gallon|barrel|bushel|head|"
    r"unit|pair|piece|item|bottle|package|packet|vehicle|car|container|passenger|hectare)s?"
)
SPECIFIC = re.compile(
    rf"(?:US\$|C\$|A\$|NZ\$|\$|€|£|¥|Rs\.?\s?)\s?(\d[\d,]*(?:\.\d+)?)\s?"
    rf"(?:a|an|per|each|for each|for every|/)\s?{QUANTITY}\b",
    re.IGNORECASE,
)
HIGHEST = 2000.0  # what the vocabulary holds for a rate


def rates(doc: Parse) -> Iterator[Mention]:
    """Give rates with their number and their unit, and sums of money."""
    text = folded(doc.text)
    for match in RATE.finditer(text):
        number, unit = match.group(1), match.group(2).lower()
        value = _plain(NUMBER_WORDS.get(number.lower(), number.replace(",", "")))
        yield from _mention(
            doc, match, MentionKind.RATE, value, "percentage-points" if "point" in unit else "percent-ad-valorem"
        )
    for match in FRACTION.finditer(text):
        if match.group(2).lower() in FRACTIONS:
            yield from _mention(doc, match, MentionKind.RATE, FRACTIONS[match.group(2).lower()], "percent-ad-valorem")
    per_unit = [m for m in SPECIFIC.finditer(text) if float(m.group(1).replace(",", "").rstrip(".")) <= HIGHEST]
    for match in per_unit:
        yield from _mention(doc, match, MentionKind.RATE, match.group(1).replace(",", ""), "specific")
    for match in (m for m in MONEY.finditer(text) if not any(s.start() <= m.start() < s.end() for s in per_unit)):
        yield from _mention(doc, match, MentionKind.MONEY, match.group(0), None)


def _plain(number: str) -> str:
    """Write 12.50 as 12.5: one rate, one spelling, one key."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def _mention(doc: Parse, match: re.Match[str], kind: MentionKind, value: str, unit: str | None) -> Iterator[Mention]:
    span = doc.covering(match.start(), match.end())
    if span is not None:
        yield Mention(kind, span.start, span.end, match.group(0), value=value, unit=unit)


@cache
def gazetteer(registry: Registry) -> Gazetteer:
    """Give the gazetteer of a registry, built once."""
    return Gazetteer(registry)


def span_of(doc: Parse, first: int, last: int, offset: int) -> Span:
    """Give the offsets in the document of tokens `first` to `last` (exclusive) of a paragraph."""
    end: Any = doc[last - 1]
    start, stop = doc.span(doc[first].idx, end.idx + len(end))
    return Span(offset + start, offset + stop)
