"""Whom words refer to, seen in the engagements of short texts."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from kg.model import Document, Engagement
from kg.pipeline import analyse

LEADERS = "Prime Minister Mark Carney will meet President Donald Trump in Washington on Tuesday. "
CASES = [
    (LEADERS + "The two leaders also spoke by phone in May.", {"Mark Carney", "Donald Trump"}),
    (LEADERS + "He spoke by phone with President Claudia Sheinbaum in May.", {"Mark Carney", "Claudia Sheinbaum"}),
    (
        "Katherine Tai, the trade representative, and Valdis Dombrovskis, the commissioner. They spoke by phone.",
        {"Katherine Tai", "Valdis Dombrovskis"},
    ),
    (
        "Ursula von der Leyen and Boris Johnson described their phone conversation in May as useful.",
        {"Ursula von der Leyen", "Boris Johnson"},
    ),
    (
        "A team led by Commerce Secretary Rajesh Agrawal spoke by phone with President Donald Trump in May.",
        {"Rajesh Agrawal", "Donald Trump"},
    ),
    (
        "President Xi Jinping is in Paris.\n\nXi spoke by phone with Italy's Giorgia Meloni in May.",
        {"Xi Jinping", "Giorgia Meloni"},
    ),
    (
        "Brazil's vice-president, Geraldo Alckmin, and his Chinese counterpart, Han Zheng, spoke by phone in May.",
        {"Geraldo Alckmin", "Han Zheng"},
    ),
    (
        "The Prime Minister, John Howard, saw Prime Minister Tony Blair of Britain in London.\n\n"
        "The Prime Minister also spoke by phone with President George Bush in May.",
        {"John Howard", "George Bush"},
    ),
]


@pytest.mark.parametrize(("text", "names"), CASES)
def test_parties_of_the_call(text: str, names: set[str]) -> None:
    digest = hashlib.sha256(text.encode()).hexdigest()
    (extraction,) = analyse([Document(digest[:16], digest, text, "test", date(2025, 10, 5), "metadata")])
    calls = [f for f in extraction.facts if isinstance(f, Engagement) and f.kind == "call"]
    assert [{e.label for e in f.parties} for f in calls] == [names]
