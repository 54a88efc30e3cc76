"""The index of words: what is found, in which order, and that it follows the store."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import fulltext_build, journal
from kg.changes import Changes
from kg.errors import Forbidden, QueryRejected, StoreError, UsageError
from kg.fulltext import FILE, FullText, expression
from kg.graph import Graph
from kg.merge import Plan
from ontology.terms import PREFIXES
from tests.kg.store_cases import change, triples

THINGS = """
person:jose a foaf:Person ; skos:prefLabel "José Pérez"@en ; skos:altLabel "Pepe Perez" .
person:carney a foaf:Person ; skos:prefLabel "Mark Carney"@en .
topic:carney-plan skos:prefLabel "Carney plan for steel"@en .
topic:steel-makers skos:prefLabel "steelmakers of Ohio"@en .
topic:us skos:prefLabel "United States envoy"@en ; skos:altLabel "U.S. envoy" ."""
FACTS = """
evt:a a tp:Statement ; skos:prefLabel "A statement"@en ; tp:actor person:carney ; tp:quote "We will protect our steel" ;
  tp:about topic:carney-plan , topic:us , topic:steel-makers .
evt:b a tp:Visit ; tp:actor person:carney ; tp:recipient person:jose ."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with Graph(tmp_path_factory.mktemp("words") / "store", readers=1) as graph:
        graph.store.commit(Changes(documents=(change("a", FACTS, things=THINGS),)))
        yield graph


def names(graph: Graph, words: str) -> list[str]:
    return [found.iri.rsplit("/", 1)[-1] for found in graph.search(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("carney", ["carney", "carney-plan"]),  # the more used first
        ("Carney plan for steel", ["carney-plan"]),
        ("steel plan", ["carney-plan"]),  # in any order
        ("perez", ["jose"]),  # accents play no part
        ("Pérez José", ["jose"]),
        ("pepe", ["jose"]),  # an alias
        ("protect steel", ["a"]),  # a quote
        ('"protect our steel"', ["a"]),
        ('"steel protect"', []),
        ("makers", []),  # not within a word
        ("U.S.", ["us"]),
        ("unheardof", []),
        ("carney unheardof", []),
        ("", []),
        ("*", []),
        ('"', []),
        ("carney OR NEAR(", []),
        ("text: -carney AND", []),
        ("'; DROP TABLE thing", []),
        ("carney\0", ["carney", "carney-plan"]),
    ],
)
def test_what_is_found(graph: Graph, words: str, expected: list[str]) -> None:
    ours = {"carney", "carney-plan", "jose", "us", "steel-makers", "a", "b"}
    assert [name for name in names(graph, words) if name in ours] == expected


def test_the_text_that_was_found_is_told(graph: Graph) -> None:
    (found,) = graph.search("pepe")
    assert (found.label, found.kind, found.text, found.uses) == ("José Pérez", "alias", "Pepe Perez", 2)


def test_an_exact_name_comes_before_the_most_used(graph: Graph) -> None:
    assert graph.search("steel")[0].label == "steel"
    assert graph.search("STEEL")[0].label == "steel"


@pytest.mark.parametrize(
    ("words", "begun", "expected"),
    [
        ("steel", False, '"steel"'), ("steel*", False, '"steel"*'), ("steel plan", True, '"steel"* "plan"*'),
        ('"our steel" x', True, '"our steel" "x"*'), ('a"b', False, '"a" "b"'), ("... *", True, ""),
    ],
)  # fmt: skip
def test_words_as_the_index_wants_them(words: str, begun: bool, expected: str) -> None:
    assert expression(words, begun=begun) == expected


def test_a_commit_is_seen_by_the_next_search(graph: Graph) -> None:
    assert names(graph, "zanzibar") == []
    made = change(
        "z", "evt:z a tp:Visit ; tp:place place:zanzibar .", things='place:zanzibar skos:prefLabel "Zanzibar" .'
    )
    graph.store.commit(Changes(documents=(made,)))
    assert names(graph, "zanzibar") == ["zanzibar"]
    graph.store.commit(Changes(deleted=("z",)))
    assert names(graph, "zanzibar") == []


