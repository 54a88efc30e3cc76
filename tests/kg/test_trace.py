"""Extractors tell why they drop a candidate, to whoever listens."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Span
from kg.pipeline import Extraction
from kg.trace import Drop, dropped, listening

Read = Callable[..., Extraction]
TEXT = "Canada is ready. The minister will meet nobody in Ottawa."


def test_what_is_told_while_one_listens_is_kept_in_order(read_text: Read) -> None:
    sentence = read_text(TEXT).reading.sentences[1]
    meet, ottawa = (next(t for t in sentence.tokens if t.text == w) for w in ("meet", "Ottawa"))
    with listening() as heard:
        dropped(sentence, meet, "engagement-meet", "no participant on the other side")
        dropped(sentence, [ottawa, meet], "engagement-meet", "no traveller")
    assert heard == [
        Drop(1, Span(35, 39), "engagement-meet", "no participant on the other side"),
        Drop(1, Span(35, 56), "engagement-meet", "no traveller"),
    ]
    assert [d.span.of(TEXT) for d in heard] == ["meet", "meet nobody in Ottawa"]


def test_without_tokens_the_sentence_stands_for_them(read_text: Read) -> None:
    sentence = read_text(TEXT).reading.sentences[1]
    with listening() as heard:
        dropped(sentence, [], "visit", "nobody travels")
    assert heard[0].span.of(TEXT) == "The"


def test_nothing_is_kept_when_nobody_listens_or_listens_no_more(read_text: Read) -> None:
    sentence = read_text(TEXT).reading.sentences[1]
    dropped(sentence, sentence.tokens[0], "visit", "said before")
    with listening() as outer:
        with listening() as inner:
            dropped(sentence, sentence.tokens[0], "visit", "said inside")
        dropped(sentence, sentence.tokens[0], "visit", "said outside")
    dropped(sentence, sentence.tokens[0], "visit", "said after")
    assert [d.reason for d in inner] == ["said inside"]
    assert [d.reason for d in outer] == ["said outside"]
