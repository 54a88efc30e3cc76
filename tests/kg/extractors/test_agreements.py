"""Agreements by any pattern of name, their parties, their stage, their short forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import AgreementFact
from kg.pipeline import Extraction

Read = Callable[..., Extraction]


def agreements(extraction: Extraction) -> list[AgreementFact]:
    return [f for f in extraction.facts if isinstance(f, AgreementFact)]


NAMES = {
    "agreement on": (
        "Australia and Japan signed the Agreement on Commerce in Canberra on Tuesday.",
        "Agreement on Commerce",
    ),
    "of two countries": (
        "The Chile-Peru Free Trade Agreement entered into force in May.",
        "Chile-Peru Free Trade Agreement",
    ),
    "memorandum": (
        "India and Japan signed a memorandum of understanding on critical minerals.",
        "memorandum of understanding on critical minerals",
    ),
    "framework": (
        "Vietnam and Japan agreed on a framework for reciprocal trade on Sunday.",
        "framework for reciprocal trade",
    ),
    "road map": ("Peru and Chile signed a road map for economic cooperation.", "road map for economic cooperation"),
    "common noun": ("Peru and Chile reached a trade deal.", "trade deal"),
    "in English and Roman": ("Under the Phase One deal, China buys soybeans.", "U.S.-China Phase One Agreement"),
    "treaty": ("Kenya and Uganda ratified the Nairobi Treaty on Trade.", "Nairobi Treaty on Trade"),
    "restraint": (
        "The voluntary restraint arrangement between Japan and Canada will end next year.",
        "voluntary restraint arrangement",
    ),
}


@pytest.mark.parametrize(("text", "label"), NAMES.values(), ids=NAMES)
def test_name_of_an_agreement(read_text: Read, text: str, label: str) -> None:
    assert label in [f.agreement.label for f in agreements(read_text(text))]


STAGES = {
    "in-force": "The free trade agreement between Chile and Peru entered into force in May.",
    "signed": "Chile and Peru signed a free trade agreement on Monday.",
    "proposed": "Chile and Peru are negotiating a free trade agreement.",
    "announced": "Chile and Peru announced the conclusion of a free trade agreement.",
    "suspended": "Chile suspended the free trade agreement with Peru.",
    "ended": "The free trade agreement between Chile and Peru expired in May.",
}


@pytest.mark.parametrize(("status", "text"), STAGES.items())
def test_stage_of_an_agreement(read_text: Read, status: str, text: str) -> None:
    assert [f.status.value for f in agreements(read_text(text))] == [status]


def test_stage_told_outright_outweighs_what_was_said_first(read_text: Read) -> None:
    text = "Chile and Peru signed a wool pact in 2019. Chile suspended the pact in May."
    assert [f.status.value for f in agreements(read_text(text))] == ["suspended"]


def test_what_awaits_ratification_is_signed(read_text: Read) -> None:
    text = "Chile and Peru put their names to a wool pact. The pact awaits ratification."
    assert [f.status.value for f in agreements(read_text(text))] == ["signed"]


def test_talks_of_a_known_agreement_only_propose_it(read_text: Read) -> None:
    text = "Australia and Japan will take part in the Trans-Pacific Partnership negotiations."
    assert [f.status.value for f in agreements(read_text(text))] == ["proposed"]


PARTIES = {
    "subject and with": ("Brazil is negotiating a trade pact with Norway.", {"Brazil", "Norway"}),
    "between": ("The trade pact between Kenya and Uganda lapsed.", {"Kenya", "Uganda"}),
    "three": ("Chile, Peru and Kenya concluded a Digital Trade Agreement.", {"Chile", "Peru", "Kenya"}),
    "in the name": ("The Chile-Peru Trade Agreement entered into force.", {"Chile", "Peru"}),
    "through persons": (
        "Canadian Prime Minister Mark Carney and Indian Prime Minister Narendra Modi signed a trade pact.",
        {"Canada", "India"},
    ),
}


@pytest.mark.parametrize(("text", "parties"), PARTIES.values(), ids=PARTIES)
def test_parties(read_text: Read, text: str, parties: set[str]) -> None:
    (fact,) = agreements(read_text(text))
    assert {p.label for p in fact.parties} == parties


def test_short_form_in_brackets_is_learnt(read_text: Read) -> None:
    text = "Chile and Kenya signed the Digital Cotton Agreement (DICA). Chile suspended DICA in May."
    (fact,) = agreements(read_text(text))
    assert (fact.agreement.aliases, fact.status.value, len(fact.evidence)) == (("DICA",), "suspended", 2)


def test_known_as_gives_the_proper_name(read_text: Read) -> None:
    text = "Chile and Kenya signed a cotton pact, known as the Nairobi Cotton Accord."
    assert [f.agreement.label for f in agreements(read_text(text))] == ["Nairobi Cotton Accord"]


def test_name_of_another_agreement_is_not_the_known_one(read_text: Read) -> None:
    text = "Kenya and India signed a Comprehensive Economic and Trade Agreement."
    (fact,) = agreements(read_text(text))
    assert {p.label for p in fact.parties} == {"Kenya", "India"}


NONE = {
    "private": "The grocer signed an agreement with its landlord.",
    "own accord": "The mills of Chile and Peru closed of their own accord.",
    "a zone": "Goods from Chile and Peru may enter a foreign trade zone.",
    "without": "Chile and Peru shook hands without a written agreement.",
    "a heading": "SECURING A HISTORIC TRADE DEAL: Chile and Peru met.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_agreement_between_states(read_text: Read, text: str) -> None:
    assert agreements(read_text(text)) == []


def test_a_known_short_form_behind_a_name_tells_which_agreement_it_is(read_text: Read) -> None:
    told = read_text(
        "Goods that comply with the Canada-Mexico-United States Pact (CUSMA), in force since 2020, are exempt."
    )
    assert {fact.agreement.key for fact in agreements(told)} == {"cusma"}
