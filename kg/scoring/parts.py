"""The corpus in two parts: documents that were read while rules were written, and documents that are only scored."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from kg.errors import UsageError
from kg.scoring.figures import Part, part_of
from kg.scoring.record import HELD, READ
from kg.scoring.run import Judged

WHOLE = "all"


def in_parts(judged: Sequence[Judged], split: Path | None) -> tuple[Part, ...]:
    """Give the figures of both parts and of all; of all alone where the split names none of the documents."""
    whole = part_of(WHOLE, judged)
    read, held = _named(split)
    if not read & set(whole.documents):
        return (whole,)
    stray = set(whole.documents) - read - held
    if stray:
        raise UsageError(f"{split} puts {', '.join(sorted(stray))} in no part", subject=str(split))
    return (
        part_of(READ, (j for j in judged if j.name in read)),
        part_of(HELD, (j for j in judged if j.name in held)),
        whole,
    )


def _named(split: Path | None) -> tuple[set[str], set[str]]:
    if split is None or not split.is_file():
        return set(), set()
    try:
        data = tomllib.loads(split.read_text(encoding="utf-8"))
        return set(data[READ]), set(data[HELD])
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise UsageError(f"{split} is no split: it lists document ids as read and held", subject=str(split)) from error
