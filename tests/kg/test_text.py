from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import LONGEST, paragraphs

ROOT = Path(__file__).parents[2]
PROSE = "Prime Minister Mark Carney will meet with President Trump in Washington on Tuesday to talk about steel."


def kinds(text: str) -> list[tuple[str, str]]:
    return [(item.kind, item.span.of(text)) for item in paragraphs(text)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Also Read: Best long term Canadian stocks", "boilerplate"),
        ("Related: Why your avocados could cost more", "boilerplate"),
        ("Related agreements were signed in Tokyo on Monday.", "prose"),
        ("Sign Up For our Newsletters to get latest updates", "boilerplate"),
        ("Sign-off by both leaders is due on Friday.", "prose"),
        ("Leave a Reply", "boilerplate"),
        ("Your email address will not be published. Required fields are marked *", "boilerplate"),
        ("Listen to this article (3 min)", "boilerplate"),
        ("© All rights reserved. Get our morning briefing.", "boilerplate"),
        ("Copyright 2025 The Daily Note", "boilerplate"),
        ("Copyright rules were agreed by both ministers.", "prose"),
        ("Home > News > Americas", "boilerplate"),
        ("Home builders told the minister that lumber is dear.", "prose"),
        ("Share this", "boilerplate"),
        ("Advertisement", "boilerplate"),
        ("We use cookies to improve your visit.", "boilerplate"),
        ("Published: 07.08.2025, 07:58 | Comments (214)", "boilerplate"),
        ("By our diplomatic correspondent", "boilerplate"),
        ("By Monday the ministers had agreed.", "prose"),
        ("×", "boilerplate"),
        ("* * *", "boilerplate"),
        ("(END)", "boilerplate"),
        ("| Country | Rate |", "boilerplate"),
        ("09.20", "boilerplate"),
        ("Canadian Flag", "heading"),
        ("CHINESE ACTIONS:", "heading"),
        ("What happened today?", "heading"),
        ("PRESENTER: And if nothing comes of it?", "prose"),
        ("WHO IS CROSS: France. The prime minister, François Bayrou, called it a dark day.", "prose"),
        ("“Time will tell us if my optimism is misplaced,” LeBlanc added.", "prose"),
        ("What changes once it enters into force:", "prose"),
    ],
)
def test_a_line_has_a_kind(line: str, kind: str) -> None:
    assert kinds(f"{PROSE}\n\n{line}\n\nThe talks went on.")[1] == (kind, line)


@pytest.mark.parametrize(
    ("line", "kind", "kept"),
    [
        ("# Talks in Tokyo", "heading", "Talks in Tokyo"),
        ("- Cars: duty comes down to 10%, within a quota.", "list", "Cars: duty comes down to 10%, within a quota."),
        ("2. China will suspend its tariffs.", "list", "China will suspend its tariffs."),
        ("> The minister agreed to the terms.", "prose", "The minister agreed to the terms."),
        ("-5 per cent was the change in exports.", "prose", "-5 per cent was the change in exports."),
    ],
)
def test_marks_are_left_out_of_the_span(line: str, kind: str, kept: str) -> None:
    assert kinds(f"{PROSE}\n\n{line}")[1] == (kind, kept)


def test_lines_of_rejoined_text_are_paragraphs_of_their_own() -> None:
    text = f"PRESS NOTICE\n{PROSE} It was agreed last week between both governments, said an official.\n{PROSE}"
    assert [kind for kind, _ in kinds(text)] == ["heading", "prose", "prose"]


def test_hard_wrapped_lines_stay_together() -> None:
    text = (
        "WASHINGTON — The president and the prime minister met on Tuesday to talk\n"
        "about steel, aluminum and lumber, and agreed to meet again in the autumn,\n"
        "officials of both governments said.\n\n"
        "The prime minister then flew home, where he told reporters that the talks\n"
        "had gone well.\n"
    )
    assert [text.count("\n", item.span.start, item.span.end) for item in paragraphs(text)] == [2, 1]


def test_a_headline_that_comes_again_is_boilerplate() -> None:
    text = f"Carney Heads to Washington\n\n{PROSE}\n\nCarney Heads to  Washington\n\n{PROSE}"
    assert [kind for kind, _ in kinds(text)] == ["heading", "prose", "boilerplate", "prose"]


def test_front_matter_is_boilerplate_and_offsets_stay() -> None:
    text = f"---\ntitle: Talks\ndate: 2025-10-05\n---\n\n# Talks\n\n{PROSE}\n"
    assert [kind for kind, _ in kinds(text)] == ["boilerplate", "heading", "prose"]
    assert kinds(text)[2][1] == PROSE


def test_the_seed_is_prose_between_chrome() -> None:
    text = (ROOT / "seeds/000_bc91611cf220d0cd.txt").read_text(encoding="utf-8")
    found = [kind for kind, _ in kinds(text)]
    assert found.count("prose") == 12
    assert found[-4:] == ["boilerplate"] * 4


def test_invisible_marks_do_not_widen_spans() -> None:
    text = f"\u200f\u202b{PROSE}\u202c\u200b\n"
    assert kinds(text) == [("prose", PROSE)]


@given(st.text(max_size=400) | st.text(alphabet=" \n\t-#>*.1aA\u200b\u2028\r", max_size=400))
def test_spans_are_in_order_and_hold_everything_that_is_written(text: str) -> None:
    end = 0
    for item in paragraphs(text):
        assert end <= item.span.start < item.span.end <= len(text)
        end = item.span.end


@pytest.mark.parametrize(
    "piece", ["a", "word ", ". ", "a  ", "- ", "> ", "by ", "x\u200b", "a\t", "He met her on Monday. "]
)
def test_one_huge_line_is_cut_into_bounded_pieces(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    found = paragraphs(text)
    assert all(item.span.end - item.span.start <= LONGEST for item in found)
    assert sum(item.span.end - item.span.start for item in found) >= 0.9 * len(text.strip())
