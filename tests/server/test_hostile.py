"""What is sent to break the service: each case is answered in time with its reason, and nobody else waits."""

import http.client
import json
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from kg import jail
from tests.server.processes import TOKEN, serving

DEADLINE = 2.0
SPARE = 1.0
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
TURTLE, XML, JSON = "text/turtle", "application/rdf+xml", "application/ld+json"
XSD = "http://www.w3.org/2001/XMLSchema#"
Case = tuple[str, str, str | bytes, tuple[int, ...]]

pytestmark = pytest.mark.skipif(not jail.can_close(), reason="this system has no such filter")


def values(names: int, size: int) -> str:
    return " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(size)))} }}" for n in range(names))


DOUBLING = (
    "{ BIND('aaaaaaaaaaaaaaaaaaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    + " BIND(STRLEN(?x40) AS ?l) }"
)
ENTITIES = b"<!DOCTYPE r [<!ENTITY a0 'aaaaaaaaaa'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
DEEP = "<< <x:a> <x:b> "
CASES: tuple[Case, ...] = (
    ("nested groups", QUERY, "SELECT * " + "{" * 2300, (400,)),
    ("nested groups, closed", QUERY, "SELECT * " + "{" * 2300 + "}" * 2300, (400,)),
    ("nested parentheses", QUERY, "SELECT * { FILTER(" + "(" * 5200 + "1" + ")" * 5200 + ") }", (400,)),
    ("nested EXISTS", QUERY, "SELECT * { " + "FILTER EXISTS { " * 900 + "}" * 901, (400,)),
    ("nested IF", QUERY, "SELECT (" + "IF(1,1," * 1000 + "1" + ")" * 1000 + " AS ?x) {}", (400,)),
    ("nested paths", QUERY, "SELECT * { ?s " + "(" * 15000 + "<x:a>" + ")" * 15000 + " ?o }", (400,)),
    ("nested lists", QUERY, "SELECT * { ?s ?p " + "(" * 5000 + ")" * 5000 + " }", (400,)),
    ("nested triple terms", QUERY, "SELECT * { ?s ?p " + DEEP * 3000 + "1" + " >>" * 3000 + " }", (400, 503)),
    ("chain of NOT", QUERY, "SELECT * { FILTER(" + "!" * 10000 + "true) }", (400,)),
    ("chain of UNION", QUERY, "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 7000) + " }", (400,)),
    ("chain of OPTIONAL", QUERY, "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 2900 + " }", (400,)),
    ("chain of +", QUERY, "SELECT (" + "+".join(["1"] * 8000) + " AS ?x) {}", (400,)),
    ("chain of ||", QUERY, "SELECT * { FILTER(" + "||".join(["true"] * 9900) + ") }", (400,)),
    ("long path", QUERY, "SELECT * { ?s " + "/".join(["<x:a>"] * 1900) + " ?o }", (503,)),
    ("1,000 patterns", QUERY, "SELECT * { " + " . ".join(["?s ?p ?o"] * 1000) + " }", (400,)),
    ("199 patterns", QUERY, "SELECT * { " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(199)) + " }", (200, 503)),
    ("product, counted", QUERY, "SELECT (COUNT(*) AS ?n) { " + values(9, 40) + " }", (503,)),
    ("product, listed", QUERY, "SELECT * { " + values(9, 40) + " }", (400,)),
    ("product, sorted", QUERY, "SELECT * { " + values(7, 40) + " } ORDER BY ?v3", (503,)),
    ("product, distinct", QUERY, "SELECT DISTINCT * { " + values(6, 40) + " }", (400,)),
    ("product, joined to a text", QUERY, "SELECT (GROUP_CONCAT(?v0) AS ?x) { " + values(6, 40) + " }", (503,)),
    ("product, constructed", QUERY, "CONSTRUCT { ?v0 <x:b> ?v1, ?v2, ?v3 } { " + values(6, 40) + " }", (200, 400, 503)),
    ("text doubled forty times", QUERY, "SELECT ?l " + DOUBLING, (503,)),
    ("regular expression", QUERY, "SELECT * { FILTER(REGEX('" + "a" * 5000 + "!', '(a+)+$')) }", (200,)),
    ("many values", QUERY, "SELECT * { VALUES ?x { " + "1 " * 400_000 + "} }", (400, 503)),
    ("1 MB and a byte", QUERY, "ASK {}" + " " * 999_995, (400,)),
    ("not UTF-8", QUERY, b"ASK { ?s ?p '\xed\xa0\x80' }", (400,)),
    ("SERVICE", QUERY, "SELECT * { SERVICE <CANARY> { ?s ?p ?o } }", (403,)),
    ("SERVICE in EXISTS", QUERY, "ASK { FILTER NOT EXISTS { SERVICE <CANARY> { ?s ?p ?o } } }", (403,)),
    ("SERVICE, escaped", QUERY, "ASK { \\u0053ERVICE <CANARY> { ?s ?p ?o } }", (400,)),
    ("SERVICE by variable", QUERY, "ASK { VALUES ?x { <CANARY> } SERVICE ?x { ?s ?p ?o } }", (403,)),
    ("SERVICE SILENT", QUERY, "SELECT * { SERVICE SILENT <CANARY> { ?s ?p ?o } }", (200,)),
    ("FROM", QUERY, "SELECT * FROM <CANARY> { ?s ?p ?o }", (200,)),
    ("FROM a file", QUERY, "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }", (200,)),
    ("update: product", UPDATE, "INSERT { ?v0 <x:b> ?v1 } WHERE { " + values(9, 40) + " }", (503,)),
    ("update: text doubled", UPDATE, "INSERT { <x:a> <x:b> ?l } WHERE " + DOUBLING, (503,)),
    ("update: nested groups", UPDATE, "INSERT {} WHERE " + "{" * 3000, (400,)),
    ("update: LOAD", UPDATE, "LOAD <CANARY>", (403,)),
    ("update: LOAD SILENT", UPDATE, "LOAD SILENT <CANARY> INTO GRAPH <x:g>", (204,)),
    ("update: LOAD a file", UPDATE, "LOAD <file:///etc/hostname>", (403,)),
    ("update: LOAD SILENT a file", UPDATE, "LOAD SILENT <file:///etc/hostname>", (204,)),
    ("update: SERVICE", UPDATE, "INSERT { ?s ?p ?o } WHERE { SERVICE <CANARY> { ?s ?p ?o } }", (403,)),
    ("update: SERVICE SILENT", UPDATE, "DELETE { ?s ?p ?o } WHERE { SERVICE SILENT <CANARY> { ?s ?p ?o } }", (204,)),
    ("update: a huge number", UPDATE, f'INSERT DATA {{ <x:a> <x:b> "1e999999999"^^<{XSD}decimal> }}', (204,)),
    ("body: entities", XML, ENTITIES + b"]><r>&a9;</r>", (400,)),
    ("body: entities in UTF-16", XML, (ENTITIES + b"]><r>&a9;</r>").decode().encode("utf-16"), (400,)),
    ("body: an entity from elsewhere", XML, b"<!DOCTYPE r [<!ENTITY a SYSTEM 'CANARY'>]><r>&a;</r>", (400,)),
    ("body: nested triple terms", TURTLE, "<x:a> <x:b> " + "<<( <x:a> <x:b> " * 100_000, (400,)),
    ("body: context from elsewhere", JSON, '{"@context": "CANARY", "@id": "x:a"}', (400,)),
    ("body: import from elsewhere", JSON, '{"@context": {"@version": 1.1, "@import": "CANARY"}, "@id": "x:a"}', (400,)),
    ("body: nested objects", JSON, '{"x:a":' * 70_000 + "1" + "}" * 70_000, (400,)),
    ("body: ontology import", TURTLE, "<x:o> <http://www.w3.org/2002/07/owl#imports> <CANARY> .", (201, 204)),
    ("body: not what it says", JSON, b"\x00\xff\x00", (400,)),
    ("body: IRI that is none", TURTLE, "<x:a b> <x:c> <javascript:\x01> .", (400,)),
)  # fmt: skip


