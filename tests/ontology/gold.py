"""The hand-made gold as data for tests: quads, the faults as changes of it, and both engines loaded with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox
import rdflib

import ontology
from kg import identity
from kg.merge import Plan
from ontology.terms import BASE, PREFIXES

GRAPH = BASE + "id/graph/"
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
PROV = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
RULES = sorted(path.stem for path in (ontology.PATH / "rules").glob("*.rq"))


@cache
def gold(name: str = "seed_gold.trig") -> tuple[ox.Quad, ...]:
    """Give the quads of a hand-made file."""
    return tuple(ox.parse(ontology.text(name), format=ox.RdfFormat.TRIG))


@cache
def faults() -> list[dict[str, object]]:
    """Give the deliberate faults."""
    return list(tomllib.loads(ontology.text("faults.toml"))["fault"])


def turtle(lines: Iterable[str]) -> list[ox.Triple]:
    """Read triples written with our prefixes."""
    text = HEADER + "".join(f"{line} .\n" for line in lines)
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def with_fault(fault: dict[str, object]) -> tuple[set[ox.Triple], set[ox.Triple]]:
    """Give the triples that a fault takes from the gold and those that it adds."""
    removed: set[ox.Triple] = set()
    for line in fault.get("remove", []):  # type: ignore[attr-defined]
        wild = line.endswith(" *")
        (pattern,) = turtle([line[:-1] + '"any"' if wild else line])
        hits = {
            q.triple
            for q in gold()
            if (q.subject, q.predicate) == (pattern.subject, pattern.predicate) and (wild or q.object == pattern.object)
        }
        assert hits, f"{fault['what']}: the gold has no {line}"
        removed |= hits
    return removed, set(turtle(fault.get("add", [])))  # type: ignore[arg-type]


def faulty(fault: dict[str, object]) -> set[ox.Triple]:
    """Give the gold with a fault."""
    removed, added = with_fault(fault)
    return {quad.triple for quad in gold()} - removed | added


def documents(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Give graph `documents`: which fact graph came from which document."""
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    facts = [g for g in graphs if f"{g}_evidence" in graphs]
    node = ox.NamedNode
    return [
        ox.Quad(
            node(g), PROV, node(BASE + "id/doc/" + g.removeprefix(GRAPH).rsplit("_", 1)[0]), node(GRAPH + "documents")
        )
        for g in facts
    ]


def loaded(names: tuple[str, ...]) -> ox.Store:
    """Load ontology, vocabulary and gold files, with the rules run to their end."""
    store = ox.Store()
    for name in ("trade.ttl", "vocab.ttl"):
        store.load(ontology.text(name).encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPH + name[:-4]))
    quads = [quad for name in names for quad in gold(name)]
    store.extend([*quads, *documents(quads)])
    for _ in range(2):  # r6 and r7 rest on r5 and the closures
        for rule in RULES:
            derived = store.query(ontology.text(f"rules/{rule}.rq"), prefixes=PREFIXES, use_default_graph_as_union=True)
            store.extend([ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(GRAPH + "derived")) for t in derived])
    plan = Plan(store)
    identity.rebuild(plan)
    store.extend(plan.added)
    return store


def as_rdflib(store: ox.Store) -> rdflib.Dataset:
    """Give the same quads to the second engine."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=store.dump(format=ox.RdfFormat.N_QUADS).decode(), format="nquads")
    return dataset


def local(value: object) -> str:
    """Give the last part of an IRI, or the words of a literal, or nothing; engines spell decimals differently."""
    if str(getattr(value, "datatype", "")).strip("<>").endswith("#decimal"):
        return str(float(getattr(value, "value", value)))
    text = "" if value is None else str(getattr(value, "value", value))
    return text.rsplit("/", 1)[-1].rsplit("#", 1)[-1] if text.startswith("http") else text
