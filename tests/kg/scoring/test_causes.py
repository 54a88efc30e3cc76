"""Missed facts are counted by why they are missed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.frames import LEXICONS, PATTERNS
from kg.scoring.causes import FAMILIES, OTHERWISE, UNSEEN, causes, families
from kg.scoring.parts import in_parts
from kg.scoring.report import listing, tables
from kg.scoring.run import Judged, run
from kg.scoring.scorer import Scorer
from tests.kg.scoring.conftest import SCORER

TEXT = (
    "The trade minister spoke in Ottawa. Rain fell in Paris. Prime Minister Mark Carney met President Donald Trump.\n"
)


def fact(type_: str, words: str, **slots: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"type": type_, "ev": [[start, start + len(words)]], "core": True, "sectors": [], **slots}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    folder = tmp_path_factory.mktemp("gold")
    facts = [
        fact("tenure", "The trade minister", person="A. Person", office="trade minister", body="Canada"),
        fact("agreement", "Rain fell in Paris.", name="Rain Pact", parties=["France"], status="signed"),
        fact("engagement", "Carney met", kind="meeting", participants=["Xi Jinping", "Narendra Modi"], status="denied"),
    ]
    for name, found in (("A", []), ("B", facts), ("C", [])):  # the others must not lend their drops
        (folder / f"{name}.txt").write_text(TEXT if name == "B" else "Nothing came of it.\n", encoding="utf-8")
        data = {"id": name, "published": "2025-10-05", "facts": found}
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    return run(folder, Scorer(SCORER))


def test_a_missed_fact_was_dropped_told_otherwise_or_seen_by_nobody(judged: list[Judged]) -> None:
    assert causes(judged) == {
        ("agreement", UNSEEN): 1.0,
        ("engagement", OTHERWISE): 1.0,
        ("tenure", "dropped: no name beside the title"): 1.0,
    }


def test_what_was_dropped_belongs_to_its_own_document(judged: list[Judged]) -> None:
    assert [[d.span.of(TEXT) for d in j.drops if d.frame == "office-alone"] for j in judged] == [[], ["minister"], []]


def test_causes_are_printed_by_count_and_with_the_missed_fact(judged: list[Judged]) -> None:
    parts = in_parts(judged, None)
    rows = [line.split() for line in tables(parts).splitlines()]
    assert "tenure dropped: no name beside the title 1".split() in rows
    assert "dropped office-alone “minister”: no name beside the title" in listing(parts[0])


def test_every_family_of_frames_finds_a_type_of_fact() -> None:
    assert set(FAMILIES) == {p.stem for p in PATTERNS.glob("*.toml")} - set(LEXICONS)
    assert families("engagement-meet") == {"engagement"}
    assert families("opposes") == {"statement", "position"}
    assert families("title-name") == {"tenure"}