@pytest.mark.parametrize("left", [b"", b"no database", None])
def test_a_damaged_or_missing_index_is_built_again(graph: Graph, left: bytes | None) -> None:
    assert names(graph, "pepe") == ["jose"]
    assert graph.store.words.folder is not None
    file = graph.store.words.folder / FILE
    file.unlink()
    if left is not None:
        file.write_bytes(left)
    assert names(graph, "pepe") == ["jose"]


def test_an_index_of_another_format_is_built_again(graph: Graph) -> None:
    names(graph, "pepe")
    assert graph.store.words.folder is not None
    with sqlite3.connect(graph.store.words.folder / FILE) as index:
        index.execute("UPDATE state SET format = 'older'")
        index.execute("DELETE FROM thing")
    index.close()
    assert names(graph, "pepe") == ["jose"]


def test_nothing_is_built_twice(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    names(graph, "pepe")
    monkeypatch.setattr("kg.fulltext._run", lambda arguments: pytest.fail("built again"))
    assert names(graph, "pepe") == ["jose"]


def test_a_build_that_fails_says_so(graph: Graph, tmp_path: Path) -> None:
    words = FullText(graph.store, tmp_path / "nowhere")
    with pytest.raises((StoreError, FileNotFoundError)):
        words.search("pepe", limit=1)


def content(graph: Graph) -> list[tuple[object, ...]]:
    """Give all that the index holds, once it is that of the present state and agrees with itself."""
    graph.search("warm")
    assert graph.store.words is not None
    assert graph.store.words.folder is not None
    with closing(sqlite3.connect(graph.store.words.folder / FILE)) as index:
        index.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        assert index.execute("SELECT version FROM state").fetchone() == (graph.version(),)
        rows = "SELECT iri, label, uses, kind, text FROM thing JOIN said ON said.thing = thing.id ORDER BY 1, 4, 5"
        return index.execute(rows).fetchall()


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Graph]:
    with Graph(tmp_path / "store", readers=1) as graph:
        graph.store.commit(Changes(documents=(change("a", FACTS, things=THINGS),)))
        graph.search("warm")
        yield graph


VISIT = change("b", "evt:c a tp:Visit ; tp:actor person:carney .", things='person:carney skos:altLabel "MC" .')
SAID = change("c", 'evt:q a tp:Statement ; tp:quote "Über alles" ; tp:about topic:us .')
COMMITS = (
    Changes(documents=(VISIT,)),
    Changes(documents=(change("a", FACTS.replace("protect", "sell"), things=THINGS.replace("Ohio", "Iowa")),)),
    Changes(documents=(SAID,), deleted=("b",)),
    Changes(deleted=("a",)),
    Changes(graphs={f"{PREFIXES['graph']}mine": triples('topic:us skos:prefLabel "Mine" ; tp:about topic:us .')}),
    Changes(graphs={f"{PREFIXES['graph']}mine": ()}, documents=(change("a", FACTS, things=THINGS),)),
)  # fmt: skip


