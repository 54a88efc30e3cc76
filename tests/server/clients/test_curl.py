"""curl against the real server: what people type."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import ABSENT
from tests.server.clients.conftest import MEETINGS, PEOPLE
from tests.server.processes import TOKEN

MINE = "http://example.org/of-curl"


@pytest.fixture(scope="module", autouse=True)
def _there() -> None:
    if shutil.which("curl") is None:
        if os.environ.get("TRADEKG_STRICT") == "1":
            pytest.fail("curl is not installed")
        ABSENT.append("curl")
        pytest.skip("curl is absent")


def curl(*words: str) -> str:
    done = subprocess.run(["curl", "-sS", *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_query_without_more_is_json(address: str) -> None:
    rows = json.loads(curl("-G", f"{address}/sparql", "--data-urlencode", f"query={PEOPLE}"))["results"]["bindings"]
    assert "Mark Carney" in {row["name"]["value"] for row in rows}


def test_a_query_from_a_file(address: str, tmp_path: Path) -> None:
    file = tmp_path / "people.rq"
    file.write_text(PEOPLE, encoding="utf-8")
    form = curl(f"{address}/sparql", "-H", "Accept: text/csv", "--data-urlencode", f"query@{file}")
    direct = curl(
        f"{address}/sparql", "-H", "Accept: text/csv", "-H", "Content-Type: application/sparql-query",
        "--data-binary", f"@{file}",
    )  # fmt: skip
    assert form == direct
    assert "Mark Carney" in form


def test_html_of_a_result_is_a_page(address: str) -> None:
    page = curl("-G", f"{address}/sparql", "-H", "Accept: text/html", "--data-urlencode", f"query={PEOPLE}")
    assert page.startswith("<!doctype html>")
    assert "Mark Carney" in page


def test_a_graph_is_turtle(address: str) -> None:
    told = curl("-G", f"{address}/sparql", "--data-urlencode", f"query={MEETINGS}")
    assert list(ox.parse(told, format=ox.RdfFormat.TURTLE))


def test_only_the_head(address: str) -> None:
    head = curl("-I", "-G", f"{address}/sparql", "--data-urlencode", f"query={PEOPLE}")
    assert head.startswith("HTTP/1.1 200")
    assert "application/sparql-results+json" in head


def test_compressed(address: str) -> None:
    plain = curl("-G", f"{address}/sparql", "--data-urlencode", f"query={PEOPLE}")
    assert curl("--compressed", "-G", f"{address}/sparql", "--data-urlencode", f"query={PEOPLE}") == plain
    assert curl("--compressed", f"{address}/export.nt") == curl(f"{address}/export.nt")


def test_what_has_not_changed_is_not_sent_again(address: str, tmp_path: Path) -> None:
    name, first, second = tmp_path / "etag", tmp_path / "first", tmp_path / "second"
    curl(f"{address}/export.ttl", "--etag-save", str(name), "-o", str(first))
    code = curl(f"{address}/export.ttl", "--etag-compare", str(name), "-o", str(second), "-w", "%{http_code}")
    assert code == "304"
    assert first.stat().st_size > 10_000
    assert not second.exists() or second.stat().st_size == 0


def test_following_a_name(address: str) -> None:
    turtle = curl("-L", f"{address}/id/person/mark-carney")
    assert '"Mark Carney"@en' in turtle
    assert curl("-L", "-H", "Accept: text/html", f"{address}/id/person/mark-carney").startswith("<!doctype html>")


def test_a_file_put_into_a_graph_and_taken_out(address: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text("<urn:c:a> <urn:c:b> 1 .")
    graph, auth = f"{address}/graphs?graph={MINE}", ("-H", f"Authorization: Bearer {TOKEN}")
    assert curl("-T", str(file), "-H", "Content-Type: text/turtle", *auth, graph, "-w", "%{http_code}") == "201"
    assert "urn:c:a" in curl(graph)
    assert curl("-X", "DELETE", *auth, graph, "-w", "%{http_code}") == "204"
    assert curl(graph, "-o", os.devnull, "-w", "%{http_code}") == "404"


def test_a_fault_is_said_in_words(address: str) -> None:
    told = json.loads(curl("-G", f"{address}/sparql", "--data-urlencode", "query=SELECT * {"))
    assert told["status"] == 400
    assert "line 1" in told["detail"]
    failed = subprocess.run(["curl", "-sSf", f"{address}/sparql?query=x"], capture_output=True, text=True)
    assert failed.returncode == 22
