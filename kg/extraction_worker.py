"""A worker process: holds the language model and extracts one document a frame until its input ends.

It may be killed at any time: by its client at the deadline, by the kernel at its own alarm or memory limit, by a text
that breaks the parser. Nothing is lost then but the answer, since it writes nothing.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys

from kg import wire
from kg.extraction import CONFIGURATION, answer_of, extracted, fault, read_question

MEMORY = 4 * 1024**3
SPARE_SECONDS = 5.0  # between the client's deadline and the process's own end, should the client be gone


def answer(header: wire.Header, payload: bytes) -> tuple[wire.Header, bytes]:
    """Extract one document; what goes wrong is told, never raised."""
    from kg.pipeline import extract

    try:
        (graphs,) = extract([read_question(header, payload)])
        return answer_of(extracted(graphs))
    except MemoryError:
        return {"error": "it needs more memory than it may have; split it into several documents"}, b""
    except CONFIGURATION as error:
        return {"broken": error.message}, b""
    except Exception as error:  # noqa: BLE001 - the next document may be a good one
        return {"error": fault(error).message}, b""


def main() -> None:
    """Serve standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the client's affair
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints shall not get between the frames
    with contextlib.suppress(wire.ClosedError, BrokenPipeError):
        while True:
            header, payload = wire.receive(source.read)
            signal.setitimer(signal.ITIMER_REAL, float(header["deadline"]) + SPARE_SECONDS)
            told = answer(header, payload)
            signal.setitimer(signal.ITIMER_REAL, 0)
            wire.send(sink.write, *told)
            sink.flush()


if __name__ == "__main__":
    main()
