"""Tells facts in a line of plain words: labels of nodes, lines of `--explain`, expected values of frame examples."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import (
    Action,
    AgreementFact,
    Deadline,
    Dependency,
    Engagement,
    Entity,
    Exemption,
    Fact,
    Measure,
    Position,
    Precision,
    Procedure,
    Statement,
    Tenure,
    TimeSpan,
)

UNITS = {"percent-ad-valorem": "%", "percentage-points": " points", "specific": ""}


def names(entities: Iterable[Entity], joiner: str = ", ") -> str:
    """Give labels in order."""
    return joiner.join(e.label for e in entities)


def days(span: TimeSpan | None) -> str:
    """Give a time as people write it, with its words where it could not be resolved."""
    if span is None:
        return ""
    first, last = span.earliest, span.latest
    if first is None and last is None:
        return span.expression
    if first is None or last is None:
        day = first or last
        return f"{'from' if first else 'until'} {day.day} {day:%B %Y}" if day else ""
    if span.precision is Precision.YEAR:
        return str(first.year)
    if span.precision is Precision.MONTH:
        return f"{first:%B %Y}"
    return f"{first.day} {first:%B %Y}" if first == last else f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def _and(labels: list[str]) -> str:
    return labels[0] if len(labels) == 1 else ", ".join(labels[:-1]) + " and " + labels[-1] if labels else ""


def label(fact: Fact) -> str:
    """Give the label of a fact's node."""
    match fact:
        case Engagement():
            who = _and([e.label for e in fact.participants + fact.actors])
            to = f" with {names(fact.recipients)}" if fact.recipients else ""
            place = f" in {names(fact.places)}" if fact.places else ""
            return _dated(f"{fact.kind.capitalize()} of {who}{to}{place}", fact.when)
        case Tenure():
            return f"{fact.person.label} as {fact.office.label}"
        case Measure():
            return measure_label(fact, fact.sectors)
        case Action():
            what = names(fact.agreements) or (
                measure_label(fact.measures[0], fact.measures[0].sectors) if fact.measures else ""
            )
            return _dated(f"{names(fact.actors) or 'Somebody'}: {fact.act} {what}".strip(), fact.when)
        case Exemption():
            ground = fact.agreement.label if fact.agreement else fact.ground
            return f"Exemption from {measure_label(fact.measure, fact.measure.sectors)}: {ground}"
        case AgreementFact():
            return fact.agreement.label
        case Procedure():
            return _dated(
                f"{fact.kind.capitalize()} by {names(fact.actors) or 'unnamed'} on {names(fact.about) or 'trade'}",
                fact.when,
            )
        case Deadline():
            return _dated(f"Deadline of {fact.actor.label} for {names(fact.about)}", fact.when)
        case Statement():
            return _dated(
                f"{fact.speaker.label} {fact.stance}: {names(fact.about) or ', '.join(fact.sectors)}", fact.when
            )
        case Position():
            return f"{fact.actor.label} {fact.stance}: {names(fact.about) or ', '.join(fact.sectors)}"
        case Dependency():
            return f"{fact.dependent.label} relies on {fact.supplier.label} for {', '.join(fact.sectors)}"
    raise TypeError(f"no words for {type(fact).__name__}")


def _dated(words: str, when: TimeSpan | None) -> str:
    told = days(when)
    return f"{words}, {told}" if told else words


def measure_label(measure: Measure, sectors: Iterable[str]) -> str:
    """Give a measure's label for some of its sectors."""
    rate = f"{measure.rate}{UNITS.get(measure.rate_unit or '', '')} " if measure.rate is not None else ""
    by = measure.by.label if measure.by else "unnamed"
    on = f" on {names(measure.targets)}" if measure.targets else ""
    return f"{rate}{measure.kind} of {by}{on}: {', '.join(sectors) or 'all-goods'}"


def tell(fact: Fact) -> str:
    """Give a fact as one line: type, who and what, status in brackets."""
    match fact:
        case Engagement():
            return f"{fact.kind}: {names(fact.parties, ' + ')} [{fact.status}]{_tail(fact.when, fact.sectors)}"
        case Tenure():
            return f"tenure: {fact.person.label} = {fact.office.label}" + (" (former)" if fact.ended else "")
        case Measure():
            return f"measure: {measure_label(fact, sorted(fact.sectors))} [{fact.status}]"
        case Action():
            return f"action: {names(fact.actors, ' + ')} {fact.act} [{fact.status}]{_tail(fact.when, ())}"
        case Exemption():
            return f"exemption: {label(fact)}"
        case AgreementFact():
            return f"agreement: {fact.agreement.label} ({names(fact.parties)}) [{fact.status}]"
        case Procedure():
            return f"procedure: {fact.kind} by {names(fact.actors, ' + ')} [{fact.status}]{_tail(fact.when, ())}"
        case Deadline():
            return f"deadline: {fact.actor.label}{_tail(fact.when, ())} {fact.outcome}"
        case Statement():
            said = f"{fact.speaker.label} {fact.stance} about {names(fact.about)}"
            return f"statement: {said}{_tail(fact.when, fact.sectors)}"
        case Position():
            return f"position: {fact.actor.label} {fact.stance} about {names(fact.about)}{_tail(None, fact.sectors)}"
        case Dependency():
            return f"dependency: {fact.dependent.label} <- {fact.supplier.label}{_tail(None, fact.sectors)}"
    raise TypeError(f"no words for {type(fact).__name__}")


def _tail(when: TimeSpan | None, sectors: Iterable[str]) -> str:
    told, goods = days(when), ", ".join(sorted(sectors))
    return (f" {told}" if told else "") + (f" ({goods})" if goods else "")
