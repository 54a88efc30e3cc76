"""The words that govern events, and the status each lends: lists in `patterns/status.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kg.model import Status
from kg.parses import Token, remembered

WORDS = Path(__file__).parent / "extractors" / "patterns" / "status.toml"
OVERRIDING = {
    Status.CANCELLED,
    Status.POSTPONED,
    Status.DENIED,
    Status.DID_NOT_HAPPEN,
    Status.PROPOSED,
    Status.POSSIBLE,
    Status.PLANNED,
    Status.THREATENED,
}
NEGATED = {
    Status.PLANNED: Status.DENIED,
    Status.HAPPENED: Status.DID_NOT_HAPPEN,
    Status.ONGOING: Status.DID_NOT_HAPPEN,
    Status.PROPOSED: Status.DENIED,
    Status.POSSIBLE: Status.DENIED,
    Status.THREATENED: Status.DENIED,
    Status.DENIED: Status.POSSIBLE,
    Status.CANCELLED: Status.PLANNED,
    Status.POSTPONED: Status.PLANNED,
    Status.DID_NOT_HAPPEN: Status.HAPPENED,
}
MENDED = {"hopes": "hope", "hoped": "hope", "hoping": "hope"}  # what the model makes of them otherwise
PARTICLES = {"back", "down", "through", "off", "aside", "ahead", "forward", "out", "away"}


@cache
def words() -> dict[str, dict[str, frozenset[str]]]:
    """Give the word classes of `patterns/status.toml`."""
    data: dict[str, Any] = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {group: {name: frozenset(values) for name, values in classes.items()} for group, classes in data.items()}


def lemma_of(token: Token) -> str:
    """Give a word's lemma, lower case, mended where the model gets it wrong."""
    return MENDED.get(token.lower_) or token.lemma_.lower()


def _particle(token: Token) -> str:
    """Give the particle of a verb, also where the parser takes it for an adverb: "pushed back", "broke off"."""
    after = (c for c in token.children if c.i > token.i)
    return next((c.lower_ for c in after if c.dep_ == "prt" or (c.dep_ == "advmod" and c.lower_ in PARTICLES)), "")


@remembered
def governor_class(token: Token) -> Status | None:
    """Give the status that a governing word lends, by its lemma (with its particle)."""
    particle = _particle(token)
    if token.lemma_ == "set" and particle in ("up", "out", "off", "aside"):
        return None  # "a panel was set up"
    lemma = lemma_of(token)
    for key in (f"{lemma}-{particle}", lemma, token.lower_):
        for name, lemmas in words()["governs"].items():
            if key in lemmas and name not in ("held", "wanted", "ongoing"):
                return Status(name)
    return None


def noun_class(noun: Token) -> Status | None:
    """Give the status that a noun lends to the event after it: "the chance of a meeting", "a request for talks"."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    lemma = noun.lemma_.lower()
    return next((Status(name) for name, lemmas in words()["nouns"].items() if lemma in lemmas), None)


def negated(token: Token) -> bool:
    """Say whether a verb or noun is negated on the spot."""
    return any(
        c.dep_ == "neg"
        or (c.lower_ in ("never", "no", "neither", "nor", "without") and c.dep_ in ("det", "advmod", "preconj", "cc"))
        for c in token.children
    )
