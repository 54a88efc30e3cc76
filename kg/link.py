"""A client's connection to the writer of a store: found, or started where none runs."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from kg import folder, wire
from kg.children import child_environment
from kg.errors import StoreError

START_SECONDS = 60.0
ANSWER_SECONDS = 300.0  # a writer that says nothing for so long is as good as gone
START_LOCK = "start.lock"
_STARTED: list[int] = []


class InterruptedWriteError(ConnectionError):
    """The writer went away while it made a change that must not be made twice."""


class Link:
    """One connection; a request waits for the one before it. A writer that went away is started again."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def request(self, header: wire.Header, payload: bytes = b"") -> wire.Header:
        """Send a request and give the answer.

        Requests may be sent twice: each is all or nothing, and repeatable. One that is not says `once`: when the
        writer goes away in the middle of it, that is an `InterruptedWriteError`.
        """
        with self._lock:
            try:
                answer = self._exchange(header, payload)
            except InterruptedWriteError:
                self._drop()
                raise
            except OSError:
                self._drop()
                try:
                    answer = self._exchange(header, payload)
                except OSError as error:
                    self._drop()
                    raise StoreError(f"the writer of {self.place} went away twice", subject=str(self.place)) from error
        if "error" in answer:
            raise StoreError(str(answer["error"]), subject=str(self.place))
        return answer

    def _exchange(self, header: wire.Header, payload: bytes) -> wire.Header:
        if self._socket is None:
            self._socket = connect(self.place)
        wire.send(self._socket.sendall, header, payload)
        answer = wire.receive(self._socket.recv)[0]
        if not answer.get("begun"):
            return answer
        try:
            return wire.receive(self._socket.recv)[0]
        except OSError as error:
            raise InterruptedWriteError from error

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def close(self) -> None:
        """Leave the writer."""
        with self._lock:
            self._drop()


def connect(place: Path) -> socket.socket:
    """Connect to the writer of a store, starting one if need be."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        found = _greet(place)
        if found is None:
            with _start_lock(place):
                found = _greet(place)
                if found is None:
                    _start(place)
                    found = _greet(place)
        if found is not None:
            return found
    raise StoreError(f"no writer could be started for {place}", subject=str(place))


def _greet(place: Path) -> socket.socket | None:
    """Connect and exchange a word, since a writer about to end may still take a connection and drop it."""
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        client.settimeout(ANSWER_SECONDS)
        with _short(place) as path:
            client.connect(path)
        wire.send(client.sendall, {"op": "version"})
        if "error" not in wire.receive(client.recv)[0]:
            return client
    except OSError:
        pass
    client.close()
    return None


@contextlib.contextmanager
def _short(place: Path) -> Iterator[str]:
    """Give a path of the socket that fits into the 108 bytes an address may have."""
    path = place / folder.SOCKET
    if len(os.fsencode(path)) < 100:
        yield str(path)
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{handle}/{folder.SOCKET}"
    finally:
        os.close(handle)


@contextlib.contextmanager
def _start_lock(place: Path) -> Iterator[None]:
    with open(place / START_LOCK, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _reap() -> None:
    """Let the system forget the writers that this process started and that have ended since."""
    for pid in [*_STARTED]:
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG) == (0, 0):
                continue
        _STARTED.remove(pid)


def _start(place: Path) -> None:
    """Start a writer that outlives us, and wait until it listens."""
    ours, its = os.pipe()
    _reap()
    try:
        started = subprocess.Popen(
            [sys.executable, "-m", "kg.writer", str(place.resolve()), str(its)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(its,),
            start_new_session=True,  # Ctrl-C at the client's terminal is not meant for it
            env=child_environment(),
        )
        started.returncode = 0  # it is nobody's child to wait for: without this the interpreter would warn of it
        _STARTED.append(started.pid)
    finally:
        os.close(its)
    with os.fdopen(ours) as told:
        answer = json.loads(told.readline() or '{"error": "the writer of the store did not start"}')
    if "error" in answer:
        raise StoreError(str(answer["error"]), subject=str(place))
