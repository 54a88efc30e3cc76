"""Questions on the gold graphs, against answers worked out by hand, and measures against networkx."""

import csv
import io
import json
import random

import networkx as nx
import pytest

from kg.errors import UnknownFilter, UnknownView
from kg.questions import QUESTIONS, find_question, measures, paths, split
from kg.questions.answers import simple
from kg.questions.communities import find
from kg.questions.formats import write
from kg.views import Names, parse_filters, run


def ask(name, select, view="", **given):
    question = find_question(name)
    filters, options = split(question, given)
    chosen = view or question.VIEW
    return question.ask(
        lambda changed: run(chosen, select, parse_filters(chosen, {**filters, **changed}, select)), options
    )


def connected(select, **given):
    ends, filters = paths.parse(given, Names(select))
    walk = paths.walkable(select, filters, ends)
    return paths.tell(select, walk, paths.find(walk, ends), ends, filters)


def test_counterparts(gold_select):
    answer = ask("counterparts", gold_select, of="Donald Trump", but="Mark Carney", **{"from": "2025-10"})
    assert [(row["name"], row["facts"]) for row in answer.rows] == [
        ("Luiz Inacio Lula da Silva", 2), ("Narendra Modi", 2)
    ]  # fmt: skip
    assert answer.answer.startswith("Donald Trump dealt with 2 names with whom Mark Carney did not")


def test_central(gold_select):
    answer = ask("central", gold_select, by="government", status="happened")
    assert answer.answer.startswith(
        "Of 24 names, the most central are Government of the United States, Government of China"
    )
    assert (answer.rows[0]["neighbours"], answer.rows[0]["facts"]) == (16, 30)


def test_matrix_is_symmetric_and_sorted_by_community(gold_select):
    answer = ask("matrix", gold_select, sector="steel")
    table = {row["name"]: row for row in answer.rows}
    assert table["Government of the European Union"]["Government of the United States"] == 3
    assert table["Donald Trump"] == {"name": "Donald Trump", "community": 2, "Mark Carney": 1}
    assert [row["community"] for row in answer.rows] == [1, 1, 2, 2]


def test_timeline(gold_select):
    answer = ask("timeline", gold_select, sector="steel")
    assert {(row["month"], row["sector"], row["status"]) for row in answer.rows if row["month"] == "2021-10"} == {
        ("2021-10", "aluminum", "happened"), ("2021-10", "steel", "happened")
    }  # fmt: skip
    assert answer.notes == ("2 events without a date.",)


def test_components_and_bridges(gold_select):
    answer = ask("components", gold_select, sector="steel")
    assert answer.answer == "2 components and 2 bridges among 4 names."


def test_changes(gold_select):
    answer = ask("changes", gold_select, who="Donald Trump", **{"from": "2025-10", "to": "2025-10"})
    found = {(row["change"], row["who"], row["whom"]) for row in answer.rows}
    assert ("new event", "Donald Trump", "Mark Carney") in found
    assert any(change == "not seen again" for change, _, _ in found)
    with pytest.raises(UnknownFilter, match="from=2025-06"):
        ask("changes", gold_select)


def test_sources_tell_who_backs_and_who_contradicts(select):
    answer = ask("sources", select, sector="steel")
    (row,) = [row for row in answer.rows if "donald-trump--mark-carney" in row["fact"] and "10-07" in row["fact"]]
    assert (row["backing"], row["contradicting"], row["statuses"]) == (1, 0, ["happened", "planned"])
    assert answer.answer.startswith("Of ")


def test_communities_are_named_by_countries_and_sectors(gold_select):
    answer = ask("communities", gold_select, sector="metals")
    assert answer.rows[0]["community"].endswith("on aluminum and steel")
    assert "United States" in answer.rows[0]["countries"]