def test_following_the_journal_gives_what_building_gives(changing: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    assert changing.store.words is not None
    assert changing.store.words.folder is not None
    for several in (COMMITS[:1], COMMITS[1:3], COMMITS[3:5], COMMITS[5:]):
        for each in several:
            changing.store.commit(each)
        followed = content(changing)
        (changing.store.words.folder / FILE).unlink()
        assert content(changing) == followed


@pytest.mark.parametrize("left", [None, "", '{"version": 2}\n', "no json\n", '{"version": "x"}\n'])
def test_without_a_sound_journal_it_is_built(changing: Graph, tmp_path: Path, left: str | None) -> None:
    changing.store.commit(COMMITS[0])
    if left is None:
        (tmp_path / "store" / journal.FILE).unlink()
    else:
        (tmp_path / "store" / journal.FILE).write_text(left, encoding="utf-8")
    assert "MC" in {row[4] for row in content(changing)}


def test_it_follows_and_is_not_built(changing: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    changing.store.commit(COMMITS[0])
    with changing.store.snapshot() as snapshot:
        old = Path(str(changing.store.words.folder)) / FILE  # type: ignore[union-attr]
        monkeypatch.setattr(fulltext_build, "_build", lambda *_: pytest.fail("built"))
        fulltext_build.make(ox.Store.read_only(str(snapshot)), old.with_name("draft"), changing.version(), old=old)


def test_a_large_commit_and_a_full_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_QUADS", 3)
    monkeypatch.setattr(journal, "MOST_BYTES", 60)
    store, kept = ox.Store(), journal.Journal(tmp_path)
    small = triples('topic:x skos:prefLabel "X" ; tp:about topic:y .')
    for number, part in enumerate((small, small + triples("topic:a tp:about topic:b , topic:c ."), small, small)):
        plan = Plan(store)
        for triple in part:
            plan.add(triple, f"{PREFIXES['graph']}g{number}")
        kept.note(number, plan)
        if number == 0:
            assert journal.between(tmp_path, -1, 0) == journal.Change(
                {f"{PREFIXES['topic']}x"}, Counter({f"{PREFIXES['topic']}y": 1})
            )
    assert journal.between(tmp_path, 0, 1) is None  # too large to be told, and by now no longer there
    assert journal.between(tmp_path, 2, 3) is not None
    assert journal.between(tmp_path, 3, 2) is None


def found(graph: Graph, query: str) -> list[str]:
    return sorted(str(row["x"].value).rsplit("/", 1)[-1] for row in graph.query(query))


def test_a_query_searches(graph: Graph) -> None:
    assert found(graph, 'SELECT ?x { ?x tp:search "carney" }') == ["carney", "carney-plan"]
    assert found(graph, 'SELECT ?x { ?x a foaf:Person ; tp:search "carney" }') == ["carney"]
    assert found(graph, 'SELECT ?x { ?x tp:search "unheardof" }') == []
    assert found(graph, 'SELECT ?x { ?x tp:search "steelm*" }') == ["steel", "steel-makers"]
    assert found(graph, 'SELECT ?x { ?e tp:quote ?q ; tp:search "protect steel" ; tp:actor ?x }') == ["carney"]


def test_an_update_searches(changing: Graph) -> None:
    changing.update(
        f'PREFIX tp: <{PREFIXES["tp"]}> INSERT {{ ?x <urn:found:as> "envoy" }} WHERE {{ ?x tp:search "envoy" }}'
    )
    assert found(changing, "SELECT ?x { ?x <urn:found:as> ?y }") == ["us"]


def test_a_query_without_declared_prefixes_needs_its_own(graph: Graph) -> None:
    with pytest.raises(QueryRejected, match="unknown prefix tp: at line 1, column 16"):
        graph.read('SELECT ?x { ?x tp:search "carney" }')
    full = f'SELECT ?x {{ ?x <{PREFIXES["tp"]}search> "carney" }}'
    assert b"carney-plan" in graph.read(full)


def test_the_place_of_a_fault_is_that_in_the_query_as_it_was_sent(graph: Graph) -> None:
    with pytest.raises(QueryRejected) as told:
        graph.query('SELECT ?x { ?x tp:search "carney" . ?x a tp:Visit ; ; ?y ?z ?u ?v }')
    assert (told.value.line, told.value.column) == (1, 68)


def test_a_search_beside_a_call_of_another_server_is_refused(graph: Graph) -> None:
    with pytest.raises(Forbidden, match="SERVICE"):
        graph.query('SELECT ?x { ?x tp:search "carney" SERVICE <http://localhost:1/> { ?x ?p ?o } }')


def test_too_many_things_are_an_error_and_never_cut(graph: Graph) -> None:
    facts = "evt:many a tp:Visit ; tp:place " + " , ".join(f"place:p{n}" for n in range(1001)) + " ."
    things = " ".join(f'place:p{n} skos:prefLabel "Manifold {n}" .' for n in range(1001))
    graph.store.commit(Changes(documents=(change("many", facts, things=things),)))
    with pytest.raises(QueryRejected, match="more than 1,000 things are found"):
        graph.query('SELECT ?x { ?x tp:search "manifold" }')
    assert len(found(graph, 'SELECT ?x { ?x tp:search "manifold 7" }')) == 1
    graph.store.commit(Changes(deleted=("many",)))


def test_a_plain_store_has_no_search(tmp_path: Path) -> None:
    with Graph(tmp_path / "plain", readers=1, bare=True) as plain:
        assert len(plain.query('SELECT ?x { ?x tp:search "carney" }')) == 0
        with pytest.raises(UsageError, match="plain store"):
            plain.search("carney")
