"""The tables of figures in the docs, made from the figures that are kept (`make scores`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.scoring.figures import ALL, Figures
from kg.scoring.record import HELD, READ, Kept, read_kept
from tests.golden.cases import HERE, ROOT

PAGE, KEPT = ROOT / "docs" / "extraction.md", HERE / "scores.json"
BEGIN, END = "<!-- figures: written by `make scores` -->\n", "<!-- end of figures -->\n"


def table(kept: Kept) -> str:
    """Give the figures by type, then the slots of matched facts."""
    return "".join(f"{line}\n" for line in (*_types(kept), "", *_slots(kept)))


def _types(kept: Kept) -> Iterator[str]:
    yield "| type | read | only scored | all | gap |"
    yield "|---|---|---|---|---|"
    for name in dict.fromkeys((*kept.parts[READ]["types"], *kept.parts[HELD]["types"])):
        read, held = (_counts(kept.parts[part]["types"].get(name, {})) for part in (READ, HELD))
        cells = (_told(f) for f in (read, held, read.plus(held)))
        yield f"| {'**all**' if name == ALL else name} | {' | '.join(cells)} | {read.f1 - held.f1:+.3f} |"


def _counts(row: dict[str, Any]) -> Figures:
    return Figures(*(row.get(name, 0.0) for name in ("right", "missed", "extra")))


def _told(f: Figures) -> str:
    return f"{f.precision:.3f} / {f.recall:.3f} / {f.f1:.3f}"


def _slots(kept: Kept) -> Iterator[str]:
    yield "| slot of matched facts | read | only scored |"
    yield "|---|---|---|"
    read, held = (kept.parts[part]["slots"] for part in (READ, HELD))
    for name in sorted({*read, *held}):
        yield f"| {name} | {' | '.join(_share(p.get(name)) for p in (read, held))} |"


def _share(row: dict[str, float] | None) -> str:
    return f"{row['right']:.3f}" if row else ""


def page(text: str, kept: Kept) -> str:
    """Give the page with the tables as they should be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(kept)}\n{END}{after}"


def accept() -> None:
    """Write them."""
    kept = read_kept(KEPT)
    if kept is not None:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), kept), encoding="utf-8")
