"""Updates and graphs over HTTP: who may, what is answered, how it is told."""

import base64
import gzip

import brotli
import pytest
from flask.testing import FlaskClient

from kg.graph import Graph
from server import create_app
from server.settings import Settings
from tests.server.conftest import GRAPH, PAGE, SEED, TOKEN

AUTH = {"Authorization": f"Bearer {TOKEN}"}
BASIC = {"Authorization": "Basic " + base64.b64encode(f"anybody:{TOKEN}".encode()).decode()}
MINE = "http://example.org/mine"
TURTLE = {"content_type": "text/turtle"}


def held(client: FlaskClient, pattern: str) -> bool:
    answer = client.get("/sparql", query_string={"query": f"ASK {{ {pattern} }}"})
    return bool(answer.get_json(force=True)["boolean"])


@pytest.fixture(autouse=True)
def _clean(client: FlaskClient):
    yield
    client.post(
        "/sparql/update",
        data={"update": f"DROP SILENT GRAPH <{MINE}> ; DROP SILENT GRAPH <{GRAPH}added>"},
        headers=AUTH,
    )


@pytest.mark.parametrize("address", ["/sparql", "/sparql/update"])
@pytest.mark.parametrize("headers", [AUTH, BASIC])
def test_update_by_form_and_direct_at_either_address(
    client: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    first = client.post(address, data={"update": "INSERT DATA { <urn:x-a:a> <urn:x-a:b> 1 }"}, headers=headers)
    text = "DELETE DATA { <urn:x-a:a> <urn:x-a:b> 1 } ; INSERT DATA { <urn:x-a:a> <urn:x-a:b> 2 }"
    second = client.post(address, data=text, content_type="application/sparql-update", headers=headers)
    assert (first.status_code, second.status_code) == (204, 204)
    assert held(client, "<urn:x-a:a> <urn:x-a:b> 2")
    assert not held(client, "<urn:x-a:a> <urn:x-a:b> 1")


def test_writing_needs_the_token(client: FlaskClient, read_only: FlaskClient) -> None:
    for each, words in ((client, "token"), (read_only, "read-only")):
        for answer in (
            each.post("/sparql/update", data={"update": "CLEAR ALL"}),
            each.post("/sparql", data={"update": "CLEAR ALL"}),
            each.put(f"/graphs?graph={MINE}", data="", **TURTLE),
            each.post(f"/graphs?graph={MINE}", data="", **TURTLE),
            each.delete(f"/graphs?graph={MINE}"),
        ):
            assert answer.status_code == 403
            assert words in answer.get_json(force=True)["detail"]


def test_another_site_cannot_write_even_with_the_token(client: FlaskClient) -> None:
    headers = {**AUTH, "Origin": "https://evil.example"}
    assert client.post("/sparql/update", data={"update": "CLEAR ALL"}, headers=headers).status_code == 403


def test_a_graph_is_put_added_to_read_and_deleted(client: FlaskClient) -> None:
    address = f"/graphs?graph={MINE}"
    assert client.get(address).status_code == 404
    assert client.put(address, data="<a> <b> 'c' .", headers=AUTH, **TURTLE).status_code == 201
    assert client.put(address, data="<a> <b> 'd' .", headers=AUTH, **TURTLE).status_code == 204
    assert (
        client.post(
            address, data=b'{"@id": "x:y", "x:z": 1}', content_type="application/ld+json", headers=AUTH
        ).status_code
        == 204
    )
    answer = client.get(address, headers={"Accept": "application/n-triples"})
    assert answer.mimetype == "application/n-triples"
    assert sorted(answer.text.splitlines())[0] == '<http://example.org/a> <http://example.org/b> "d" .'
    assert len(answer.text.splitlines()) == 2
    head = client.head(address, headers={"Accept": "text/turtle"})
    assert (head.status_code, head.mimetype, head.data) == (200, "text/turtle", b"")
    assert client.delete(address, headers=AUTH).status_code == 204
    assert client.delete(address, headers=AUTH).status_code == 404


def test_documents_are_protected_and_force_is_offered(client: FlaskClient) -> None:
    graph = f"/graphs?graph={GRAPH}{SEED}_gold"
    for answer in (
        client.delete(graph, headers=AUTH),
        client.put(graph, data="", headers=AUTH, **TURTLE),
        client.post("/sparql/update", data={"update": "DROP ALL"}, headers=AUTH),
        client.put("/graphs?default", data="", headers=AUTH, **TURTLE),
    ):
        assert answer.status_code == 409
    assert "?force" in client.delete(graph, headers=AUTH).get_json(force=True)["detail"]
    assert client.get(graph).status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "sent", "status", "words"),
    [
        ("post", "/sparql/update", {"data": {"update": "INSERT DATA {"}}, 400, "left open"),
        ("post", "/sparql/update", {"data": {"update": "LOAD <http://localhost:1/>"}}, 403, "LOAD is refused"),
        ("post", "/sparql/update", {"data": {"query": "ASK {}"}}, 400, "takes updates"),
        ("post", "/sparql/update", {"data": {"update": "CLEAR ALL", "using-graph-uri": "x"}}, 400, "absolute IRI"),
        ("get", "/sparql?update=CLEAR%20ALL", {}, 400, "POST"),
        ("get", "/sparql/update", {}, 405, ""),
        ("put", f"/graphs?graph={MINE}", {"data": b"x"}, 415, "Content-Type"),
        ("put", f"/graphs?graph={MINE}", {"data": b"x", "content_type": "image/png"}, 415, "image/png"),
        ("put", f"/graphs?graph={MINE}", {"data": b"x:a x:b", "content_type": "text/turtle"}, 400, "line 1"),
        ("put", f"/graphs?graph={MINE}&default", {"data": b"", "content_type": "text/turtle"}, 400, "more than one"),
        ("put", "/graphs?graph=mine", {"data": b"", "content_type": "text/turtle"}, 400, "absolute IRI"),
    ],
)  # fmt: skip
def test_faults(client: FlaskClient, method: str, address: str, sent: dict, status: int, words: str) -> None:
    answer = getattr(client, method)(address, headers=AUTH, **sent)
    assert answer.status_code == status
    assert words in answer.get_json(force=True)["detail"]


