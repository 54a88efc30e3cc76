"""The words of which English times are made: months, weekdays, numbers, units, feasts; and their values."""

from __future__ import annotations

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TEENS = ("fifteen", "eighteen", "twenty", "twenty-four", "thirty", "forty-eight", "forty-five", "sixty", "ninety")
_TEENS = dict(zip(TEENS, (15, 18, 20, 24, 30, 48, 45, 60, 90), strict=True))
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5}
_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_TENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
DAY_ORDINALS = {
    word: day
    for day, word in enumerate(
        [*_UNITS, *_TENS, "twentieth", *(f"twenty-{unit}" for unit in _UNITS), "thirtieth", "thirty-first"], 1
    )
}
FEASTS = {  # of a fixed day; the others move with the moon or the country
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "may day": (5, 1),
    "valentine's day": (2, 14),
    "fourth of july": (7, 4),
    "april fools' day": (4, 1),
    "armistice day": (11, 11),
    "anzac day": (4, 25),
    "bastille day": (7, 14),
}
SPAN_DAYS = {"decade": ("year", 10), "fortnight": ("week", 2)}  # a unit as so many of a smaller one


def month_number(name: str) -> int:
    """Give the number of a month, by its first three letters."""
    return next(index for index, full in enumerate(MONTHS, 1) if full[:3].lower() == name[:3].lower())


def weekday_number(name: str) -> int:
    """Give the number of a weekday, Monday being 0."""
    return next(index for index, full in enumerate(WEEKDAYS) if full[:3].lower() == name[:3].lower())


def day_number(words: str) -> int:
    """Give the day of the month that digits or an ordinal stand for."""
    digits = words.rstrip("stndrh")
    return int(digits) if digits.isdecimal() else DAY_ORDINALS[words.lower().replace(" ", "-")]


def count_of(words: str) -> int | None:
    """Give the number that words stand for; None for a vague one such as "several"."""
    lowered = words.lower()
    if lowered.isdecimal():
        return int(lowered)
    if lowered in {"an", "another"} or lowered.endswith("couple of"):
        return 2 if lowered.endswith("couple of") else 1
    if lowered in _TEENS:
        return _TEENS[lowered]
    return max(NUMBERS.index(lowered), 1) if lowered in NUMBERS else None
