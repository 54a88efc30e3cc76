"""What a view is asked for: filter values as people write them, resolved against the graph."""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import UnknownFilter
from kg.model import Status

if TYPE_CHECKING:
    from kg.views.names import Names

LEFT_OUT = (Status.DENIED.value, Status.CANCELLED.value, Status.DID_NOT_HAPPEN.value)
EXAMPLES = ("with", "without", "only")
SPELLINGS = {"from_": "from", "since": "from", "until": "to", "example": "examples"}


class Rows(Protocol):
    """An answer to a SELECT query: one mapping of variable to RDF term for each row."""

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """Give the rows; a term is any object with a `value`, as in pyoxigraph."""


Select = Callable[[str], Rows]


@dataclass(frozen=True, slots=True)
class Who:
    """An agent asked for, with the holders of its offices when it is a government or body, and its variants."""

    iri: str
    label: str
    holders: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    @property
    def iris(self) -> tuple[str, ...]:
        """Give everybody who counts as this agent."""
        # A government acts and its country is acted upon: whoever asks for the one means both.
        land = (self.iri.replace("/id/gov/", "/id/country/"),) if "/id/gov/" in self.iri else ()
        return (self.iri, *land, *self.variants, *self.holders)


@dataclass(frozen=True, slots=True)
class Topic:
    """A sector asked for, with those that are part of it."""

    iri: str
    narrower: tuple[str, ...] = ()

    @property
    def iris(self) -> tuple[str, ...]:
        """Give everything that counts as this sector."""
        return (self.iri, *self.narrower)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a view is narrowed to; an empty value narrows nothing."""

    sector: tuple[Topic, ...] = ()
    who: tuple[Who, ...] = ()
    since: date | None = None
    until: date | None = None
    status: tuple[str, ...] = ()  # local names; empty: everything but LEFT_OUT
    kind: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    examples: str = "with"  # with, without or only
    by: str = ""  # people stand for their government or organisation
    project: str = ""  # one side of a two-mode view
    focus: Who | None = None  # the middle of an ego view
    steps: int = 1  # how far it reaches
    near: tuple[str, ...] = ()  # the nodes whose facts it takes, worked out from focus and steps

    def active(self) -> tuple[str, ...]:
        """Name the filters that narrow, as they are called in an address."""
        return tuple(name for name in NARROWING if self._value(name) not in ((), None, "with"))

    def _value(self, name: str) -> Any:
        return getattr(self, FIELDS.get(name, name))

    def without(self, name: str) -> Filters:
        """Give the same filters less the one called `name`."""
        field = FIELDS.get(name, name)
        return replace(self, **{field: getattr(Filters(), field)})

    def in_words(self, name: str) -> str:
        """Give a filter's value as a person would write it."""
        value = self._value(name)
        if name == "sector":
            return ", ".join(topic.iri.rsplit("/", 1)[-1] for topic in value)
        if name == "who":
            return ", ".join(who.label for who in value)
        return ", ".join(value) if isinstance(value, tuple) else str(value or "")

    def everybody(self) -> tuple[str, ...]:
        """Give all nodes that count as one of the agents asked for."""
        return tuple(dict.fromkeys(iri for who in self.who for iri in who.iris))


FIELDS = {"from": "since", "to": "until"}
NARROWING = ("sector", "who", "from", "to", "status", "kind", "stance", "examples")
COMMON = ("sector", "who", "from", "to", "status", "examples")  # what nearly all views know
CHOICES = {"by": ("government", "organisation"), "examples": EXAMPLES}
MOST_STEPS = 3


def parse_filters(
    mapping: Mapping[str, Any],
    names: Names,
    *,
    allowed: Iterable[str] = COMMON,
    choices: Mapping[str, tuple[str, ...]] | None = None,
) -> Filters:
    """Read filters as they stand in an address, an option or a keyword argument.

    `choices` are the values of the filters that take one of a list: status, kind, stance, project.
    """
    given = _spelled(mapping, tuple(allowed))
    since, until = _day(given.get("from"), "from", last=False), _day(given.get("to"), "to", last=True)
    if since and until and since > until:
        raise UnknownFilter(f"from ({since}) is after to ({until}); exchange the two.", subject="from")
    listed = {**CHOICES, **(choices or {})}

    def several(name: str) -> tuple[str, ...]:
        return tuple(_one_of(word, name, listed.get(name, ())) for word in _words(given.get(name)))

    def one(name: str, otherwise: str) -> str:
        return _one_of(str(given[name]).strip(), name, listed.get(name, ())) if name in given else otherwise

    return Filters(
        sector=tuple(names.sector(word) for word in _words(given.get("sector"))),
        who=tuple(names.who(word) for word in _words(given.get("who"))),
        since=since,
        until=until,
        status=several("status"),
        kind=several("kind"),
        stance=several("stance"),
        examples=one("examples", "with"),
        by=one("by", ""),
        project=one("project", ""),
        focus=names.thing(str(given["focus"]).strip()) if "focus" in given else None,
        steps=whole(given.get("steps", 1), "steps", MOST_STEPS),
    )


def whole(value: Any, name: str, most: int) -> int:
    """Read a whole number from 1 to `most`."""
    try:
        number = int(str(value).strip())
    except ValueError:
        number = 0
    if not 1 <= number <= most:
        raise UnknownFilter(f"{name}={value} is not a number from 1 to {most}.", subject=str(value))
    return number


def _spelled(mapping: Mapping[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    """Give the filters that are set, by their proper names; refuse what the view does not know."""
    found = {}
    for key, value in mapping.items():
        name = SPELLINGS.get(key, key)
        if name not in allowed:
            raise UnknownFilter(
                f"There is no filter {name!r} here{nearest(name, allowed)}; filters are {', '.join(allowed)}.",
                subject=name,
            )
        if value not in (None, "", (), []):
            found[name] = value
    return found


def _words(value: Any) -> list[str]:
    """Split a value at its commas; a list stays a list."""
    parts = value.split(",") if isinstance(value, str) else [str(part) for part in value or ()]
    return [part.strip() for part in parts if part.strip()]


def nearest(word: str, choices: Iterable[str]) -> str:
    """Give ", did you mean X?" where something is near, else nothing."""
    lowered = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.55)
    return f"; did you mean {lowered[near[0]]!r}?" if near else ""


def _one_of(word: str, name: str, choices: tuple[str, ...]) -> str:
    slug = word.lower().replace(" ", "-")
    if slug in choices:
        return slug
    near = nearest(slug, choices) or "."
    raise UnknownFilter(f"Unknown {name} {word!r}{near} Known are: {', '.join(choices)}.", subject=word)


def _day(value: Any, name: str, *, last: bool) -> date | None:
    """Read a year, month or day; `last` takes the last day of a year or month."""
    if value is None or isinstance(value, date):
        return value
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", str(value).strip())
    message = f"{name}={value} is not a date; write 2025, 2025-10 or 2025-10-07."
    if match is None:
        raise UnknownFilter(message, subject=str(value))
    try:
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        return date(year, month, int(match[3] or (monthrange(year, month)[1] if last else 1)))
    except ValueError as error:
        raise UnknownFilter(message, subject=str(value)) from error
