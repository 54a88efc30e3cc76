"""The real server as a process on a port of its own, for tests that talk to it over the loopback."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
TOKEN = "token-of-the-tests"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRADEKG_")}
    return {**kept, "TRADEKG_TOKEN": TOKEN, **more}


@contextmanager
def serving(store: Path, *options: str, **settings: str) -> Iterator[str]:
    """Serve a store until the block ends, and give the address."""
    port = free_port()
    command = [sys.executable, "-m", "server", "--store", str(store), "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment(**settings)) as server:
        try:
            _wait(server, f"http://127.0.0.1:{port}/ready")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
    assert server.returncode == 0


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"no server at {address}")
