import csv
import io
import json
import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.views import run
from kg.views.formats import guard, write


def test_node_link_json_comes_back_as_the_same_graph(select):
    result = run("meetings", select)
    data = json.loads(write(result, "json"))
    again = nx.node_link_graph(data, edges="edges")
    assert nx.utils.graphs_equal(nx.MultiGraph(again.edges(keys=True)), nx.MultiGraph(result.graph.edges(keys=True)))
    assert data["graph"]["answer"] == result.answer


def test_graphml_is_read_back(select):
    result = run("tariffs", select)
    again = nx.parse_graphml(write(result, "graphml"), force_multigraph=True)
    assert again.number_of_edges() == result.graph.number_of_edges() == result.counts["edges"] > 0
    assert {data["label"] for _, data in again.nodes(data=True)} == {"Canada", "United States"}


def test_csv_has_one_line_an_edge(select):
    rows = list(csv.DictReader(io.StringIO(write(run("offices", select), "csv"))))
    assert len(rows) == 8
    assert rows[0].keys() >= {"who", "office", "where", "phrase", "document"}


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("steel", "steel"), ("", "")],
)
def test_formula_is_quoted(cell, written):
    assert guard(cell) == written


def test_table_starts_with_the_answer(select):
    text = write(run("meetings", select), "table")
    assert text.startswith("Donald Trump met Mark Carney on 7 October 2025 about energy and steel.")
    assert "Mélanie Joly" in text


def test_svg_is_well_formed_and_stable(select):
    result = run("meetings", select)
    picture = write(result, "svg")
    root = ET.fromstring(picture)
    assert root.tag.endswith("svg")
    assert picture == write(run("meetings", select), "svg")
    assert 'stroke-dasharray="9 6"' in picture  # planned
    assert len(root.findall(".//{http://www.w3.org/2000/svg}a")) == 7 + 8  # nodes and bundles of edges


def test_unknown_format(select):
    with pytest.raises(UsageError, match="formats are table, json"):
        write(run("offices", select), "docx")
