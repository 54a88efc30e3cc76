"""Times in news text: finds the words and reckons them against the day of publication.

Nothing is guessed: what leans on the day of publication stays words while that day is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.date_forms import FORMS, Form
from kg.model import Precision, Span, TimeSpan
from kg.periods import Period, Tense, part_of, stretch

__all__ = ["DateMention", "Tense", "find_dates", "resolve"]

_BY_NAME = {form.name: form for form in FORMS}
_BY_FIRST = {word: [form for form in FORMS if word in form.first] for word in {w for form in FORMS for w in form.first}}
_WORD = re.compile(r"(?<!\w)\w+")
_REACH = 64  # code points before a time that may hold its preposition
_CLOCK = (
    r"(?:(?:one\sminute\spast\s)?(?:\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\.?|\d{1,2}:\d\d|noon|midnight)"
    r"(?:,?\s\(?(?:(?:eastern|central|pacific|local)\s(?:(?:standard|daylight)\s)?time|[A-Z]{2,4})\)?)?,?)"
)
_PREFIX = re.compile(
    r"(?:\b(?:(?P<since>since|starting(?:\s(?:on|from|in))?|beginning(?:\s(?:on|in|from))?|from|as\sof|as\sfrom|"
    r"effective(?:\s(?:as\sof|from|on|in))?|on\sor\safter)|"
    r"(?P<until>until|till|through|up\sto(?:\sand\sincluding)?|to\sand\sincluding|lasting\sto|to(?=\s(?:the\s)?end\sof))|"
    r"(?P<by>by|no\slater\sthan|not\slater\sthan|on\sor\sbefore)|(?P<before>before|ahead\sof|prior\sto)|"
    rf"(?P<after>after|beyond)|(?P<between>between))\s{{1,2}}(?:{_CLOCK}\s{{1,2}})?)?"
    r"(?:(?P<about>at\sleast|about|around|as\searly\sas|as\ssoon\sas|as\slate\sas)\s{1,2})?"
    r"(?:\b(?P<prep>on|in|during|at|for|over|of|throughout|across)\s{1,2})?"
    r"(?:the\s{1,2})?"
    r"(?:\b(?P<calendar>calendar|(?:(?:calendar|financial|marketing|crop)\s)?year)\s)?"
    r"(?:\b(?:(?P<early>early(?:\s(?:on|in))?|(?:beginning|start)\s(?:of|in))|(?P<mid>mid|middle\sof)|"
    r"(?P<late>late(?:\s(?:on|in))?)|(?P<end>end\sof|close\sof)|(?P<earlier>earlier(?:\s(?:in|on))?)|"
    r"(?P<later>later(?:\s(?:in|on))?)|(?P<rest>(?:remainder|rest)\sof)|(?P<hours>small\shours\sof)|(?P<eve>eve\sof))[\s-]{1,2})?$",
    re.IGNORECASE,
)
_RELATIONS = ("since", "until", "by", "before", "after", "between")
_DAY_PARTS = ("early", "mid", "late", "end", "earlier", "later", "rest", "eve")
_DETERMINER = re.compile(r"(?:\b(?:the|a|an|its|his|her|their|our|this|each|every|and|or|to)|[’']s?|[-–—,(])\s?$", re.I)
_SAYING = re.compile(
    r"[’']s?\s+(?:government|cabinet|party|Conservatives?)\b|\s+(?:has|had|is|was|will|would|said|says|"
    r"told|called|wrote|added|met|spoke|resigned|announced|asked|argued|warned|insisted|also|on)\b"
)
_NAMESAKE = re.compile(r"\b(?:Theresa|Mrs\.?|Ms\.?|Mr\.?|Minister|Brian|Elaine)\s(?:May|March)\b")
_NUMBERED = re.compile(
    r"\s+(?:-|[a-z]+-)?(?:vehicles|jobs|workers|people|companies|items|products|farmers|firms|cars|units)\b"
)
_MOVED = re.compile(r"\b(?:move[ds]?|moving|postponed|delayed|shifted|brought forward|pushed back|put off|changed)\s+$")
_JOIN = re.compile(r"\s{0,2}(?:to|through|until|till|and|or|-|–|—)?\s{0,2}$")
_POSSESSIVE = re.compile(r"[’']s?\s")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression in a text, not yet reckoned against any day."""

    span: Span  # with the preposition, as a reader would quote it
    expression: str
    core: Span  # without it
    form: str  # name in `kg.date_forms.FORMS`, or "range"
    relation: str = ""  # since, until, by, before, after, between
    part: str = ""  # early, mid, late, end, earlier, later, rest, eve
    groups: tuple[tuple[str, str], ...] = ()
    ends: tuple[DateMention, DateMention] | None = None  # of a range


