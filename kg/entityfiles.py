"""A user's own entities: a Turtle file in our terms, or a CSV file with name, alias, type and country."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.model import BASE
from ontology.terms import PREFIXES, TP

COLUMNS = ("name", "alias", "type", "country")
TYPES = {
    "person": PREFIXES["foaf"] + "Person",
    "organisation": PREFIXES["org"] + "Organization",
    "place": PREFIXES["schema"] + "Place",
    "agreement": TP + "Agreement",
    "law": PREFIXES["schema"] + "Legislation",
}
FOLDERS = {"organisation": "org"}
SPELLINGS = {"organization": "organisation", "org": "organisation", "body": "organisation"}


def read_own_entities(path: Path) -> list[ox.Triple]:
    """Read the file that `TRADEKG_ENTITIES` names."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"Cannot read the entity file {path}: {error}.", subject=str(path)) from error
    return _from_csv(path, content) if path.suffix.lower() == ".csv" else _from_turtle(path, content)


def entity_slug(name: str) -> str:
    """Fold a name to the last part of an IRI: ASCII, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain.lower()).split())


def _from_turtle(path: Path, content: str) -> list[ox.Triple]:
    """Read Turtle; every subject must be one of our IRIs."""
    try:
        facts = [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=BASE)]
    except SyntaxError as error:
        raise OntologyError(f"The entity file {path} is not Turtle: {error}.", subject=str(path)) from error
    for fact in facts:
        if not (isinstance(fact.subject, ox.NamedNode) and fact.subject.value.startswith(BASE + "id/")):
            message = f"The entity file {path} describes {fact.subject}; its IRIs must start with {BASE}id/."
            raise OntologyError(message, subject=str(path))
    return facts


def _from_csv(path: Path, content: str) -> list[ox.Triple]:
    """Read a table; several aliases stand in one cell, separated by a vertical bar."""
    rows = csv.DictReader(content.splitlines())
    if missing := [column for column in COLUMNS if column not in (rows.fieldnames or ())]:
        message = f"The entity file {path} lacks the column {missing[0]}; it needs {', '.join(COLUMNS)}."
        raise OntologyError(message, subject=str(path))
    return [fact for line, row in enumerate(rows, start=2) for fact in _row_facts(row, f"{path} line {line}")]


def _row_facts(row: dict[str, str], where: str) -> Iterator[ox.Triple]:
    """Give what one row says."""
    name, kind = (row["name"] or "").strip(), (row["type"] or "").strip().lower()
    kind = SPELLINGS.get(kind, kind)
    if kind not in TYPES:
        raise OntologyError(f"{where}: the type {kind!r} is unknown; use {', '.join(TYPES)}.", subject=where)
    if not entity_slug(name):
        raise OntologyError(f"{where}: the name is empty.", subject=where)
    node = ox.NamedNode(f"{BASE}id/{FOLDERS.get(kind, kind)}/{entity_slug(name)}")
    yield ox.Triple(node, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(TYPES[kind]))
    yield ox.Triple(node, ox.NamedNode(PREFIXES["skos"] + "prefLabel"), ox.Literal(name, language="en"))
    for alias in (row["alias"] or "").split("|"):
        if alias.strip():
            yield ox.Triple(node, ox.NamedNode(PREFIXES["skos"] + "altLabel"), ox.Literal(alias.strip(), language="en"))
    if code := (row["country"] or "").strip().upper():
        if len(code) != 3 or not code.isalpha():
            raise OntologyError(f"{where}: the country {code!r} is not a code of three letters.", subject=where)
        yield ox.Triple(node, ox.NamedNode(TP + "country"), ox.NamedNode(f"{PREFIXES['country']}{code}"))
