"""Extractors tell why they drop a candidate, to whoever listens."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.frames import load_frames
from kg.model import Evidence, Measure, Span
from kg.pipeline import Extraction, analyse
from kg.registry import default_registry
from kg.scoring.causes import FAMILIES
from kg.trace import Drop, dropped, listening
from kg.triples import to_graphs
from tests.conftest import ROOT, document

Read = Callable[..., Extraction]
TEXT = "Canada is ready. The minister will meet nobody in Ottawa."


def test_what_is_told_while_one_listens_is_kept_in_order(read_text: Read) -> None:
    sentence = read_text(TEXT).reading.sentences[1]
    meet, ottawa = (next(t for t in sentence.tokens if t.text == w) for w in ("meet", "Ottawa"))
    with listening() as heard:
        dropped(sentence, meet, "engagement-meet", "no participant on the other side")
        dropped(sentence, [ottawa, meet], "engagement-meet", "no traveller")
    assert heard == [
        Drop(Span(35, 39), "engagement-meet", "no participant on the other side"),
        Drop(Span(35, 56), "engagement-meet", "no traveller"),
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


def test_facts_that_do_not_come_into_the_graph_are_told() -> None:
    evidence = Evidence(Span(0, 40), Span(8, 15), ("rate",), "tariff")
    with listening() as heard:
        to_graphs(
            document("Duties of 25 per cent on steel are high."), [measure(evidence)], "rules-1", default_registry()
        )
    assert heard == [Drop(Span(8, 15), "tariff", "nobody is said to impose it")]


def measure(evidence: Evidence) -> Measure:
    return Measure(kind="import-tariff", by=None, rate="25", sectors=("steel",), evidence=(evidence,))


def calls(path: Path) -> list[ast.Call]:
    found = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
    return [c for c in found if getattr(c.func, "attr", getattr(c.func, "id", "")) in ("dropped", "unwritten")]


def test_reasons_hold_no_words_of_the_text() -> None:
    made = [
        c for p in (ROOT / "kg").rglob("*.py") for c in calls(p) if isinstance(c.args[-1], ast.JoinedStr | ast.BinOp)
    ]
    assert not [ast.unparse(c) for c in made], "a reason is a fixed phrase, as it is printed where the text may not be"


@pytest.mark.parametrize("name", FAMILIES)
def test_every_extractor_tells_why_it_drops_one_of_its_counter_examples(name: str) -> None:
    frames = {f.id: f for f in load_frames(name)}
    texts = dict.fromkeys(e.text for f in frames.values() for e in f.misses)
    with listening() as heard:
        for _ in analyse(document(text) for text in texts):
            if any(d.frame in frames for d in heard):
                return
    pytest.fail(f"no counter-example of {name} is told as dropped")
