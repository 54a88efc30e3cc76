"""The jail: no network, no programs, and it holds for what the engine does as well."""

import socket
import subprocess
import sys

import pytest

from kg import jail
from kg.children import child_environment

TRY = """
import os, socket, subprocess
import pyoxigraph as ox
from kg import jail
assert jail.confine({options})
def refused(act):
    try:
        act()
    except PermissionError:
        return True
    return False
print(*[
    refused(lambda: socket.socket(socket.AF_INET)),
    refused(lambda: socket.socket(socket.AF_INET6)),
    refused(lambda: list(ox.Store().query("SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))),
    refused(lambda: ox.Store().update("LOAD <http://127.0.0.1:{port}/>")),
    refused(lambda: subprocess.run(["true"])),
    refused(lambda: socket.socket(socket.AF_UNIX).close()),
])
"""
pytestmark = pytest.mark.skipif(not jail.can_close(), reason="this system has no such filter")


@pytest.mark.parametrize(
    ("options", "expected"),
    [("", "True True True True True False"), ("programs=True", "True True True True False False")],
)
def test_a_confined_process_reaches_nothing(options: str, expected: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        code = TRY.format(options=options, port=canary.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-c", code], env=child_environment(), capture_output=True, text=True, check=True
        )
        with pytest.raises(TimeoutError):
            canary.accept()
    assert done.stdout.strip() == expected
