"""The store behind three doors: `commit`, `read` and `snapshot`. A folder on disk, or a remote endpoint."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Protocol

from kg import changes as wire_changes
from kg import complaints, folder, fulltext_queries, queries
from kg.changes import Changes, Outcome
from kg.errors import Conflict, NotFound, QueryRejected, QueryTimeout, StoreError, TooMuch, UsageError
from kg.fulltext import FullText
from kg.jail import can_close
from kg.link import Link
from kg.readers import Readers
from kg.spool import Spool, Stream

DEADLINE = 10.0
EXPORT_DEADLINE = 600.0
READERS = 8  # of which some may be busy with long work, see kg/readers.py
EXPORTS = 2  # at once


@dataclass(frozen=True, slots=True)
class Answer:
    """The serialised result of a query."""

    kind: str  # select, ask, graph
    format: str
    data: bytes


class Store(Protocol):
    """What every store offers."""

    @property
    def words(self) -> FullText | None:
        """Give what `tp:search` asks; a plain store has none."""

    def commit(self, changes: Changes) -> Outcome:
        """Make a change in one transaction, synced when this returns."""

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
        """Run a query on a state that holds every commit made before; `prefixes` supplies the standard ones."""

    def stream(
        self,
        query: str,
        *,
        format: str | None = None,
        deadline: float = DEADLINE,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        prefixes: bool = False,
        base: str = "",
    ) -> Stream:
        """Do as `read` does, and give a result that is read in parts."""

    def snapshot(self) -> AbstractContextManager[Path]:
        """Give the folder of a snapshot that stays while the context is open."""

    def version(self) -> str:
        """Name the state: another one after each commit."""

    def export(self, out: IO[bytes], format: str, graph: str | None = None, *, as_of: date | None = None) -> None:
        """Write an export of the present state, or of what was known on a day."""

    def close(self) -> None:
        """Let go of everything."""


class LocalStore:
    """A client of the writer that owns a folder, with reader processes of its own."""

    def __init__(self, place: Path | str, *, readers: int | None = None, bare: bool = False) -> None:
        self.place = Path(place)
        self.marker = folder.prepare(self.place, bare=bare)
        self.words = None if self.marker.bare else FullText(self, self.place)
        self._size = readers or max(READERS, os.cpu_count() or 2)
        self._open()
        self.version()  # so that what is wrong with the store shows now

    def _open(self) -> None:
        self._pid = os.getpid()
        self._commits, self._leases = Link(self.place), Link(self.place)
        self._readers = Readers(self._size)
        self._exporters = Readers(EXPORTS, lanes=False)
        self._used: Counter[int] = Counter()
        self._lock = threading.Lock()

    def _alive(self) -> None:
        if self._pid != os.getpid():  # a fork of the process that opened it shares neither sockets nor children
            self._commits.close()
            self._leases.close()
            self._open()

    def commit(self, changes: Changes) -> Outcome:
        """Send a change to the writer."""
        self._alive()
        header, payload = wire_changes.pack(changes)
        return wire_changes.read_outcome(self._commits.request({"op": "commit", **header}, payload))

    def version(self) -> str:
        """Ask the writer for the number of the last commit."""
        self._alive()
        return f"{self.marker.id}-{self._leases.request({'op': 'version'})['version']}"

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
        """Run a query in a reader process and give its result at once."""
        options: dict[str, Any] = {"default_graphs": default_graphs, "named_graphs": named_graphs, "prefixes": prefixes}
        stream = self.stream(query, format=format, deadline=deadline, **options)
        return Answer(kind=stream.kind, format=stream.format, data=stream.body.whole())

    def stream(
        self,
        query: str,
        *,
        format: str | None = None,
        deadline: float = DEADLINE,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        prefixes: bool = False,
        base: str = "",
    ) -> Stream:
        """Run a query in a reader process; the caller reads the result in parts."""
        until = time.monotonic() + deadline
        found = queries.scan(query)
        given = queries.missing_prefixes(found) if prefixes else {}
        refused = found.services if can_close() else [*found.services, *found.silent_services]
        if self.words is not None and fulltext_queries.asks(query) and not refused:
            query = self._searched(query, found, given, until=until, deadline=deadline)
        header: dict[str, Any] = {"op": "query", "query": query, "format": format, "prefixes": given, "base": base}
        if refused:
            header.update(op="check", query=queries.without_service(query, refused))
        else:
            header.update(default_graphs=default_graphs, named_graphs=named_graphs)
        told, body = self.ask_reader(header, until=until, deadline=deadline)
        if told.get("error") == "syntax":
            raise complaints.rejected(query, str(told["message"]), given)
        check(told)
        if refused:
            body.close()
            queries.refuse_service()
        return Stream(kind=told["kind"], format=told["format"], body=body)

    def _searched(
        self, query: str, found: queries.Scan, given: dict[str, str], *, until: float, deadline: float
    ) -> str:
        """Write into a query what its searches find, once its syntax is known to be right: places are told of it."""
        text = queries.without_service(query, found.silent_services)
        header = {"op": "check", "query": text, "prefixes": given}
        told, body = self.ask_reader(header, until=until, deadline=deadline)
        body.close()
        return query if "error" in told or self.words is None else fulltext_queries.rewrite(query, self.words.iris)

    def dump(self, graph: str | None, format: str, *, deadline: float = EXPORT_DEADLINE) -> Stream:
        """Give a graph as it lies in the store: the default graph for the empty name, everything for None."""
        header = {"op": "dump", "graph": graph, "format": format}
        self._alive()
        until = time.monotonic() + deadline
        told, body = self.ask_reader(header, until=until, deadline=deadline, pool=self._exporters)
        check(told)
        return Stream(kind=told["kind"], format=told["format"], body=body)

    def ask_reader(
        self,
        header: dict[str, Any],
        payload: bytes = b"",
        *,
        until: float,
        deadline: float,
        snapshot: bool = True,
        pool: Readers | None = None,
    ) -> tuple[dict[str, Any], Spool]:
        """Let a reader do something on the newest generation; a reader that could not open it is asked once more."""
        for last in (False, True):
            body = Spool()
            try:
                with self.snapshot() if snapshot else nullcontext(Path()) as path:
                    told, data = (pool or self._readers).ask(
                        {**header, "path": str(path)}, payload, until=until, deadline=deadline, take=body.write
                    )
                body.write(data)
            except BaseException:
                body.close()
                raise
            if last or told.get("error") != "store":
                break
            body.close()
        if "error" in told:
            body.close()
        return told, body

    def ask_writer(self, header: dict[str, Any], payload: bytes = b"") -> dict[str, Any]:
        """Let the writer do something."""
        self._alive()
        return self._commits.request(header, payload)

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """Hold the newest generation."""
        self._alive()
        with self._lock:
            released = [number for number, count in self._used.items() if not count]
            number = int(self._leases.request({"op": "lease", "released": released})["version"])
            for gone in released:
                if gone != number:
                    del self._used[gone]
            self._used[number] += 1
        try:
            yield (self.place / folder.GENERATIONS / str(number)).resolve()
        finally:
            with self._lock:
                self._used[number] -= 1

    def export(self, out: IO[bytes], format: str, graph: str | None = None, *, as_of: date | None = None) -> None:
        """Write an export, made in a reader process so that no other thread here is held up."""
        with tempfile.NamedTemporaryFile() as made:
            day = as_of.isoformat() if as_of else None
            header = {"op": "export", "format": format, "graph": graph, "as_of": day, "target": made.name}
            until = time.monotonic() + EXPORT_DEADLINE
            self._alive()
            told, rest = self.ask_reader(header, until=until, deadline=EXPORT_DEADLINE, pool=self._exporters)
            rest.close()
            check(told)
            while block := made.read(1 << 20):
                out.write(block)

    def close(self) -> None:
        """End the readers and leave the writer."""
        self._readers.close()
        self._exporters.close()
        self._commits.close()
        self._leases.close()


def check(told: dict[str, Any]) -> None:
    """Raise what a reader tells of a fault."""
    if "error" in told:
        raise _fault(told)


def _fault(told: dict[str, Any]) -> Exception:
    message = str(told["message"])
    if told["error"] == "rejected":
        return QueryRejected(message, **{name: told[name] for name in ("line", "column", "hint", "text")})
    if told["error"] == "format":
        return UsageError(message)
    if told["error"] == "conflict":
        return Conflict(message)
    if told["error"] == "missing":
        return NotFound(message)
    if told["error"] == "large":
        return TooMuch(message, hint="ask for fewer, with LIMIT say; the whole graph is taken by an export")
    if told["error"] == "memory":
        return QueryTimeout(f"{message}; ask for less")
    return StoreError(f"the store could not be read: {message}")
