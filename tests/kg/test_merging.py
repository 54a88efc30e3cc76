"""Two tellings of one engagement become one; two engagements stay two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kg.merging import merge
from kg.model import Engagement, Entity, EntityKind, Evidence, Precision, Span, Status, TimeSpan

CARNEY = Entity(EntityKind.PERSON, "mark-carney", "Mark Carney", "CAN")
TRUMP = Entity(EntityKind.PERSON, "donald-trump", "Donald Trump", "USA")
JOLY = Entity(EntityKind.PERSON, "melanie-joly", "Mélanie Joly", "CAN")


def day(number: int) -> TimeSpan:
    """Give a day of October 2025."""
    return TimeSpan(date(2025, 10, number), date(2025, 10, number), Precision.DAY, f"October {number}")


def meeting(*parties: Entity, when: TimeSpan | None = None, start: int = 0) -> Engagement:
    """Give a meeting told at an offset."""
    span = Span(start, start + 10)
    return Engagement(
        kind="meeting",
        participants=parties,
        when=when,
        evidence=(Evidence(span, span, ("participant",), "engagement-meet"),),
    )


def test_a_short_second_telling_is_folded_in() -> None:
    (joined,) = merge([meeting(CARNEY, TRUMP, when=day(7)), meeting(CARNEY, TRUMP, JOLY, start=50)])
    assert joined.participants == (CARNEY, TRUMP, JOLY)
    assert joined.when == day(7)
    assert len(joined.evidence) == 2


def test_other_days_and_other_statuses_stay_apart() -> None:
    first = meeting(CARNEY, TRUMP, when=day(7))
    assert len(merge([first, meeting(CARNEY, TRUMP, when=day(9), start=50)])) == 2
    assert len(merge([first, replace(meeting(CARNEY, TRUMP, start=50), status=Status.PLANNED)])) == 2


def test_one_common_party_is_not_enough() -> None:
    assert len(merge([meeting(CARNEY, TRUMP), meeting(CARNEY, JOLY, start=50)])) == 2
