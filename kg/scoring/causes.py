"""Why facts are missed, by count: told otherwise, dropped for a reason, or seen by no frame."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kg.frames import load_frames
from kg.scoring.run import Judged
from kg.scoring.scorer import Item, Outcome
from kg.trace import Drop

OTHERWISE, UNSEEN = "found otherwise (other arguments, status or time)", "no frame saw it"
FAMILIES = {
    "engagements": "engagement", "measures": "measure", "agreements": "agreement", "actions": "action",
    "exemptions": "exemption", "deadlines": "deadline", "dependencies": "dependency", "procedures": "procedure",
    "statements": "statement", "positions": "position",
}  # fmt: skip


def causes(judged: Iterable[Judged]) -> dict[tuple[str, str], float]:
    """Give the weight of missed facts by type and cause, the greatest first."""
    counts: dict[tuple[str, str], float] = {}
    for one in judged:
        for outcome in one.judgement.outcomes:
            if outcome.kind == "missed" and outcome.wanted is not None:
                key = (outcome.wanted["type"], cause(one, outcome.wanted))
                counts[key] = counts.get(key, 0.0) + outcome.weight
    return dict(sorted(counts.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0])))


def cause(judged: Judged, item: Item) -> str:
    """Give why one fact is missed: what was dropped counts before what was seen by nobody."""
    if any(o.kind == "extra" and _is_near(o, item) for o in judged.judgement.outcomes):
        return OTHERWISE
    reasons = [d.reason for d in drops_near(judged, item) if item["type"] in families(d.frame)]
    return f"dropped: {reasons[0]}" if reasons else UNSEEN


def _is_near(outcome: Outcome, item: Item) -> bool:
    found = outcome.found
    return found is not None and found["type"] == item["type"] and _overlap(found["ev"], item["ev"])


def drops_near(judged: Judged, item: Item) -> list[Drop]:
    """Give the candidates that were dropped in the words a fact rests on."""
    return [d for d in judged.drops if _overlap([d.span], item["ev"])]


def _overlap(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> bool:
    spans = list(other)
    return any(s < e2 and s2 < e for s, e in one for s2, e2 in spans)


@cache
def _families() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, kind in FAMILIES.items():
        for frame in load_frames(name):
            found.setdefault(frame.id, set()).add(kind)
    return found


def families(frame: str) -> set[str]:
    """Give the types of fact that a frame finds; the frames of titles, which are code, find tenures."""
    return _families().get(frame, {"tenure"})
