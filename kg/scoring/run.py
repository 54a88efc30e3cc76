"""Extracts the texts of a gold folder and has each graph judged."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from kg.documents import read_file
from kg.errors import UsageError
from kg.export import write_content
from kg.extracts import content_of_document
from kg.model import Document
from kg.pipeline import extract
from kg.registry import Registry, default_registry
from kg.scoring.scorer import Item, Judgement, Outcome, Scorer
from kg.trace import Drop, listening
from kg.triples import DocumentGraphs
from ontology.terms import PREFIXES, TP

OA = PREFIXES["oa"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a node rests on first: the frame that fired, and its exact words."""

    frame: str
    phrase: str


NOTHING = Ground("?", "")


@dataclass(frozen=True, slots=True)
class Judged:
    """One document: the scorer's judgement, and where each node comes from."""

    name: str
    document: Document
    judgement: Judgement
    grounds: dict[str, Ground]  # by IRI of the node
    without_evidence: int
    phrases: int
    misplaced: int  # phrases that do not stand at their offsets
    drops: tuple[Drop, ...]

    def ground(self, outcome: Outcome) -> Ground:
        """Give what a found fact rests on."""
        return self.grounds.get(outcome.found["node"], NOTHING) if outcome.found else NOTHING


def run(gold: Path, scorer: Scorer) -> list[Judged]:
    """Judge every document of a gold folder, in the order of their names."""
    documents = [_read(path) for path in sorted(gold.glob("*.json")) if path.with_suffix(".txt").is_file()]
    if not documents:
        raise UsageError(f"{gold} holds no gold: it needs ID.txt and ID.json for each document", subject=str(gold))
    registry = default_registry()
    extracted = extract((d for _, d in documents), registry=registry)
    judged = []
    with listening() as heard:
        for (name, _), graphs in zip(documents, extracted, strict=True):
            judged.append(_judge(gold / f"{name}.json", graphs, scorer, registry, tuple(heard)))
            heard.clear()  # one document after another: what is heard next belongs to the next
    return judged


def _judge(gold: Path, graphs: DocumentGraphs, scorer: Scorer, registry: Registry, drops: tuple[Drop, ...]) -> Judged:
    found = _as_scored(graphs, scorer, registry)
    spans = list(_phrases(graphs.evidence))
    text = graphs.document.text
    return Judged(
        gold.stem,
        graphs.document,
        scorer.judge(scorer.gold(gold), found),
        grounds(graphs.evidence),
        sum(not f["ev"] and not f.get("registry") for f in found),
        len(spans),
        sum(text[start:end] != words for start, end, words in spans),
        drops,
    )


def _as_scored(graphs: DocumentGraphs, scorer: Scorer, registry: Registry) -> list[Item]:
    """Hand a graph to the scorer as a file, as anybody would."""
    with tempfile.TemporaryDirectory() as made:
        place = Path(made) / "graph.trig"
        with place.open("wb") as out:
            write_content(content_of_document(graphs, registry), out, "trig")
        return scorer.graph(place)


def _read(path: Path) -> tuple[str, Document]:
    try:
        day = json.loads(path.read_text(encoding="utf-8")).get("published")
        published = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise UsageError(f"{path} is no gold file: {error}", subject=str(path)) from error
    return path.stem, read_file(path.with_suffix(".txt"), row=None, published=published)


def grounds(evidence: Iterable[ox.Quad]) -> dict[str, Ground]:
    """Give, for each node, the frame and phrase of its first annotation."""
    said: dict[str, dict[str, str]] = {}
    for quad in evidence:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            said.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    found: dict[str, Ground] = {}
    for note in said.values():
        body, passage = note.get(OA + "hasBody"), note.get(OA + "hasTarget", "")
        if body is not None:
            quote = said.get(passage + "_q", {}).get(OA + "exact", "")
            found.setdefault(body, Ground(note.get(TP + "pattern", ""), quote))
    return found


def _phrases(evidence: Iterable[ox.Quad]) -> Iterator[tuple[int, int, str]]:
    """Give each exact phrase with the offsets that its passage's name tells."""
    for quad in evidence:
        if quad.predicate.value == OA + "exact" and isinstance(quad.subject, ox.NamedNode):
            start, _, end = quad.subject.value.rsplit("_", 2)[1].partition("-")
            yield int(start), int(end), str(getattr(quad.object, "value", ""))
