"""The fast checks pass the gold, match evidence with the text, and survive ill-formed data."""

import time

import pyoxigraph as ox
import pytest

import ontology
from kg.checks import Problem, check
from tests.ontology.gold import gold, turtle

SEED = ontology.PATH.parent / "seeds" / "000_bc91611cf220d0cd.txt"


@pytest.fixture(scope="module")
def text() -> str:
    return SEED.read_text(encoding="utf-8")


def codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def test_gold_passes_with_its_text(text: str) -> None:
    assert check(gold(), text) == []


def test_second_document_passes_beside_the_things_it_names() -> None:
    things = [quad for quad in gold() if str(quad.graph_name).endswith("/entities>")]
    assert check([*things, *gold("second_document.trig")]) == []


def test_known_things_need_no_description() -> None:
    places = ("place/washington>", "place/white-house>", "country/CAN>", "country/USA>", "gov/USA>")
    quads = [quad for quad in gold() if not str(quad.subject).endswith(places)]
    assert check(quads) == []


def test_undescribed_unknown_thing_has_no_class() -> None:
    quads = [quad for quad in gold() if not str(quad.subject).endswith("person/mark-carney>")]
    assert "S02" in codes(check(quads))


def test_phrase_that_is_not_in_its_sentence_is_found(text: str) -> None:
    assert codes(check(gold(), text.replace("will meet with", "will dine with"))) == {"E01"}


def test_phrase_elsewhere_in_its_sentence_is_found(text: str) -> None:
    other = turtle(['passage:2f154cdb8b803b8a_109-123_q oa:exact "Mark Carney"'])
    quads = [*(quad for quad in gold() if quad.object != ox.Literal("will meet with")), *other]
    assert [problem.code for problem in check(quads, text)] == ["E01"]


def test_quote_that_is_not_in_the_text_is_found(text: str) -> None:
    assert "E02" in codes(check(gold(), text.replace("Time will tell", "Time may tell")))


def test_problem_names_its_node() -> None:
    (problem,) = check(quad for quad in gold() if "CUSMA-compliant" not in str(quad))
    assert (problem.code, problem.node.rsplit("/", 1)[1]) == ("S01", "USA-CAN_all-goods_import-tariff_35pct_cusma")


@pytest.mark.parametrize(
    ("triple", "code"),
    [
        ('msr:USA-CAN_copper_import-tariff tp:rate "ten"^^xsd:decimal ; tp:rateUnit unit:specific', "S07"),
        ("msr:USA-CAN_copper_import-tariff tp:rate unit:specific ; tp:rateUnit unit:specific", "S07"),
        ('ev:2f154cdb8b803b8a_gold_011 tp:confidence "high"', "S13"),
        ('passage:2f154cdb8b803b8a_109-123_s oa:end "far"^^xsd:integer', "S13"),
        ('evt:event_canada-51st-state tp:status "proposed"', "S02"),
        ('evt:event_canada-51st-state tp:when "2025"', "S02"),
        ("sector:x-diamonds a tp:Sector ; skos:prefLabel 'diamonds'@en", "S19"),
    ],
)
def test_ill_formed_value_is_a_problem_not_a_crash(triple: str, code: str, text: str) -> None:
    assert code in codes(check([*gold(), *turtle([triple])], text))


def test_sector_of_the_documents_own_is_accepted() -> None:
    own = "sector:x-diamonds a tp:Sector ; skos:prefLabel 'diamonds'@en ; skos:inScheme scheme:sector"
    use = "dep:USA_CAN_aluminum tp:sector sector:x-diamonds"
    assert check([*gold(), *turtle([own, use])]) == []


def test_no_facts_give_no_problems() -> None:
    assert check([], "") == []


def test_check_does_not_slow_ingest() -> None:
    start = time.process_time()
    for _ in range(5):
        check(gold())
    assert (time.process_time() - start) / 5 < 0.1  # a guard against blunders; the figure itself belongs to bench/
