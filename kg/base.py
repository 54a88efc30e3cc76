"""The graphs that every store holds from the start: ontology, vocabulary, the registry of what is known, examples."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

import pyoxigraph as ox

import ontology
from kg import graph_names as names

_READ = {".ttl", ".csv", ".toml", ".rq"}


def content_hash() -> str:
    """Give a hash of all that the base graphs are made from, the user's own entities included."""
    digest = hashlib.sha256()
    own = os.environ.get("TRADEKG_ENTITIES")
    files = sorted(path for path in ontology.PATH.rglob("*") if path.suffix in _READ)
    files += [path for part in (own or "").split(os.pathsep) if part and (path := Path(part)).is_file()]
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]


@cache
def program_hash() -> str:
    """Give a hash of this program's own code and patterns: what another version of it read may differ."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in {".py", ".toml"}:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def base_graphs() -> dict[str, tuple[ox.Triple, ...]]:
    """Read the base graphs."""
    from kg.examples import examples
    from kg.registry import default_registry

    return {
        names.ONTOLOGY: _turtle("trade.ttl"),
        names.VOCAB: _turtle("vocab.ttl"),
        names.ENTITIES: tuple(default_registry().triples()),
        names.EXAMPLES: examples(),
    }


def _turtle(name: str) -> tuple[ox.Triple, ...]:
    return tuple(quad.triple for quad in ox.parse(ontology.text(name), format=ox.RdfFormat.TURTLE))
