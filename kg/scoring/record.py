"""The figures of the last commit (`tests/golden/scores.json`), and what has changed since.

Facts are kept of the part that is read; of the part that is only scored, figures alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.scoring.figures import ALL, Part
from kg.scoring.wording import identities

READ, HELD = "read", "held"
FATES = {"found": "right", "missed": "missed", "extra": "extra"}
GROUPS = ("types", "slots", "frames")
TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: figures of each part, facts of the part that is read."""

    parts: Mapping[str, Mapping[str, Any]]
    facts: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of the program did to the facts of the part that is read."""

    gained: tuple[str, ...] = ()  # found now
    lost: tuple[str, ...] = ()  # found no more
    wrong: tuple[str, ...] = ()  # extra now
    mended: tuple[str, ...] = ()  # extra no more


def keep(parts: Iterable[Part]) -> Kept:
    """Give what is to be kept of the figures."""
    by_name = {p.name: p for p in parts}
    chosen = [by_name[n] for n in (READ, HELD) if n in by_name]
    facts = {f: tuple(sorted(n for n, _, _ in identities(by_name[READ].judged, kind))) for f, kind in FATES.items()}
    return Kept({p.name: _figures(p) for p in chosen}, facts)


def _figures(part: Part) -> dict[str, Any]:
    return {
        "documents": len(part.documents),
        "types": {
            name: {
                "precision": round(f.precision, 3),
                "recall": round(f.recall, 3),
                "f1": round(f.f1, 3),
                "right": round(f.right, 2),
                "missed": round(f.missed, 2),
                "extra": round(f.extra, 2),
            }
            for name, f in part.types.items()
        },
        "slots": {name: {"right": round(value, 3)} for name, value in part.slots.items()},
        "frames": {name: {"right": round(c.right, 2), "wrong": round(c.wrong, 2)} for name, c in part.frames.items()},
    }


def write_kept(kept: Kept, path: Path) -> None:
    """Write a file in which each figure and each fact has a line, so that its diff tells what changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_lines({"parts": kept.parts, "facts": kept.facts}) + "\n", encoding="utf-8")


def _lines(value: Any, depth: int = 0) -> str:
    """Write JSON with one line for each innermost object and each string of a list."""
    pad = " " * (depth + 1)
    if isinstance(value, Mapping) and any(isinstance(v, (Mapping, list, tuple)) for v in value.values()):
        rows = [f"{pad}{json.dumps(k)}: {_lines(v, depth + 1)}" for k, v in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + " " * depth + "}"
    if isinstance(value, (list, tuple)) and value:
        rows = [pad + json.dumps(v, ensure_ascii=False) for v in value]
        return "[\n" + ",\n".join(rows) + "\n" + " " * depth + "]"
    return json.dumps(value, ensure_ascii=False)


def read_kept(path: Path) -> Kept | None:
    """Read what was kept; None when nothing was."""
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        kept = Kept(
            {name: {g: _rows(part[g]) for g in GROUPS} for name, part in data["parts"].items()},
            {fate: [str(name) for name in data["facts"][fate]] for fate in FATES},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} does not hold kept figures", hint="make scores", subject=str(path)) from error
    return kept


def _rows(group: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    return {name: {key: float(value) for key, value in row.items()} for name, row in group.items()}


def changes(old: Kept, new: Kept) -> Changes:
    """Tell facts gained and lost."""
    return Changes(
        gained=_without(new.facts["found"], old.facts["found"]),
        lost=_without(old.facts["found"], new.facts["found"]),
        wrong=_without(new.facts["extra"], old.facts["extra"]),
        mended=_without(old.facts["extra"], new.facts["extra"]),
    )


def _without(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    taken = set(others)
    return tuple(n for n in names if n not in taken)


def f1_of(kept: Kept, part: str) -> float:
    """Give a part's F1 over all types."""
    return float(kept.parts[part]["types"][ALL]["f1"])


def drops(old: Kept, new: Kept) -> list[str]:
    """Tell each part whose F1 fell by more than 0.01."""
    return [
        f"{part}: F1 {f1_of(old, part):.3f} -> {f1_of(new, part):.3f}"
        for part in old.parts
        if part in new.parts and f1_of(old, part) - f1_of(new, part) > TOLERANCE + 1e-9
    ]
