"""The least and the greatest count of facts of each class over the golden texts: a silent loss is a failing test."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.golden.cases import HERE, yields

PATH = HERE / "yields.toml"
HEAD = """# Facts of each class over the seed and the six example texts: no fewer than `least`, no more than `greatest`.
# `make golden` sets a range anew where a count has left it: look at the golden files' diff first.
"""
Range = tuple[int, int]


def read(place: Path = PATH) -> dict[str, Range]:
    """Give the ranges by class."""
    data = tomllib.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    return {name: (row["least"], row["greatest"]) for name, row in data.items()}


def outside(counts: dict[str, int], ranges: dict[str, Range]) -> list[str]:
    """Tell the classes whose count has left its range."""
    told = []
    for name in sorted(counts.keys() | ranges.keys()):
        least, greatest = ranges.get(name, (1, 0))
        if not least <= counts.get(name, 0) <= greatest:
            told.append(f"{name}: {counts.get(name, 0)}, not {least} to {greatest}")
    return told


def accept(place: Path = PATH) -> None:
    """Set anew the ranges that were left: a tenth (and at least one) to either side."""
    counts, old = yields(), read(place)
    left = {line.split(":")[0] for line in outside(counts, old)}
    rows = {n: _around(counts[n]) if n in left else old[n] for n in sorted(counts.keys() | old.keys()) if counts[n]}
    text = "".join(f"\n[{n}]\nleast = {least}\ngreatest = {greatest}\n" for n, (least, greatest) in rows.items())
    place.write_text(HEAD + text, encoding="utf-8")


def _around(count: int) -> Range:
    room = max(1, round(count / 10))
    return max(1, count - room), count + room
