"""Turtle that a person wants to read: prefixes, one block a subject, the same bytes for the same triples.

Blocks are ordered by type, label and IRI; within a block `a` and the labels come first and the rest follows in the
order in which one would tell it. There are no blank nodes to write.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ontology.terms import PREFIXES, TP

_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["skos"] + "prefLabel"
_XSD = PREFIXES["xsd"]

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?\d+\Z"),
    _XSD + "decimal": re.compile(r"[+-]?\d*\.\d+\Z"),
    _XSD + "boolean": re.compile(r"(?:true|false)\Z"),
}

_WHOLE = re.compile(r"[+-]?\d+\Z")

# What the text says first, then who and what, then where it is written. More special classes before general ones.
_CLASSES = (
    *(TP + name for name in ("Meeting", "Call", "Visit", "Negotiation", "Engagement", "PolicyAction", "Deadline")),
    *(TP + name for name in ("Procedure", "Statement", "Event", "Position", "Dependency", "TariffMeasure", "Measure")),
    *(TP + name for name in ("Exemption", "Agreement", "Tenure")),
    *(PREFIXES["foaf"] + "Person", PREFIXES["org"] + "Post", TP + "Government", PREFIXES["org"] + "Organization"),
    *(TP + "Country", PREFIXES["schema"] + "Place", PREFIXES["schema"] + "Legislation", TP + "Sector"),
    *(PREFIXES["skos"] + "Concept", TP + "TimeSpan", TP + "SourceDocument", PREFIXES["prov"] + "Activity"),
    *(PREFIXES["prov"] + "SoftwareAgent", PREFIXES["oa"] + "Annotation"),
)
_PROPERTIES = (
    *(_TYPE, _LABEL, PREFIXES["skos"] + "altLabel", PREFIXES["dcterms"] + "title"),
    *(TP + n for n in ("kind", "status", "currentStatus", "disputedStatus", "participant", "actor", "recipient")),
    *(TP + n for n in ("accompaniedBy", "holder", "office", "imposedBy", "targets", "dependent", "supplier", "party")),
    *(TP + n for n in ("stance", "about", "quote", "sector", "goods", "rate", "rateUnit", "place", "when", "starts")),
    *(TP + n for n in ("ends", "earliest", "latest", "precision")),
)
_CLASS_RANK = {iri: rank for rank, iri in enumerate(_CLASSES)}
_PROPERTY_RANK = {iri: rank for rank, iri in enumerate(_PROPERTIES)}
_SPACES = {iri: name for name, iri in PREFIXES.items()}

Block = dict[ox.NamedNode, list[str]]  # predicate -> its objects, written


class Shortener:
    """Writes terms with prefixes and remembers which prefixes it used."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def iri(self, iri: str) -> str:
        """Write an IRI."""
        space = iri[
            : max(iri.rfind("/"), iri.rfind("#")) + 1
        ]  # no prefix ends elsewhere, and a local name holds neither
        name = _SPACES.get(space)
        if name is not None and _LOCAL.match(iri, len(space)):
            self.used.add(name)
            return f"{name}:{iri[len(space) :]}"
        return str(ox.NamedNode(iri))

    def term(self, term: object) -> str:
        """Write any term."""
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        if isinstance(term, ox.Literal):
            return self._literal(term)
        if isinstance(term, ox.Triple):
            return f"<<( {self.term(term.subject)} {self.term(term.predicate)} {self.term(term.object)} )>>"
        return str(term)

    def _literal(self, literal: ox.Literal) -> str:
        datatype = literal.datatype.value
        bare = _BARE.get(datatype)
        if bare is not None and bare.match(literal.value):
            return literal.value
        if literal.language or datatype == _XSD + "string":
            return str(literal)
        return f"{ox.Literal(literal.value)}^^{self.iri(datatype)}"

    def head(self) -> str:
        """Give the prefix lines for what was written."""
        return "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in PREFIXES if name in self.used)


def spelled(triple: ox.Triple) -> ox.Triple:
    """Give a decimal its point back, which the engine drops from whole numbers (35.0 is kept as 35)."""
    value = triple.object
    if isinstance(value, ox.Literal) and value.datatype.value == _XSD + "decimal" and _WHOLE.match(value.value):
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(value.value + ".0", datatype=value.datatype))
    return triple


def write_turtle(triples: Iterable[ox.Triple]) -> Iterator[str]:
    """Write triples as Turtle, piece by piece."""
    short = Shortener()
    blocks = list(_blocks(triples, short, indent=""))  # first, since it finds which prefixes are used
    yield short.head()
    yield from blocks


def write_trig(graphs: dict[str, list[ox.Triple]]) -> Iterator[str]:
    """Write named graphs as TriG, in the order of their names; the empty name is the default graph."""
    short = Shortener()
    parts: list[str] = []
    for name in sorted(graphs):
        indent = "  " if name else ""
        parts.append(f"\n{short.iri(name)} {{" if name else "")
        parts += _blocks(graphs[name], short, indent=indent)
        parts.append("}\n" if name else "")
    yield short.head()
    yield from parts


def _blocks(triples: Iterable[ox.Triple], short: Shortener, *, indent: str) -> Iterator[str]:
    by_subject: dict[object, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        by_subject[triple.subject].append(triple)
    for subject in sorted(by_subject, key=lambda s: block_key(s, by_subject[s])):
        yield block(subject, by_subject[subject], short, indent)


def block_key(subject: object, triples: list[ox.Triple]) -> tuple[int, str, str, str]:
    """Give the place of a subject: by type, label, IRI."""
    types = sorted(str(t.object) for t in triples if t.predicate.value == _TYPE)
    ranks = [(_CLASS_RANK.get(name[1:-1], len(_CLASSES)), name) for name in types]
    rank, name = min(ranks, default=(len(_CLASSES) + 1, ""))
    label = min((str(getattr(t.object, "value", "")) for t in triples if t.predicate.value == _LABEL), default="")
    return rank, name if rank >= len(_CLASSES) else "", label.casefold(), str(subject)


def full_head() -> str:
    """Give the prefix lines for whatever may come."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def block(subject: object, triples: list[ox.Triple], short: Shortener, indent: str) -> str:
    """Write what is said of one subject."""
    objects: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        objects[triple.predicate.value].add(short.term(triple.object))
    lines = []
    for predicate in sorted(objects, key=lambda p: (_PROPERTY_RANK.get(p, len(_PROPERTIES)), p)):
        verb = "a" if predicate == _TYPE else short.iri(predicate)
        lines.append(f"{verb} {', '.join(_ordered(predicate, objects[predicate]))}")
    return f"\n{indent}{short.term(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"


def _ordered(predicate: str, written: set[str]) -> list[str]:
    if predicate != _TYPE:
        return sorted(written)
    ranks = {f"tp:{iri.removeprefix(TP)}": rank for iri, rank in _CLASS_RANK.items()}
    return sorted(written, key=lambda name: (ranks.get(name, len(ranks)), name))