def test_paths_are_sentences_with_their_source(gold_select):
    answer = connected(gold_select, **{"from": "Mark Carney", "to": "Xi Jinping"})
    first = [row for row in answer.rows if row["chain"] == 1]
    assert max(row["step"] for row in first) == 3
    assert all(row["says"].endswith(".") and row["phrase"] and row["title"] for row in answer.rows)
    assert answer.answer.startswith("Mark Carney and Xi Jinping are connected by 3 links through ")


def test_paths_keep_filters_and_say_where_there_is_none(gold_select):
    answer = connected(gold_select, **{"from": "Mark Carney", "to": "Xi Jinping", "until": "2000"})
    assert answer.rows == ()
    assert answer.answer.startswith("No chain of 6 links or fewer connects")
    sector = connected(gold_select, **{"from": "steel", "to": "Mark Carney", "most": "1"})
    assert sector.rows[0]["says"].startswith("Donald Trump is to meet Mark Carney")


def test_answers_are_written_as_table_json_and_csv(gold_select):
    answer = ask("central", gold_select, sector="steel")
    assert write(answer, "table").startswith(answer.answer)
    told = json.loads(write(answer, "json"))
    assert (told["answer"], len(told["rows"])) == (answer.answer, len(answer.rows))
    assert told["query"].startswith("PREFIX")
    assert len(list(csv.reader(io.StringIO(write(answer, "csv"))))) == len(answer.rows) + 1
    assert write(answer, "gexf").startswith("<?xml")


def world(size):
    """Give a graph of a made-up world."""
    graph = nx.connected_watts_strogatz_graph(size, 6, 0.2, seed=3)
    draw = random.Random(5)
    named = nx.relabel_nodes(graph, {node: f"n{node:04}" for node in graph})
    nx.set_edge_attributes(named, {pair: {"weight": draw.randrange(1, 5)} for pair in named.edges})
    return named


def test_exact_measures_agree_with_networkx():
    graph = world(200)
    found, note = measures.betweenness(graph)
    assert note == ""
    assert found == pytest.approx(nx.betweenness_centrality(graph))
    assert measures.closeness(graph)[0] == pytest.approx(nx.closeness_centrality(graph))
    ranks = measures.pagerank(graph)
    assert sum(ranks.values()) == pytest.approx(1, abs=1e-6)
    weighted = sorted(graph, key=lambda node: graph.degree(node, weight="weight"))
    assert ranks[weighted[-1]] > ranks[weighted[0]]


def test_sampled_measures_come_near_and_say_so(monkeypatch):
    graph = world(400)
    exact, near = nx.betweenness_centrality(graph), nx.closeness_centrality(graph)
    monkeypatch.setattr(measures, "EXACT", 100)
    found, note = measures.betweenness(graph)
    assert "estimated from 100 of the nodes" in note
    top = set(sorted(exact, key=exact.__getitem__)[-40:])
    assert len(top & set(sorted(found, key=found.__getitem__)[-40:])) >= 24
    assert sum(found.values()) == pytest.approx(sum(exact.values()), rel=0.15)
    assert measures.closeness(graph)[0] == pytest.approx(near, rel=0.2)


def test_sampling_from_all_nodes_is_exact(monkeypatch):
    graph = world(60)
    monkeypatch.setattr(measures, "EXACT", 0)
    assert measures.betweenness(graph)[0] == pytest.approx(nx.betweenness_centrality(graph))


def test_communities_are_the_same_each_time():
    graph = world(120)
    turned = nx.Graph()
    turned.add_nodes_from(sorted(graph))
    turned.add_edges_from(sorted(graph.edges(data=True), key=lambda edge: edge[:2]))
    assert find(turned) == find(turned.copy())


def test_who_only_travels_along_has_met_nobody(select):
    graph = simple(run("meetings", select).graph)
    assert "https://w3id.org/tradekg/id/person/dominic-leblanc" not in graph


def test_registry_of_questions():
    names = [question.NAME for question in QUESTIONS]
    assert len(names) == len(set(names)) == 9
    with pytest.raises(UnknownView, match="did you mean 'central'"):
        find_question("centre")
