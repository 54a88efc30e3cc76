"""The pool of reader processes: each query runs in one, and is killed with it at the deadline.

Short work never waits for long work: what is not done after a moment goes on in the slow lane, at low priority and two
at a time. A few more are held there until their turn comes; beyond that the caller is sent away at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time

from kg import wire
from kg.children import Child, EndedError, Take
from kg.errors import QueryTimeout, StoreError

LONG = 2  # long pieces of work that run at once
HELD = 2  # long ones that wait, stopped, for their turn
PATIENCE = 10.0  # seconds to wait for a free one
KEPT = 4  # idle processes that are kept
LOW = 15  # the priority of the slow lane, as `nice` counts it


class Readers:
    """Up to `size` reader processes, started when needed and replaced when they die; at least as many as are long."""

    def __init__(self, size: int, *, lanes: bool = True) -> None:
        self._free = threading.BoundedSemaphore(size)
        self._lane = _SlowLane() if lanes else None
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
        patience = min(until - time.monotonic(), PATIENCE)
        if not self._free.acquire(timeout=max(0.0, patience)):
            raise QueryTimeout("everything that reads is busy; try again later")
        try:
            return self._ask(self._take(), header, payload, until=until, deadline=deadline, take=take)
        finally:
            self._free.release()

    def _ask(
        self, process: Child, header: wire.Header, payload: bytes, *, until: float, deadline: float, take: Take | None
    ) -> tuple[wire.Header, bytes]:
        left = max(0.001, until - time.monotonic())
        place = _Place(self._lane, process) if self._lane else None
        try:
            slow = place.enter if place else None
            answer = process.ask({**header, "deadline": left}, payload, seconds=left, take=take, slow=slow)
        except EndedError as error:
            self._replace()
            raise _end(error, deadline=deadline) from error
        except BaseException:
            self._replace()
            raise
        finally:
            if place is not None:
                place.leave()
        self._give_back(process, worn=place is not None and not place.restored)
        return answer

    def _take(self) -> Child:
        with self._lock:
            if self._closed:
                raise StoreError("the store was closed")
            if self._idle:
                return self._idle.pop()
        return Child("kg.reader", greets=True)

    def _give_back(self, process: Child, *, worn: bool) -> None:
        """Keep a process for the next; one that stays slowed down is ended, and another takes its place."""
        with self._lock:
            if not self._closed and not worn and len(self._idle) < KEPT:
                self._idle.append(process)
                return
        process.kill()
        if worn:
            self._replace()

    def _replace(self) -> None:
        """Start a process for the next query, so that it need not wait for it."""
        with self._lock:
            if not self._closed and not self._idle:
                self._idle.append(Child("kg.reader", greets=True))

    def close(self) -> None:
        """End all readers."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for process in idle:
            process.kill()


class _SlowLane:
    """Room for long work: some that runs, and some that waits."""

    def __init__(self) -> None:
        self.running = threading.BoundedSemaphore(LONG)
        self.held = threading.BoundedSemaphore(HELD)


class _Place:
    """One piece of work, which may come into the slow lane and leaves it when it ends."""

    def __init__(self, lane: _SlowLane, process: Child) -> None:
        self.lane, self.process = lane, process
        self.entered = False
        self.restored = True

    def enter(self, until: float) -> None:
        """Go into the slow lane: at once, or when there is room before the time is up."""
        if not self.lane.running.acquire(blocking=False):
            self._wait(until)
        self.entered = True
        with contextlib.suppress(OSError):  # it may have ended by itself at this moment
            os.setpriority(os.PRIO_PROCESS, self.process.child.pid, LOW)

    def _wait(self, until: float) -> None:
        if not self.lane.held.acquire(blocking=False):
            raise QueryTimeout("as many long queries as may run at once are running; try again later, or ask for less")
        try:
            self.process.child.send_signal(signal.SIGSTOP)
            if not self.lane.running.acquire(timeout=max(0.0, until - time.monotonic())):
                raise wire.ClosedError("its turn did not come")
            self.process.child.send_signal(signal.SIGCONT)
        finally:
            self.lane.held.release()

    def leave(self) -> None:
        """Make room, and give the process its priority back, which takes the right to do so."""
        if self.entered:
            self.lane.running.release()
            try:
                os.setpriority(os.PRIO_PROCESS, self.process.child.pid, 0)
            except OSError:
                self.restored = False


def _end(error: EndedError, *, deadline: float) -> QueryTimeout:
    if error.late or error.code == -signal.SIGALRM:
        return QueryTimeout(f"stopped at the deadline of {deadline:g} s; narrow it, or ask or send less at once")
    return QueryTimeout("broken off: it needs more memory or a deeper stack than it may have; simplify it")
