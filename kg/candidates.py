"""Proposals that two nodes are one thing, or one node two, as triples."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pyoxigraph as ox

from kg.likeness import Likeness
from kg.model import BASE
from kg.tellings import TYPE, tp
from ontology.terms import PREFIXES

CANDIDATE, MEMBER, SCORE = tp("IdentityCandidate"), tp("candidate"), tp("score")
NOTE = ox.NamedNode(PREFIXES["skos"] + "note")
DECIMAL = ox.NamedNode(PREFIXES["xsd"] + "decimal")


def candidate(pair: frozenset[str], found: Likeness) -> Iterator[ox.Triple]:
    """Give the triples that propose the nodes for one thing (or a lone node for two)."""
    key = hashlib.sha256("\n".join(sorted(pair)).encode()).hexdigest()[:16]
    node = ox.NamedNode(f"{BASE}id/candidate/{key}")
    yield ox.Triple(node, TYPE, CANDIDATE)
    for iri in sorted(pair):
        yield ox.Triple(node, MEMBER, ox.NamedNode(iri))
    yield ox.Triple(node, SCORE, ox.Literal(f"{found.score}", datatype=DECIMAL))
    yield ox.Triple(node, NOTE, ox.Literal(found.reason, language="en"))
