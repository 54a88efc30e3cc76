"""Everything around one node, whatever it is: a person, country, agreement, measure or sector."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from kg.errors import UnknownFilter
from kg.views import agreements, clauses, delegations, dependencies, meetings, offices, statements, tariffs
from kg.views.building import Link
from kg.views.clauses import Pattern
from kg.views.filters import COMMON, Filters, Select
from kg.views.told import Thing, Told, kind_of, last_part
from kg.views.wording import and_list, the, when

NAME = "ego"
MOST_NEAR = 500
TITLE = "What is around one name"
NOUN = "fact"
DIRECTED = False
FILTERS = ("focus", "steps", *(name for name in COMMON if name != "who"), "kind")
STATUSES = tuple(dict.fromkeys((*meetings.STATUSES, *tariffs.STATUSES, *agreements.STATUSES, "stated")))
ENGAGEMENTS = ("Meeting", "Call", "Visit", "Negotiation")
CLASSES = (
    *ENGAGEMENTS, "Statement", "Position", "PolicyAction", "Procedure", "Deadline", "TariffMeasure", "Measure",
    "Agreement", "Dependency", "Tenure",
)  # fmt: skip
KINDS = tuple(dict.fromkeys(name.lower().replace("tariffmeasure", "measure") for name in CLASSES))
CHOICES = {"status": STATUSES, "kind": KINDS}
COLUMNS = ("who", "what", "whom", "status", "when", "sectors", "title", "published", "phrase")
ROLES = (
    "participant", "actor", "recipient", "accompaniedBy", "about", "resultsIn", "imposedBy", "targets", "party",
    "dependent", "supplier", "holder", "office", "sector",
)  # fmt: skip


def pattern(filters: Filters) -> Pattern:
    """Choose the facts near the focus, or all where there is none."""
    kinds = set(filters.kind)
    return Pattern(
        says="Every fact around one node.",
        classes=tuple(
            name for name in CLASSES if not kinds or name.lower().replace("tariffmeasure", "measure") in kinds
        ),
        roles=ROLES,
        status=False,
        single={
            "rate": "tp:rate",
            "unit": "tp:rateUnit",
            "stance": "tp:stance",
            "sort": "tp:kind",
            "label": "skos:prefLabel",
        },
        first=_near(filters),
    )


def reach(select: Select, filters: Filters) -> Filters:
    """Find the nodes whose facts are near enough: the focus, and with more steps those around it."""
    if filters.focus is None:
        raise UnknownFilter("An ego view needs a focus: a name or an IRI, as in focus=Canada.", subject="focus")
    near = set(_nodes(filters))
    fresh = near
    for _ in range(1, filters.steps):
        fresh = {row["other"].value for row in select(_around(sorted(fresh), filters)).rows} - near
        near |= fresh
        if len(near) > MOST_NEAR:
            told = f"{filters.steps} steps from {filters.focus.label} reach more than {MOST_NEAR:,} names"
            raise UnknownFilter(f"{told}; ask for fewer steps.", subject="steps")
    return replace(filters, near=tuple(sorted(near)))


def _links(filters: Filters) -> str:
    # Through a sector everything is near everything: it counts only where it is the focus itself.
    through = filters.focus is not None and "/sector/" in filters.focus.iri
    return ", ".join(f"tp:{role}" for role in ROLES if role not in ("office", "" if through else "sector"))


def _around(nodes: Iterable[str], filters: Filters) -> str:
    return f"""{clauses.PREFIXES}
SELECT DISTINCT ?other WHERE {{ VALUES ?near {{ {" ".join(f"<{iri}>" for iri in nodes)} }}
  {{ ?told ?link ?near FILTER(?link IN ({_links(filters)})) }}
  UNION {{ ?post org:postIn ?near . ?told tp:office ?post }}
  {{ ?told ?to ?other FILTER(?to IN ({_links(filters)})) }}
  UNION {{ ?told tp:office ?seat . ?seat org:postIn ?other }} }}"""


def _near(filters: Filters) -> str:
    """Give the clause that starts from the nodes that are near enough."""
    if not filters.near:
        return ""
    itself = " UNION { GRAPH ?graph { ?near a ?any } BIND(?near AS ?told) }" if any(map(_is_fact, filters.near)) else ""
    return f"""
    VALUES ?near {{ {" ".join(f"<{iri}>" for iri in filters.near)} }}
    {{ GRAPH ?graph {{ ?told ?link ?near }} FILTER(?link IN ({_links(filters)})) }}
    UNION {{ ?post org:postIn ?near . GRAPH ?graph {{ ?told tp:office ?post }} }}{itself}"""


def _is_fact(iri: str) -> bool:
    return kind_of(iri) in ("measure", "agreement", "event", "position", "dependency", "tenure")


def _nodes(filters: Filters) -> tuple[str, ...]:
    focus = filters.focus
    return () if focus is None else tuple(iri for iri in focus.iris if iri not in focus.holders)


def query(filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts."""
    return clauses.query(pattern(filters), replace(filters, kind=(), stance=()))


