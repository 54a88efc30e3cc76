import json
import threading

import networkx as nx
import pyoxigraph as ox
import pytest

from server import export
from tests.server.conftest import PAGE, SEED

SELECT = "PREFIX tp: <https://w3id.org/tradekg/ontology#> SELECT ?m WHERE { ?m a tp:Meeting } ORDER BY ?m"
CONSTRUCT = "PREFIX tp: <https://w3id.org/tradekg/ontology#> CONSTRUCT WHERE { ?m a tp:Meeting }"
ASK = "ASK { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/json;q=0.5, text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/rdf+xml, application/sparql-results+xml", "application/sparql-results+xml"),
        ("image/png", "application/sparql-results+json"),
    ],
)
def test_results_by_accept(client, accept, media_type):
    answer = client.get("/sparql", query_string={"query": SELECT}, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, media_type)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/turtle"), ("application/n-triples", "application/n-triples"),
        ("application/json", "application/ld+json"),
        ("application/ld+json", "application/ld+json"), ("application/rdf+xml", "application/rdf+xml"),
    ],
)  # fmt: skip
def test_graphs_by_accept(client, accept, media_type):
    answer = client.get("/sparql", query_string={"query": CONSTRUCT}, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, media_type)


@pytest.mark.parametrize(
    ("parameters", "media_type"),
    [
        ("format=csv", "text/csv"), ("output=xml", "application/sparql-results+xml"),
        ("results=json", "application/sparql-results+json"),
        ("format=tsv&format=text/tab-separated-values", "text/tab-separated-values"),
        ("format=unheard-of", "application/sparql-results+json"),
        ("format=csv&output=csv&results=csv", "text/csv"),
    ],
)  # fmt: skip
def test_parameter_chooses_and_unknown_ones_are_no_error(client, parameters, media_type):
    answer = client.get(f"/sparql?{parameters}", query_string=None)
    assert answer.status_code == 200  # no query: the description
    answer = client.post(f"/sparql?{parameters}", data=SELECT, content_type="application/sparql-query")
    assert (answer.status_code, answer.mimetype) == (200, media_type)


def test_three_ways_of_asking_agree(client):
    answers = [
        client.get("/sparql", query_string={"query": SELECT}).data,
        client.post("/sparql", data={"query": SELECT}).data,
        client.post("/sparql", data=SELECT, content_type="application/sparql-query").data,
    ]
    assert len(set(answers)) == 1
    assert len(json.loads(answers[0])["results"]["bindings"]) == 2


def test_ask_head_and_named_graph(client):
    assert client.get("/sparql", query_string={"query": ASK}).get_json(force=True)["boolean"] is True
    assert client.head("/sparql", query_string={"query": ASK}).status_code == 200
    graph = f"https://w3id.org/tradekg/id/graph/{SEED}_gold"
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?m a <https://w3id.org/tradekg/ontology#Statement> }"
    answer = client.get("/sparql", query_string={"query": count, "default-graph-uri": graph, "format": "csv"})
    assert answer.text.split() == ["n", "11"]


def test_without_a_query(client):
    assert client.get("/sparql", headers=PAGE).headers["Location"] == "/query"
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert list(ox.parse(answer.data, format=ox.RdfFormat.TURTLE))
    assert "sd:endpoint <http://localhost/sparql>" in answer.text


def test_query_page_shows_labels(client):
    text = client.get("/query", query_string={"query": "SELECT ?p WHERE { ?t tp:holder ?p }"}, headers=PAGE).text
    assert ">Mark Carney</a>" in text
    answer = client.get("/query", query_string={"query": "SELECT ?p WHERE { ?t tp:holder ?p }", "format": "csv"})
    assert answer.mimetype == "text/csv"


@pytest.mark.parametrize("suffix", ["json", "csv", "graphml", "svg", "txt"])
@pytest.mark.parametrize("name", ["meetings", "tariffs", "offices"])
def test_views_come_in_every_form(client, name, suffix):
    answer = client.get(f"/views/{name}.{suffix}")
    assert answer.status_code == 200
    assert answer.data


def test_view_without_suffix_is_json_for_programs(client):
    data = client.get("/views/meetings?sector=steel").get_json()
    assert nx.node_link_graph(data, edges="edges").number_of_edges() == 2
    assert client.get("/views/meetings", headers={"Accept": "text/csv"}).mimetype == "text/csv"


@pytest.mark.parametrize(
    ("suffix", "form"),
    [("ttl", ox.RdfFormat.TURTLE), ("trig", ox.RdfFormat.TRIG),
     ("nt", ox.RdfFormat.N_TRIPLES), ("nq", ox.RdfFormat.N_QUADS),
     ("rdf", ox.RdfFormat.RDF_XML), ("jsonld", ox.RdfFormat.JSON_LD)],
)  # fmt: skip
def test_export(client, suffix, form):
    answer = client.get(f"/export.{suffix}")
    assert answer.status_code == 200
    assert len(list(ox.parse(answer.data, format=form))) > 500


def test_an_export_that_has_not_changed_is_not_sent_again(client):
    answer = client.get("/export.nt")
    assert answer.content_length == len(answer.data)
    assert client.get("/export.nt", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get("/export.nt?graph=vocab", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200
    head = client.head("/export.nt")
    assert (head.status_code, head.mimetype, head.data) == (200, "application/n-triples", b"")


def test_a_third_export_at_once_waits_its_turn(client, monkeypatch):
    monkeypatch.setattr("server.export._making", threading.BoundedSemaphore(1))
    with export._making:
        answer = client.get("/export.nt")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert client.get("/export.nt").status_code == 200
    assert client.get("/export.nt?graph=nowhere").status_code == 404
    assert client.get("/export.nt").status_code == 200


def test_export_as_of_a_day(client):
    assert "fixture-b" not in client.get("/export.ttl?as-of=2025-10-07").text
    assert "fixture-b" in client.get("/export.ttl").text
    assert client.get("/export.ttl?as-of=2025-10-08").data == client.get("/export.ttl").data
    wrong = client.get("/export.ttl?as-of=yesterday")
    assert (wrong.status_code, "write it as 2025-10-05" in wrong.text) == (400, True)


def test_lists_for_programs(client):
    assert [view["name"] for view in client.get("/views").get_json()["views"]][:2] == ["meetings", "delegations"]
    listed = client.get("/documents").get_json()["documents"]
    assert {row["id"] for row in listed} == {SEED, "fixture-b"}
    assert [row["id"] for row in client.get("/documents?examples=only").get_json()["documents"]] == ["fixture-b"]
    assert client.get(f"/documents/{SEED}.json").get_json()["facts"]
    assert client.get("/search?q=Carney").get_json()["found"][0]["label"] == "Mark Carney"
    assert client.get("/health").get_json() == {"status": "ok"}
    assert client.get("/ready").get_json()["status"] == "ready"


def test_the_list_of_documents_as_json_and_csv(client):
    listed = client.get("/documents.json").json["documents"]
    rows = client.get("/documents.csv").text.splitlines()
    assert listed
    assert len(rows) == len(listed) + 1
    assert listed[0]["id"] in rows[1]
