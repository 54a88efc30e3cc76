"""Titles of office: their lexicon, and what one title says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.slugs import slug

TITLES = Path(__file__).parent / "extractors" / "patterns" / "titles.toml"


@dataclass(frozen=True, slots=True)
class Titles:
    """The lexicon of offices."""

    heads: frozenset[str]
    prefixes: frozenset[str]
    dropped: frozenset[str]
    over: frozenset[str]
    portfolios: frozenset[str]
    honorifics: frozenset[str]
    postnominals: frozenset[str]
    particles: frozenset[str]
    heading_verbs: frozenset[str]
    organised: frozenset[str]
    stop: frozenset[str]
    provinces: frozenset[str]
    implied: dict[str, str]


@cache
def titles() -> Titles:
    """Give the lexicon of `patterns/titles.toml`."""
    data = tomllib.loads(TITLES.read_text(encoding="utf-8"))
    sets = {
        k: frozenset(data[k])
        for k in (
            "heads",
            "prefixes",
            "dropped",
            "over",
            "portfolios",
            "honorifics",
            "postnominals",
            "particles",
            "heading_verbs",
            "organised",
            "stop",
            "provinces",
        )
    }
    return Titles(**sets, implied=data["implied"])


@dataclass(frozen=True, slots=True)
class Title:
    """An office as worded, with whose it is; token indices into the paragraph, end exclusive."""

    words: str  # lower case, without the country
    first: int
    last: int
    country: str | None = None
    body: Entity | None = None
    over: bool = False
    plural: bool = False
    definite: bool = False  # led by "the" or a possessive: it may stand for its holder


SHORT = {"PM": "prime minister", "DPM": "deputy prime minister", "VP": "vice president", "FM": "foreign minister"}


def is_head(token: Token) -> bool:
    """Say whether the token heads a title."""
    lower = token.lower_.removeprefix("vice-").removeprefix("deputy-")
    if token.text in SHORT:
        return True
    return (lower in titles().heads or (lower.endswith("s") and lower[:-1] in titles().heads)) and token.pos_ in (
        "NOUN",
        "PROPN",
        "ADJ",
    )


def organisation(name: str) -> Entity:
    """Give an organisation that the registry does not know."""
    clean = re.sub(r"^(?:the|The)\s+", "", re.sub(r"\s*['’]s?$", "", name.strip()))
    clean = re.sub(r",?\s+(?:Ltd|Limited|Inc|Corp|Co|plc|PLC|Pty|GmbH|LLC|N\.V|S\.A)\.?$", "", clean) or clean
    return Entity(EntityKind.ORGANISATION, slug(clean), clean)


def implied(words: str) -> tuple[str | None, Entity | None]:
    """Give whose office a title is that says so by itself."""
    value = titles().implied.get(words)
    if value is None:
        return None, None
    return (
        (value, None)
        if value.isupper()
        else (None, Entity(EntityKind.ORGANISATION, value, value.replace("-", " ").title()))
    )
