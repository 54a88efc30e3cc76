"""How two things are connected: the shortest chains of facts between them, each link a sentence with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import networkx as nx

from kg.errors import UnknownFilter
from kg.questions.answers import Answer, Cell
from kg.views import ViewResult, clauses, delegations, ego
from kg.views.building import build
from kg.views.filters import Filters, Select, Who, parse_filters, whole
from kg.views.names import Names
from kg.views.told import Thing, Told, read, read_bare
from kg.views.wording import and_list, count, the

NAME = "paths"
TITLE = "How two are connected"
OPTIONS = ("from", "to", "most", "hops")
FILTERS = ("sector", "since", "until", "status", "examples", "kind")  # from and to are names here
COLUMNS = ("chain", "step", "from", "to", "says", "status", "facts", "title", "published", "phrase", "document", "fact")
MOST, MOST_HOPS = 20, 6
EACH = 3  # facts that are told of one link; all are counted


@dataclass(frozen=True, slots=True)
class Ends:
    """The two things asked for, and how many chains of which length."""

    one: Who
    other: Who
    most: int = 5
    hops: int = MOST_HOPS


def parse(given: Mapping[str, Any], names: Names) -> tuple[Ends, Filters]:
    """Read the two names, how many chains and links, and the filters, whose dates are since and until here."""
    for name in ("from", "to"):
        if not str(given.get(name) or "").strip():
            raise UnknownFilter("A path needs two names: from=WHO and to=WHO.", subject=name)
    ends = Ends(
        names.thing(str(given["from"]).strip()),
        names.thing(str(given["to"]).strip()),
        whole(given.get("most") or 5, "most", MOST),
        whole(given.get("hops") or MOST_HOPS, "hops", MOST_HOPS),
    )
    rest = {name: value for name, value in given.items() if name not in OPTIONS}
    allowed = tuple({"since": "from", "until": "to"}.get(name, name) for name in FILTERS)
    return ends, parse_filters(rest, names, allowed=allowed, choices=ego.CHOICES)


def walkable(select: Select, filters: Filters, ends: Ends) -> Any:
    """Give all that is linked by the facts that match, with the facts on each link; worth keeping."""
    through = next((end for end in (ends.one, ends.other) if "/sector/" in end.iri), None)
    wide = replace(filters, focus=through)
    graph = nx.Graph()
    for each in read_bare(select(clauses.bare(ego.pattern(filters), replace(filters, kind=()))).rows):
        for link in ego.links(each, wide):
            if graph.has_edge(link.a.iri, link.b.iri):
                graph.edges[link.a.iri, link.b.iri]["facts"].append(each.fact)
            else:
                graph.add_edge(link.a.iri, link.b.iri, facts=[each.fact])
    return graph


def find(graph: Any, ends: Ends) -> list[list[str]]:
    """Give the shortest chains of nodes, the same each time."""
    one, other = (ego.land(Thing(end.iri, "")).iri for end in (ends.one, ends.other))
    if one == other or one not in graph or other not in graph or not nx.has_path(graph, one, other):
        return []
    found: list[list[str]] = []
    for chain in nx.shortest_simple_paths(graph, one, other):
        if len(chain) - 1 > ends.hops or len(found) == ends.most:
            break
        found.append(chain)
    return found


def tell(select: Select, graph: Any, chains: Sequence[Sequence[str]], ends: Ends, filters: Filters) -> Answer:
    """Tell the chains: each link by its newest facts, in a sentence with its source."""
    links = {pair: _newest(graph.edges[pair]["facts"]) for chain in chains for pair in pairwise(chain)}
    facts = sorted({fact for found in links.values() for fact in found})
    pattern = _about(facts)
    query = clauses.query(pattern, replace(filters, kind=(), sector=()))
    told = read(select(query).rows, pattern.single) if facts else []
    shown = build(told, replace(filters, who=(), focus=_through(ends)), ego.links, title=TITLE)
    names = {node: str(shown.nodes[node]["label"]) for node in shown}
    by_fact: dict[str, list[Told]] = {}
    for each in sorted(told, key=lambda each: each.published, reverse=True):
        by_fact.setdefault(each.fact, []).append(each)
    rows = [
        row
        for number, chain in enumerate(chains, 1)
        for step, (a, b) in enumerate(pairwise(chain), 1)
        for row in _rows(
            {"chain": number, "step": step, "from": names.get(a, a), "to": names.get(b, b)},
            links[a, b],
            by_fact,
            len(set(graph.edges[a, b]["facts"])),
        )
    ]
    answer, used = _sentence(rows, ends), _used(shown, chains)
    documents = len({each.document for each in told})
    counts = {"nodes": len(used), "edges": used.number_of_edges(), "facts": len(by_fact), "documents": documents}
    view = ViewResult("ego", TITLE, used, query, filters, answer, counts, told=tuple(told))
    return Answer(NAME, TITLE, answer, COLUMNS, tuple(rows), view, (), {name: node for node, name in names.items()})


def _through(ends: Ends) -> Who | None:
    return next((end for end in (ends.one, ends.other) if "/sector/" in end.iri), None)


def _newest(facts: Iterable[str]) -> list[str]:
    return sorted(set(facts), reverse=True)[:EACH]


def _about(facts: Iterable[str]) -> clauses.Pattern:
    listed = " ".join(f"<{fact}>" for fact in facts)
    first = f"""
    VALUES ?wanted {{ {listed} }}
    {{ GRAPH ?graph {{ ?wanted a ?any }} BIND(?wanted AS ?told) }} UNION {{ ?told tp:identifiedWith ?wanted }}"""
    return replace(ego.pattern(Filters()), says="The facts on the way.", first=first)


def _rows(
    place: Mapping[str, Cell], facts: Iterable[str], told: Mapping[str, list[Told]], every: int
) -> Iterable[dict[str, Cell]]:
    for fact in facts:
        for each in told.get(fact, ())[:1]:
            yield {
                **place,
                "says": _says(told[fact], {place["from"], place["to"]}),
                "status": each.status.replace("-", " "),
                "facts": every,
                "title": each.title,
                "published": each.published,
                "phrase": " … ".join(phrase for _, _, phrase in each.evidence),
                "document": each.document,
                "fact": fact,
            }


def _says(tellings: Sequence[Told], ends: set[Cell]) -> str:
    """Say the fact; of a visit its delegation, where one of the two ends only travels along."""
    along = {thing.label for thing in tellings[0].of("accompaniedBy")}
    return (delegations.sentence(tellings, Filters()) if along & ends else "") or ego.sentence(tellings, Filters())


def _used(graph: Any, chains: Sequence[Sequence[str]]) -> Any:
    """Keep what is on the chains."""
    steps = {pair for chain in chains for a, b in pairwise(chain) for pair in ((a, b), (b, a))}
    kept = graph.__class__(**graph.graph)
    on_way = {node for chain in chains for node in chain}
    kept.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in on_way)
    kept.add_edges_from((a, b, key, edge) for a, b, key, edge in graph.edges(keys=True, data=True) if (a, b) in steps)
    return kept


def _sentence(rows: list[dict[str, Cell]], ends: Ends) -> str:
    pair = f"{the(ends.one.label)} and {the(ends.other.label)}"
    if not rows:
        return f"No chain of {ends.hops} links or fewer connects {pair} in these documents with these filters."
    steps = {int(str(row["step"])): row for row in reversed(rows) if row["chain"] == 1}
    said = " ".join(dict.fromkeys(str(steps[number]["says"]) for number in sorted(steps)))
    way = and_list([str(steps[number]["from"]) for number in sorted(steps)][1:])
    chains = count(len({row["chain"] for row in rows}), "chain")
    through = f" through {way}" if way else ""
    return f"{pair} are connected by {count(len(steps), 'link')}{through}; {chains} told. {said}"
