"""A worker process: holds the language model and works on one document a frame until its input ends.

It may be killed at any time: by its client, by the kernel when a document has had its processor time or memory, by a
text that breaks the parser. Nothing is lost then but the answer, since it writes nothing.
"""

from __future__ import annotations

from kg import bounds, extraction, wire
from kg.extraction import CONFIGURATION, Frame
from kg.serving import serve


def answer(header: wire.Header, payload: bytes) -> Frame:
    """Work on one document; what goes wrong is told, never raised."""
    try:
        _load()
        bounds.start_timer(float(header["seconds"]))
        return extraction.answer(extraction.read_question(header, payload), work=header["work"], form=header["form"])
    except MemoryError:
        return {"error": "it needs more memory than it may have; split it into several documents"}, b""
    except CONFIGURATION as error:
        return {"broken": error.message}, b""
    except Exception as error:  # noqa: BLE001 - the next document may be a good one
        return {"error": extraction.fault(error).message}, b""
    finally:
        bounds.stop_timer()


def _load() -> None:
    """Load what takes seconds, which no document shall be charged with."""
    import kg.pipeline  # noqa: F401 - its extractors read their frames
    from kg.nlp import parser
    from kg.registry import default_registry

    parser()
    default_registry()


if __name__ == "__main__":
    serve(answer, memory=bounds.MEMORY)
