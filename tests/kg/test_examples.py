"""The example queries: each runs as it stands, and is found as other people's editors look for it."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

import ontology
from kg import graph_names as names
from kg.examples import examples
from kg.graph import Graph
from ontology.terms import PREFIXES

# What the editor of the Swiss Institute of Bioinformatics asks an endpoint.
EDITOR = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
  sh:select|sh:ask|sh:construct ?query } ORDER BY ?sq"""
PREFIXES_ASKED = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with Graph(tmp_path_factory.mktemp("examples") / "store", readers=1) as graph:
        yield graph


def test_every_question_is_found_and_runs(graph: Graph) -> None:
    found = graph.query(EDITOR).rows
    assert len(found) == len([*(ontology.PATH / "questions").glob("cq*.rq")])
    for row in found:
        assert str(row["comment"].value).endswith("?")
        graph.read(str(row["query"].value))  # with no prefix given


def test_every_prefix_is_found(graph: Graph) -> None:
    rows = graph.query(PREFIXES_ASKED).rows
    assert {row["prefix"].value: row["namespace"].value for row in rows} == PREFIXES


def test_they_lie_in_a_graph_of_their_own_and_not_in_an_export(graph: Graph) -> None:
    assert graph.query(f"ASK {{ GRAPH <{names.EXAMPLES}> {{ ?s ?p ?o }} }}").boolean
    assert not any(isinstance(t, ox.BlankNode) for triple in examples() for t in triple)
