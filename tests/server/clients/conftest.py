"""One real server over a filled store, for clients that talk to it over the loopback."""

from collections.abc import Iterator

import pytest

from kg.changes import Changes
from kg.graph import Graph
from tests.server.conftest import SEED, change, triples
from tests.server.processes import TOKEN, serving

AUTH = {"Authorization": f"Bearer {TOKEN}"}
PREFIXES = """PREFIX tp: <https://w3id.org/tradekg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX person: <https://w3id.org/tradekg/id/person/>
"""
PEOPLE = f"{PREFIXES} SELECT ?p ?name {{ [] tp:holder ?p . ?p skos:prefLabel ?name }} ORDER BY ?name"
MEETINGS = (
    f"{PREFIXES} CONSTRUCT {{ ?m a tp:Meeting ; tp:participant ?who }} {{ ?m a tp:Meeting ; tp:participant ?who }}"
)
CARNEY = "https://w3id.org/tradekg/id/person/mark-carney"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the server, without a slash at its end."""
    store = tmp_path_factory.mktemp("clients") / "store"
    with Graph(store, readers=1) as graph:
        graph.store.commit(Changes(documents=(
            change(triples("seed_gold.trig"), SEED, "gold", title="Carney Heads to Washington", published="2025-10-05"),
            change(triples("second_document.trig"), "fixture-b", "rules-0", title="A «readout», twice",
                   published="2025-10-08"),
        )))  # fmt: skip
    with serving(store) as address:
        yield address
