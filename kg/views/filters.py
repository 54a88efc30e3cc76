"""What a view is asked for: filter values as people write them, resolved against the graph."""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from kg.errors import UnknownFilter
from kg.model import BASE, Status

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
    """An agent asked for, with the holders of its offices when it is a government or body."""

    iri: str
    label: str
    holders: tuple[str, ...] = ()

    @property
    def iris(self) -> tuple[str, ...]:
        """Give everybody who counts as this agent."""
        return (self.iri, *self.holders)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a view is narrowed to; an empty value narrows nothing."""

    sector: tuple[str, ...] = ()  # IRIs; narrower sectors are included
    who: tuple[Who, ...] = ()
    since: date | None = None
    until: date | None = None
    status: tuple[str, ...] = ()  # local names; empty: everything but LEFT_OUT
    examples: str = "with"  # with, without or only

    def active(self) -> tuple[str, ...]:
        """Name the filters that narrow, as they are called in an address."""
        given = (self.sector, self.who, self.since, self.until, self.status, self.examples != "with")
        return tuple(name for name, value in zip(NAMES, given, strict=True) if value)

    def without(self, name: str) -> Filters:
        """Give the same filters less the one called `name`."""
        field = {"from": "since", "to": "until"}.get(name, name)
        return replace(self, **{field: getattr(Filters(), field)})

    def in_words(self, name: str) -> str:
        """Give a filter's value as a person would write it."""
        if name == "sector":
            return ", ".join(iri.rsplit("/", 1)[-1] for iri in self.sector)
        if name == "who":
            return ", ".join(who.label for who in self.who)
        value = {"from": self.since, "to": self.until, "status": ", ".join(self.status), "examples": self.examples}[
            name
        ]
        return str(value or "")


NAMES = ("sector", "who", "from", "to", "status", "examples")

_SECTORS = """PREFIX tp: <https://w3id.org/tradekg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?label WHERE { ?thing a tp:Sector ; skos:prefLabel|skos:altLabel ?label }"""

_AGENTS = """PREFIX tp: <https://w3id.org/tradekg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#>
SELECT DISTINCT ?thing ?label WHERE {
  VALUES ?type { foaf:Person tp:Government org:Organization tp:Country }
  ?thing a ?type ; skos:prefLabel|skos:altLabel ?label }"""

_HOLDERS = """PREFIX tp: <https://w3id.org/tradekg/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
SELECT DISTINCT ?thing WHERE {{ ?tenure tp:holder ?thing ; tp:office ?office . ?office org:postIn <{body}> }}"""


def parse_filters(
    mapping: Mapping[str, Any], select: Select, *, allowed: Iterable[str] = NAMES, statuses: Iterable[str] = ()
) -> Filters:
    """Read filters as they stand in an address, an option or a keyword argument."""
    given = _spelled(mapping, tuple(allowed))
    since, until = _day(given.get("from"), "from", last=False), _day(given.get("to"), "to", last=True)
    if since and until and since > until:
        raise UnknownFilter(f"from ({since}) is after to ({until}); exchange the two.", subject="from")
    return Filters(
        sector=tuple(_sector(word, select) for word in _words(given.get("sector"))),
        who=tuple(_who(word, select) for word in _words(given.get("who"))),
        since=since,
        until=until,
        status=tuple(_one_of(word, "status", tuple(statuses)) for word in _words(given.get("status"))),
        examples=_one_of(str(given.get("examples", "with")).strip().lower(), "examples", EXAMPLES),
    )


def _spelled(mapping: Mapping[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    """Give the filters that are set, by their proper names; refuse what the view does not know."""
    found = {}
    for key, value in mapping.items():
        name = SPELLINGS.get(key, key)
        if name not in allowed:
            raise UnknownFilter(
                f"There is no filter {name!r} here{_nearest(name, allowed)}; filters are {', '.join(allowed)}.",
                subject=name,
            )
        if value not in (None, "", (), []):
            found[name] = value
    return found


def _words(value: Any) -> list[str]:
    """Split a value at its commas; a list stays a list."""
    parts = value.split(",") if isinstance(value, str) else [str(part) for part in value or ()]
    return [part.strip() for part in parts if part.strip()]


def _nearest(word: str, choices: Iterable[str]) -> str:
    """Give ", did you mean X?" where something is near, else nothing."""
    lowered = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.55)
    return f"; did you mean {lowered[near[0]]!r}?" if near else ""


def _one_of(word: str, name: str, choices: tuple[str, ...]) -> str:
    slug = word.lower().replace(" ", "-")
    if slug in choices:
        return slug
    near = _nearest(slug, choices) or "."
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


def _named(select: Select, query: str) -> dict[str, list[str]]:
    """Give the IRIs of each name in lower case; the last part of an IRI is a name too."""
    names: dict[str, list[str]] = {}
    for row in select(query).rows:
        iri = row["thing"].value
        for name in (row["label"].value.lower(), iri.rsplit("/", 1)[-1].lower(), iri.lower()):
            if iri not in names.setdefault(name, []):
                names[name].append(iri)
    return names


def _sector(word: str, select: Select) -> str:
    names = _named(select, _SECTORS)
    if found := names.get(word.lower()):
        return found[0]
    choices = sorted({iri.rsplit("/", 1)[-1] for iris in names.values() for iri in iris})
    near = _nearest(word, names)
    hint = "" if near else f" Sectors are: {', '.join(choices)}."
    raise UnknownFilter(f"Unknown sector {word!r}{near or '.'}{hint}", subject=word)


def _who(word: str, select: Select) -> Who:
    """Find one person, body or government; a country stands for its government."""
    labels: dict[str, str] = {}
    for row in select(_AGENTS).rows:
        labels.setdefault(row["thing"].value, row["label"].value)
    names = _named(select, _AGENTS)
    found = {_government(iri) for iri in names.get(word.lower()) or _by_part(word.lower(), labels)}
    if len(found) > 1:
        raise UnknownFilter(
            f"{word!r} could be {_either(labels.get(iri, iri) for iri in found)}; write the whole name.", subject=word
        )
    if not found:
        raise UnknownFilter(f"Nobody here is called {word!r}{_nearest(word, labels.values()) or '.'}", subject=word)
    iri = found.pop()
    holders = () if "/person/" in iri else _holders(iri, select)
    return Who(iri=iri, label=labels.get(iri, iri.rsplit("/", 1)[-1]), holders=holders)


def _government(iri: str) -> str:
    return iri.replace(f"{BASE}id/country/", f"{BASE}id/gov/")


def _by_part(word: str, labels: Mapping[str, str]) -> list[str]:
    """Find people by a part of their name, so that a surname is enough where only one person bears it."""
    return [iri for iri, label in labels.items() if "/person/" in iri and word in label.lower().split()]


def _either(labels: Iterable[str]) -> str:
    return " or ".join(sorted(labels)[:5])


def _holders(body: str, select: Select) -> tuple[str, ...]:
    # The IRI comes from our own store, but a store may hold anything: no bracket may end the term early.
    if re.search(r'[<>"{}|^`\\\s]', body):
        return ()
    return tuple(sorted(row["thing"].value for row in select(_HOLDERS.format(body=body)).rows))
