"""A reader process: opens a generation of the store and answers queries on it until its input ends.

It may be killed at any time: by its client at the deadline, by the kernel at its own alarm or memory limit, by a
query that breaks the engine. Nothing is lost then but the answer. It reaches no network and starts no programs.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import jail, queries, result_turtle, wire
from kg.errors import Conflict, NotFound, QueryRejected
from kg.flow import Flow, Send, TooLargeError
from kg.functions import forgiving
from ontology.terms import PREFIXES

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
Answer = tuple[wire.Header, bytes]


class Reader:
    """Answers frames on the generation they name."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.path = ""
        self.store = ox.Store()

    def answer(self, header: wire.Header, payload: bytes = b"") -> Answer:
        """Answer one request; what goes wrong is told, never raised."""
        operations: dict[str, Callable[[wire.Header, bytes], Answer]] = {
            "query": self.query,
            "check": self.check,
            "export": self.export,
            "dump": self.dump,
            "judge": self.judge,
            "parse": self.parse,
            "stage": self.stage,
        }
        try:
            return operations[header["op"]](header, payload)
        except SyntaxError as error:
            return {"error": "syntax", "message": str(error)}, b""
        except QueryRejected as error:
            place = {name: getattr(error, name) for name in ("line", "column", "hint", "text")}
            return {"error": "rejected", "message": error.message, **place}, b""
        except TooLargeError as error:
            return {"error": "large", "message": str(error)}, b""
        except NotFound as error:
            return {"error": "missing", "message": error.message}, b""
        except Conflict as error:
            return {"error": "conflict", "message": error.message}, b""
        except MemoryError:
            return {"error": "memory", "message": "the query needs more memory than it may have"}, b""
        except (OSError, RuntimeError, ValueError) as error:
            return {"error": "store", "message": str(error)}, b""

    def open(self, path: str) -> ox.Store:
        """Open a generation, unless it is open already."""
        if path != self.path:
            self.store, self.path = ox.Store.read_only(path), path
        return self.store

    def query(self, header: wire.Header, _: bytes) -> Answer:
        """Run a query and give its result as bytes."""
        return self._serialize(_evaluate(self.open(header["path"]), header), header["format"])

    def check(self, header: wire.Header, _: bytes) -> Answer:
        """Judge a query's syntax on an empty store."""
        _evaluate(ox.Store(), header)
        return {"kind": "checked"}, b""

    def judge(self, header: wire.Header, payload: bytes) -> Answer:
        """Judge an update's syntax, without running it; write the protocol's dataset into it where one is named."""
        from kg import updates  # as with the others below: what few requests need shall not slow every start

        names = {name: header[name] for name in ("base", "using", "using_named")}
        return updates.judge(payload, **names)

    def parse(self, header: wire.Header, payload: bytes) -> Answer:
        """Read an uploaded body and give it as N-Quads."""
        from kg import bodies

        told = {"kind": "quads", "format": "nq"}
        flow = Flow(self.send, told, limit=None)
        quads = bodies.parse(payload, GRAPHS[header["format"]], base=header["base"], triples=header["triples"])
        ox.serialize(quads, flow, ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]  # it asks for no more than `write`
        return told, flow.rest()

    def stage(self, header: wire.Header, payload: bytes) -> Answer:
        """Work out what an update, a body or the removal of a graph changes in a store of documents."""
        from kg import staging

        before, force, graph = self.open(header["path"]), bool(header["force"]), header.get("graph")
        if header["what"] == "update":
            places = Path(header["path"]), Path(header["scratch"])
            delta = staging.of_update(before, *places, payload.decode(), base=header["base"], force=force)
        elif header["what"] == "put":
            quads = ox.parse(payload, format=ox.RdfFormat.N_QUADS)
            delta = staging.of_put(before, graph, quads, replace=bool(header["replace"]), force=force)
        else:
            delta = staging.of_drop(before, graph, force=force)
        length, packed = delta.pack()
        version = int(Path(header["path"]).name)
        told = {"kind": "staged", "removed": length, "created": _is_new(before, graph), "version": version}
        return told, packed

    def dump(self, header: wire.Header, _: bytes) -> Answer:
        """Give a graph, or with a format that knows graphs the whole dataset."""
        from kg import bodies

        store, told = self.open(header["path"]), {"kind": "graph", "format": header["format"]}
        flow = Flow(self.send, told, limit=None)
        options: dict[str, Any] = {}
        if header["graph"] is not None:
            options["from_graph"] = bodies.existing(store, header["graph"])
        store.dump(flow, GRAPHS[header["format"]], prefixes=PREFIXES, **options)  # type: ignore[arg-type]
        return told, flow.rest()

    def export(self, header: wire.Header, _: bytes) -> Answer:
        """Write an export to the file that the request names."""
        from kg import export

        as_of = date.fromisoformat(header["as_of"]) if header["as_of"] else None
        with open(header["target"], "wb") as out:
            export.write(self.open(header["path"]), out, header["format"], graph=header["graph"], as_of=as_of)
        return {"kind": "export"}, b""

    def _serialize(self, result: Any, format: str | None) -> Answer:
        kind = _kind(result)
        known: dict[str, Any] = GRAPHS if kind == "graph" else RESULTS
        name = format or ("nt" if kind == "graph" else "json")
        told = {"kind": kind, "format": name}
        if name not in known:
            told = {"error": "format", "message": f"{kind} results come as {', '.join(known)}, not {name}"}
            return told, b""
        flow = Flow(self.send, told)
        if name == "ttl":
            result_turtle.write(result, flow)
        else:
            result.serialize(flow, known[name])
        return told, flow.rest()


def _is_new(store: ox.Store, graph: str | None) -> bool:
    return bool(graph) and not store.contains_named_graph(ox.NamedNode(str(graph)))


def _kind(result: object) -> str:
    if isinstance(result, ox.QueryTriples):
        return "graph"
    return "ask" if isinstance(result, ox.QueryBoolean) else "select"


def _evaluate(store: ox.Store, header: wire.Header) -> Any:  # the engine's three result types share no base
    options: dict[str, Any] = {"prefixes": header.get("prefixes") or {}, "base_iri": header.get("base") or None}
    default, named = header.get("default_graphs"), header.get("named_graphs")
    if default is not None or named is not None:
        # The protocol's graphs override FROM; with only named ones the default graph is empty, and the reverse.
        options["default_graph"] = [queries.iri(g, "default-graph-uri") for g in default or ()]
        options["named_graphs"] = [queries.iri(g, "named-graph-uri") for g in named or ()]
    return forgiving(lambda unknown: store.query(header["query"], custom_functions=unknown, **options))


def main() -> None:
    """Serve standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the client's affair
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the kernel ends us, whatever the engine is at
    jail.confine()
    jail.limit_memory()
    source, sink = sys.stdin.buffer, sys.stdout.buffer

    def send(header: wire.Header, payload: bytes) -> None:
        wire.send(sink.write, header, payload)
        sink.flush()

    reader = Reader(send)
    send({"ready": True}, b"")
    with contextlib.suppress(wire.ClosedError, BrokenPipeError):
        while True:
            header, payload = wire.receive(source.read)
            signal.setitimer(signal.ITIMER_REAL, float(header["deadline"]) + SPARE_SECONDS)
            answer = reader.answer(header, payload)
            signal.setitimer(signal.ITIMER_REAL, 0)
            send(*answer)


if __name__ == "__main__":
    main()
