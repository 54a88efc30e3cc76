"""Writing by SPARQL: updates, and graphs put, added to and deleted. Foreign text is read in a jailed process first.

A plain store takes them as they are. In a store of documents they are worked out on the present state, checked
against what belongs to documents, and made by the writer if that is still the state (`kg/staging.py`).
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kg import folder, fulltext_queries, updates
from kg.errors import Conflict, Forbidden, NotFound, QueryRejected, QueryTimeout
from kg.jail import can_close
from kg.link import InterruptedWriteError
from kg.store import LocalStore, check

UPDATE_DEADLINE = 10.0
UPLOAD_DEADLINE = 20.0
ATTEMPTS = 5  # at a change into which no other falls


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did."""

    created: bool = False  # a graph that was not there before


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline: how long was granted, and when that ends."""

    seconds: float
    until: float

    @classmethod
    def of(cls, seconds: float) -> Limit:
        """Grant so many seconds from now."""
        return cls(seconds, time.monotonic() + seconds)


class _Keeper(Protocol):
    """How a kind of store takes what has been read."""

    def update(self, text: bytes, *, base: str, force: bool, limit: Limit) -> None:
        """Make an update."""

    def put(self, graph: str | None, quads: bytes, *, replace: bool, force: bool, limit: Limit) -> Written:
        """Put N-Quads into a graph."""

    def drop(self, graph: str | None, *, force: bool, limit: Limit) -> None:
        """Remove a graph."""


class Writing:
    """Writes to a store that somebody else opened."""

    def __init__(self, store: LocalStore) -> None:
        self.store = store
        self.keeper: _Keeper = _Plain(store) if store.marker.bare else _Merged(store)

    def update(
        self,
        update: str,
        *,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        base: str = "",
        force: bool = False,
        deadline: float = UPDATE_DEADLINE,
    ) -> None:
        """Run an update: all of it, or nothing."""
        limit, text = Limit.of(deadline), _encoded(update)
        header = {"op": "judge", "using": list(using), "using_named": list(using_named), "base": base}
        judged, rewritten = self._read(header, text, limit)
        _refuse_calls(judged)
        self.keeper.update(rewritten or text, base=base, force=force, limit=limit)

    def put(
        self,
        graph: str | None,
        bodies: Sequence[tuple[bytes, str]],
        *,
        replace: bool,
        base: str = "",
        force: bool = False,
    ) -> Written:
        """Put bodies into a graph, in its place or beside it: the empty name is the default graph, None the dataset."""
        limit = Limit.of(UPLOAD_DEADLINE)
        header = {"op": "parse", "base": base, "triples": graph is not None}
        read = [self._read({**header, "format": format}, body, limit)[1] for body, format in bodies]
        return self.keeper.put(graph, b"".join(read), replace=replace, force=force, limit=limit)

    def drop(self, graph: str | None, *, force: bool = False) -> None:
        """Remove a graph; the default graph is only emptied."""
        self.keeper.drop(graph, force=force, limit=Limit.of(UPLOAD_DEADLINE))

    def _read(self, header: dict[str, Any], payload: bytes, limit: Limit) -> tuple[dict[str, Any], bytes]:
        return _ask(self.store, header, payload, limit, snapshot=False)


class _Plain:
    """A plain store: the writer itself runs what was read, and is ended with it at the deadline."""

    def __init__(self, store: LocalStore) -> None:
        self.store = store

    def update(self, text: bytes, *, base: str, force: bool, limit: Limit) -> None:
        told = self._once({"op": "update", "base": base}, text, limit)
        if "refused" in told:
            raise QueryRejected(f"the update was not made: {told['refused']}")

    def put(self, graph: str | None, quads: bytes, *, replace: bool, force: bool, limit: Limit) -> Written:
        told = self._once({"op": "put", "graph": graph, "replace": replace}, quads, limit)
        return Written(created=bool(told["created"]))

    def drop(self, graph: str | None, *, force: bool, limit: Limit) -> None:
        if self._once({"op": "drop", "graph": graph}, b"", limit).get("missing"):
            raise NotFound(f"no graph is called {str(graph)[:300]}", subject=str(graph))

    def _once(self, header: dict[str, Any], payload: bytes, limit: Limit) -> dict[str, Any]:
        header = {**header, "once": True, "deadline": limit.until - time.monotonic()}
        try:
            return self.store.ask_writer(header, payload)
        except InterruptedWriteError as error:
            told = f"the change was stopped at its deadline of {limit.seconds:g} s"
            if time.monotonic() < limit.until:
                told = "the change broke off: it needs more memory or a deeper stack than it may have"
            raise QueryTimeout(f"{told}; nothing of it was stored") from error


class _Merged:
    """A store of documents: a reader works out what changes, and the writer makes it."""

    def __init__(self, store: LocalStore) -> None:
        self.store = store

    def update(self, text: bytes, *, base: str, force: bool, limit: Limit) -> None:
        if self.store.words is not None and fulltext_queries.asks(found := text.decode()):
            text = fulltext_queries.rewrite(found, self.store.words.iris).encode()
        with self._scratch() as scratch:
            self._make({"what": "update", "base": base, "force": force}, text, limit, scratch)

    def put(self, graph: str | None, quads: bytes, *, replace: bool, force: bool, limit: Limit) -> Written:
        told = self._make({"what": "put", "graph": graph, "replace": replace, "force": force}, quads, limit)
        return Written(created=bool(told["created"]))

    def drop(self, graph: str | None, *, force: bool, limit: Limit) -> None:
        self._make({"what": "drop", "graph": graph, "force": force}, b"", limit)

    def _make(
        self, header: dict[str, Any], payload: bytes, limit: Limit, scratch: Path | None = None
    ) -> dict[str, Any]:
        for attempt in range(ATTEMPTS):
            if scratch is not None:
                header["scratch"] = str(scratch / str(attempt))
            staged, delta = _ask(self.store, {"op": "stage", **header}, payload, limit, snapshot=True)
            change = {"op": "edit", "expected": staged["version"], "removed": staged["removed"]}
            if not self.store.ask_writer(change, delta).get("moved"):
                return staged
        raise Conflict("other changes came between, again and again; try later")

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        """Give a folder on the store's own disk, for a copy that mostly links to it."""
        parent = self.store.place / folder.TRIALS
        parent.mkdir(exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=parent)).resolve()
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _ask(
    store: LocalStore, header: dict[str, Any], payload: bytes, limit: Limit, *, snapshot: bool
) -> tuple[dict[str, Any], bytes]:
    told, body = store.ask_reader(header, payload, until=limit.until, deadline=limit.seconds, snapshot=snapshot)
    with body:
        check(told)
        return told, body.whole()


def _refuse_calls(judged: dict[str, Any]) -> None:
    calls = judged["calls"] if can_close() else [*judged["calls"], *judged["silent"]]
    if "LOAD" in calls:
        raise Forbidden("LOAD is refused: an update here fetches nothing; send the data itself, to /graphs say")
    if calls:
        raise Forbidden("SERVICE is refused: an update here reaches no other server")


def _encoded(update: str) -> bytes:
    try:
        text = update.encode()
    except UnicodeEncodeError as error:
        raise QueryRejected("the update holds half a character; send it as UTF-8") from error
    if len(text) > updates.MAX_BYTES:
        raise QueryRejected(f"the update is larger than {updates.MAX_BYTES:,} bytes; send it in parts")
    return text
