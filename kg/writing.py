"""Writing by SPARQL: updates, and graphs put, added to and deleted. Foreign text is read in a jailed process first."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg import updates
from kg.errors import Forbidden, NotFound, QueryRejected, QueryTimeout
from kg.jail import can_close
from kg.link import InterruptedWriteError
from kg.store import LocalStore, check

UPDATE_DEADLINE = 30.0
UPLOAD_DEADLINE = 60.0


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did."""

    created: bool = False  # a graph that was not there before


class Writing:
    """Writes to a store that somebody else opened."""

    def __init__(self, store: LocalStore) -> None:
        if not store.marker.bare:
            raise Forbidden("this store holds documents: it is changed by ingest and delete")
        self.store = store

    def update(
        self,
        update: str,
        *,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        base: str = "",
        deadline: float = UPDATE_DEADLINE,
    ) -> None:
        """Run an update: all of it, or nothing."""
        until = time.monotonic() + deadline
        text = _encoded(update)
        header = {"op": "judge", "using": list(using), "using_named": list(using_named), "base": base}
        judged, made = self.store.ask_reader(header, text, until=until, deadline=deadline)
        with made:
            check(judged)
            _refuse_calls(judged)
            text = made.whole() or text
        told = self._once({"op": "update", "base": base}, text, until=until, deadline=deadline)
        if "refused" in told:
            raise QueryRejected(f"the update was not made: {told['refused']}")

    def put(self, graph: str | None, bodies: Sequence[tuple[bytes, str]], *, replace: bool, base: str = "") -> Written:
        """Put bodies into a graph, in its place or beside it: the empty name is the default graph, None the dataset."""
        quads = b"".join(self.read_body(*body, base=base, triples=graph is not None) for body in bodies)
        told = self._once({"op": "put", "graph": graph, "replace": replace}, quads)
        return Written(created=bool(told.get("created")))

    def read_body(self, body: bytes, format: str, *, base: str, triples: bool) -> bytes:
        """Give a body as N-Quads."""
        header = {"op": "parse", "format": format, "base": base, "triples": triples}
        until = time.monotonic() + UPLOAD_DEADLINE
        told, read = self.store.ask_reader(header, body, until=until, deadline=UPLOAD_DEADLINE)
        with read:
            check(told)
            return read.whole()

    def drop(self, graph: str | None) -> None:
        """Remove a graph; the default graph is only emptied."""
        if self._once({"op": "drop", "graph": graph}).get("missing"):
            raise NotFound(f"no graph is called {str(graph)[:300]}", subject=str(graph))

    def _once(
        self, header: dict[str, Any], payload: bytes = b"", *, until: float | None = None, deadline: float = 0.0
    ) -> dict[str, Any]:
        left = (until or time.monotonic() + UPLOAD_DEADLINE) - time.monotonic()
        try:
            return self.store.ask_writer({**header, "once": True, "deadline": left}, payload)
        except InterruptedWriteError as error:
            if until is not None and time.monotonic() >= until:
                told = f"the update was stopped at its deadline of {deadline:g} s, and nothing of it was stored"
            else:
                told = (
                    "the change broke off: it needs more memory or a deeper stack than it may have; nothing was stored"
                )
            raise QueryTimeout(told) from error


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
