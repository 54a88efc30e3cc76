"""Shortcuts made by the rules of `ontology/rules`: what one document yields, and what looks across documents.

A rule runs on a small scratch store that holds just what it may see, so its cost does not grow with the store and a
document's derived graph is a function of that document (plus, for rule 6, of who holds which office in the others).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pyoxigraph as ox

import ontology
from kg import graph_names as names
from kg.identity import members
from kg.merge import DEFAULT, Plan, graph_of
from kg.tellings import Tellings
from ontology.terms import PREFIXES, TP

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
POST_IN = ox.NamedNode(PREFIXES["org"] + "postIn")
ISSUED = ox.NamedNode(PREFIXES["dcterms"] + "issued")
DERIVED_FROM = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")


def _tp(name: str) -> ox.NamedNode:
    return ox.NamedNode(TP + name)


COUNTRY, STATUS, TENURE, HOLDER, OFFICE = map(_tp, ("country", "status", "Tenure", "holder", "office"))
PARTICIPATION = tuple(map(_tp, ("participant", "actor", "recipient")))
CURRENT, DISPUTED = _tp("currentStatus"), _tp("disputedStatus")
DUE, IMPOSES, HOLDS = _tp("dueToMeet"), _tp("imposesMeasureOn"), ox.NamedNode(PREFIXES["org"] + "holds")
IMPOSED_BY, TARGETS = _tp("imposedBy"), _tp("targets")

DOCUMENT_RULES = ("r1_sector", "r2_met", "r6_engaged", "r7_discussed", "l1_subproperty", "l2_subclass")
ACROSS_RULES = ("r3_due", "r4_measure", "r5_holds")


@cache
def _rule(name: str) -> str:
    return ontology.text(f"rules/{name}.rq")


@cache
def _hierarchy() -> tuple[ox.Quad, ...]:
    """Give the sub-class and sub-property axioms between terms of our own."""
    wanted = {PREFIXES["rdfs"] + "subClassOf", PREFIXES["rdfs"] + "subPropertyOf"}
    axioms = ox.parse(ontology.text("trade.ttl"), format=ox.RdfFormat.TURTLE)
    return tuple(
        a for a in axioms if a.predicate.value in wanted and str(getattr(a.object, "value", "")).startswith(TP)
    )


def _run(scratch: ox.Store, rules: Iterable[str]) -> set[ox.Triple]:
    found: set[ox.Triple] = set()
    for rule in rules:
        result = scratch.query(_rule(rule), prefixes=PREFIXES)
        if isinstance(result, ox.QueryTriples):
            found.update(result)
    return found


def _describe(plan: Plan, scratch: ox.Store, nodes: Iterable[object]) -> None:
    """Bring in type, country and organisation of things, from the registry and the common descriptions."""
    for node in nodes:
        if not isinstance(node, ox.NamedNode):
            continue
        for predicate in (TYPE, COUNTRY, POST_IN):
            for quad in plan.quads(node, predicate):
                if graph_of(quad) in (names.ENTITIES, names.THINGS):
                    scratch.add(ox.Quad(quad.subject, quad.predicate, quad.object, DEFAULT))


def _put(scratch: ox.Store, triples: Iterable[ox.Triple], graph: str) -> None:
    for t in triples:
        scratch.add(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph)))
        scratch.add(ox.Quad(t.subject, t.predicate, t.object, DEFAULT))


def derive_document(plan: Plan, facts_graph: str) -> set[ox.Triple]:
    """Give what a document's facts yield, as the store will be."""
    facts = {quad.triple for quad in plan.quads(graph=facts_graph)}
    scratch = ox.Store()
    _put(scratch, facts, facts_graph)
    scratch.extend(_hierarchy())
    people = {t.object for t in facts if t.predicate in PARTICIPATION}
    tenures = [*_tenures(plan, people, home=facts_graph)]
    scratch.extend(ox.Quad(t.subject, t.predicate, t.object, DEFAULT) for t in tenures)
    posts = {t.object for t in tenures if t.predicate == OFFICE}
    homes = {q.object for post in posts for q in plan.quads(post, POST_IN)}  # type: ignore[arg-type]  # offices are IRIs
    _describe(plan, scratch, {t.object for t in facts} | posts | homes)
    subjects = {t.subject for t in facts}
    found = _run(scratch, DOCUMENT_RULES)
    closures = {*PARTICIPATION, TYPE}
    return {t for t in found - facts if t.predicate not in closures or t.subject in subjects}


def _tenures(plan: Plan, people: Iterable[object], *, home: str = "") -> Iterator[ox.Triple]:
    """Give who holds which office by any document; of a name that may be two persons', only what `home` tells."""
    tellings = Tellings(plan)
    for person in people:
        if not isinstance(person, ox.NamedNode):
            continue
        alone = bool(home) and len(tellings.governments(person.value)) > 1
        for held in plan.quads(None, HOLDER, person):
            graph = graph_of(held)
            if names.is_facts(graph) and (graph == home or not alone):
                yield held.triple
                yield from (q.triple for q in plan.quads(held.subject, OFFICE, None, graph))


def people_with_other_offices(plan: Plan) -> set[ox.NamedNode]:
    """Give the persons whose offices, by all documents together, change with this plan."""
    told = {q.object for q in plan.removed | plan.added if q.predicate == HOLDER and names.is_facts(graph_of(q))}
    before = Plan(plan.store)
    people = [person for person in told if isinstance(person, ox.NamedNode)]
    return {person for person in people if _offices(before, person) != _offices(plan, person)}


def _offices(plan: Plan, person: ox.NamedNode) -> set[object]:
    return {t.object for t in _tenures(plan, [person]) if t.predicate == OFFICE}


