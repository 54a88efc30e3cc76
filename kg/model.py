"""What flows from a document to its graph: frozen values, each made by one stage.

Offsets are code points into `Document.text`, start inclusive, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

BASE = "https://w3id.org/tradekg/"


class Span(NamedTuple):
    """A stretch of a document's text: code points, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the words of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known about it; the same text has the same id wherever it came from."""

    id: str  # first 16 hex digits of sha256
    sha256: str  # of the text in UTF-8
    text: str
    title: str
    published: date | None = None
    published_basis: str = "unknown"  # stated, metadata, inferred, unknown
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    kind: str = "news-article"  # a concept of the document-kind scheme
    language: str = "en"
    note: str | None = None

    @property
    def is_example(self) -> bool:
        """Say whether the manifest calls this an example text."""
        return (self.note or "").lower().startswith("example text")


class EntityKind(StrEnum):
    """What sort of thing an entity is; the value is its folder in the IRI."""

    COUNTRY = "country"
    GOVERNMENT = "gov"
    PERSON = "person"
    ORGANISATION = "org"
    OFFICE = "office"
    PLACE = "place"
    AGREEMENT = "agreement"
    LAW = "law"
    TOPIC = "topic"
    SECTOR = "sector"
    MEASURE = "measure"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that a text names; equal keys give equal IRIs."""

    kind: EntityKind
    key: str  # last part of the IRI
    label: str
    country: str | None = None  # ISO 3166-1 alpha-3 (or EUE, XKX, ISO 3166-3) of its home
    aliases: tuple[str, ...] = ()
    known: bool = False  # described in the registry
    post_in: str | None = None  # for an office: IRI of its organisation
    members: tuple[str, ...] = ()  # for an agreement: alpha-3 codes of its parties

    @property
    def iri(self) -> str:
        """Give the IRI of the thing."""
        folder = "sector/" if self.kind is EntityKind.SECTOR else f"id/{self.kind.value}/"
        return f"{BASE}{folder}{self.key}"


class Precision(StrEnum):
    """How exactly a time is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Calendar days from `earliest` to `latest`, both inclusive; None is open on that side.

    A time that cannot be resolved (no publication date) has neither bound and keeps its words.
    """

    earliest: date | None
    latest: date | None
    precision: Precision
    expression: str = ""  # the words of the text; empty when no words gave it
    span: Span | None = None

    @property
    def resolved(self) -> bool:
        """Say whether at least one bound is known."""
        return self.earliest is not None or self.latest is not None


class Status(StrEnum):
    """How real an event is (first ten), or which stage a measure or agreement has reached."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    HAPPENED = "happened"
    POSSIBLE = "possible"
    PROPOSED = "proposed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    DID_NOT_HAPPEN = "did-not-happen"
    DENIED = "denied"
    CLAIMED = "claimed"
    IN_FORCE = "in-force"
    ANNOUNCED = "announced"
    THREATENED = "threatened"
    SUSPENDED = "suspended"
    ENDED = "ended"
    UNDER_REVIEW = "under-review"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a fact rests on: a sentence (or part of one) and a short phrase inside it."""

    sentence: Span
    phrase: Span  # at most 60 code points, inside the sentence
    supports: tuple[str, ...]  # local names of tp: properties, e.g. "actor", "status"
    pattern: str  # id of the frame that fired
    confidence: float = 0.9
    time_expression: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has: at least one piece of evidence."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement(Fact):
    """Parties deal with each other: meeting, call, visit, negotiation."""

    kind: str
    participants: tuple[Entity, ...] = ()  # meeting, negotiation: both sides alike
    actors: tuple[Entity, ...] = ()  # call: who rings; visit: who travels
    recipients: tuple[Entity, ...] = ()  # call: who is rung; visit: whom they visit
    companions: tuple[Entity, ...] = ()  # delegation
    places: tuple[Entity, ...] = ()
    when: TimeSpan | None = None
    status: Status = Status.HAPPENED
    sectors: tuple[str, ...] = ()
    about: tuple[Entity, ...] = ()
    attributed_to: Entity | None = None

    @property
    def parties(self) -> tuple[Entity, ...]:
        """Give everybody who takes part, delegation included, each once."""
        return tuple(dict.fromkeys(self.participants + self.actors + self.recipients + self.companions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure(Fact):
    """One person holds one office."""

    person: Entity
    office: Entity
    ended: bool = False  # "former"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Fact):
    """A rule of a public authority that changes the conditions of trade, in one state."""

    kind: str
    by: Entity | None  # a government
    targets: tuple[Entity, ...] = ()  # countries
    sectors: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    rate: str | None = None  # decimal as text, so that the spelling is kept
    rate_unit: str | None = None  # percent-ad-valorem, percentage-points, specific
    status: Status = Status.IN_FORCE
    starts: TimeSpan | None = None
    ends: TimeSpan | None = None
    legal_basis: Entity | None = None
    rate_before: str | None = None  # the height this state replaces
    volume: tuple[str, str] | None = None  # decimal as text, and its unit in the text's words
    answers: tuple[str, ...] = ()  # alpha-3 codes of those whose measures it is taken in return for


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Fact):
    """An authority makes, changes, suspends or ends a measure or an agreement."""

    act: str
    actors: tuple[Entity, ...]
    measures: tuple[Measure, ...] = ()
    agreements: tuple[Entity, ...] = ()
    when: TimeSpan | None = None
    status: Status = Status.HAPPENED
    attributed_to: Entity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption(Fact):
    """Goods or origins to which a measure does not apply."""

    measure: Measure
    ground: str = ""
    agreement: Entity | None = None
    sectors: tuple[str, ...] = ()
    countries: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFact(Fact):
    """What the document itself says of an agreement: its parties and its stage."""

    agreement: Entity
    parties: tuple[Entity, ...] = ()  # countries
    status: Status = Status.IN_FORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Fact):
    """A formal process under a law or an agreement."""

    kind: str
    actors: tuple[Entity, ...] = ()
    about: tuple[Entity, ...] = ()
    sectors: tuple[str, ...] = ()
    when: TimeSpan | None = None
    status: Status = Status.ONGOING


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Fact):
    """A time set by somebody by which something is to be achieved."""

    actor: Entity
    about: tuple[Entity, ...] = ()
    when: TimeSpan | None = None
    outcome: str = "unclear"
    status: Status = Status.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Fact):
    """Somebody says or writes something, with one stance."""

    speaker: Entity
    stance: str = "asserts"
    kind: str = "remark"
    about: tuple[Entity, ...] = ()
    sectors: tuple[str, ...] = ()
    recipients: tuple[Entity, ...] = ()
    quotes: tuple[str, ...] = ()  # verbatim, at most 200 code points each
    when: TimeSpan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Fact):
    """A stance ascribed by the writer, with no utterance reported."""

    actor: Entity
    stance: str
    about: tuple[Entity, ...] = ()
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency(Fact):
    """Somebody relies on supplies from a country."""

    dependent: Entity
    supplier: Entity  # a country
    sectors: tuple[str, ...] = ()
    kind: str = "input-supply"