def links(told: Told, filters: Filters) -> Iterable[Link]:
    """Join what the fact joins; a government and its country are one node here."""
    for link in _of_class(told, filters):
        a, b = land(link.a), land(link.b)
        if a.iri != b.iri:
            # Meetings have no direction here; whatever else it is, the first acts on the second.
            actor = link.actor if told.cls in ENGAGEMENTS and link.role != "about" else link.a.iri
            yield link._replace(a=a, b=b, actor=land(Thing(actor, "")).iri if actor else "")


def land(thing: Thing) -> Thing:
    """Give a government's country, and anything else as it is."""
    return tariffs.country(thing) if thing.kind == "government" else thing


def _of_class(told: Told, filters: Filters) -> Iterable[Link]:
    if told.cls in ENGAGEMENTS:
        yield from meetings.links(told, filters)
        agents = told.of("participant", "actor", "recipient")
        yield from (Link(agent, matter, "about") for agent in agents for matter in told.of("about"))
    elif told.cls in ("TariffMeasure", "Measure"):
        yield from (Link(by, itself(told), "imposes") for by in told.of("imposedBy"))
        yield from (Link(itself(told), target, "hits") for target in told.of("targets"))
    elif told.cls == "Agreement":
        yield from (Link(party, itself(told), "party") for party in told.of("party"))
    elif told.cls == "Tenure":
        yield from offices.links(told, filters)
    elif told.cls == "Dependency":
        yield from dependencies.links(told, filters)
    else:
        yield from _acts(told)
    yield from _on_sector(told, filters)


def _acts(told: Told) -> Iterable[Link]:
    """Join who acts or speaks with those addressed and with what it is about."""
    for actor in told.of("actor"):
        for thing in told.of("recipient", "about", "resultsIn"):
            yield Link(actor, thing, "about" if thing not in told.of("recipient") else "to")


def _on_sector(told: Told, filters: Filters) -> Iterable[Link]:
    """Join everybody with the sectors, where the focus is one."""
    if filters.focus is None or "/sector/" not in filters.focus.iri:
        return
    doers = told.of("participant", "actor", "recipient", "imposedBy", "dependent", "supplier")
    yield from (Link(who, sector, "sector") for who in doers for sector in told.of("sector") or told.sectors)


def itself(told: Told) -> Thing:
    """Give a fact as a thing: a measure or an agreement."""
    return Thing(told.fact, told.more.get("label") or last_part(told.fact).replace("-", " "))


def shape(graph: Any, filters: Filters) -> Any:
    """Keep what is within the steps of the focus."""
    middle = {land(Thing(iri, "")).iri for iri in _nodes(filters)} & set(graph)
    distance = dict.fromkeys(middle, 0)
    queue = deque(sorted(middle))
    while queue:
        node = queue.popleft()
        for other in graph.neighbors(node):
            if other not in distance and distance[node] < filters.steps:
                distance[other] = distance[node] + 1
                queue.append(other)
    kept = graph.__class__(**graph.graph)
    kept.add_nodes_from(
        (node, {**data, "steps": distance[node]}) for node, data in graph.nodes(data=True) if node in distance
    )
    kept.add_edges_from(
        (a, b, key, edge)
        for a, b, key, edge in graph.edges(keys=True, data=True)
        if a in distance and b in distance and min(distance[a], distance[b]) < filters.steps
    )
    return kept


_SAYS = {
    **dict.fromkeys(ENGAGEMENTS, meetings.sentence), "Statement": statements.sentence, "Position": statements.sentence,
    "TariffMeasure": tariffs.sentence, "Measure": tariffs.sentence, "Agreement": agreements.sentence,
    "Dependency": dependencies.sentence, "Tenure": offices.sentence,
}  # fmt: skip


def sentence(tellings: Sequence[Told], filters: Filters) -> str:
    """Say the fact, as this document has it."""
    told = tellings[0]
    if "sort" in told.more:
        told = replace(told, more={**told.more, "kind": told.more["sort"]})
    for say in filter(None, (_SAYS.get(told.cls), delegations.sentence if told.cls == "Visit" else None)):
        if said := say([told], Filters()):
            return said
    return _plainly(told)


def _plainly(told: Told) -> str:
    """Say an act of somebody by its kind, with what it is about."""
    who = and_list([the(thing.label) for thing in told.of("actor", "participant")])
    about = and_list([the(thing.label) for thing in told.of("resultsIn", "about")] or [s.label for s in told.sectors])
    if not who:
        return ""
    time = when(told.earliest, told.latest)
    what = (told.more.get("sort") or told.cls.lower()).replace("-", " ")
    said = f"{who}: {what}{f' on {about}' if about else ''} ({told.status.replace('-', ' ')}) {time}".strip()
    return f"{said[0].upper()}{said[1:]}."


def cells(graph: Any, a: str, b: str, edge: dict[str, Any]) -> dict[str, str]:
    """Give an edge as one line of a table."""
    if edge["actor"] == b:
        a, b = b, a
    what = edge.get("stance") or edge.get("office_name") or edge.get("sort", edge["kind"]).replace("-", " ")
    return {
        "who": graph.nodes[a]["label"],
        "what": " ".join(
            filter(None, (what, tariffs.rate(edge), {"about": "about", "to": "to"}.get(edge["role"], "")))
        ),
        "whom": graph.nodes[b]["label"],
        "status": edge["status"].replace("-", " "),
        "when": when(edge["earliest"], edge["latest"]) or edge["expression"],
        "sectors": ", ".join(edge["sector_names"]),
    }
