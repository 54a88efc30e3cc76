"""What `python -m kg score` does."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from kg.errors import UsageError
from kg.scoring import report
from kg.scoring.figures import Part
from kg.scoring.parts import in_parts
from kg.scoring.record import HELD, READ, keep, read_kept, write_kept
from kg.scoring.run import run
from kg.scoring.scorer import Scorer, find_gold, find_scorer

SPLIT, KEPT = Path("tests/gold/split.toml"), Path("tests/golden/scores.json")
WARNING = (
    "the facts of the part that is only scored follow; a rule written after reading them is no longer tested by it"
)


def score(asked: Namespace) -> int:
    """Judge, print, compare with what was kept, keep."""
    parts = figures(find_gold(asked.gold), scorer=asked.scorer, split=asked.split or SPLIT)
    if asked.json:
        sys.stdout.write(report.as_json(parts))
    else:
        _list(parts, asked)
        sys.stdout.write(report.tables(parts))
        _compare(parts, asked)
    if asked.save:
        _save(parts, asked.kept or KEPT)
    return 0


def figures(gold: Path, *, scorer: str | None = None, split: Path | None = None) -> tuple[Part, ...]:
    """Extract and judge a folder of gold."""
    return in_parts(run(gold, Scorer(find_scorer(scorer))), split)


def _list(parts: Sequence[Part], asked: Namespace) -> None:
    """List facts; those of the held part only where that is asked for by name."""
    wanted = {READ, "all"} if len(parts) == 1 else {READ}
    if asked.show_held:
        print(f"kg: {WARNING}", file=sys.stderr)
        wanted.add(HELD)
    for part in parts:
        if part.name in wanted and (asked.show or part.name == HELD):
            sys.stdout.write(report.listing(part))


def _compare(parts: Sequence[Part], asked: Namespace) -> None:
    if len(parts) == 1:
        return
    try:
        old = read_kept(asked.kept or KEPT)
    except UsageError as error:
        if not asked.save:
            raise
        print(f"kg: {error.message}; it is written anew", file=sys.stderr)
        return
    if old is None:
        return
    sys.stdout.write(report.since(old, keep(parts), limit=None if asked.show else 60))


def _save(parts: Sequence[Part], path: Path) -> None:
    if len(parts) == 1:
        raise UsageError("only figures of both parts are kept; the split names none of these documents")
    write_kept(keep(parts), path)
    print(f"kept in {path}", file=sys.stderr)
