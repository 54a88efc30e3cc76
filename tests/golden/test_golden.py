"""Whole texts give the graphs that were kept; `make golden` accepts a change, after a look at its diff."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.compare import isomorphic

from tests.golden import pages, ranges
from tests.golden.cases import documents, kept, path, triples, written, yields
from tests.golden.difference import difference

NAMES = ("NW-01", "NW-02", "NW-03", "NW-04", "NW-05", "NW-06", "SEED-01")


def test_the_seed_and_the_six_example_texts_are_kept() -> None:
    assert tuple(sorted(documents())) == NAMES
    assert sorted(p.stem for p in path("x").parent.glob("*.ttl")) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_text_gives_the_graph_that_was_kept(name: str) -> None:
    found = triples(name)
    lines = difference(kept(name), found)
    assert not lines, "triples gained and lost (accept with `make golden`):\n" + "\n".join(lines)
    graphs = [rdflib.Graph().parse(data=text) for text in (path(name).read_text(encoding="utf-8"), written(found))]
    assert isomorphic(*graphs)


def test_the_yield_of_each_class_is_in_its_range() -> None:
    assert not ranges.outside(yields(), ranges.read())


def test_the_seed_explained_in_the_docs_is_what_is_seen() -> None:
    assert pages.PATH.read_text(encoding="utf-8") == pages.page(), "make golden"
