"""The forms in which English news words a time, each with how it is reckoned."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kg.periods import (
    Period,
    Tense,
    day,
    month,
    months,
    nearest_year,
    shift,
    stretch,
    unit_around,
    week,
    weekday_near,
    whole_year,
)

Parts = Mapping[str, str]
Reckon = Callable[[Parts, date | None, Tense], Period | None]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_NUMBERS = ["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}

_S = r"[\s,]{1,3}"  # what may stand between the words of a date; bounded, so that matching stays linear
_SHORT = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_CAPS = "|".join(_MONTHS).upper()
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)}|{_CAPS}|(?:{_SHORT})\b\.?))"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)}|{'|'.join(_WEEKDAYS).upper()})"
_ON_WEEKDAY = (
    rf"(?:(?P<weekday>(?:{'|'.join(_WEEKDAYS)}|{'|'.join(_WEEKDAYS).upper()}|Mon|Tue|Wed|Thu|Fri|Sat|Sun))\.?{_S}\(?)?"
)
_THAT_YEAR = rf"(?:{_S}(?:of\s)?(?:{_YEAR}(?![\d,]*\d)|(?P<rel>last|this|next)\syear))?"
# What may not follow a number that is read as a day: more digits, or a unit.
_NO_UNIT = r"(?![\d%]|[.,:]\d|\s?(?:per\s?cent|million|billion|trillion|points?\b|tonnes|tons|a\.m|p\.m|[ap]m\b))"
_COUNT = rf"(?P<count>{'|'.join(_NUMBERS)}|an|a couple of|a few|several|some|\d{{1,3}})"
_UNIT = r"(?P<unit>hour|day|week|month|year)s?\b"
_HALF_DAY = r"(?:\s(?:early\s)?(?:morning|afternoon|evening|night)\b)?"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to word a time: its pattern, how it is reckoned, and what context it needs."""

    name: str
    pattern: re.Pattern[str]
    reckon: Reckon
    first: frozenset[str]  # the words it may open with, in lower case; "#" is a digit
    needs: str = ""  # "context": a word before it must make it a time; "part": a word like "end of" must
    floating: bool = False  # the year or week is not in the words


def _month_number(name: str) -> int:
    return next(index for index, full in enumerate(_MONTHS, 1) if full[:3].lower() == name[:3].lower())


def _weekday_number(name: str) -> int:
    return next(index for index, full in enumerate(_WEEKDAYS) if full[:3].lower() == name[:3].lower())


def count_of(words: str) -> int | None:
    """Give the number that words stand for; None for a vague one such as "several"."""
    lowered = words.lower()
    if lowered.isdecimal():
        return int(lowered)
    if lowered in {"an", "a couple of"}:
        return 1 if lowered == "an" else 2
    return max(_NUMBERS.index(lowered), 1) if lowered in _NUMBERS else None


def _year_of(parts: Parts, now: date | None) -> int | None:
    if parts.get("year"):
        return int(parts["year"])
    if parts.get("rel") and now:
        return now.year + {"last": -1, "this": 0, "next": 1}[parts["rel"].lower()]
    return None


def _in_year(make: Callable[[int], Period], parts: Parts, now: date | None, tense: Tense) -> Period | None:
    year = _year_of(parts, now)
    if year is not None:
        return make(year)
    return nearest_year(make, now, tense) if now else None


