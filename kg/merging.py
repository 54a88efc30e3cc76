"""Merges facts of one document that tell the same thing: the more precise one stays, all evidence is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from kg.model import (
    Action,
    AgreementFact,
    Dependency,
    Engagement,
    Evidence,
    Exemption,
    Fact,
    Measure,
    Position,
    Statement,
    Status,
    TimeSpan,
)

# Tellings of one event: the writer's own and a party's, that it goes on and that it took place.
TELLINGS = ({Status.HAPPENED, Status.CLAIMED}, {Status.HAPPENED, Status.ONGOING})
SURER = (Status.ONGOING, Status.HAPPENED)
F = TypeVar("F", bound=Fact)


def merge(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Give the facts in order, with each later telling folded into the first that agrees with it."""
    kept: list[Fact] = []
    for fact in facts:
        for i, old in enumerate(kept):
            if type(old) is type(fact) and (joined := _join(old, fact)) is not None:
                kept[i] = joined
                break
        else:
            kept.append(fact)
    return tuple(kept)


def _join(old: Fact, new: Fact) -> Fact | None:
    match old, new:
        case Engagement(), Engagement():
            return _engagements(old, new)
        case Measure(), Measure():
            same = (old.kind, old.by, set(old.targets), set(old.sectors), old.rate, old.status) == (
                new.kind,
                new.by,
                set(new.targets),
                set(new.sectors),
                new.rate,
                new.status,
            )
            if same and _times_agree(old.starts, new.starts):
                return replace(
                    old,
                    starts=old.starts or new.starts,
                    ends=old.ends or new.ends,
                    goods=tuple(dict.fromkeys(old.goods + new.goods)),
                    evidence=_evidence(old, new),
                )
        case Action(), Action():
            if (
                (old.act, set(old.actors), old.status, old.agreements)
                == (new.act, set(new.actors), new.status, new.agreements)
                and old.measures == new.measures
                and _times_agree(old.when, new.when)
            ):
                return replace(old, when=old.when or new.when, evidence=_evidence(old, new))
        case AgreementFact(), AgreementFact():
            if old.agreement.iri == new.agreement.iri:
                return replace(
                    old, parties=tuple(dict.fromkeys(old.parties + new.parties)), evidence=_evidence(old, new)
                )
        case Dependency(), Dependency():
            if (old.dependent, old.supplier) == (new.dependent, new.supplier):
                return replace(
                    old, sectors=tuple(dict.fromkeys(old.sectors + new.sectors)), evidence=_evidence(old, new)
                )
        case (Exemption(), Exemption()) | (Statement(), Statement()) | (Position(), Position()):
            if replace(old, evidence=()) == replace(new, evidence=()):
                return replace(old, evidence=_evidence(old, new))
    return None


def _engagements(old: Engagement, new: Engagement) -> Engagement | None:
    """Join two tellings of one engagement: same kind and status, parties of one among the other's, times that agree."""
    a, b = set(old.parties), set(new.parties)
    if (
        old.kind != new.kind
        or (old.status is not new.status and {old.status, new.status} not in TELLINGS)
        or not (a <= b or b <= a)
        or not a & b
        or not _times_agree(old.when, new.when)
    ):
        return None
    if len(a & b) < 2 and old.kind != "visit":
        return None
    if set(old.places) and set(new.places) and not set(old.places) & set(new.places) and old.kind == "visit":
        return None
    if old.status is not new.status and old.kind != "visit" and Status.CLAIMED not in (old.status, new.status):
        return None
    return replace(
        old,
        status=next(s for s in SURER if s in (old.status, new.status)) if old.status is not new.status else old.status,
        participants=tuple(dict.fromkeys(old.participants + new.participants)),
        actors=tuple(dict.fromkeys(old.actors + new.actors)),
        recipients=tuple(dict.fromkeys(old.recipients + new.recipients)),
        companions=tuple(dict.fromkeys(old.companions + new.companions)),
        places=tuple(dict.fromkeys(old.places + new.places)),
        when=old.when or new.when,
        sectors=tuple(dict.fromkeys(old.sectors + new.sectors)),
        about=tuple(dict.fromkeys(old.about + new.about)),
        evidence=_evidence(old, new),
    )


def _times_agree(a: TimeSpan | None, b: TimeSpan | None) -> bool:
    if a is None or b is None or not a.resolved or not b.resolved:
        return True
    return not (a.latest and b.earliest and a.latest < b.earliest) and not (
        b.latest and a.earliest and b.latest < a.earliest
    )


def _evidence(old: Fact, new: Fact) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(old.evidence + new.evidence))
