"""How like two tellings of events, or two names of persons, are: the same, perhaps the same (a score), or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.tellings import Telling

MONTH = 31
NEAR = ((3, 0.8), (14, 0.6), (MONTH, 0.4))  # days between an open side and the other telling, and the score


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 1 and its reason in words; 1 alone means the same."""

    score: float
    reason: str


SAME = Likeness(1.0, "same parties, one span within the other")


def of_events(a: Telling, b: Telling) -> Likeness | None:
    """Compare two tellings; None where nothing speaks for their being one event."""
    if a.sort != b.sort or not a.parties or not b.parties:
        return None
    time = _of_times(a, b)
    if time is None:
        return None
    elsewhere = bool(a.places and b.places) and not a.places & b.places
    share, whom = _of_parties(a, b)
    if share < 0.6:
        return None
    if time.score == 1.0 and share == 1.0 and not elsewhere:
        return SAME
    score = round(min(time.score, 0.9) * share * (0.7 if elsewhere else 1.0), 2)
    return Likeness(score, f"{whom}, {time.reason}" + (", other places" if elsewhere else ""))


def _of_parties(a: Telling, b: Telling) -> tuple[float, str]:
    if a.parties == b.parties:
        return 1.0, "same parties"
    small, large = sorted((a.parties, b.parties), key=len)
    alike = a.governments == b.governments or _one_more(*sorted((a.governments, b.governments), key=len))
    if alike and _one_more(small, large):
        return len(small) / len(large), "one party more"
    if a.governments == b.governments and len(a.governments) > 1:
        return 0.75, "persons and their governments"
    return 0.0, ""


def _one_more(small: frozenset[str], large: frozenset[str]) -> bool:
    return small < large and len(large) == len(small) + 1 and len(small) > 1


def _of_times(a: Telling, b: Telling) -> Likeness | None:
    short, long = sorted((a, b), key=lambda t: t.length)
    if long.first and long.last:
        return _of_closed(short, long)
    if short.first and short.last:
        return _of_open(long, short)
    ends = [t.last or t.first for t in (a, b)]
    if ends[0] is None or ends[1] is None or (a.last is None) != (b.last is None):
        return None  # words that nobody could resolve, or one open to the past and one to the future
    return _near(abs((ends[0] - ends[1]).days), "both without a day")


def _of_closed(short: Telling, long: Telling) -> Likeness | None:
    if not (short.first and short.last and long.first and long.last):
        return None
    if long.first <= short.first and short.last <= long.last:
        return Likeness(1.0, "one span within the other") if long.length <= MONTH else Likeness(0.4, "a long span")
    if long.first <= short.last and short.first <= long.last:
        return Likeness(0.7, "overlapping days")
    gap = (long.first - short.last).days if short.last < long.first else (short.first - long.last).days
    return Likeness(0.4, "a day apart") if gap == 1 else None


def _of_open(loose: Telling, closed: Telling) -> Likeness | None:
    """Compare "some time up to the day of the report" with days that are known."""
    if loose.last is not None and closed.last is not None and closed.last <= loose.last:
        return _near((loose.last - closed.last).days, "told without a day soon after")
    if loose.first is not None and closed.first is not None and closed.first >= loose.first:
        return _near((closed.first - loose.first).days, "told without a day soon before")
    return None


def _near(days: int, reason: str) -> Likeness | None:
    return next((Likeness(score, reason) for most, score in NEAR if days <= most), None)


def of_persons(a: Sequence[str], b: Sequence[str], homes: tuple[frozenset[str], frozenset[str]]) -> Likeness | None:
    """Compare two persons by the words of their names (of one surname) and the bodies whose offices they hold."""
    short, long = sorted((list(a), list(b)), key=len)
    if len(short) == 1 < len(long):
        base = Likeness(0.4, "a surname alone")
    elif len(short) > 1 and _may_be(short[0], long[0]) and short != long:
        base = Likeness(0.6, "first names that fit")
    else:
        return None
    if homes[0] & homes[1]:
        return Likeness(round(base.score + 0.3, 2), f"{base.reason}, an office in the same body")
    if homes[0] and homes[1]:
        return None
    return base


def _may_be(a: str, b: str) -> bool:
    """Say whether one first name may stand for the other: "Rob" and "Robert", "J." and "John"."""
    x, y = sorted((a.rstrip(".").lower(), b.rstrip(".").lower()), key=len)
    return y.startswith(x) and (len(x) == 1 or len(x) > 2)
