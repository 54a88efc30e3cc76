"""Who said what: quotations of every form, speakers wherever they stand, releases, joint statements, stance."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Statement
from kg.pipeline import Extraction

Read = Callable[..., Extraction]

SPEAKERS = {
    "before a direct quotation": (
        'Trade Minister Todd McClay said: "We cannot accept quotas on our dairy farmers."',
        "Todd McClay",
    ),
    "after it": ('"We cannot accept quotas on dairy," said Trade Minister Todd McClay.', "Todd McClay"),
    "in the middle": ("The duties, Commissioner Maroš Šefčovič said, are unjustified.", "Maroš Šefčovič"),
    "in apposition": ("Kenya's trade secretary, Rebecca Miano, said the tea deal was unfair.", "Rebecca Miano"),
    "with an apposition": ("Shawn Fain, president of the carworkers, praised the tariffs.", "Shawn Fain"),
    "in a relative clause": (
        "Mary Ng, who leads the delegation to Washington, insisted that lumber came first.",
        "Mary Ng",
    ),
    "indirect": ("Seoul insisted that its rice market would stay closed.", "Government of South Korea"),
    "mixed": ('Carney insisted that supply management was "not on the table".', "Mark Carney"),
    "a pronoun": (
        "Mary Ng arrived in Tokyo on Monday. She said the talks on lumber had gone well.",
        "Mary Ng",
    ),
    "according to": (
        "The tariffs will raise the price of cars, according to the Alliance for Automotive Innovation.",
        "Alliance for Automotive Innovation",
    ),
    "a spokesman": (
        "China's commerce ministry accused Washington of bullying over chips.",
        "Ministry of Commerce of China",
    ),
    "a letter": ("Howard Lutnick sent a letter requesting an exemption for steel.", "Howard Lutnick"),
    "a label": ('Jane Roe, president of the National Millers: "The wheat quota is a mistake."', "Jane Roe"),
    "an answer": (
        'Gabriel Boric, president of Chile, responded on social media: "I strongly reject the copper tariff."',
        "Gabriel Boric",
    ),
}


def said(extraction: Extraction) -> list[Statement]:
    return [f for f in extraction.facts if isinstance(f, Statement)]


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS.values(), ids=SPEAKERS)
def test_speaker_is_found_where_he_stands(read_text: Read, text: str, speaker: str) -> None:
    assert speaker in [s.speaker.label for s in said(read_text(text))]


UNSAID = {
    "not yet said": "Carney will say on Friday that the talks on lumber have failed.",
    "refused to say": "Mary Ng would not say whether lumber was discussed.",
    "a deed": "Peru proposed to raise its tariffs on copper.",
    "a request in a procedure": "China requested consultations over the duties on canola.",
    "an unnamed source": "A senior official who asked not to be named said the talks on steel had collapsed.",
    "nobody": "Critics say the subsidy distorts trade in solar panels.",
    "a thing": "Apartheid denied rights to farmers. In those years apartheid ruled the wool trade.",
    "a matter referred": "Mary Ng referred the matter of lumber to the tribunal.",
    "no request": "Canada made no request for talks on lumber.",
    "an own plan": "Peru announced it would lower its tariffs on copper.",
}


@pytest.mark.parametrize("text", UNSAID.values(), ids=UNSAID)
def test_what_nobody_named_said_is_no_statement(read_text: Read, text: str) -> None:
    assert said(read_text(text)) == []


def test_quotation_runs_over_paragraphs(read_text: Read) -> None:
    text = '"The deal is bad for tea," Trade Secretary Rebecca Miano said.\n\n"Nobody asked the growers," she added.'
    (statement,) = said(read_text(text))
    assert [s.of(text)[:8] for s in (e.sentence for e in statement.evidence)] == ['"The dea', '"Nobody ']


def test_speaker_announced_in_the_paragraph_before(read_text: Read) -> None:
    text = 'Kemi Badenoch, the Trade Secretary, signed.\n\nKemi Badenoch said:\n\n"This is a door to new markets."'
    (statement,) = said(read_text(text))
    assert (statement.speaker.label, statement.quotes) == ("Kemi Badenoch", ("This is a door to new markets.",))


def test_attitude_inside_what_is_said_is_the_speakers(read_text: Read) -> None:
    found = said(read_text("Trade Minister Mary Ng said that Canada welcomes the tariff cut on steel."))
    assert [s.speaker.label for s in found] == ["Mary Ng"]


def test_words_that_only_say_it_are_about_the_matter_before(read_text: Read) -> None:
    found = said(
        read_text("Washington put a tariff on copper from Chile. President Gabriel Boric called it unacceptable.")
    )
    assert [(s.speaker.label, s.stance) for s in found] == [("Gabriel Boric", "opposes")]


STANCES = {
    "supports": "Trade Minister Don Farrell said the beef agreement was a great win for farmers.",
    "opposes": "Trade Minister Don Farrell condemned the tariff on beef.",
    "rejects": "Trade Minister Don Farrell ruled out a quota on beef.",
    "seeks": "Trade Minister Don Farrell called for an end to the tariff on beef.",
    "willing": "Trade Minister Don Farrell said Australia was ready to discuss beef.",
    "unwilling": "Trade Minister Don Farrell refused to open the beef market.",
    "threatens": "Trade Minister Don Farrell said Australia would retaliate against the tariff on beef.",
    "optimistic": "Trade Minister Don Farrell said he was confident of a deal on beef.",
    "pessimistic": "Trade Minister Don Farrell warned that the tariff would hurt beef farmers.",
    "asserts": "Trade Minister Don Farrell said beef exports had reached a million tonnes.",
}


@pytest.mark.parametrize(("stance", "text"), STANCES.items())
def test_stance(read_text: Read, stance: str, text: str) -> None:
    assert stance in [s.stance for s in said(read_text(text))]


RELEASE = """Statement by the Prime Minister, the Rt Hon. Harold Holt, M.P.

