"""The shapes applied to one document at ingest: the same judgements as pySHACL on `shapes.ttl`, in milliseconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.described import Described
from kg.evidence_checks import EVIDENCE_CHECKS, words
from kg.fact_checks import FACT_CHECKS
from kg.model import EntityKind
from kg.registry import Registry, default_registry
from kg.thing_checks import THING_CHECKS

CLASSES = defaultdict(
    str,
    {
        EntityKind.COUNTRY: "tp:Country",
        EntityKind.GOVERNMENT: "tp:Government",
        EntityKind.PERSON: "foaf:Person",
        EntityKind.ORGANISATION: "org:Organization",
        EntityKind.OFFICE: "org:Post",
        EntityKind.PLACE: "schema:Place",
        EntityKind.AGREEMENT: "tp:Agreement",
    },
)


CHECKS = (*THING_CHECKS, *FACT_CHECKS, *EVIDENCE_CHECKS)


@dataclass(frozen=True, slots=True)
class Problem:
    """A node that breaks a shape (S01 to S21) or does not match the text (E01, E02)."""

    code: str
    node: str
    message: str


def check(
    quads: Iterable[ox.Quad | ox.Triple], text: str | None = None, *, registry: Registry | None = None
) -> list[Problem]:
    """Check one document's facts and evidence, given with the descriptions of the new things they name.

    The classes of registry things need not be given. With the document's text, phrases and quotes are looked up in it.
    """
    entities = (registry or default_registry()).entities
    described = Described(quads, lambda iri: CLASSES[entities[iri].kind] if iri in entities else "")
    found = [Problem(*problem) for rule in CHECKS for problem in rule(described)]
    return found + ([Problem(*problem) for problem in words(described, text)] if text is not None else [])
