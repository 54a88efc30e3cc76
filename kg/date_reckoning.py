"""How the forms of a time are reckoned: from their words, the day of publication and the tense to a stretch of days.

Each function takes the named parts of a match and gives None where the words leave more than one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from kg.date_words import FEASTS, ORDINALS, SPAN_DAYS, count_of, day_number, month_number, weekday_number
from kg.periods import (
    Period,
    Tense,
    day,
    month,
    months,
    nearest_year,
    shift,
    shift_months,
    stretch,
    unit_around,
    week,
    weekday_near,
    whole_year,
)

Parts = Mapping[str, str]
Reckon = Callable[[Parts, date | None, Tense], Period | None]
_TURNED: dict[str, Tense] = {"last": "past", "next": "future", "past": "past", "coming": "future"}


def _in_year(make: Callable[[int], Period], parts: Parts, now: date | None, tense: Tense) -> Period | None:
    year = _year_of(parts, now)
    if year is not None:
        return make(year)
    return nearest_year(make, now, _TURNED.get(parts.get("turned", "").lower(), tense)) if now else None


def _year_of(parts: Parts, now: date | None) -> int | None:
    if parts.get("year"):
        return int(parts["year"])
    if parts.get("rel") and now:
        return now.year + {"last": -1, "next": 1}.get(parts["rel"].lower(), 0)
    return None


# ---- days with a date
def full_date(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "Friday, October 3", "the 2nd of April last year", "July 1 next"."""

    def make(year: int) -> Period:
        value = date(year, month_number(parts["month"]), day_number(parts["day"]))
        if "weekday" in parts and "year" not in parts and value.weekday() != weekday_number(parts["weekday"]):
            raise ValueError(parts["weekday"])
        return day(value)

    return _in_year(make, parts, now, "none" if "weekday" in parts else tense)


