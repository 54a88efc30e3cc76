"""Turtle for people: order, prefixes, spelling, and nothing lost."""

import random

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.turtle import spelled, write_turtle
from tests.kg.store_cases import seed_change, triples

IRI = "https://w3id.org/tradekg/id/person/"


def written(*content: ox.Triple) -> str:
    return "".join(write_turtle(content))


def test_a_block_reads_in_order() -> None:
    told = written(
        *triples("""evt:m tp:status status:planned ; tp:participant person:b , person:a ; tp:when t:2025 ;
        a tp:Event , tp:Meeting ; skos:prefLabel "Talks"@en ; tp:place place:x .""")
    )
    assert told.partition("\n\n")[2] == (
        "evt:m a tp:Meeting, tp:Event ;\n"
        '    skos:prefLabel "Talks"@en ;\n'
        "    tp:status status:planned ;\n"
        "    tp:participant person:a, person:b ;\n"
        "    tp:place place:x ;\n"
        "    tp:when t:2025 .\n"
    )


def test_only_used_prefixes_are_declared() -> None:
    assert written(*triples("person:a a foaf:Person .")).count("@prefix") == 2


@pytest.mark.parametrize(
    ("object_", "text"),
    [
        ("35.0", "35.0"),
        ("7", "7"),
        ("true", "true"),
        ('"2025-10-07"^^xsd:date', '"2025-10-07"^^xsd:date'),
        ('"a\\"b\\nc"@en', '"a\\"b\\nc"@en'),
        ("<https://w3id.org/tradekg/id/person/a/b>", "<https://w3id.org/tradekg/id/person/a/b>"),
        ("<https://w3id.org/tradekg/id/person/a.>", "<https://w3id.org/tradekg/id/person/a.>"),
        ("<https://w3id.org/tradekg/id/measure/USA-CAN_all_7.5pct>", "msr:USA-CAN_all_7.5pct"),
    ],
)
def test_spelling(object_: str, text: str) -> None:
    assert f" {text} ." in written(*triples(f"person:a tp:about {object_} ."))


def test_decimals_get_their_point_back() -> None:
    store = ox.Store()
    store.extend(
        ox.Quad(t.subject, t.predicate, t.object) for t in triples("msr:a tp:rate 35.0 . msr:b tp:rate 12.50 .")
    )
    told = written(*(spelled(quad.triple) for quad in store))
    assert "tp:rate 35.0 ." in told
    assert "tp:rate 12.5 ." in told


def test_same_bytes_whatever_the_order() -> None:
    content = list(seed_change().facts)
    first = written(*content)
    random.Random(3).shuffle(content)
    assert written(*content) == first


def test_both_parsers_read_the_seed_back() -> None:
    content = set(seed_change().facts + seed_change().evidence)
    told = written(*content)
    assert {q.triple for q in ox.parse(told, format=ox.RdfFormat.TURTLE)} == content
    assert len(rdflib.Graph().parse(data=told, format="turtle")) == len(content)


@given(st.text(max_size=40), st.sampled_from(["", "en"]))
def test_any_text_comes_back(text: str, language: str) -> None:
    literal = ox.Literal(text, language=language) if language else ox.Literal(text)
    triple = ox.Triple(ox.NamedNode(IRI + "a"), ox.NamedNode(IRI + "b"), literal)
    assert [q.triple for q in ox.parse(written(triple), format=ox.RdfFormat.TURTLE)] == [triple]
