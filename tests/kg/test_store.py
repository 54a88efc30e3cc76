"""The store as its clients see it: processes, deadlines, kills, foreign folders."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import folder, merge, wire
from kg.changes import Changes
from kg.children import child_environment
from kg.errors import Forbidden, QueryRejected, QueryTimeout, StoreError, UsageError
from kg.link import connect
from kg.store import LocalStore
from tests.kg.store_cases import meeting, seed_change

COUNT = "SELECT (COUNT(DISTINCT ?m) AS ?n) { GRAPH ?g { ?m a tp:Meeting ; tp:status ?s } }"
JOIN = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?i"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found a store once; tests that need one of their own copy it."""
    place = tmp_path_factory.mktemp("template") / "store"
    made = LocalStore(place)
    writer = writer_of(place)
    made.close()
    assert wait_gone(writer, 10)
    return place


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "store"))


@pytest.fixture(scope="module")
def shared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStore]:
    store = LocalStore(shutil.copytree(template, tmp_path_factory.mktemp("shared") / "store"))
    store.commit(Changes(documents=(seed_change(),)))
    yield store
    store.close()


@pytest.fixture
def store(place: Path) -> Iterator[LocalStore]:
    made = LocalStore(place)
    yield made
    made.close()


def count(store: LocalStore) -> int:
    return int(store.read(COUNT, format="csv", prefixes=True).data.split()[1])


def writer_of(place: Path) -> int:
    """Give the process id at the other end of the store's socket."""
    with connect(place) as client:
        credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int.from_bytes(credentials[:4], sys.byteorder)


