"""rdflib as a client of the real server: its two stores, SERVICE, and parsing what stands at an address."""

from collections.abc import Iterator

import pytest
import rdflib
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from ontology.terms import PREFIXES as ALL_PREFIXES
from tests.server.clients.conftest import AUTH, CARNEY, MEETINGS, PEOPLE
from tests.server.conftest import GRAPH, SEED

TP = rdflib.Namespace("https://w3id.org/tradekg/ontology#")
MINE = rdflib.URIRef("http://example.org/of-rdflib")
LINE = (rdflib.URIRef("urn:r:a"), rdflib.URIRef("urn:r:b"), rdflib.Literal("c d", lang="en"))

# rdflib 7.6 calls its own deprecated names when a Dataset is used.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]


@pytest.fixture
def reading(address: str) -> rdflib.Graph:
    return rdflib.Graph(SPARQLStore(f"{address}/sparql"))


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rows(address: str, method: str, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{address}/sparql", method=method, returnFormat=form))
    assert "Mark Carney" in {str(row.name) for row in graph.query(PEOPLE)}


def test_a_graph_and_yes_or_no(reading: rdflib.Graph) -> None:
    meetings = reading.query(MEETINGS).graph
    assert meetings is not None
    assert (None, RDF.type, TP.Meeting) in meetings
    assert reading.query(f"ASK {{ <{CARNEY}> ?p ?o }}").askAnswer is True


def test_walking_it_as_a_graph(reading: rdflib.Graph) -> None:
    person = rdflib.URIRef(CARNEY)
    assert reading.value(person, SKOS.prefLabel) == rdflib.Literal("Mark Carney", lang="en")
    assert len(list(reading.triples((None, RDF.type, TP.Meeting)))) > 1
    assert (person, RDF.type, TP.Meeting) not in reading
    assert len(reading) > 1000


def test_many_prefixes_make_a_long_address(reading: rdflib.Graph) -> None:
    for name, iri in ALL_PREFIXES.items():
        reading.bind(name, iri)
    assert list(reading.query("SELECT ?x { ?x a tp:Meeting }", initNs=ALL_PREFIXES))


def test_one_named_graph(address: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{address}/sparql"), identifier=rdflib.URIRef(f"{GRAPH}{SEED}_gold"))
    assert (None, RDF.type, TP.Meeting) in graph
    assert (None, RDF.type, TP.Country) not in graph


@pytest.fixture
def writing(address: str) -> Iterator[rdflib.Dataset]:
    store = SPARQLUpdateStore(f"{address}/sparql", f"{address}/sparql/update", headers=AUTH, autocommit=True)
    dataset = rdflib.Dataset(store)
    yield dataset
    store.update(f"DROP SILENT GRAPH <{MINE}>")


def test_adding_and_removing(writing: rdflib.Dataset) -> None:
    for _ in range(2):  # the second time the graph is there already, which must not break what follows
        graph = writing.graph(MINE)
        graph.add(LINE)
        assert LINE in graph
    assert list(graph.objects(LINE[0])) == [LINE[2]]
    graph.remove(LINE)
    assert LINE not in graph


def test_updating_all_or_nothing(writing: rdflib.Dataset) -> None:
    store = writing.store  # its `update` leaves the text alone, where Dataset's wraps everything in a GRAPH of its own
    assert isinstance(store, SPARQLUpdateStore)
    store.update(f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:r:a> <urn:r:b> 'c d'@en }} }}")
    assert LINE in writing.graph(MINE)
    assert LINE in rdflib.Graph(writing.store)  # the default graph merges all graphs
    with pytest.raises(Exception, match="400"):
        store.update(f"CLEAR GRAPH <{MINE}> ; INSERT DATA {{ broken }}")
    store.rollback()  # it keeps what failed in its queue
    assert LINE in writing.graph(MINE)


def test_without_a_token_nothing_is_written(address: str) -> None:
    store = SPARQLUpdateStore(f"{address}/sparql", f"{address}/sparql/update", autocommit=True)
    with pytest.raises(Exception, match="403"):
        rdflib.Dataset(store).graph(MINE).add(LINE)


@pytest.mark.parametrize(
    "path",
    ["/id/person/mark-carney", "/data/person/mark-carney.ttl", "/data/person/mark-carney.jsonld", "/sector/steel",
     "/ontology", "/vocab", "/export.ttl", "/export.rdf", "/.well-known/void", "/sparql", f"/id/doc/{SEED}",
     f"/graphs?graph={GRAPH}{SEED}_gold"],
)  # fmt: skip
def test_parsing_an_address(address: str, path: str) -> None:
    assert len(rdflib.Graph().parse(f"{address}{path}")) > 2


def test_parsing_the_graphs_of_an_export(address: str) -> None:
    dataset = rdflib.Dataset().parse(f"{address}/export.trig", format="trig")
    assert len(list(dataset.graphs())) > 5


def test_following_a_name_to_its_neighbours(address: str) -> None:
    """Walk as linked data are walked: parse, look at what is named, parse that."""
    first = rdflib.Graph().parse(f"{address}/id/person/mark-carney")
    near = {o for o in first.objects(rdflib.URIRef(CARNEY)) if str(o).startswith("https://w3id.org/tradekg/id/")}
    assert near
    for thing in sorted(near):
        assert len(rdflib.Graph().parse(str(thing).replace("https://w3id.org/tradekg", address)))


def test_as_a_service_of_another_graph(address: str) -> None:
    query = f"SELECT ?o {{ SERVICE <{address}/sparql> {{ <{CARNEY}> a ?o }} }}"
    assert len(list(rdflib.Graph().query(query))) > 0
