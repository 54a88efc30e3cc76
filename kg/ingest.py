"""Documents into the store: read, extract, keep, commit; each on its own, so that a bad one stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from kg import archive, base
from kg.archive import Archive, Original
from kg.changes import Changes
from kg.checks import Problem
from kg.documents import read_file, remark_of
from kg.errors import DocumentError, KgError, StoreError
from kg.extraction import Extract, Extracted
from kg.inputs import Input, collect
from kg.languages import is_english, language_name
from kg.model import Document
from kg.store import Store

CHUNK = 16  # documents parsed together, or given to the workers at once
Progress = Callable[[int, int, str], None]  # done, of how many, which


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be taken in, and why; or what is to be known of one that was."""

    subject: str
    reason: str


@dataclass(slots=True)
class Report:
    """What became of the documents of one call; ids by what happened to them."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)  # document, and what breaks a shape in it
    remarks: list[Failure] = field(default_factory=list)  # what was told of documents that went in
    facts_gained: int = 0
    facts_lost: int = 0

    @property
    def ok(self) -> bool:
        """Say whether every document went in."""
        return not self.failed

    def __str__(self) -> str:
        counts = {name: len(getattr(self, name)) for name in ("added", "replaced", "unchanged", "failed")}
        told = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "no documents"
        checked = f"; {len(self.problems)} against the shapes (see validate)" if self.problems else ""
        return f"{told}; {self.facts_gained} facts gained, {self.facts_lost} lost{checked}"


@dataclass(frozen=True, slots=True)
class Source:
    """A document with the file it came from, if any, and what was told when it was read."""

    document: Document
    original: Path | Original | None = None
    remark: str = ""

    @property
    def name(self) -> str:
        """Give what a person knows it by."""
        return str(self.original) if isinstance(self.original, Path) else self.document.title


class Intake:
    """Takes documents into one store."""

    def __init__(
        self,
        store: Store,
        kept: Archive,
        stored: Callable[[], dict[str, dict[str, Any]]],
        *,
        extract: Extract,
        any_language: bool = False,
    ) -> None:
        self.store, self.kept, self._stored = store, kept, stored
        self.extract, self.any_language = extract, any_language
        self.report = Report()
        self.made_with = ""

    def take(self, sources: Iterable[Source], *, total: int, force: bool, progress: Progress | None) -> Report:
        """Take in all of them and report."""
        self.made_with = f"{base.program_hash()} {base.content_hash()}"
        stored = {} if force else self._stored()
        stream = iter(sources)
        while chunk := list(islice(stream, CHUNK)):
            fresh = [source for source in chunk if stored.get(source.document.id) != self._meta(source.document)]
            known = {source.document.id for source in fresh}
            self.report.unchanged += [s.document.id for s in chunk if s.document.id not in known]
            results = self.extract([source.document for source in fresh])
            for source, found in zip(fresh, results, strict=True):
                self._take(source, found)
                if progress and self._done() < total:
                    progress(self._done(), total, source.document.title)
        if progress:
            progress(total, total, "")
        return self.report

    def _done(self) -> int:
        return sum(
            len(part) for part in (self.report.added, self.report.replaced, self.report.unchanged, self.report.failed)
        )

    def _meta(self, document: Document) -> dict[str, Any]:
        return {**archive.metadata(document), "made_with": self.made_with}

    def _take(self, source: Source, found: Extracted | DocumentError) -> None:
        if isinstance(found, DocumentError):
            self.fail(source.name, found.message)
            return
        self.report.problems += [(source.document.id, problem) for problem in found.problems]
        if source.remark:
            self.report.remarks.append(Failure(source.name, source.remark))
        self._keep(source)
        change = replace(found.change, meta=self._meta(source.document))
        outcome = self.store.commit(Changes(documents=(change,)))
        self.report.added += outcome.added
        self.report.replaced += outcome.replaced
        self.report.unchanged += outcome.unchanged
        self.report.facts_gained += outcome.facts_gained
        self.report.facts_lost += outcome.facts_lost

    def _keep(self, source: Source) -> None:
        try:
            self.kept.keep(source.document, source.original)
        except OSError as error:
            told = f"the text of {source.name} cannot be kept in {self.kept.place}: {error.strerror}"
            raise StoreError(told, subject=str(self.kept.place)) from error

    def fail(self, subject: str, reason: str) -> None:
        """Note a document that cannot be taken in."""
        self.report.failed.append(Failure(subject, reason))

    def files(self, inputs: Sequence[Input], published: date | None) -> Iterator[Source]:
        """Read files one after another, noting those that cannot be read."""
        for item in inputs:
            try:
                document = read_file(item.path, row=item.row, published=published)
                yield self._source(document, item.path, remark_of(document, item.row.note if item.row else None))
            except KgError as error:
                self.fail(str(item.path), error.message)

    def texts(self, documents: Iterable[Document], originals: Mapping[str, Original]) -> Iterator[Source]:
        """Take documents that are in memory, noting those that are not to be read; `originals` by their id."""
        for document in documents:
            try:
                yield self._source(document, originals.get(document.id))
            except KgError as error:
                self.fail(document.title, error.message)

    def _source(self, document: Document, original: Path | Original | None = None, remark: str = "") -> Source:
        if not self.any_language:
            refuse_foreign(document)
        return Source(document, original, remark)

    def stored_texts(self, ids: Iterable[str]) -> Iterator[Source]:
        """Read the stored documents again."""
        for document in ids:
            try:
                yield Source(self.kept.read(document))
            except KgError as error:
                self.fail(document, error.message)


def refuse_foreign(document: Document) -> None:
    """Raise where a text is said to be in another language than English, or nothing is said and it looks so."""
    if not is_english(document.language):
        told = f"in {language_name(document.language)}, not English; skipped (--any-language reads it all the same)"
        raise DocumentError(told, subject=document.id)


def gather(paths: Sequence[str | Path], manifest: str | Path | None, published: date | None) -> list[Input]:
    """Turn paths, folders and a manifest into single inputs."""
    return list(collect(paths, manifest=manifest, published=published).inputs)
