"""Titles that give no tenure tell why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.pipeline import Extraction
from kg.trace import listening

Read = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "phrase", "reason"),
    [
        (
            "Ambassador Katherine Tai spoke about steel.",
            "Ambassador Katherine Tai",
            "a form of address that tells no office",
        ),
        (
            "Secretary of State Marco Rubio left Panama. Secretary Rubio praised it.",
            "Secretary Rubio",
            "a form of address that tells no office",
        ),
        ("The trade minister spoke about steel.", "minister", "no name beside the title"),
        ("The two presidents spoke about steel.", "presidents", "several holders, none named"),
        ("The former Chilean president praised the treaty.", "president", "a former holder who is not named"),
        ("The Uzbek president spoke about steel.", "president", "nobody named can be meant"),
    ],
)
def test_a_title_without_an_office_or_a_holder_tells_why(read_text: Read, text: str, phrase: str, reason: str) -> None:
    with listening() as heard:
        read_text(text)
    assert (phrase, reason) in {(d.span.of(text), d.reason) for d in heard}


def test_a_title_that_gives_a_tenure_is_not_told_as_dropped(read_text: Read) -> None:
    with listening() as heard:
        read_text("Argentine Economy Minister Sergio Massa spoke about steel.")
    assert not [d for d in heard if d.frame in ("title-name", "name-title", "office-alone")]
