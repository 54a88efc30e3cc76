"""How views say things in plain English: times, lists, counts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date


def and_list(words: Sequence[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def day(value: date) -> str:
    """Write a day: 7 October 2025."""
    return f"{value.day} {value:%B} {value.year}"


def when(earliest: str, latest: str) -> str:
    """Write a span of days given as ISO dates, with its preposition; either side may be empty."""
    first = date.fromisoformat(earliest) if earliest else None
    last = date.fromisoformat(latest) if latest else None
    if first and last:
        return _closed(first, last)
    if last:
        return f"by {day(last)}"
    return f"from {day(first)} on" if first else ""


def _closed(first: date, last: date) -> str:
    if first == last:
        return f"on {day(first)}"
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return f"in {first.year}"
    same_month = (first.year, first.month) == (last.year, last.month)
    if same_month and first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return f"in {first:%B} {first.year}"
    if same_month:
        return f"from {first.day} to {day(last)}"
    return f"between {day(first)} and {day(last)}"


def count(number: int, noun: str) -> str:
    """Write a number with its noun: 1 meeting, 2 meetings, 3 countries."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{number:,} {'people' if noun == 'person' else plural}"


def the(label: str) -> str:
    """Put the article before a government's name, as a sentence needs it."""
    return f"the {label}" if label.startswith("Government of ") else label


def after_plan(status: str, statuses: Sequence[str]) -> str:
    """Say what became of a plan, as far as any document tells."""
    if status != "planned":
        return ""
    later = [each.replace("-", " ") for each in statuses if each != "planned"]
    return f"; planned here, {and_list(later)} by another document" if later else "; planned, no report since"
