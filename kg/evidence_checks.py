"""The shapes for evidence and documents (S13 to S15), and what only the text itself can show."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg.described import CONCEPTS, Described, datatype, iri, literal, number
from ontology.terms import PREFIXES, TP

Found = Iterator[tuple[str, str, str]]  # code, node, message

STATED = tuple(TP + name for name in ("status", "rate", "when", "starts", "ends"))
NEED_EVIDENCE = ("tp:Event", "tp:Measure", "tp:Exemption", "tp:Position", "tp:Dependency", "tp:Tenure")
SELECTOR = ("oa:hasTarget", "oa:hasSelector")


def passages(g: Described) -> Found:
    """S13: one body, one run, one document, a confidence, a sentence and a short phrase."""
    for node in g.members.get("oa:Annotation", ()):
        bodies, runs = g.iris(node, "oa:hasBody"), g.iris(node, "prov:wasGeneratedBy")
        if len(bodies) != 1 or not bodies[0]:
            yield "S13", node, "one body per annotation"
        if not all(g.iris(node, "tp:supports")) or not g.values(node, "tp:supports"):
            yield "S13", node, "say which property is supported"
        if not _confident(g.values(node, "tp:confidence")):
            yield "S13", node, "confidence is one decimal from 0 to 1"
        if len(runs) != 1 or not g.is_a(runs[0], "prov:Activity"):
            yield "S13", node, "name the extraction run"
        sources = g.follow(node, "oa:hasTarget", "oa:hasSource")
        if len(sources) != 1 or not g.is_a(iri(sources[0]), "tp:SourceDocument"):
            yield "S13", node, "one source document"
        yield from _phrase(g, node)


def _confident(found: list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]) -> bool:
    """Say whether this is one decimal from 0 to 1."""
    return len(found) == 1 and datatype(found[0]) == "xsd:decimal" and 0 <= number(found[0]) <= 1


def _phrase(g: Described, node: str) -> Found:
    """Check the sentence's offsets and the phrase of an annotation."""
    starts, ends = g.follow(node, *SELECTOR, "oa:start"), g.follow(node, *SELECTOR, "oa:end")
    numbers = all(datatype(value) == "xsd:integer" for value in (*starts, *ends))
    if len(starts) != 1 or len(ends) != 1 or not numbers or not 0 <= number(starts[0]) < number(ends[0]):
        yield "S13", node, "the sentence has one start and one later end"
    exact = g.follow(node, *SELECTOR, "oa:refinedBy", "oa:exact")
    if len(exact) != 1 or len(literal(exact[0])) > 60:
        yield "S13", node, "one short exact phrase"


def supported(g: Described) -> Found:
    """S13: the body has what the passage supports, and a status, rate or time is stated."""
    for node in g.members.get("oa:Annotation", ()):
        supports = g.iris(node, "tp:supports")
        stated = g.values(node, "tp:statedValue")
        for body in g.iris(node, "oa:hasBody") if g.follow(node, "oa:hasTarget", "oa:hasSource") else ():
            has = {name: g.values(body, _short(name)) for name in supports}
            if not all(has.values()):
                yield "S13", node, "the body has no such property"
            if any(name in STATED and not set(values) & set(stated) for name, values in has.items()):
                yield "S13", node, "evidence for a status, rate or time carries its value"
            if not all(any(value in values for values in has.values()) for value in stated):
                yield "S13", node, "a stated value is a value of a supported property"


def _short(name: str) -> str:
    """Write a supported property with its prefix."""
    return "tp:" + name[len(TP) :] if name.startswith(TP) else "rdf:type" if name.endswith("#type") else name


def groundless(g: Described) -> Found:
    """S14: nothing without evidence."""
    for node in dict.fromkeys(node for name in NEED_EVIDENCE for node in g.members.get(name, ())):
        if not g.evidence.get(node):
            yield "S14", node, "no evidence"


def documents(g: Described) -> Found:
    """S15: documents say what they are and how their date is known; runs name document and software."""
    for node in g.members.get("tp:SourceDocument", ()):
        issued, basis = g.values(node, "dcterms:issued"), g.iris(node, "tp:dateBasis")
        if not g.values(node, "dcterms:title"):
            yield "S15", node, "a document has a title"
        if len(issued) > 1 or any(datatype(value) != "xsd:date" for value in issued):
            yield "S15", node, "at most one issue date"
        if len(basis) != 1 or basis[0] not in CONCEPTS["date-basis"]:
            yield "S15", node, "say where the date comes from"
        elif bool(issued) == (basis[0] == PREFIXES["basis"] + "unknown"):
            yield "S15", node, "a document without a date has basis unknown, and only such a one"
        hashes = g.values(node, "schema:sha256")
        if len(hashes) != 1 or not re.fullmatch("[0-9a-f]{64}", literal(hashes[0])):
            yield "S15", node, "one SHA-256"
        if not set(g.iris(node, "tp:kind")) & CONCEPTS["document-kind"]:
            yield "S15", node, "document kind"
    yield from _runs(g)


def _runs(g: Described) -> Found:
    """Check runs and software."""
    for node in g.members.get("prov:Activity", ()):
        for name, wanted in (("prov:used", "tp:SourceDocument"), ("prov:wasAssociatedWith", "prov:SoftwareAgent")):
            found = g.iris(node, name)
            if not found or not all(g.is_a(value, wanted) for value in found):
                yield "S15", node, f"a run has {name}, a {wanted}"
    for node in g.members.get("prov:SoftwareAgent", ()):
        if len(g.values(node, "schema:softwareVersion")) != 1:
            yield "S15", node, "extractor version"


def words(g: Described, text: str) -> Found:
    """E01 and E02: phrases stand in their sentences, quotes stand in the text."""
    for node in g.members.get("oa:Annotation", ()):
        starts, ends = g.follow(node, *SELECTOR, "oa:start"), g.follow(node, *SELECTOR, "oa:end")
        for start, end, exact in zip(starts, ends, g.follow(node, *SELECTOR, "oa:refinedBy", "oa:exact"), strict=False):
            if math.isnan(number(start)) or math.isnan(number(end)):
                continue  # S13 tells it
            low, high = int(number(start)), int(number(end))
            if high > len(text) or literal(exact) not in text[low:high]:
                yield "E01", node, f"the phrase {literal(exact)!r} does not stand in its sentence"
            elif not _placed(g, node, literal(exact), text):
                yield "E01", node, f"the phrase {literal(exact)!r} does not stand at the offsets of its passage"
    for node in g.members.get("tp:Statement", ()):
        for quote in g.values(node, "tp:quote"):
            if literal(quote) not in text:
                yield "E02", node, f"the quote {literal(quote)!r} does not stand in the text"


def _placed(g: Described, node: str, exact: str, text: str) -> bool:
    """Say whether the phrase stands at the offsets that end the passage's IRI."""
    for target in g.iris(node, "oa:hasTarget"):
        found = re.search(r"_(\d+)-(\d+)$", target)
        if found and text[int(found[1]) : int(found[2])] != exact:
            return False
    return True


EVIDENCE_CHECKS = (passages, supported, groundless, documents)