def find_dates(text: str, offset: int = 0) -> list[DateMention]:
    """Find the time expressions of a text, in order; `offset` is where the text stands in its document."""
    mentions = (_mention(text, form, match) for form, match in _candidates(text))
    found = _join_ranges(text, [mention for mention in mentions if mention is not None])
    return [_moved(mention, offset) for mention in found]


def resolve(mention: DateMention, published: date | None, tense: Tense = "none", *, opened: bool = False) -> TimeSpan:
    """Reckon a mention from the day of publication.

    "Since June 1" names the day a thing began, so it gives that day; with `opened` it gives that day and all after it.
    """
    try:
        period = _period(mention, published, tense)
        if period is not None:
            period = _related(period, mention, opened=opened)
    except (ValueError, OverflowError):  # no such day: 30 February, the year 0
        period = None
    if period is None:
        return TimeSpan(None, None, Precision.OPEN, mention.expression, mention.span)
    return TimeSpan(period.first, period.last, period.precision, mention.expression, mention.span)


def _candidates(text: str) -> Iterator[tuple[Form, re.Match[str]]]:
    """Give the longest match at each place, none overlapping another."""
    namesake = _NAMESAKE.search(text) is not None
    reached = 0
    for word in _WORD.finditer(text):
        if word.start() < reached:
            continue
        forms = _BY_FIRST.get("#" if word[0][0].isdecimal() else word[0].lower(), ())
        matches = [(match.end(), form, match) for form in forms if (match := form.pattern.match(text, word.start()))]
        for end, form, match in sorted(matches, key=lambda found: -found[0]):
            if _fits(text, form, match, namesake=namesake):
                reached = end
                yield form, match
                break


def _prefix(text: str, start: int) -> re.Match[str] | None:
    return _PREFIX.search(text[max(0, start - _REACH) : start])


def _fits(text: str, form: Form, match: re.Match[str], *, namesake: bool) -> bool:
    """Say whether the words around a match make it a time."""
    if not form.needs:
        return True
    prefix = _prefix(text, match.start())
    given = {name for name, value in (prefix.groupdict() if prefix else {}).items() if value}
    if form.needs == "part":
        return bool(given.intersection(_DAY_PARTS))
    if form.needs == "day":  # "on the 15th", not "the 15th round"
        counted = bool(given.intersection(_RELATIONS)) or (prefix is not None and prefix["prep"] in {"on", "On"})
        return bool(match["near"] or match["near_2"]) or (counted and text[: match.start()].endswith("the "))
    if form.needs == "preposition":
        return bool(given) or bool(match.groupdict().get("near"))
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 24]
    if form.name == "month" and match["month"] in {"May", "March"} and (namesake or _is_name(before, after)):
        return False
    if form.name == "year" and (_NUMBERED.match(after) or before.endswith("Act of ")):
        return False
    return bool(given) or bool(_DETERMINER.search(before)) or form.name == "decade"


def _is_name(before: str, after: str) -> bool:
    return _SAYING.match(after) is not None or before.rstrip().endswith((",", "("))


