"""Child processes that answer frames on their pipes and may be killed at any time."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from kg import wire

Take = Callable[[bytes], object]

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


class Child:
    """A process that runs a module of ours, with its two pipes."""

    def __init__(self, module: str) -> None:
        self.late = False
        self.child = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's last words; the caller tells what happened
            env=child_environment(),
        )

    def ask(
        self, header: wire.Header, payload: bytes = b"", *, seconds: float, take: Take | None = None
    ) -> tuple[wire.Header, bytes]:
        """Send a frame and give the answer, or kill the process after so many seconds.

        An answer may come in several frames: `take` gets the content of all but the last.
        """
        timer = threading.Timer(max(0.001, seconds), self._stop)
        timer.daemon = True
        timer.start()
        try:
            return self._exchange(header, payload, take)
        except (OSError, wire.ClosedError) as error:
            self.kill()
            raise EndedError(self.child.returncode, late=self.late) from error
        except BaseException:
            self.kill()
            raise
        finally:
            timer.cancel()

    def _exchange(self, header: wire.Header, payload: bytes, take: Take | None) -> tuple[wire.Header, bytes]:
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        wire.send(self.child.stdin.write, header, payload)
        self.child.stdin.flush()
        while True:
            told, data = wire.receive(self.child.stdout.read)
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
