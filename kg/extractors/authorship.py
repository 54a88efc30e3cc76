"""Says who speaks in a release written in the first person: the person its title names, else the
government whose words it gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from kg.clauses import SUBJECTS
from kg.discourse import Referents
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.reading import Reading
from kg.titles import titles

BY = re.compile(
    r"\b(?:statement|remarks|message|letter|address|speech|press release|op-ed)\b.{0,40}?\b(?:from|by|of)\s+(.+)",
    re.IGNORECASE,
)
MINE = frozenset("i we my our me us".split())
LETTERS = frozenset("MP MHR AC AO AM QC KC CH KCMG GCMG OM CBE OBE PC DSC LLD M.P M.H.R A.C Q.C C.H".split())
SCARE = 7  # words between quotation marks that may be a name or a term
HEAD_LINE = 160
SIGNATURE = 5  # words under a letter
YOURS = re.compile(r"(?:yours|with (?:best|kind|warm)|sincerely|respectfully)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Author:
    """The speaker of a release."""

    entity: Entity

    def means(self, token: Token) -> bool:
        """Say whether a bare "the Government" is the author."""
        plain = not any(c.dep_ in ("poss", "amod", "compound", "prep", "nmod") for c in token.children)
        return self.entity.kind is EntityKind.GOVERNMENT and token.lower_ == "government" and plain


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


def author_of(reading: Reading, refer: Referents) -> Author | None:
    """Give the author of a release in the first person, or None for a report about others."""
    if reading not in _authors:
        _authors[reading] = _author(reading, refer)
    return _authors[reading]


def _author(reading: Reading, refer: Referents) -> Author | None:
    if not _first_person(reading):
        return None
    person = _in_heading(reading) or _in_head_lines(reading) or _signed(reading)
    if person is not None:
        return Author(person)
    code = reading.standpoint
    return Author(reading.government(code)) if code is not None and _acts(code, reading) else None


def _acts(code: str, reading: Reading) -> bool:
    """Say whether a country does something in the text, itself or through its people, or owns what does."""
    for sentence in reading.sentences:
        for mention in sentence.mentions:
            home = reading.home(mention.entity) if mention.kind is MentionKind.PERSON and mention.entity else None
            if code in (mention.country, home):
                head = sentence.head(mention)
                if head.dep_ in (*SUBJECTS, "poss", "compound", "amod", "nmod") or home == code:
                    return True
    return False


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
    return len(subjects) >= 1 and not _quotes(reading)


def _quotes(reading: Reading) -> bool:
    """Say whether the text quotes somebody: more than a word or a title between quotation marks."""
    for sentence in reading.prose:
        run = 0
        for token in sentence.tokens:
            run = run + 1 if sentence.quoted(token) else 0
            if run > SCARE:
                return True
    return False


def _in_head_lines(reading: Reading) -> Entity | None:
    """Give the person whose statement the title or a short line at the head announces."""
    return next((p for line in _head_lines(reading) if (p := _named_in(line, reading)) is not None), None)


def _head_lines(reading: Reading) -> Iterator[str]:
    """Give the title and the short lines at a text's head: "Statement by the Prime Minister, Mr Holt"."""
    yield reading.document.title
    for sentence in reading.sentences[:3]:
        if sentence.heading or len(sentence.text) < HEAD_LINE:
            yield sentence.text


def _signed(reading: Reading) -> Entity | None:
    """Give the person whose name stands under a letter."""
    last = reading.sentences[-4:]
    signed = next((i for i, s in enumerate(last) if YOURS.match(s.text.strip())), len(last))
    for sentence in last[signed + 1 :]:
        words = [t for t in sentence.tokens if not t.is_punct and not t.is_space]
        people = [m.entity for m in sentence.of_kind(MentionKind.PERSON) if m.entity]
        if not words or len(words) > SIGNATURE:
            continue
        if people:
            return people[0]
        if len(words) > 1 and all(t.text[:1].isupper() for t in words):
            return reading.people.add(" ".join(t.text for t in words))
    return None


def _named_in(line: str, reading: Reading) -> Entity | None:
    """Give the person whose statement a line announces."""
    match = BY.search(line)
    if match is None:
        return None
    words = re.split(r"\s+(?:on|at|after|regarding|about|for|to|marking|following)\s+|:", match.group(1))[0].split()
    words = [w.strip(",;") for w in words]
    words = [w for w in words if w and w.rstrip(".").upper() not in LETTERS]
    for start in range(len(words)):
        found = reading.people.find(words[start:])
        if found is not None:
            return found
    name: list[str] = []
    for word in reversed(words):
        if not word[:1].isupper() or word.rstrip(".").lower() in titles().honorifics or word.lower() in titles().heads:
            break
        name.insert(0, word)
    return reading.people.add(" ".join(name)) if 2 <= len(name) <= 4 else None
