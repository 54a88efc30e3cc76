"""Stances that a writer ascribes: verbs, predicates, nouns with their owner, votes, attitudes long kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Position
from kg.pipeline import Extraction

Read = Callable[..., Extraction]

HELD = {
    "a verb": ("France opposes the quota on lamb.", "Government of France", "opposes"),
    "two holders": ("Peru and Chile want lower duties on copper.", "Government of Chile", "seeks"),
    "a predicate": ("Taiwan is worried about the tariff on chips.", "Government of Taiwan", "opposes"),
    "against": ("Ireland was against the quota on beef.", "Government of Ireland", "opposes"),
    "in favour": ("Ireland is in favour of the quota on beef.", "Government of Ireland", "supports"),
    "a wish": ("Peru would like lower duties on avocados.", "Government of Peru", "seeks"),
    "kept up": (
        "Washington has been urging allies to drop the duties on steel.",
        "Government of the United States",
        "seeks",
    ),
    "a noun and its owner": (
        "The two sides discussed U.S. concerns about the ban on chips.",
        "Government of the United States",
        "opposes",
    ),
    "an interest": ("They spoke of Peru's interest in joining the copper pact.", "Government of Peru", "seeks"),
    "little willingness": (
        "Trump has shown little willingness to lower the duties on steel.",
        "Donald Trump",
        "unwilling",
    ),
    "a critic": ("Modi, a critic of the tariffs, will travel to Tokyo.", "Narendra Modi", "opposes"),
    "a belief": ("Germany believes the subsidies for steel are unfair.", "Government of Germany", "opposes"),
    "long refused": ("Norway has always refused to open its fish market.", "Government of Norway", "unwilling"),
}


def held(extraction: Extraction) -> list[tuple[str, str]]:
    return [(f.actor.label, f.stance) for f in extraction.facts if isinstance(f, Position)]


@pytest.mark.parametrize(("text", "actor", "stance"), HELD.values(), ids=HELD)
def test_stance_is_ascribed(read_text: Read, text: str, actor: str, stance: str) -> None:
    assert (actor, stance) in held(read_text(text))


NOT_HELD = {
    "possible": "Norway might oppose the quota on fish.",
    "a question": "It is not clear what Norway wants for its fish.",
    "an infinitive": "The council met to cut costs and support the wool trade of Norway.",
    "a pronoun": "The mills of Norway closed. They want lower duties on steel.",
    "told as a statement": "Trade Minister Mary Ng expressed support for the steel tariff.",
    "another's opposition": "Trade Minister Mary Ng repeated Canada's opposition to the steel tariff.",
    "a material support": "Ministers discussed the support of China for the mills of Russia.",
}


@pytest.mark.parametrize("text", NOT_HELD.values(), ids=NOT_HELD)
def test_what_is_no_position(read_text: Read, text: str) -> None:
    assert held(read_text(text)) == []
