"""Relationship views at a million quads, in one run: building against the query alone, filtered, kept, and questions.

    python bench/generated.py STORE            # once: a million quads, 5,000 people
    python bench/views.py STORE [--rounds 3]

Times are medians of wall time; only ratios and orders of magnitude travel between machines.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import networkx as nx  # noqa: E402

from kg.graph import Graph  # noqa: E402
from kg.keeping import Kept  # noqa: E402
from kg.questions import measures  # noqa: E402
from kg.questions.answers import simple  # noqa: E402
from kg.questions.communities import find  # noqa: E402
from kg.views import Filters, find_view  # noqa: E402
from server import create_app  # noqa: E402

PAGE = {"Accept": "text/html"}
SLOW = 300.0  # seconds a query may take here; the machine may be busy


class Bench:
    """A store with what is measured on it."""

    def __init__(self, graph: Graph, rounds: int) -> None:
        self.graph, self.rounds = graph, rounds
        self.client = create_app(graph).test_client()

    def forget(self) -> None:
        """Drop what is kept, but the names, which are read once after each commit."""
        self.graph._kept_views = Kept()
        self.graph.view_result("offices", {"who": "Canada"})

    def median(self, work: Callable[[], Any], *, fresh: bool = True) -> float:
        times = []
        for _ in range(self.rounds):
            if fresh:
                self.forget()
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
        return statistics.median(times)

    def get(self, address: str) -> None:
        answer = self.client.get(address, headers=PAGE if "." not in address else {})
        assert answer.status_code == 200, (address, answer.text[:300])


def tell(what: str, seconds: float, more: str = "") -> None:
    print(f"{what:<58}{seconds * 1000:>9,.0f} ms  {more}", flush=True)


def building(bench: Bench) -> Any:
    query = find_view("meetings").query(Filters())
    alone = bench.median(lambda: bench.graph.query(query, deadline=SLOW), fresh=False)
    built = bench.median(lambda: bench.graph.view_result("meetings", {}))
    result = bench.graph.view_result("meetings", {})
    tell("meetings: the query alone", alone, f"{result.counts}")
    tell("meetings: built", built, f"{built / alone:.2f} times the query (at most 1.5)")
    return result


def served(bench: Bench, result: Any) -> list[str]:
    met = simple(result.graph)
    ranked = sorted(met, key=lambda node: (met.degree(node), node))
    names = [met.nodes[ranked[int(len(ranked) * share)]]["label"].replace(" ", "+") for share in (0.5, 0.95, 0.999)]
    bench.get("/views/meetings.json")
    tell("server: all meetings as JSON, kept", bench.median(lambda: bench.get("/views/meetings.json"), fresh=False))
    addresses = [
        f"/views/meetings?who={names[0]}", f"/views/meetings?who={names[1]}", f"/views/meetings?who={names[2]}",
        "/views/meetings.json?sector=dairy", "/views/meetings.json?sector=dairy&from=2024",
        "/views/meetings.json?from=2024-03&to=2024-03", "/views/tariffs.json?who=Canada",
        f"/explore?focus={names[0]}", f"/explore.json?focus={names[1]}&steps=2",
    ]  # fmt: skip
    for address in addresses:
        cold = bench.median(lambda address=address: bench.get(address))
        kept = bench.median(lambda address=address: bench.get(address), fresh=False)
        tell(f"server: {address}", cold, f"kept {kept * 1000:,.0f} ms")
    return names


def asked(bench: Bench, result: Any, names: list[str]) -> None:
    met = simple(result.graph)
    size = f"{len(met):,} people, {met.number_of_edges():,} pairs"
    start = next(iter(sorted(met, key=lambda node: (-met.degree(node), node))))
    for what, work in (
        ("the simple graph", lambda: simple(result.graph)),
        ("ego of the best linked, two steps, networkx", lambda: nx.ego_graph(met, start, 2)),
        ("PageRank, rustworkx", lambda: measures.pagerank(met)),
        ("betweenness and closeness, from 100 of the nodes", lambda: measures._sampled(met)),
        ("communities, Louvain", lambda: find(met)),
    ):
        tell(f"{what}", bench.median(work, fresh=False), size)
        size = ""
    one, other = (name.replace("+", " ") for name in (names[0], names[1]))
    bench.forget()
    begun = time.perf_counter()
    bench.graph.answer("paths", "", {"from": one, "to": other})
    tell("paths, the first after a commit", time.perf_counter() - begun)
    for most in (1, 5, 20):
        begun = time.perf_counter()
        told = bench.graph.answer("paths", "", {"from": other, "to": one, "most": most})
        tell(f"paths, {most} chains", time.perf_counter() - begun, told.answer[:90])
    begun = time.perf_counter()
    bench.graph.answer("central", "meetings", {})
    tell("central: everything, view built before", time.perf_counter() - begun)


def main() -> None:
    asked_for = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked_for.add_argument("store", type=Path)
    asked_for.add_argument("--rounds", type=int, default=3)
    given = asked_for.parse_args()
    with Graph(given.store) as graph:
        graph.query("ASK {}", deadline=SLOW)  # the snapshot that readers share
        bench = Bench(graph, given.rounds)
        result = building(bench)
        names = served(bench, result)
        asked(bench, result, names)


if __name__ == "__main__":
    main()
