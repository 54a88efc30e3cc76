"""Documents into the store: read, extract, keep, commit; each on its own, so that a bad one stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import archive, base
from kg.archive import Archive
from kg.changes import Changes, DocumentChange
from kg.checks import Problem, check
from kg.documents import collect, read_file
from kg.errors import KgError
from kg.model import Document
from kg.store import Store

if TYPE_CHECKING:
    from kg.triples import DocumentGraphs

CHUNK = 16  # documents parsed together
Progress = Callable[[int, int, str], None]  # done, of how many, which


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be taken in, and why."""

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
    """A document with the file it came from, if any."""

    document: Document
    original: Path | None = None


class Intake:
    """Takes documents into one store."""

    def __init__(self, store: Store, kept: Archive, stored: Callable[[], dict[str, dict[str, Any]]]) -> None:
        self.store, self.kept, self._stored = store, kept, stored
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
            for source, graphs in self._extract(fresh):
                self._commit(source, graphs)
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

    def _extract(self, sources: list[Source]) -> Iterator[tuple[Source, DocumentGraphs]]:
        """Extract a chunk; where that fails, each document alone, so that only the bad one is lost."""
        if not sources:
            return
        from kg.pipeline import extract  # the language model takes seconds to load, and may not be needed

        try:
            yield from zip(sources, list(extract([source.document for source in sources])), strict=True)
        except Exception as error:  # noqa: BLE001 - whatever one text does to the extractor, the others go in
            if len(sources) == 1:
                reason = error.message if isinstance(error, KgError) else f"it cannot be extracted ({error!r})"
                self.fail(sources[0].document.title, reason)
                return
            for source in sources:
                yield from self._extract([source])

    def _commit(self, source: Source, graphs: DocumentGraphs) -> None:
        quads: list[ox.Quad | ox.Triple] = [*graphs.facts, *graphs.evidence, *graphs.things]
        self.report.problems += [(source.document.id, p) for p in check(quads, source.document.text)]
        self.kept.keep(source.document, source.original)
        outcome = self.store.commit(Changes(documents=(change_of(graphs, self._meta(source.document)),)))
        self.report.added += outcome.added
        self.report.replaced += outcome.replaced
        self.report.unchanged += outcome.unchanged
        self.report.facts_gained += outcome.facts_gained
        self.report.facts_lost += outcome.facts_lost

    def fail(self, subject: str, reason: str) -> None:
        """Note a document that cannot be taken in."""
        self.report.failed.append(Failure(subject, reason))

    def files(self, inputs: Sequence[Any], published: date | None) -> Iterator[Source]:
        """Read files one after another, noting those that cannot be read."""
        for item in inputs:
            try:
                yield Source(read_file(item.path, row=item.row, published=published), item.path)
            except KgError as error:
                self.fail(str(item.path), error.message)

    def stored_texts(self, ids: Iterable[str]) -> Iterator[Source]:
        """Read the stored documents again."""
        for document in ids:
            try:
                yield Source(self.kept.read(document))
            except KgError as error:
                self.fail(document, error.message)


def change_of(graphs: DocumentGraphs, meta: dict[str, Any] | None = None) -> DocumentChange:
    """Give what the writer needs of a document's graphs."""
    return DocumentChange(
        id=graphs.document.id,
        extractor=graphs.extractor,
        facts=tuple(quad.triple for quad in graphs.facts),
        evidence=tuple(quad.triple for quad in graphs.evidence),
        things=graphs.things,
        meta=meta or {},
    )


def gather(paths: Sequence[str | Path], manifest: str | Path | None, published: date | None) -> list[Any]:
    """Turn paths, folders and a manifest into single inputs."""
    return list(collect(paths, manifest=manifest, published=published).inputs)
