"""The word classes and weights that the frames of `patterns/measures.toml` share."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.frames import PATTERNS, Frame, load_frames
from kg.mentions import Mention
from kg.parses import Token, remembered

CLAUSES = {"relcl", "advcl", "ccomp", "parataxis"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a measure, what hangs on it, and its kind."""

    frame: Frame
    kind: str
    word: Token  # the measure's own word
    anchor: Token  # to which its phrases attach
    rate: Mention | None = None  # a rate that is itself the trigger


@cache
def data() -> dict[str, Any]:
    """Give what the file holds besides its frames."""
    return tomllib.loads((PATTERNS / "measures.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """Give one shared class of words."""
    return frozenset(data()["words"][name])


def frames() -> tuple[Frame, ...]:
    """Give the frames, the more special first."""
    return load_frames("measures")


@remembered
def lemma(token: Token) -> str:
    """Give a verb's or noun's lemma, with the particle of a verb ("phase-out")."""
    plain = str(token.lemma_).lower()
    if token.pos_ == "NOUN" or token.pos_ == "PROPN":
        return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") and len(plain) > 4 else plain
    particle = next((c.lower_ for c in token.children if c.dep_ == "prt"), "")
    return f"{plain}-{particle}" if particle else plain


def among(token: Token, *classes: str) -> bool:
    """Say whether a token's lemma is of one of the classes."""
    return any(
        lemma(token) in words(c) or token.lemma_.lower() in words(c) or token.lower_ in words(c) for c in classes
    )


def inside(token: Token) -> Iterator[Token]:
    """Give a token's subtree without embedded finite clauses."""
    yield token
    for child in token.children:
        if not (child.dep_ in CLAUSES and child.pos_ in ("VERB", "AUX")):
            yield from inside(child)


def among_tariffs(token: Token) -> bool:
    """Say whether a noun names a duty."""
    return lemma(token) in _duties()


@cache
def _duties() -> frozenset[str]:
    named = (f["nouns"] for f in frames() if f.id in ("tariff", "import-tax", "anti-dumping", "safeguard"))
    return frozenset(n for nouns in named for n in nouns)