def _mention(text: str, form: Form, match: re.Match[str]) -> DateMention:
    prefix = _prefix(text, match.start())
    names = {name: value for name, value in (prefix.groupdict() if prefix else {}).items() if value}
    if "prep" in names and (match[0][:3].lower() == "in " or (form.name, names["prep"].lower()) == ("weekday", "in")):
        names = {}  # "put on in the fall", "weighed in Friday"
    start = match.start() - (len(prefix[0]) if prefix and names else 0)
    relation = next((name for name in _RELATIONS if name in names), "")
    if relation in {"after", "before", "since"} and _POSSESSIVE.match(text, match.end()):
        relation, start = "", match.start()  # "after Friday's call" tells when the call was
    groups = tuple((name.rstrip("_23"), value) for name, value in match.groupdict().items() if value)
    return DateMention(
        Span(start, match.end()),
        text[start : match.end()],
        Span(match.start(), match.end()),
        form.name,
        relation,
        next((name for name in _DAY_PARTS if name in names), ""),
        groups,
    )


def _join_ranges(text: str, mentions: Iterable[DateMention]) -> list[DateMention]:
    """Make one mention of "from A to B", "between A and B", "A until B"."""
    joined: list[DateMention] = []
    for mention in mentions:
        if joined and _makes_range(text, joined[-1], mention):
            first = joined.pop()
            span = Span(first.span.start, mention.span.end)
            mention = DateMention(span, span.of(text), span, "range", ends=(first, mention))
        joined.append(mention)
    return joined


def _makes_range(text: str, first: DateMention, second: DateMention) -> bool:
    gap = text[first.span.end : second.span.start]
    if _MOVED.search(text, max(0, first.span.start - 16), first.span.start):
        return False
    if first.ends or not _JOIN.match(gap) or "\n" in gap:
        return False
    if second.relation == "until":
        return first.relation == "since" and not gap.strip()
    if gap.strip() in {"and", "or"}:
        return first.relation == "between" and gap.strip() == "and"
    return bool(gap.strip()) and not second.relation


def _moved(mention: DateMention, offset: int) -> DateMention:
    if not offset:
        return mention
    return replace(
        mention,
        span=Span(mention.span.start + offset, mention.span.end + offset),
        core=Span(mention.core.start + offset, mention.core.end + offset),
    )


def _period(mention: DateMention, now: date | None, tense: Tense) -> Period | None:
    if mention.ends:
        return _range(*mention.ends, now, tense)
    if tense == "past" and mention.relation in {"until", "by", "before"}:
        tense = "none"  # "had to agree before July 24" looks forward from the past
    if mention.form == "own-unit" and mention.part in {"earlier", "later"}:
        return _BY_NAME[mention.form].reckon(dict(mention.groups), now, tense)
    period = _BY_NAME[mention.form].reckon(dict(mention.groups), now, tense)
    return part_of(period, mention.part, now) if period and mention.part else period


def _range(first: DateMention, second: DateMention, now: date | None, tense: Tense) -> Period | None:
    """Reckon both ends; the one that names its year settles the other's."""
    start, end = _period(first, now, tense), None
    if _floats(first) and not _floats(second) and (end := _period(second, now, tense)) and end.first:
        start = _period(first, end.first, "past")
    elif start and start.first and _floats(second):
        end = _period(second, start.first, "future")
    end = end or _period(second, now, tense)
    return stretch(start.first, end.last) if start and end and start.first and end.last else None


def _floats(mention: DateMention) -> bool:
    return _BY_NAME[mention.form].floating and not {"year", "rel", "near"}.intersection(dict(mention.groups))


def _is_closed(mention: DateMention) -> bool:
    return mention.ends is not None or _BY_NAME[mention.form].closed


def _related(period: Period, mention: DateMention, *, opened: bool) -> Period:
    if mention.relation in {"until", "by"} or (mention.relation == "before" and mention.part == "end"):
        return Period(None, period.last, Precision.OPEN)
    if mention.relation == "before" and period.first:
        return Period(None, period.first - timedelta(days=1), Precision.OPEN)
    if mention.relation == "after" and period.last:
        return Period(period.last + timedelta(days=1), None, Precision.OPEN)
    if mention.relation == "since" and opened and not _is_closed(mention):
        return Period(period.first, None, Precision.OPEN)
    return period
