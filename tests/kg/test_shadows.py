"""Updates followed by their shadows change what they change when they are run."""

import pyoxigraph as ox
import pytest

from kg import shadows, updates

DATA = """
<x:a> <x:p> <x:b> , <x:c> , 1 .
<x:b> <x:p> <x:c> ; <x:q> "two"@en .
<x:g> { <x:a> <x:p> <x:b> . <x:d> <x:r> 3.0 }
<x:h> { <x:a> <x:p> <x:z> . <x:e> <x:name> <x:g> }
"""
UPDATES = (
    "INSERT DATA { <x:n> <x:p> 1 . GRAPH <x:g> { <x:n> <x:p> 2 } <x:n> <x:p> 3 }",
    "DELETE DATA { <x:a> <x:p> 1 , 7 . GRAPH <x:g> { <x:a> <x:p> <x:b> } }",
    "DELETE WHERE { ?s <x:p> ?o }",
    "DELETE WHERE { GRAPH ?g { <x:a> <x:p> ?o } }",
    "DELETE WHERE { <x:b> <x:q> ?o . GRAPH <x:g> { ?s ?p ?v } . ?a <x:p> ?c }",
    "DELETE { ?s <x:p> ?o } INSERT { ?o <x:p> ?s } WHERE { ?s <x:p> ?o FILTER(isIRI(?o)) }",
    "INSERT { GRAPH ?g { ?s <x:seen> ?g } ?g <x:saw> ?s . } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX x: <x:> WITH x:g DELETE { ?s x:p ?o } INSERT { ?s x:w ?o . GRAPH x:h { ?o x:of ?s } } WHERE { ?s x:p ?o }",
    "DELETE { ?s ?p ?o } USING <x:g> WHERE { ?s ?p ?o }",
    "DELETE { GRAPH <x:g> { ?s ?p ?o } } INSERT { GRAPH <x:g> { ?s ?p 9 } } USING NAMED <x:g>"
    " WHERE { GRAPH ?x { ?s ?p ?o } }",
    "INSERT { <x:k> <x:count> ?n } WHERE { SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o } }",
    "INSERT { GRAPH ?new { ?s ?p ?o } } WHERE { GRAPH <x:g> { ?s ?p ?o } BIND(IRI(CONCAT('x:new', STR(?o))) AS ?new) }",
    "INSERT { GRAPH ?none { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "BASE <http://e.org/> PREFIX x: <x:> INSERT { <r> x:p [ x:q <s> ; x:l ( 1 2 ) ] } WHERE { x:b x:q ?o }"
    " # done; or not",
    "INSERT DATA { <x:m> <x:p> 1 } ; DELETE { ?s <x:p> 1 } INSERT { ?s <x:one> true } WHERE { ?s <x:p> 1 } ;"
    " DELETE WHERE { ?s <x:one> ?t . ?s <x:p> <x:b> }",
    "INSERT DATA { <x:a> <x:p> 5 } ; DELETE DATA { <x:a> <x:p> 5 }",
    "DELETE DATA { <x:a> <x:p> 1 } ; INSERT DATA { <x:a> <x:p> 1 }",
    "INSERT { ?s <x:f> ?v } WHERE { ?s <x:q> ?o BIND(<x:unknown>(?o) AS ?v) }",
    "INSERT { <x:t> <x:says> 'GRAPH } { # .' # GRAPH ?g { }\n . GRAPH <x:g> { <x:t> <x:p> \"}\" # }\n } } WHERE {}",
)  # fmt: skip


def store() -> ox.Store:
    made = ox.Store()
    made.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    return made


def named(quads: set[ox.Quad]) -> set[str]:
    """Give quads as text in which all blank nodes look the same."""
    return {" ".join("[]" if isinstance(term, ox.BlankNode) else str(term) for term in quad) for quad in quads}


@pytest.mark.parametrize("update", UPDATES)
def test_shadows_tell_what_is_done(update: str) -> None:
    found = updates.scan(update)
    assert shadows.can_follow(update, found)
    lost, gained = shadows.changes(store(), update, found, "http://base.example/")
    before, after = set(store()), store()
    shadows._run(after, update, "http://base.example/")
    assert named(lost & before) == named(before - set(after))
    assert named(gained - before) == named(set(after) - before)
    assert named((before - lost) | gained) == named(set(after))


@pytest.mark.parametrize("update", ["CLEAR ALL", "INSERT DATA { <x:a> <x:b> 1 } ; DROP DEFAULT", "COPY <x:g> TO <x:h>"])
def test_whole_graphs_are_not_followed(update: str) -> None:
    assert not shadows.can_follow(update, updates.scan(update))
