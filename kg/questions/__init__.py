"""Questions over relationship views: who is central, how are two connected, what changed, who says so."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from kg.errors import UnknownView
from kg.questions import (
    central,
    changes,
    communities,
    components,
    counterparts,
    matrix,
    paths,
    sources,
    timeline,
)
from kg.questions.answers import Answer, View

__all__ = ["QUESTIONS", "Answer", "View", "find_question", "split"]

QUESTIONS: tuple[ModuleType, ...] = (
    central, communities, components, matrix, timeline, changes, sources, counterparts, paths,
)  # fmt: skip


def find_question(name: str) -> ModuleType:
    """Give the question of that name or say which is nearest."""
    names = [question.NAME for question in QUESTIONS]
    if name in names:
        return QUESTIONS[names.index(name)]
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    raise UnknownView(f"There is no question {name!r}{hint} Questions are: {', '.join(names)}.", subject=name)


def split(question: ModuleType, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Divide what was given into filters of the view and options of the question."""
    options = {name: str(given[name] or "").strip() for name in question.OPTIONS if name in given}
    return {name: value for name, value in given.items() if name not in options}, options
