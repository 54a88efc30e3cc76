"""The jail: no network, no programs, and it holds for what the engine does as well."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import jail
from kg.children import Child, child_environment
from kg.link import connect
from kg.store import LocalStore

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


def filtered(pid: int) -> bool:
    """Say whether a filter on system calls is on, waiting for a process that starts."""
    until = time.monotonic() + 60
    while "Seccomp:\t2" not in Path(f"/proc/{pid}/status").read_text():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("module", ["kg.reader", "kg.extraction_worker"])
def test_what_reads_foreign_text_is_confined(module: str) -> None:
    child = Child(module)
    try:
        assert filtered(child.child.pid)
    finally:
        child.kill()


def test_the_writer_is_confined(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "store", bare=True)
    with connect(store.place) as client:
        credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    assert filtered(int.from_bytes(credentials[:4], sys.byteorder))
    store.close()
