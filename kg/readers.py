"""The pool of reader processes: each query runs in one, and is killed with it at the deadline."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from kg import wire
from kg.errors import QueryTimeout, StoreError

ROOT = Path(__file__).resolve().parent.parent


def child_environment() -> dict[str, str]:
    """Give the environment in which a child process finds this very package."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


class _Process:
    """One reader process with its two pipes."""

    def __init__(self) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "kg.reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the engine's last words; the pool tells what happened
            env=child_environment(),
        )

    def ask(self, header: wire.Header) -> tuple[wire.Header, bytes]:
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        wire.send(self.child.stdin.write, header)
        self.child.stdin.flush()
        return wire.receive(self.child.stdout.read)

    def kill(self) -> None:
        self.child.kill()
        self.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            if self.child.stdin is not None:
                self.child.stdin.close()
        self.child.wait()
        if self.child.stdout is not None:
            self.child.stdout.close()


class Readers:
    """Up to `size` reader processes, started when needed and replaced when they die."""

    def __init__(self, size: int) -> None:
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[_Process] = []
        self._lock = threading.Lock()
        self._closed = False

    def ask(self, header: wire.Header, *, until: float, deadline: float) -> tuple[wire.Header, bytes]:
        """Let a free reader answer before `until` (monotonic clock); `deadline` is what the message names."""
        if not self._free.acquire(timeout=max(0.0, until - time.monotonic())):
            raise QueryTimeout(f"no reader was free within {deadline:g} s; try again later")
        try:
            return self._ask(self._take(), header, until, deadline)
        finally:
            self._free.release()

    def _ask(self, process: _Process, header: wire.Header, until: float, deadline: float) -> tuple[wire.Header, bytes]:
        left = until - time.monotonic()
        late = threading.Event()
        timer = threading.Timer(max(0.001, left), _stop, (process.child, late))
        timer.daemon = True
        timer.start()
        try:
            answer = process.ask({**header, "deadline": max(0.001, left)})
        except (OSError, wire.ClosedError) as error:
            process.kill()
            raise _end(process.child.returncode, late=late.is_set(), deadline=deadline) from error
        except BaseException:
            process.kill()
            raise
        finally:
            timer.cancel()
        self._give_back(process, killed=late.is_set())
        return answer

    def _take(self) -> _Process:
        with self._lock:
            if self._closed:
                raise StoreError("the store was closed")
            if self._idle:
                return self._idle.pop()
        return _Process()

    def _give_back(self, process: _Process, *, killed: bool) -> None:
        with self._lock:
            if not self._closed and not killed:
                self._idle.append(process)
                return
        process.kill()

    def close(self) -> None:
        """End all readers."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for process in idle:
            process.kill()


def _stop(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _end(code: int | None, *, late: bool, deadline: float) -> QueryTimeout:
    if late or code == -signal.SIGALRM:
        return QueryTimeout(
            f"the query was stopped at its deadline of {deadline:g} s; narrow it, or ask for fewer rows"
        )
    return QueryTimeout("the query broke off: it needs more memory or a deeper stack than it may have; simplify it")
