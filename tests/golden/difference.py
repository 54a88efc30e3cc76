"""Tells the difference of two graphs as triples gained and lost, with labels in the place of IRIs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.registry import default_registry
from kg.turtle import Shortener
from ontology.terms import PREFIXES, TP

LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
OA = PREFIXES["oa"]
PASSAGE = "https://w3id.org/tradekg/id/passage/"
Graph = frozenset[ox.Triple]
Lines = dict[str, list[str]]  # by what they are about


def difference(old: Graph, new: Graph) -> list[str]:
    """Give a line for each triple gained (+) or lost (-), by what it is about; a passage goes with its phrase."""
    teller = _Teller(old | new)
    told: Lines = defaultdict(list)
    for sign, triples in (("-", old - new), ("+", new - old)):
        for about, line in teller.lines(triples):
            told[about].append(f"  {sign} {line}")
    return [line for about in sorted(told) for line in (about, *sorted(told[about], key=lambda x: (x[4:], x)))]


class _Teller:
    """Writes triples with the labels of a graph and of the registry."""

    def __init__(self, graph: Graph) -> None:
        self.graph, self.short = graph, Shortener()
        self.labels = {t.subject: t.object.value for t in sorted(graph, key=str) if t.predicate == LABEL}
        self.said: dict[object, list[ox.Triple]] = defaultdict(list)
        for t in graph:
            self.said[t.subject].append(t)

    def lines(self, triples: Iterable[ox.Triple]) -> Iterator[tuple[str, str]]:
        """Give what each line is about, and the line."""
        for note in {t.subject for t in triples if isinstance(t.subject, ox.BlankNode)}:
            yield self._evidence(note)
        for t in triples:
            if not isinstance(t.subject, ox.BlankNode) and not t.subject.value.startswith(PASSAGE):
                yield self.name(t.subject), f"{self.short.term(t.predicate)} {self.name(t.object)}"

    def name(self, term: object) -> str:
        """Give a thing's label with its short IRI where it has one; else the term."""
        label = self.labels.get(term) or _known(term)
        return f"{label} <{self.short.term(term)}>" if label else self.short.term(term)

    def _evidence(self, note: ox.BlankNode) -> tuple[str, str]:
        body = self._one(note, OA + "hasBody")
        phrase = self._one(ox.NamedNode(f"{self._one(note, OA + 'hasTarget').value}_q"), OA + "exact")
        frame, sure = self._one(note, TP + "pattern"), self._one(note, TP + "confidence")
        what = sorted(t.object.value.rsplit("#", 1)[1] for t in self.said[note] if t.predicate.value == TP + "supports")
        return self.name(body), f"evidence “{phrase.value}” ({frame.value}, {sure.value}: {', '.join(what)})"

    def _one(self, subject: object, predicate: str) -> ox.NamedNode | ox.Literal:
        return next((t.object for t in self.said[subject] if t.predicate.value == predicate), ox.Literal("?"))


def _known(term: object) -> str | None:
    entity = default_registry().entities.get(getattr(term, "value", ""))
    return entity.label if entity else None
