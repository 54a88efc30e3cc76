"""A query's triples as Turtle: to be read while they are few, as they come when they are many."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

import pyoxigraph as ox

from kg.flow import Flow
from kg.turtle import spelled, write_turtle
from ontology.terms import PREFIXES

FEW = 5_000


def write(triples: Iterable[ox.Triple], flow: Flow) -> None:
    """Write triples; beyond a number they are no longer sorted, since that needs all of them at once."""
    spelt = map(spelled, triples)
    few = [*islice(spelt, FEW + 1)]
    if len(few) <= FEW:
        for piece in write_turtle(few):
            flow.write(piece.encode())
        return
    ox.serialize(chain(few, spelt), flow, ox.RdfFormat.TURTLE, prefixes=PREFIXES)  # type: ignore[arg-type]
