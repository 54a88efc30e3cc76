"""A SPARQL 1.1 endpoint on the loopback, for tests: pyoxigraph behind http.server, with what can go wrong."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

FORMS = {"select": ox.QueryResultsFormat.JSON, "graph": ox.RdfFormat.N_TRIPLES}


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *, union: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store, self.union = ox.Store(), union
        self.asked: list[str] = []
        self.authorization: list[str | None] = []
        self.answer: tuple[int, str, bytes] | None = None  # instead of the true one
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *_: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.authorization.append(self.headers["Authorization"])
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        fields = parse_qs(body)
        operation = urlsplit(self.path).path.strip("/")
        self.server.asked.append(operation)
        if operation == "slow":
            self.server.stopped.wait(5)
        elif self.server.answer:
            self._send(*self.server.answer)
        elif operation == "update":
            self._update(fields["update"][0])
        else:
            self._query(fields)

    def do_GET(self) -> None:
        self.server.asked.append("graph")
        graph = ox.NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])
        quads = self.server.store.quads_for_pattern(None, None, None, graph)
        self._send(200, "text/turtle", ox.serialize((q.triple for q in quads), format=ox.RdfFormat.TURTLE) or b"")

    def _update(self, text: str) -> None:
        self.server.store.update(text)
        self._send(204, "text/plain", b"")

    def _query(self, fields: dict[str, list[str]]) -> None:
        options: dict[str, Any] = {"use_default_graph_as_union": self.server.union}
        if "default-graph-uri" in fields:
            options = {"default_graph": [ox.NamedNode(g) for g in fields["default-graph-uri"]]}
        try:
            found = self.server.store.query(fields["query"][0], **options)
        except SyntaxError as error:
            self._send(400, "text/plain", str(error).encode())
            return
        graph = isinstance(found, ox.QueryTriples)
        kind = "application/n-triples" if graph else "application/sparql-results+json"
        assert kind in self.headers["Accept"]
        self._send(200, kind, found.serialize(format=FORMS["graph" if graph else "select"]) or b"")

    def _send(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        if code in (301, 302, 307):
            self.send_header("Location", self.server.url + "/query")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve(*, union: bool = False) -> Iterator[Server]:
    """Serve an empty store until the block ends."""
    with Server(union=union) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()
