"""The graph as Python sees it: `kg.open("data")` gives one of these."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, TypeVar

from kg import folder
from kg import graph_names as names
from kg.archive import Archive, Original
from kg.changes import Changes
from kg.errors import NotFound, UsageError
from kg.extraction import Extract
from kg.fulltext import Found
from kg.ingest import Intake, Progress, Report, gather
from kg.keeping import Kept
from kg.results import Result, read_result
from kg.spool import Stream
from kg.store import DEADLINE, LocalStore, Store
from kg.workers import Workers
from kg.writing import UPDATE_DEADLINE, Writing, Written

if TYPE_CHECKING:
    import rdflib

    from kg.checks import Problem
    from kg.model import Document
    from kg.questions import Answer
    from kg.views import ViewResult

_LEDGER = f"""SELECT ?document ?graph ?facts ?quads ?meta {{ GRAPH <{names.LEDGER}> {{
  ?document <https://w3id.org/tradekg/ledger#meta> ?meta ; <https://w3id.org/tradekg/ledger#graph> ?graph ;
    <https://w3id.org/tradekg/ledger#facts> ?facts ; <https://w3id.org/tradekg/ledger#quads> ?quads }} }}
ORDER BY ?document"""

MOST_WORKERS = 64
VIEW_DEADLINE = 60.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A stored document in a list."""

    id: str
    title: str
    published: date | None
    published_basis: str
    publisher: str | None
    url: str | None
    licence: str | None
    kind: str
    language: str
    note: str | None
    graph: str  # IRI of its fact graph
    facts: int  # nodes of the fact graph
    quads: int  # triples of facts and evidence
    example: bool  # written for this project, and said to be


class Graph:
    """A store with all that one wants to do with it. Safe to share between threads."""

    def __init__(
        self,
        store: str | Path = "data",
        *,
        readers: int | None = None,
        update_url: str | None = None,
        graph_store_url: str | None = None,
        documents: str | Path | None = None,
        bare: bool = False,
    ) -> None:
        self.store: Store
        self.archive: Archive | None
        if "://" in str(store):
            from kg.endpoint import Endpoint
            from kg.remote import RemoteStore

            place = Path(documents) if documents else None
            endpoint = Endpoint(str(store), update_url, graph_store_url)
            self.store, self.archive = RemoteStore(endpoint, documents=place), Archive(place) if place else None
        elif update_url or graph_store_url or documents:
            raise UsageError(f"{store} is a folder: other addresses and --documents go with an endpoint's address")
        else:
            local = LocalStore(store, readers=readers, bare=bare)
            self.store, self.archive = local, Archive(local.place / folder.DOCUMENTS)
        self._workers = Workers()
        self._kept_views = Kept()

    def _kept(self) -> Archive:
        if self.archive is None:
            raise UsageError("an endpoint keeps no texts: name a folder for them with --documents")
        return self.archive

    def query(self, sparql: str, *, deadline: float = DEADLINE) -> Result:
        """Run a query; the standard prefixes need not be declared."""
        return read_result(self.store.read(sparql, deadline=deadline, prefixes=True))

    def read(
        self,
        sparql: str,
        *,
        format: str | None = "json",
        deadline: float = DEADLINE,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        prefixes: bool = False,
    ) -> bytes:
        """Run a query as it stands and give its result serialised: json xml csv tsv, or ttl nt jsonld rdfxml."""
        return self.store.read(
            sparql,
            format=format,
            deadline=deadline,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            prefixes=prefixes,
        ).data

    def stream(
        self,
        sparql: str,
        *,
        format: str,
        deadline: float = DEADLINE,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        base: str = "",
    ) -> Stream:
        """Run a query as it stands; its result is complete, and read in parts."""
        return self.store.stream(
            sparql,
            format=format,
            deadline=deadline,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            base=base,
        )

    def dump(self, graph: str | None, format: str) -> Stream:
        """Give a graph as it lies in the store: the default graph for the empty name, all of them for None."""
        return self._local("reading graphs whole").dump(graph, format)

    def update(
        self,
        sparql: str,
        *,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        base: str = "",
        force: bool = False,
        deadline: float = UPDATE_DEADLINE,
    ) -> None:
        """Run a SPARQL update: all of it is made, or nothing. With `force` documents' own graphs may be changed."""
        options: dict[str, Any] = {"using": using, "using_named": using_named, "base": base}
        self._writing().update(sparql, force=force, deadline=deadline, **options)

    def put(
        self,
        graph: str | None,
        bodies: Sequence[tuple[bytes, str]],
        *,
        replace: bool = False,
        base: str = "",
        force: bool = False,
    ) -> Written:
        """Put RDF, each body with its format, into a graph: beside what is there or in its place.

        The empty name is the default graph, None the whole dataset.
        """
        return self._writing().put(graph, bodies, replace=replace, base=base, force=force)

    def drop(self, graph: str | None, *, force: bool = False) -> None:
        """Remove a graph; in a plain store the empty name empties the default graph, and None all graphs."""
        self._writing().drop(graph, force=force)

    def _writing(self) -> Writing:
        return Writing(self._local("writing by SPARQL"))

    def _local(self, what: str) -> LocalStore:
        if not isinstance(self.store, LocalStore):
            raise UsageError(f"{what} goes to the endpoint itself, not through here")
        return self.store

    def ingest(
        self,
        paths: str | Path | Sequence[str | Path] | None = None,
        *,
        manifest: str | Path | None = None,
        published: date | None = None,
        again: bool = False,
        workers: int = 1,
        any_language: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Take in files and folders; `again` reads the stored texts anew instead."""
        with self._reading(workers) as extract:
            intake = Intake(self.store, self._kept(), self._stored, extract=extract, any_language=any_language)
            if again:
                ids = [row.id for row in self.documents()]
                return intake.take(intake.stored_texts(ids), total=len(ids), force=True, progress=progress)
            wanted = [paths] if isinstance(paths, (str, Path)) else list(paths or ())
            inputs = gather(wanted, manifest, published)
            return intake.take(intake.files(inputs, published), total=len(inputs), force=False, progress=progress)

    def add(
        self,
        documents: Sequence[Document],
        *,
        any_language: bool = False,
        originals: Mapping[str, Original] | None = None,
    ) -> Report:
        """Take in documents that are in memory, and keep the `originals` they were made of, by their ids."""
        intake = Intake(
            self.store, self._kept(), self._stored, extract=self._workers.extract, any_language=any_language
        )
        return intake.take(intake.texts(documents, originals or {}), total=len(documents), force=False, progress=None)

    @contextmanager
    def _reading(self, workers: int) -> Iterator[Extract]:
        """Extract in so many processes; a single one is kept warm for the next call."""
        if not 1 <= workers <= MOST_WORKERS:
            raise UsageError(f"{workers} workers cannot be had; ask for 1 to {MOST_WORKERS}")
        if workers == 1:
            yield self._workers.extract
            return
        with closing(Workers(workers)) as pool:
            yield pool.extract

    def _stored(self) -> dict[str, dict[str, Any]]:
        return {_id(row["document"]): json.loads(_value(row["meta"])) for row in self.query(_LEDGER)}

    def documents(self) -> list[DocumentRow]:
        """Give the stored documents, the newest first."""
        rows = [_document(row) for row in self.query(_LEDGER)]
        return sorted(rows, key=lambda row: (row.published or date.min, row.title, row.id), reverse=True)

    def text(self, document: str) -> str | None:
        """Give the text of a stored document."""
        return self.archive.text(document) if self.archive else None

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents with all that only they say; an unknown id removes none of them."""
        wanted = list(ids)
        unknown = sorted(set(wanted) - {row.id for row in self.documents()})
        if unknown:
            raise NotFound(
                f"no document is called {', '.join(unknown)}; see `documents` for the ids", subject=unknown[0]
            )
        self.store.commit(Changes(deleted=tuple(wanted)))
        for document in wanted if self.archive else ():
            self._kept().remove(document)

    def export(
        self,
        target: str | Path | BinaryIO,
        format: str | None = None,
        graph: str | None = None,
        *,
        as_of: date | None = None,
    ) -> None:
        """Write the graph to a file or stream: ttl (default), trig, nt, nq, jsonld, rdfxml.

        With `as_of`, as it was known from the documents published up to that day.
        """
        from kg.export_files import export_to

        if self.store.words is None:
            raise UsageError("a plain store (--bare) is taken away by its graphs")
        export_to(self.store, target, format, graph, as_of=as_of)

    def search(self, words: str, *, limit: int = 50) -> list[Found]:
        """Find things by the beginnings of words in their names or quotes, the most used first."""
        if self.store.words is None:
            raise UsageError("a plain store (--bare) keeps no index of words")
        return self.store.words.search(words, limit=limit, begun=True)

    def view(self, name: str, **filters: Any) -> Any:  # a networkx graph, which has no types of its own
        """Give a relationship view as a networkx graph of the caller's own."""
        return self.view_result(name, filters).graph.copy()

    def view_result(self, name: str, filters: Mapping[str, Any], *, query: str = "") -> ViewResult:
        """Give a relationship view with its query, its answer in words and its counts.

        It is kept until the next commit, so it is not to be changed; `query` is the view's own as the caller edited it.
        """
        from kg import views

        version = self.version()
        names = self._kept_views.get(version, "names", lambda: views.Names(self._select))
        asked = views.parse_filters(name, filters, names)
        return self._kept_views.get(
            version,
            (name, asked, query),
            lambda: views.run(name, self._select, asked, query=query),
            lambda result: result.counts["edges"],
        )

    def _select(self, sparql: str) -> Result:
        """Run a query of a view; a whole view of a large store takes longer than a guest's query may, and is kept."""
        run = partial(self.query, sparql, deadline=VIEW_DEADLINE)
        # Views that differ in their days alone count the same facts beside them.
        return self.keep(("query", sparql), run) if "(COUNT(" in sparql else run()

    def keep(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int] = lambda _: 1) -> T:
        """Give what was worked out for the present state under this key, worked out now if need be."""
        return self._kept_views.get(self.version(), key, make, size)

    def view_file(self, name: str, filters: Mapping[str, Any], format: str, theme: str = "") -> str | bytes:
        """Write a relationship view in one of its formats; kept like the view."""
        from kg.views.formats import write

        result = self.view_result(name, filters)
        key = ("file", name, result.filters, format, theme)
        make = lambda: write(result, format, theme)  # noqa: E731 - what is written only where nothing is kept
        return self._kept_views.get(self.version(), key, make, lambda made: len(made) >> 10)

    def ask(self, question: str, view: str = "", **given: Any) -> Answer:
        """Ask a question over a view: `graph.ask("central", "meetings", sector="steel")`."""
        return self.answer(question, view, given)

    def answer(self, question: str, view: str, given: Mapping[str, Any]) -> Answer:
        """Give the answer to a question with filters and options as an address has them; kept until the next commit."""
        from kg import questions

        asked = questions.find_question(question)
        key = ("answer", question, view, *sorted((name, str(value)) for name, value in given.items()))
        make = (lambda: self._paths(given)) if question == "paths" else (lambda: self._asked(asked, view, given))
        return self._kept_views.get(self.version(), key, make)

    def _asked(self, question: Any, view: str, given: Mapping[str, Any]) -> Answer:
        from kg.questions import split

        filters, options = split(question, given)
        name = view or question.VIEW
        answer: Answer = question.ask(lambda changed: self.view_result(name, {**filters, **changed}), options)
        return answer

    def _paths(self, given: Mapping[str, Any]) -> Answer:
        from kg import views
        from kg.questions import paths

        version = self.version()
        ends, filters = paths.parse(given, self._kept_views.get(version, "names", lambda: views.Names(self._select)))
        through = next((end.iri for end in (ends.one, ends.other) if "/sector/" in end.iri), "")
        walk = self._kept_views.get(
            version, ("walk", filters, through), lambda: paths.walkable(self._select, filters, ends), len
        )
        return paths.tell(self._select, walk, paths.find(walk, ends), ends, filters)

    def rdflib(self) -> rdflib.Dataset:
        """Give the present state as an rdflib Dataset, read from the store as it is walked; it cannot be written to."""
        from kg.rdflib_store import dataset

        return dataset(self.store)

    def validate(self) -> list[Problem]:
        """Check every document against the shapes and its evidence against its text."""
        from kg.validate import validate_store

        return validate_store(self.store, self.text)

    def version(self) -> str:
        """Name the state: it changes with each commit."""
        return self.store.version()

    def close(self) -> None:
        """Let go of the store."""
        self._workers.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _value(term: Any) -> str:
    return str(term.value)


def _id(term: Any) -> str:
    return _value(term).removeprefix(names.document_iri(""))


def _document(row: Mapping[str, Any]) -> DocumentRow:
    meta = json.loads(_value(row["meta"]))
    return DocumentRow(
        id=_id(row["document"]),
        title=str(meta.get("title") or _id(row["document"])),
        published=date.fromisoformat(meta["published"]) if meta.get("published") else None,
        published_basis=str(meta.get("published_basis") or "unknown"),
        publisher=meta.get("publisher"),
        url=meta.get("url"),
        licence=meta.get("licence"),
        kind=str(meta.get("kind") or "news-article"),
        language=str(meta.get("language") or "en"),
        note=meta.get("note"),
        graph=_value(row["graph"]),
        facts=int(_value(row["facts"])),
        quads=int(_value(row["quads"])),
        example=str(meta.get("note") or "").lower().startswith("example text"),
    )
