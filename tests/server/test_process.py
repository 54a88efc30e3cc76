"""The server as a process, and the command line beside it on the same store."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from urllib.parse import urlencode

import pytest

TEXT = """Canada and Japan talk steel

OTTAWA, May 9, 2025 - Prime Minister Mark Carney met with Prime Minister Shigeru Ishiba in Ottawa on Thursday.
The two leaders discussed the tariffs on steel that the United States has imposed on both of them, and what they could
do about it. It was the first time that they have met, and they said that they will talk again before the summer.
"""
QUERY = """PREFIX tp: <https://w3id.org/tradekg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?title WHERE { ?document a tp:SourceDocument ; dcterms:title ?title .
  ?meeting a tp:Meeting ; tp:participant <https://w3id.org/tradekg/id/person/mark-carney> }"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment():
    return {name: value for name, value in os.environ.items() if not name.startswith("TRADEKG_")}


def asked(address):
    request = urllib.request.Request(f"{address}sparql?{urlencode({'query': QUERY})}")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["results"]["bindings"]


def test_serves_what_the_command_line_adds_and_ends_at_sigterm(tmp_path, environment):
    store, file = str(tmp_path / "store"), tmp_path / "new.txt"
    file.write_text(TEXT, encoding="utf-8")
    serve = [sys.executable, "-m", "server", "--store", store, "--port", str(free_port()), "--make-token"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            address = re.search(r"Serving .* at (http://\S+)", server.stdout.readline())
            assert address
            assert "/sign-in?token=" in server.stdout.readline()
            assert asked(address[1]) == []
            ingest = [sys.executable, "-m", "kg", "ingest", str(file), "--store", store]
            subprocess.run(ingest, check=True, capture_output=True, timeout=120, env=environment)
            assert {row["title"]["value"] for row in asked(address[1])} == {"Canada and Japan talk steel"}
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
