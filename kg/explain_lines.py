"""Writes an explanation for a terminal, or as JSON for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from textwrap import TextWrapper

from kg.explain import Explanation, Fired, Given, Looked, Named
from kg.tables import printable

WIDTH = 100
LABEL, NAME = 9, 25


def as_text(explanation: Explanation) -> str:
    """Write what was seen, sentence by sentence, in lines of at most 100 columns where words allow it."""
    return "\n".join([*_head(explanation), *(line for s in explanation.sentences for line in _lines(s))]) + "\n"


def as_json(explanation: Explanation) -> str:
    """Write the same as one JSON object."""
    return json.dumps(dataclasses.asdict(explanation), ensure_ascii=False, indent=1) + "\n"


def _head(explanation: Explanation) -> list[str]:
    read = [s for s in explanation.sentences if s.kind != "left out"]
    day = f"published {explanation.published} ({explanation.basis})" if explanation.published else "day unknown"
    counts = f"{len(read)} sentences, {explanation.facts} facts, {explanation.dropped} candidates dropped"
    return [*_wrapped(printable(explanation.title), ""), f"{day}; {counts}"]


def _lines(sentence: Looked) -> Iterator[str]:
    yield ""
    if sentence.kind == "left out":
        yield from _wrapped(printable(sentence.text), "[left out] ")
        return
    mark = " heading" if sentence.kind == "heading" else ""
    yield from _wrapped(printable(sentence.text), f"[{sentence.number}{mark}] ")
    for named in sentence.mentions:
        yield from _named("mention", named.kind, named)
    for named in sentence.references:
        yield from _named("refers", "", named)
    for named in sentence.dates:
        yield from _named("date", "", named)
    for fired in sentence.fired:
        yield from _fired(fired)
    for given in sentence.dropped:
        yield from _given(given)


def _named(label: str, kind: str, named: Named) -> list[str]:
    return _row(label, kind, f"{printable(named.surface)} -> {named.link}")


def _fired(fired: Fired) -> list[str]:
    also = f" (also in {', '.join(f'[{n}]' for n in fired.also)})" if fired.also else ""
    return [
        *_row("fact", fired.frame, printable(fired.fact)),
        *_row("", "", f"“{printable(fired.phrase)}”{also}"),
    ]


def _given(given: Given) -> list[str]:
    return _row("dropped", given.frame, f"“{printable(given.phrase)}”: {given.reason}")


def _row(label: str, name: str, words: str) -> list[str]:
    """Write three columns; a name too long for its column keeps a line of its own."""
    start = f"    {label:<{LABEL}}{name:<{NAME}}"
    if len(name) >= NAME:
        return [start.rstrip(), *_wrapped(words, " " * (4 + LABEL + NAME))]
    return _wrapped(words, start, 4 + LABEL + NAME)


def _wrapped(words: str, start: str, indent: int = 4) -> list[str]:
    wrapper = TextWrapper(WIDTH, initial_indent=start, subsequent_indent=" " * indent, break_on_hyphens=False)
    return wrapper.wrap(words) or [start.rstrip()]
