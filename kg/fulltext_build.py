"""The index of words, built from one snapshot of a store by a process of its own."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import graph_names as names
from kg.model import BASE
from ontology.terms import PREFIXES, TP

FORMAT = "1"  # another one makes every index be built again
SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE state (format TEXT, version TEXT);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, label TEXT, uses INTEGER);
CREATE TABLE said (id INTEGER PRIMARY KEY, thing INTEGER, kind TEXT, text TEXT);
CREATE VIRTUAL TABLE words USING fts5 (text, content = 'said', content_rowid = 'id', prefix = '2 3',
  tokenize = "unicode61 remove_diacritics 2");
"""
KINDS = {
    PREFIXES["skos"] + "prefLabel": "label",
    PREFIXES["dcterms"] + "title": "title",
    PREFIXES["rdfs"] + "label": "label",
    PREFIXES["skos"] + "altLabel": "alias",
    TP + "quote": "quote",
}
_ORDER = ("label", "title", "alias", "quote")  # by which of them a thing is called
_SAID = f"SELECT ?thing ?kind ?text {{ VALUES ?kind {{ {' '.join(f'<{iri}>' for iri in KINDS)} }} ?thing ?kind ?text }}"
# What the registry and the vocabulary say of a thing is no use made of it, nor is where a sentence was read.
_ASIDE = ", ".join(f"<{graph}>" for graph in (*names.BASE_GRAPHS, names.LEDGER))
_WHERE = ", ".join(f"<{PREFIXES['oa']}{name}>" for name in ("hasSource", "hasTarget", "hasSelector", "refinedBy"))
_USES = f"""SELECT ?thing (COUNT(*) AS ?uses) {{ GRAPH ?g {{ ?s ?p ?thing }}
  FILTER(ISIRI(?thing) && ?p NOT IN ({_WHERE}) && ?g NOT IN ({_ASIDE})) }} GROUP BY ?thing"""
_HIDDEN = (TP, BASE + "id/time/")  # the ontology has a page of its own, and a day is no thing to look for


def build(store: ox.Store, file: Path, version: str) -> None:
    """Write the index of a store into a new file."""
    with closing(sqlite3.connect(file)) as index:
        index.executescript(SCHEMA)
        _fill(index, store)
        index.execute("INSERT INTO words (words) VALUES ('rebuild')")
        index.execute("INSERT INTO state VALUES (?, ?)", (FORMAT, version))
        index.commit()


def _fill(index: sqlite3.Connection, store: ox.Store) -> None:
    said = sorted(set(_said(store)))
    index.executemany("INSERT INTO said (thing, kind, text) VALUES (?, ?, ?)", _numbered(said))
    uses = {row["thing"].value: int(row["uses"].value) for row in _rows(store, _USES)}
    labels: dict[str, tuple[int, str]] = {}
    for iri, kind, text in said:
        labels[iri] = min(labels.get(iri, (9, "")), (_ORDER.index(kind), text))
    rows = ((number, iri, label, uses.get(iri, 0)) for number, (iri, (_, label)) in enumerate(labels.items(), 1))
    index.executemany("INSERT INTO thing VALUES (?, ?, ?, ?)", rows)


def _numbered(said: list[tuple[str, str, str]]) -> Iterator[tuple[int, str, str]]:
    """Give a number to each thing, in order; the things are told one after the other."""
    number, last = 0, ""
    for iri, kind, text in said:
        number, last = number + (iri != last), iri
        yield number, kind, text


def _said(store: ox.Store) -> Iterator[tuple[str, str, str]]:
    for row in _rows(store, _SAID):
        thing, text = row["thing"], row["text"]
        if isinstance(thing, ox.NamedNode) and isinstance(text, ox.Literal) and not thing.value.startswith(_HIDDEN):
            yield thing.value, KINDS[row["kind"].value], text.value


def _rows(store: ox.Store, query: str) -> Any:  # solutions, whose terms have no common base with a value
    return store.query(query)


if __name__ == "__main__":
    build(ox.Store.read_only(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
