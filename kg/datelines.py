"""Datelines: the day of publication that a text's first lines state in full, or its last one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kg.dates import find_dates, resolve
from kg.model import Precision

_LINES = 8  # at the top that may hold it
_LAST_LINES = 2  # at the end: "CANBERRA, 8th October, 1964."
_SHORT = 160  # code points of a line that holds nothing but such particulars
_SEGMENTS = re.compile(
    r"\s*[|•·()\[\]\u2013\u2014]\s*|\s(?:-{1,2}|/)\s|(?<=\d{4})\.\s|(?<=RELEASE)[:,]?\s(?=[A-Z][a-z])"
)
_CHANGED = re.compile(r"(?:last )?(?:updat|modif|revis|correct|amend)(?:ed|ion|e)?\b|updates for", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:first |last |originally )?"
    r"(?:published|posted|updated?|modified|revised|dated?|issued|released?|filed|created)"
    r"(?: date| time| for)?(?: on| at)?"
    r"|(?:release|publication|issue) (?:date|time)|date of (?:issue|release|publication)|updates for"
    r"|(?:for )?(?:immediate )?release(?: (?:on|at|after))?|(?:strictly )?embargo(?:ed)?(?: (?:until|till|for|to))?"
    r"|(?:for )?(?:the )?(?:press|media|news)(?: (?:release|statement|note|communiqu[eé]|bulletin|information))?"
    r"|(?:joint )?(?:statement|fact sheet|readout|transcript|communiqu[eé])"
    r"|(?:transcript|statement|text) of|from [A-Z][\w .]{2,30},?"
    r")(?:(?: release| statement)?,? (?:n[or°]s?\.? ?)[\w/.-]{1,12})?[:,.\s]*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:[A-Z]{1,6}[ /-]{0,3}\d{1,5}(?: ?/ ?\d{1,5}){0,2}|n[o°]\.? ?\d[\d/-]{0,9})[:,.]?\s*", re.IGNORECASE
)
_TOWN = re.compile(r"(?:[^\W\d_]{2,}[.’' -]{0,2}){1,4}(?:, ?(?:[^\W\d_]{1,12}\.?[ -]?){1,4})?,?$")
_WORD_IN_SMALL = re.compile(r"(?<![\w’'-])(?!(?:de|da|do|di|del|la|le|upon|sur|am|of)\b)[a-z]")
_BYLINE = re.compile(r"(?:by |BY )[^\W\d_][\w.’' -]{2,40}(?:, [\w.’' &-]{2,40})?,?$", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:at |by |until |,)?\s*(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?(?:[ap]\.?m\.?|noon)|noon|midnight)"
    r"(?: ?\(?(?:[A-Z]{2,5}|eastern|local|GMT ?[+-]\d{1,2})(?: time)?\)?)?[,.\s]*(?:on )?$",
    re.IGNORECASE,
)
_REST = re.compile(
    r"[,.;:\s]*(?:(?:at )?\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?\(?[A-Z]{2,4}(?:[+-]\d{1,2})?\)?)?)?"
    r"[,.;\s]*(?:(?:last )?updated\b.{0,40})?$",
    re.IGNORECASE,
)
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?)"
_AGENCY = r"\s?(?:\([A-Za-z ./-]{2,30}\))?\s?[-\u2013\u2014]{1,2}\s"
_DATELINE = re.compile(  # TOWN, Province, March 3 (Agency) -; and the day between two dashes
    rf"\s*(?:[A-Z][A-Z.’' -]{{2,30}}(?:, ?(?:[A-Z][A-Za-z.]{{1,14}} ?){{1,3}})?(?:,? ?{_DAY})?"
    rf"|\(?[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}}(?:, ?[A-Z][A-Za-z.]{{1,14}}){{0,2}}\)?(?:,? ?{_DAY}|(?={_AGENCY}{_DAY})))"
    rf"{_AGENCY}(?:{_DAY}{_AGENCY})?"
)


class _Found(NamedTuple):
    """A day, and whether the words before it tell of a change and not of the publication."""

    day: date
    changed: bool


def after_dateline(paragraph: str) -> int:
    """Give where a paragraph's own words begin: past "NEW DELHI, March 3 (Agency) -", else at 0."""
    match = _DATELINE.match(paragraph[:120])
    return match.end() if match else 0


def dateline(text: str) -> date | None:
    """Give the day that a line of the opening consists of, beside a place or a label; None without a year.

    A day of change counts only where no other is told, the last line only where the first ones tell none.
    """
    lines = [line.strip() for line in text[:4_000].splitlines() if line.strip()]
    found = [each for line in lines[:_LINES] for each in _days(line.strip("#*_> "))]
    found.sort(key=lambda each: each.changed)
    if not found:
        last = [line.strip() for line in text[-400:].splitlines() if line.strip()][-_LAST_LINES:]
        found = [each for line in last if len(line) <= 60 for each in _days(line) if not each.changed]
    return found[0].day if found else None


def _days(line: str) -> Iterator[_Found]:
    """Give the whole dates among the parts of a line; those further in only of a line of particulars."""
    parts = _SEGMENTS.split(line)
    for number, part in enumerate(parts):
        if number == 0 or len(line) <= _SHORT or all(map(_is_place, parts[:number])):
            day = _whole_date(part, first=number == 0)
            if day:
                yield _Found(day, _CHANGED.match(part) is not None)


def _is_place(part: str) -> bool:
    """Say whether a part of a line is a town, an agency or nothing."""
    return len(part) <= 40 and (_TOWN.match(part) is not None or not part) and not _WORD_IN_SMALL.search(part)


def _whole_date(segment: str, *, first: bool) -> date | None:
    if not 8 <= len(segment) <= 100:
        return None
    mentions = [m for m in find_dates(segment) if m.form != "year"]
    if len(mentions) != 1 or mentions[0].relation or mentions[0].ends:
        return None
    time = resolve(mentions[0], None)
    before, after = segment[: mentions[0].core.start].strip(), segment[mentions[0].core.end :]
    if time.precision is not Precision.DAY or not _REST.match(after) or not _opens(before, first=first):
        return None
    return time.earliest


def _opens(before: str, *, first: bool) -> bool:
    """Say whether what precedes a date is nothing, a number, a label, a clock, a byline or a place."""
    before = _CLOCK.sub("", _NUMBER.sub("", before, count=1) if _NUMBER.match(before) else before).strip()
    if not before or _LABEL.match(before) or _BYLINE.match(before):
        return True
    town = _TOWN.match(before) is not None and not _WORD_IN_SMALL.search(before)
    return town and (before.split(",")[0].isupper() or (first and before.endswith(",")))
