"""Clients from npm against the real server; `make test-tools` installs them and `make clients` runs this."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ABSENT
from tests.server.processes import TOKEN

NODE = Path(__file__).parent / "node"


@pytest.fixture(scope="module", autouse=True)
def _there(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--npm"):
        pytest.skip("`make clients` runs it")
    if shutil.which("node") is None or not (NODE / "node_modules").is_dir():
        if os.environ.get("TRADEKG_STRICT") == "1":
            pytest.fail("node or its clients are absent: make test-tools")
        ABSENT.append("clients from npm (make test-tools)")
        pytest.skip("node or its clients are absent: make test-tools")


def told(script: str, address: str) -> dict[str, Any]:
    done = subprocess.run(["node", script, address, TOKEN], cwd=NODE, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_comunica(address: str) -> None:
    found = told("comunica.mjs", address)
    assert {"name": "Mark Carney"} in found["people"]
    assert {"x": "https://w3id.org/tradekg/id/person/mark-carney"} in found["searched"]
    assert found["ask"] is True
    assert found["meetings"] > 1
    assert found["joined"]
    assert found["written"] is True


def test_fetch_sparql_endpoint(address: str) -> None:
    found = told("fetch.mjs", address)
    for method in ("GET", "POST"):
        assert "Mark Carney" in found[method]["people"]
        assert found[method]["ask"] is True
        assert found[method]["meetings"] > 1
        assert "unknown prefix foo:" in found[method]["fault"]
    assert found["written"] is True
