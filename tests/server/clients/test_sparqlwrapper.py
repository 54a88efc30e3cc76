"""SPARQLWrapper against the real server: it sends format, output and results at once, and asks JSON of graphs."""

import json

import pytest
import rdflib
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Client
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.server.clients.conftest import CARNEY, MEETINGS, PEOPLE, PREFIXES
from tests.server.processes import TOKEN

# SPARQLWrapper 2.0 makes a ConjunctiveGraph, and warns that it has no Accept of its own for JSON of a graph.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Sending Accept header:RuntimeWarning"),
]


def asking(address: str, query: str, form: str = JSON) -> Client:
    client = Client(f"{address}/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    return client


@pytest.mark.parametrize(("method", "request_method"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_rows_by_every_method(address: str, method: str, request_method: str) -> None:
    client = asking(address, PEOPLE)
    client.setMethod(method)
    client.setRequestMethod(request_method)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert "Mark Carney" in {row["name"]["value"] for row in rows}


def test_rows_in_every_format(address: str) -> None:
    found = {form: asking(address, PEOPLE, form).queryAndConvert() for form in (JSON, XML, CSV, TSV)}
    count = len(found[JSON]["results"]["bindings"])
    assert count > 5
    assert len(found[XML].getElementsByTagName("result")) == count
    assert len(found[CSV].decode().splitlines()) == count + 1
    assert found[CSV].decode().splitlines()[0] == "p,name"
    assert found[TSV].decode().splitlines()[0] == "?p\t?name"


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
def test_a_graph_in_every_format(address: str, form: str) -> None:
    found = asking(address, MEETINGS, form).queryAndConvert()
    if not isinstance(found, rdflib.Graph):
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert (None, rdflib.RDF.type, None) in found


def test_a_graph_asked_for_as_json_is_jsonld(address: str) -> None:
    answer = asking(address, MEETINGS, JSON).query()
    assert answer.info()["content-type"] == "application/ld+json"
    assert json.loads(answer.response.read())


def test_yes_or_no_and_a_description(address: str) -> None:
    assert asking(address, f"ASK {{ <{CARNEY}> ?p ?o }}").queryAndConvert()["boolean"] is True
    described = asking(address, f"DESCRIBE <{CARNEY}>", RDFXML).queryAndConvert()
    assert (rdflib.URIRef(CARNEY), rdflib.RDF.type, None) in described


def test_a_wrong_query_shows_our_words(address: str) -> None:
    with pytest.raises(QueryBadFormed, match="unknown prefix foo: at line 1, column 11"):
        asking(address, "SELECT * {foo:x ?p ?o}").query()


def test_search_within_a_query(address: str) -> None:
    query = f'{PREFIXES} SELECT ?x {{ ?x tp:search "mark carney" ; a <http://xmlns.com/foaf/0.1/Person> }}'
    rows = asking(address, query).queryAndConvert()["results"]["bindings"]
    assert [row["x"]["value"] for row in rows] == [CARNEY]


@pytest.mark.parametrize("request_method", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("path", ["/sparql", "/sparql/update"])
def test_writing(address: str, request_method: str, path: str) -> None:
    client = Client(f"{address}/sparql", f"{address}{path}")
    client.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    client.setMethod(POST)
    client.setRequestMethod(request_method)
    for verb, expected in (("INSERT", True), ("DELETE", False)):
        client.setQuery(f"{verb} DATA {{ <urn:w:a> <urn:w:b> 'wrapped' }}")
        client.query()
        assert asking(address, "ASK { <urn:w:a> ?p ?o }").queryAndConvert()["boolean"] is expected
