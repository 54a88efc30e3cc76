"""The dataset's description: true numbers, addresses that answer."""

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from kg.graph import Graph

VOID = "http://rdfs.org/ns/void#"


@pytest.fixture
def described(client: FlaskClient) -> ox.Store:
    store = ox.Store()
    answer = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    store.load(answer.data, format=ox.RdfFormat.TURTLE)
    return store


def values(store: ox.Store, prop: str) -> set[str]:
    return {q.object.value for q in store.quads_for_pattern(None, ox.NamedNode(VOID + prop), None)}


def test_numbers_are_those_of_the_graph(described: ox.Store, graph: Graph) -> None:
    (row,) = graph.query("SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?p) AS ?p_) { ?s ?p ?o }").rows
    (parts,) = described.query(f"SELECT (SUM(?n) AS ?sum) {{ ?d <{VOID}propertyPartition>/<{VOID}triples> ?n }}")
    assert row["n"].value in values(described, "triples")
    assert values(described, "properties") == {row["p_"].value}
    assert parts["sum"].value == row["n"].value


def test_meetings_are_counted(described: ox.Store, graph: Graph) -> None:
    (row,) = graph.query("SELECT (COUNT(?m) AS ?n) { ?m a tp:Meeting }").rows
    (part,) = described.query(
        f"SELECT ?n {{ ?p <{VOID}class> <https://w3id.org/tradekg/ontology#Meeting> ; <{VOID}entities> ?n }}"
    )
    assert part["n"].value == row["n"].value


def test_every_address_answers(client: FlaskClient, described: ox.Store) -> None:
    dumps = values(described, "dataDump")
    assert len(dumps) == 6
    for address in dumps | values(described, "sparqlEndpoint"):
        assert client.head(address.removeprefix("http://localhost")).status_code == 200
    for example in values(described, "exampleResource"):
        assert client.get(example.removeprefix("https://w3id.org/tradekg")).status_code == 303


@pytest.mark.parametrize("media_type", ["application/rdf+xml", "application/ld+json", "application/n-triples"])
def test_other_forms_say_the_same(client: FlaskClient, described: ox.Store, media_type: str) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": media_type})
    form = ox.RdfFormat.from_media_type(media_type)
    assert answer.mimetype == media_type
    assert len(list(ox.parse(answer.data, format=form))) == len(described)


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    name = client.get("/.well-known/void").headers["ETag"]
    assert client.get("/.well-known/void", headers={"If-None-Match": name}).status_code == 304
