"""Writing an answer down: a table, JSON, CSV, or the graph it rests on."""

from __future__ import annotations

import csv
import io
import json

from kg.questions.answers import Answer, Cell
from kg.tables import align, printable
from kg.views.formats import guard
from kg.views.formats import write as write_view

OWN = ("table", "json", "csv")
_WIDTH = 44  # of a cell in the text table
_HIDDEN = {"fact", "document"}  # of the text table


def write(answer: Answer, format: str, theme: str = "") -> str | bytes:
    """Write the answer in the named format; the forms of graphs and pictures show what it rests on."""
    if format == "table":
        return as_table(answer)
    if format == "json":
        return as_json(answer)
    if format == "csv":
        return as_csv(answer)
    return write_view(answer.view, format, theme)


def as_table(answer: Answer) -> str:
    """Write the answer and its rows as plain text."""
    columns = [name for name in answer.columns if name not in _HIDDEN]
    rows = [[_short(text(row.get(name, ""))) for name in columns] for row in answer.rows]
    notes = [*answer.notes, *(f"Not counted: {number} {words}." for words, number in answer.view.left_out.items())]
    return "\n".join([answer.answer, *notes, "", align(columns, rows) if rows else ""]).rstrip() + "\n"


def _short(cell: str) -> str:
    cell = printable(" ".join(cell.split()))
    return cell if len(cell) <= _WIDTH else f"{cell[: _WIDTH - 1]}…"


def text(cell: Cell) -> str:
    """Write a cell; a list by commas."""
    return ", ".join(cell) if isinstance(cell, list) else str(cell)


def as_json(answer: Answer) -> str:
    """Write question, answer, rows and the query of the view that it rests on."""
    about = {
        "question": answer.name,
        "title": answer.title,
        "answer": answer.answer,
        "notes": list(answer.notes),
        "view": answer.view.name,
        "counts": answer.view.counts,
        "left_out": answer.view.left_out,
        "rows": [dict(row) for row in answer.rows],
        "iris": dict(answer.iris),
        "query": answer.view.query,
    }
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def as_csv(answer: Answer) -> str:
    """Write one line a row; a cell that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guard(name) for name in answer.columns])
    writer.writerows([guard(text(row.get(name, ""))) for name in answer.columns] for row in answer.rows)
    return out.getvalue()
