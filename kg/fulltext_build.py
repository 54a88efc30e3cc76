"""The index of words, made from one snapshot of a store by a process of its own: built, or brought up to date."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import commits, journal
from kg.journal import ASIDE, KINDS, PLACES, Change
from kg.merge import DEFAULT, graph_of
from kg.model import BASE
from ontology.terms import TP

FORMAT = "2"  # another one makes every index be built again
SCHEMA = """
CREATE TABLE state (format TEXT, version TEXT);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, label TEXT, uses INTEGER);
CREATE TABLE said (id INTEGER PRIMARY KEY, thing INTEGER, kind TEXT, text TEXT);
CREATE VIRTUAL TABLE words USING fts5 (text, content = 'said', content_rowid = 'id', prefix = '2 3',
  tokenize = "unicode61 remove_diacritics 2");
"""
_HIDDEN = (TP, BASE + "id/time/")  # the ontology has a page of its own, and a day is no thing to look for
_ORDER = ("label", "title", "alias", "quote")  # by which of them a thing is called
_USES = f"""SELECT ?thing (COUNT(*) AS ?uses) {{ GRAPH ?g {{ ?s ?p ?thing }}
  FILTER(ISIRI(?thing) && ?p NOT IN ({", ".join(f"<{iri}>" for iri in sorted(PLACES))})
    && ?g NOT IN ({", ".join(f"<{graph}>" for graph in sorted(ASIDE))})) }} GROUP BY ?thing"""
Said = tuple[str, str]  # kind and text


def make(store: ox.Store, draft: Path, version: str, *, old: Path) -> None:
    """Write the index of a store into a new file, from the old one where the journal beside it tells what changed."""
    name, number = version.rpartition("-")[0], commits.version(store)
    change = _change(old, name, number)
    if change is None:
        draft.unlink(missing_ok=True)
    else:
        shutil.copyfile(old, draft)
    with closing(sqlite3.connect(draft)) as index:
        index.execute("PRAGMA journal_mode = OFF")  # a draft that fails is thrown away
        index.execute("PRAGMA synchronous = OFF")
        if change is None:
            _build(index, store)
        else:
            _follow(index, store, change)
        index.execute("DELETE FROM state")
        index.execute("INSERT INTO state VALUES (?, ?)", (FORMAT, f"{name}-{number}"))
        index.commit()


def _change(old: Path, name: str, number: int) -> Change | None:
    """Give what changed since the old index; nothing where that is not known, or there is no sound one."""
    if not old.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{old.resolve().as_uri()}?mode=ro", uri=True)) as index:
            form, version = index.execute("SELECT format, version FROM state").fetchone()
    except (sqlite3.DatabaseError, TypeError):
        return None
    before, _, last = str(version).rpartition("-")
    if (form, before) != (FORMAT, name) or not last.isdigit():
        return None
    return journal.between(old.parent, int(last), number)


def _build(index: sqlite3.Connection, store: ox.Store) -> None:
    index.executescript(SCHEMA)
    texts: dict[str, set[Said]] = {}
    for predicate, kind in KINDS.items():
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, DEFAULT):
            if (iri := _shown(quad.subject)) and isinstance(quad.object, ox.Literal):
                texts.setdefault(iri, set()).add((kind, quad.object.value))
    uses = {row["thing"].value: int(row["uses"].value) for row in _rows(store, _USES)}
    things = sorted(texts)
    index.executemany(
        "INSERT INTO thing (iri, label, uses) VALUES (?, ?, ?)",
        ((iri, _label(texts[iri]), uses.get(iri, 0)) for iri in things),
    )
    index.executemany("INSERT INTO said (thing, kind, text) VALUES (?, ?, ?)", _numbered(texts, things))
    index.execute("CREATE INDEX said_of ON said (thing)")
    index.execute("INSERT INTO words (words) VALUES ('rebuild')")


def _numbered(texts: dict[str, set[Said]], things: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    for number, iri in enumerate(things, 1):
        for kind, text in sorted(texts[iri]):
            yield number, kind, text


def _shown(node: object) -> str:
    """Give the IRI of a node that can be found, else nothing."""
    return node.value if isinstance(node, ox.NamedNode) and not node.value.startswith(_HIDDEN) else ""


def _label(said: Iterable[Said]) -> str:
    return min((_ORDER.index(kind), text) for kind, text in said)[1]


def _rows(store: ox.Store, query: str) -> Any:  # solutions, whose terms have no common base with a value
    return store.query(query)


def _follow(index: sqlite3.Connection, store: ox.Store, change: Change) -> None:
    new = {iri for iri in sorted(change.texts) if _shown(ox.NamedNode(iri)) and _replace(index, store, iri)}
    rows = ((more, iri) for iri, more in change.uses.items() if iri not in new)
    index.executemany("UPDATE thing SET uses = uses + ? WHERE iri = ?", rows)


def _replace(index: sqlite3.Connection, store: ox.Store, iri: str) -> bool:
    """Let a thing have the texts that the store has; say whether it is a new one, whose uses were counted here."""
    said = set(_said(store, iri))
    row = index.execute("SELECT id FROM thing WHERE iri = ?", (iri,)).fetchone()
    if row is not None:
        _forget(index, row[0])
    if not said:
        index.execute("DELETE FROM thing WHERE iri = ?", (iri,))
        return False
    if row is None:
        add = "INSERT INTO thing (iri, label, uses) VALUES (?, ?, ?)"
        thing = index.execute(add, (iri, _label(said), _uses(store, iri))).lastrowid
    else:
        thing = row[0]
        index.execute("UPDATE thing SET label = ? WHERE id = ?", (_label(said), thing))
    for kind, text in sorted(said):
        number = index.execute("INSERT INTO said (thing, kind, text) VALUES (?, ?, ?)", (thing, kind, text)).lastrowid
        index.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, text))
    return row is None


def _forget(index: sqlite3.Connection, thing: int) -> None:
    """Take the texts of a thing away; the table of words keeps no copy, so it must be told which."""
    for number, text in index.execute("SELECT id, text FROM said WHERE thing = ?", (thing,)).fetchall():
        index.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (number, text))
    index.execute("DELETE FROM said WHERE thing = ?", (thing,))


def _said(store: ox.Store, iri: str) -> Iterator[Said]:
    for predicate, kind in KINDS.items():
        for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, DEFAULT):
            if isinstance(quad.object, ox.Literal):
                yield kind, quad.object.value


def _uses(store: ox.Store, iri: str) -> int:
    quads = store.quads_for_pattern(None, None, ox.NamedNode(iri))
    return sum(graph_of(quad) not in ASIDE | {""} and quad.predicate.value not in PLACES for quad in quads)


if __name__ == "__main__":
    make(ox.Store.read_only(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], old=Path(sys.argv[4]))
