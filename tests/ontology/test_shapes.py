"""The gold conforms, each deliberate fault is caught by its shape, and the fast checks judge alike."""

import hashlib
import re
from functools import cache

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

import ontology
from kg.checks import check
from tests.ontology.gold import faults, faulty, gold, with_fault

SHAPES = "https://w3id.org/tradekg/shapes#"
FAULTS = [pytest.param(fault, id=f"{fault['code']} {fault['what']}") for fault in faults()]
SEED = ontology.PATH.parent / "seeds" / "000_bc91611cf220d0cd.txt"


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=ontology.text("shapes.ttl"))


@cache
def data() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in ("trade.ttl", "vocab.ttl", "seed_gold.ttl"):
        graph.parse(data=ontology.text(name))
    return graph


def codes_of(graph: rdflib.Graph) -> set[str]:
    _, _, report = pyshacl.validate(graph, shacl_graph=shapes(), inplace=True)
    return set(re.findall(r"Message: (S\d\d)", report))


def as_graph(triples: set[ox.Triple]) -> rdflib.Graph:
    text = "".join(f"{triple} .\n" for triple in triples)
    return rdflib.Graph().parse(data=text, format="nt")


def test_gold_conforms() -> None:
    assert codes_of(data()) == set()


def test_gold_names_the_document_by_its_text() -> None:
    digest = hashlib.sha256(SEED.read_text(encoding="utf-8").encode()).hexdigest()
    assert any(digest[:16] in str(quad.graph_name) for quad in gold())
    assert any(getattr(quad.object, "value", "") == digest for quad in gold())


def test_every_message_names_its_shape() -> None:
    lines = [line for line in ontology.text("shapes.ttl").splitlines() if "sh:message" in line]
    assert all(re.fullmatch(r"S\d\d .*", m) for line in lines for m in re.findall(r'sh:message "([^"]*)"', line))


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_caught_by_its_shape_and_by_the_fast_check(fault: dict[str, object]) -> None:
    removed, added = (as_graph(triples) for triples in with_fault(fault))
    changed = [triple for triple in added if triple not in data()]
    graph = data()
    for triple in removed:
        graph.remove(triple)
    for triple in changed:
        graph.add(triple)
    try:
        found = codes_of(graph)
    finally:
        for triple in changed:
            graph.remove(triple)
        for triple in removed:
            graph.add(triple)
    assert fault["code"] in found
    assert {problem.code for problem in check(faulty(fault))} == found
