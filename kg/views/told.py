"""A row of a view's answer as values: one fact, as one document tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import unquote

Row = Mapping[str, Any]

_KINDS = {
    "person": "person", "gov": "government", "org": "organisation", "country": "country", "office": "office",
    "agreement": "agreement", "measure": "measure", "event": "event", "topic": "topic", "law": "law", "place": "place",
    "sector": "sector", "tenure": "tenure", "position": "position", "dependency": "dependency",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """What takes part in a fact: an agent, country, measure, sector."""

    iri: str
    label: str
    country: str = ""  # ISO code of its home

    @property
    def kind(self) -> str:
        """Tell from the pattern of its IRI what sort of thing it is."""
        return kind_of(self.iri)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with all that one document says of it."""

    fact: str
    cls: str  # local name of its class
    status: str
    document: str
    title: str
    published: str
    roles: Mapping[str, tuple[Thing, ...]]
    bodies: Mapping[str, tuple[Thing, ...]]  # "role:person" -> those for whom the person acts
    earliest: str
    latest: str
    ends: str  # last day of the span in which it ends
    expression: str
    sectors: tuple[Thing, ...]
    places: tuple[str, ...]
    evidence: tuple[tuple[int, int, str], ...]
    statuses: tuple[str, ...]  # of all documents
    more: Mapping[str, str] = field(default_factory=dict)  # what only some classes have: kind, rate, stance

    def of(self, *roles: str) -> tuple[Thing, ...]:
        """Give everybody in one of the roles, each once, in the order of their IRIs."""
        found = {thing.iri: thing for role in roles for thing in self.roles.get(role, ())}
        return tuple(found[iri] for iri in sorted(found))

    @property
    def day(self) -> str:
        """Give the day by which facts are put in order."""
        return self.latest or self.earliest or self.published


def value(row: Row, name: str) -> str:
    """Give the text of a cell; an unbound one is empty."""
    term = row.get(name)
    return "" if term is None else str(term.value)


def last_part(iri: str) -> str:
    """Give what follows the last slash or hash of an IRI."""
    return iri.replace("#", "/").rsplit("/", 1)[-1]


@cache
def _kind(folder: str) -> str:
    return _KINDS.get(folder, "thing")


def kind_of(iri: str) -> str:
    """Tell from the pattern of an IRI what sort of thing it names."""
    return _kind(iri.rsplit("/", 2)[-2] if iri.count("/") > 1 else "")


def read(rows: Iterable[Row], more: Iterable[str] = ()) -> list[Told]:
    """Read the rows, in an order of their own, so that equal data give equal graphs whatever the engine.

    `more` names the columns that only some views have.
    """
    wanted = tuple(more)
    found = [_told(row, wanted) for row in rows]
    found.sort(key=lambda told: (told.fact, told.document, told.status, told.cls, sorted(told.more.items())))
    return found


def read_bare(rows: Iterable[Row]) -> list[Told]:
    """Read rows that say of facts only which things are in them, in an order of their own."""
    found = [
        Told(
            fact=value(row, "fact"), cls=last_part(value(row, "class")), status="", document="", title="", published="",
            roles=_parties(_lines(row, "parties"))[0], bodies={}, earliest="", latest="", ends="", expression="",
            sectors=(), places=(), evidence=(), statuses=(),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda told: (told.fact, told.cls))


def _told(row: Row, more: tuple[str, ...]) -> Told:
    document = last_part(value(row, "document"))
    times = _times(_lines(row, "times"))
    words = [parts for line in _lines(row, "words") if len(parts := line.split(" ", 3)) == 4]
    roles, bodies = _parties(_lines(row, "parties"))
    return Told(
        fact=value(row, "fact"),
        cls=last_part(value(row, "class")),
        status=last_part(value(row, "status")),
        document=document,
        title=value(row, "title") or document,
        published=value(row, "issued"),
        roles=roles,
        bodies=bodies,
        earliest=times[0],
        latest=times[1],
        ends=times[2],
        expression=min((unquote(word[2]) for word in words if word[2]), default=""),
        sectors=_named(_lines(row, "sectors")),
        places=tuple(_lines(row, "places")),
        evidence=tuple(sorted((int(word[0]), int(word[1]), word[3].replace("⏎", "\n")) for word in words)),
        statuses=tuple(sorted({last_part(iri) for iri in _lines(row, "statuses")})),
        more={name: value(row, name) if name == "label" else last_part(value(row, name)) for name in more},
    )


def _lines(row: Row, name: str) -> list[str]:
    """Give the lines of a joined cell, each once and in order."""
    return sorted({line for line in value(row, name).split("\n") if line})


def _parties(lines: list[str]) -> tuple[dict[str, tuple[Thing, ...]], dict[str, tuple[Thing, ...]]]:
    """Read lines of role, IRI, country and name; a thing with several names or homes takes the first of each."""
    roles: dict[str, dict[str, Thing]] = {}
    for line in lines:
        role, iri, home, name = (*line.split(" ", 3), "", "", "")[:4]
        if not iri:
            continue  # the rest of a name that holds a line break
        known = roles.setdefault(role, {})
        if iri not in known or (not known[iri].country and home != "-"):
            known[iri] = Thing(iri, name or last_part(iri).replace("-", " "), home.replace("-", ""))
    made = {role: tuple(things.values()) for role, things in roles.items()}
    acting = {role.removeprefix("for:"): things for role, things in made.items() if role.startswith("for:")}
    return {role: things for role, things in made.items() if not role.startswith("for:")}, acting


def _named(lines: list[str]) -> tuple[Thing, ...]:
    """Read lines of IRI and name, each IRI once, in the order of their names."""
    found: dict[str, Thing] = {}
    for line in lines:
        iri, gap, name = line.partition(" ")
        if not gap or ":" not in iri:
            continue
        found.setdefault(iri, Thing(iri, name or last_part(iri).replace("-", " ")))
    return tuple(sorted(found.values(), key=lambda thing: (thing.label, thing.iri)))


def _times(lines: list[str]) -> tuple[str, str, str]:
    """Give first and last day of the span in which it takes place or begins, and the last of that in which it ends."""
    spans = {role: (first.strip("-"), last.strip("-")) for role, first, last in (line.split(" ") for line in lines)}
    first, last = spans.get("when") or spans.get("starts") or ("", "")
    return first, last, spans.get("ends", ("", ""))[1]
