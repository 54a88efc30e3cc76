"""Sentences of documents with the words that carry a fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flask import g

from server.state import the_graph


class Sentence(NamedTuple):
    """A sentence cut at the words that matter: (text, is it marked)."""

    document: str
    start: int
    end: int
    pieces: tuple[tuple[str, bool], ...]

    @property
    def link(self) -> str:
        """Give the place in the reader."""
        return f"/documents/{self.document}#s{self.start}-{self.end}"


def text_of(document: str) -> str:
    """Give a document's text, read once a request."""
    texts: dict[str, str] = g.setdefault("texts", {})
    if document not in texts:
        texts[document] = the_graph().text(document) or ""
    return texts[document]


def sentences_of(document: str, places: Iterable[tuple[int, int, str]]) -> list[Sentence]:
    """Give the sentences at the places, each once, with all their phrases marked."""
    phrases: dict[tuple[int, int], list[str]] = {}
    for start, end, phrase in places:
        phrases.setdefault((start, end), []).append(phrase)
    text = text_of(document)
    return [
        Sentence(document, start, end, marked(text[start:end] or " … ".join(found), found))
        for (start, end), found in sorted(phrases.items())
    ]


def marked(sentence: str, phrases: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Cut a sentence into pieces, those of a phrase marked."""
    inside = [False] * len(sentence)
    for phrase in phrases:
        at = sentence.find(phrase)
        if phrase and at >= 0:
            inside[at : at + len(phrase)] = [True] * len(phrase)
    pieces: list[tuple[str, bool]] = []
    start = 0
    for place in range(1, len(sentence) + 1):
        if place == len(sentence) or inside[place] != inside[start]:
            pieces.append((sentence[start:place], inside[start]))
            start = place
    return tuple(pieces)
