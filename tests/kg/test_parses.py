"""The copy of a parse says what spaCy says, token by token."""

from __future__ import annotations

import pytest

from kg.nlp import parse, parser
from kg.parses import Token, remembered

TEXT = (
    "Mr. Rao met  the steel producers’ council in São Paulo. He said: “No deal,” and left. 🙂 35-per-cent duties stay."
)
NAMES = "text lower_ lemma_ pos_ tag_ dep_ ent_type_ idx whitespace_ is_alpha is_digit is_space is_punct".split()


@pytest.mark.parametrize("name", NAMES)
def test_attributes_are_those_of_the_model(name: str) -> None:
    ours, theirs = next(parse([TEXT])), parser()(TEXT)
    assert [getattr(t, name) for t in ours] == [getattr(t, name) for t in theirs]


def test_the_tree_is_that_of_the_model() -> None:
    ours, theirs = next(parse([TEXT])), parser()(TEXT)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.head.i == other.head.i
        assert [c.i for c in mine.children] == [c.i for c in other.children]
        assert [c.i for c in mine.lefts] == [c.i for c in other.lefts]
        assert [c.i for c in mine.rights] == [c.i for c in other.rights]
        assert [t.i for t in mine.subtree] == sorted(t.i for t in other.subtree)
        assert [t.i for t in mine.ancestors] == [t.i for t in other.ancestors]
        assert (mine.left_edge.i, mine.right_edge.i) == (other.left_edge.i, other.right_edge.i)
        assert (mine.sent.start, mine.sent.end) == (other.sent.start, other.sent.end)
        assert bool(mine.is_sent_start) == bool(other.is_sent_start)


def test_slices_have_the_words_and_root_of_the_model() -> None:
    ours, theirs = next(parse([TEXT])), parser()(TEXT)
    for start in range(len(theirs)):
        for end in range(start + 1, len(theirs) + 1):
            mine, other = ours[start:end], theirs[start:end]
            assert (mine.text, mine.root.i) == (other.text, other.root.i)
            assert (mine.start_char, mine.end_char) == (other.start_char, other.end_char)
    assert [(e.text, e.label_) for e in ours.ents] == [(e.text, e.label_) for e in theirs.ents]


@pytest.mark.parametrize("text", ["", " ", "One."])
def test_short_texts_have_a_parse(text: str) -> None:
    assert next(parse([text])).text == text


def test_code_points_lead_to_tokens() -> None:
    doc = next(parse([TEXT]))
    start = TEXT.index("São")
    held = doc.covering(start + 1, start + 5)  # in the middle of two words
    assert held is not None
    assert held.text == "São Paulo"
    assert doc.covering(0, len(TEXT) + 1) is None
    assert doc.covering(3, 3) is None


def test_a_remembered_answer_is_given_once() -> None:
    asked: list[str] = []

    @remembered
    def shout(token: Token) -> str:
        asked.append(token.text)
        return token.text.upper()

    token = next(parse(["Deal."]))[0]
    assert (shout(token), shout(token), asked) == ("DEAL", "DEAL", ["Deal"])


def test_places_are_those_of_the_text_given_invisible_characters_and_all() -> None:
    text = "\u200fMark Car\u200bney met \u2066Donald Trump\u2069 on st\u00adeel."
    doc = next(parse([text]))
    assert doc.text == "Mark Carney met Donald Trump on steel."
    assert doc.span(5, 11).of(text) == "Car\u200bney"
    assert doc.span(16, 28).of(text) == "Donald Trump"
    assert doc.span(0, len(doc.text)).of(text) == text[1:]
    assert doc.span(3, 3) == (3, 3)
