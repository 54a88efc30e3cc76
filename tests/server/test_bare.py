"""The plain store over HTTP: nothing of ours in it, and nothing of the pages around it."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kg.errors import StoreError
from kg.graph import Graph
from server import create_app
from server.settings import Settings
from tests.server.conftest import PAGE, TOKEN

AUTH = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with Graph(tmp_path_factory.mktemp("bare") / "store", readers=2, bare=True) as graph:
        yield graph


@pytest.fixture
def client(graph: Graph) -> FlaskClient:
    return create_app(graph, Settings(token=TOKEN, bare=True)).test_client()


def test_there_is_nothing_but_what_is_written(client: FlaskClient) -> None:
    count = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert client.get("/sparql.csv", query_string={"query": count}).text.split() == ["n", "0"]
    written = client.put("/graphs?default", data="<x:a> <x:b> _:c .", content_type="text/turtle", headers=AUTH)
    assert written.status_code == 204
    assert client.get("/sparql.csv", query_string={"query": count}).text.split() == ["n", "1"]
    whole = client.get("/graphs", headers={"Accept": "application/n-quads"})
    assert (whole.mimetype, len(whole.text.splitlines())) == ("application/n-quads", 1)
    assert client.delete("/graphs?default", headers=AUTH).status_code == 204


def test_it_describes_itself_and_has_no_pages(client: FlaskClient) -> None:
    for address in ("/", "/sparql"):
        answer = client.get(address, headers=PAGE)
        assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
        assert "sd:SPARQL11Update" in answer.text
    for address in ("/documents", "/views", "/query"):
        assert client.get(address, headers=PAGE).status_code == 404
    wrong = client.get("/sparql?query=SELECT", headers=PAGE)
    assert (wrong.status_code, wrong.mimetype) == (400, "application/problem+json")
    assert client.get("/ready").status_code == 200


def test_the_two_kinds_of_store_are_told_apart(graph: Graph, tmp_path) -> None:
    with pytest.raises(StoreError, match="--bare"):
        Graph(graph.store.place)
    Graph(tmp_path / "documents", readers=1).close()
    with pytest.raises(StoreError, match="holds documents"):
        Graph(tmp_path / "documents", bare=True)
