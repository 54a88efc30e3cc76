"""Documents to what the store takes of them: in this process, or in killable workers that hold the language model."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import archive, changes, wire
from kg.changes import Changes, DocumentChange
from kg.checks import Problem, check
from kg.children import Child, EndedError
from kg.errors import DocumentError, KgError, OntologyError, PatternError
from kg.model import Document

if TYPE_CHECKING:
    from kg.triples import DocumentGraphs

CONFIGURATION = (OntologyError, PatternError)  # no document's fault
WORKER = "kg.extraction_worker"
SECONDS = 60.0  # for one document
START_SECONDS = 20.0  # for loading the language model, once a worker
WAIT_SECONDS = 120.0  # for a worker that others use


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one document gives to the store, and what of it breaks a shape."""

    change: DocumentChange
    problems: tuple[Problem, ...] = ()


Extract = Callable[[Sequence[Document]], Iterator[Extracted | DocumentError]]  # one for each document, in order


def extracted(graphs: DocumentGraphs) -> Extracted:
    """Keep of a document's graphs what the store needs, and check them."""
    quads: list[ox.Quad | ox.Triple] = [*graphs.facts, *graphs.evidence, *graphs.things]
    change = DocumentChange(
        id=graphs.document.id,
        extractor=graphs.extractor,
        facts=tuple(quad.triple for quad in graphs.facts),
        evidence=tuple(quad.triple for quad in graphs.evidence),
        things=graphs.things,
    )
    return Extracted(change, tuple(check(quads, graphs.document.text)))


def extract_here(documents: Sequence[Document]) -> Iterator[Extracted | DocumentError]:
    """Extract in this process; where that fails, each document alone, so that only the bad one is lost."""
    if not documents:
        return
    from kg.pipeline import extract  # the language model takes seconds to load, and may not be needed

    try:
        yield from [extracted(graphs) for graphs in extract(list(documents))]
    except CONFIGURATION:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one text does to the extractor, the others go in
        if len(documents) == 1:
            yield fault(error)
            return
        for document in documents:
            yield from extract_here([document])


def fault(error: Exception) -> DocumentError:
    """Say in one sentence why a document gave nothing."""
    if isinstance(error, DocumentError):
        return error
    return DocumentError(error.message if isinstance(error, KgError) else f"it cannot be extracted ({error!r})")


class Workers:
    """Up to `size` worker processes: started when needed, kept warm, killed and replaced when they overrun."""

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
            return self.one(document, call)
        except DocumentError as error:
            return error

    def one(self, document: Document, call: object = None) -> Extracted:
        """Extract one document within its deadline."""
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise DocumentError("other documents are being read; try again later", subject=document.id)
        try:
            child, seconds = self._take(call)
            try:
                answer, payload = child.ask(*_question(document), seconds=seconds)
            except EndedError as error:
                raise _end(error, document) from error
            finally:
                self._give_back(child)
        finally:
            self._free.release()
        if "broken" in answer:
            raise OntologyError(str(answer["broken"]))
        if "error" in answer:
            raise DocumentError(str(answer["error"]), subject=document.id)
        return read_answer(answer, payload)

    def _take(self, call: object) -> tuple[Child, float]:
        with self._lock:
            if self._closed:
                raise DocumentError("the store was closed")
            while self._idle:
                child = self._idle.pop()
                if child.child.poll() is None:
                    self._busy[child] = call
                    return child, SECONDS
                child.kill()
            child = Child(WORKER)
            self._busy[child] = call
            return child, START_SECONDS + SECONDS

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


def _question(document: Document) -> tuple[wire.Header, bytes]:
    return {"meta": archive.metadata(document), "deadline": SECONDS + START_SECONDS}, document.text.encode()


def read_question(header: wire.Header, payload: bytes) -> Document:
    """Read the document that a worker is asked for."""
    return archive.restore(header["meta"], payload.decode())


def answer_of(found: Extracted) -> tuple[wire.Header, bytes]:
    """Give the frame with a result."""
    header, payload = changes.pack(Changes(documents=(found.change,)))
    return {**header, "problems": [asdict(problem) for problem in found.problems]}, payload


def read_answer(header: wire.Header, payload: bytes) -> Extracted:
    """Read the frame with a result."""
    (change,) = changes.unpack(header, payload).documents
    return Extracted(change, tuple(Problem(**row) for row in header["problems"]))


def _end(error: EndedError, document: Document) -> DocumentError:
    if error.late or error.code == -signal.SIGALRM:
        told = f"reading it was stopped after {SECONDS:g} s; split it into several documents"
    else:
        told = "reading it broke off, as it needs more memory than it may have; split it into several documents"
    return DocumentError(told, subject=document.id)
