"""Who met whom as a table: rows and columns in the order of communities, each cell a count."""

from __future__ import annotations

from collections.abc import Mapping

from kg.questions.answers import Answer, Cell, View, label, named, simple, unsure
from kg.questions.communities import find
from kg.views.wording import count

NAME = "matrix"
TITLE = "Who deals with whom, as a table"
OPTIONS: tuple[str, ...] = ()
VIEW = "meetings"
MOST = 200  # names up to which the whole table is made


def ask(view: View, options: Mapping[str, str]) -> Answer:
    """Count the facts of each two; an empty cell means not in these documents, not never."""
    result = view({})
    graph = simple(result.graph)
    groups = find(graph)
    nodes = [node for group in groups for node in group]
    shown = set(sorted(nodes, key=lambda node: (-graph.degree(node, weight="weight"), node))[:MOST])
    order = [node for node in nodes if node in shown]
    place = {node: number for number, group in enumerate(groups, 1) for node in group}
    columns = ("name", "community", *(label(graph, node) for node in order))
    rows: list[dict[str, Cell]] = []
    for a in order:
        met: dict[str, Cell] = {label(graph, b): graph.edges[a, b]["weight"] for b in order if graph.has_edge(a, b)}
        rows.append({"name": label(graph, a), "community": place[a], **met})
    cut = f"The {MOST} names with most facts of {len(nodes):,}; the view's own CSV holds all."
    notes = (cut,) if len(order) < len(nodes) else ()
    said = f"{count(len(nodes), 'name')} and {count(graph.number_of_edges(), 'pair')} that dealt with each other; "
    answer = f"{said}an empty cell means not in these documents, not never." if nodes else result.answer
    return Answer(NAME, TITLE, answer, columns, tuple(rows), result, notes + unsure(result), named(graph, order))
