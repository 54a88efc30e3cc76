"""Languages: whether a text or a paragraph is English, and what else it is, by its small words and its script.

Nothing is loaded but a list of words, so that each paragraph can be asked. A text that shows no other language (a list
of names, a table) counts as English: there is nothing against it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

ENGLISH = frozenset(
    "the and to of in a that with by from has have his this which were been it at be are will not its their would who "
    "is was for on as an he she they said but or had we i you our can could should there than more about after per "
    "no do so me my us up all go if into also one two new".split()
)
MOST_WORDS = 4_000  # of a text, from its beginning; what follows is judged paragraph by paragraph
FEW = 12  # words that tell no language
_PLAIN = (" the ", " of ", " and ", " to ", " that ", " with ", " has ", " will ", " said ")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SCRIPTS = (  # first code point, last, tag, name
    (0x0370, 0x03FF, "el", "Greek"),
    (0x0400, 0x052F, "und-Cyrl", "a language in Cyrillic letters"),
    (0x0530, 0x058F, "hy", "Armenian"),
    (0x0590, 0x05FF, "he", "Hebrew"),
    (0x0600, 0x06FF, "und-Arab", "a language in Arabic letters"),
    (0x0900, 0x0DFF, "und-Deva", "a language in an Indian script"),
    (0x0E00, 0x0E7F, "th", "Thai"),
    (0x1000, 0x109F, "my", "Burmese"),
    (0x10A0, 0x10FF, "ka", "Georgian"),
    (0x1780, 0x17FF, "km", "Khmer"),
    (0x3040, 0x30FF, "ja", "Japanese"),
    (0xAC00, 0xD7AF, "ko", "Korean"),
    (0x4E00, 0x9FFF, "zh", "Chinese"),
)
_NAMES = {tag: name for _, _, tag, name in _SCRIPTS} | {"en": "English", "und": "a language that is not known here"}


@dataclass(frozen=True, slots=True)
class _Tally:
    """How often the small words of each language stand among some words."""

    words: int
    lower: int  # that begin with a small letter
    hits: Counter[str]

    @property
    def english(self) -> float:
        """Give the share of English small words that no other language has."""
        return self.hits["en"] / max(1, self.words)

    @property
    def likely(self) -> float:
        """Give the share of all English small words."""
        return self.english + self.hits["shared"] / max(1, self.words)

    def best(self) -> tuple[str, float]:
        """Give the other language with most small words, and their share."""
        others = [(count, tag) for tag, count in self.hits.items() if tag not in {"en", "shared"}]
        count, tag = max(others, default=(0, "und"))
        return tag, count / max(1, self.words)


def language_of(text: str) -> str:
    """Give the tag of the language a text is in; `en` unless something tells of another."""
    script = _script(text)
    if script:
        return script
    tally = _tally(islice(_WORD.finditer(text), MOST_WORDS))
    tag, share = tally.best()
    prose = tally.lower > 0.4 * tally.words  # a list of names holds "von", "da", "bin" and says nothing
    if tally.words >= FEW and prose and share >= 0.08 and share > 1.5 * tally.english:
        return tag
    return "und" if tally.words >= 200 and prose and tally.likely < 0.02 else "en"


def language_name(tag: str) -> str:
    """Give the name of a language for a message."""
    short = tag.split("-")[0].lower()
    return _NAMES.get(tag) or _NAMES.get(short) or (_lists()[short][0] if short in _lists() else tag)


def is_english(tag: str) -> bool:
    """Say whether a language tag is that of English."""
    return tag.split("-")[0].lower() == "en"


def foreign_paragraphs(paragraphs: Sequence[str]) -> list[int]:
    """Give the numbers of the paragraphs in another language; none where no paragraph of some length is English."""
    foreign = [number for number, words in enumerate(paragraphs) if not _plain(words) and language_of(words) != "en"]
    kept = set(range(len(paragraphs))).difference(foreign)
    return foreign if any(len(paragraphs[number]) >= 60 for number in kept) else []


def _plain(words: str) -> bool:
    """Say at little cost whether a paragraph is English, as nearly all are."""
    return sum(mark in words for mark in _PLAIN) > 1


def _script(text: str) -> str:
    """Give the tag for a script other than Latin that half the letters are of; empty where there is none."""
    letters = [ord(c) for c in islice(filter(str.isalpha, text), 4_000)]
    foreign: Counter[str] = Counter()
    for code in letters:
        if code >= 0x0370:
            foreign.update(tag for first, last, tag, _ in _SCRIPTS if first <= code <= last)
    if 2 * foreign.total() < len(letters) or not letters:
        return ""
    if foreign["ja"] > 0.1 * foreign.total():  # Japanese is mostly written in Chinese characters
        return "ja"
    return foreign.most_common(1)[0][0]


def _tally(words: Iterable[re.Match[str]]) -> _Tally:
    known, hits, count, lower = _known(), Counter[str](), 0, 0
    for match in words:
        word = match[0]
        count += 1
        lower += word[0].islower()
        if len(word) > 1 or word.islower():  # "U.S." is no small word
            hits.update(known.get(word.lower(), ()))
    return _Tally(count, lower, hits)


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Give the languages of each small word; those that English shares with another tell nothing."""
    found: dict[str, tuple[str, ...]] = {}
    for tag, (_, words) in _lists().items():
        for word in set(words) - ENGLISH:
            found[word] = (*found.get(word, ()), tag)
    shared = {word for _, words in _lists().values() for word in words}
    return found | {word: ("shared",) if word in shared else ("en",) for word in ENGLISH}


@cache
def _lists() -> dict[str, tuple[str, list[str]]]:
    data = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
    return {tag: (entry["name"], entry["words"].split()) for tag, entry in data.items()}
