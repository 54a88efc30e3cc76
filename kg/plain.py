"""A plain store, as the writer of `--bare` keeps it: what is written is what is there, and nothing else.

One request is one transaction. The number of the state lies outside the graph, so that nothing of ours is in it: it
is the time of the last change, or of the writer's start.
"""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import wire
from kg.functions import forgiving

MEMORY = 1024**3  # more than it has, for one update


class PlainGraph:
    """The operations on a plain store."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._version = time.time_ns() // 1000

    def version(self) -> int:
        """Name the state."""
        return self._version

    def update(self, header: wire.Header, payload: bytes) -> wire.Header:
        """Run an update; at the deadline the kernel ends this process, and the transaction with it."""
        with _bounded(float(header["deadline"])):
            try:
                self._run(payload.decode(), base=header["base"] or None)
            except (RuntimeError, OSError, ValueError) as error:
                if "No space left" in str(error):
                    raise
                return {"refused": str(error)}  # a graph that is not there, say: nothing was stored
        return self._done()

    def _run(self, text: str, base: str | None) -> None:
        forgiving(lambda unknown: self.store.update(text, base_iri=base, custom_functions=unknown))

    def put(self, header: wire.Header, payload: bytes) -> wire.Header:
        """Put N-Quads into the store: in place of a graph or of all there is, or beside it."""
        graph, replace = header["graph"], bool(header["replace"])
        existed = graph is None or not graph or self.store.contains_named_graph(ox.NamedNode(graph))
        if replace:
            self._replace(graph, payload)
        else:
            self.store.load(payload, format=ox.RdfFormat.N_QUADS, **_into(graph))
            if graph:
                self.store.add_graph(ox.NamedNode(graph))
        return {**self._done(), "created": not existed}

    def _replace(self, graph: str | None, payload: bytes) -> None:
        if graph is None:
            self._replace_all(payload)
            return
        clear = (
            f"DROP SILENT GRAPH {ox.NamedNode(graph)} ; CREATE GRAPH {ox.NamedNode(graph)}" if graph else "DROP DEFAULT"
        )
        target = f"GRAPH {ox.NamedNode(graph)} " if graph else ""
        data = f"{target}{{ {payload.decode()} }}"
        self.store.update(f"{clear} ; INSERT DATA {'{ ' + data + ' }' if graph else data}")

    def _replace_all(self, payload: bytes) -> None:
        groups: dict[Any, list[str]] = {}
        for quad in ox.parse(payload, format=ox.RdfFormat.N_QUADS):
            groups.setdefault(quad.graph_name, []).append(f"{quad.triple} .")
        if any(isinstance(name, ox.BlankNode) for name in groups):
            # An update cannot name such a graph, so here it takes two steps.
            self.store.update("DROP ALL")
            self.store.load(payload, format=ox.RdfFormat.N_QUADS)
            return
        parts = [_block(name, "\n".join(lines)) for name, lines in groups.items()]
        self.store.update("DROP ALL ; INSERT DATA {\n" + "\n".join(parts) + "\n}")

    def drop(self, header: wire.Header, _: bytes) -> wire.Header:
        """Remove a graph; the default graph is only emptied."""
        graph = header["graph"]
        if graph and not self.store.contains_named_graph(ox.NamedNode(graph)):
            return {"missing": True}
        self.store.update(
            "DROP ALL" if graph is None else f"DROP GRAPH {ox.NamedNode(graph)}" if graph else "DROP DEFAULT"
        )
        return self._done()

    def _done(self) -> wire.Header:
        self.store.flush()  # an answer means synced
        self._version = max(self._version + 1, time.time_ns() // 1000)
        return {"version": self._version}


def _block(name: Any, text: str) -> str:
    return text if isinstance(name, ox.DefaultGraph) else f"GRAPH {name} {{ {text} }}"


def _into(graph: str | None) -> dict[str, Any]:
    return {"to_graph": ox.NamedNode(graph)} if graph else {}


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Let the kernel end this process after so many seconds, or when it wants much more memory."""
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + MEMORY, limits[1]))
    signal.setitimer(signal.ITIMER_REAL, max(0.001, seconds))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, limits)


def _address_space() -> int:
    """Give the size of this process as the limit counts it."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 4 * MEMORY  # a system that does not tell
