"""How real an event is: one line for each way of saying so."""

from __future__ import annotations

import pytest

from kg.nlp import parse
from kg.status import reality

CASES = [
    ("Carney hopes to meet Trump in May.", "meet", "proposed"),
    ("Biden will no longer travel to Australia.", "travel", "cancelled"),
    ("Trump broke off negotiations with Canada.", "negotiations", "cancelled"),
    ("Canada has suspended negotiations with India.", "negotiations", "postponed"),
    ("The meeting has been pushed back to Thursday.", "meeting", "postponed"),
    ("Carney left open the possibility of a meeting with Trump.", "meeting", "possible"),
    ("The minister got to see Rubio on Wednesday.", "see", "happened"),
    ("The pact is still being negotiated by Chile and Peru.", "negotiated", "ongoing"),
    ("Obama looks forward to meeting with Harper.", "meeting", "planned"),
    ("Carney will meet Trump.", "meet", "planned"),
    ("Carney met Trump.", "met", "happened"),
    ("Carney did not meet Trump.", "meet", "did-not-happen"),
    ("Carney will not meet Trump.", "meet", "denied"),
    ("Carney may meet Trump.", "meet", "possible"),
    ("Carney wants to meet Trump.", "meet", "proposed"),
    ("Carney plans to meet Trump.", "meet", "planned"),
    ("Carney refused to meet Trump.", "meet", "denied"),
    ("The minister was due to see Tai in London.", "see", "planned"),
    ("Akazawa was to have conferred with Lutnick.", "conferred", "cancelled"),
    ("The two sides are negotiating a deal.", "negotiating", "ongoing"),
    ("Canada cancelled the talks with India.", "talks", "cancelled"),
    ("The planned talks with India were postponed.", "talks", "postponed"),
    ("Trump threatened to cancel the talks with India.", "talks", "planned"),
    ("Canada proposed talks with India.", "talks", "proposed"),
    ("Canada held talks with India.", "talks", "happened"),
    ("Canada is in talks with India.", "talks", "ongoing"),
    ("Talks with India are under way.", "Talks", "ongoing"),
    ("Talks with India remain suspended.", "Talks", "postponed"),
    ("After visiting Panama, the secretary will travel to Guatemala.", "visiting", "happened"),
    ("No date has been set for a meeting between the leaders.", "meeting", "planned"),
    ("The spokesman said that the minister did not meet Trump.", "meet", "denied"),
    ("If Carney meets Trump, tariffs may fall.", "meets", "possible"),
]


@pytest.mark.parametrize(("text", "word", "status"), CASES)
def test_status_of_a_trigger(text: str, word: str, status: str) -> None:
    token = next(t for t in next(parse([text])) if t.text == word)
    assert reality(token).status == status