def test_a_wrong_line_is_shown_with_a_guess(client: FlaskClient) -> None:
    body = client.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?s tp:actor ?o }"}).get_json(force=True)
    assert (body["line"], body["column"], body["text"]) == (2, 12, "WHERE { ?s tp:actor ?o }")
    assert body["hint"] == "add PREFIX tp: <https://w3id.org/tradekg/ontology#>"
    plain = client.get("/sparql?query=SELCT", headers={"Accept": "text/turtle"})
    assert plain.text.splitlines()[1:] == ["SELCT", "did you mean SELECT?"]
    shown = client.get("/query", query_string={"query": "SELCT &"}, headers=PAGE)
    assert "<code>SELCT &amp;</code>" in shown.text


def test_etag_follows_the_store(client: FlaskClient) -> None:
    address = "/sparql?query=ASK{}"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address + "&format=xml").headers["ETag"] != tag
    client.post("/sparql/update", data={"update": "INSERT DATA { <urn:x-a:a> <urn:x-a:b> 7 }"}, headers=AUTH)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert "ETag" not in client.get("/sparql?query=SELECT (NOW() AS ?n) {}").headers


def test_form_by_extension_and_a_shorter_time(client: FlaskClient) -> None:
    assert client.get("/sparql.csv?query=SELECT (1 AS ?a) {}", headers=PAGE).text == "a\r\n1\r\n"
    assert client.get("/sparql.ttl?query=CONSTRUCT {} WHERE {}").mimetype == "text/turtle"
    assert client.get("/sparql.ttl?query=ASK {}").status_code == 404
    slow = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?i"
    answer = client.get("/sparql", query_string={"query": slow, "timeout": "0.3"})
    assert answer.status_code == 503
    assert "0.3 s" in answer.get_json(force=True)["detail"]
    assert answer.headers["Retry-After"]
    assert client.get("/sparql?query=ASK{}&timeout=soon").status_code == 400


def test_too_many_rows_are_refused_whole(client: FlaskClient) -> None:
    values = " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(10)))} }}" for name in "abcde")
    for form in ("json", "xml", "csv", "tsv"):
        exact = client.get("/sparql", query_string={"query": f"SELECT * {{ {values} }}", "format": form})
        assert exact.status_code == 200
        assert int(exact.headers["Content-Length"]) == len(exact.data)
        more = f"SELECT * {{ {{ {values} }} UNION {{ BIND(1 AS ?a) }} }}"
        answer = client.get("/sparql", query_string={"query": more, "format": form})
        assert answer.status_code == 400
        assert "100,000 rows" in answer.get_json(force=True)["detail"]


def test_answers_are_compressed_as_asked(client: FlaskClient) -> None:
    address = "/sparql?query=SELECT * { ?s ?p ?o } LIMIT 500"
    plain = client.get(address)
    assert "Content-Encoding" not in plain.headers
    for name, opened in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = client.get(address, headers={"Accept-Encoding": name})
        assert answer.headers["Content-Encoding"] == name
        assert len(answer.data) < len(plain.data) / 3
        assert opened(answer.data) == plain.data
        assert "Accept-Encoding" in answer.headers.get_all("Vary")
    both = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert both.headers["Content-Encoding"] == "br"
    assert client.get("/sparql?query=ASK{}", headers={"Accept-Encoding": "br"}).get_json(force=True)["boolean"] is True
    refused = client.post(
        "/sparql", data=b"x", content_type="application/sparql-query", headers={"Content-Encoding": "gzip"}
    )
    assert refused.status_code == 415


def test_other_sites_read_only_where_that_is_allowed(client: FlaskClient, graph: Graph) -> None:
    query = {"query": "ASK {}"}
    asked = {"Origin": "https://else.example", "Access-Control-Request-Method": "POST"}
    for answer in (client.get("/sparql", query_string=query, headers=asked), client.options("/sparql", headers=asked)):
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    assert set(client.options("/sparql").headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    allowing = create_app(graph, Settings(token=TOKEN, cors=True)).test_client()
    before = allowing.options("/sparql", headers=asked)
    assert before.headers["Access-Control-Allow-Headers"] == "Accept, Content-Type"
    answer = allowing.post("/sparql", data=query, headers=asked)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert allowing.post("/sparql", data={"update": "CLEAR ALL"}, headers={**asked, **AUTH}).status_code == 403
