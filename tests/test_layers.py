"""The house stands as drawn: imports go one way, registries are what lies on disk."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extractors import EXTRACTORS
from kg.frames import LEXICONS, PATTERNS

ROOT = Path(__file__).parent.parent
BELOW = {"ontology": {"ontology"}, "kg": {"kg", "ontology"}, "server": {"server", "kg", "ontology"}}
READING = {
    "kg.pipeline",
    "kg.reading",
    "kg.nlp",
    "kg.parses",
    "kg.frames",
    "kg.extractors",
    "kg.triples",
    "kg.mentions",
    "kg.people",
    "kg.discourse",
    "kg.status",
    "kg.clauses",
}
KEEPING = {"kg.store", "kg.writer", "kg.readers", "kg.commits", "kg.graph", "kg.ingest"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(folder: str) -> list[Path]:
    return sorted(p for p in (ROOT / folder).rglob("*.py") if "static" not in p.parts)


@pytest.mark.parametrize("layer", sorted(BELOW))
def test_imports_go_down_only(layer: str) -> None:
    wrong = [
        f"{p.relative_to(ROOT)} imports {name}"
        for p in modules(layer)
        for name in imports(p)
        if name.split(".")[0] in BELOW.keys() - BELOW[layer]
    ]
    assert not wrong


def starts(name: str, modules: set[str]) -> bool:
    return any(name == m or name.startswith(m + ".") for m in modules)


def test_extractors_never_see_the_store_nor_stores_the_extractors() -> None:
    extractors = modules("kg/extractors")
    store = [
        ROOT / "kg" / f"{name}.py"
        for name in ("store", "writer", "readers", "commits", "merge", "rules")
        if (ROOT / "kg" / f"{name}.py").exists()
    ]
    wrong = [
        f"{p.name} imports {n}"
        for p in extractors
        for n in imports(p)
        if starts(n, KEEPING | {"kg.views", "pyoxigraph", "rdflib"})
    ]
    wrong += [f"{p.name} imports {n}" for p in store for n in imports(p) if starts(n, READING - {"kg.triples"})]
    assert extractors
    assert store
    assert not wrong


def test_views_see_neither_extractors_nor_the_store() -> None:
    wrong = [f"{p.name} imports {n}" for p in modules("kg/views") for n in imports(p) if starts(n, READING | KEEPING)]
    assert not wrong


def test_no_route_sees_the_engine() -> None:
    wrong = [
        f"{p.name} imports {n}"
        for p in modules("server")
        for n in imports(p)
        if starts(n, {"kg.store", "kg.writer", "kg.readers", "kg.commits", "kg.extractors", "networkx.algorithms"})
    ]
    assert not wrong


def test_every_extractor_and_every_frame_file_is_registered() -> None:
    names = {e.NAME for e in EXTRACTORS}
    files = {p.stem for p in PATTERNS.glob("*.toml")} - set(LEXICONS)
    assert names - {"tenures"} == files  # tenures lean on the lexicon of titles