def _full_date(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    def make(year: int) -> Period:
        value = date(year, _month_number(parts["month"]), int(parts["day"]))
        if "weekday" in parts and "year" not in parts and value.weekday() != _weekday_number(parts["weekday"]):
            raise ValueError(parts["weekday"])
        return day(value)

    return _in_year(make, parts, now, "none" if "weekday" in parts else tense)


def _day_range(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    number = _month_number(parts["month"])
    return _in_year(
        lambda year: stretch(date(year, number, int(parts["day"])), date(year, number, int(parts["until"]))),
        parts,
        now,
        tense,
    )


def _iso(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    return day(date.fromisoformat(parts["iso"]))


def _slashed(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    one, two, year = int(parts["one"]), int(parts["two"]), int(parts["year"])
    if one == two or two > 12:
        return day(date(year, one, two))
    return day(date(year, two, one)) if one > 12 else None  # otherwise day or month: nobody can tell


def _month(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    number = _month_number(parts["month"])
    relative = parts.get("near", "").lower()
    if relative and now:
        if relative == "last":
            return month(now.year if number < now.month else now.year - 1, number)
        return month(now.year if number >= now.month + (relative == "next") else now.year + 1, number)
    return _in_year(lambda year: month(year, number), parts, now, tense)


def _year(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    return whole_year(int(parts["year"]))


def _year_range(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    first, last = int(parts["year"]), parts["until"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return stretch(date(first, 1, 1), date(end, 12, 31)) if end >= first else None


def _decade(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    first = int(parts["year"])
    return stretch(date(first, 1, 1), date(first + 9, 12, 31))


def _weekday(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    if now is None:
        return None
    index = _weekday_number(parts["weekday"])
    which, of_week = parts.get("near", "").lower(), parts.get("week", "").lower()
    if of_week or which == "this":
        monday = now - timedelta(days=now.weekday() - {"last": -7, "next": 7}.get(of_week, 0))
        return day(monday + timedelta(days=index))
    if which in {"last", "past"}:
        return day(weekday_near(index, now - timedelta(days=1), "past"))
    if which in {"next", "coming"}:
        return day(weekday_near(index, now + timedelta(days=1), "future"))
    return day(weekday_near(index, now, tense))


def _near_day(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    word = parts["word"].lower()
    return day(now + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))) if now else None


def _near_unit(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(parts.get("near", "this").lower(), 0)
    return unit_around(shift(now, step, parts["unit"].lower()), parts["unit"].lower()) if now else None


def _bare_end(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    if now is None:
        return None
    return month(now.year, 12 if parts["unit"].lower() == "year" else now.month)


def _ago(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    number, unit = count_of(parts["count"]), parts["unit"].lower()
    if now is None or number is None or unit == "hour":
        return None
    value = shift(now, -number, unit)
    if unit == "day" or (unit == "week" and number == 1):
        return day(value)
    # "a year ago" is as exact as a month, "six years ago" as a year.
    return unit_around(value, "month" if unit == "year" and number == 1 else unit)


def _in_units(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    number = count_of(parts["count"])
    if now is None or number is None or parts["unit"].lower() == "hour" or tense != "future":
        return None  # "the first visit in four years" is no time to come
    return day(shift(now, number, parts["unit"].lower()))


def _span_of_units(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    number = count_of(parts.get("count", "one"))
    if now is None or number is None or parts["unit"].lower() == "hour":
        return None
    back = parts["side"].lower() in {"past", "last", "previous"}
    return stretch(now, shift(now, -number if back else number, parts["unit"].lower()))


def _quarter(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    word, size = parts["ordinal"].lower(), 6 if parts.get("unit", "").lower() == "half" else 3
    number = int(word) if word.isdecimal() else _ORDINALS.get(word, 12 // size)
    if number * size > 12:
        return None
    return _in_year(lambda year: months(year, number * size - size + 1, number * size), parts, now, tense)


def _months_of_year(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    number, year = count_of(parts["count"]), _year_of(parts, now)
    if number is None or year is None or not 1 <= number <= 12:
        return None
    return months(year, 1, number) if parts["side"].lower() == "first" else months(year, 13 - number, 12)


def _season(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    if parts["season"].lower() != "fall":  # a word of North America; the others differ by hemisphere
        return None
    near: Tense = {"last": "past", "next": "future"}.get(parts.get("near", "").lower(), tense)  # type: ignore[assignment]  # values of Tense
    if parts.get("near", "").lower() == "this" and now:
        return months(now.year, 9, 11)
    return _in_year(lambda year: months(year, 9, 11), parts, now, near)


def _week_from(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    start = _full_date(parts, now, tense)
    return stretch(start.first, start.first + timedelta(days=6)) if start and start.first else None


def _week_of(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    start = _full_date(parts, now, tense)
    return week(start.first) if start and start.first else None


def _anaphoric(parts: Parts, now: date | None, tense: Tense) -> Period | None:
    return None


def _form(name: str, first: str, pattern: str, reckon: Reckon, *, fold: bool = False, **options: object) -> Form:
    compiled = re.compile(pattern, re.IGNORECASE if fold else 0)
    return Form(name, compiled, reckon, frozenset(first.split()), **options)  # type: ignore[arg-type]  # needs, floating


_MONTH_DAY = rf"{_MONTH}\s{{1,2}}{_DAY}\b{_NO_UNIT}"
_DAY_MONTH = rf"{_DAY}\s{{1,2}}(?:of\s)?{_MONTH}(?!\w)"
_TO = r"(?:\s?[-–—]\s?|\sto\s|\sand\s|\sthrough\s|\suntil\s)"
_NEAR = r"(?P<near>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Cc]oming)\s"

_M = " ".join((*_MONTHS, *_SHORT.split("|"))).lower()
_W = " ".join(name for full in _WEEKDAYS for name in (full, full[:3])).lower()
_N = " ".join((*_NUMBERS, "an several some #"))
_R = "last next this past coming previous"

FORMS: tuple[Form, ...] = (
    _form("iso", "#", r"(?P<iso>(?:1[89]|20)\d\d-[01]\d-[0-3]\d)(?!\d)", _iso),
    _form("slashed", "#", r"(?P<one>[0-3]?\d)/(?P<two>[0-3]?\d)/(?P<year>(?:19|20)\d\d)(?!\d)", _slashed),
    _form("month-day", f"{_M} {_W}", rf"{_ON_WEEKDAY}{_MONTH_DAY}{_THAT_YEAR}", _full_date, floating=True),
    _form("day-month", f"# {_W}", rf"{_ON_WEEKDAY}{_DAY_MONTH}{_THAT_YEAR}", _full_date, floating=True),
    _form(
        "month-days",
        _M,
        rf"{_MONTH}\s{_DAY}{_TO}(?P<until>[0-3]?\d)\b{_NO_UNIT}{_THAT_YEAR}",
        _day_range,
        floating=True,
    ),
    _form("days-month", "#", rf"{_DAY}{_TO}(?P<until>[0-3]?\d)\s{_MONTH}(?!\w){_THAT_YEAR}", _day_range, floating=True),
    _form(
        "week-from",
        "week",
        rf"[Ww]eek\s(?:commencing|starting|beginning)\s(?:on\s)?{_MONTH_DAY}{_THAT_YEAR}",
        _week_from,
    ),
    _form(
        "week-from-day",
        "week",
        rf"[Ww]eek\s(?:commencing|starting|beginning)\s(?:on\s)?{_DAY_MONTH}{_THAT_YEAR}",
        _week_from,
    ),
    _form("week-of", "week", rf"[Ww]eek\sof\s{_MONTH_DAY}{_THAT_YEAR}", _week_of),
    _form("month-year", _M, rf"{_MONTH}{_S}(?:of\s)?(?:{_YEAR}\b(?!,\d)|(?P<rel>last|this|next)\syear)", _month),
    _form("near-month", _R, rf"{_NEAR}{_MONTH}(?![\w’'])", _month),
    _form("month", _M, rf"{_MONTH}(?!\w)", _month, needs="context", floating=True),
    _form("year", "#", rf"{_YEAR}\b{_NO_UNIT}(?![-–—/]\d)", _year, needs="context"),
    _form("years", "#", rf"{_YEAR}{_TO}(?P<until>(?:1[89]|20)\d\d)\b{_NO_UNIT}", _year_range),
    _form("fiscal-years", "#", rf"{_YEAR}[-–/](?P<until>\d\d)\b{_NO_UNIT}(?!-\d)", _year_range, needs="context"),
    _form("decade", "#", rf"{_YEAR}(?:’|')?s\b", _decade, needs="context"),
    _form(
        "weekday",
        f"{_W} {_R}",
        rf"(?<!Black )(?<!Good )(?<!Super )(?<!Ash )(?:{_NEAR})?{_WEEKDAY}\b{_HALF_DAY}"
        rf"(?:\s(?:of\s)?(?P<week>last|this|next)\sweek)?",
        _weekday,
        floating=True,
    ),
    _form(
        "near-day",
        "today yesterday tomorrow tonight this earlier later early late",
        r"(?:(?:earlier|later|early|late)\s)?(?P<word>today|yesterday|tomorrow|tonight|"
        rf"this\s(?:morning|afternoon|evening))\b{_HALF_DAY}",
        _near_day,
        fold=True,
    ),
    _form(
        "near-unit",
        _R,
        r"(?P<near>last|next|this|coming|previous)\s(?P<unit>week|month|year)\b(?!-)",
        _near_unit,
        fold=True,
    ),
    _form("own-unit", "the", r"the\s(?P<unit>week|month|year)\b(?!-)", _near_unit, fold=True, needs="part"),
    _form("year-end", "year month", r"(?P<unit>year|month)[-’']?s?[\s-]end\b", _bare_end, fold=True),
    _form("ago", _N, rf"{_COUNT}\s{_UNIT}\sago\b", _ago, fold=True),
    _form("in-units", "in", rf"in\s{_COUNT}\s{_UNIT}(?![’']|\sof\b)", _in_units, fold=True),
    _form(
        "span",
        f"the {_R}",
        rf"(?:the\s)?(?P<side>past|last|previous|next|coming)\s{_COUNT}\s{_UNIT}(?!\sof\b)",
        _span_of_units,
        fold=True,
    ),
    _form(
        "within",
        "within",
        rf"(?P<side>within)\s(?:the\snext\s)?{_COUNT}\s{_UNIT}(?!\s(?:of|after|from)\b)",
        _span_of_units,
        fold=True,
    ),
    _form(
        "quarter",
        "1st 2nd 3rd 4th first second third fourth last final #",
        rf"(?P<ordinal>{'|'.join(_ORDINALS)}|last|final)\s(?P<unit>quarter)\b{_THAT_YEAR}",
        _quarter,
        fold=True,
        needs="context",
    ),
    _form(
        "half",
        "first second last",
        rf"(?P<ordinal>first|second|last)\s(?P<unit>half)\sof\s(?:{_YEAR}\b|(?P<rel>last|this|next)\syear)",
        _quarter,
        fold=True,
    ),
    _form("numbered-quarter", "q1 q2 q3 q4", rf"Q(?P<ordinal>[1-4])\b{_THAT_YEAR}", _quarter),
    _form(
        "months-of-year",
        "first last final",
        rf"(?P<side>first|last|final)\s{_COUNT}\smonths\sof\s(?:{_YEAR}\b|(?P<rel>last|this|next)\syear)",
        _months_of_year,
        fold=True,
    ),
    _form(
        "season",
        f"{_R} in the",
        rf"(?P<near>last|next|this)\s(?P<season>spring|summer|autumn|fall|winter)\b|"
        rf"(?:in\s)?the\s(?P<season2>spring|summer|autumn|fall|winter)\s(?:of\s)?{_YEAR}\b|"
        rf"in\s(?:the\s)?(?P<season3>spring|summer|autumn|fall|winter)\b(?!\s(?:of|in)\b)",
        _season,
        fold=True,
    ),
    _form(
        "anaphoric",
        f"{_N} at hours the same next following previous that earlier",
        r"at the time\b(?! of\b)|(?:hours|the (?:day|week|month|year)) (?:earlier|before|after|later)\b|"
        r"(?:the )?(?:same|next|following|previous) day\b|that (?:day|week|month|year)\b|earlier in the day\b|"
        rf"{_COUNT}\s{_UNIT}\s(?:earlier|later|before|afterwards)\b",
        _anaphoric,
        fold=True,
    ),
)
