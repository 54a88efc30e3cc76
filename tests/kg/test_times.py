"""Times as news and releases of 1965 to 2026 word them, each with the days a careful reader gives it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest

from kg.dates import Tense, find_dates, resolve

TABLE = Path(__file__).with_name("times.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in TABLE if not line.startswith("#")]


@pytest.mark.parametrize(("published", "tense", "words", "expected"), ROWS)
def test_times_are_found_and_reckoned(published: str, tense: str, words: str, expected: str) -> None:
    spans = [resolve(m, date.fromisoformat(published), cast(Tense, tense)) for m in find_dates(words)]
    told = [f"{s.earliest or ''}..{s.latest or ''} {s.precision}" if s.resolved else "words" for s in spans]
    assert ("; ".join(told) or "-") == expected


@pytest.mark.parametrize(("published", "tense", "words", "expected"), ROWS)
def test_without_a_day_of_publication_what_leans_on_it_stays_words(
    published: str, tense: str, words: str, expected: str
) -> None:
    for mention in find_dates(words):
        span = resolve(mention, None, cast(Tense, tense))
        assert span.expression == mention.span.of(words)
        if span.resolved:  # then the words alone say the same
            assert span == resolve(mention, date(1900, 1, 1), "none") == resolve(mention, date(2090, 1, 1), "none")
