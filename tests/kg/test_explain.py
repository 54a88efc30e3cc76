"""A reading shown from inside: what was named, what fired, what was dropped, in lines that a terminal holds."""

from __future__ import annotations

import json

import pytest

from kg.explain import Fired, Given, Looked, Named, explain
from kg.explain_lines import WIDTH, as_json, as_text
from kg.trace import dropped
from tests.conftest import document

TEXT = (
    "Carney goes to Washington\n\n"
    "Prime Minister Mark Carney will meet U.S. President Donald Trump in Washington on Tuesday.\n\n"
    "He wants the 25 per cent tariff on steel lifted, said Zorblat Ltd.\n\n"
    "Also Read: Best long term Canadian stocks\n"
)


@pytest.fixture(scope="module")
def sentences() -> tuple[Looked, ...]:
    return explain(document(TEXT)).sentences


def test_every_part_of_the_text_is_shown_once_in_order(sentences: tuple[Looked, ...]) -> None:
    assert [s.kind for s in sentences] == ["heading", "prose", "prose", "left out"]
    assert [s.text for s in sentences] == [line for line in TEXT.splitlines() if line]
    assert all(s.span.of(TEXT) == s.text for s in sentences)


def test_mentions_tell_what_they_link_to(sentences: tuple[Looked, ...]) -> None:
    assert Named("person", "Mark Carney", "person/mark-carney") in sentences[1].mentions
    assert Named("country", "U.S.", "country/USA") in sentences[1].mentions
    assert Named("sector", "steel", "sector/steel") in sentences[2].mentions
    assert Named("rate", "25 per cent", "25%") in sentences[2].mentions


def test_pronouns_tell_whom_they_stand_for_and_titles_are_not_repeated(sentences: tuple[Looked, ...]) -> None:
    assert sentences[1].references == ()
    assert Named("reference", "He", "person/mark-carney") in sentences[2].references
    (nobody,) = explain(document("He wants the tariff lifted.")).sentences
    assert nobody.references == (Named("reference", "He", "NIL"),)


def test_dates_are_resolved_by_the_tense_of_their_clause(sentences: tuple[Looked, ...]) -> None:
    assert sentences[1].dates == (Named("date", "on Tuesday", "7 October 2025"),)
    (undated,) = (s for s in explain(document(TEXT, published=None)).sentences if s.dates)
    assert undated.dates == (Named("date", "on Tuesday", "stays words"),)


def test_frames_tell_their_fact_and_its_exact_words(sentences: tuple[Looked, ...]) -> None:
    told = "meeting: Mark Carney + Donald Trump [planned] 7 October 2025"
    phrase = next(f.phrase for f in sentences[1].fired if f.fact == told)
    assert phrase in TEXT
    assert Fired("engagement-meet", told, phrase) in sentences[1].fired


def test_a_fact_told_twice_names_the_other_place() -> None:
    twice = "Mark Carney will meet Donald Trump on Tuesday.\n\nMark Carney will meet Donald Trump on Tuesday."
    seen = explain(document(twice)).sentences
    assert [[f.also for f in s.fired if f.frame == "engagement-meet"] for s in seen] == [[(1,)], [(0,)]]


def test_dropped_candidates_tell_why(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.extractors import engagements

    def gives_up(reading, refer, facts):  # type: ignore[no-untyped-def]  # the extractors' own signature
        sentence = reading.sentences[1]
        dropped(sentence, sentence.tokens[5], "engagement-meet", "no participant on the other side")
        return []

    monkeypatch.setattr(engagements, "extract", gives_up)
    seen = explain(document(TEXT))
    assert seen.dropped >= 1
    assert Given("engagement-meet", "no participant on the other side", "meet") in seen.sentences[1].dropped
    assert "“meet”: no participant on the other side" in as_text(seen)


def test_the_text_fits_a_terminal_and_cannot_steer_it() -> None:
    long = "Mark Carney \x1b[31mwill meet Donald Trump " + "and many others " * 40 + "on Tuesday."
    lines = as_text(explain(document(long))).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert not any("\x1b" in line for line in lines)
    assert any(line.startswith("[0] Mark Carney") for line in lines)


def test_programs_get_the_same_as_json(sentences: tuple[Looked, ...]) -> None:
    found = json.loads(as_json(explain(document(TEXT))))
    assert found["published"] == "2025-10-05"
    assert [s["number"] for s in found["sentences"]] == [s.number for s in sentences]
    assert found["sentences"][1]["dates"] == [{"kind": "date", "surface": "on Tuesday", "link": "7 October 2025"}]


def test_an_empty_reading_is_told() -> None:
    assert "0 facts" in as_text(explain(document("Nothing happened.")))
