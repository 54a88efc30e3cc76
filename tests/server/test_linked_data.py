"""Linked data: every IRI of the graph answers, as a page for people and in four forms for programs."""

import re

import pyoxigraph as ox
import pytest

from kg.model import BASE
from kg.turtle import spelled
from ontology.terms import TP
from tests.server.conftest import PAGE, SEED

FORMS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
MEASURE = "measure/USA-CAN_all-goods_import-tariff_35pct"
SAMPLED = ("id/country/", "id/gov/", "id/office/", "id/place/", "id/org/", "id/prefix/")  # of these every 40th


@pytest.fixture(scope="module")
def iris(graph):
    """Give the paths of our own IRIs, wherever they stand, the graphs' names among them."""
    with graph.store.snapshot() as path:
        terms = {t for quad in ox.Store.read_only(str(path)) for t in (*quad.triple, quad.graph_name)}
    ours = sorted(t.value.removeprefix(BASE) for t in terms if isinstance(t, ox.NamedNode) and t.value.startswith(BASE))
    many = [path for path in ours if path.startswith(SAMPLED)]
    return [path for path in ours if path not in many] + many[::40]


def parsed(answer):
    return list(ox.parse(answer.data, format=FORMS[answer.mimetype], base_iri="http://localhost/"))


def test_every_iri_gives_data_about_itself(client, iris):
    assert len(iris) > 400
    files = {}
    for path in iris:
        page, _, fragment = path.partition("#")
        answer = files.get(page) or client.get(f"/{page}", headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert answer.status_code == 200, path
        if fragment:  # a file that tells of many
            files[page] = answer
            assert f"{BASE}{path}" in answer.text or f"tp:{fragment}" in answer.text, path
            continue
        named = {t.value for quad in parsed(answer) for t in quad.triple if isinstance(t, ox.NamedNode)}
        assert f"{BASE}{path}" in named or path.startswith(("id/graph/", "ontology/")), path


def test_every_iri_has_a_page(client, iris):
    pages = {path.partition("#")[0] for path in iris}
    for path in sorted(pages)[::7]:
        answer = client.get(f"/{path}", headers=PAGE, follow_redirects=True)
        assert (answer.status_code, answer.mimetype) == (200, "text/html"), path


def test_every_term_of_the_ontology_has_its_place_on_the_page(client, iris):
    places = set(re.findall(r'id="(\w+)"', client.get("/ontology", headers=PAGE).text))
    assert {path.removeprefix("ontology#") for path in iris if path.startswith("ontology#")} <= places


@pytest.mark.parametrize("accept", FORMS)
@pytest.mark.parametrize(
    "thing",
    ["id/person/mark-carney", "sector/steel", "vocab/status/planned", f"id/doc/{SEED}", "ontology", "vocab",
     f"id/graph/{SEED}_gold", "id/query/cq01", "id/event/policyaction_2025-06_donald-trump_increase"],
)  # fmt: skip
def test_a_thing_in_every_form(client, thing, accept):
    answer = client.get(f"/{thing}", headers={"Accept": accept})
    assert answer.status_code == 303
    assert "Accept" in answer.headers["Vary"]
    data = client.get(answer.headers["Location"])
    assert (data.status_code, data.mimetype) == (200, accept)
    assert parsed(data)


def test_all_forms_say_the_same(client):
    for thing in ("person/mark-carney", MEASURE):
        answers = [client.get(f"/data/{thing}.{suffix}") for suffix in ("ttl", "nt", "jsonld", "json", "rdf")]
        contents = [{quad.triple for quad in parsed(answer)} for answer in answers]
        assert len(contents[0]) > 10
        assert all(content == contents[0] for content in contents)


def test_a_number_comes_out_as_it_went_in(client):
    rate = ox.Literal("35.0", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    for suffix in ("ttl", "nt", "jsonld", "rdf"):
        assert rate in {quad.object for quad in parsed(client.get(f"/data/{MEASURE}.{suffix}"))}


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("", "ttl"), ("*/*", "ttl"), ("application/ld+json;q=0.5, application/rdf+xml", "rdf"),
        ("text/turtle;q=0.3, application/n-triples;q=0.8", "nt"), ("image/png", "ttl"),
        ("application/rdf+xml, text/html;q=0.5", "rdf"), ("application/json", "jsonld"),
    ],
)  # fmt: skip
def test_the_form_that_is_liked_best(client, accept, suffix):
    answer = client.get("/id/person/mark-carney", headers={"Accept": accept})
    assert answer.headers["Location"] == f"/data/person/mark-carney.{suffix}"


def test_a_browser_gets_the_page_and_the_page_names_the_data(client):
    assert client.get("/id/person/mark-carney", headers=PAGE).headers["Location"] == "/page/person/mark-carney"
    links = client.get("/page/person/mark-carney").headers["Link"]
    assert '</data/person/mark-carney.ttl>; rel="alternate"; type="text/turtle"' in links
    about = client.get("/data/person/mark-carney.ttl").headers["Link"]
    assert about == f'<{BASE}id/person/mark-carney>; rel="describes"'


def test_data_that_have_not_changed_are_not_sent_again(client):
    name = client.get("/data/person/mark-carney.ttl").headers["ETag"]
    assert client.get("/data/person/mark-carney.ttl", headers={"If-None-Match": name}).status_code == 304
    assert client.get("/data/person/mark-carney.nt", headers={"If-None-Match": name}).status_code == 200


def test_a_head_request_answers_as_well(client):
    assert client.head("/id/person/mark-carney").status_code == 303
    assert client.head("/data/person/mark-carney.ttl").status_code == 200


def test_a_graph_is_given_whole(client, graph):
    name = f"id/graph/{SEED}_gold"
    triples = {quad.triple for quad in parsed(client.get(f"/data/graph/{SEED}_gold.nt"))}
    held = graph.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{BASE}{name}> {{ ?s ?p ?o }} }}").triples
    assert triples >= set(map(spelled, held))
    assert "A graph of" in client.get(f"/page/graph/{SEED}_gold").text


@pytest.mark.parametrize(
    "path",
    ["/id/person/nobody", "/data/person/nobody.ttl", "/page/person/nobody", "/data/person/mark-carney",
     "/data/person/mark-carney.exe", "/id/a%22%3Eb", "/id/%3Cscript%3E", "/sector/unheard-of", "/id/person/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<script>" not in client.get(path, headers=PAGE).text


def test_the_ontology_as_it_was_written(client):
    assert b"# ---- time" in client.get("/ontology.ttl").data
    assert b"sh:NodeShape" in client.get("/shapes.ttl").data
    assert client.get("/ontology/0.1.0", headers={"Accept": "text/turtle"}).headers["Location"] == "/ontology.ttl"
    terms = {quad.subject.value for quad in parsed(client.get("/ontology.jsonld"))}
    assert f"{TP}Meeting" in terms
