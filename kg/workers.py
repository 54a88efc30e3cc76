"""Worker processes that hold the language model: started when needed, kept warm, replaced when they overrun."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from kg import bounds
from kg.children import Child, EndedError
from kg.errors import DocumentError, OntologyError
from kg.extraction import Extracted, Frame, question, read_answer
from kg.model import Document

WORKER = "kg.extraction_worker"
WAIT_SECONDS = 120.0  # for a worker that others use


class Workers:
    """Up to `size` worker processes."""

    def __init__(self, size: int = 1) -> None:
        self._size = size
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._busy: dict[Child, object] = {}  # and for which call
        self._closed = False

    def extract(self, documents: Sequence[Document]) -> Iterator[Extracted | DocumentError]:
        """Extract documents, as many at a time as there are workers, and give the results in order."""
        call = object()
        with ThreadPoolExecutor(self._size) as pool:
            try:
                yield from pool.map(partial(self._told, call), documents)
            except BaseException:
                self._stop(call)  # so that nothing is waited for
                raise

    def _told(self, call: object, document: Document) -> Extracted | DocumentError:
        try:
            return read_answer(*self._ask(document, "extract", "", call))
        except DocumentError as error:
            return error

    def written(self, document: Document, form: str) -> bytes:
        """Give what one document says in an RDF format, with the labels of all it names."""
        return self._ask(document, "write", form)[1]

    def explained(self, document: Document, form: str) -> bytes:
        """Give what is seen in one document, for people (`text`) or for programs (`json`)."""
        return self._ask(document, "explain", form)[1]

    def _ask(self, document: Document, work: str, form: str, call: object = None) -> Frame:
        """Have one document worked on within its bounds."""
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise DocumentError("other documents are being read; try again later", subject=document.id)
        seconds = bounds.seconds_for(len(document.text))
        try:
            child = self._take(call)
            try:
                header, payload = child.ask(
                    *question(document, work=work, form=form, seconds=seconds),
                    seconds=bounds.PATIENCE * seconds + bounds.START_SECONDS,
                )
            except EndedError as error:
                raise DocumentError(bounds.told(seconds, error.code, late=error.late), subject=document.id) from error
            finally:
                self._give_back(child)
        finally:
            self._free.release()
        if "broken" in header:
            raise OntologyError(str(header["broken"]))
        if "error" in header:
            raise DocumentError(str(header["error"]), subject=document.id)
        return header, payload

    def _take(self, call: object) -> Child:
        with self._lock:
            if self._closed:
                raise DocumentError("the store was closed")
            while self._idle:
                child = self._idle.pop()
                if child.child.poll() is None:
                    break
                child.kill()
            else:
                child = Child(WORKER)
            self._busy[child] = call
            return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            self._busy.pop(child, None)
            if not self._closed and not child.late and child.child.returncode is None:
                self._idle.append(child)
                return
        child.kill()

    def _stop(self, call: object) -> None:
        """Kill what works for one call; whoever waits for the answer sees it end and tidies up."""
        with self._lock:
            for child, owner in self._busy.items():
                if owner is call:
                    child.child.kill()

    def close(self) -> None:
        """End all workers, the busy ones too."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for child in self._busy:
                child.child.kill()
        for child in idle:
            child.kill()
