"""A worker process: holds the language model and works on one document a frame until its input ends.

It may be killed at any time: by its client, by the kernel when a document has had its processor time or memory, by a
text that breaks the parser. Nothing is lost then but the answer, since it writes nothing.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from kg import bounds, extraction, jail, wire
from kg.extraction import CONFIGURATION, Frame


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


def main() -> None:
    """Serve standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the client's affair
    bounds.hold_memory()
    jail.confine()
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints shall not get between the frames
    with contextlib.suppress(wire.ClosedError, BrokenPipeError):
        while True:
            header, payload = wire.receive(source.read)
            wire.send(sink.write, *answer(header, payload))
            sink.flush()


if __name__ == "__main__":
    main()
