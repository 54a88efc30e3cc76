"""Places for the nodes of a drawing: seeded, so that the same graph always gives the same picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import networkx as nx

GAP, GAP_DOWN = 34.0, 54.0  # least space between two boxes: beside each other, above each other (words on the line)
ROUNDS = 80  # of pushing boxes apart


class Box(NamedTuple):
    """A node's place: its middle and its size."""

    x: float
    y: float
    width: float
    height: float


def lay_out(graph: Any, sizes: Mapping[str, tuple[float, float]], *, wide: float = 1000.0) -> dict[str, Box]:
    """Place each node; components stand side by side in rows, the largest first, and no two boxes overlap."""
    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    simple.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in graph.edges() if a != b))
    components = sorted((sorted(each) for each in nx.connected_components(simple)), key=lambda each: (-len(each), each))
    return _shelve([_component(simple.subgraph(nodes), nodes, sizes) for nodes in components], wide)


def _component(graph: Any, nodes: list[str], sizes: Mapping[str, tuple[float, float]]) -> dict[str, Box]:
    ordered = nx.Graph()  # a subgraph's own order is not stable
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in graph.edges()))
    if len(nodes) == 2:  # side by side, with room for the words on the line
        half = sum(sizes[node][0] for node in nodes) / 4 + 95
        places: Any = {nodes[0]: (-half, 0.0), nodes[1]: (half, 0.0)}
        scale = 1.0
    else:
        places = nx.spring_layout(ordered, seed=7, iterations=120)
        scale = 85.0 * math.sqrt(len(nodes)) + 25
    boxes = {
        node: Box(
            float(places[node][0]) * scale * (2.1 if scale > 1 else 1), float(places[node][1]) * scale, *sizes[node]
        )
        for node in nodes
    }
    return _apart(boxes)


def _apart(boxes: dict[str, Box]) -> dict[str, Box]:
    """Push overlapping boxes from each other along the shorter way."""
    names = list(boxes)
    for _ in range(ROUNDS):
        moved = False
        names.sort(key=lambda name: (boxes[name].x, name))
        for place, first in enumerate(names):
            for second in names[place + 1 :]:
                moved |= _push(boxes, first, second)
        if not moved:
            break
    return boxes


def _push(boxes: dict[str, Box], first: str, second: str) -> bool:
    a, b = boxes[first], boxes[second]
    over_x = (a.width + b.width) / 2 + GAP - abs(a.x - b.x)
    over_y = (a.height + b.height) / 2 + GAP_DOWN - abs(a.y - b.y)
    if over_x <= 0 or over_y <= 0:
        return False
    if over_y <= over_x:
        step = over_y / 2 + 0.5 if a.y <= b.y else -over_y / 2 - 0.5
        boxes[first], boxes[second] = a._replace(y=a.y - step), b._replace(y=b.y + step)
    else:
        step = over_x / 2 + 0.5 if a.x <= b.x else -over_x / 2 - 0.5
        boxes[first], boxes[second] = a._replace(x=a.x - step), b._replace(x=b.x + step)
    return True


def _shelve(components: list[dict[str, Box]], wide: float) -> dict[str, Box]:
    """Set the components in rows of at most `wide`, from the upper left."""
    placed: dict[str, Box] = {}
    left, top, tall = 0.0, 0.0, 0.0
    for boxes in components:
        x0, y0 = min(b.x - b.width / 2 for b in boxes.values()), min(b.y - b.height / 2 for b in boxes.values())
        x1, y1 = max(b.x + b.width / 2 for b in boxes.values()), max(b.y + b.height / 2 for b in boxes.values())
        if left and left + (x1 - x0) > wide:
            left, top, tall = 0.0, top + tall + 2 * GAP, 0.0
        placed |= {n: b._replace(x=b.x - x0 + left, y=b.y - y0 + top) for n, b in boxes.items()}
        left, tall = left + (x1 - x0) + 2 * GAP, max(tall, y1 - y0)
    return placed
