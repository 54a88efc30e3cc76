"""Persons and their offices, from titles, appositions and repetition."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.documents import read_text
from kg.mentions import MentionKind
from kg.model import Tenure
from kg.pipeline import Extraction, analyse
from kg.slugs import slug

Read = Callable[..., Extraction]


def tenures(extraction: Extraction) -> set[tuple[str, str]]:
    return {(f.person.label, f.office.key) for f in extraction.facts if isinstance(f, Tenure)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Argentine Economy Minister Sergio Massa spoke.", {("Sergio Massa", "ARG-economy-minister")}),
        ("Officials heard Kenya's trade minister, Moses Kuria, on Monday.", {("Moses Kuria", "KEN-trade-minister")}),
        (
            "Presidents Muhammadu Buhari of Nigeria and Patrice Talon of Benin signed it.",
            {("Muhammadu Buhari", "NGA-president"), ("Patrice Talon", "BEN-president")},
        ),
        ("Wang Wentao, China's commerce minister, left.", {("Wang Wentao", "CHN-commerce-minister")}),
        (
            "Flavio Volpe, president of the Automotive Parts Manufacturers' Association, agreed.",
            {("Flavio Volpe", "automotive-parts-manufacturers-association-president")},
        ),
        ("Vice Premier Liu He is expected.", {("Liu He", "CHN-vice-premier")}),
        ("Former Chilean president Ricardo Lagos praised it.", {("Ricardo Lagos", "CHL-president")}),
        (
            "Chile's trade minister, Ana Sol, met her Argentine counterpart, Diana Mondino.",
            {("Diana Mondino", "ARG-trade-minister")},
        ),
        ("India's chief negotiator is Rajesh Agrawal.", {("Rajesh Agrawal", "IND-chief-negotiator")}),
        ("I, ANN R. EXAMPLE, President of the Republic of Kenya, proclaim it.", {("Ann Example", "KEN-president")}),
        ("Ontario Premier Ann Example objected.", {("Ann Example", "ontario-premier")}),
        (
            "Sir Robert Brook, Chairman of Brook Mills Ltd. and President of the Wool Council, spoke.",
            {("Robert Brook", "brook-mills-chairman"), ("Robert Brook", "wool-council-president")},
        ),
        (
            "Japan's side was Mr Ota, the Minister for Trade, Mr Sato, the Minister for Transport, and Mr Abe.",
            {("Ota", "JPN-minister-for-trade"), ("Sato", "JPN-minister-for-transport")},
        ),
        (
            "Mary Day, Canada's Minister of International Trade, Export Promotion and Small Business, spoke.",
            {("Mary Day", "CAN-minister-of-international-trade-export-promotion-and-small-business")},
        ),
    ],
)
def test_titles_give_tenures(read_text: Read, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= tenures(read_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "The deputy heads of mission met on Friday.",
        "The minister of trade will be named next week.",
        "Chief among the concerns is Steel City Mills.",
        "A leader of the industry said so.",
        "Shellfish from Prince Edward Island is sold abroad.",
    ],
)
def test_offices_without_a_person_give_no_tenure(read_text: Read, text: str) -> None:
    assert not tenures(read_text(text))


def test_a_bare_surname_is_the_person_named_in_full_before(read_text: Read) -> None:
    reading = read_text(
        "Trade Minister Ana Rao left Delhi.\n\nLater Rao said nothing. Mr Rao's aides were silent."
    ).reading
    named = [m.entity.key for s in reading.sentences for m in s.mentions if m.kind == "person" and m.entity]
    assert named == ["ana-rao"] * 3


def test_two_persons_of_one_surname_stay_unlinked(read_text: Read) -> None:
    reading = read_text("Trade Minister Ana Rao met Finance Minister Vikram Rao.\n\nRao said nothing.").reading
    last = reading.sentences[-1]
    assert not [m for m in last.mentions if m.kind == "person"]


def test_a_former_office_ends(read_text: Read) -> None:
    (tenure,) = [
        f for f in read_text("Former Chilean president Ricardo Lagos praised it.").facts if isinstance(f, Tenure)
    ]
    assert tenure.ended


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mélanie Joly", "melanie-joly"),
        ("Maroš Šefčovič", "maros-sefcovic"),
        ("Lars Løkke", "lars-lokke"),
        ("O'Neill's", "o-neill"),
        ("…", "x"),
    ],
)
def test_slugs_are_plain(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_surname_that_stands_first_leads_to_its_bearer() -> None:
    text = "Prime Minister Pham Minh Duc spoke in Hue. Pham told the cabinet to prepare, and Mr Pham promised help."
    reading = next(analyse([read_text(text, title="T")])).reading
    named = {m.entity.label for s in reading.sentences for m in s.of_kind(MentionKind.PERSON) if m.entity}
    assert named == {"Pham Minh Duc"}
