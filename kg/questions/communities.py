"""Who belongs together: groups that deal with each other more than with the rest, named by countries and sectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from kg.model import BASE
from kg.questions.answers import Answer, Cell, View, label, named, simple, unsure
from kg.registry import default_registry
from kg.views.wording import and_list, count

NAME = "communities"
TITLE = "Who belongs together"
OPTIONS: tuple[str, ...] = ()
VIEW = "meetings"
COLUMNS = ("community", "size", "members", "countries", "sectors")
SEED = 7


def find(graph: Any) -> list[list[str]]:
    """Give the communities of a simple graph, the largest first, each with its best linked first."""
    if not len(graph):
        return []
    # Louvain with a seed on an ordered graph: the same groups each time; 0.7 s at 5,000 people.
    groups = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    ordered = [sorted(group, key=lambda node: (-graph.degree(node, weight="weight"), node)) for group in groups]
    return sorted(ordered, key=lambda group: (-len(group), group))


def ask(view: View, options: Mapping[str, str]) -> Answer:
    """Divide the view."""
    result = view({})
    graph = simple(result.graph)
    groups = find(graph)
    sectors = _sectors(result.graph, groups)
    rows: list[dict[str, Cell]] = []
    for group, found in zip(groups, sectors, strict=True):
        countries = [name for name, _ in _most(Counter(filter(None, (_country(graph, node) for node in group))))]
        rows.append(
            {
                "community": _name(countries, found, label(graph, group[0])),
                "size": len(group),
                "members": [label(graph, node) for node in group],
                "countries": countries,
                "sectors": found,
            }
        )
    return Answer(
        NAME, TITLE, _sentence(rows, result.answer), COLUMNS, tuple(rows), result, unsure(result), named(graph, graph)
    )


def _country(graph: Any, node: str) -> str:
    data = graph.nodes[node]
    code = data.get("country") or (node.rsplit("/", 1)[-1] if data["kind"] in ("country", "government") else "")
    known = default_registry().entities.get(f"{BASE}id/country/{code}")
    return known.label if known else str(code)


def _most(counted: Counter[str], most: int = 3) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]


def _sectors(graph: Any, groups: Iterable[list[str]]) -> list[list[str]]:
    """Give the sectors that each group deals with most."""
    place = {node: number for number, group in enumerate(groups) for node in group}
    counted: dict[int, Counter[str]] = {number: Counter() for number in set(place.values())}
    seen = set()
    for a, b, edge in graph.edges(data=True):
        if place.get(a, -1) == place.get(b, -2) and (edge["fact"], place[a]) not in seen:
            seen.add((edge["fact"], place[a]))
            counted[place[a]].update(edge["sector_names"])
    return [[name for name, _ in _most(counted[number])] for number in sorted(counted)]


def _name(countries: list[str], sectors: list[str], first: str) -> str:
    where = " and ".join(countries[:2]) or f"around {first}"
    return f"{where} on {and_list(sectors[:2])}" if sectors else where


def _sentence(rows: list[dict[str, Cell]], otherwise: str) -> str:
    if not rows:
        return otherwise
    largest = and_list([f"{row['community']} ({row['size']})" for row in rows[:3]])
    return f"{'There is' if len(rows) == 1 else 'There are'} {_groups(len(rows))}; the largest: {largest}."


def _groups(number: int) -> str:
    return count(number, "community")
