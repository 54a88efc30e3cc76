"""Makes the last part of each IRI from what a fact says; equal keys give equal IRIs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.model import (
    Action,
    Deadline,
    Document,
    Engagement,
    Entity,
    EntityKind,
    Exemption,
    Measure,
    Precision,
    Procedure,
    Statement,
    TimeSpan,
)
from kg.slugs import slug

LIMIT = 120


def time_key(span: TimeSpan) -> str:
    """Give `2025-10-07`, `2025-08`, `2026`, two days joined, `until-DAY` or `from-DAY`; empty when unresolved."""
    first, last = span.earliest, span.latest
    if first is None and last is None:
        return ""
    if first is None:
        return f"until-{last}"
    if last is None:
        return f"from-{first}"
    if span.precision is Precision.YEAR:
        return str(first.year)
    if span.precision is Precision.MONTH:
        return f"{first:%Y-%m}"
    return str(first) if first == last else f"{first}_{last}"


def until(day: date) -> TimeSpan:
    """Give the span of an undated past event: some time up to the day the document was issued."""
    return TimeSpan(None, day, Precision.OPEN)


def agent_key(entity: Entity) -> str:
    """Give an agent's part of an event key: governments and countries are told apart from persons by their prefix."""
    return f"gov-{entity.key}" if entity.kind in (EntityKind.GOVERNMENT, EntityKind.COUNTRY) else entity.key


def agents_key(agents: Iterable[Entity]) -> str:
    """Give agents sorted and joined: the same key whichever the sentence names first."""
    return "--".join(sorted({agent_key(a) for a in agents}))


def event_key(name: str, span: TimeSpan | None, agents: Iterable[Entity], topic: str = "") -> str:
    """Give an event's key, or "" when time or agents are missing or the key grows too long."""
    who, when = agents_key(agents), time_key(span) if span is not None else ""
    if not who or not when:
        return ""
    key = "_".join(part for part in (name, when, who, topic) if part)
    return key if len(key) <= LIMIT else ""


def measure_key(measure: Measure, sector: str, document: Document) -> str:
    """Give a measure's key for one of its sectors: who, whom, what, kind, rate, year of start or report."""
    by = measure.by.key if measure.by is not None else "unknown"
    on = "-".join(sorted(t.key for t in measure.targets)) or "all"
    parts = [f"{by}-{on}", sector, measure.kind]
    if measure.rate is not None:
        unit = {"percentage-points": "pts", "specific": "specific"}.get(measure.rate_unit or "", "pct")
        parts.append(f"{measure.rate.replace('.', 'p')}{unit}")
    year = (
        measure.starts.earliest.year
        if measure.starts is not None and measure.starts.earliest
        else document.published.year
        if document.published
        else None
    )
    return "_".join(parts + ([str(year)] if year else []))


def exemption_key(exemption: Exemption, measure: str) -> str:
    """Give an exemption's key: its measure and its ground."""
    ground = (
        exemption.agreement.key if exemption.agreement else "-".join(exemption.sectors) or slug(exemption.ground)[:40]
    )
    return f"{measure}_{ground}"


def fact_event_key(fact: Engagement | Action | Procedure | Deadline | Statement, span: TimeSpan | None) -> str:
    """Give the key of an event-like fact."""
    match fact:
        case Engagement():
            return event_key(fact.kind, span, fact.participants + fact.actors + fact.recipients)
        case Action():
            topic = fact.measures[0].kind if fact.measures else fact.agreements[0].key if fact.agreements else ""
            return event_key("policyaction", span, fact.actors, "_".join(filter(None, (fact.act, topic))))
        case Procedure():
            return event_key(fact.kind, span, fact.actors, fact.about[0].key if fact.about else "")
        case Deadline():
            return event_key("deadline", span, (fact.actor,), fact.about[0].key if fact.about else "")
        case Statement():
            return event_key(
                "statement",
                span,
                (fact.speaker,),
                "_".join(filter(None, (fact.stance, fact.about[0].key if fact.about else ""))),
            )
