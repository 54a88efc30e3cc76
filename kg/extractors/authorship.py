"""Says who speaks in a release written in the first person: the person its title names, else the
government whose words it gives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from kg.clauses import SUBJECTS
from kg.discourse import Referents
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.reading import Reading, Sentence

BY = re.compile(
    r"\b(?:statement|remarks|message|letter|address|speech|press release|op-ed)\b.{0,40}?\b(?:from|by|of)\s+(.+)",
    re.IGNORECASE,
)
MINE = frozenset("i we my our me us".split())


@dataclass(frozen=True, slots=True)
class Author:
    """The speaker of a release."""

    entity: Entity
    whole: bool  # the text is his from end to end

    def means(self, token: Token) -> bool:
        """Say whether a bare "the Government" is the author."""
        plain = not any(c.dep_ in ("poss", "amod", "compound", "prep", "nmod") for c in token.children)
        return self.entity.kind is EntityKind.GOVERNMENT and token.lower_ == "government" and plain

    def speaks(self, sentence: Sentence) -> bool:
        """Say whether a sentence without a verb of saying is the author's own."""
        return self.whole and any(t.dep_ in SUBJECTS for t in sentence.tokens)


_authors: WeakKeyDictionary[Reading, Author | None] = WeakKeyDictionary()  # asked for by several extractors, often
AUTHORITY = re.compile(
    r"by the authority vested in me|\b(?:do )?hereby (?:proclaim|order|determine|direct)|^by the president of the ",
    re.IGNORECASE,
)
OWN = re.compile(r"\bthis (?:order|proclamation|memorandum)\b")
ORDERS = {"proclamation", "order", "memorandum", "decree", "directive", "regulation"}
SIGNING = {"sign", "issue", "proclaim", "promulgate"}


def issued_by(reading: Reading) -> str | None:
    """Give the country whose government gave the order or proclamation that a document is, or is a release on."""
    for sentence in reading.sentences:
        if AUTHORITY.search(sentence.text):
            named = [m.country for m in sentence.of_kind(MentionKind.COUNTRY) if m.country]
            return named[0] if named else reading.home_country
    if sum("Executive Order" in s.text or OWN.search(s.text) is not None for s in reading.sentences) > 1:
        named = [m.country for s in reading.sentences for m in s.of_kind(MentionKind.COUNTRY) if m.country]
        if any(OWN.search(s.text) for s in reading.sentences) and "USA" in named:
            return "USA"  # only there orders are numbered so
    for sentence in reading.sentences[:4]:
        for verb in sentence.tokens:
            if verb.lemma_ in SIGNING and any(c.lemma_.lower() in ORDERS for c in verb.children if c.dep_ == "dobj"):
                for child in verb.children:
                    mention = sentence.at(child) if child.dep_ == "nsubj" else None
                    if mention is not None and mention.kind is MentionKind.PERSON and mention.entity is not None:
                        return reading.home(mention.entity)
    return None


JOINT = re.compile(
    r"\bjoint\b.{0,40}\b(?:statement|communiqu[eé]|declaration|readout)|\bcommuniqu[eé]\b", re.IGNORECASE
)


def joint_authors(reading: Reading) -> tuple[Entity, ...]:
    """Give the governments that speak together in a joint statement; none for any other text."""
    title = reading.document.title
    if not JOINT.search(title):
        return ()
    named = countries_in(title, reading)
    if 2 <= len(named) <= 6:
        return tuple(reading.government(c) for c in named)
    for sentence in [s for s in reading.sentences if s.heading or s.index < 2]:
        codes = [m.country for m in sentence.of_kind(MentionKind.COUNTRY, MentionKind.CAPITAL) if m.country]
        codes = list(dict.fromkeys(codes))
        if 2 <= len(codes) <= 6:
            return tuple(reading.government(c) for c in codes)
    return ()


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


def author_of(reading: Reading, refer: Referents) -> Author | None:
    """Give the author of a release in the first person, or None for a report about others."""
    if reading not in _authors:
        _authors[reading] = _author(reading, refer)
    return _authors[reading]


def _author(reading: Reading, refer: Referents) -> Author | None:
    if not _first_person(reading):
        return None
    person = _in_heading(reading) or _in_title(reading)
    if person is not None:
        return Author(person, True)
    code = reading.standpoint
    return Author(reading.government(code), True) if code is not None else None


def _in_heading(reading: Reading) -> Entity | None:
    """Give the person whom a line like "Statement by the Prime Minister, the Hon. X, MP" names."""
    headings = {s.paragraph for s in reading.sentences if s.heading and BY.search(s.text)}
    return next((r.person for r in reading.roles if r.paragraph in headings), None)


def _first_person(reading: Reading) -> bool:
    """Say whether "I" or "we" stands outside quotation marks, and nothing is reported of a third party's words."""
    plain = [
        t
        for s in reading.prose
        for t in s.tokens
        if t.lower_ in MINE and not s.quoted(t) and t.text != "US" and (t.lower_ != "i" or t.text == "I")
    ]
    subjects = [t for t in plain if t.dep_ in SUBJECTS]
    quoted = any(s.quoted(t) for s in reading.prose for t in s.tokens)
    return len(subjects) >= 1 and not quoted


def _in_title(reading: Reading) -> Entity | None:
    match = BY.search(reading.document.title)
    if match is None:
        return None
    words = re.split(r"\s+(?:on|at|after|regarding|about|for|to|marking|following)\s+", match.group(1))[0].split()
    for start in range(len(words)):
        found = reading.people.find(words[start:])
        if found is not None:
            return found
    name = [w for w in words if w[:1].isupper()][-2:]
    return reading.people.add(" ".join(name)) if len(name) == 2 else None
