"""Worker processes of one kind: started when needed, kept warm, replaced when they overrun."""

from __future__ import annotations

import threading

from kg import bounds, wire
from kg.children import Child, EndedError
from kg.errors import DocumentError, OntologyError

WAIT_SECONDS = 120.0  # for a worker that others use


class Call:
    """One request for which several processes may work."""

    def __init__(self) -> None:
        self.stopped = False


class Pool:
    """Up to `size` processes that run a module of ours; `cure` is what to do about a document that overran."""

    def __init__(self, module: str, size: int, cure: str = "split it into several documents") -> None:
        self.module, self.cure = module, cure
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._busy: dict[Child, Call | None] = {}  # and for which call
        self._closed = False

    def ask(
        self, header: wire.Header, payload: bytes, *, seconds: float, subject: str, call: Call | None = None
    ) -> tuple[wire.Header, bytes]:
        """Have one thing worked on within so much processor time; what goes wrong with it is raised."""
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise DocumentError("other documents are being read; try again later", subject=subject)
        try:
            answer, found = self._asked(header, payload, seconds, call)
        except EndedError as error:
            told = bounds.told(seconds, error.code, late=error.late)
            cure = "try again when the machine has less to do" if error.late else self.cure
            raise DocumentError(f"{told}; {cure}", subject=subject) from error
        finally:
            self._free.release()
        if "broken" in answer:
            raise OntologyError(str(answer["broken"]))
        if "error" in answer:
            raise DocumentError(str(answer["error"]), subject=subject)
        return answer, found

    def _asked(
        self, header: wire.Header, payload: bytes, seconds: float, call: Call | None
    ) -> tuple[wire.Header, bytes]:
        child = self._take(call)
        try:
            return child.ask(header, payload, seconds=bounds.PATIENCE * seconds + bounds.START_SECONDS)
        finally:
            self._give_back(child)

    def _take(self, call: Call | None) -> Child:
        with self._lock:
            if self._closed or (call is not None and call.stopped):
                raise DocumentError("the store was closed" if self._closed else "reading was broken off")
            while self._idle:
                child = self._idle.pop()
                if child.child.poll() is None:
                    break
                child.kill()
            else:
                child = Child(self.module)
            self._busy[child] = call
            return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            self._busy.pop(child, None)
            if not self._closed and not child.late and child.child.returncode is None:
                self._idle.append(child)
                return
        child.kill()

    def stop(self, call: Call) -> None:
        """Kill what works for one call; whoever waits for the answer sees it end and tidies up."""
        with self._lock:
            call.stopped = True  # for those that are about to take a process
            for child, owner in self._busy.items():
                if owner is call:
                    child.child.kill()

    def close(self) -> None:
        """End all processes, the busy ones too."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for child in self._busy:
                child.child.kill()
        for child in idle:
            child.kill()