def day_range(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "October 7-8", "7 to 9 October 2025"."""
    number = month_number(parts["month"])
    first, last = day_number(parts["day"]), day_number(parts["until"])
    return _in_year(lambda year: stretch(date(year, number, first), date(year, number, last)), parts, now, tense)


def iso(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "2025-10-05", "2025/10/05"."""
    return day(date.fromisoformat(parts["iso"].replace("/", "-")))


def slashed(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "13/2/2025" and "2/13/2025"; "4/2/2025" has two readings and stays words."""
    one, two, year = int(parts["one"]), int(parts["two"]), _long_year(parts["year"], now)
    if year is None:
        return None
    if one == two or two > 12:
        return day(date(year, one, two))
    return day(date(year, two, one)) if one > 12 else None


def dotted(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "4.2.2025": where dots divide, the day comes first."""
    year = _long_year(parts["year"], now)
    return day(date(year, int(parts["two"]), int(parts["one"]))) if year else None


def _long_year(digits: str, now: date | None) -> int | None:
    """Give a year of two digits in full: the one nearest to the day of publication."""
    if len(digits) == 4:
        return int(digits)
    return min((now.year // 100 * 100 + n * 100 + int(digits) for n in (-1, 0, 1)), key=_far_from(now)) if now else None


def _far_from(now: date) -> Callable[[int], int]:
    return lambda year: abs(year - now.year)


def day_of_month(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "on the 15th", "the 3rd of last month"."""
    if now is None:
        return None
    number, which = day_number(parts["day"]), parts.get("near", "").lower()
    if which:
        return day(shift_months(now.replace(day=1), {"last": -1, "next": 1}.get(which, 0)).replace(day=number))
    step = 1 if tense == "future" and number < now.day else -1 if tense == "past" and number > now.day else 0
    return day(shift_months(now.replace(day=1), step).replace(day=number))


def feast(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "Christmas Eve", "New Year's Day 1977"."""
    number, of_month = FEASTS[parts["feast"].lower().replace("’", "'")]
    return _in_year(lambda year: day(date(year, number, of_month)), parts, now, tense)


# ---- days near the day of publication
def weekday(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "Tuesday", "last Thursday", "Tuesday of next week", "Tuesday week", "a week ago Tuesday"."""
    if now is None:
        return None
    index, which, of_week = (
        weekday_number(parts["weekday"]),
        parts.get("near", "").lower(),
        parts.get("week", "").lower(),
    )
    if of_week:
        monday = now - timedelta(days=now.weekday() - {"last": -7, "next": 7}.get(of_week, 0))
        return day(monday + timedelta(days=index))
    if parts.get("hence"):
        return day(weekday_near(index, now, "future") + timedelta(days=7))
    if parts.get("since"):
        return day(weekday_near(index, now, "past") - timedelta(days=7))
    if which == "this":
        return day(weekday_near(index, now, "past" if tense == "past" else "future"))
    if which in _TURNED:
        return day(weekday_near(index, now + timedelta(days=-1 if which in {"last", "past"} else 1), _TURNED[which]))
    return day(weekday_near(index, now, tense))


def near_day(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "today", "last night", "the day after tomorrow"."""
    word = " ".join(parts["word"].lower().split())
    steps = {"yesterday": -1, "last night": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}
    return day(now + timedelta(days=steps.get(word, -2 if word == "night before last" else 0))) if now else None


def weekend(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "last weekend", "this weekend", "over the weekend": a Saturday and its Sunday."""
    if now is None:
        return None
    saturday, which = now + timedelta(days=5 - now.weekday()), parts.get("near", "").lower()
    if which in {"last", "next"}:
        saturday += timedelta(days=-7 if which == "last" else 7)
    elif which == "coming" and saturday < now:
        saturday += timedelta(days=7)
    elif saturday > now and which != "coming" and tense != "future" and (which != "this" or tense == "past"):
        saturday -= timedelta(days=7)
    return stretch(saturday, saturday + timedelta(days=1))


# ---- weeks
def week_from(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "week beginning 6 October"."""
    start = full_date(parts, now, tense)
    return stretch(start.first, start.first + timedelta(days=6)) if start and start.first else None


def week_to(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "week ending 10 October"."""
    end = full_date(parts, now, tense)
    return stretch(end.last - timedelta(days=6), end.last) if end and end.last else None


def week_of(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "week of October 6"."""
    start = full_date(parts, now, tense)
    return week(start.first) if start and start.first else None


def week_of_month(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "first week of November", "last week of the month": days 1 to 7 and so on, and the last seven."""
    whole = _month_named(parts, now, tense)
    if whole is None or whole.first is None or whole.last is None:
        return None
    word = parts["ordinal"].lower()
    if word in {"last", "final"}:
        return stretch(whole.last - timedelta(days=6), whole.last)
    start = whole.first + timedelta(days=7 * ({"opening": 1, **ORDINALS}[word] - 1))
    return stretch(start, min(start + timedelta(days=6), whole.last)) if start <= whole.last else None


def weekday_of_month(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "the first Monday in November", "the last Friday of the month"."""
    whole = _month_named(parts, now, tense)
    if whole is None or whole.first is None or whole.last is None:
        return None
    index, word = weekday_number(parts["weekday"]), parts["ordinal"].lower()
    if word in {"last", "final"}:
        return day(weekday_near(index, whole.last, "past"))
    found = weekday_near(index, whole.first, "future") + timedelta(days=7 * (ORDINALS[word] - 1))
    return day(found) if found <= whole.last else None


def _month_named(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    if "month" in parts:
        return month_(parts, now, tense)
    step = {"last": -1, "next": 1}.get(parts.get("of", "").lower(), 0)
    return unit_around(shift(now, step, "month"), "month") if now else None


# ---- months and years
def month_(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "May", "May 2025", "last May", "this March"."""
    number = month_number(parts["month"])
    relative = parts.get("near", "").lower()
    if relative and now:
        if relative in {"last", "past"}:
            return month(now.year if number < now.month else now.year - 1, number)
        if relative == "this":
            return month(now.year + (tense == "future" and number < now.month), number)
        return month(now.year if number >= now.month + (relative == "next") else now.year + 1, number)
    return _in_year(lambda year: month(year, number), parts, now, tense)


def month_range(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "January to June 2025", "Jan-Jun"."""
    first, last = month_number(parts["month"]), month_number(parts["until"])

    def make(year: int) -> Period:
        end = months(year, last, last).last
        return stretch(date(year - (first > last), first, 1), end or date.max)  # November to February

    return _in_year(make, parts, now, tense)


def year_(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "2025"."""
    return whole_year(int(parts["year"]))


def year_range(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "1995 to 2004", "1976-77": from the first day of the one to the last of the other."""
    first, last = int(parts["year"]), parts["until"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return stretch(date(first, 1, 1), date(end, 12, 31)) if end >= first else None


def decade(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "the 1990s"."""
    first = int(parts["year"])
    return stretch(date(first, 1, 1), date(first + 9, 12, 31))


def quarter(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "the third quarter of last year", "Q3 2025", "the first half"."""
    word, size = parts["ordinal"].lower(), 6 if parts.get("unit", "").lower() == "half" else 3
    number = int(word) if word.isdecimal() else ORDINALS.get(word, 12 // size)
    if number * size > 12:
        return None
    return _in_year(lambda year: months(year, number * size - size + 1, number * size), parts, now, tense)


def named_quarter(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "the September quarter": the three months that end with that one."""
    last = month_number(parts["month"])
    return _in_year(lambda year: months(year, last - 2, last), parts, now, tense) if last % 3 == 0 else None


def near_quarter(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "last quarter", "this quarter"."""
    if now is None:
        return None
    start = date(now.year, (now.month - 1) // 3 * 3 + 1, 1)
    start = shift_months(start, {"last": -3, "next": 3}.get(parts["near"].lower(), 0))
    return months(start.year, start.month, start.month + 2)


def months_of_year(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "the first nine months of 2025"."""
    number, year = count_of(parts["count"]), _year_of(parts, now)
    if number is None or year is None or not 1 <= number <= 12:
        return None
    return months(year, 1, number) if parts["side"].lower() == "first" else months(year, 13 - number, 12)


def year_to(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "the year ended 30 June 1977", "the three months to September"."""
    dated = full_date(parts, now, tense) if "day" in parts else month_(parts, now, tense)
    length = _length(parts)
    if dated is None or dated.last is None or length is None:
        return None
    return stretch(shift_months(dated.last + timedelta(days=1), -length), dated.last)


def year_from(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "the year commencing 1 July 1977", "a five-year period beginning 1 January 1978"."""
    dated = full_date(parts, now, tense) if "day" in parts else month_(parts, now, tense)
    length = _length(parts)
    if dated is None or dated.first is None or length is None:
        return None
    return stretch(dated.first, shift_months(dated.first, length) - timedelta(days=1))


def _length(parts: Parts) -> int | None:
    """Give how many months a span has."""
    count = count_of(parts.get("count", "one"))
    size = {"month": 1, "quarter": 3, "half": 6, "year": 12}[parts["unit"].lower()]
    return count * size if count is not None else None


def season(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "last fall", a word of North America; the other seasons differ by hemisphere and stay words."""
    if parts["season"].lower() != "fall":
        return None
    near = parts.get("near", "").lower()
    if now and near in {"this", "last"}:
        return months(now.year - (now.month < (12 if near == "last" else 9 if tense == "past" else 1)), 9, 11)
    return _in_year(lambda year: months(year, 9, 11), parts, now, _TURNED.get(near, tense))


# ---- units counted from the day of publication
def near_unit(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "last week", "this year", "the month after next"."""
    unit, which = parts["unit"].lower(), parts.get("near", "this").lower()
    if now is None or which == "previous":  # previous to what is told, which this does not know
        return None
    if unit in SPAN_DAYS:  # no calendar has decades that begin when a text is written
        back = which in {"last", "past"}
        return None if which == "this" else span_of_units({**parts, "side": "last" if back else "next"}, now, tense)
    if unit == "week" and which == "this" and tense == "future" and now.weekday() == 6:
        now += timedelta(days=1)  # on a Sunday "this week" is the one that begins
    step = {"last": -1, "next": 1, "coming": 1, "before last": -2, "after next": 2}.get(which, 0)
    return unit_around(shift(now, step, unit), unit)


def bare_end(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "year-end", "month's end"."""
    if now is None:
        return None
    return month(now.year, 12 if parts["unit"].lower() == "year" else now.month)


def ago(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "two weeks ago", as exact as its unit; "two or three weeks ago" stays words."""
    counted = _counted(parts)
    if now is None or counted is None or "vague" in parts:
        return None
    number, unit = counted
    value = shift(now, -number, unit)
    if unit == "day" or (unit == "week" and number == 1):
        return day(value)
    # "a year ago" is as exact as a month, "six years ago" as a year.
    return unit_around(value, "month" if unit == "year" and number == 1 else unit)


def in_units(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "in two weeks' time"; "the first visit in four years" is no time to come."""
    counted = _counted(parts)
    return day(shift(now, *counted)) if now and counted and tense == "future" else None


def from_now(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "30 days from today", "five years from now"."""
    counted = _counted(parts)
    if now is None or counted is None:
        return None
    number, unit = counted
    return day(shift(now, number, unit)) if unit in {"day", "week"} else unit_around(shift(now, number, unit), unit)


def span_of_units(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Reckon "the past two weeks", "within 90 days"."""
    counted = _counted(parts, spans=True)
    if now is None or counted is None:
        return None
    back = parts["side"].lower() in {"past", "last", "previous"}
    return stretch(now, shift(now, -counted[0] if back else counted[0], counted[1]))


def _counted(parts: Parts, *, spans: bool = False) -> tuple[int, str] | None:
    """Give number and unit; hours as whole days, a decade only as the length of a span, as it names no year."""
    number, unit = count_of(parts.get("count", "one")), parts["unit"].lower()
    if number is None or unit == "century" or (unit == "decade" and not spans):
        return None
    if unit == "hour":
        return (number // 24, "day") if number % 24 == 0 else None
    unit, size = SPAN_DAYS.get(unit, (unit, 1))
    return number * size, unit


def words_only(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    """Leave words what only other words, or a country's law, would settle: "the day before", "fiscal 1977"."""
    return None
