"""Queries over HTTP against the engine's own server on the same quads: processor time and time until the last byte.

    python bench/sparql.py [--quads 1000000] [--rounds 5] [--peer oxigraph]

The peer is the `oxigraph` binary (`pip install oxigraph==0.5.13`). Both servers hold the same generated quads and are
asked in turn. Processor time is that of all processes of a server, those that ended included.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.server.processes import TOKEN, free_port  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
E = "http://example.org/"
PREFIXES = f"PREFIX e: <{E}> "
QUERIES = {
    "ask": "ASK {}",
    "one thing": "SELECT * { e:s4711 ?p ?o }",
    "a star": "SELECT ?s ?l { ?s e:kind e:k3 ; e:label ?l ; e:size ?n . FILTER(?n > 990) } LIMIT 20",
    "two steps": "SELECT (COUNT(*) AS ?n) { e:s100 e:knows/e:knows ?x . ?x e:label ?l }",
    "count all": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "group": "SELECT ?k (COUNT(*) AS ?n) (AVG(?z) AS ?m) { ?s e:kind ?k ; e:size ?z } GROUP BY ?k ORDER BY ?k",
    "words": "SELECT ?s ?l { ?s e:label ?l FILTER(CONTAINS(LCASE(?l), 'steel 77')) }",
    "order": "SELECT ?s ?l { ?s e:kind e:k5 ; e:label ?l } ORDER BY DESC(?l) LIMIT 100",
    "join": "SELECT (COUNT(*) AS ?n) { ?a e:knows ?b . ?b e:kind e:k7 . ?a e:size ?z FILTER(?z < 50) }",
    "20,000 rows, JSON": "SELECT * { ?s e:label ?l } LIMIT 20000",
    "90,000 rows, CSV": "SELECT * { ?s e:label ?l ; e:size ?n } LIMIT 90000",
    "graph of 20,000": "CONSTRUCT { ?s e:label ?l } WHERE { ?s e:label ?l } LIMIT 20000",
}
SHORT = ("ask", "one thing", "a star", "two steps")  # asked a hundred times, since processor time is told in 10 ms
ACCEPT = {"90,000 rows, CSV": "text/csv", "graph of 20,000": "application/n-triples"}


def lines(quads: int) -> Iterator[bytes]:
    """Give N-Triples: five of each thing."""
    chance = random.Random(7)
    things = quads // 5
    for n in range(things):
        yield (
            f"<{E}s{n}> <{E}kind> <{E}k{n % 20}> .\n"
            f'<{E}s{n}> <{E}label> "thing {n} of steel {n % 1000}" .\n'
            f'<{E}s{n}> <{E}size> "{chance.randrange(1000)}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
            f"<{E}s{n}> <{E}knows> <{E}s{chance.randrange(things)}> .\n"
            f"<{E}s{n}> <{E}knows> <{E}s{chance.randrange(things)}> .\n"
        ).encode()


def parts(quads: int, size: int = 12_000_000) -> Iterator[bytes]:
    """Give bodies that fit into a request."""
    held: list[bytes] = []
    length = 0
    for block in lines(quads):
        held.append(block)
        length += len(block)
        if length > size:
            yield b"".join(held)
            held, length = [], 0
    yield b"".join(held)


class Server:
    """One of the two, with the processor time that it has used."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], port: int, path: str) -> None:
        self.name, self.process, self.port, self.path = name, process, port, path

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def ask(self, query: str, accept: str) -> bytes:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        status, body = self.send("POST", self.path, (PREFIXES + query).encode(), headers)
        if status != 200:
            raise SystemExit(f"{self.name} answers {status} to {query}: {body[:200]!r}")
        return body

    def processor(self) -> float:
        """Give the seconds of all processes under this one, and of the writer, which belongs to nobody."""
        return sum(map(_seconds, _family(self.process.pid)))


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICK  # its own and those of children that ended


def _family(root: int) -> list[int]:
    parent: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    found = [root]
    for pid in found:
        found += [child for child, of in parent.items() if of == pid]
    return found


@contextmanager
def running(name: str, command: list[str], port: int, path: str) -> Iterator[Server]:
    """Run a server until the block ends."""
    env = {**os.environ, "TRADEKG_TOKEN": TOKEN, "TRADEKG_QUERY_SECONDS": "60"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, cwd=ROOT) as process:
        server = Server(name, process, port, path)
        try:
            _wait(server)
            yield server
        finally:
            process.terminate()


def _wait(server: Server) -> None:
    for _ in range(600):
        try:
            server.ask("ASK {}", "application/sparql-results+json")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{server.name} does not answer")


def measure(server: Server, name: str) -> tuple[float, float, int]:
    """Give processor time, time until the last byte, both in ms, and the bytes of the answer."""
    accept = ACCEPT.get(name, "application/sparql-results+json")
    repeats = 100 if name in SHORT else 1
    before, start = server.processor(), time.monotonic()
    for _ in range(repeats):
        body = server.ask(QUERIES[name], accept)
    return 1000 * (server.processor() - before) / repeats, 1000 * (time.monotonic() - start) / repeats, len(body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="queries whose name holds these letters")
    parser.add_argument("--peer", default=shutil.which("oxigraph") or "oxigraph")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ports = free_port(), free_port()
        store, other = f"{folder}/store", f"{folder}/other"
        ours = [sys.executable, "-m", "server", "--bare", "--store", store, "--port", str(ports[0])]
        theirs = [asked.peer, "serve", "--location", other, "--bind", f"127.0.0.1:{ports[1]}"]
        with running("ours", ours, ports[0], "/sparql") as one, running("peer", theirs, ports[1], "/query") as two:
            load(one, two, asked.quads)
        # Both start again, so that both read files: the peer would else answer from what it has not yet written.
        with running("ours", ours, ports[0], "/sparql") as one, running("peer", theirs, ports[1], "/query") as two:
            compare(one, two, asked.rounds, [name for name in QUERIES if asked.only in name])


def load(one: Server, two: Server, quads: int) -> None:
    """Send the same quads to both."""
    for body in parts(quads):
        for server, path in ((one, "/graphs?default"), (two, "/store?default")):
            headers = {"Content-Type": "application/n-triples", "Authorization": f"Bearer {TOKEN}"}
            status, told = server.send("POST", path, body, headers)
            if status >= 300:
                raise SystemExit(f"{server.name} answers {status}: {told[:200]!r}")
    time.sleep(10)  # until the storage has put its files in order


def compare(one: Server, two: Server, rounds: int, names: list[str]) -> None:
    """Ask both in turn, and print medians."""
    print(
        f"{'query':20} {'cpu ours':>9} {'cpu peer':>9} {'ratio':>6} {'more':>7}   {'ours':>8} {'peer':>8}   ms, bytes"
    )
    for name in names:
        for server in (one, two):
            measure(server, name)
        pairs = [(measure(one, name), measure(two, name)) for _ in range(rounds)]
        cpu, peer = (statistics.median(pair[side][0] for pair in pairs) for side in (0, 1))
        wall, other = (statistics.median(pair[side][1] for pair in pairs) for side in (0, 1))
        ratio = cpu / peer if peer else float("inf")
        size = pairs[0][0][2]
        print(
            f"{name:20} {cpu:9.1f} {peer:9.1f} {ratio:6.2f} {cpu - peer:7.1f}   {wall:8.1f} {other:8.1f}   {size:,}",
            flush=True,
        )


if __name__ == "__main__":
    main()
