"""Views read through graph/identity: what it ties together is one node and one fact."""

import pyoxigraph as ox
import pytest

from kg.views import parse_filters, run
from ontology.terms import TP
from tests.kg.views.conftest import BASE, answering

ANAND, JOLY = BASE + "person/anita-anand", BASE + "person/melanie-joly"
MEETING = "meeting_2025-10-07_donald-trump--mark-carney"


@pytest.fixture
def tied(store):
    """Give the stores' quads with two persons tied together, and two events."""
    made = ox.Store()
    made.extend(store)
    events = {str(q.subject.value) for q in store.quads_for_pattern(None, None, ox.NamedNode(TP + "Meeting"), None)}
    other = next(iri for iri in sorted(events) if not iri.endswith(MEETING))
    for variant, chief in ((ANAND, JOLY), (other, BASE + "event/" + MEETING)):
        made.add(ox.Quad(ox.NamedNode(variant), ox.NamedNode(TP + "identifiedWith"), ox.NamedNode(chief)))
    return answering(made)


def test_persons_tied_together_are_one_node(tied, select):
    apart, one = (run("delegations", each).graph for each in (select, tied))
    assert ANAND in apart
    assert ANAND not in one
    assert JOLY in one
    result = run("delegations", tied, parse_filters("delegations", {"who": "Anita Anand"}, tied))
    assert JOLY in result.graph
    assert result.filters.who[0].label == "Mélanie Joly"


def test_events_tied_together_are_one_fact(tied, select):
    apart, one = (run("meetings", each) for each in (select, tied))
    assert one.counts["facts"] == apart.counts["facts"] - 1
    facts = {edge["fact"] for _, _, edge in one.graph.edges(data=True)}
    assert BASE + "event/" + MEETING in facts
