"""Calendar arithmetic: days, weeks, months and years as stretches of days."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kg.model import Precision

Tense = Literal["past", "future", "none"]


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both inclusive; None is open on that side."""

    first: date | None
    last: date | None
    precision: Precision


def day(value: date) -> Period:
    """Give the period of one day."""
    return Period(value, value, Precision.DAY)


def stretch(first: date, last: date) -> Period:
    """Give the days from `first` to `last`, in whichever order they come."""
    return Period(min(first, last), max(first, last), Precision.RANGE)


def month(year: int, number: int) -> Period:
    """Give a calendar month."""
    last = calendar.monthrange(year, number)[1]
    return Period(date(year, number, 1), date(year, number, last), Precision.MONTH)


def months(year: int, first: int, last: int) -> Period:
    """Give the days of the months `first` to `last` of one year."""
    return stretch(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def whole_year(number: int) -> Period:
    """Give a calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), Precision.YEAR)


def week(of: date) -> Period:
    """Give the week, Monday to Sunday, that holds a day."""
    monday = of - timedelta(days=of.weekday())
    return stretch(monday, monday + timedelta(days=6))


def shift_months(value: date, count: int) -> date:
    """Give the same day so many months on, or the last day of a month that is too short."""
    year, index = divmod(value.year * 12 + value.month - 1 + count, 12)
    return date(year, index + 1, min(value.day, calendar.monthrange(year, index + 1)[1]))


def shift(value: date, count: int, unit: str) -> date:
    """Give the day that is `count` units ("day", "week", "month", "year") later."""
    if unit in {"month", "year"}:
        return shift_months(value, count * (12 if unit == "year" else 1))
    return value + timedelta(days=count * (7 if unit == "week" else 1))


def unit_around(value: date, unit: str) -> Period:
    """Give the day, week, month or year that holds a day."""
    if unit == "day":
        return day(value)
    if unit == "week":
        return week(value)
    return month(value.year, value.month) if unit == "month" else whole_year(value.year)


def nearest_year(make: Callable[[int], Period], now: date, tense: Tense) -> Period | None:
    """Give the period of the year nearest to `now`, looking only in the direction of the tense."""
    found = []
    for year in range(now.year - 8, now.year + 9):
        try:
            period = make(year)
        except ValueError:  # 29 February
            continue
        if (tense == "past" and _first(period) > now) or (tense == "future" and _last(period) < now):
            continue
        found.append(period)
    return min(found, key=lambda period: _distance(period, now), default=None)


def weekday_near(index: int, now: date, tense: Tense) -> date:
    """Give the next such weekday on or after `now` for the future, else the latest on or before it."""
    if tense == "future":
        return now + timedelta(days=(index - now.weekday()) % 7)
    return now - timedelta(days=(now.weekday() - index) % 7)


def part_of(period: Period, part: str, now: date | None) -> Period | None:
    """Give the early, middle, late, ending, earlier, later or remaining days of a month or year."""
    first, last = _first(period), _last(period)
    if part == "eve":
        return day(first - timedelta(days=1))
    if part in {"earlier", "later", "rest"}:
        if now is None or not first <= now <= last:
            return period if part != "rest" else None
        return stretch(first, now) if part == "earlier" else stretch(now, last)
    if part in {"early", "mid", "late", "end"} and last.year - first.year == 9:  # a decade
        years = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "end": (8, 9)}[part]
        return stretch(date(first.year + years[0], 1, 1), date(first.year + years[1], 12, 31))
    if period.precision is Precision.MONTH:
        return _part_of_month(first, last, part)
    if period.precision is Precision.YEAR:
        return _part_of_year(first.year, part)
    return period


def _part_of_month(first: date, last: date, part: str) -> Period:
    days = {"early": (1, 15), "mid": (10, 20), "late": (16, last.day), "end": (21, last.day)}[part]
    return stretch(first.replace(day=days[0]), first.replace(day=days[1]))


def _part_of_year(year: int, part: str) -> Period:
    return months(year, *{"early": (1, 3), "mid": (5, 8), "late": (10, 12), "end": (12, 12)}[part])


def _first(period: Period) -> date:
    return period.first or date.min


def _last(period: Period) -> date:
    return period.last or date.max


def _distance(period: Period, now: date) -> int:
    return max((_first(period) - now).days, (now - _last(period)).days, 0)
