"""A remote SPARQL 1.1 endpoint as a store: `commit` is one update, `read` one query, `snapshot` a copy.

What a commit changes is worked out here, by the same rules as in a local store, from what the endpoint tells of the
nodes at hand. An endpoint knows no lock: one program at a time writes to it (those that share a folder of documents
on one machine wait for each other).
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from kg import base, commits, complaints, export, fulltext_queries, queries, reader, result_turtle
from kg import graph_names as names
from kg.changes import Changes, Outcome
from kg.endpoint import ROWS, TRIPLES, Endpoint, RefusedError
from kg.errors import QueryRejected, QueryTimeout, StoreError, UsageError
from kg.flow import MAX_RESULT, Flow
from kg.fulltext import FullText
from kg.merge import DEFAULT, is_merged
from kg.remote_quads import RemoteQuads
from kg.spool import Spool, Stream
from kg.store import DEADLINE, EXPORT_DEADLINE, Answer

_LINE = re.compile(r"(error at |line )(\d+)", re.IGNORECASE)
LOCK = ".writing"
ATTEMPTS = 3  # at a copy that no commit falls into


class RemoteStore:
    """The three doors on an endpoint."""

    def __init__(self, endpoint: Endpoint, *, documents: Path | None = None) -> None:
        self.endpoint, self.documents = endpoint, documents
        self.words = FullText(self, documents)
        self._lock = threading.Lock()
        self._copies: dict[str, Path] = {}
        self._used: Counter[str] = Counter()
        self.version()  # so that what is wrong with the address shows now

    def commit(self, changes: Changes) -> Outcome:
        """Make a change in one update."""
        with self._lock, self._only_writer():
            quads = RemoteQuads(self.endpoint)
            wanted = base.content_hash()
            if commits.base_hash(quads) != wanted:
                graphs = base.base_graphs()
                quads.know(_subjects(graphs.values()))
                commits.apply(quads, Changes(graphs=graphs), base=wanted)
            documents = changes.documents
            parts = [part for d in documents for part in (d.facts, d.evidence, d.things)]
            quads.know(_subjects([*parts, *changes.graphs.values()]))
            return commits.apply(quads, changes)

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        if self.documents is None:
            yield
            return
        self.documents.mkdir(parents=True, exist_ok=True)
        with (self.documents / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def version(self) -> str:
        """Give the number of the last commit, from the ledger at the endpoint."""
        number = commits.version(RemoteQuads(self.endpoint))
        return f"{hashlib.sha256(self.endpoint.url.encode()).hexdigest()[:8]}-{number}"

    def read(
        self,
        query: str,
        *,
        format: str | None = None,
        deadline: float = DEADLINE,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        prefixes: bool = False,
    ) -> Answer:
        """Run a query at the endpoint."""
        found = queries.scan(query)
        if found.services or found.silent_services:
            queries.refuse_service()
        if not found.form:
            raise complaints.rejected(query, "it has no SELECT, ASK, CONSTRUCT or DESCRIBE")
        kind = {"SELECT": "select", "ASK": "ask"}.get(found.form, "graph")
        _refuse_format(kind, format)
        given = queries.missing_prefixes(found) if prefixes else {}
        if fulltext_queries.asks(query):
            query = fulltext_queries.rewrite(query, self.words.iris)
        graphs = [("default-graph-uri", graph) for graph in default_graphs or ()]
        graphs += [("named-graph-uri", graph) for graph in named_graphs or ()]
        head = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in given.items()) + "\n"
        try:
            accept = TRIPLES if kind == "graph" else ROWS
            data, media_type = self.endpoint.query(head + query, accept, deadline=deadline, graphs=graphs)
        except RefusedError as error:
            raise _rejected(query, error.message, given) from error
        if len(data) > MAX_RESULT:
            raise QueryTimeout(f"the result is larger than {MAX_RESULT:,} bytes; ask for fewer rows")
        if kind == "graph":
            return _graph_answer(self.endpoint.triples(data, media_type), format or "nt")
        return _table_answer(kind, data, format or "json", self.endpoint.url)

    def stream(self, query: str, *, base: str = "", **options: Any) -> Stream:
        """Run a query at the endpoint, which resolves relative IRIs by itself; its result is held whole either way."""
        answer = self.read(query, **options)
        body = Spool()
        body.write(answer.data)
        return Stream(answer.kind, answer.format, body)

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """Copy our graphs into a temporary folder, once a version, and hold it."""
        with self._lock:
            version = self._copy()
            path = self._copies[version]
            self._used[version] += 1
        try:
            yield path
        finally:
            with self._lock:
                self._used[version] -= 1

    def _copy(self) -> str:
        for _ in range(ATTEMPTS):
            version = self.version()
            if version in self._copies:
                return version
            path = Path(tempfile.mkdtemp(prefix="tradekg-"))
            try:
                self._fill(path)
            except BaseException:
                shutil.rmtree(path)
                raise
            if self.version() == version:
                self._sweep()
                self._copies[version] = path
                return version
            shutil.rmtree(path)
        raise StoreError(f"{self.endpoint.url} changes faster than it can be copied; try again later")

    def _fill(self, path: Path) -> None:
        query = f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{names.GRAPHS}")) }}'
        rows = self.endpoint.rows(query, deadline=EXPORT_DEADLINE)
        copy = ox.Store(str(path))
        copy.bulk_extend(self._quads(sorted(str(getattr(row["g"], "value", "")) for row in rows)))
        copy.flush()

    def _quads(self, graphs: Sequence[str]) -> Iterator[ox.Quad]:
        """Read these graphs, and give their merge in the default graph too."""
        for name in graphs:
            for t in self.endpoint.graph(name, deadline=EXPORT_DEADLINE):
                yield ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(name))
                if is_merged(name):
                    yield ox.Quad(t.subject, t.predicate, t.object, DEFAULT)

    def _sweep(self) -> None:
        for version in [version for version in self._copies if not self._used[version]]:
            shutil.rmtree(self._copies.pop(version), ignore_errors=True)

    def export(self, out: IO[bytes], format: str, graph: str | None = None, *, as_of: date | None = None) -> None:
        """Write an export, made of a copy."""
        with self.snapshot() as path:
            export.write(ox.Store.read_only(str(path)), out, format, graph=graph, as_of=as_of)

    def close(self) -> None:
        """Remove the copies."""
        self.words.close()
        with self._lock:
            self._used.clear()
            self._sweep()


def _subjects(parts: Iterable[Sequence[ox.Triple]]) -> set[ox.NamedNode]:
    return {t.subject for triples in parts for t in triples if isinstance(t.subject, ox.NamedNode)}


def _refuse_format(kind: str, format: str | None) -> None:
    known: dict[str, Any] = reader.GRAPHS if kind == "graph" else reader.RESULTS
    if format is not None and format not in known:
        raise UsageError(f"{kind} results come as {', '.join(known)}, not {format}", subject=format)


def _rejected(query: str, message: str, given: dict[str, str]) -> QueryRejected:
    """Tell the endpoint's complaint, its lines counted without the one of prefixes that stands before the query."""
    told = _LINE.sub(lambda found: f"{found[1]}{max(1, int(found[2]) - 1)}", message)
    return complaints.rejected(query, told, given)


def _graph_answer(triples: list[ox.Triple], format: str) -> Answer:
    if format == "ttl":
        flow = Flow(lambda *_: None, {}, frame=MAX_RESULT)
        result_turtle.write(triples, flow)
        return Answer("graph", format, flow.rest())
    return Answer("graph", format, ox.serialize(triples, format=reader.GRAPHS[format]) or b"")


def _table_answer(kind: str, data: bytes, format: str, url: str) -> Answer:
    try:
        found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        return Answer(kind, format, found.serialize(format=reader.RESULTS[format]) or b"")
    except SyntaxError as error:
        raise StoreError(f"{url} does not answer as a SPARQL endpoint does: {error}", subject=url) from error
