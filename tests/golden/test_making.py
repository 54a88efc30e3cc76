"""What the golden files are made with: differences told in words, ranges of counts, tables of the docs."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.scoring.record import read_kept
from tests.golden import figures, ranges
from tests.golden.cases import unnumbered, yields
from tests.golden.difference import difference
from tests.ontology.gold import turtle as read_turtle


def test_the_figures_in_the_docs_are_those_that_are_kept() -> None:
    kept_figures, text = read_kept(figures.KEPT), figures.PAGE.read_text(encoding="utf-8")
    assert kept_figures is not None
    assert figures.BEGIN in text
    assert text == figures.page(text, kept_figures), "make scores"


def turtle(text: str) -> frozenset[ox.Triple]:
    return frozenset(unnumbered(read_turtle(text.strip().split("\n"))))


OLD = """
evt:a a tp:Meeting ; skos:prefLabel "Meeting of A and B"@en ; tp:status status:planned ; tp:participant gov:CAN
ev:1 a oa:Annotation ; oa:hasBody evt:a ; tp:pattern "meet" ; tp:confidence 0.9 ; oa:hasTarget passage:x_1-5
ev:1 tp:supports tp:status
passage:x_1-5_q oa:exact "will"
"""


def test_a_difference_reads_as_triples_gained_and_lost_with_labels() -> None:
    new = OLD.replace("status:planned", "status:happened").replace("gov:CAN", "gov:CAN, gov:USA")
    assert difference(turtle(OLD), turtle(new)) == [
        "Meeting of A and B <evt:a>",
        "  + tp:participant Government of the United States <gov:USA>",
        "  + tp:status status:happened",
        "  - tp:status status:planned",
    ]


def test_evidence_is_told_by_its_phrase_and_a_new_number_is_no_difference() -> None:
    assert difference(turtle(OLD), turtle(OLD.replace("ev:1", "ev:27"))) == []
    assert difference(turtle(OLD), turtle(OLD.replace('"meet"', '"talk"'))) == [
        "Meeting of A and B <evt:a>",
        "  - evidence “will” (meet, 0.9: status)",
        "  + evidence “will” (talk, 0.9: status)",
    ]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (4, ["Measure: 4, not 5 to 7"]),
        (5, []),
        (7, []),
        (8, ["Measure: 8, not 5 to 7"]),
        (0, ["Measure: 0, not 5 to 7"]),
    ],
)
def test_a_count_outside_its_range_is_told(count: int, told: list[str]) -> None:
    assert ranges.outside({"Measure": count} if count else {}, {"Measure": (5, 7)}) == told


def test_a_class_without_a_range_is_told() -> None:
    assert ranges.outside({"Visit": 1}, {}) == ["Visit: 1, not 1 to 0"]


def test_accepting_sets_only_ranges_that_were_left(tmp_path: Path) -> None:
    place, counts = tmp_path / "yields.toml", yields()
    name, other = sorted(counts)[:2]
    place.write_text(
        f"[{name}]\nleast = 1\ngreatest = 9999\n[{other}]\nleast = 9000\ngreatest = 9999\n", encoding="utf-8"
    )
    ranges.accept(place)
    found = ranges.read(place)
    assert found[name] == (1, 9999)
    assert not ranges.outside(counts, found)
    assert found[other][0] >= counts[other] * 0.8
