"""The other end of a child process: answers the frames it is asked until its input ends."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable

from kg import bounds, jail, wire


def serve(answer: Callable[[wire.Header, bytes], tuple[wire.Header, bytes]], *, memory: int) -> None:
    """Answer frames within so much memory and without a network; what a library prints does not get between them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the client's affair
    bounds.hold_memory(memory)
    jail.confine()
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(wire.ClosedError, BrokenPipeError):
        while True:
            wire.send(sink.write, *answer(*wire.receive(source.read)))
            sink.flush()
