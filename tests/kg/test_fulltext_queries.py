"""Searches inside queries become values, and everything else stays as it is."""

import pyoxigraph as ox
import pytest

from kg.errors import QueryRejected
from kg.fulltext_queries import MOST, rewrite
from ontology.terms import TP

THINGS = {"carney": ["x:carney"], "steel": ["x:steel", "x:steelers"], "none": [], 'the "big" one': ["x:big"]}
DATA = "<x:carney> a <x:Person> ; <x:knows> <x:steelers> . <x:steelers> a <x:Club> . <x:steel> a <x:Sector> ."


def find(words: str, limit: int) -> list[str]:
    return THINGS[words][:limit]


def answers(query: str) -> list[tuple[str, ...]]:
    store = ox.Store()
    store.extend(ox.parse(DATA, format=ox.RdfFormat.TURTLE))
    found = store.query(f"PREFIX tp: <{TP}> " + rewrite(query, find))
    return sorted(tuple(str(row[v].value) for v in found.variables) for row in found)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('SELECT ?x { ?x tp:search "carney" }', [("x:carney",)]),
        ('SELECT ?x { ?x tp:search "none" }', []),
        ('SELECT ?x { ?x tp:search "steel" . ?x a <x:Club> }', [("x:steelers",)]),
        ('SELECT ?x { ?x tp:search "steel" ; a <x:Club> . }', [("x:steelers",)]),
        ('SELECT ?x { ?x a <x:Club> ; tp:search "steel" }', [("x:steelers",)]),
        ('SELECT ?x { ?x a <x:Club> ; tp:search "steel" ; . }', [("x:steelers",)]),
        ('SELECT ?x { ?x a <x:Person> . ?x tp:search "carney"@en }', [("x:carney",)]),
        ("SELECT ?x { ?x tp:search 'carney' ; <x:knows> [ a <x:Club> ] }", [("x:carney",)]),
        ('SELECT ?x ?y { ?x tp:search "carney" ; <x:knows> ?y . ?y tp:search "steel" }', [("x:carney", "x:steelers")]),
        ('SELECT ?x { ?x tp:search "steel" ; tp:search "carney" }', []),
        ('SELECT ?x { FILTER(1 < 2) ?x tp:search "carney" . FILTER regex("a", "a") ?x a ?c }', [("x:carney",)]),
        ('SELECT ?x { { ?x tp:search "carney" } UNION { ?x tp:search "steel" ; a <x:Sector> } }',
         [("x:carney",), ("x:steel",)]),
        ('SELECT ?x { ?x a <x:Person> FILTER EXISTS { ?x <x:knows> ?z . ?z tp:search "steel" } }', [("x:carney",)]),
        ('SELECT ?x { ?x a <x:Person> OPTIONAL { ?x tp:search "steel" } }', [("x:carney",)]),
        ('SELECT ?x { { SELECT ?x { ?x tp:search "carney" } } }', [("x:carney",)]),
        ('SELECT ?x { BIND(1 AS ?n) ?x tp:search "carney" } ORDER BY ?x', [("x:carney",)]),
        (f'SELECT ?x {{ ?x <{TP}search> """carney""" }}', [("x:carney",)]),
        (f'PREFIX t: <{TP}> SELECT ?x {{ ?x t:search "carney" }}', [("x:carney",)]),
        ('SELECT ?x { ?x tp:search "the \\"big\\" one" }', [("x:big",)]),
        ('SELECT ?x { # ?x tp:search "none"\n ?x tp:search "carney" # found\n }', [("x:carney",)]),
        ('SELECT ?x { VALUES ?x { <x:steel> <x:carney> } ?x tp:search "steel" }', [("x:steel",)]),
        ('SELECT ?x { ?x a <x:Sector> { ?x tp:search "steel" } }', [("x:steel",)]),
    ],
)  # fmt: skip
def test_a_search_finds(query: str, expected: list[tuple[str, ...]]) -> None:
    assert answers(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?x ?p "search" }',
        'SELECT * { tp:search ?p "words" }',
        "SELECT * { VALUES ?p { tp:search } ?s ?p ?o }",
        'CONSTRUCT { ?x tp:search "carney" } WHERE { ?x a <x:Person> }',
        'SELECT * { ?x tp:searched "carney" }',
        'INSERT DATA { <x:a> tp:search "carney" . GRAPH <x:g> { <x:a> tp:search "carney" } }',
        'DELETE { ?x tp:search "carney" } INSERT { ?x tp:search "steel" } WHERE { ?x ?p ?o }',
        'PREFIX tp: <http://example.org/> SELECT * { ?x tp:search "carney" }',
        "SELECT * { ( 1 2 ) ?p ( ?x [ a tp:search ] ) }",
    ],
)
def test_other_queries_stay_as_they_are(query: str) -> None:
    assert rewrite(query, find) == query


@pytest.mark.parametrize(
    ("query", "reason", "column"),
    [
        ('SELECT * { <x:a> tp:search "carney" }', "only a variable", 18),
        ("SELECT * { ?x tp:search ?words }", "takes words in quotes", 15),
        ('SELECT * { ?x tp:search "a" , "b" }', "takes words in quotes, once", 15),
        ('SELECT * { ?x tp:search+ "carney" }', "takes words in quotes", 15),
        ('SELECT * { ?y ?p [ tp:search "carney" ] }', "only a variable", 20),
        ('CONSTRUCT WHERE { ?x tp:search "carney" }', "a short form takes no search", 22),
        ('DELETE WHERE { GRAPH ?g { ?x tp:search "carney" } }', "a short form takes no search", 30),
        ('SELECT * { ?x tp:search "many" }', f"more than {MOST:,} things", 15),
    ],
)
def test_what_cannot_be_searched_is_told_with_its_place(query: str, reason: str, column: int) -> None:
    def all_found(words: str, limit: int) -> list[str]:
        return [f"x:{n}" for n in range(limit)]

    with pytest.raises(QueryRejected, match=reason) as told:
        rewrite(query, all_found)
    assert (told.value.line, told.value.column) == (1, column)
    assert "tp:search" in told.value.hint


def test_a_search_within_an_update() -> None:
    store = ox.Store()
    store.extend(ox.parse(DATA, format=ox.RdfFormat.TURTLE))
    update = 'DELETE { ?x a ?c } INSERT { ?x <x:was> ?c } WHERE { ?x tp:search "steel" ; a ?c }'
    store.update(f"PREFIX tp: <{TP}> " + rewrite(update, find))
    assert {str(q.subject.value) for q in store.quads_for_pattern(None, ox.NamedNode("x:was"), None)} == {
        "x:steel",
        "x:steelers",
    }
