"""What is known before reading: countries, governments, bodies, agreements, offices, places, laws, and their names."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pyoxigraph as ox

import ontology
from kg.entityfiles import read_own_entities
from kg.errors import OntologyError
from kg.model import BASE, Entity, EntityKind
from ontology.terms import PREFIXES, SECTORS, TP

PREF = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
ALT = ox.NamedNode(PREFIXES["skos"] + "altLabel")
HIDDEN = ox.NamedNode(PREFIXES["skos"] + "hiddenLabel")
COUNTRY = ox.NamedNode(TP + "country")
CAPITAL = ox.NamedNode(TP + "capital")
DEMONYM = ox.NamedNode(TP + "demonym")
PARTY = ox.NamedNode(TP + "party")
POST_IN = ox.NamedNode(PREFIXES["org"] + "postIn")
ID = BASE + "id/"
SECTOR = PREFIXES["sector"]

KINDS = {kind.value for kind in EntityKind}

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Descriptions = dict[str, dict[ox.NamedNode, list[Value]]]


@dataclass(frozen=True, slots=True)
class Holder:
    """A row of the dated table of office holders; it completes names and is never itself a fact of a document."""

    person: str
    title: str
    country: str  # alpha-3, or the key of an organisation
    since: date | None
    until: date | None
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """The things known beforehand with the names they go by; spelling is exact."""

    entities: Mapping[str, Entity]  # by IRI
    names: Mapping[str, tuple[Entity, ...]]  # labels and aliases, without offices
    offices: Mapping[str, tuple[Entity, ...]]  # labels and aliases of offices
    demonyms: Mapping[str, str]
    capitals: Mapping[str, str]
    sectors: Mapping[str, tuple[str, ...]]  # lower-case words and phrases
    holders: tuple[Holder, ...]
    descriptions: Mapping[str, tuple[ox.Triple, ...]]

    def country(self, code: str) -> Entity:
        """Give the country of an alpha-3 code."""
        return self.entities[f"{ID}country/{code}"]

    def government(self, code: str) -> Entity:
        """Give the government of an alpha-3 code."""
        return self.entities[f"{ID}gov/{code}"]

    def description(self, iri: str) -> tuple[ox.Triple, ...]:
        """Give what the registry says about a thing; nothing when it does not know it."""
        return self.descriptions.get(iri, ())

    def triples(self) -> Iterator[ox.Triple]:
        """Give all that is said about the known things."""
        for described in self.descriptions.values():
            yield from described


def load_registry(own: Path | None = None) -> Registry:
    """Read `entities.ttl`, the sector words of `vocab.ttl`, the holders, and a user's own file."""
    triples = list(ox.parse(ontology.text("entities.ttl"), format=ox.RdfFormat.TURTLE))
    facts = [quad.triple for quad in triples]
    if own is not None:
        facts += read_own_entities(own)
    described, grouped = _group(facts)
    entities = {iri: entity for iri, node in described.items() if (entity := _entity(iri, node))}
    offices = {iri: entity for iri, entity in entities.items() if entity.kind is EntityKind.OFFICE}
    return Registry(
        entities=entities,
        names=_names(entity for iri, entity in entities.items() if iri not in offices),
        offices=_names(offices.values()),
        demonyms={word: _code(iri) for iri, node in described.items() for word in _words(node, DEMONYM)},
        capitals=_capitals(described, entities),
        sectors=_sector_words(),
        holders=_holders(),
        descriptions=grouped,
    )


@cache
def _cached(own: str) -> Registry:
    """Load once for each value of the setting."""
    return load_registry(Path(own) if own else None)


def default_registry() -> Registry:
    """Give the registry with the user's own entities from `TRADEKG_ENTITIES`, read once."""
    return _cached(os.environ.get("TRADEKG_ENTITIES", ""))


