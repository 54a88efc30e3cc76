"""The pool of reader processes: each query runs in one, and is killed with it at the deadline."""

from __future__ import annotations

import signal
import threading
import time

from kg import wire
from kg.children import Child, EndedError, Take
from kg.errors import QueryTimeout, StoreError


class Readers:
    """Up to `size` reader processes, started when needed and replaced when they die."""

    def __init__(self, size: int) -> None:
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        self._closed = False

    def ask(
        self,
        header: wire.Header,
        payload: bytes = b"",
        *,
        until: float,
        deadline: float,
        take: Take | None = None,
    ) -> tuple[wire.Header, bytes]:
        """Let a free reader answer before `until` (monotonic clock); `deadline` is what the message names."""
        if not self._free.acquire(timeout=max(0.0, until - time.monotonic())):
            raise QueryTimeout(f"no reader was free within {deadline:g} s; try again later")
        try:
            return self._ask(self._take(), header, payload, until=until, deadline=deadline, take=take)
        finally:
            self._free.release()

    def _ask(
        self, process: Child, header: wire.Header, payload: bytes, *, until: float, deadline: float, take: Take | None
    ) -> tuple[wire.Header, bytes]:
        left = max(0.001, until - time.monotonic())
        try:
            answer = process.ask({**header, "deadline": left}, payload, seconds=left, take=take)
        except EndedError as error:
            raise _end(error, deadline=deadline) from error
        self._give_back(process)
        return answer

    def _take(self) -> Child:
        with self._lock:
            if self._closed:
                raise StoreError("the store was closed")
            if self._idle:
                return self._idle.pop()
        return Child("kg.reader")

    def _give_back(self, process: Child) -> None:
        with self._lock:
            if not self._closed and not process.late:
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


def _end(error: EndedError, *, deadline: float) -> QueryTimeout:
    if error.late or error.code == -signal.SIGALRM:
        return QueryTimeout(
            f"the query was stopped at its deadline of {deadline:g} s; narrow it, or ask for fewer rows"
        )
    return QueryTimeout("the query broke off: it needs more memory or a deeper stack than it may have; simplify it")
