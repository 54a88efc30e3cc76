"""Writing by SPARQL into a store of documents, and into a plain one."""

import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import graph_names as names
from kg import merge
from kg.changes import Changes
from kg.errors import Conflict, Forbidden, KgError, NotFound, QueryRejected, QueryTimeout
from kg.store import LocalStore
from kg.writing import Writing
from tests.kg.store_cases import SEED, meeting, seed_change

SEED_GRAPH = names.facts_graph(SEED, "gold")
A = "<http://example.org/a>"
TRIPLE = f"{A} <http://example.org/b> 'c'"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStore]:
    store = LocalStore(tmp_path_factory.mktemp("merged") / "store", readers=1)
    store.commit(Changes(documents=(seed_change(),)))
    yield store
    store.close()


@pytest.fixture
def store(shared: LocalStore) -> Iterator[LocalStore]:
    """Give the store, which each test leaves as it found it."""
    yield shared
    Writing(shared).update(f"DROP SILENT GRAPH <{names.ADDED}> ; DROP SILENT GRAPH <urn:x-mine:g>")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStore]:
    store = LocalStore(tmp_path_factory.mktemp("plain") / "store", readers=1, bare=True)
    yield store
    store.close()


def merged(store: LocalStore) -> tuple[set[ox.Triple], set[ox.Triple]]:
    with store.snapshot() as path:
        return merge.compare_default(ox.Store.read_only(str(path)))


def ask(store: LocalStore, pattern: str) -> bool:
    return b"true" in store.read(f"ASK {{ {pattern} }}", prefixes=True).data


def count(store: LocalStore) -> int:
    query = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    return int(store.read(query, format="csv").data.split()[1])


def test_what_is_added_to_the_default_graph_has_a_graph_that_keeps_it(store: LocalStore) -> None:
    version = store.version()
    Writing(store).update(f"INSERT DATA {{ {TRIPLE} }}")
    assert ask(store, f"{TRIPLE} GRAPH <{names.ADDED}> {{ {TRIPLE} }}")
    assert store.version() != version
    Writing(store).update(f"DELETE WHERE {{ {A} ?p ?o }}")
    assert not ask(store, TRIPLE)


def test_named_graphs_are_merged_and_leave_the_merge(store: LocalStore) -> None:
    Writing(store).update(f"INSERT DATA {{ GRAPH <urn:x-mine:g> {{ {TRIPLE} }} }}")
    assert ask(store, TRIPLE)
    Writing(store).put("urn:x-mine:g", [(b"<http://e.org/x> <http://e.org/y> 1.0, 'z' .", "ttl")], replace=True)
    assert not ask(store, TRIPLE)
    assert ask(store, "<http://e.org/x> ?p 'z'")
    Writing(store).drop("urn:x-mine:g")
    assert not ask(store, "<http://e.org/x> ?p ?o")
    assert merged(store) == (set(), set())
    with pytest.raises(NotFound):
        Writing(store).drop("urn:x-mine:g")


def test_an_update_that_looks_up_runs_whole_or_not_at_all(store: LocalStore) -> None:
    before = count(store)
    with pytest.raises(QueryRejected, match="does not exist"):
        Writing(store).update(f"INSERT DATA {{ {TRIPLE} }} ; DROP GRAPH <urn:x-mine:none>")
    assert count(store) == before
    Writing(store).update(
        "INSERT { GRAPH <urn:x-mine:g> { ?m <urn:x-mine:seen> true } } WHERE { ?m a "
        "<https://w3id.org/tradekg/ontology#Meeting> }"
    )
    assert ask(store, "?m <urn:x-mine:seen> true ; a tp:Meeting")


@pytest.mark.parametrize(
    "update",
    [
        f"DROP GRAPH <{SEED_GRAPH}>",
        "CLEAR ALL",
        "DELETE WHERE { ?s a <https://w3id.org/tradekg/ontology#Meeting> }",
        f"INSERT DATA {{ GRAPH <{SEED_GRAPH}> {{ {TRIPLE} }} }}",
        f"INSERT DATA {{ GRAPH <{names.GRAPHS}of_mine> {{ {TRIPLE} }} }}",
        f"INSERT DATA {{ GRAPH <{names.LEDGER}> {{ {TRIPLE} }} }}",
        f"MOVE <{names.ENTITIES}> TO <urn:x-mine:g>",
    ],
)
def test_graphs_of_documents_are_protected(store: LocalStore, update: str) -> None:
    before = count(store)
    with pytest.raises(Conflict):
        Writing(store).update(update)
    assert count(store) == before


def test_the_default_graph_cannot_be_replaced_or_dropped(store: LocalStore) -> None:
    with pytest.raises(Conflict, match="merge of all"):
        Writing(store).put("", [(b"", "ttl")], replace=True)
    with pytest.raises(Conflict, match="merge of all"):
        Writing(store).drop("")


def test_force_changes_a_document_and_what_follows_from_it(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "store", readers=1)
    store.commit(meeting(1))
    derived = f"GRAPH <{names.DERIVED}> {{ ?s ?p ?o }}"
    assert ask(store, derived)
    update = "DELETE WHERE { <https://w3id.org/tradekg/id/event/m1> ?p ?o }"
    with pytest.raises(Conflict, match="force"):
        Writing(store).update(update)
    Writing(store).update(update, force=True)
    assert not ask(store, derived)
    assert merged(store) == (set(), set())
    with pytest.raises(Conflict, match="made by the program"):
        Writing(store).drop(names.LEDGER, force=True)
    store.close()


