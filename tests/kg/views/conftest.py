"""The hand-made gold and a second document in both engines, behind one `select`."""

import tomllib
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

import ontology
from tests.gold_graph import gold_store

BASE = "https://w3id.org/tradekg/id/"
DERIVED = rdflib.URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")


@dataclass(frozen=True)
class Cell:
    value: str


@dataclass(frozen=True)
class Answer:
    rows: list[Mapping[str, Any]]


@contextmanager
def rdflib_warns() -> Iterator[None]:
    """Let rdflib use its own deprecated names: it does so inside its parser and its query engine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def dataset() -> rdflib.Dataset:
    """Give gold, vocabulary and the second document as the store would hold them, each in its graph."""
    data = rdflib.Dataset(default_union=True)
    data.parse(data=ontology.text("seed_gold.trig"), format="trig")
    data.graph(rdflib.URIRef(BASE + "graph/vocab")).parse(data=ontology.text("vocab.ttl"), format="turtle")
    data.parse(data=ontology.text("second_document.trig"), format="trig")
    documents = data.graph(rdflib.URIRef(BASE + "graph/documents"))
    for graph in sorted(str(each.identifier) for each in data.graphs()):
        document, _, extractor = graph.removeprefix(BASE + "graph/").rpartition("_")
        if document and extractor != "evidence":
            documents.add((rdflib.URIRef(graph), DERIVED, rdflib.URIRef(BASE + "doc/" + document)))
    return data


@pytest.fixture(scope="session")
def rdflib_data() -> rdflib.Dataset:
    with rdflib_warns():
        return dataset()


@pytest.fixture(scope="session")
def store(rdflib_data: rdflib.Dataset) -> ox.Store:
    """Give the same quads in pyoxigraph, with the default graph as the merge of all."""
    store = ox.Store()
    with rdflib_warns():
        store.load(rdflib_data.serialize(format="nquads").encode(), format=ox.RdfFormat.N_QUADS)
    store.extend({ox.Quad(q.subject, q.predicate, q.object) for q in store})
    return store


def answering(store: ox.Store) -> Callable[[str], Answer]:
    """Give what runs a query on a store."""

    def run(query: str) -> Answer:
        answer: Any = store.query(query)
        names = [variable.value for variable in answer.variables]
        return Answer([{name: row[name] for name in names if row[name] is not None} for row in answer])

    return run


@pytest.fixture(scope="session")
def gold_select(gold_folder: Path) -> Callable[[str], Answer]:
    """Give what runs a query on the gold of the texts that may be read."""
    split = tomllib.loads((Path(__file__).parent.parent.parent / "gold" / "split.toml").read_text(encoding="utf-8"))
    return answering(gold_store(gold_folder, split["read"]))


@pytest.fixture(scope="session")
def select(store: ox.Store) -> Callable[[str], Answer]:
    return answering(store)


@pytest.fixture(scope="session")
def select_rdflib(rdflib_data: rdflib.Dataset) -> Callable[[str], Answer]:
    def run(query: str) -> Answer:
        with rdflib_warns():
            rows = [row.asdict() for row in rdflib_data.query(query)]
        return Answer([{str(name): Cell(str(term)) for name, term in row.items()} for row in rows])

    return run