I welcome the decision of Japan to lower its duty on wool.

This is a significant win for our growers. I shall travel to Tokyo in June.

I deeply regret the new quota on sugar."""


def test_author_of_a_release_speaks_in_the_first_person(read_text: Read) -> None:
    found = said(read_text(RELEASE))
    assert {s.speaker.label for s in found} == {"Harold Holt"}
    assert {s.stance for s in found} == {"supports", "opposes"}


def test_author_of_a_letter_is_who_signs_it(read_text: Read) -> None:
    text = (
        "My dear Prime Minister,\n\nI regret the new quota on beef from Australia.\n\nYours sincerely,\n\n(Harold Holt)"
    )
    assert [s.speaker.label for s in said(read_text(text))] == ["Harold Holt"]


JOINT = """Joint Statement of the United States and Japan

The United States and Japan reaffirm their commitment to open trade in semiconductors.

We condemn export bans on critical minerals."""


def test_each_side_of_a_joint_statement_has_its_own(read_text: Read) -> None:
    found = said(read_text(JOINT, title="Joint Statement of the United States and Japan"))
    speakers = [s.speaker.label for s in found]
    assert speakers.count("Government of Japan") == speakers.count("Government of the United States") == 2


def test_persons_of_a_joint_communique(read_text: Read) -> None:
    text = (
        "Joint communique issued by New Zealand Prime Minister Holyoake and Australian Prime Minister Gorton\n\n"
        "Mr Holyoake met Mr Gorton. The Prime Ministers noted that markets for butter were weak "
        "and agreed that a solution was needed."
    )
    found = said(read_text(text, title="Joint communique"))
    assert {s.speaker.label for s in found} == {"Holyoake", "Gorton"}


ABOUT = {
    "a country": ("Mary Ng said that China must open its market.", "China"),
    "an agreement": ("Mary Ng praised the USMCA.", "Canada-United States-Mexico Agreement"),
    "a topic": ("Mary Ng said that the quota was unfair.", "quota"),
    "a measure": (
        "Washington put a 25% tariff on steel from Canada. Mary Ng said that the 25% tariff on steel was unfair.",
        "25% import-tariff",
    ),
}


@pytest.mark.parametrize(("text", "label"), ABOUT.values(), ids=ABOUT)
def test_what_a_statement_is_about(read_text: Read, text: str, label: str) -> None:
    about = [e.label for s in said(read_text(text)) for e in s.about]
    assert any(label in e for e in about)


def test_sectors_and_time_of_a_statement(read_text: Read) -> None:
    (statement,) = said(read_text("Mary Ng told reporters on Friday that Canada would defend its lumber mills."))
    assert statement.sectors == ("lumber",)
    assert statement.when is not None
    assert str(statement.when.earliest) == "2025-10-03"
