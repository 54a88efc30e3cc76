"""Measures of simple graphs by rustworkx; networkx needs seconds for them at thousands of nodes."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import rustworkx as rx

EXACT = 1_000  # nodes up to which betweenness and closeness are exact
PIVOTS = 100  # nodes from which they are estimated above that


def _as_rx(graph: Any) -> tuple[Any, list[str]]:
    nodes = list(graph)
    place = {node: number for number, node in enumerate(nodes)}
    made = rx.PyGraph(multigraph=False)
    made.add_nodes_from(nodes)
    made.add_edges_from([(place[a], place[b], float(data["weight"])) for a, b, data in graph.edges(data=True)])
    return made, nodes


def pagerank(graph: Any) -> dict[str, float]:
    """Give each node's share of a walk that follows the edges by their weight."""
    made, nodes = _as_rx(graph)
    ranks = rx.pagerank(made.to_directed(), alpha=0.85, weight_fn=float, tol=1e-9)
    return {node: ranks[number] for number, node in enumerate(nodes)}


def betweenness(graph: Any) -> tuple[dict[str, float], str]:
    """Give the share of shortest paths through each node, and a note where it is an estimate."""
    if len(graph) <= EXACT:
        made, nodes = _as_rx(graph)
        found = rx.betweenness_centrality(made)
        return {node: found[number] for number, node in enumerate(nodes)}, ""
    through, _ = _sampled(graph)
    return through, _note("betweenness")


def closeness(graph: Any) -> tuple[dict[str, float], str]:
    """Give how near each node is to all it can reach, and a note where it is an estimate."""
    if len(graph) <= EXACT:
        made, nodes = _as_rx(graph)
        found = rx.closeness_centrality(made)
        return {node: found[number] for number, node in enumerate(nodes)}, ""
    _, near = _sampled(graph)
    return near, _note("closeness")


def _note(what: str) -> str:
    return f"{what} is estimated from {PIVOTS} of the nodes, as there are more than {EXACT:,}"


def _sampled(graph: Any) -> tuple[dict[str, float], dict[str, float]]:
    """Estimate both from some nodes (U. Brandes, C. Pich: Centrality estimation in large networks, 2007)."""
    nodes = list(graph)
    place = {node: number for number, node in enumerate(nodes)}
    pairs = np.array([(place[a], place[b]) for a, b in graph.edges()], dtype=np.int64)
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    pivots = random.Random(7).sample(range(len(nodes)), min(PIVOTS, len(nodes)))
    through, far, reached = np.zeros(len(nodes)), np.zeros(len(nodes)), np.zeros(len(nodes))
    for pivot in pivots:
        levels, depth = _from(pivot, ends, len(nodes), through)
        seen = depth >= 0
        far[seen] += depth[seen]
        reached[seen] += levels >= 0
    # Each pair is seen from both of its ends, and the pivots stand for all nodes.
    size = len(nodes)
    scale = size / len(pivots) / max((size - 1) * (size - 2), 1)
    near = np.divide(reached, far, out=np.zeros(size), where=far > 0) * reached / len(pivots)
    return dict(zip(nodes, (through * scale).tolist(), strict=True)), dict(zip(nodes, near.tolist(), strict=True))


def _from(pivot: int, ends: Any, size: int, through: Any) -> tuple[int, Any]:
    """Add what one node's shortest paths lay on each node; give how many steps they go and each node's distance."""
    depth, paths = np.full(size, -1), np.zeros(size)
    depth[pivot], paths[pivot] = 0, 1.0
    steps: list[Any] = []
    while True:
        level = len(steps)
        out = ends[(depth[ends[:, 0]] == level)]
        out = out[(depth[out[:, 1]] == -1)]
        if not len(out):
            break
        depth[out[:, 1]] = level + 1
        np.add.at(paths, out[:, 1], paths[out[:, 0]])
        steps.append(out)
    share = np.zeros(size)
    for out in reversed(steps):
        np.add.at(share, out[:, 0], paths[out[:, 0]] / paths[out[:, 1]] * (1 + share[out[:, 1]]))
    share[pivot] = 0
    through += share
    return len(steps), depth
