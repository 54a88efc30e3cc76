"""The forms in which English news words a time, each with how it is reckoned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg import date_reckoning as r
from kg.date_reckoning import Reckon
from kg.date_words import DAY_ORDINALS, FEASTS, MONTHS, NUMBERS, ORDINALS, SHORT_MONTHS, TEENS, WEEKDAYS

_S = r"[\s,]{1,3}"  # what may stand between the words of a date; bounded, so that matching stays linear
_FULL, _CAPS = "|".join(MONTHS), "|".join(MONTHS).upper()
_MONTH = rf"(?P<month>(?:{_FULL}|{_CAPS}|(?:{SHORT_MONTHS})\b\.?))"
_UNTIL_MONTH = _MONTH.replace("<month>", "<until>")
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_UNTIL_DAY = r"(?P<until>[0-3]?\d)(?:st|nd|rd|th)?"
_ORDINAL_DAY = r"(?P<day>[0-3]?\d(?:st|nd|rd|th))"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_DAYS = f"{'|'.join(WEEKDAYS)}|{'|'.join(WEEKDAYS).upper()}"
_WEEKDAY = rf"(?P<weekday>{_DAYS})"
_ON_WEEKDAY = rf"(?:(?P<weekday>(?:{_DAYS}|Mon|Tue|Wed|Thu|Fri|Sat|Sun))\.?{_S}\(?(?:the\s)?)?"
_OF_YEAR = rf"{_YEAR}(?![\d,]*\d)|(?P<rel>last|this|next|the(?:\scurrent)?)\syear\b"
_THAT_YEAR = (
    rf"(?:{_S}(?:of\s)?(?:{_YEAR}(?![\d,]*\d)|(?P<rel>last|this|next)\syear)|\s(?P<turned>last|next)(?=[.,;:)]|$))?"
)
_OF_THAT_YEAR = rf"(?:{_S}(?:of\s)?(?:{_OF_YEAR}))?"
# What may not follow a number that is read as a day: more digits, or a unit.
_NO_UNIT = r"(?![\d%]|[.,:]\d|\s?(?:per\s?cent|million|billion|trillion|points?\b|tonnes|tons|a\.m|p\.m|[ap]m\b))"
_VAGUE = "an|another|(?:a )?couple of|(?:a )?few|several|some"
_COUNT = rf"(?P<count>{'|'.join((*TEENS[::-1], *NUMBERS))}|{_VAGUE}|\d{{1,3}})"
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|year|decade)s?\b"
_HALF_DAY = r"(?:\s(?:early\s)?(?:morning|afternoon|evening|night)\b)?"
_LONG_UNIT = r"(?P<unit>week|fortnight|month|year|decade)\b"
_BOOKS = r"(?:(?:fiscal|financial|marketing|crop|calendar|trading)\s)?"
_LENGTH = rf"{_BOOKS}(?P<unit>month|quarter|half|year)s?(?:[\s-]year)?"
_FEAST = "|".join(sorted(FEASTS, key=len, reverse=True)).replace("'", "[’']")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to word a time: its pattern, how it is reckoned, and what context it needs."""

    name: str
    pattern: re.Pattern[str]
    reckon: Reckon
    first: frozenset[str]  # the words it may open with, in lower case; "#" is a digit
    needs: str = ""  # before it to make it a time: "context", a "preposition", a "part" such as "end of", or "day"
    floating: bool = False  # the year or week is not in the words
    closed: bool = False  # both ends are in the words, so that "from" opens nothing


def _again(pattern: str) -> str:
    """Give a pattern whose groups may stand beside those of its first use; digits at the end of a name do not count."""
    return re.sub(r"\(\?P<(\w+)>", r"(?P<\1_2>", pattern)


def _form(name: str, first: str, pattern: str, reckon: Reckon, *, fold: bool = False, **options: object) -> Form:
    compiled = re.compile(pattern, re.IGNORECASE if fold else 0)
    return Form(name, compiled, reckon, frozenset(first.split()), **options)  # type: ignore[arg-type]  # needs and so on


_MONTH_DAY = rf"{_MONTH}\s{{1,2}}{_DAY}\b{_NO_UNIT}"
_DAY_MONTH = rf"{_DAY}\s{{1,2}}(?:of\s)?{_MONTH}(?!\w)"
_CAPS_SHORT = rf"(?P<month>(?:{SHORT_MONTHS.upper()})\b\.?)"
_TO = r"(?:\s?[-–—]\s?|\sto\s|\sand\s|\sthrough\s|\suntil\s)"
_NEAR = r"(?P<near>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Cc]oming)\s"
_DATED = rf"(?:{_MONTH_DAY}|{_again(_DAY_MONTH)}|{_again(_again(_MONTH))}(?!\w))"
_OF_MONTH = rf"(?:in|of)\s(?:{_MONTH}(?!\w)(?:{_S}{_YEAR}\b)?|(?P<of>this|last|next)\smonth|(?P<of_2>the)\smonth\b)"
_STARTING = r"(?:commencing|starting|beginning)\s(?:on\s)?"

