"""Exports: what is taken, in which formats, the same bytes each time, and nothing lost on the way back."""

import io
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import commits, export
from kg import graph_names as names
from kg.changes import Changes
from kg.errors import NotFound
from tests.kg.store_cases import SEED, change, seed_change, seed_graphs, triples

DOCS = Path(export.__file__).parent.parent / "docs" / "export.md"

PARSERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}


def filled(order: int = 0) -> ox.Store:
    store = ox.Store()
    entities = (*seed_graphs()[names.ENTITIES], *triples('country:FJI a tp:Country ; skos:prefLabel "Fiji"@en .'))
    commits.apply(store, Changes(graphs={names.ENTITIES: entities, names.VOCAB: triples("sector:steel a tp:Sector .")}))
    parts = [
        seed_change(),
        change("b", "evt:b a tp:Visit ; tp:actor person:zoe .", things="person:zoe a foaf:Person ."),
    ]
    random.Random(order).shuffle(parts)
    for part in parts:
        commits.apply(store, Changes(documents=(part,)))
    return store


@pytest.fixture(scope="module")
def store() -> Iterator[ox.Store]:
    yield filled()  # noqa: PT022 - the store is kept for the module


def exported(store: ox.Store, form: str, graph: str | None = None) -> bytes:
    out = io.BytesIO()
    export.write(store, out, form, graph=graph)
    return out.getvalue()


@pytest.mark.parametrize("form", export.FORMATS)
def test_two_loads_in_any_order_give_the_same_bytes(form: str) -> None:
    assert exported(filled(1), form) == exported(filled(2), form)


@pytest.mark.parametrize("form", export.FORMATS)
def test_nothing_is_lost_on_the_way_back(store: ox.Store, form: str) -> None:
    found = {q.triple for q in ox.parse(exported(store, form), format=PARSERS[form])}
    assert found == {t for part in export.content(store).values() for t in part}


def test_trig_keeps_the_graphs(store: ox.Store) -> None:
    back = export.content_of(ox.parse(exported(store, "trig", "all"), format=ox.RdfFormat.TRIG))
    assert {name: set(part) for name, part in back.items()} == {
        name: set(part) for name, part in export.content(store, "all").items()
    }


def test_default_takes_what_documents_name_and_not_the_whole_registry(store: ox.Store) -> None:
    told = exported(store, "ttl").decode()
    assert 'skos:prefLabel "Canada"@en' in told
    assert "person:zoe a foaf:Person" in told
    assert "tp:dueToMeet person:donald-trump" in told
    assert "oa:exact" in told
    assert "Fiji" not in told
    assert "ledger" not in told
    assert "sector:steel a tp:Sector" not in told


@pytest.mark.parametrize(
    ("graph", "word"),
    [
        ("entities", "Fiji"),
        ("vocab", "tp:Sector"),
        (f"{SEED}_gold", "tp:Meeting"),
        ("all", "Fiji"),
        (names.DERIVED, "tp:dueToMeet"),
    ],
)
def test_one_graph(store: ox.Store, graph: str, word: str) -> None:
    assert word in exported(store, "ttl", graph).decode()


def test_unknown_graph_is_told(store: ox.Store) -> None:
    with pytest.raises(NotFound, match="no graph is called nowhere"):
        exported(store, "ttl", "nowhere")


def test_no_blank_nodes(store: ox.Store) -> None:
    assert b"_:" not in exported(store, "nq", "all")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every export for one too large to be arranged."""
    monkeypatch.setattr(export, "IN_ORDER", 0)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("form", export.FORMATS)
@pytest.mark.parametrize("graph", [None, "all", "entities"])
def test_a_large_export_holds_the_same(store: ox.Store, form: str, graph: str | None) -> None:
    content = export.content(store, graph)
    quads = list(ox.parse(exported(store, form, graph), format=PARSERS[form]))
    assert {q.triple for q in quads} == {t for part in content.values() for t in part}
    if form in ("trig", "nq"):
        assert {name: set(part) for name, part in export.content_of(quads).items()} == {
            name: set(part) for name, part in content.items()
        }
        return
    assert len(quads) == len({q.triple for q in quads})


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("form", export.FORMATS)
def test_large_exports_of_one_state_are_the_same_bytes(form: str) -> None:
    assert exported(filled(1), form) == exported(filled(2), form)


@pytest.mark.usefixtures("large")
def test_a_large_export_is_in_the_order_of_its_subjects(store: ox.Store) -> None:
    lines = exported(store, "nt").decode().splitlines()
    subjects = [line.split(" ", 1)[0] for line in lines]
    assert subjects == sorted(subjects)


def spelling(datatype: str, value: str) -> str:
    store = ox.Store()
    literal = ox.Literal(value, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{datatype}"))
    thing = ox.NamedNode("http://example.org/x")
    store.add(ox.Quad(thing, thing, literal, thing))
    out = io.BytesIO()
    export.write(store, out, "nt", graph=thing.value)
    (quad,) = ox.parse(out.getvalue(), format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)
    return f"{quad.object.value} {quad.object.datatype.value.rpartition('#')[2]}"


NORMALISED = re.findall(r"^\| `(\S+)` `xsd:(\w+)` \| `(\S+)` `xsd:(\w+)` \|$", DOCS.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("value", "datatype", "comes", "of"), NORMALISED)
def test_values_come_out_as_the_paper_says(value: str, datatype: str, comes: str, of: str) -> None:
    assert spelling(datatype, value) == f"{comes} {of}"


def test_the_paper_has_its_table() -> None:
    assert len(NORMALISED) > 20
