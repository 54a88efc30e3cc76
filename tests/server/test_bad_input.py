import pytest

from tests.server.conftest import PAGE, SEED, TOKEN

AUTH = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/views/meeting", 400, "did you mean 'meetings'"),
        ("/views/meetings?sector=stel", 400, "did you mean 'steel'"),
        ("/views/meetings?who=Marc%20Carny", 400, "did you mean 'Mark Carney'"),
        ("/views/meetings?from=yesterday", 400, "is not a date"),
        ("/views/meetings?from=2026&to=2025", 400, "is after"),
        ("/views/meetings?status=plan", 400, "did you mean 'planned'"),
        ("/views/meetings?colour=red", 400, "no filter 'colour'"),
        ("/documents/nothing", 404, "no document nothing"),
        ("/id/person/nobody", 404, "Nothing here"),
        ("/page/person/nobody", 404, "Nothing here"),
        ("/data/person/nobody.ttl", 404, "Nothing here"),
        ("/data/person/mark-carney.docx", 404, "suffix"),
        ("/id/person/a%3Eb%20c", 404, "Nothing here"),
        ("/export.docx", 404, ""),
        ("/export.ttl?graph=nothing", 404, "nothing"),
        ("/nowhere", 404, ""),
        ("/sparql?query=SELECT%20WHERE%20%7B", 400, ""),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400, "more than one"),
        ("/sparql?query=SELECT%20*%20WHERE%20%7B%20SERVICE%20%3Chttp%3A%2F%2Fx%2F%3E%20%7B%7D%20%7D", 403, ""),
    ],
)
def test_wrong_request_is_one_sentence_in_each_form(client, address, status, words):
    problem = client.get(address)
    assert problem.status_code == status
    assert problem.mimetype == "application/problem+json"
    body = problem.get_json(force=True)
    assert body["status"] == status
    assert words in body["detail"]
    assert len(problem.data) < 2000
    page = client.get(address, headers=PAGE)
    assert (page.status_code, page.mimetype) == (status, "text/html")
    plain = client.get(address, headers={"Accept": "text/turtle"})
    assert (plain.status_code, plain.mimetype) == (status, "text/plain")


def test_syntax_error_names_its_place(client):
    body = client.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?s ?p }"}).get_json(force=True)
    assert body["line"] == 2


def test_query_page_keeps_a_wrong_query(client):
    answer = client.get("/query?query=SELECT+WHERE+%7B", headers=PAGE)
    assert answer.status_code == 400
    assert "SELECT WHERE {</textarea>" in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    ("method", "address"),
    [("post", "/views/meetings"), ("put", "/sparql"), ("delete", "/documents"), ("post", "/export.ttl")],
)
def test_wrong_method(client, method, address):
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert answer.headers["Allow"]


def test_wrong_kinds_of_post(client):
    assert client.post("/sparql", data=b"x", content_type="image/png").status_code == 415
    assert client.post("/sparql", data=b"\xff", content_type="application/sparql-query").status_code == 400
    assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403
    assert client.post("/sparql", data={"q": "ASK {}"}).status_code == 400


@pytest.mark.parametrize("address", ["/documents", "/documents/examples", f"/documents/{SEED}/delete"])
def test_writing_needs_the_token(client, read_only, address):
    assert client.post(address, json={"text": "x"}).status_code == 403
    assert client.post(address, json={"text": "x"}, headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert "read-only" in read_only.post(address, headers=AUTH).get_json(force=True)["detail"]


def test_writing_from_another_site_is_refused(client):
    client.get(f"/sign-in?token={TOKEN}")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert client.post("/documents", data={"text": ""}, headers=headers).status_code == 403
    same = client.post("/documents", data={"text": ""}, headers={"Origin": "http://localhost"})
    assert same.status_code == 400


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "no text"), ({"text": ""}, "no text"), ({"text": 3}, "no text"), ([], "JSON object"),
        ({"text": "A text.", "published": "soon"}, "not a date"),
        ({"text": "A text.", "colour": "red"}, "no field 'colour'"),
    ],
)  # fmt: skip
def test_wrong_document_is_refused(client, body, words):
    answer = client.post("/documents", json=body, headers=AUTH)
    assert answer.status_code == 400
    assert words in answer.get_json(force=True)["detail"]


def test_sizes(client):
    assert client.post("/documents", json={"text": "x" * (2 * 1024 * 1024 + 1)}, headers=AUTH).status_code == 413
    assert client.post("/documents", data=b"x" * (16 * 1024 * 1024 + 1), headers=AUTH).status_code == 413


def test_broken_json_and_missing_document(client):
    broken = client.post("/documents", data=b"{", content_type="application/json", headers=AUTH)
    assert broken.status_code == 400
    assert client.delete("/documents/nothing", headers=AUTH).status_code == 404


def test_unknown_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/health", headers={"Host": "127.0.0.1:8000"}).status_code == 200


def test_fault_of_ours_tells_nothing(client, graph, monkeypatch, caplog):
    def broken() -> str:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(graph, "version", broken)
    answer = client.get("/ready")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "a secret path" in caplog.text
