"""A remote endpoint as store gives the answers of a local one."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg import cli, merge
from kg import graph_names as names
from kg.changes import Changes
from kg.documents import read_text
from kg.endpoint import Endpoint
from kg.errors import Forbidden, KgError, NotFound, QueryRejected, QueryTimeout, StoreError, UsageError
from kg.graph import Graph
from kg.remote import RemoteStore
from kg.store import LocalStore
from tests.kg.endpoint_server import Server, serve
from tests.kg.store_cases import change, meeting, seed_change

TALKS = (
    "Prime Minister Mark Carney will meet President Donald Trump in Washington on Tuesday to discuss steel tariffs.\n"
)
MORE = "Mexico and Canada held talks on steel in Ottawa. Canada imposed a 25 per cent tariff on steel from China.\n"
ROWS = "SELECT ?s ?status { ?s tp:status ?status } ORDER BY ?s ?status"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as made:
        yield made


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("files")
    (home / "talks.txt").write_text(TALKS, encoding="utf-8")
    (home / "more.txt").write_text(MORE, encoding="utf-8")
    (home / "manifest.csv").write_text("path,published,title\ntalks.txt,2025-10-05,Talks\nmore.txt,2025-10-06,More\n")
    return home


def connect(server: Server, documents: Path | None) -> Graph:
    return kg.open(
        f"{server.url}/query",
        update_url=f"{server.url}/update",
        graph_store_url=f"{server.url}/graphs",
        documents=documents,
    )


@pytest.fixture(scope="module")
def remote(server: Server, files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with connect(server, tmp_path_factory.mktemp("kept") / "documents") as graph:
        assert len(graph.ingest(files).added) == 2
        yield graph


@pytest.fixture(scope="module")
def local(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with kg.open(tmp_path_factory.mktemp("local") / "store") as graph:
        graph.ingest(files)
        yield graph


def exported(graph: Graph, format: str = "nq") -> bytes:
    out = BytesIO()
    graph.export(out, format, "all")
    return out.getvalue()


@pytest.mark.parametrize("query", [ROWS, COUNT, "ASK { person:mark-carney org:holds ?o }"])
def test_queries_give_what_a_local_store_gives(remote: Graph, local: Graph, query: str) -> None:
    assert remote.query(query) == local.query(query)
    for form in ("json", "csv", "tsv", "xml"):
        assert remote.read(query, format=form, prefixes=True) == local.read(query, format=form, prefixes=True)


def test_graphs_of_triples_come_in_every_format(remote: Graph, local: Graph) -> None:
    query = "CONSTRUCT { ?s tp:status ?o } WHERE { ?s tp:status ?o }"
    assert remote.read(query, format="ttl", prefixes=True) == local.read(query, format="ttl", prefixes=True)
    assert set(remote.query(query).triples) == set(local.query(query).triples)
    assert b"planned" in remote.read(query, format="jsonld", prefixes=True)
    with pytest.raises(UsageError, match="graph results come as"):
        remote.read(query, format="csv", prefixes=True)


def test_views_documents_and_texts_are_the_same(remote: Graph, local: Graph) -> None:
    assert remote.documents() == local.documents()
    assert remote.text(remote.documents()[0].id) == MORE
    for name in ("meetings", "tariffs", "offices"):
        here, there = remote.view(name), local.view(name)
        assert sorted(here.edges(data="label")) == sorted(there.edges(data="label"))
        assert set(here) == set(there)
    assert len(remote.view("meetings", sector="steel")) >= 2


def test_exports_are_the_same_bytes(remote: Graph, local: Graph) -> None:
    assert exported(remote) == exported(local)
    assert remote.validate() == []
    with pytest.raises(NotFound):
        remote.export(BytesIO(), graph="nowhere")


def test_search_finds_the_same(remote: Graph, local: Graph) -> None:
    assert remote.search("carney")
    assert remote.search("carney") == local.search("carney")
    query = 'SELECT ?x { ?x a foaf:Person ; tp:search "carney" }'
    assert len(remote.query(query)) == 1
    assert remote.query(query).rows == local.query(query).rows


def test_rdflib_walks_a_copy(remote: Graph) -> None:
    dataset = remote.rdflib()
    assert (None, rdflib.RDF.type, rdflib.FOAF.Person) in dataset.default_graph
    assert len(dataset) == int(remote.query(COUNT).rows[0]["n"].value)
    dataset.store.close()


def test_the_endpoints_default_graph_is_the_merge(remote: Graph, server: Server) -> None:
    assert merge.compare_default(server.store) == (set(), set())


def test_second_ingest_changes_nothing(remote: Graph, server: Server, files: Path) -> None:
    version, server.asked[:] = remote.version(), []
    assert len(remote.ingest(files).unchanged) == 2
    assert len(remote.ingest(again=True).unchanged) == 2
    assert "update" not in server.asked
    assert remote.version() == version


def test_add_and_delete_leave_the_graph_as_it_was(remote: Graph, server: Server) -> None:
    before, version = quads(server.store), remote.version()
    document = read_text("Canada and Mexico held talks on steel. Brazil imposed a tariff on cars.", title="New")
    assert remote.add([document]).added == [document.id]
    assert remote.version() != version
    assert quads(server.store) > before
    remote.delete([document.id])
    assert (quads(server.store), remote.text(document.id)) == (before, None)
    assert merge.compare_default(server.store) == (set(), set())


def test_one_copy_is_kept_and_none_after_the_end(server: Server) -> None:
    graph = connect(server, None)
    with graph.store.snapshot() as path, graph.store.snapshot() as same:
        assert path == same
    graph.close()
    assert not path.exists()


def test_foreign_graphs_are_left_alone(server: Server, remote: Graph) -> None:
    foreign = ox.Quad(*[ox.NamedNode("urn:foreign")] * 4)
    server.store.add(foreign)
    assert "urn:foreign" not in exported(remote).decode()
    document = read_text("Canada and India held talks on steel.")
    remote.add([document])
    remote.delete([document.id])
    assert foreign in server.store
    server.store.remove(foreign)


@pytest.mark.parametrize("union", [False, True])
def test_commits_do_what_they_do_in_a_local_store(tmp_path: Path, union: bool) -> None:
    tenure = "tenure:x a tp:Tenure ; tp:holder person:a ; tp:office office:b ."
    steps = [
        Changes(documents=(seed_change(),)),
        meeting(1),
        Changes(documents=(change("d2", tenure, things='person:a a foaf:Person ; skos:prefLabel "A"@en .'),)),
        Changes(documents=(change("d3", tenure.replace(" ;", " ;", 1), day="2026-01-01"),), deleted=("d2",)),
        Changes(deleted=("d3", "nothing")),
    ]
    local = LocalStore(tmp_path / "store")
    with serve(union=union) as server:
        remote = RemoteStore(Endpoint(server.url + "/query", server.url + "/update"))
        for step in steps:
            here, there = local.commit(step), remote.commit(step)
            assert (here.added, here.facts_gained, here.facts_lost) == (
                there.added,
                there.facts_gained,
                there.facts_lost,
            )
            with local.snapshot() as path:
                assert quads(ox.Store.read_only(str(path))) == quads(server.store)
            assert merge.compare_default(server.store) == (set(), set())
        remote.close()
    local.close()


def quads(store: ox.Store) -> set[ox.Quad]:
    return {q for q in store if merge.graph_of(q) != names.LEDGER}


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ("SELECT * {\n ?s ?p }", QueryRejected, "line 2, column 9"),
        ("SELECT * { ?s none:p ?o }", QueryRejected, "unknown prefix none: at line 1, column 15"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", QueryRejected, "this is an update"),
        ("what is this", QueryRejected, "no SELECT"),
        ("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }", Forbidden, "SERVICE"),
    ],
)
def test_wrong_queries_are_told(remote: Graph, query: str, error: type[KgError], message: str) -> None:
    with pytest.raises(error, match=message):
        remote.query(query)


def test_graphs_of_the_protocol_are_passed_on(remote: Graph) -> None:
    query = "ASK { <https://w3id.org/tradekg/ontology#Meeting> ?p ?o }"
    assert b"true" in remote.read(query)
    assert b"false" in remote.read(query, default_graphs=[names.VOCAB])


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        ((500, "text/html", b"<html>oops"), StoreError, "HTTP 500: Internal Server Error"),
        ((401, "text/plain", b"who are\nyou?"), StoreError, r"does not allow this \(HTTP 401\): who are you"),
        ((503, "application/json", b'{"detail": "too slow"}'), QueryTimeout, "gave up .HTTP 503.: too slow"),
        ((302, "text/plain", b""), StoreError, "HTTP 302"),
        ((200, "text/html", b"<html>hello"), StoreError, "does not answer as a SPARQL endpoint does"),
    ],
)
def test_faults_of_the_endpoint_are_one_sentence(
    answer: tuple[int, str, bytes], error: type[KgError], message: str
) -> None:
    with serve() as server, connect(server, None) as graph:
        server.answer = answer
        for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
            with pytest.raises(error, match=message) as caught:
                graph.query(query)
            assert "\n" not in caught.value.message


def test_a_slow_endpoint_is_left_at_the_deadline() -> None:
    with serve() as server:
        with pytest.raises(QueryTimeout, match=r"did not answer within 0\.2 s"):
            Endpoint(server.url + "/slow").rows("SELECT * {}", deadline=0.2)
        server.answer = (400, "text/plain", b"no")
        with pytest.raises(StoreError, match="refuses the update: no"):
            Endpoint(server.url + "/query", server.url + "/update").update("CLEAR ALL")


@pytest.mark.parametrize(
    "address", ["ftp://host/query", "file:///etc/passwd", "http://", "http://host:port/", "http://[/", "http://h:0/"]
)
def test_only_web_addresses_are_endpoints(address: str) -> None:
    with pytest.raises(UsageError, match="no address of an endpoint"):
        kg.open(address)


def test_name_and_password_go_into_the_header_and_no_message() -> None:
    with serve() as server, kg.open(server.url.replace("//", "//ann:s%40cret@") + "/query") as graph:
        graph.query("ASK {}")
        assert server.authorization[-1] == "Basic YW5uOnNAY3JldA=="
        server.answer = (500, "text/plain", b"")
        with pytest.raises(StoreError) as caught:
            graph.query("ASK {}")
        assert "cret" not in caught.value.message


def test_without_folder_or_address_for_updates_nothing_is_written(server: Server, files: Path, remote: Graph) -> None:
    with connect(server, None) as graph:
        assert graph.text(graph.documents()[0].id) is None
        with pytest.raises(UsageError, match="--documents"):
            graph.ingest(files)
    with (
        kg.open(f"{server.url}/query") as graph,
        pytest.raises(UsageError, match="--update-url"),
    ):
        graph.delete([graph.documents()[0].id])
    with pytest.raises(UsageError, match="is a folder"):
        kg.open(files / "store", documents=files)


def test_command_line_works_on_an_endpoint(server: Server, remote: Graph, capfd: pytest.CaptureFixture[str]) -> None:
    store = ["--store", f"{server.url}/query"]
    assert cli.main(["documents", *store]) == 0
    assert "Talks" in capfd.readouterr().out
    assert cli.main(["query", *store, ROWS, "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["results"]["bindings"]
    assert cli.main(["documents", "--store", "http://127.0.0.1:9/query"]) == 3
    assert capfd.readouterr().err.count("\n") == 1
