"""The names by which sectors, agents and other things are asked for, read once for each state of the store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from kg.errors import UnknownFilter
from kg.model import BASE
from kg.views.filters import Select, Topic, Who, nearest

_PREFIXES = """PREFIX tp: <https://w3id.org/tradekg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#>
"""

_SECTORS = (
    _PREFIXES
    + """SELECT DISTINCT ?thing ?label ?how WHERE {
  VALUES ?how { skos:prefLabel skos:altLabel } ?thing a tp:Sector ; ?how ?label }"""
)

_PARTS = _PREFIXES + "SELECT DISTINCT ?thing ?broad WHERE { ?thing a tp:Sector ; skos:broader ?broad }"

_AGENTS = (
    _PREFIXES
    + """SELECT DISTINCT ?thing ?label ?how WHERE { VALUES ?how { skos:prefLabel skos:altLabel }
  VALUES ?type { foaf:Person tp:Government org:Organization tp:Country }
  ?thing a ?type ; ?how ?label }"""
)

_OTHERS = (
    _PREFIXES
    + """SELECT DISTINCT ?thing ?label ?how WHERE { VALUES ?how { skos:prefLabel skos:altLabel }
  VALUES ?type { tp:Agreement tp:Measure tp:TariffMeasure tp:Sector org:Post }
  ?thing a ?type ; ?how ?label }"""
)

_VARIANTS = _PREFIXES + "SELECT DISTINCT ?variant ?chief WHERE { ?variant tp:identifiedWith ?chief }"

_HOLDERS = (
    _PREFIXES
    + """SELECT DISTINCT ?thing WHERE {{
  ?tenure tp:holder ?thing ; tp:office ?office . ?office org:postIn <{body}> }}"""
)


Pair = tuple[str, str, bool]  # IRI, name, is it the chief one


class Names:
    """Finds what people call things; wrong names are told with the nearest right one."""

    def __init__(self, select: Select) -> None:
        self._select = select

    @cached_property
    def _sectors(self) -> dict[str, list[str]]:
        return _by_name(self._pairs(_SECTORS))

    @cached_property
    def _agents(self) -> list[Pair]:
        return self._pairs(_AGENTS)

    @cached_property
    def _agent_names(self) -> dict[str, list[str]]:
        return _by_name(self._agents)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Give the name of each agent."""
        return _labels(self._agents)

    @cached_property
    def _things(self) -> list[Pair]:
        return [*self._agents, *self._pairs(_OTHERS)]

    @cached_property
    def _chiefs(self) -> dict[str, str]:
        return {row["variant"].value: row["chief"].value for row in self._select(_VARIANTS).rows}

    def _pairs(self, query: str) -> list[Pair]:
        rows = self._select(query).rows
        return sorted((row["thing"].value, row["label"].value, row["how"].value.endswith("#prefLabel")) for row in rows)

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        """Give the sectors that are directly part of each."""
        found: dict[str, list[str]] = {}
        for row in self._select(_PARTS).rows:
            found.setdefault(row["broad"].value, []).append(row["thing"].value)
        return found

    def sector(self, word: str) -> Topic:
        """Find a sector, with all that are part of it."""
        if found := self._sectors.get(word.lower()):
            within = [found[0]]
            for iri in within:  # it grows while it is walked
                within += [part for part in sorted(self._parts.get(iri, ())) if part not in within]
            return Topic(found[0], tuple(within[1:]))
        choices = sorted({iri.rsplit("/", 1)[-1] for iris in self._sectors.values() for iri in iris})
        near = nearest(word, self._sectors)
        hint = "" if near else f" Sectors are: {', '.join(choices)}."
        raise UnknownFilter(f"Unknown sector {word!r}{near or '.'}{hint}", subject=word)

    def who(self, word: str) -> Who:
        """Find one person, body or government; a country stands for its government."""
        iris = self._agent_names.get(word.lower()) or self._by_part(word.lower())
        return self._one(word, {_government(iri) for iri in iris}, self.labels, "Nobody here is called")

    def thing(self, word: str) -> Who:
        """Find one node of any sort: an agent, agreement, measure, sector or office."""
        iris = self._agent_names.get(word.lower()) or _by_name(self._things).get(word.lower())
        found = {_government(iri) for iri in iris or self._by_part(word.lower())}
        return self._one(word, found, _labels(self._things), "Nothing here is called")

    def _one(self, word: str, iris: Iterable[str], labels: Mapping[str, str], nothing: str) -> Who:
        found = {self._chiefs.get(iri, iri) for iri in iris}
        if len(found) > 1:
            either = " or ".join(sorted(labels.get(iri, iri) for iri in found)[:5])
            raise UnknownFilter(f"{word!r} could be {either}; write the whole name.", subject=word)
        if not found:
            raise UnknownFilter(f"{nothing} {word!r}{nearest(word, labels.values()) or '.'}", subject=word)
        iri = found.pop()
        variants = tuple(sorted(other for other, chief in self._chiefs.items() if chief == iri))
        holders = self._holders(iri) if "/gov/" in iri or "/org/" in iri else ()
        return Who(iri, labels.get(iri, iri.rsplit("/", 1)[-1]), holders, variants)

    def _by_part(self, word: str) -> list[str]:
        """Find people by a part of their name, so that a surname is enough where only one person bears it."""
        return [iri for iri, label, _ in self._agents if "/person/" in iri and word in label.lower().split()]

    def _holders(self, body: str) -> tuple[str, ...]:
        # The IRI comes from our own store, but a store may hold anything: no bracket may end the term early.
        if re.search(r'[<>"{}|^`\\\s]', body):
            return ()
        return tuple(sorted(row["thing"].value for row in self._select(_HOLDERS.format(body=body)).rows))


def _labels(pairs: Iterable[Pair]) -> dict[str, str]:
    """Give one name of each thing: its chief one, where it has one."""
    return {iri: label for iri, label, _ in sorted(pairs, key=lambda pair: (pair[2], pair[0], pair[1]))}


def _by_name(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    """Give the IRIs of each name in lower case; the last part of an IRI is a name too."""
    names: dict[str, list[str]] = {}
    for iri, label, _ in pairs:
        for name in (label.lower(), iri.rsplit("/", 1)[-1].lower(), iri.lower()):
            if iri not in names.setdefault(name, []):
                names[name].append(iri)
    return names


def _government(iri: str) -> str:
    return iri.replace(f"{BASE}id/country/", f"{BASE}id/gov/")
