"""The application over a real store that holds the hand-made gold and the second document."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

import ontology
from kg.changes import Changes, DocumentChange
from kg.graph import Graph
from server import create_app
from server.settings import Settings

TOKEN = "a token of the tests"
SEED = "2f154cdb8b803b8a"
GRAPH = "https://w3id.org/tradekg/id/graph/"
EVIL = "<script>alert('x')</script>"
PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SEED_FILE = Path(ontology.__file__).parent.parent / "seeds" / "000_bc91611cf220d0cd.txt"


def triples(name: str) -> dict[str, list[ox.Triple]]:
    """Give the triples of a TriG file by the last part of their graph's name."""
    found: dict[str, list[ox.Triple]] = {}
    for quad in ox.parse(ontology.text(name), format=ox.RdfFormat.TRIG):
        found.setdefault(str(quad.graph_name.value).removeprefix(GRAPH), []).append(quad.triple)
    return found


def change(parts: dict[str, list[ox.Triple]], document: str, extractor: str, **meta: str) -> DocumentChange:
    facts, evidence = parts[f"{document}_{extractor}"], parts[f"{document}_{extractor}_evidence"]
    return DocumentChange(document, extractor, tuple(facts), tuple(evidence), tuple(parts.get("entities", ())), meta)


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """Give the store, filled by hand so that no test here hangs on the extraction."""
    with Graph(tmp_path_factory.mktemp("server") / "store", readers=1) as graph:
        gold, second = triples("seed_gold.trig"), triples("second_document.trig")
        label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
        evil = ox.NamedNode("https://w3id.org/tradekg/id/topic/evil")
        second["entities"] = [ox.Triple(evil, label, ox.Literal(EVIL, language="en"))]
        action = ox.NamedNode("https://w3id.org/tradekg/id/event/policyaction_2025-06_donald-trump_increase")
        about = ox.NamedNode("https://w3id.org/tradekg/ontology#about")
        second["fixture-b_rules-0"].append(ox.Triple(action, about, evil))
        graph.store.commit(Changes(documents=(
            change(gold, SEED, "gold", title="Carney Heads to Washington", published="2025-10-05",
                   published_basis="inferred", url="javascript:alert(1)"),
            change(second, "fixture-b", "rules-0", title=f"Readout {EVIL}", published="2025-10-08",
                   note="example text", licence="CC0", url="https://example.org/readout"),
        )))  # fmt: skip
        yield graph


@pytest.fixture(scope="session")
def text() -> str:
    return SEED_FILE.read_text(encoding="utf-8")


@pytest.fixture
def client(graph: Graph, text: str, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(graph, "text", {SEED: text, "fixture-b": "They met on Tuesday."}.get)
    return create_app(graph, Settings(token=TOKEN)).test_client()


@pytest.fixture
def read_only(graph: Graph) -> FlaskClient:
    return create_app(graph, Settings()).test_client()