def test_blank_nodes_have_names(store: LocalStore) -> None:
    Writing(store).put("urn:x-mine:g", [(b"[] <urn:x-mine:p> [ <urn:x-mine:q> 1 ] .", "ttl")], replace=False)
    assert ask(store, "?a <urn:x-mine:p> ?b . ?b <urn:x-mine:q> 1 FILTER(isIRI(?a) && isIRI(?b))")
    Writing(store).update("INSERT { _:new <urn:x-mine:r> ?b } WHERE { ?a <urn:x-mine:p> ?b }")
    assert ask(store, "?n <urn:x-mine:r> ?b . FILTER(isIRI(?n))")


def test_creating_a_graph_that_is_there_is_no_fault_among_documents(store: LocalStore, plain: LocalStore) -> None:
    Writing(store).update(f"CREATE GRAPH <{SEED_GRAPH}> ; CREATE GRAPH <urn:x-mine:g> ; CREATE GRAPH <urn:x-mine:g>")
    Writing(plain).update("CREATE GRAPH <urn:x-mine:g>")
    with pytest.raises(QueryRejected, match="already exists"):
        Writing(plain).update("CREATE GRAPH <urn:x-mine:g>")


@pytest.mark.parametrize("kind", ["shared", "plain"])
@pytest.mark.parametrize(
    ("update", "error", "message"),
    [
        ("LOAD <http://127.0.0.1:1/>", Forbidden, "LOAD is refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", Forbidden, "SERVICE is refused"),
        ("LOAD http://127.0.0.1/", QueryRejected, "line 1"),
        ("INSERT DATA { _:a <urn:x-mine:p> }", QueryRejected, "line 1"),
        ("{" * 5000, QueryRejected, "nesting"),
    ],
)
def test_refused_in_both(
    kind: str, update: str, error: type[KgError], message: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(error, match=message):
        Writing(request.getfixturevalue(kind)).update(update)


def test_silent_forms_have_no_effect(store: LocalStore, plain: LocalStore) -> None:
    for each in (store, plain):
        before = count(each)
        Writing(each).update("LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <urn:x-mine:g>")
        assert count(each) == before


BOMB = "INSERT { ?v0 <x:b> ?v7 } WHERE { " + " ".join(
    f"VALUES ?v{n} {{ {' '.join(map(str, range(60)))} }}" for n in range(8)
)


@pytest.mark.parametrize("kind", ["shared", "plain"])
def test_a_runaway_update_is_ended_and_leaves_nothing(kind: str, request: pytest.FixtureRequest) -> None:
    store: LocalStore = request.getfixturevalue(kind)
    before, start = count(store), time.monotonic()
    with pytest.raises(QueryTimeout, match="deadline"):
        Writing(store).update(BOMB + " FILTER(?v0 + ?v1 + ?v2 + ?v3 + ?v4 + ?v5 + ?v6 + ?v7 < 0) }", deadline=1)
    assert time.monotonic() - start < 3
    assert count(store) == before


@pytest.mark.parametrize(
    ("body", "form", "message", "line"),
    [
        (b"<x:a> <x:b> .", "ttl", "line 1", 1),
        (b"<x:a> <x:b> 1 .\n<x:a> skos:b 1 .", "ttl", "skos", 2),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><r/>', "rdfxml", "DOCTYPE", None),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r><r/>'.encode("utf-16"), "rdfxml", "UTF-8", None),
        (b"<x:a> <x:b> " + b"<<( " * 300 + b")>>" * 300, "ttl", "nested", None),
        (b'{"@context": "http://127.0.0.1:1/", "@id": "x:a"}', "jsonld", "malformed", None),
    ],
)
def test_bad_bodies_are_told(plain: LocalStore, body: bytes, form: str, message: str, line: int | None) -> None:
    with pytest.raises(QueryRejected, match=message) as caught:
        Writing(plain).put("urn:x-mine:h", [(body, form)], replace=True)
    assert caught.value.line == line


def test_an_entity_bomb_never_expands(plain: LocalStore) -> None:
    bomb = b"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
        b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10 if n > 1 else b"&a;" * 10) for n in range(1, 10)
    )
    start = time.monotonic()
    with pytest.raises(QueryRejected, match="DOCTYPE"):
        Writing(plain).put("", [(bomb + b"]><r>&a9;</r>", "rdfxml")], replace=True)
    assert time.monotonic() - start < 2


def test_put_in_a_plain_store(plain: LocalStore) -> None:
    writing = Writing(plain)
    assert writing.put(
        "urn:x-mine:k", [(b"<x:a> <x:b> 1 .", "ttl"), (b'<x:a> <x:b> "2" .', "nt")], replace=True
    ).created
    assert not writing.put("urn:x-mine:k", [(b"<x:a> <x:b> 3 .", "ttl")], replace=False).created
    assert ask(plain, "GRAPH <urn:x-mine:k> { <x:a> <x:b> 1, '2', 3 }")
    writing.put("urn:x-mine:k", [(b"<x:a> <x:b> 4 .", "ttl")], replace=True)
    assert not ask(plain, "GRAPH <urn:x-mine:k> { <x:a> <x:b> 3 }")
    writing.put(None, [(b"<x:a> <x:b> <x:c> .\n<x:a> <x:b> <x:d> _:g .", "nq")], replace=True)
    assert count(plain) == 2
    writing.drop("")
    assert count(plain) == 1
