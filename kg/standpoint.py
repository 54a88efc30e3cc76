"""Says from which country's standpoint a text is written: the one whose offices go without its name.

A government's release says "the Prime Minister" and "the Japanese Prime Minister"; a newspaper does so at home.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.clauses import SUBJECTS
from kg.mentions import MentionKind
from kg.registry import Holder
from kg.titles import Title, implied, is_head

if TYPE_CHECKING:
    from kg.reading import Reading

NAMED, BARE = 2, 3  # votes of an office named with its holder, and of one that the text takes for known
NATIONAL = {"prime minister", "president", "premier", "chancellor", "taoiseach", "vice president"}
NATIONAL_HEADS = {words.split()[-1] for words in NATIONAL}
SURE = 10  # votes of a release's own heading, and of what only one country's papers say
FORMULAS = {
    "USA": re.compile(r"\bU\.S\.C\. \d|\bExecutive Order \d{4,5}\b|\bFR \d{4,5}\b|\bmy Administration\b"),
    "AUS": re.compile(r"\bCommonwealth Government\b|\bAustralian Loan Council\b"),
}
UNIONS = {"EUE", "XEC"}  # their presidents are named by their institution
MARGIN = 1.5  # by how much the first country must lead the second
PLACES = {MentionKind.COUNTRY, MentionKind.CAPITAL, MentionKind.DEMONYM}


def holders(reading: Reading, words: str, country: str | None = None) -> list[Holder]:
    """Give who held an office on the day of the text, in one country or anywhere."""
    day = reading.document.published
    return [
        h
        for h in reading.registry.holders
        if day is not None
        and h.title.lower() == words
        and country in (None, h.country)
        and (h.since is None or h.since <= day)
        and (h.until is None or day <= h.until)
    ]


def standpoint(reading: Reading) -> str | None:
    """Give the country from which a text is written, or None where it keeps to no side."""
    votes = _plain_offices(reading) + _assumed(reading)
    for code, words in FORMULAS.items():
        if words.search(reading.document.text):
            votes[code] += SURE
    if first_person(reading):
        votes += _governments(reading)
    ranked = votes.most_common(2)
    clear = ranked and (len(ranked) == 1 or ranked[0][1] >= MARGIN * ranked[1][1])
    return ranked[0][0] if clear else reading.home_country


def first_person(reading: Reading) -> bool:
    """Say whether "I" or "we" acts outside quotation marks."""
    return any(
        t.lower_ in ("i", "we") and t.dep_ in SUBJECTS and t.text != "i" and not s.quoted(t)
        for s in reading.sentences
        if not s.heading
        for t in s.tokens
    )


def _plain_offices(reading: Reading) -> Counter[str]:
    """Count the offices named with their holder and without a country, of persons never given one."""
    marked = {r.person.key for r in reading.roles if r.title.country is not None}
    headings = {s.paragraph for s in reading.sentences if s.heading}
    votes: Counter[str] = Counter()
    for role in reading.roles:
        title = role.title
        home = reading.home(role.person) or implied(title.words)[0]
        plain = title.body is None and not title.over and role.person.key not in marked
        if plain and home is not None and home.isupper() and home not in UNIONS:
            heading = role.paragraph in headings
            votes[home] += SURE if heading else NAMED
    return votes


def _assumed(reading: Reading) -> Counter[str]:
    """Count the offices that the text takes for known, each for the one country of the text that has such an office."""
    votes: Counter[str] = Counter()
    told = {r.title.country for r in reading.roles}  # whose offices are named with their country is abroad
    for words in assumed_offices(reading):
        named = Counter(m.country for s in reading.sentences for m in s.mentions if m.country and m.kind in PLACES)
        able = [c for c, _ in named.most_common() if c not in told and holders(reading, words, c)]
        if able and (len(able) == 1 or named[able[0]] >= 2 * named[able[1]]):
            votes[able[0]] += BARE
    return votes


def _governments(reading: Reading) -> Counter[str]:
    """Count the governments and countries that a text in the first person names as doers."""
    votes: Counter[str] = Counter()
    for sentence in reading.sentences:
        for mention in sentence.mentions:
            if mention.country is None or mention.country in UNIONS or mention.kind not in PLACES:
                continue
            head = sentence.head(mention)
            acting = head.head if head.head.lemma_.lower() in ("government", "administration") else None
            if acting is not None and head.dep_ in ("amod", "compound", "nmod"):
                votes[str(mention.country)] += 4 if acting.dep_ in SUBJECTS else 1
            elif mention.kind is MentionKind.COUNTRY and head.dep_ in SUBJECTS:
                votes[str(mention.country)] += 1
    return votes


def assumed_offices(reading: Reading) -> dict[str, Title]:
    """Give the national offices that a text speaks of before it says who holds them, or whose they are."""
    first: dict[str, Title | None] = {}
    named = {(r.paragraph, i): r for r in reading.roles for i in range(r.first, r.last)}
    for number, title in _titles(reading):
        if title.words not in first:
            bare = title.country is None and title.body is None and title.definite and not title.over
            first[title.words] = title if bare and (number, title.first) not in named else None
    return {words: title for words, title in first.items() if title is not None}


def _titles(reading: Reading) -> Iterator[tuple[int, Title]]:
    """Give the national offices of a text in order, each with its paragraph."""
    for number, page in enumerate(reading.pages):
        for token in page.doc:
            if token.lower_ in NATIONAL_HEADS and is_head(token):
                title = page.title_from(token.i)
                if title.words in NATIONAL and not title.plural:
                    yield number, title
