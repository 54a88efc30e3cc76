"""The texts whose graphs are kept, and how a graph is written so that its diff reads well."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.documents import read_file
from kg.ingest import gather
from kg.model import Document
from kg.pipeline import EXTRACTOR, Extraction, analyse
from kg.registry import default_registry
from kg.triples import to_graphs
from kg.turtle import spelled, write_turtle
from ontology.terms import PREFIXES

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SEED = "SEED-01"
ANNOTATION = ox.NamedNode(PREFIXES["oa"] + "Annotation")
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


@cache
def documents() -> dict[str, Document]:
    """Give the seed and the example texts, by name."""
    inputs = gather([ROOT / "seeds", ROOT / "seeds" / "examples"], None, None)
    return {_name(i.path): read_file(i.path, row=i.row) for i in inputs}


def _name(path: Path) -> str:
    return path.stem if path.parent.name == "examples" else SEED


@cache
def extractions() -> dict[str, Extraction]:
    """Read them all."""
    return dict(zip(documents(), analyse(documents().values()), strict=True))


def triples(name: str) -> frozenset[ox.Triple]:
    """Give what a text yields: facts, evidence and the things it names that the registry does not know."""
    extraction = extractions()[name]
    graphs = to_graphs(extraction.reading.document, extraction.facts, EXTRACTOR, default_registry())
    found = [q.triple for q in (*graphs.facts, *graphs.evidence)] + list(graphs.things)
    return frozenset(spelled(t) for t in unnumbered(found))


def unnumbered(found: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Make annotations blank nodes, whose numbers would shift with every fact before them."""
    said: dict[object, set[str]] = defaultdict(set)
    for t in found:
        said[t.subject].add(f"{t.predicate} {t.object}")
    notes = {t.subject for t in found if t.predicate == TYPE and t.object == ANNOTATION}
    digest = {n: hashlib.sha256("\n".join(sorted(said[n])).encode()).hexdigest()[:12] for n in notes}
    blank = {n: ox.BlankNode(f"e{digest[n]}") for n in notes}
    return [ox.Triple(blank.get(t.subject, t.subject), t.predicate, t.object) for t in found]


def path(name: str) -> Path:
    """Give the place of a text's kept graph."""
    return HERE / f"{name}.ttl"


def kept(name: str) -> frozenset[ox.Triple]:
    """Give the graph that was kept."""
    if not path(name).is_file():
        return frozenset()
    return frozenset(
        ox.Triple(t.subject, t.predicate, t.object)
        for t in ox.parse(path(name).read_bytes(), format=ox.RdfFormat.TURTLE)
    )


def written(found: Iterable[ox.Triple]) -> str:
    """Write a graph as it is kept."""
    return "".join(write_turtle(sorted(found, key=str)))


def yields() -> Counter[str]:
    """Count the facts of each class over all texts."""
    return Counter(type(f).__name__ for e in extractions().values() for f in e.facts)
