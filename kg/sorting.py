"""Sorting more lines than one wants to hold in memory: runs on disk, merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice

AT_ONCE = 500_000


def in_order(lines: Iterable[str], *, at_once: int = AT_ONCE) -> Iterator[str]:
    """Give the distinct lines in the order of their code points; no line may hold a line break."""
    source = iter(lines)
    with ExitStack() as held:
        runs: list[Iterable[str]] = []
        while run := list(islice(source, at_once)):
            if len(run) < at_once and not runs:
                yield from sorted(set(run))
                return
            runs.append(_on_disk(sorted(set(run)), held))
        yield from (line for line, _ in groupby(heapq.merge(*runs)))


def _on_disk(run: list[str], held: ExitStack) -> Iterator[str]:
    file = held.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115
    file.writelines(f"{line}\n" for line in run)
    file.seek(0)
    return (line[:-1] for line in file)