def wait_gone(process: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        state = Path(f"/proc/{process}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_new_store_knows_ontology_vocabulary_and_registry(shared: LocalStore) -> None:
    query = "ASK { GRAPH graph:ontology { tp:Meeting a owl:Class } GRAPH graph:vocab { sector:steel ?p ?o }"
    query += " country:CAN a tp:Country }"
    assert b"true" in shared.read(query, prefixes=True).data


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_tables_come_in_every_format(shared: LocalStore, form: str) -> None:
    assert b"Meeting" in shared.read("SELECT ?x { ?x a ?c } LIMIT 9000", format=form).data or form


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdfxml"])
def test_graphs_come_in_every_format(shared: LocalStore, form: str) -> None:
    answer = shared.read("CONSTRUCT { ?s tp:status ?o } WHERE { ?s tp:status ?o }", format=form, prefixes=True)
    assert (answer.kind, answer.format) == ("graph", form)
    assert b"planned" in answer.data


def test_a_format_that_does_not_fit_is_told(shared: LocalStore) -> None:
    with pytest.raises(UsageError, match="select results come as json, xml, csv, tsv, not ttl"):
        shared.read("SELECT * { ?s ?p ?o }", format="ttl")


def test_graphs_of_the_protocol_take_the_place_of_the_default_graph(shared: LocalStore) -> None:
    vocab = "https://w3id.org/tradekg/id/graph/vocab"
    query = "ASK { <https://w3id.org/tradekg/ontology#Meeting> ?p ?o }"
    assert b"true" in shared.read(query).data
    assert b"false" in shared.read(query, default_graphs=[vocab]).data


@pytest.mark.parametrize(
    ("query", "line", "column", "hint"),
    [
        ("SELECT * WHERE {\n ?s tp:actor ?o }", 2, 5, "add PREFIX tp: <https://w3id.org/tradekg/ontology#>"),
        ("SELECT * WHERE {\n ?s ?p }", 2, 9, ""),
        ("SELECT * { SERVICE <http://localhost:1/> { ?s ?p } }", 1, 52, ""),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", 1, 1, ""),
    ],
)
def test_malformed_queries_name_the_place(shared: LocalStore, query: str, line: int, column: int, hint: str) -> None:
    with pytest.raises(QueryRejected) as caught:
        shared.read(query)
    assert (caught.value.line, caught.value.column, caught.value.hint) == (line, column, hint)


def test_service_is_forbidden_without_a_call(shared: LocalStore) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        call = f"<http://127.0.0.1:{canary.getsockname()[1]}/> {{ ?s ?p ?o }}"
        with pytest.raises(Forbidden, match="SERVICE"):
            shared.read(f"SELECT * {{ SERVICE {call} }}")
        assert shared.read(f"SELECT * {{ SERVICE SILENT {call} }}", format="csv").data.endswith(b"\r\n,,\r\n")
        with pytest.raises(TimeoutError):
            canary.accept()


def test_deadline_stops_a_query_and_the_next_is_answered(shared: LocalStore) -> None:
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"deadline of 0\.5 s"):
        shared.read(JOIN, deadline=0.5)
    assert time.monotonic() - start < 2
    assert b"true" in shared.read("ASK {}").data


def test_a_query_that_breaks_its_reader_is_told_and_the_next_is_answered(shared: LocalStore) -> None:
    with pytest.raises(QueryRejected, match="nesting"):
        shared.read("SELECT * " + "{" * 3000 + "}" * 3000)
    bomb = (
        "ASK { FILTER(" + "+".join(["1"] * 1900) + " = 1) }"
    )  # under the limits: the reader must bear it or die cleanly
    with contextlib.suppress(QueryTimeout):
        shared.read(bomb)
    assert b"true" in shared.read("ASK {}").data


def test_a_killed_reader_is_replaced(shared: LocalStore) -> None:
    shared.read("ASK {}")
    for process in shared._readers._idle:
        process.child.kill()
    with contextlib.suppress(QueryTimeout):
        shared.read("ASK {}")
    assert b"true" in shared.read("ASK {}").data


def test_what_is_written_is_read_by_every_client(store: LocalStore) -> None:
    other = LocalStore(store.place)
    for number in range(3):
        before = store.version()
        store.commit(meeting(number))
        assert (count(store), count(other)) == (number + 1, number + 1)
        assert before != other.version() == store.version()
    other.close()
    time.sleep(0.1)
    store.commit(meeting(9))
    count(store)
    assert len(list((store.place / folder.GENERATIONS).iterdir())) <= 2


def test_another_process_writes_while_this_one_reads(store: LocalStore) -> None:
    code = "import sys; from kg.store import LocalStore; from tests.kg.store_cases import meeting\n"
    code += "s = LocalStore(sys.argv[1]); [s.commit(meeting(i)) for i in range(4)]; s.close()"
    child = subprocess.Popen([sys.executable, "-c", code, str(store.place)], env=child_environment())
    seen = [count(store) for _ in range(5)]
    assert child.wait(60) == 0
    assert seen == sorted(seen)
    assert count(store) == 4


def test_many_clients_at_once_find_one_writer(tmp_path: Path) -> None:
    place = tmp_path / "store"
    opened: list[LocalStore] = []
    threads = [threading.Thread(target=lambda: opened.append(LocalStore(place))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({store.version() for store in opened}) == 1
    for store in opened:
        store.close()


def test_writer_ends_after_its_last_client(place: Path) -> None:
    store = LocalStore(place)
    writer = writer_of(place)
    assert (place / folder.SOCKET).stat().st_mode & 0o777 == 0o600
    store.close()
    assert wait_gone(writer, 5)
    assert not (place / folder.SOCKET).exists()


def test_a_killed_client_counts_as_gone(place: Path) -> None:
    code = "import sys, time; from kg.store import LocalStore; s = LocalStore(sys.argv[1]); s.read('ASK {}')\n"
    code += "print('open', flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", code, str(place)], env=child_environment(), stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    writer = writer_of(place)
    child.kill()
    child.wait()
    child.stdout.close()
    assert wait_gone(writer, 5)


def test_killed_writer_leaves_whole_documents_only(store: LocalStore) -> None:
    acknowledged = -1
    for attempt in range(4):
        writer = writer_of(store.place)
        killer = threading.Timer(0.03 + 0.05 * attempt, os.kill, (writer, signal.SIGKILL))
        killer.start()
        for number in range(attempt * 3, attempt * 3 + 3):
            store.commit(meeting(number))  # sent again to a new writer when the first one dies
            acknowledged = number
        killer.join()
    assert count(store) == acknowledged + 1
    with store.snapshot() as path:
        assert merge.compare_default(ox.Store.read_only(str(path))) == (set(), set())


def test_a_deep_folder_has_a_socket_too(template: Path, tmp_path: Path) -> None:
    deep = shutil.copytree(template, tmp_path / ("deep" * 20) / ("er" * 30) / "store")
    store = LocalStore(deep)
    assert b"true" in store.read("ASK {}").data
    store.close()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("notes.txt", "mine", "is not a store"),
        (folder.MARKER, "{", "is damaged"),
        (folder.MARKER, '{"format": 99, "id": "x", "made": false}', "store format 99"),
        (folder.MARKER, '{"format": 1, "id": "x", "made": true}', "its graph is gone"),
    ],
)
def test_foreign_and_damaged_folders_are_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(StoreError, match=message):
        LocalStore(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be opened"):
        LocalStore(tmp_path / "file")


def test_a_damaged_graph_is_told(place: Path) -> None:
    for path in (place / folder.GRAPH).glob("MANIFEST-*"):
        path.write_bytes(b"nonsense")
    with pytest.raises(StoreError, match="damaged"):
        LocalStore(place)


def test_a_frame_too_large_to_be_ours_is_refused() -> None:
    data = b"\xff" * 12
    with pytest.raises(wire.ClosedError):
        wire.receive(lambda size: data[:size])


def test_a_fork_opens_its_own_connections(shared: LocalStore) -> None:
    shared._pid = -1  # as a forked process would find it
    old = shared._readers
    assert b"true" in shared.read("ASK {}").data
    assert shared._readers is not old
    old.close()
