"""Figures of a part of the corpus: precision, recall and F1 by type, slots right, frames right and wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.scoring.run import Judged
from kg.scoring.scorer import Outcome

ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of right, missed and extra facts, and what follows from them."""

    right: float = 0.0
    missed: float = 0.0
    extra: float = 0.0

    @property
    def precision(self) -> float:
        """How much of what was found is right."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 0.0

    @property
    def recall(self) -> float:
        """How much of what was asked for is found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def plus(self, other: Figures) -> Figures:
        """Give the figures of both together."""
        return Figures(self.right + other.right, self.missed + other.missed, self.extra + other.extra)


@dataclass(frozen=True, slots=True)
class FrameCount:
    """What one frame found: right, wrong, and what was neither asked for nor wrong."""

    right: float = 0.0
    wrong: float = 0.0
    spare: float = 0.0

    def plus(self, outcome: Outcome) -> FrameCount:
        """Count one more fact."""
        name = "wrong" if outcome.kind == "extra" else outcome.kind
        return replace(self, **{name: getattr(self, name) + outcome.weight})


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of some documents."""

    name: str
    documents: tuple[str, ...]
    types: dict[str, Figures]  # with ALL last
    slots: dict[str, float]
    frames: dict[str, FrameCount]
    without_evidence: int = 0
    phrases: int = 0
    misplaced: int = 0
    judged: tuple[Judged, ...] = field(default=(), repr=False)

    @property
    def f1(self) -> float:
        """F1 over all types."""
        return self.types[ALL].f1


def part_of(name: str, judged: Iterable[Judged]) -> Part:
    """Add up some documents."""
    chosen = tuple(judged)
    return Part(
        name,
        tuple(j.name for j in chosen),
        _types(chosen),
        _slots(chosen),
        _frames(chosen),
        sum(j.without_evidence for j in chosen),
        sum(j.phrases for j in chosen),
        sum(j.misplaced for j in chosen),
        chosen,
    )


def _types(judged: Iterable[Judged]) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    total = Figures()
    for one in judged:
        for kind, counts in one.judgement.types.items():
            told = Figures(counts["tp"], counts["fn"], counts["fp"])
            found[kind] = found.get(kind, Figures()).plus(told)
            total = total.plus(told)
    return {**dict(sorted(found.items())), ALL: total}


def _slots(judged: Iterable[Judged]) -> dict[str, float]:
    """Give for each slot of matched facts how often it is right; for lists its F1."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in judged:
        for slot, told in one.judgement.slots.items():
            counts[slot].update(told)
    return {slot: _right(told) for slot, told in sorted(counts.items())}


def _right(told: Counter[str]) -> float:
    if told.keys() & {"tp", "fn", "fp"}:
        return Figures(told["tp"], told["fn"], told["fp"]).f1
    return told["right"] / max(1, told["right"] + told["wrong"])


def _frames(judged: Iterable[Judged]) -> dict[str, FrameCount]:
    counts: dict[str, FrameCount] = {}
    for one in judged:
        for outcome in one.judgement.outcomes:
            if outcome.found is not None:
                frame = one.ground(outcome).frame
                counts[frame] = counts.get(frame, FrameCount()).plus(outcome)
    return dict(sorted(counts.items()))
