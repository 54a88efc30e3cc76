"""The competency questions give the same, expected rows on both engines."""

import csv
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib

import ontology
from ontology.terms import PREFIXES
from tests.ontology.gold import as_rdflib, loaded, local

# rdflib 7.6 warns about its own use of an old name when it queries a Dataset.
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning")

QUESTIONS = sorted(path.stem for path in (ontology.PATH / "questions").glob("cq*.rq"))
SEED = ("seed_gold.trig",)
BOTH = ("seed_gold.trig", "second_document.trig")
THIRD = ("seed_gold.trig", "third_document.trig")


@cache
def store(names: tuple[str, ...]) -> ox.Store:
    return loaded(names)


@cache
def dataset(names: tuple[str, ...]) -> rdflib.Dataset:
    return as_rdflib(store(names))


def case(name: str) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    query = ontology.text(f"questions/{name}.rq")
    names = BOTH if "the seed and the second document" in query else SEED
    names = THIRD if "the seed and the third document" in query else names
    rows = csv.reader(ontology.text(f"questions/{name}.csv").splitlines())
    return query, names, sorted(tuple(row) for row in rows)


def test_there_are_at_least_thirty() -> None:
    assert len(QUESTIONS) >= 30


@pytest.mark.parametrize("name", QUESTIONS)
def test_pyoxigraph_gives_the_rows(name: str) -> None:
    query, names, expected = case(name)
    solutions = store(names).query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    variables = [v.value for v in solutions.variables]
    assert sorted({tuple(local(row[v]) for v in variables) for row in solutions}) == expected


@pytest.mark.parametrize("name", QUESTIONS)
def test_rdflib_gives_the_same_rows(name: str) -> None:
    query, names, expected = case(name)
    result = dataset(names).query(query, initNs=PREFIXES)
    assert sorted({tuple(local(value) for value in row) for row in result}) == expected


def test_prefixes_of_the_questions_are_those_of_the_terms() -> None:
    lines = ontology.text("questions/prefixes.rq").splitlines()
    assert lines == [f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()]
