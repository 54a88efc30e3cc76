import re
import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from kg.drawing import DASHES, THEMES, draw
from kg.layout import lay_out
from kg.rendering import as_png


def graph_of(size, **edge):
    graph = nx.MultiGraph()
    for number in range(size):
        graph.add_node(f"n{number:03}", label=f"Name {number}", kind="person")
    for number in range(1, size):
        data = {"kind": "meeting", "status": "planned", "published": "", "document": "d", "earliest": "", "latest": ""}
        graph.add_edge(f"n{number:03}", f"n{number // 3:03}", **{**data, **edge})
    return graph


def test_boxes_do_not_overlap():
    boxes = list(lay_out(graph_of(40), {f"n{n:03}": (120.0, 32.0) for n in range(40)}).values())
    for place, a in enumerate(boxes):
        for b in boxes[place + 1 :]:
            assert abs(a.x - b.x) >= 119 or abs(a.y - b.y) >= 31


@pytest.mark.parametrize("wide", [280.0, 560.0, 1060.0])
@pytest.mark.parametrize("size", [1, 2, 3, 9, 40])
def test_picture_keeps_its_width(size, wide):
    graph = graph_of(size)
    graph.add_nodes_from(f"m{number}" for number in range(12))
    graph.add_edges_from((f"m{number}", f"m{number + 1}") for number in range(0, 12, 2))
    boxes = list(lay_out(graph, dict.fromkeys(graph, (120.0, 32.0)), wide=wide).values())
    assert min(box.x - box.width / 2 for box in boxes) >= -0.5
    assert max(box.x + box.width / 2 for box in boxes) <= wide + 0.5
    for place, a in enumerate(boxes):
        for b in boxes[place + 1 :]:
            assert abs(a.x - b.x) >= 119 or abs(a.y - b.y) >= 31


def test_components_stand_beside_each_other():
    graph = nx.MultiGraph()
    graph.add_edges_from((f"a{number}", f"b{number}") for number in range(9))
    boxes = lay_out(graph, dict.fromkeys(graph, (100.0, 32.0)), wide=1060.0).values()
    assert max(box.y for box in boxes) < 300


def test_same_graph_gives_the_same_picture():
    turned = nx.MultiGraph()
    graph = graph_of(30)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    assert draw(graph, title="One") == draw(turned, title="One")


def test_government_goes_by_its_country_with_a_mark():
    graph = graph_of(2)
    graph.nodes["n000"].update(label="Government of the United States", kind="government")
    picture = draw(graph, title="Two")
    assert '<tspan class="mark">gov </tspan>United States</text>' in picture
    assert 'aria-label="Government of the United States, government"' in picture


def test_words_of_lines_stand_free():
    graph = graph_of(8, earliest="2025-10-07", latest="2025-10-07")
    words = re.findall(r'<text class="small" x="([\d.-]+)" y="([\d.-]+)" text-anchor', draw(graph, title="Words"))
    for place, (x, y) in enumerate(words):
        for x2, y2 in words[place + 1 :]:
            assert abs(float(x) - float(x2)) > 100 or abs(float(y) - float(y2)) >= 11
    assert words


def test_more_than_the_limit_is_said():
    picture = draw(graph_of(310), title="Many")
    assert picture.count('class="node') == 300
    assert "300 of 310 shown" in picture


def test_words_from_a_text_are_escaped():
    graph = graph_of(2)
    graph.nodes["n000"]["label"] = '<script>alert("x")</script>\x00'
    picture = draw(graph, title="<b>", description="]]>")
    ET.fromstring(picture)
    assert "<script>" not in picture


def test_each_status_has_a_dash_of_its_own_but_the_sure_ones():
    dashes = [dash for status, dash in DASHES.items() if dash and status != "held"]  # an office that ended
    assert len(dashes) == len(set(dashes))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_writes_its_colours_out(theme):
    picture = draw(graph_of(3), title="Three", theme=theme)
    assert "var(" not in picture
    assert "@media" not in picture
    assert f"fill: {THEMES[theme]['paper']}" in picture


def test_png_is_the_same_each_time():
    picture = draw(graph_of(5), title="Five", theme="light")
    assert as_png(picture).startswith(b"\x89PNG")
    assert as_png(picture) == as_png(picture)
    assert as_png(picture) != as_png(draw(graph_of(5), title="Five", theme="dark"))


def test_empty_graph_is_a_picture():
    assert ET.fromstring(draw(nx.MultiGraph(), title="Nothing")).tag.endswith("svg")
