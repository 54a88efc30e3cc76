"""Documents read by worker processes that hold the language model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from kg import bounds
from kg.errors import DocumentError
from kg.extraction import Extracted, Frame, question, read_answer
from kg.model import Document
from kg.pools import Call, Pool

WORKER = "kg.extraction_worker"


class Workers:
    """Up to `size` processes that read documents."""

    def __init__(self, size: int = 1) -> None:
        self._size = size
        self.pool = Pool(WORKER, size)

    def extract(self, documents: Sequence[Document]) -> Iterator[Extracted | DocumentError]:
        """Extract documents, as many at a time as there are workers, and give the results in order."""
        call = Call()
        with ThreadPoolExecutor(self._size) as threads:
            try:
                yield from threads.map(partial(self._told, call), documents)
            except BaseException:
                self.pool.stop(call)  # so that nothing is waited for
                raise

    def _told(self, call: Call, document: Document) -> Extracted | DocumentError:
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

    def _ask(self, document: Document, work: str, form: str, call: Call | None = None) -> Frame:
        seconds = bounds.seconds_for(len(document.text))
        asked = question(document, work=work, form=form, seconds=seconds)
        return self.pool.ask(*asked, seconds=seconds, subject=document.id, call=call)

    def close(self) -> None:
        """End all processes."""
        self.pool.close()
