from pathlib import Path

import networkx as nx
import pytest

import kg.views
from kg.errors import UnknownFilter, UnknownView
from kg.views import VIEWS, Filters, find_view, parse_filters, run
from kg.views.filters import Topic
from tests.kg.views.conftest import BASE

CARNEY, TRUMP = BASE + "person/mark-carney", BASE + "person/donald-trump"


def ask(name, select, **filters):
    return run(name, select, parse_filters(name, filters, select))


CASES = [
    ("meetings", {}), ("meetings", {"sector": "steel"}), ("meetings", {"who": "Canada", "from": "2025-10"}),
    ("meetings", {"examples": "without"}), ("tariffs", {}), ("tariffs", {"sector": "metals", "status": "in-force"}),
    ("offices", {}), ("offices", {"who": "Canada"}), ("delegations", {}), ("delegations", {"who": "LeBlanc"}),
    ("topics", {}), ("topics", {"kind": "meeting", "by": "government"}), ("topics", {"project": "people"}),
    ("agreements", {}), ("agreements", {"project": "countries"}), ("statements", {"stance": "seeks,rejects"}),
    ("statements", {"who": "Trump", "to": "2026"}), ("dependencies", {}), ("influence", {}),
    ("ego", {"focus": "Canada"}),
    ("ego", {"focus": "Mark Carney", "steps": 2, "sector": "steel"}), ("meetings", {"by": "government"}),
    ("meetings", {"kind": "visit,call", "status": "planned,happened"}),
    ("tariffs", {"kind": "import-tariff", "from": "2025"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "filters"), CASES)
def test_both_engines_give_the_same_graph(name, filters, select, select_rdflib):
    one, other = ask(name, select, **filters), ask(name, select_rdflib, **filters)
    assert nx.node_link_data(one.graph, edges="edges") == nx.node_link_data(other.graph, edges="edges")
    assert one.answer == other.answer


def test_registry_of_views_is_the_folder():
    names = [view.NAME for view in VIEWS]
    parts = "building clauses dot entries filters formats gexf names projection told wording".split()
    folder = Path(kg.views.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {*parts, "__init__"} == set(names)
    assert len(names) == len(set(names)) == 10


def test_steel_meeting_is_told_by_both_documents(select):
    result = ask("meetings", select, sector="steel")
    edges = {(edge["document"], edge["status"]): edge for _, _, edge in result.graph.edges(data=True)}
    assert set(edges) == {("2f154cdb8b803b8a", "planned"), ("fixture-b", "happened")}
    assert edges["2f154cdb8b803b8a", "planned"]["sectors"] == ["aluminum", "automobiles", "copper", "steel"]
    # the agenda of the planned meeting is not what was discussed
    assert edges["fixture-b", "happened"]["sectors"] == ["energy", "steel"]
    assert result.answer == "Donald Trump met Mark Carney on 7 October 2025 about energy and steel."


def test_edge_carries_time_place_and_words(select):
    graph = ask("meetings", select, sector="copper").graph
    ((a, b, edge),) = graph.edges(data=True)
    assert {a, b} == {CARNEY, TRUMP}
    assert (edge["earliest"], edge["latest"], edge["places"]) == ("2025-10-07", "2025-10-07", ["Washington"])
    assert edge["expression"] == "on Tuesday"
    assert {"start": 82, "end": 278, "phrase": "will meet with"} in edge["evidence"]


def test_plan_alone_says_that_nothing_was_reported_since(select):
    result = ask("meetings", select, sector="steel", examples="without")
    assert result.answer == (
        "Donald Trump is to meet Mark Carney on 7 October 2025 about aluminum, automobiles, copper and steel; "
        "planned here, happened by another document."
    )


def test_sector_includes_narrower_ones(select):
    assert ask("meetings", select, sector="metals").counts["facts"] == 2
    assert ask("meetings", select, sector="aluminum").counts["facts"] == 2
    assert ask("meetings", select, sector="dairy").counts["facts"] == 0


def test_delegation_has_not_met_anybody(select):
    edges = ask("meetings", select, who="Dominic LeBlanc").graph.edges(data=True)
    assert [(edge["role"], edge["actor"]) for _, _, edge in edges] == [("delegation", CARNEY)]


def test_government_includes_its_office_holders_and_marks_them(select):
    result = ask("meetings", select, who="Canada", sector="steel")
    assert result.graph.nodes[CARNEY]["holds_office_in"] == "Government of Canada"
    assert "holds_office_in" not in result.graph.nodes[TRUMP]
    assert result.answer.startswith("Mark Carney met Donald Trump")


@pytest.mark.parametrize(
    ("dates", "facts"),
    [
        ({"from": "2025-05", "to": "2025-05"}, 2),
        ({"from": "2025-10-07"}, 3),
        ({"to": "2025-04"}, 1),
        ({"from": "2027"}, 1),
    ],
)
def test_dates_overlap(select, dates, facts):
    assert ask("meetings", select, **dates).counts["facts"] == facts


def test_empty_answer_names_the_filter(select):
    result = ask("meetings", select, sector="dairy", who="Carney")
    assert result.answer == (
        "No event matches sector dairy and who Mark Carney. There would be 3 events without sector dairy."
    )
    assert result.emptied_by == {"sector": 3, "who": 0}


def test_tariffs(select):
    result = ask("tariffs", select, sector="steel")
    edges = [edge for a, b, edge in result.graph.edges(data=True) if a.endswith("USA") and b.endswith("CAN")]
    assert sorted((edge["rate"], edge["status"]) for edge in edges) == [
        ("", "in-force"),
        ("25", "ended"),
        ("50", "in-force"),
    ]
    assert ask("tariffs", select, status="announced").answer == (
        "Canada on United States: tariff quota on steel at 25 percent (announced). "
        "United States on Canada: import tariff on lumber (announced from 5 October 2025 on)."
    )


def test_undated_facts_are_counted(select):
    result = ask("tariffs", select, **{"from": "2025-01"})
    assert (result.counts["facts"], result.left_out) == (3, {"without a date": 6})


def test_people(select):
    result = ask("offices", select, who="Scott Bessent")
    assert (
        result.answer == "Scott Bessent is named as Secretary of the Treasury of the United States (on 5 October 2025)."
    )
    assert ask("offices", select).counts == {"nodes": 10, "edges": 8, "facts": 8, "documents": 1}


@pytest.mark.parametrize(
    ("name", "filters", "message"),
    [
        ("meetings", {"sector": "stel"}, "Unknown sector 'stel'; did you mean 'steel'?"),
        ("meetings", {"who": "Marc Carny"}, "Nobody here is called 'Marc Carny'; did you mean 'Mark Carney'?"),
        ("meetings", {"status": "plan"}, "Unknown status 'plan'; did you mean 'planned'?"),
        ("meetings", {"from": "tomorrow"}, "from=tomorrow is not a date; write 2025, 2025-10 or 2025-10-07."),
        ("meetings", {"from": "2025-02-30"}, "from=2025-02-30 is not a date"),
        ("meetings", {"from": "2026", "to": "2025"}, "from (2026-01-01) is after to (2025-12-31)"),
        ("meetings", {"sektor": "steel"}, "There is no filter 'sektor' here; did you mean 'sector'?"),
        ("offices", {"sector": "steel"}, "There is no filter 'sector' here"),
        ("meetings", {"examples": "maybe"}, "Unknown examples 'maybe'"),
    ],
)
def test_wrong_filter_is_one_sentence_with_the_nearest(name, filters, message, select):
    with pytest.raises(UnknownFilter) as caught:
        parse_filters(name, filters, select)
    assert str(caught.value).startswith(message)


def test_unknown_view():
    with pytest.raises(UnknownView, match="did you mean 'meetings'"):
        find_view("meeting")


def test_query_cannot_be_broken_out_of(select):
    filters = Filters(sector=(Topic(BASE + "sector/steel"),))
    assert "VALUES ?narrow" in run("meetings", select, filters).query
    with pytest.raises(UnknownFilter):
        parse_filters("meetings", {"who": "x> } DROP ALL"}, select)
