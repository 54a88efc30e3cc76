"""Extractors: each reads one family of facts from a reading, in this order, seeing what came before.

An extractor is a module with `NAME` (its frame file), and `extract(reading, refer, facts)` that gives new facts.
"""

from __future__ import annotations

from types import ModuleType

from kg.extractors import (
    actions,
    agreements,
    deadlines,
    dependencies,
    engagements,
    exemptions,
    measures,
    positions,
    procedures,
    statements,
    tenures,
)

EXTRACTORS: tuple[ModuleType, ...] = (
    tenures,
    measures,
    agreements,
    actions,
    exemptions,
    deadlines,
    dependencies,
    engagements,
    procedures,
    statements,
    positions,
)
