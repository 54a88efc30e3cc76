"""Places for the nodes of a drawing: seeded, so that the same graph always gives the same picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

STEP = 140.0  # between neighbours, before boxes are pushed apart
WIDER, LOWER = 1.5, 0.9  # boxes are wide and low, so the picture is stretched that way
GAP, GAP_DOWN = 26.0, 30.0  # least space between two boxes: beside each other, above each other
WORDS = 120.0  # room for the words on the only line of a pair
BETWEEN = 44.0  # space between components
UPRIGHT = 700.0  # narrower pictures are longest from top to bottom
ROUNDS = 60  # of pushing boxes apart
FAR = 5.0  # steps beyond which two nodes need not be farther from each other

Places = NDArray[np.float64]


class Box(NamedTuple):
    """A node's place: its middle and its size."""

    x: float
    y: float
    width: float
    height: float


def lay_out(graph: Any, sizes: Mapping[str, tuple[float, float]], *, wide: float = 1060.0) -> dict[str, Box]:
    """Place each node within `wide`, and as far down as needed; no two boxes overlap."""
    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    simple.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in graph.edges() if a != b))
    components = sorted((sorted(each) for each in nx.connected_components(simple)), key=lambda each: (-len(each), each))
    return _pack([_component(simple, nodes, sizes, wide) for nodes in components], wide)


def _component(graph: Any, nodes: list[str], sizes: Mapping[str, tuple[float, float]], wide: float) -> dict[str, Box]:
    if len(nodes) < 3:
        return _few(nodes, sizes, wide)
    ordered = nx.Graph()  # a subgraph's own order is not stable
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in graph.subgraph(nodes).edges()))
    places = _turned(_even(ordered, nodes), upright=wide < UPRIGHT) * (STEP * WIDER, STEP * LOWER)
    room = [wide - sizes[node][0] for node in nodes]
    reach = 2 * float(np.abs(places[:, 0]).max())
    places[:, 0] *= min(1.0, min(room) / reach) if reach else 1.0
    boxes = {node: Box(float(x), float(y), *sizes[node]) for node, (x, y) in zip(nodes, places, strict=True)}
    return _settled(_apart(boxes, wide))


def _few(nodes: list[str], sizes: Mapping[str, tuple[float, float]], wide: float) -> dict[str, Box]:
    """Set two beside each other with room for the words on their line, or above each other where that is too wide."""
    if len(nodes) == 1:
        return {nodes[0]: Box(0, 0, *sizes[nodes[0]])}
    (first, one), (second, two) = ((node, sizes[node]) for node in nodes)
    apart = (one[0] + two[0]) / 2 + WORDS
    if one[0] + two[0] + WORDS > wide:
        return {first: Box(0, 0, *one), second: Box(0, 92, *two)}
    return {first: Box(0, 0, *one), second: Box(apart, 0, *two)}


def _even(graph: Any, nodes: list[str]) -> Places:
    """Bring the distance of each two nodes near their steps in the graph, by majorization of the stress.

    E. Gansner, Y. Koren, S. North: Graph drawing by stress majorization, 2005.
    """
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    steps = np.array([[lengths[a][b] for b in nodes] for a in nodes], dtype=np.float64)
    wanted = np.minimum(steps, FAR)
    weights = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    start = nx.spring_layout(graph, seed=7, iterations=40)
    places: Places = np.array([start[node] for node in nodes], dtype=np.float64) * 2
    for _ in range(80):
        away = places[:, None, :] - places[None, :, :]
        now = np.sqrt((away**2).sum(axis=2))
        pull = np.divide(weights * wanted, now, out=np.zeros_like(now), where=now > 1e-9)
        places = inverse @ ((np.diag(pull.sum(axis=1)) - pull) @ places)
    return places


def _turned(places: Places, *, upright: bool) -> Places:
    """Turn the places so that they are longest from side to side, or from top to bottom."""
    middle = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(middle, full_matrices=False)
    turned = middle @ axes.T
    turned = turned[:, ::-1] if upright else turned
    signs = np.where(turned[np.abs(turned).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    return np.asarray(turned * signs, dtype=np.float64)


def _apart(boxes: dict[str, Box], wide: float) -> dict[str, Box]:
    """Push overlapping boxes from each other along the shorter way, never out of the width."""
    names = list(boxes)
    widest = max(box.width for box in boxes.values()) + GAP
    for _ in range(ROUNDS):
        moved = False
        names.sort(key=lambda name: (boxes[name].x, name))
        for place, first in enumerate(names):
            for second in names[place + 1 :]:
                if boxes[second].x - boxes[first].x > widest:
                    break
                moved |= _push(boxes, first, second, wide)
        if not moved:
            break
    return boxes


def _push(boxes: dict[str, Box], first: str, second: str, wide: float) -> bool:
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
        boxes[first], boxes[second] = _within(a, a.x - step, wide), _within(b, b.x + step, wide)
    return True


def _within(box: Box, x: float, wide: float) -> Box:
    reach = max((wide - box.width) / 2, 0.0)
    return box._replace(x=min(max(x, -reach), reach))


def _settled(boxes: dict[str, Box]) -> dict[str, Box]:
    """Move down what still overlaps a box above it."""
    placed: dict[str, Box] = {}
    for name in sorted(boxes, key=lambda each: (boxes[each].y, boxes[each].x, each)):
        box = boxes[name]
        while under := [each for each in placed.values() if _touch(each, box)]:
            box = box._replace(y=max(each.y + (each.height + box.height) / 2 for each in under) + GAP_DOWN / 2)
        placed[name] = box
    return placed


def _touch(a: Box, b: Box) -> bool:
    return abs(a.x - b.x) < (a.width + b.width) / 2 + 4 and abs(a.y - b.y) < (a.height + b.height) / 2 + 4


def _pack(components: list[dict[str, Box]], wide: float) -> dict[str, Box]:
    """Set the components, the largest first, each as high up and as far left as those before it allow."""
    placed: dict[str, Box] = {}
    taken: list[tuple[float, float, float]] = []  # left, right, lower edge
    for boxes in components:
        x0, y0 = min(b.x - b.width / 2 for b in boxes.values()), min(b.y - b.height / 2 for b in boxes.values())
        x1, y1 = max(b.x + b.width / 2 for b in boxes.values()), max(b.y + b.height / 2 for b in boxes.values())
        top, left = min(_top(x, x + x1 - x0, taken) for x in _lefts(taken, x1 - x0, wide))
        taken.append((left, left + x1 - x0 + BETWEEN, top + y1 - y0 + BETWEEN))
        placed |= {name: b._replace(x=b.x - x0 + left, y=b.y - y0 + top) for name, b in boxes.items()}
    return placed


def _lefts(taken: list[tuple[float, float, float]], width: float, wide: float) -> list[float]:
    return [0.0, *(right for _, right, _ in taken if right + width <= wide + 0.01)]


def _top(left: float, right: float, taken: list[tuple[float, float, float]]) -> tuple[float, float]:
    """Give the highest place for what reaches from left to right, and its left edge."""
    return max((low for a, b, low in taken if a < right + BETWEEN and left < b), default=0.0), left