_M = " ".join((*MONTHS, *SHORT_MONTHS.split("|"))).lower()
_W = " ".join(name for full in WEEKDAYS for name in (full, full[:3])).lower()
_N = " ".join((*NUMBERS, *(word.split("-")[0] for word in TEENS), "an another several some #"))
_R = "last next this past coming previous current"
_Q = "|".join(ORDINALS)

FORMS: tuple[Form, ...] = (
    # ---- days with a date
    _form("iso", "#", r"(?P<iso>(?:1[89]|20)\d\d(?P<sep>[-/])[01]\d(?P=sep)[0-3]\d)(?!\d)", r.iso),
    _form("slashed", "#", r"(?P<one>[0-3]?\d)/(?P<two>[0-3]?\d)/(?P<year>(?:19|20)?\d\d)(?![\d/])", r.slashed),
    _form("dotted", "#", r"(?P<one>[0-3]?\d)\.(?P<two>[01]?\d)\.(?P<year>(?:19|20)?\d\d)(?![\d.]\d|\d)", r.dotted),
    _form("month-day", f"{_M} {_W}", rf"{_ON_WEEKDAY}{_MONTH_DAY}{_THAT_YEAR}", r.full_date, floating=True),
    _form("day-month", f"# {_W}", rf"{_ON_WEEKDAY}{_DAY_MONTH}{_THAT_YEAR}", r.full_date, floating=True),
    _form("caps-day", f"{_M}", rf"{_CAPS_SHORT}\s{_DAY}\b{_NO_UNIT}{_THAT_YEAR}", r.full_date, floating=True),
    _form("day-caps", "#", rf"{_DAY}\s{_CAPS_SHORT}(?!\w){_THAT_YEAR}", r.full_date, floating=True),
    _form(
        "worded-day",
        " ".join(word.split("-")[0] for word in DAY_ORDINALS),
        rf"(?P<day>{'|'.join(sorted(DAY_ORDINALS, key=len, reverse=True))})\s(?:day\s)?of\s{_MONTH}(?!\w){_THAT_YEAR}",
        r.full_date,
        floating=True,
    ),
    _form(
        "month-days",
        _M,
        rf"{_MONTH}\s{_DAY}{_TO}{_UNTIL_DAY}\b{_NO_UNIT}{_THAT_YEAR}",
        r.day_range,
        floating=True,
        closed=True,
    ),
    _form(
        "days-month",
        "#",
        rf"{_DAY}{_TO}(?:the\s)?{_UNTIL_DAY}\s(?:of\s)?{_MONTH}(?!\w){_THAT_YEAR}",
        r.day_range,
        floating=True,
        closed=True,
    ),
    _form(
        "day-of-month",
        "#",
        rf"{_ORDINAL_DAY}(?:\sof\s(?:(?P<near>this|last|next)|(?P<near_2>the))\smonth\b|(?=[.,;:)]|$|\s(?:and|at|but|in|on)\b))",
        r.day_of_month,
        needs="day",
        floating=True,
    ),
    _form(
        "feast",
        "christmas boxing new may valentine valentine's fourth april armistice anzac bastille",
        rf"(?P<feast>{_FEAST})\b{_THAT_YEAR}",
        r.feast,
        fold=True,
        needs="preposition",
        floating=True,
    ),
    # ---- days near the day of publication
    _form(
        "weekday",
        f"{_W} {_R} a",
        rf"(?<!Black )(?<!Good )(?<!Super )(?<!Ash )(?:{_NEAR}|(?P<since>a\sweek\sago)\s(?:on\s)?)?{_WEEKDAY}\b"
        rf"{_HALF_DAY}(?:\s(?:of\s)?(?P<week>last|this|next)\sweek|\s(?P<hence>week)\b(?!-))?",
        r.weekday,
        floating=True,
    ),
    _form(
        "near-day",
        "today yesterday tomorrow tonight this earlier later early late last",
        r"(?:(?:earlier|later|early|late)\s)?(?P<word>today|yesterday|tomorrow|tonight|last\snight|"
        rf"this\s(?:morning|afternoon|evening))\b{_HALF_DAY}",
        r.near_day,
        fold=True,
    ),
    _form(
        "next-day-but-one",
        "the",
        r"the\s(?P<word>day\sbefore\syesterday|day\safter\stomorrow|night\sbefore\slast)\b",
        r.near_day,
        fold=True,
    ),
    _form(
        "weekend",
        f"{_R} weekend the",
        r"(?:the\s)?(?:(?P<near>last|next|this|past|coming)\s)?weekend\b(?![’'-]?s)",
        r.weekend,
        fold=True,
        needs="preposition",
        floating=True,
    ),
    # ---- weeks
    _form("week-from", "week", rf"[Ww]eek\s{_STARTING}{_MONTH_DAY}{_THAT_YEAR}", r.week_from),
    _form("week-from-day", "week", rf"[Ww]eek\s{_STARTING}{_DAY_MONTH}{_THAT_YEAR}", r.week_from),
    _form("week-to", "week", rf"[Ww]eek\s(?:ending|ended|to)\s(?:on\s)?{_MONTH_DAY}{_THAT_YEAR}", r.week_to),
    _form("week-to-day", "week", rf"[Ww]eek\s(?:ending|ended|to)\s(?:on\s)?{_DAY_MONTH}{_THAT_YEAR}", r.week_to),
    _form("week-of", "week", rf"[Ww]eek\sof\s{_MONTH_DAY}{_THAT_YEAR}", r.week_of),
    _form("week-of-day", "week", rf"[Ww]eek\sof\s(?:the\s)?{_DAY_MONTH}{_THAT_YEAR}", r.week_of),
    _form(
        "week-of-month",
        "first second third fourth fifth last final opening",
        rf"(?P<ordinal>{_Q}|last|final|opening)\s(?:full\s)?week\s{_OF_MONTH}",
        r.week_of_month,
        floating=True,
    ),
    _form(
        "weekday-of-month",
        "first second third fourth fifth last final",
        rf"(?P<ordinal>{_Q}|last|final)\s{_WEEKDAY}\s{_OF_MONTH}",
        r.weekday_of_month,
        floating=True,
    ),
    # ---- months and years
    _form(
        "month-year",
        _M,
        rf"{_MONTH}{_S}(?:of\s)?(?:{_YEAR}\b(?!,\d)|(?P<rel>last|this|next)\syear)",
        r.month_,
    ),
    _form("near-month", _R, rf"{_NEAR}{_MONTH}(?![\w’'])", r.month_),
    _form(
        "month",
        _M,
        rf"{_MONTH}(?!\w|\sFools)(?:\s(?P<turned>last|next)(?=[.,;:)]|$))?",
        r.month_,
        needs="context",
        floating=True,
    ),
    _form(
        "month-range",
        _M,
        rf"{_MONTH}(?:\s?[-–—]\s?|\sto\s|\sthrough\s){_UNTIL_MONTH}(?!\w|\s\d{{1,2}}\b){_OF_THAT_YEAR}",
        r.month_range,
        floating=True,
        closed=True,
    ),
    _form("year", "#", rf"{_YEAR}\b{_NO_UNIT}(?![-–—/]\d)(?:\scalendar\syear\b)?", r.year_, needs="context"),
    _form(
        "years",
        "#",
        rf"{_YEAR}{_TO}(?P<until>(?:1[89]|20)\d\d)\b{_NO_UNIT}",
        r.year_range,
        closed=True,
    ),
    _form(
        "fiscal-years",
        "#",
        rf"{_YEAR}[-–/](?P<until>\d\d)\b{_NO_UNIT}(?!-\d)",
        r.year_range,
        needs="context",
        closed=True,
    ),
    _form("fiscal", "fiscal fy", r"(?:[Ff]iscal(?:\s[Yy]ear)?|FY)\s?(?:19|20)?\d\d(?:[-–/]\d\d)?\b", r.words_only),
    _form("decade", "#", rf"{_YEAR}(?:’|')?s\b", r.decade, needs="context"),
    _form(
        "quarter",
        "1st 2nd 3rd 4th first second third fourth final last #",
        rf"(?P<ordinal>{_Q}|final)[\s-](?P<unit>quarter)\b{_OF_THAT_YEAR}"
        rf"|(?P<ordinal_2>last)\s(?P<unit_2>quarter)\sof\s(?:{_again(_OF_YEAR)})",
        r.quarter,
        fold=True,
        needs="context",
        floating=True,
    ),
    _form(
        "half",
        "first second last",
        rf"(?P<ordinal>first|second|last)\s(?P<unit>half)(?:\sof\s(?:{_OF_YEAR})|(?!\s(?:of|a|an|the)\b|-))",
        r.quarter,
        fold=True,
        needs="context",
        floating=True,
    ),
    _form("numbered-quarter", "q1 q2 q3 q4", rf"Q(?P<ordinal>[1-4])\b{_THAT_YEAR}", r.quarter, floating=True),
    _form(
        "named-quarter",
        "march june september december",
        rf"(?P<month>March|June|September|December)\s[Qq]uarter\b{_OF_THAT_YEAR}",
        r.named_quarter,
        floating=True,
    ),
    _form("near-quarter", _R, r"(?P<near>last|next|this|coming|current)\squarter\b(?!-)", r.near_quarter, fold=True),
    _form(
        "months-of-year",
        "first last final",
        rf"(?P<side>first|last|final)\s{_COUNT}\smonths\sof\s(?:{_OF_YEAR})",
        r.months_of_year,
        fold=True,
    ),
    _form(
        "year-to",
        f"{_N} fiscal financial marketing crop calendar trading year half quarter",
        rf"(?<!by )(?:{_COUNT}\s)?{_LENGTH}\s(?:(?:ending|ended)\s(?:on\s)?|to\s(?:the\send\sof\s)?)"
        rf"{_DATED}{_THAT_YEAR}",
        r.year_to,
        closed=True,
    ),
    _form(
        "year-from",
        f"{_N} fiscal financial marketing crop calendar trading year",
        rf"(?:{_COUNT}[\s-])?{_LENGTH}(?:\speriod)?\s(?:{_STARTING}|from\s){_DATED}{_THAT_YEAR}",
        r.year_from,
        closed=True,
    ),
    _form(
        "season",
        f"{_R} in the",
        rf"(?P<near>last|next|this)\s(?P<season>spring|summer|autumn|fall|winter)\b|"
        rf"(?:in\s)?the\s(?P<season_2>spring|summer|autumn|fall|winter)\s(?:of\s)?{_YEAR}\b|"
        rf"in\s(?:the\s)?(?P<season_3>spring|summer|autumn|fall|winter)\b(?!\s(?:of|in)\b)",
        r.season,
        fold=True,
    ),
    # ---- units counted from the day of publication
    _form(
        "near-unit",
        _R,
        rf"(?P<near>last|next|this|coming|previous|current)\s{_LONG_UNIT}(?!-)",
        r.near_unit,
        fold=True,
    ),
    _form(
        "unit-but-one",
        "the",
        r"the\s(?P<unit>week|month|year)\s(?P<near>before\slast|after\snext)\b",
        r.near_unit,
        fold=True,
    ),
    _form("own-unit", "the", r"the\s(?P<unit>week|month|year)\b(?!-)", r.near_unit, fold=True, needs="part"),
    _form("year-end", "year month", r"(?P<unit>year|month)[-’']?s?[\s-]end\b", r.bare_end, fold=True),
    _form("ago", _N, rf"(?:(?P<vague>[a-z\d]+\s(?:or|to))\s)?{_COUNT}\s{_UNIT}\sago\b", r.ago, fold=True),
    _form(
        "in-units",
        "in",
        rf"(?<!time )in\s{_COUNT}\s{_UNIT}(?:[’']s?\stime\b|(?![’']|\sof\b))",
        r.in_units,
        fold=True,
    ),
    _form("from-now", _N, rf"{_COUNT}\s{_UNIT}\sfrom\s(?:now|today)\b", r.from_now, fold=True),
    _form(
        "span",
        f"the {_R}",
        rf"(?:the\s)?(?P<side>past|last|previous|next|coming)\s{_COUNT}\s{_UNIT}(?!\sof\b)",
        r.span_of_units,
        fold=True,
    ),
    _form("past-unit", "the past", rf"(?:the\s)?(?P<side>past)\s{_LONG_UNIT}(?![’'-])", r.span_of_units, fold=True),
    _form(
        "within",
        "within",
        rf"(?P<side>within)\s(?:the\snext\s)?{_COUNT}\s{_UNIT}(?!\s(?:of|after|from)\b)",
        r.span_of_units,
        fold=True,
    ),
    _form(
        "anaphoric",
        f"{_N} at hours the same next following previous that earlier",
        r"at the time\b(?! of\b)|(?:hours|the (?:day|week|month|year)) (?:earlier|before|after|later)\b|"
        r"(?:the )?(?:same|next|following|previous) day\b|the (?:following|previous) (?:week|month|year)\b|"
        r"that (?:day|week|month|year)\b|earlier in the day\b|"
        rf"{_COUNT}\s{_UNIT}\s(?:earlier|later|before|afterwards)\b",
        r.words_only,
        fold=True,
    ),
)
