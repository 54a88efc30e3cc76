"""The W3C suites over HTTP against `--bare`: nothing that the engine's own server passes may fail here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ABSENT, shared
from tests.server.processes import TOKEN, serving

# Passes that must not be lost; the sum of the default sections is 526 of the 538 that can be run.
DEFAULT = {
    "query": 224, "results": 8, "update": 102, "syntax-query": 94, "syntax-update": 48, "protocol": 34,
    "gsp-indirect": 9, "gsp-direct": 4, "service-description": 3,
}  # fmt: skip
LONG = {"sparql10": 466, "sparql12": 264, "rdf11": 951, "rdf12": 248, "entailment": 28}


@pytest.fixture(scope="module")
def kit() -> Path:
    folder = shared() / "w3c"
    if not (folder / "w3c_http.py").is_file():
        if os.environ.get("TRADEKG_STRICT") == "1":
            pytest.fail(f"the W3C kit is not at {folder}; set TRADEKG_SHARED")
        ABSENT.append(f"W3C suites ({folder})")
        pytest.skip("the W3C kit is absent; set TRADEKG_SHARED to run this")
    return folder


def run(kit: Path, tmp_path: Path, sections: dict[str, int], *options: str) -> dict[str, int]:
    """Run sections against a fresh server, and give how many tests each passed."""
    told = tmp_path / "outcomes.json"
    with serving(tmp_path / "store", "--bare") as address:
        call = [sys.executable, str(kit / "w3c_http.py"), "--query", f"{address}/sparql", "--json", str(told)]
        call += ["--update", f"{address}/sparql/update", "--gsp", f"{address}/graphs", "--token", TOKEN]
        done = subprocess.run(
            [*call, "--failures", "--sections", ",".join(sections), *options], capture_output=True, text=True
        )
    print(done.stdout)
    passed = dict.fromkeys(sections, 0)
    for outcome in json.loads(told.read_text())["outcomes"]:
        passed[outcome["section"]] += outcome["outcome"] == "passed"
    return passed


def test_default_sections_pass_as_the_baseline_does(kit: Path, tmp_path: Path) -> None:
    baseline = json.loads((kit / "oxigraph-0.5.13.json").read_text())["outcomes"]
    assert sum(outcome["outcome"] == "passed" for outcome in baseline) == 520
    passed = run(kit, tmp_path, DEFAULT, "--baseline", str(kit / "oxigraph-0.5.13.json"))
    assert {name: (passed[name], least) for name, least in DEFAULT.items() if passed[name] < least} == {}
    assert sum(passed.values()) >= 526


@pytest.mark.parametrize("section", LONG)
def test_long_sections(kit: Path, tmp_path: Path, section: str, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--w3c-all"):
        pytest.skip("long: `make w3c` runs it")
    assert run(kit, tmp_path, {section: LONG[section]})[section] >= LONG[section]
