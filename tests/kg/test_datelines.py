"""Which first lines of a text tell the day it was published; `datelines.tsv` holds forms of releases and of news."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.datelines import dateline

TABLE = Path(__file__).with_name("datelines.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in TABLE if not line.startswith("#")]
STORY = "The ministers met on Tuesday, and they will meet again on 3 May 2031 in Tokyo."


@pytest.mark.parametrize(("day", "head"), ROWS)
def test_a_day_is_read_where_the_head_of_a_text_consists_of_it(day: str, head: str) -> None:
    found = dateline(head.replace("\\n", "\n") + f"\n\n{STORY}\n")
    assert (found.isoformat() if found else "-") == day


@pytest.mark.parametrize(
    ("foot", "day"),
    [
        ("CANBERRA\n8th October, 1964.", date(1964, 10, 8)),
        ("CANBERRA, 8th October, 1964.", date(1964, 10, 8)),
        ("Updated October 8, 1964", None),
        ("The parties meet again on October 8, 1964", None),
        ("October 8", None),
    ],
)
def test_a_release_may_be_dated_at_its_foot(foot: str, day: date | None) -> None:
    story = f"{STORY}\n\n" * 10
    assert dateline(f"Good wishes\n\n{story}{foot}\n") == day
    assert dateline(f"5 July 1996\n\n{story}{foot}\n") == date(1996, 7, 5)
