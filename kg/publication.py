"""The day a document was published, and how it is known: as given, from metadata, or as its first lines state it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.datelines import dateline

Sourced = tuple[str, date]  # who says so, and which day


@dataclass(frozen=True, slots=True)
class Publication:
    """A day with its basis (stated, metadata, inferred, unknown), and a remark where sources disagree."""

    day: date | None
    basis: str
    remark: str = ""


def publication_of(
    text: str, *, given: date | None = None, basis: str | None = None, metadata: Sequence[Sourced] = ()
) -> Publication:
    """Settle the day: what the caller gives, else the first of the metadata, else the text's dateline.

    Who gives a day may say how it is known. Nothing is guessed: without any of these the day stays unknown.
    """
    found = list(_sources(text, given, basis or "metadata", metadata))
    if not found:
        return Publication(None, "unknown")
    (source, day), basis = found[0]
    others = [f"{said} says {other}" for (said, other), _ in found[1:] if other != day]
    remark = f"published {day} by {source}, though {' and '.join(others)}" if others else ""
    return Publication(day, basis, remark)


def _sources(text: str, given: date | None, basis: str, metadata: Sequence[Sourced]) -> Iterator[tuple[Sourced, str]]:
    if given is not None:
        yield ("what was given", given), basis
    for sourced in metadata:
        yield sourced, "metadata"
    stated = dateline(text)
    if stated is not None:
        yield ("its dateline", stated), "stated"
