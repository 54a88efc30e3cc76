"""Every term explains itself and is used; data use only what is declared; constants equal the Turtle."""

import re
from functools import cache

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, SKOS

import ontology
from kg.described import CONCEPTS
from ontology import terms

TP = rdflib.Namespace(terms.TP)
DECLARED = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property}
OWN_FILES = ("trade.ttl", "vocab.ttl", "entities.ttl", "seed_gold.ttl")
DATA = (
    "vocab.ttl",
    "entities.ttl",
    "seed_gold.ttl",
    "second_document.trig",
    "third_document.trig",
    "shapes.ttl",
    "faults.toml",
)
FOLDERS = ("rules", "questions")


@cache
def graph(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=ontology.text(name), format="turtle")


@cache
def term_iris() -> frozenset[rdflib.URIRef]:
    found = {s for kind in DECLARED for s in graph("trade.ttl").subjects(RDF.type, kind)}
    return frozenset(s for s in found if str(s).startswith(terms.TP))


def local_names(kinds: set[rdflib.URIRef]) -> set[str]:
    found = {s for kind in kinds for s in graph("trade.ttl").subjects(RDF.type, kind)}
    return {str(s).removeprefix(terms.TP) for s in found if str(s).startswith(terms.TP)}


@pytest.mark.parametrize("term", sorted(term_iris()), ids=lambda iri: iri.removeprefix(terms.TP))
def test_term_has_label_definition_and_question(term: rdflib.URIRef) -> None:
    about = graph("trade.ttl")
    assert (term, RDFS.label, None) in about
    assert (term, SKOS.definition, None) in about
    if term in (TP.cq, TP.derived, TP.search):  # they describe terms or are asked with, and say nothing of the world
        return
    questions = [str(q).lower() for q in about.objects(term, TP.cq)]
    assert questions
    assert all((ontology.PATH / "questions" / f"{name}.rq").exists() for name in questions)


@pytest.mark.parametrize("name", [*DATA, "questions", "rules"])
def test_only_declared_terms_are_used(name: str) -> None:
    path = ontology.PATH / name
    texts = [p.read_text(encoding="utf-8") for p in path.glob("*.rq")] if path.is_dir() else [ontology.text(name)]
    used = {word for text in texts for word in re.findall(r"(?<![\w:])tp:(\w+)", text)}
    assert used <= {str(term).removeprefix(terms.TP) for term in term_iris()}


def test_every_asserted_property_is_needed_by_some_question() -> None:
    texts = " ".join(path.read_text(encoding="utf-8") for path in (ontology.PATH / "questions").glob("*.rq"))
    assert {name for name in terms.PROPERTIES if not re.search(rf"tp:{name}\b", texts)} == set()


def test_constants_equal_the_turtle() -> None:
    derived = {str(s).removeprefix(terms.TP) for s in graph("trade.ttl").subjects(TP.derived, rdflib.Literal(True))}
    properties = local_names({OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property})
    assert set(terms.CLASSES) == local_names({OWL.Class})
    assert set(terms.DERIVED) == derived
    assert set(terms.PROPERTIES) == properties - derived
    assert len(set(terms.PROPERTIES)) == len(terms.PROPERTIES)


def test_schemes_and_sectors_equal_the_turtle() -> None:
    found: dict[str, set[str]] = {}
    for concept, scheme in graph("vocab.ttl").subject_objects(SKOS.inScheme):
        found.setdefault(str(scheme).rsplit("/", 1)[1], set()).add(str(concept).rsplit("/", 1)[1])
    assert set(terms.SECTORS) == found.pop("sector")
    assert {name: set(members) for name, members in terms.SCHEMES.items()} == found


def test_concepts_of_the_fast_checks_are_those_of_the_vocabulary() -> None:
    for scheme, concepts in CONCEPTS.items():
        node = rdflib.URIRef(terms.PREFIXES["scheme"] + scheme)
        assert {str(c) for c in graph("vocab.ttl").subjects(SKOS.inScheme, node)} == concepts


def test_prefixes_equal_the_turtle() -> None:
    found = dict(re.findall(r"@prefix (\w+): <([^>]+)>", ontology.text("prefixes.ttl")))
    assert found == terms.PREFIXES


def test_every_concept_has_one_label() -> None:
    vocab = graph("vocab.ttl")
    for concept in set(vocab.subjects(RDF.type, SKOS.Concept)) | set(vocab.subjects(RDF.type, SKOS.ConceptScheme)):
        assert len(list(vocab.objects(concept, SKOS.prefLabel))) == 1


def test_hs_codes_are_well_formed() -> None:
    codes = [str(code) for code in graph("vocab.ttl").objects(None, TP.hsCode)]
    assert codes
    assert all(re.fullmatch(r"\d{2}(\d{2}){0,2}", code) for code in codes)
    assert all("01" <= code[:2] <= "97" and code[:2] != "77" for code in codes)


def test_sector_words_lead_to_one_sector() -> None:
    owners: dict[str, set[rdflib.term.Node]] = {}
    for label in (SKOS.prefLabel, SKOS.altLabel):
        for sector, word in graph("vocab.ttl").subject_objects(label):
            if (sector, RDF.type, TP.Sector) in graph("vocab.ttl"):
                owners.setdefault(str(word).lower(), set()).add(sector)
    assert {word for word, sectors in owners.items() if len(sectors) > 1} == set()


@pytest.mark.parametrize("name", OWN_FILES)
def test_no_blank_nodes_and_turtle_round_trip(name: str) -> None:
    first = graph(name)
    assert not any(isinstance(term, rdflib.BNode) for triple in first for term in triple)
    assert isomorphic(first, rdflib.Graph().parse(data=first.serialize(format="turtle"), format="turtle"))
    assert len(first) == len(list(ox.parse(ontology.text(name), format=ox.RdfFormat.TURTLE)))


def test_trig_and_turtle_of_the_gold_say_the_same() -> None:
    trig = {quad.triple for quad in ox.parse(ontology.text("seed_gold.trig"), format=ox.RdfFormat.TRIG)}
    flat = {quad.triple for quad in ox.parse(ontology.text("seed_gold.ttl"), format=ox.RdfFormat.TURTLE)}
    assert trig == flat


def test_every_status_of_the_gold_is_recovered_from_turtle_alone() -> None:
    gold = graph("seed_gold.ttl")
    oa = rdflib.Namespace(terms.PREFIXES["oa"])
    stated = {
        (gold.value(note, oa.hasBody), value)
        for note in gold.subjects(TP.supports, TP.status)
        for value in gold.objects(note, TP.statedValue)
        if str(value).startswith(terms.PREFIXES["status"])
    }
    things = set(gold.objects(None, oa.hasBody))
    assert stated == {(node, status) for node, status in gold.subject_objects(TP.status) if node in things}


def inconsistencies(extra: str = "") -> list[str]:
    merged = rdflib.Graph()
    for name in ("trade.ttl", "vocab.ttl", "seed_gold.ttl"):
        merged += graph(name)
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in terms.PREFIXES.items())
    merged.parse(data=prefixes + extra, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(merged)
    return [str(m) for m in merged.objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))]


def test_reasoner_finds_no_inconsistency() -> None:
    assert inconsistencies() == []


def test_reasoner_would_find_a_country_that_acts() -> None:
    assert inconsistencies("country:CAN a foaf:Agent .") != []
