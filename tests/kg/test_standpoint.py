"""From which country a text is written, and what that means for its offices and its "I"."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from kg.model import Document, Engagement
from kg.pipeline import Extraction, analyse


def read(text: str, day: str) -> Extraction:
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(digest[:16], digest, text, text.split("\n")[0], date.fromisoformat(day), "metadata")
    return next(analyse([document]))


@pytest.mark.parametrize(
    ("text", "day", "country"),
    [
        ("The Prime Minister, Mr Fraser, wrote to the Prime Minister of Japan, Mr Fukuda.", "1977-09-23", "AUS"),
        (
            "The Prime Minister thanked the Japanese Ambassador, Mr Okawara. Australia sells beef to Japan.",
            "1977-09-23",
            "AUS",
        ),
        ("President Biden thanked President Yoon Suk Yeol of South Korea.", "2023-04-26", "USA"),
        ("We regret it. The Australian Government will act, and Australia will tell Canada so.", "1999-07-08", "AUS"),
        ("I proclaim this under 19 U.S.C. 2434, as the President may for Russia.", "2022-06-27", "USA"),
        ("Steel prices rose in Canada and Mexico.", "2022-06-27", None),
    ],
)
def test_standpoint(text: str, day: str, country: str | None) -> None:
    assert read(text, day).reading.standpoint == country


def parties(extraction: Extraction) -> list[set[str]]:
    return [{e.label for e in f.parties} for f in extraction.facts if isinstance(f, Engagement)]


def test_an_office_named_before_its_holder_is_that_of_the_country_the_text_is_written_from() -> None:
    text = (
        "The Prime Minister met the Japanese Ambassador, Mr Okawara, about Australian beef.\n\n"
        "He had seen the Prime Minister of Japan, Mr Fukuda."
    )
    assert {"Malcolm Fraser", "Okawara"} in parties(read(text, "1977-09-23"))


def test_the_author_of_a_release_is_the_person_its_heading_names() -> None:
    text = "Statement by the Prime Minister, the Hon P. J. Keating MP\n\nI met Prime Minister Miyazawa in Tokyo today."
    assert parties(read(text, "1992-09-22")) == [{"Paul Keating", "Miyazawa"}]
