"""A reader process: opens a generation of the store and answers queries on it until its input ends.

It may be killed at any time: by its client at the deadline, by the kernel at its own alarm or memory limit, by a
query that breaks the engine. Nothing is lost then but the answer.
"""

from __future__ import annotations

import contextlib
import resource
import signal
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pyoxigraph as ox

from kg import export, wire
from kg.errors import NotFound
from kg.export import TooLargeError

MEMORY = 3 * 1024**3
MAX_RESULT = 64 * 1024 * 1024
SPARE_SECONDS = 2.0  # between the client's deadline and the process's own end, should the client be gone

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}


class _Bounded:
    """A buffer that refuses to grow over the limit, which stops the query as well."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > MAX_RESULT:
            raise TooLargeError
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is in memory."""


class Reader:
    """Answers frames on the generation they name."""

    def __init__(self) -> None:
        self.path = ""
        self.store = ox.Store()

    def answer(self, header: wire.Header) -> tuple[wire.Header, bytes]:
        """Answer one request; what goes wrong is told, never raised."""
        operations: dict[str, Callable[[wire.Header], tuple[wire.Header, bytes]]] = {
            "query": self.query,
            "check": self.check,
            "export": self.export,
        }
        try:
            return operations[header["op"]](header)
        except SyntaxError as error:
            return {"error": "syntax", "message": str(error)}, b""
        except TooLargeError:
            return {"error": "large", "message": f"the result is larger than {MAX_RESULT:,} bytes"}, b""
        except NotFound as error:
            return {"error": "missing", "message": error.message}, b""
        except MemoryError:
            return {"error": "memory", "message": "the query needs more memory than it may have"}, b""
        except (OSError, RuntimeError, ValueError) as error:
            return {"error": "store", "message": str(error)}, b""

    def open(self, path: str) -> ox.Store:
        """Open a generation, unless it is open already."""
        if path != self.path:
            self.store, self.path = ox.Store.read_only(path), path
        return self.store

    def query(self, header: wire.Header) -> tuple[wire.Header, bytes]:
        """Run a query and give its result as bytes."""
        return _serialize(_evaluate(self.open(header["path"]), header), header["format"])

    def check(self, header: wire.Header) -> tuple[wire.Header, bytes]:
        """Judge a query's syntax on an empty store."""
        _evaluate(ox.Store(), header)
        return {"kind": "checked"}, b""

    def export(self, header: wire.Header) -> tuple[wire.Header, bytes]:
        """Write an export to the file that the request names."""
        as_of = date.fromisoformat(header["as_of"]) if header["as_of"] else None
        with open(header["target"], "wb") as out:
            export.write(self.open(header["path"]), out, header["format"], graph=header["graph"], as_of=as_of)
        return {"kind": "export"}, b""


def _evaluate(store: ox.Store, header: wire.Header) -> Any:  # the engine's three result types share no base
    options: dict[str, Any] = {"prefixes": header.get("prefixes") or {}}
    default, named = header.get("default_graphs"), header.get("named_graphs")
    if default is not None or named is not None:
        # The protocol's graphs override FROM; with only named ones the default graph is empty, and the reverse.
        options["default_graph"] = [ox.NamedNode(g) for g in default or ()]
        options["named_graphs"] = [ox.NamedNode(g) for g in named or ()]
    return store.query(header["query"], **options)


def _serialize(result: Any, format: str | None) -> tuple[wire.Header, bytes]:
    kind = (
        "graph" if isinstance(result, ox.QueryTriples) else "ask" if isinstance(result, ox.QueryBoolean) else "select"
    )
    known: dict[str, Any] = GRAPHS if kind == "graph" else RESULTS
    name = format or ("nt" if kind == "graph" else "json")
    if name not in known:
        return {
            "error": "format",
            "kind": kind,
            "message": f"{kind} results come as {', '.join(known)}, not {name}",
        }, b""
    if name == "ttl":
        return {"kind": kind, "format": name}, export.turtle_bytes(result, limit=MAX_RESULT)
    out = _Bounded()
    result.serialize(out, known[name])
    return {"kind": kind, "format": name}, b"".join(out.parts)


def main() -> None:
    """Serve standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the client's affair
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the kernel ends us, whatever the engine is at
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    reader, source, sink = Reader(), sys.stdin.buffer, sys.stdout.buffer
    with contextlib.suppress(wire.ClosedError, BrokenPipeError):
        while True:
            header, _ = wire.receive(source.read)
            signal.setitimer(signal.ITIMER_REAL, float(header["deadline"]) + SPARE_SECONDS)
            answer, payload = reader.answer(header)
            signal.setitimer(signal.ITIMER_REAL, 0)
            wire.send(sink.write, answer, payload)
            sink.flush()


if __name__ == "__main__":
    main()
