"""What each commit changes of what the index of words holds, a line each: by it the index follows the store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import graph_names as names
from kg.merge import Plan, graph_of
from ontology.terms import PREFIXES, TP

FILE = "words.journal"
MOST_QUADS = 50_000  # a commit that changes more is not told: the index is built again
MOST_BYTES = 4_000_000  # of the file, which then begins anew

KINDS = {
    PREFIXES["skos"] + "prefLabel": "label",
    PREFIXES["dcterms"] + "title": "title",
    PREFIXES["rdfs"] + "label": "label",
    PREFIXES["skos"] + "altLabel": "alias",
    TP + "quote": "quote",
}
# What the registry and the vocabulary say of a thing is no use made of it, nor is where a sentence was read.
ASIDE = frozenset((*names.BASE_GRAPHS, names.LEDGER))
PLACES = frozenset(PREFIXES["oa"] + name for name in ("hasSource", "hasTarget", "hasSelector", "refinedBy"))


@dataclass(slots=True)
class Change:
    """Things whose texts are others than before, and how many more statements name a thing."""

    texts: set[str] = field(default_factory=set)
    uses: Counter[str] = field(default_factory=Counter)


class Journal:
    """The journal of a store, kept by its writer."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE

    def note(self, number: int, plan: Plan) -> None:
        """Write down what is about to be committed; if that fails, its number comes again; the later line counts."""
        added = plan.added
        line: dict[str, object] = {"version": number}
        if len(added) + len(plan.removed) <= MOST_QUADS:
            change = Change()
            _count(change, added, 1)
            _count(change, plan.removed, -1)
            line |= {"texts": sorted(change.texts), "uses": {iri: more for iri, more in change.uses.items() if more}}
        full = self.file.exists() and self.file.stat().st_size > MOST_BYTES
        with self.file.open("w" if full else "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def _count(change: Change, quads: Iterable[ox.Quad], each: int) -> None:
    for quad in quads:
        graph, predicate = graph_of(quad), quad.predicate.value
        if predicate in KINDS and graph != names.LEDGER and isinstance(quad.subject, ox.NamedNode):
            change.texts.add(quad.subject.value)
        if graph not in ASIDE and predicate not in PLACES and isinstance(quad.object, ox.NamedNode):
            change.uses[quad.object.value] += each


def between(folder: Path, after: int, until: int) -> Change | None:
    """Give what the commits after one number and up to another changed together; nothing where that is not told."""
    if after > until:  # another store stands in the place
        return None
    told, change = _lines(folder / FILE), Change()
    wanted = [told.get(number) for number in range(after + 1, until + 1)]
    for line in wanted:
        if line is None or "texts" not in line:
            return None
        change.texts.update(line["texts"])
        change.uses.update(line["uses"])  # a Counter adds, below zero as well
    return change


def _lines(file: Path) -> dict[int, dict[str, Any]]:
    """Give the last line of each number; a line cut short tells nothing."""
    found = {}
    for text in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        try:
            line = json.loads(text)
            found[int(line["version"])] = line
        except (ValueError, KeyError, TypeError):
            continue
    return found
