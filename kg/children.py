"""Child processes that answer frames on their pipes and may be killed at any time."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from kg import wire

Take = Callable[[bytes], object]
Slow = Callable[[float], None]  # is told when the time will be up

SLOW_SECONDS = 0.3
PIPE = 32_768  # what a pipe takes at least without anybody reading

ROOT = Path(__file__).resolve().parent.parent


def child_environment() -> dict[str, str]:
    """Give the environment in which a child process finds this very package."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


class EndedError(Exception):
    """A child ended instead of answering: killed at its deadline (`late`), or by itself with this code."""

    def __init__(self, code: int | None, *, late: bool) -> None:
        super().__init__(f"ended with {code}")
        self.code, self.late = code, late


class _Patience:
    """Reads from a child's pipe until its time is up."""

    def __init__(self, child: subprocess.Popen[bytes], until: float, slow: Slow | None) -> None:
        assert child.stdout is not None
        self.pipe = child.stdout.fileno()
        self.until, self.slow = until, slow
        self.slow_at = time.monotonic() + SLOW_SECONDS
        self.poll = select.poll()
        self.poll.register(self.pipe, select.POLLIN | select.POLLHUP)

    def read(self, size: int) -> bytes:
        """Read what is there, up to so many bytes."""
        while True:
            now = time.monotonic()
            if self.slow is not None and now >= self.slow_at:
                told, self.slow = self.slow, None
                told(self.until)
                continue
            if now >= self.until:
                raise wire.ClosedError("its time is up")
            waiting = min(self.until, self.slow_at) if self.slow else self.until
            if self.poll.poll(max(1.0, (waiting - now) * 1000)):
                return os.read(self.pipe, size)


class Child:
    """A process that runs a module of ours, with its two pipes."""

    def __init__(self, module: str, *, greets: bool = False) -> None:
        self.late = False
        self._starting = greets  # it says when it is ready, so that its start is not counted as slowness
        self.child = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's last words; the caller tells what happened
            env=child_environment(),
        )

    def ask(
        self,
        header: wire.Header,
        payload: bytes = b"",
        *,
        seconds: float,
        take: Take | None = None,
        slow: Slow | None = None,
    ) -> tuple[wire.Header, bytes]:
        """Send a frame and give the answer, or kill the process after so many seconds.

        An answer may come in several frames: `take` gets the content of all but the last. `slow` is called once,
        when no answer is whole after `SLOW_SECONDS`; what it raises ends the process too.
        """
        until = time.monotonic() + max(0.001, seconds)
        try:
            if self._starting:
                wire.receive(_Patience(self.child, until, None).read)
                self._starting = False
            self._send(header, payload, until)
            return self._receive(take, _Patience(self.child, until, slow))
        except (OSError, wire.ClosedError) as error:
            self.late = self.late or time.monotonic() >= until
            self.kill()
            raise EndedError(self.child.returncode, late=self.late) from error
        except BaseException:
            self.kill()
            raise

    def _send(self, header: wire.Header, payload: bytes, until: float) -> None:
        assert self.child.stdin is not None
        timer = threading.Timer(until - time.monotonic(), self._stop) if len(payload) > PIPE else None
        if timer is not None:  # more than a pipe holds waits for the other side, which may never read it
            timer.daemon = True
            timer.start()
        try:
            wire.send(self.child.stdin.write, header, payload)
            self.child.stdin.flush()
        finally:
            if timer is not None:
                timer.cancel()

    @staticmethod
    def _receive(take: Take | None, patience: _Patience) -> tuple[wire.Header, bytes]:
        while True:
            told, data = wire.receive(patience.read)
            if not told.pop("more", False):
                return told, data
            if take is not None:
                take(data)

    def _stop(self) -> None:
        self.late = True
        self.child.kill()

    def kill(self) -> None:
        """End the process and close its pipes."""
        self.child.kill()
        with contextlib.suppress(OSError):
            if self.child.stdin is not None:
                self.child.stdin.close()
        self.child.wait()
        if self.child.stdout is not None:
            self.child.stdout.close()
