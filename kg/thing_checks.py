"""The shapes for persons, offices, times and sectors (S01, S11, S12, S18, S19, S21) as rules over nodes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox

from kg.described import Described, datatype, literal, short
from kg.model import BASE
from ontology.terms import DERIVED, PREFIXES

Found = Iterator[tuple[str, str, str]]  # code, node, message

LABELLED = (
    *("tp:Event", "tp:Measure", "tp:Agreement", "tp:Exemption", "tp:Position", "tp:Dependency", "tp:TimeSpan"),
    *("foaf:Person", "org:Organization", "org:Post", "schema:Place", "tp:Country", "tp:Sector"),
)
IRI_SHAPES = {
    "foaf:Person": re.compile(re.escape(BASE) + r"id/person/[a-z0-9]+(-[a-z0-9]+)*"),
    "tp:Country": re.compile(re.escape(BASE) + r"id/country/[A-Z]{3}"),
    "tp:Sector": re.compile(re.escape(BASE) + r"sector/[a-z0-9]+(-[a-z0-9]+)*"),
    "tp:TimeSpan": re.compile(
        re.escape(BASE) + r"id/time/(until-|from-)?[0-9]{4}(-[0-9]{2}){0,2}(_[0-9]{4}-[0-9]{2}-[0-9]{2})?"
    ),
}
HS_CODE = re.compile(r"[0-9]{2}([0-9]{2}){0,2}")


def labels(g: Described) -> Found:
    """S01: everything described has one label for each language."""
    for node in dict.fromkeys(node for name in LABELLED for node in g.members.get(name, ())):
        found = g.values(node, "skos:prefLabel")
        languages = Counter(value.language if isinstance(value, ox.Literal) else None for value in found)
        if not found or None in languages or max(languages.values()) > 1:
            yield "S01", node, "needs one skos:prefLabel per language"


def tenures(g: Described) -> Found:
    """S11: one person in one office; an office belongs to an organisation, where the text tells to which."""
    for node in g.members.get("tp:Tenure", ()):
        for name, wanted in (("tp:holder", "foaf:Person"), ("tp:office", "org:Post")):
            found = g.iris(node, name)
            if len(found) != 1 or not g.is_a(found[0], wanted):
                yield "S11", node, f"one {name} per tenure, a {wanted}"
    for node in g.members.get("org:Post", ()):
        found = g.iris(node, "org:postIn")
        if not all(g.is_a(value, "org:Organization") for value in found):
            yield "S11", node, "an office belongs to an organisation"


def spans(g: Described) -> Found:
    """S12: bounds are dates in order that fit the precision."""
    for node in g.members.get("tp:TimeSpan", ()):
        first, last = g.values(node, "tp:earliest"), g.values(node, "tp:latest")
        found = [short(value) for value in g.iris(node, "tp:precision")]
        dated = all(datatype(value) == "xsd:date" for value in (*first, *last))
        if not dated or len(first) > 1 or len(last) > 1 or not first + last:
            yield "S12", node, "a span has at most two bounds, which are dates"
        elif first and last and literal(first[0]) > literal(last[0]):
            yield "S12", node, "earliest is a date not after latest"
        both, equal = bool(first and last), first == last
        fits = {"precision:day": both and equal, "precision:open": not both}
        if len(found) != 1 or not fits.get(found[0], both and found[0].startswith("precision:")):
            yield "S12", node, "a day has equal bounds, an open span lacks one bound, any other has two"


def shortcuts(g: Described) -> Found:
    """S18: what rules derive is never asserted."""
    derived = {f"tp:{name}" for name in DERIVED}
    for node, described in g.nodes.items():
        if derived & described.keys():
            yield "S18", node, "derived only"


def sectors(g: Described) -> Found:
    """S19: sectors stand in the scheme and carry well-formed HS codes."""
    for node in g.members.get("tp:Sector", ()):
        if PREFIXES["scheme"] + "sector" not in g.iris(node, "skos:inScheme"):
            yield "S19", node, "a sector belongs to the sector scheme"
        if len(g.values(node, "skos:broader")) > 1:
            yield "S19", node, "one broader sector"
    for node, described in g.nodes.items():
        if not all(HS_CODE.fullmatch(literal(code)) for code in described.get("tp:hsCode", ())):
            yield "S19", node, "HS code of 2, 4 or 6 digits"


def patterns(g: Described) -> Found:
    """S21: IRIs follow their patterns."""
    for name, shape in IRI_SHAPES.items():
        for node in g.members.get(name, ()):
            if not shape.fullmatch(node):
                yield "S21", node, f"the IRI of a {name} follows its pattern"


THING_CHECKS = (labels, tenures, spans, shortcuts, sectors, patterns)
