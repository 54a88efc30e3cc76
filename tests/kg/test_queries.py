"""The scan before the engine: forms, prefixes, limits and places."""

import pytest

from kg import queries
from kg.errors import QueryRejected


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "SELECT"),
        ("# ASK first\nconstruct { ?s ?p ?o } where { ?s ?p ?o }", "CONSTRUCT"),
        ("PREFIX ask: <http://select.org/> DESCRIBE ask:x", "DESCRIBE"),
        ("ASK {}", "ASK"),
        ("INSERT DATA { <x:a> <x:b> 'SELECT' }", ""),
    ],
)
def test_form(query: str, form: str) -> None:
    assert queries.scan(query).form == form


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", 1),
        ("SELECT * { service silent ?x { SERVICE <http://y/> {} } }", 1),
        ("SELECT * { ?s ?p 'SERVICE' } # SERVICE", 0),
        ('SELECT * { ?s <http://SERVICE/> """a "SERVICE" b""" ; ?SERVICE service:x }', 0),
    ],
)
def test_service_is_found_by_token(query: str, count: int) -> None:
    assert len(queries.scan(query).services) == count


def test_service_is_rewritten_in_place() -> None:
    query = "SELECT * { SERVICE SILENT <http://x/> { ?s ?p ?o } }"
    rewritten = queries.without_service(query, queries.scan(query).silent_services)
    assert rewritten == "SELECT * { GRAPH          <http://x/> { ?s ?p ?o } }"


def test_prefixes_used_and_declared() -> None:
    found = queries.scan(
        "PREFIX a: <x:> SELECT * { a:b tp:actor ?x ; <http://e.org/c:d> 'f:g', 1.5 . ?x tp:kind kind:a.b }"
    )
    assert (found.declared, set(found.used)) == ({"a"}, {"a", "tp", "kind"})
    assert set(queries.missing_prefixes(found)) == {"tp", "kind"}


@pytest.mark.parametrize(
    ("at", "over", "word"),
    [
        ("SELECT * " + "{" * 100, "SELECT * " + "{" * 101, "nesting"),
        ("ASK { FILTER(" + "!" * 1999, "ASK { FILTER(" + "!" * 2000, "connectives"),
        ("ASK {" + "?s ?p ?o . " * 199, "ASK {" + "?s ?p ?o . " * 200, "triple patterns"),
    ],
)
def test_limits(at: str, over: str, word: str) -> None:
    queries.scan(at)
    with pytest.raises(QueryRejected, match=word):
        queries.scan(over)


def test_lists_in_brackets_are_no_patterns() -> None:
    assert queries.scan("SELECT * { FILTER(?x IN (" + ", ".join(map(str, range(900))) + ")) }").form == "SELECT"


def test_size_limit() -> None:
    with pytest.raises(QueryRejected, match="1,000,000 bytes"):
        queries.scan("#" + "é" * 500_000)


def test_place_counts_from_one() -> None:
    assert queries.place("ab\ncd", 4) == (2, 2)


def test_linear_on_a_hostile_text() -> None:
    assert not queries.scan("'" * 200_000 + '"""' + "a" * 200_000).form
