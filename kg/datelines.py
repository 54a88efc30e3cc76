"""Datelines: the day of publication that a text's first lines state in full."""

from __future__ import annotations

import re
from datetime import date

from kg.dates import find_dates, resolve
from kg.model import Precision

_LINES = 8  # lines at the top that may hold it
_SEGMENTS = re.compile(r"\s*[|•()\u2013\u2014]\s*|\s-{1,2}\s|(?<=\d{4})\.\s")
_LABEL = re.compile(
    r"(?:(?:first |last )?(?:published|posted|updated?|date|dated|issued|released?|release date|updates for)"
    r"(?: on| at)?"
    r"|for (?:immediate )?release|embargoed until)[:,]?$",
    re.IGNORECASE,
)
_TOWN = re.compile(r"(?:[^\W\d_]{2,}[.’' -]{0,2}){1,4}(?:, ?(?:[^\W\d_]{1,10}\.?){1,4})?,$")
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z.’' -]{2,30})(?:, ?(?:[A-Z][A-Za-z.]{1,14} ?){1,3})?"  # TOWN, Province
    r"(?:,? ?(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?))?"  # March 3
    r"\s?(?:\([A-Za-z ./-]{2,30}\))?\s?[-\u2013\u2014]{1,2}\s"  # (Agency) -
)
_REST = re.compile(r"[,.\s]*(?:(?:at )?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?)?[,.\s]*$", re.IGNORECASE)


def after_dateline(paragraph: str) -> int:
    """Give where a paragraph's own words begin: past "NEW DELHI, March 3 (Agency) -", else at 0."""
    match = _DATELINE.match(paragraph[:120])
    return match.end() if match else 0


def dateline(text: str) -> date | None:
    """Give the day that a line of the opening consists of, beside a place or a label; None without a year."""
    lines = [line.strip() for line in text[:4_000].splitlines() if line.strip()]
    for line in lines[:_LINES]:
        for index, segment in enumerate(_SEGMENTS.split(line.strip("#*_> "))):
            day = _whole_date(segment)
            if day and (index == 0 or len(line) <= 160):
                return day
    return None


def _whole_date(segment: str) -> date | None:
    if not 8 <= len(segment) <= 80:
        return None
    mentions = find_dates(segment)
    if len(mentions) != 1 or mentions[0].relation or mentions[0].ends:
        return None
    time = resolve(mentions[0], None)
    before, after = segment[: mentions[0].core.start].strip(), segment[mentions[0].core.end :]
    if time.precision is not Precision.DAY or not _REST.match(after) or not _opens(before):
        return None
    return time.earliest


def _opens(before: str) -> bool:
    """Say whether what precedes a date is nothing, a label, or a town in capitals."""
    town = _TOWN.match(before) is not None and before.split(",")[0].isupper()
    return not before or town or _LABEL.match(before) is not None
