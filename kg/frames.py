"""Frames as data: what triggers a fact, and the examples and counter-examples that prove it.

A frame file (`kg/extractors/patterns/NAME.toml`) is a list of `[[frame]]` tables. `id`, `kind`, `examples` and
`misses` are read here; everything else (lemmas, prepositions, stances) is the extractor's and is kept in `words`.
Words that all frames of a file share stand in its `[lexicon]` table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import PatternError
from kg.parses import Token

PATTERNS = Path(__file__).parent / "extractors" / "patterns"
LEXICONS = ("titles", "status")  # word lists without frames


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the facts, told in a line each (`kg.tell.tell`), that it must yield."""

    text: str
    facts: tuple[str, ...]
    published: str = "2025-10-05"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One pattern: its id, the kind of fact, its words, its proof."""

    id: str
    kind: str
    words: Mapping[str, frozenset[str]]
    options: Mapping[str, Any]
    examples: tuple[Example, ...]
    misses: tuple[Example, ...]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words.get(name, frozenset())


@cache
def load_frames(name: str) -> tuple[Frame, ...]:
    """Give the frames of one file, checked; a broken entry stops the program while loading."""
    path = PATTERNS / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PatternError(f"{path.name} is not TOML: {error}", subject=name) from error
    frames = tuple(_frame(entry, path) for entry in data.get("frame", []))
    seen: set[str] = set()
    for frame in frames:
        if frame.id in seen:
            raise PatternError(f"{path.name} has two frames with the id {frame.id!r}; rename one", subject=frame.id)
        seen.add(frame.id)
    return frames


@cache
def lexicon(name: str, group: str) -> frozenset[str]:
    """Give the words that all frames of one file share, from its `[lexicon]` table."""
    data = tomllib.loads((PATTERNS / f"{name}.toml").read_text(encoding="utf-8"))
    words = data.get("lexicon", {}).get(group)
    if words is None:
        raise PatternError(f"{name}.toml has no words under lexicon.{group}", subject=group)
    return frozenset(words)


def _frame(entry: dict[str, Any], path: Path) -> Frame:
    identifier = entry.get("id")
    if not isinstance(identifier, str) or not entry.get("examples"):
        raise PatternError(
            f"{path.name}: frame {identifier!r} needs an id and at least one example", subject=str(identifier)
        )
    rest = {k: v for k, v in entry.items() if k not in ("id", "kind", "examples", "misses")}
    words = {k: frozenset(v) for k, v in rest.items() if isinstance(v, list) and all(isinstance(w, str) for w in v)}
    options = {k: v for k, v in rest.items() if k not in words}
    return Frame(
        identifier,
        entry.get("kind", ""),
        words,
        options,
        _examples(entry["examples"]),
        _examples(entry.get("misses", [])),
    )


def _examples(entries: list[Any]) -> tuple[Example, ...]:
    return tuple(
        Example(e, ())
        if isinstance(e, str)
        else Example(e["text"], tuple(e.get("facts", ())), e.get("published", "2025-10-05"))
        for e in entries
    )


@cache
def vocabulary(name: str) -> frozenset[str]:
    """Give every word by which a frame of a file may know its trigger: the first part of each of its words."""
    return frozenset(
        re.split(r"[ -]", word, maxsplit=1)[0].lower()
        for frame in load_frames(name)
        for words in frame.words.values()
        for word in words
    )


def hints(token: Token, known: frozenset[str]) -> bool:
    """Say whether a token may be a trigger at all: a cheap look before the frames are tried one by one."""
    lemma = token.lemma_.lower()
    return token.lower_ in known or lemma in known or lemma[:-1] in known
