from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import Tense, find_dates, resolve
from kg.model import Precision

SUNDAY = date(2025, 10, 5)


def reckon(text: str, published: date | None = SUNDAY, tense: Tense = "none", **options: bool) -> str:
    """Give expression, first and last day of the first time in a text."""
    mentions = find_dates(text)
    assert mentions, text
    span = resolve(mentions[0], published, tense, **options)
    return f"{span.expression} | {span.earliest or ''} | {span.latest or ''}"


@pytest.mark.parametrize(
    ("text", "tense", "expected"),
    [
        ("on October 5, 2025.", "none", "on October 5, 2025 | 2025-10-05 | 2025-10-05"),
        ("signed 5 October 2025", "none", "5 October 2025 | 2025-10-05 | 2025-10-05"),
        ("on 15th of September, 1992", "none", "on 15th of September, 1992 | 1992-09-15 | 1992-09-15"),
        ("talks on Sept. 21 failed", "past", "on Sept. 21 | 2025-09-21 | 2025-09-21"),
        ("due to run out on 11 July.", "future", "on 11 July | 2026-07-11 | 2026-07-11"),
        ("due to run out on 11 July.", "none", "on 11 July | 2025-07-11 | 2025-07-11"),
        ("2025-10-05", "none", "2025-10-05 | 2025-10-05 | 2025-10-05"),
        ("25/12/2024", "none", "25/12/2024 | 2024-12-25 | 2024-12-25"),
        ("05/10/2025", "none", "05/10/2025 |  | "),
        ("Wednesday, September 7, 2022", "none", "Wednesday, September 7, 2022 | 2022-09-07 | 2022-09-07"),
        ("from Friday, 1 August.", "none", "from Friday, 1 August | 2025-08-01 | 2025-08-01"),
        ("meeting in May.", "past", "in May | 2025-05-01 | 2025-05-31"),
        ("set an August deadline", "past", "August | 2025-08-01 | 2025-08-31"),
        ("signed last November", "none", "last November | 2024-11-01 | 2024-11-30"),
        ("in October last year", "none", "in October last year | 2024-10-01 | 2024-10-31"),
        ("this month", "none", "this month | 2025-10-01 | 2025-10-31"),
        ("next month", "none", "next month | 2025-11-01 | 2025-11-30"),
        ("later this month", "none", "later this month | 2025-10-05 | 2025-10-31"),
        ("earlier this month", "none", "earlier this month | 2025-10-01 | 2025-10-05"),
        ("early this month", "none", "early this month | 2025-10-01 | 2025-10-15"),
        ("in mid-December", "future", "in mid-December | 2025-12-10 | 2025-12-20"),
        ("by the end of September", "future", "by the end of September |  | 2026-09-30"),
        ("before the end of the year", "none", "before the end of the year |  | 2025-12-31"),
        ("by year-end", "none", "by year-end |  | 2025-12-31"),
        ("early next year", "none", "early next year | 2026-01-01 | 2026-03-31"),
        ("in 2019,", "none", "in 2019 | 2019-01-01 | 2019-12-31"),
        ("in the 1990s", "none", "in the 1990s | 1990-01-01 | 1999-12-31"),
        ("by 2030", "none", "by 2030 |  | 2030-12-31"),
        ("next year", "none", "next year | 2026-01-01 | 2026-12-31"),
        ("will meet on Tuesday", "future", "on Tuesday | 2025-10-07 | 2025-10-07"),
        ("met on Tuesday", "past", "on Tuesday | 2025-09-30 | 2025-09-30"),
        ("on Sunday", "past", "on Sunday | 2025-10-05 | 2025-10-05"),
        ("weighed in Friday", "past", "Friday | 2025-10-03 | 2025-10-03"),
        ("late Friday", "past", "late Friday | 2025-10-03 | 2025-10-03"),
        ("Wednesday night", "past", "Wednesday night | 2025-10-01 | 2025-10-01"),
        ("last Sunday", "none", "last Sunday | 2025-09-28 | 2025-09-28"),
        ("next Monday", "none", "next Monday | 2025-10-06 | 2025-10-06"),
        ("on Thursday of last week", "none", "on Thursday of last week | 2025-09-25 | 2025-09-25"),
        ("after Thursday's call", "past", "Thursday | 2025-10-02 | 2025-10-02"),
        ("early this morning", "none", "early this morning | 2025-10-05 | 2025-10-05"),
        ("yesterday", "none", "yesterday | 2025-10-04 | 2025-10-04"),
        ("tomorrow", "none", "tomorrow | 2025-10-06 | 2025-10-06"),
        ("today's deadline", "none", "today | 2025-10-05 | 2025-10-05"),
        ("next week", "none", "next week | 2025-10-06 | 2025-10-12"),
        ("last week", "none", "last week | 2025-09-22 | 2025-09-28"),
        ("in the week commencing May 28", "past", "in the week commencing May 28 | 2025-05-28 | 2025-06-03"),
        ("over the past four years", "none", "over the past four years | 2021-10-05 | 2025-10-05"),
        ("two weeks ago", "none", "two weeks ago | 2025-09-15 | 2025-09-21"),
        ("a couple of weeks ago", "none", "a couple of weeks ago | 2025-09-15 | 2025-09-21"),
        ("three days ago", "none", "three days ago | 2025-10-02 | 2025-10-02"),
        ("a year ago", "none", "a year ago | 2024-10-01 | 2024-10-31"),
        ("in two weeks", "future", "in two weeks | 2025-10-19 | 2025-10-19"),
        ("the first visit in two years", "past", "in two years |  | "),
        ("within 90 days", "none", "within 90 days | 2025-10-05 | 2026-01-03"),
        ("the third quarter of 2025", "none", "third quarter of 2025 | 2025-07-01 | 2025-09-30"),
        ("in the second half of next year", "none", "in the second half of next year | 2026-07-01 | 2026-12-31"),
        ("the last two months of 2025", "none", "last two months of 2025 | 2025-11-01 | 2025-12-31"),
        ("for the rest of the year", "none", "for the rest of the year | 2025-10-05 | 2025-12-31"),
        ("from 5 to 7 May", "past", "from 5 to 7 May | 2025-05-05 | 2025-05-07"),
        ("November 6-8", "future", "November 6-8 | 2025-11-06 | 2025-11-08"),
        ("between 2018 and 2020", "none", "between 2018 and 2020 | 2018-01-01 | 2020-12-31"),
        ("from May to July 2024", "none", "from May to July 2024 | 2024-05-01 | 2024-07-31"),
        ("from December 20 to January 5", "future", "from December 20 to January 5 | 2025-12-20 | 2026-01-05"),
        (
            "from March 1 until at least the end of the year",
            "past",
            "from March 1 until at least the end of the year | 2025-03-01 | 2025-12-31",
        ),
        ("moved from Oct. 1 to Oct. 15", "past", "from Oct. 1 | 2025-10-01 | 2025-10-01"),
        ("since March 4, 2025", "none", "since March 4, 2025 | 2025-03-04 | 2025-03-04"),
        ("until November 10, 2026", "none", "until November 10, 2026 |  | 2026-11-10"),
        ("before 1 August", "past", "before 1 August |  | 2025-07-31"),
        ("by July 1", "future", "by July 1 |  | 2026-07-01"),
        ("starting July 1", "future", "starting July 1 | 2026-07-01 | 2026-07-01"),
        ("this fall", "none", "this fall | 2025-09-01 | 2025-11-30"),
        ("put on in the fall of 2024", "past", "in the fall of 2024 | 2024-09-01 | 2024-11-30"),
        ("last summer", "none", "last summer |  | "),
        ("three days later", "none", "three days later |  | "),
        ("At the time, he said", "none", "At the time |  | "),
        ("February 30, 2025", "none", "February 30, 2025 |  | "),
    ],
)
def test_a_time_is_reckoned_from_publication(text: str, tense: Tense, expected: str) -> None:
    assert reckon(text, tense=tense) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Talks may march on.",
        "Mrs May said no deal was near. The plan by May failed.",
        "May said the talks had failed.",
        "April Smith went to the fair.",
        "a duty of 2000 tonnes",
        "2,019 workers",
        "The building at 1900 workers strong",
        "October 35% fall",
        "Black Friday sales",
        "in a position to sell",
        "Section 232 tariffs of 25 per cent",
        "they want to march for the second time",
    ],
)
def test_other_words_are_no_times(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize("text", ["on Tuesday", "in May", "next week", "today", "July 1", "two weeks ago", "this fall"])
def test_without_publication_words_stay_words(text: str) -> None:
    span = resolve(find_dates(text)[0], None, "past")
    assert (span.resolved, span.precision, span.expression) == (False, Precision.OPEN, text)


def test_a_full_date_needs_no_publication() -> None:
    assert reckon("on October 5, 2025", None) == "on October 5, 2025 | 2025-10-05 | 2025-10-05"


def test_since_can_be_asked_for_as_open_end() -> None:
    assert reckon("since March 4, 2025", opened=True) == "since March 4, 2025 | 2025-03-04 | "


def test_offsets_point_into_the_document() -> None:
    text = "The leaders met on Tuesday in Tokyo and will meet again in May."
    mentions = find_dates(text, 100)
    assert [text[m.span.start - 100 : m.span.end - 100] for m in mentions] == ["on Tuesday", "in May"]
    assert [text[m.core.start - 100 : m.core.end - 100] for m in mentions] == ["Tuesday", "May"]


_WORDS = st.sampled_from(
    [
        "from",
        "May",
        "5",
        "2025",
        "to",
        "the",
        "end",
        "of",
        "last",
        "week",
        "-",
        "until",
        "Friday",
        "99",
        "years",
        "ago",
        "\n",
    ]
)


@given(st.lists(_WORDS, max_size=30).map(" ".join) | st.text(max_size=80))
def test_any_words_give_ordered_spans_and_never_fail(text: str) -> None:
    end = 0
    for mention in find_dates(text):
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.expression == mention.span.of(text)
        end = mention.span.end
        for tense in ("past", "future", "none"):
            span = resolve(mention, SUNDAY, tense)
            assert not (span.earliest and span.latest) or span.earliest <= span.latest


_TENSES: dict[str | None, Tense] = {
    **dict.fromkeys(("planned", "possible", "proposed", "announced", "threatened", "cancelled", "postponed"), "future"),
    **dict.fromkeys(("happened", "in-force", "ended", "suspended", "ongoing", "claimed", "denied"), "past"),
}


def _gold_times(folder: Path) -> Iterator[bool]:
    """Say of each time of the gold whether the words at its place give the same days."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        for fact in gold["facts"]:
            said = fact["type"] in {"statement", "position"}
            tense: Tense = "past" if said else _TENSES.get(fact.get("status"), "none")
            for time in (fact.get(key) for key in ("when", "starts", "ends")):
                if time:
                    place = _place(text, time["text"], fact["ev"])
                    days = _days(text, place, time["text"], date.fromisoformat(gold["published"]), tense)
                    yield (time["from"], time["to"]) in days


def _place(text: str, words: str, evidence: list[list[int]]) -> int:
    places = [i for i in range(len(text)) if text.startswith(words, i)]
    return min(places, key=lambda i: min(max(a - i, i - b, 0) for a, b in evidence))


def _days(text: str, place: int, words: str, published: date, tense: Tense) -> list[tuple[str | None, str | None]]:
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    found = find_dates(text[start : end if end >= 0 else None], start)
    spans = [resolve(m, published, tense) for m in found if m.span.start < place + len(words) and place < m.span.end]
    return [(s.earliest and s.earliest.isoformat(), s.latest and s.latest.isoformat()) for s in spans]


def test_times_of_the_gold_corpus_are_reckoned_alike(gold_folder: Path) -> None:
    alike = list(_gold_times(gold_folder))
    assert len(alike) > 300
    assert sum(alike) / len(alike) >= 0.89
