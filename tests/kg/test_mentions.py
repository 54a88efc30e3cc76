"""Names, rates and sums are found whole and nowhere else."""

from __future__ import annotations

import pytest

from kg.mentions import MentionKind, gazetteer, rates
from kg.nlp import parse
from kg.registry import default_registry


def named(text: str) -> list[tuple[str, str, str | None]]:
    return [(m.kind.value, m.surface, m.country) for m in gazetteer(default_registry()).find(next(parse([text])))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks with South Korea resumed.", ("country", "South Korea", "KOR")),
        ("The U.S. will act.", ("country", "U.S.", "USA")),
        ("Indian exporters worry.", ("demonym", "Indian", "IND")),
        ("Ottawa will respond.", ("capital", "Ottawa", "CAN")),
        ("Washington objected.", ("capital", "Washington", "USA")),
    ],
)
def test_registry_names_are_found(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in named(text)


@pytest.mark.parametrize("text", ["Canadarm is a robot.", "They will march in may.", "The indian ocean is wide."])
def test_names_are_not_found_inside_words_or_in_lower_case(text: str) -> None:
    assert not [m for m in named(text) if m[0] in ("country", "demonym", "capital")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a 25-per-cent levy", "25", "percent-ad-valorem"),
        ("tariffs of 27.5 percent", "27.5", "percent-ad-valorem"),
        ("hiking it to 35%.", "35", "percent-ad-valorem"),
        ("fifteen percent on cars", "15", "percent-ad-valorem"),
        ("cut by 10 percentage points", "10", "percentage-points"),
        ("a quarter of the value on steel", "25", "percent-ad-valorem"),
        ("rates of 1,000 per cent", "1000", "percent-ad-valorem"),
    ],
)
def test_rates_keep_their_number(text: str, value: str, unit: str) -> None:
    assert [(m.value, m.unit) for m in rates(next(parse([text]))) if m.kind is MentionKind.RATE] == [(value, unit)]


@pytest.mark.parametrize(
    "text", ["$250 billion of goods", "a rise of 300 jobs", "Article 25 applies", "the 25 ministers"]
)
def test_other_numbers_are_no_rates(text: str) -> None:
    assert not [m for m in rates(next(parse([text]))) if m.kind is MentionKind.RATE]
