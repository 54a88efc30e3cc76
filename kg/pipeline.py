"""The one place that knows the order of the stages: document, paragraphs, parse, reading, facts, triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from kg.datelines import after_dateline
from kg.discourse import Referents
from kg.extractors import EXTRACTORS
from kg.languages import foreign_paragraphs, is_english
from kg.merging import merge
from kg.model import Document, Fact, Span
from kg.nlp import BATCH, parse
from kg.plausible import plausible
from kg.reading import Reading, read
from kg.registry import Registry, default_registry
from kg.text import Paragraph, paragraphs
from kg.triples import DocumentGraphs, to_graphs

EXTRACTOR = "rules-1"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What reading one document gave: its analysis and its facts."""

    reading: Reading
    facts: tuple[Fact, ...]


def analyse(documents: Iterable[Document], *, registry: Registry | None = None) -> Iterator[Extraction]:
    """Read documents in order, a batch of paragraphs at a time, and give each with its facts."""
    registry = registry or default_registry()
    stream = iter(documents)
    while batch := list(islice(stream, BATCH)):
        cut = [readable(d) for d in batch]
        docs = parse(p.span.of(d.text) for d, ps in zip(batch, cut, strict=True) for p in ps)
        for document, kept in zip(batch, cut, strict=True):
            reading = read(document, registry, kept, list(islice(docs, len(kept))))
            yield Extraction(reading, facts_of(reading))


def readable(document: Document) -> list[Paragraph]:
    """Give the paragraphs worth reading, without the datelines that would pass for places and times of events."""
    found = [paragraph for paragraph in paragraphs(document.text) if paragraph.kind != "boilerplate"]
    words = [paragraph.span.of(document.text) for paragraph in found]
    foreign = set(foreign_paragraphs(words)) if is_english(document.language) else set()
    kept = []
    for number, paragraph in enumerate(found):
        start = paragraph.span.start + after_dateline(words[number])
        if number not in foreign:
            kept.append(
                replace(paragraph, span=Span(start, paragraph.span.end)) if start < paragraph.span.end else paragraph
            )
    return kept


def facts_of(reading: Reading) -> tuple[Fact, ...]:
    """Run every extractor over a reading, each seeing the facts of those before it, and merge what is told twice."""
    refer = Referents(reading)
    facts: list[Fact] = []
    for extractor in EXTRACTORS:
        facts += extractor.extract(reading, refer, tuple(facts))
    return plausible(reading, merge(facts))


def extract(documents: Iterable[Document], *, registry: Registry | None = None) -> Iterator[DocumentGraphs]:
    """Turn documents into graphs, one after another."""
    registry = registry or default_registry()
    for extraction in analyse(documents, registry=registry):
        yield to_graphs(extraction.reading.document, extraction.facts, EXTRACTOR, registry)
