import xml.etree.ElementTree as ET

import networkx as nx

from kg.drawing import draw
from kg.layout import lay_out


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


def test_empty_graph_is_a_picture():
    ET.fromstring(draw(nx.MultiGraph(), title="Nothing"))
