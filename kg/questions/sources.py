"""How far sources agree: how many documents back a fact, and which contradict it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.questions.answers import Answer, Cell, View
from kg.views.filters import LEFT_OUT
from kg.views.wording import count

NAME = "sources"
TITLE = "How far sources agree"
OPTIONS: tuple[str, ...] = ()
VIEW = "meetings"
COLUMNS = ("says", "fact", "backing", "contradicting", "statuses", "documents", "against")
SURE = {"happened", "ongoing", "in-force", "signed", "holds", "ended", "stated", "held"}


def ask(view: View, options: Mapping[str, str]) -> Answer:
    """Set side by side what all documents say of each fact, also those that deny it."""
    shown = view({})
    every = list(shown.view.STATUSES)
    result = shown if shown.filters.status else view({"status": every})
    wanted = {edge["fact"] for _, _, edge in result.graph.edges(data=True)}
    told: dict[str, dict[str, tuple[str, str]]] = {}
    for each in result.told:
        if each.fact in wanted:
            told.setdefault(each.fact, {})[each.document] = (each.status, each.title)
    says = {each.fact: result.view.sentence([each], result.filters) for each in reversed(result.told)}
    rows = [_row(fact, documents, says[fact]) for fact, documents in told.items()]
    rows.sort(key=lambda row: (-int(str(row["contradicting"])), -int(str(row["backing"])), str(row["fact"])))
    return Answer(NAME, TITLE, _sentence(rows, result.answer), COLUMNS, tuple(rows), result)


def _row(fact: str, documents: Mapping[str, tuple[str, str]], says: str) -> dict[str, Cell]:
    """Take for contradiction what one document has as done and another as undone."""
    done = {document for document, (status, _) in documents.items() if status in SURE}
    undone = {document for document, (status, _) in documents.items() if status in LEFT_OUT}
    backing = done or set(documents) - undone or undone
    against = undone if done or backing != undone else set()
    return {
        "says": says,
        "fact": fact,
        "backing": len(backing),
        "contradicting": len(against),
        "statuses": sorted({status.replace("-", " ") for status, _ in documents.values()}),
        "documents": [documents[document][1] for document in sorted(backing)],
        "against": [documents[document][1] for document in sorted(against)],
    }


def _sentence(rows: list[dict[str, Any]], otherwise: str) -> str:
    if not rows:
        return otherwise
    single = sum(row["backing"] == 1 for row in rows)
    against = sum(row["contradicting"] > 0 for row in rows)
    said = f"Of {count(len(rows), 'fact')}, {single:,} rest on one document alone"
    return f"{said}, {len(rows) - single:,} on several; {against:,} {'is' if against == 1 else 'are'} contradicted."
