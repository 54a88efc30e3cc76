"""What happened when: facts of each month, by sector and by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kg.questions.answers import Answer, Cell, View
from kg.views.wording import count

NAME = "timeline"
TITLE = "When it happened, by month and sector"
OPTIONS: tuple[str, ...] = ()
VIEW = "meetings"
COLUMNS = ("month", "sector", "status", "facts")


def ask(view: View, options: Mapping[str, str]) -> Answer:
    """Count each fact once a month, sector and status; a span counts in the month in which it begins."""
    result = view({})
    counted: Counter[tuple[str, str, str]] = Counter()
    months: dict[str, set[str]] = {}
    undated: set[str] = set()
    seen = set()
    for _, _, edge in result.graph.edges(data=True):
        month = (edge["earliest"] or edge["latest"])[:7]
        if not month:
            undated.add(edge["fact"])
            continue
        months.setdefault(month, set()).add(edge["fact"])
        for sector in edge["sector_names"] or ["(none named)"]:
            if (key := (edge["fact"], month, sector, edge["status"])) not in seen:
                seen.add(key)
                counted[month, sector, edge["status"]] += 1
    rows: list[dict[str, Cell]] = [
        {"month": month, "sector": sector, "status": status.replace("-", " "), "facts": number}
        for (month, sector, status), number in sorted(counted.items())
    ]
    notes = (f"{count(len(undated), result.view.NOUN)} without a date.",) if undated else ()
    return Answer(NAME, TITLE, _sentence(months, result.view.NOUN, result.answer), COLUMNS, tuple(rows), result, notes)


def _sentence(months: dict[str, set[str]], noun: str, otherwise: str) -> str:
    if not months:
        return otherwise
    busiest = max(sorted(months), key=lambda month: len(months[month]))
    total = len(set().union(*months.values()))
    return f"{count(total, noun)} between {min(months)} and {max(months)}; most in {busiest} ({len(months[busiest])})."
