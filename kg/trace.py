"""Why candidates were dropped: extractors tell it here, and it is kept only while somebody listens.

A reason holds no words of the text: it is printed where the text may not be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Fact, Span
from kg.parses import Token

if TYPE_CHECKING:
    from kg.reading import Sentence


@dataclass(frozen=True, slots=True)
class Drop:
    """A trigger that gave no fact, and why."""

    span: Span  # offsets of the trigger in the document's text
    frame: str
    reason: str  # a short phrase: "no participant on the other side"


_HEARD: ContextVar[list[Drop] | None] = ContextVar("dropped", default=None)


def dropped(sentence: Sentence, tokens: Token | Iterable[Token], frame: str, reason: str) -> None:
    """Tell that a candidate of a frame was given up at these tokens; free of cost when nobody listens."""
    heard = _HEARD.get()
    if heard is None:
        return
    indices = [t.i for t in ((tokens,) if isinstance(tokens, Token) else tokens)] or [sentence.tokens.start]
    heard.append(Drop(sentence.token_span(min(indices), max(indices) + 1), frame, reason))


def unwritten(fact: Fact, reason: str) -> None:
    """Tell that a fact does not come into the graph."""
    heard = _HEARD.get()
    if heard is not None:
        heard.extend(Drop(e.phrase, e.pattern, reason) for e in fact.evidence)


@contextmanager
def listening() -> Iterator[list[Drop]]:
    """Collect what is dropped while the block runs, in the order in which it is told."""
    heard: list[Drop] = []
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)
