"""Writes the words a fact rests on: annotations, passages, and the document they stand in."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.model import Evidence, Fact, TimeSpan
from kg.sheets import DATE, DECIMAL, INTEGER, TYPE, Sheet, node, text, tp
from ontology.terms import TP

STATED = ("status", "rate", "when", "starts", "ends")  # what an annotation repeats, since Turtle loses graph names


class CitedSheet(Sheet):
    """A sheet that can cite the text."""

    def cite(self, iri: ox.NamedNode, fact: Fact, *, iri_when: TimeSpan | None = None) -> None:
        """Write the annotations of a node; a property the node lacks is not claimed to be supported."""
        stated: dict[str, list[ox.NamedNode | ox.Literal]] = {}
        present = dict.fromkeys(q.predicate.value for q in self.said[iri])
        for quad in self.said[iri]:
            name = quad.predicate.value.removeprefix(TP)
            if name in STATED and isinstance(quad.object, ox.NamedNode | ox.Literal):
                stated.setdefault(name, []).append(quad.object)
        for evidence in dict.fromkeys(fact.evidence):
            supports = (
                [s for s in evidence.supports if TP + s in present]
                or [p.removeprefix(TP) for p in present if p.startswith(TP)][:1]
                or ["type"]
            )
            self._annotate(iri, evidence, supports, stated, iri_when)

    def _annotate(
        self,
        iri: ox.NamedNode,
        evidence: Evidence,
        supports: Iterable[str],
        stated: dict[str, list[ox.NamedNode | ox.Literal]],
        when: TimeSpan | None,
    ) -> None:
        self.notes += 1
        note = node("ev", f"{self.document.id}_{self.extractor}_{self.notes:03d}")
        for prop, value in (
            (TYPE, node("oa", "Annotation")),
            (node("oa", "hasBody"), iri),
            (tp("confidence"), ox.Literal(f"{evidence.confidence:.2f}", datatype=DECIMAL)),
            (node("prov", "wasGeneratedBy"), self.run),
            (node("oa", "hasTarget"), self._passage(evidence)),
            (tp("pattern"), ox.Literal(evidence.pattern)),
        ):
            self.note(note, prop, value)
        for name in supports:
            self.note(note, tp("supports"), TYPE if name == "type" else tp(name))
            for value in stated.get(name, ()):
                self.note(note, tp("statedValue"), value)
        words = evidence.time_expression or (when.expression if when is not None and "when" in supports else None)
        if words:
            self.note(note, tp("timeExpression"), ox.Literal(words))

    def _passage(self, evidence: Evidence) -> ox.NamedNode:
        phrase, sentence = evidence.phrase, evidence.sentence
        name = f"{self.document.id}_{phrase.start}-{phrase.end}"
        passage, where, quote = (node("passage", name + end) for end in ("", "_s", "_q"))
        for subject, prop, value in (
            (passage, TYPE, node("oa", "SpecificResource")),
            (passage, node("oa", "hasSource"), self.doc),
            (passage, node("oa", "hasSelector"), where),
            (where, TYPE, node("oa", "TextPositionSelector")),
            (where, node("oa", "start"), ox.Literal(str(sentence.start), datatype=INTEGER)),
            (where, node("oa", "end"), ox.Literal(str(sentence.end), datatype=INTEGER)),
            (where, node("oa", "refinedBy"), quote),
            (quote, TYPE, node("oa", "TextQuoteSelector")),
            (quote, node("oa", "exact"), ox.Literal(phrase.of(self.document.text))),
        ):
            self.note(subject, prop, value)
        return passage

    def describe_document(self) -> None:
        """Note what is known of the document, and the run that read it."""
        document, software = self.document, node("soft", self.extractor)
        rows: list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]] = [
            (self.doc, TYPE, tp("SourceDocument")),
            (self.doc, node("dcterms", "title"), text(document.title)),
            (self.doc, tp("kind"), node("kind", document.kind)),
            (self.doc, tp("dateBasis"), node("basis", document.published_basis if document.published else "unknown")),
            (self.doc, node("schema", "sha256"), ox.Literal(document.sha256)),
            (self.doc, node("dcterms", "language"), ox.Literal(document.language)),
            (self.run, TYPE, node("prov", "Activity")),
            (self.run, node("prov", "used"), self.doc),
            (self.run, node("prov", "wasAssociatedWith"), software),
            (software, TYPE, node("prov", "SoftwareAgent")),
            (software, node("schema", "softwareVersion"), ox.Literal(self.extractor.rsplit("-", 1)[-1])),
        ]
        if document.published:
            rows.append(
                (self.doc, node("dcterms", "issued"), ox.Literal(document.published.isoformat(), datatype=DATE))
            )
        if document.url:
            rows.append((self.doc, node("dcterms", "source"), ox.Literal(document.url)))
        for name, value in (("publisher", document.publisher), ("license", document.licence)):
            if value:
                rows.append((self.doc, node("dcterms", name), ox.Literal(value)))
        if document.note:
            rows.append((self.doc, node("skos", "note"), text(document.note)))
        for row in rows:
            self.note(*row)