def graphs_of(plan: Plan, people: Iterable[ox.NamedNode]) -> set[str]:
    """Give the fact graphs of events in which some persons take part: what they yield rests on their offices."""
    return {
        graph
        for person in people
        for predicate in PARTICIPATION
        for quad in plan.quads(None, predicate, person)
        if names.is_facts(graph := graph_of(quad))
    }


class _Newest:
    """Which fact graphs speak last of a node; the issue date of each is looked up once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.issued = cache(self._issued)

    def _issued(self, facts_graph: str) -> str:
        for origin in self.plan.quads(ox.NamedNode(facts_graph), DERIVED_FROM, None, names.DOCUMENTS):
            for quad in self.plan.quads(origin.object, ISSUED):  # type: ignore[arg-type]  # documents are IRIs
                return str(getattr(quad.object, "value", ""))
        return ""

    def graphs(self, nodes: Iterable[ox.NamedNode]) -> set[str]:
        """Give the newest graphs that state a status or a tenure of one of the nodes."""
        stating = {graph_of(q) for node in nodes for q in self.plan.quads(node, STATUS)}
        stating |= {graph_of(q) for node in nodes for q in self.plan.quads(node, TYPE, TENURE)}
        stating = {graph for graph in stating if names.is_facts(graph)}
        last = max(map(self.issued, stating), default="")
        return {graph for graph in stating if self.issued(graph) == last}


def derive_across(plan: Plan, nodes: Iterable[ox.NamedNode]) -> set[ox.Triple]:
    """Give what the newest statements about these events, measures, agreements and tenures yield.

    All tellings of one event are read as one; its current status is said of each of them.
    """
    newest = _Newest(plan)
    scratch = ox.Store()
    found: set[ox.Triple] = set()
    for cluster in {frozenset(members(plan, node)) for node in nodes}:
        stated: dict[str, set[ox.Triple]] = defaultdict(set)
        for graph in newest.graphs(cluster):
            for node in cluster:
                stated[graph] |= {quad.triple for quad in plan.quads(node, graph=graph)}
        for graph, triples in stated.items():
            _put(scratch, triples, graph)
        statuses = {t.object for triples in stated.values() for t in triples if t.predicate == STATUS}
        predicate = CURRENT if len(statuses) == 1 else DISPUTED
        told = [node for node in cluster if next(plan.quads(node, STATUS), None) is not None]
        found |= {ox.Triple(node, predicate, status) for status in statuses for node in told}
    _describe(plan, scratch, {q.object for q in scratch.quads_for_pattern(None, None, None, DEFAULT)})
    return found | _run(scratch, ACROSS_RULES)


def stating_nodes(quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    """Give the nodes of which these quads of fact graphs state a status or a tenure."""
    return {
        q.subject
        for q in quads
        if isinstance(q.subject, ox.NamedNode)
        and (q.predicate == STATUS or (q.predicate == TYPE and q.object == TENURE))
        and names.is_facts(graph_of(q))
    }


def refresh_across(plan: Plan, nodes: set[ox.NamedNode]) -> None:
    """Bring graph/derived up to date for the touched nodes, given in the plan and in the store as it is."""
    earlier = Plan(plan.store)
    nodes = nodes | {m for view in (earlier, plan) for node in nodes for m in members(view, node)}
    before, now = derive_across(earlier, nodes), derive_across(plan, nodes)
    for triple in before - now:
        if not _supported(plan, triple):
            plan.remove(ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(names.DERIVED)))
    for triple in now:
        plan.add(triple, names.DERIVED)


def _supported(plan: Plan, triple: ox.Triple) -> bool:
    """Say whether some other node still yields a triple that the touched ones no longer do."""
    find = _SUPPORT.get(triple.predicate)
    return find is not None and triple in derive_across(plan, set(find(plan, triple)))


def _events(plan: Plan, triple: ox.Triple) -> Iterator[ox.NamedNode]:
    for predicate in PARTICIPATION:
        for quad in plan.quads(None, predicate, triple.object):
            if names.is_facts(graph_of(quad)) and isinstance(quad.subject, ox.NamedNode):
                yield quad.subject


def _measures(plan: Plan, triple: ox.Triple) -> Iterator[ox.NamedNode]:
    for government in {q.subject for q in plan.quads(None, COUNTRY, triple.subject)}:
        for quad in plan.quads(None, IMPOSED_BY, government):
            target = ox.Triple(quad.subject, TARGETS, triple.object)
            if isinstance(quad.subject, ox.NamedNode) and plan.holds(target):
                yield quad.subject


def _held(plan: Plan, triple: ox.Triple) -> Iterator[ox.NamedNode]:
    for quad in plan.quads(None, HOLDER, triple.subject):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


_SUPPORT: dict[ox.NamedNode, Callable[[Plan, ox.Triple], Iterator[ox.NamedNode]]] = {
    DUE: _events,
    IMPOSES: _measures,
    HOLDS: _held,
}


def fact_graphs(plan: Plan) -> list[str]:
    """Give the names of all documents' fact graphs."""
    lines = plan.quads(None, DERIVED_FROM, None, names.DOCUMENTS)
    return sorted(str(getattr(q.subject, "value", "")) for q in lines)


def rebuild(plan: Plan) -> None:
    """Let every derived graph be what the rules make of the facts, from nothing."""
    nodes: set[ox.NamedNode] = set()
    for graph in fact_graphs(plan):
        nodes |= stating_nodes(plan.quads(graph=graph))
        plan.replace(names.derived_graph(graph), derive_document(plan, graph))
    plan.replace(names.DERIVED, derive_across(plan, nodes))
