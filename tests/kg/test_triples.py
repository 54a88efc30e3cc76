"""What is written of a document: no fact without its words, no blank node, equal keys for equal facts."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kg.checks import check
from kg.pipeline import EXTRACTOR, Extraction
from kg.registry import default_registry
from kg.triples import DocumentGraphs, alone, to_graphs
from ontology.terms import PREFIXES, TP

Read = Callable[..., Extraction]
TEXT = (
    "Prime Minister Mark Carney will meet with U.S. President Donald Trump in Washington on Tuesday "
    "to discuss steel tariffs.\n\n"
    "Trump raised tariffs on Canada to 35% in August. Argentine Economy Minister Sergio Massa welcomed the talks."
)
OA = PREFIXES["oa"]


def graphs(extraction: Extraction) -> DocumentGraphs:
    return to_graphs(extraction.reading.document, extraction.facts, EXTRACTOR, default_registry())


@pytest.fixture(scope="module")
def written(read_text: Read) -> DocumentGraphs:
    return graphs(read_text(TEXT))


def test_every_fact_node_is_the_body_of_an_annotation(written: DocumentGraphs) -> None:
    bodies = {q.object for q in written.evidence if q.predicate.value == OA + "hasBody"}
    typed = {
        q.subject
        for q in written.facts
        if q.predicate.value.endswith("#type") and q.object.value.startswith(TP) and q.object.value != TP + "Sector"
    }
    assert typed
    assert typed <= bodies


def test_every_phrase_stands_at_its_offsets(written: DocumentGraphs) -> None:
    assert not check((*written.facts, *written.evidence, *written.things), TEXT)


def test_there_are_no_blank_nodes(written: DocumentGraphs) -> None:
    quads = list(alone(written, default_registry()))
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_what_is_named_is_described(written: DocumentGraphs) -> None:
    quads = list(alone(written, default_registry()))
    described = {q.subject.value for q in quads}
    named = {q.object.value for q in quads if isinstance(q.object, ox.NamedNode) and "/tradekg/id/" in q.object.value}
    assert not named - described - {n for n in named if "/id/place/" in n or "/id/graph/" in n}


def test_the_same_text_gives_the_same_quads(read_text: Read, written: DocumentGraphs) -> None:
    again = graphs(read_text(TEXT))
    assert (again.facts, again.evidence, again.things, again.known) == (
        written.facts,
        written.evidence,
        written.things,
        written.known,
    )


def test_an_undated_past_event_is_bounded_by_the_day_of_issue(read_text: Read) -> None:
    quads = graphs(
        read_text("Chilean President Gabriel Boric met Brazilian President Luiz Inácio Lula da Silva.")
    ).facts
    times = {q.object.value.rsplit("/", 1)[1] for q in quads if q.predicate.value == TP + "when"}
    assert times <= {"until-2025-10-05"}


def test_without_a_date_of_issue_relative_times_stay_words(read_text: Read) -> None:
    written = graphs(
        read_text("Prime Minister Mark Carney will meet with President Donald Trump in Washington on Tuesday.", None)
    )
    assert not [q for q in written.facts if q.predicate.value == TP + "when"]
    assert {q.object.value for q in written.evidence if q.predicate.value == TP + "timeExpression"} <= {"on Tuesday"}
