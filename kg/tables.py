"""Query results as a table for a terminal: short names, aligned columns, nothing that could steer the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pyoxigraph as ox

from kg.results import Result, Term
from kg.turtle import Shortener


def as_table(result: Result) -> str:
    """Write a SELECT or ASK result."""
    if result.kind == "ask":
        return "yes\n" if result.boolean else "no\n"
    short = Shortener()
    rows = [[_cell(row.get(name), short) for name in result.variables] for row in result.rows]
    return align(result.variables, rows) + f"{len(rows)} row{'' if len(rows) == 1 else 's'}\n"


def align(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write rows under a head, each column as wide as its widest cell."""
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    lines = [head, ["-" * width for width in widths], *rows]
    return "".join(_line(line, widths) + "\n" for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cell(term: Term | None, short: Shortener) -> str:
    if term is None:
        return ""
    return printable(term.value if isinstance(term, ox.Literal) else short.term(term))


def printable(text: str) -> str:
    """Leave out control characters, which a terminal would obey, and line breaks."""
    return "".join(
        " " if c in "\n\t" else c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf")
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)