class Service:
    """The server, a listener that nobody may call, and somebody who asks small things all the while."""

    def __init__(self, address: str, canary: socket.socket) -> None:
        self.port = urlsplit(address).port
        self.canary = canary
        self.waited: list[float] = []
        self.wrong: list[tuple[int, bytes]] = []
        self.stopped = threading.Event()

    def send(self, kind: str, body: bytes) -> tuple[int, bytes, float]:
        start = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        method, path = {QUERY: ("POST", "/sparql"), UPDATE: ("POST", "/sparql/update")}.get(
            kind, ("PUT", "/graphs?graph=x:g")
        )
        try:
            connection.request(method, path, body, {"Content-Type": kind, "Authorization": f"Bearer {TOKEN}"})
            answer = connection.getresponse()
            return answer.status, answer.read(), time.monotonic() - start
        finally:
            connection.close()

    def keep_asking(self) -> None:
        while not self.stopped.wait(0.05):
            status, body, seconds = self.send(QUERY, b"ASK {}")
            self.waited.append(seconds)
            if status != 200:
                self.wrong.append((status, body))

    def called(self) -> bool:
        try:
            self.canary.accept()
        except TimeoutError:
            return False
        return True


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    limits = {"TRADEKG_QUERY_SECONDS": str(DEADLINE), "TRADEKG_UPDATE_SECONDS": str(DEADLINE)}
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.1)
        with serving(tmp_path_factory.mktemp("hostile") / "store", "--bare", **limits) as address:
            service = Service(address, canary)
            asking = threading.Thread(target=service.keep_asking)
            asking.start()
            yield service
            service.stopped.set()
            asking.join()


@pytest.mark.parametrize(("name", "kind", "body", "statuses"), CASES, ids=[case[0] for case in CASES])
def test_is_answered_in_time_with_its_reason(
    service: Service, name: str, kind: str, body: str | bytes, statuses: tuple[int, ...]
) -> None:
    sent = body if isinstance(body, bytes) else body.encode()
    sent = sent.replace(b"CANARY", f"http://127.0.0.1:{service.canary.getsockname()[1]}/".encode())
    status, answer, seconds = service.send(kind, sent)
    assert status in statuses, answer[:300]
    assert seconds < DEADLINE + SPARE
    if status >= 400:
        told = json.loads(answer)
        assert told["detail"]
        assert len(answer) < 2000
        assert not any(word in answer.decode() for word in ("Traceback", "pyoxigraph", "/kg/", "site-packages"))


def test_nobody_was_called_and_nobody_waited(service: Service) -> None:
    """Runs last: over all the cases, others were answered, and soon."""
    bombs = ("product, counted", "product, sorted", "text doubled forty times", "update: product")
    sent = [(kind, str(body).encode()) for name, kind, body, _ in CASES if name in bombs] * 2
    crowd = [threading.Thread(target=service.send, args=case) for case in sent]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert not service.called()
    assert service.wrong == []
    assert len(service.waited) > 50
    assert statistics.median(service.waited) < 0.1