def _group(facts: Iterable[ox.Triple]) -> tuple[Descriptions, dict[str, tuple[ox.Triple, ...]]]:
    """Gather triples by subject, as values by property and as they are."""
    nodes: Descriptions = {}
    grouped: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in dict.fromkeys(facts):
        subject = triple.subject.value  # type: ignore[union-attr]  # no blank nodes or triple terms, by test
        nodes.setdefault(subject, {}).setdefault(triple.predicate, []).append(triple.object)
        grouped[subject].append(triple)
    return nodes, {iri: tuple(triples) for iri, triples in grouped.items()}


def _entity(iri: str, node: Mapping[ox.NamedNode, list[Value]]) -> Entity | None:
    """Make the entity of a described node."""
    folder, _, key = iri.removeprefix(ID).partition("/")
    labels = _words(node, PREF)
    if not iri.startswith(ID) or not labels or folder not in KINDS:
        return None
    homes = _iris(node, COUNTRY)
    posts = _iris(node, POST_IN)
    kind = EntityKind(folder)
    home = _code(homes[0]) if homes else key if kind is EntityKind.COUNTRY else None
    members = tuple(_code(party) for party in _iris(node, PARTY))
    return Entity(kind, key, labels[0], home, tuple(_words(node, ALT)), True, posts[0] if posts else None, members)


def _words(node: Mapping[ox.NamedNode, list[Value]], prop: ox.NamedNode) -> list[str]:
    """Give the literals of a property."""
    return [value.value for value in node.get(prop, ()) if isinstance(value, ox.Literal)]


def _iris(node: Mapping[ox.NamedNode, list[Value]], prop: ox.NamedNode) -> list[str]:
    """Give the IRIs of a property."""
    return [value.value for value in node.get(prop, ()) if isinstance(value, ox.NamedNode)]


def _code(iri: str) -> str:
    """Give the last part of an IRI."""
    return iri.rsplit("/", 1)[1]


def _names(entities: Iterable[Entity]) -> dict[str, tuple[Entity, ...]]:
    """Index entities by label and alias."""
    found: dict[str, dict[Entity, None]] = defaultdict(dict)
    for entity in entities:
        for name in (entity.label, *entity.aliases):
            found[name][entity] = None
    return {name: tuple(entities) for name, entities in found.items()}


def _capitals(described: Descriptions, entities: Mapping[str, Entity]) -> dict[str, str]:
    """Give the place names that stand for governments; a metonym set by hand wins over a capital."""
    found: dict[str, str] = {}
    for iri, node in described.items():
        for place in (entities[place] for place in _iris(node, CAPITAL)):
            found |= {name: _code(iri) for name in (place.label, *place.aliases)}
    for iri, node in described.items():
        found |= {name: _code(iri) for name in _words(node, HIDDEN) if iri.startswith(ID + "gov/")}
    return found


def _sector_words() -> dict[str, tuple[str, ...]]:
    """Read the words by which texts name the sectors."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for quad in ox.parse(ontology.text("vocab.ttl"), format=ox.RdfFormat.TURTLE):
        slug = quad.subject.value.removeprefix(SECTOR)
        if slug in SECTORS and quad.predicate in (PREF, ALT) and isinstance(quad.object, ox.Literal):
            found[quad.object.value.lower()][slug] = None
    for row in csv.DictReader(ontology.text("data/goods.csv").splitlines()):  # goods of no sector of the vocabulary
        for word in row["words"].split("|"):
            found.setdefault(word.lower(), {row["slug"]: None})
    return {word: tuple(slugs) for word, slugs in found.items()}


def _holders() -> tuple[Holder, ...]:
    """Read the dated table of office holders."""
    rows = csv.DictReader(ontology.text("data/holders.csv").splitlines())
    return tuple(_holder(row, line) for line, row in enumerate(rows, start=2))


def _holder(row: Mapping[str, str], line: int) -> Holder:
    """Read one row of the table."""
    try:
        since = date.fromisoformat(row["since"]) if row["since"] else None
        until = date.fromisoformat(row["until"]) if row["until"] else None
    except ValueError as error:
        where = f"ontology/data/holders.csv line {line}"
        raise OntologyError(f"{where}: {error}; write dates as YYYY-MM-DD.", subject=where) from error
    return Holder(row["person"], row["title"], row["country"], since, until, row["source"])
