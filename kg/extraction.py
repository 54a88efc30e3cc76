"""What a worker makes of one document, and the frames in which it is asked and answers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import archive, changes, wire
from kg.changes import Changes, DocumentChange
from kg.checks import Problem, check
from kg.errors import DocumentError, KgError, OntologyError, PatternError
from kg.model import Document

if TYPE_CHECKING:
    from kg.triples import DocumentGraphs

CONFIGURATION = (OntologyError, PatternError)  # no document's fault
Frame = tuple[wire.Header, bytes]


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


def fault(error: Exception) -> DocumentError:
    """Say in one sentence why a document gave nothing."""
    if isinstance(error, DocumentError):
        return error
    return DocumentError(error.message if isinstance(error, KgError) else f"it cannot be extracted ({error!r})")


# ---- asked and answered
def question(document: Document, *, work: str, form: str, seconds: float) -> Frame:
    """Give the frame that asks for some work on a document: `extract`, or `write` or `explain` in a form."""
    meta = archive.metadata(document)
    return {"work": work, "form": form, "meta": meta, "seconds": seconds}, document.text.encode()


def read_question(header: wire.Header, payload: bytes) -> Document:
    """Read the document that a worker is asked for."""
    return archive.restore(header["meta"], payload.decode())


def answer(document: Document, *, work: str, form: str) -> Frame:
    """Do the work and give the frame with its result."""
    if work == "explain":
        from kg.explain import explain
        from kg.explain_lines import as_json, as_text

        return {}, (as_json if form == "json" else as_text)(explain(document)).encode()
    from kg.pipeline import extract

    (graphs,) = extract([document])
    return ({}, _written(graphs, form)) if work == "write" else answer_of(extracted(graphs))


def _written(graphs: DocumentGraphs, form: str) -> bytes:
    from kg.export import write_content
    from kg.extracts import content_of_document
    from kg.registry import default_registry

    out = io.BytesIO()
    write_content(content_of_document(graphs, default_registry()), out, form)
    return out.getvalue()


def answer_of(found: Extracted) -> Frame:
    """Give the frame with what the store takes."""
    header, payload = changes.pack(Changes(documents=(found.change,)))
    return {**header, "problems": [asdict(problem) for problem in found.problems]}, payload


def read_answer(header: wire.Header, payload: bytes) -> Extracted:
    """Read the frame with what the store takes."""
    (change,) = changes.unpack(header, payload).documents
    return Extracted(change, tuple(Problem(**row) for row in header["problems"]))
