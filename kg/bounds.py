"""How much processor time and memory one document may take, in which process that is held, and how it is told."""

from __future__ import annotations

import resource
import signal

SECONDS = 60.0  # of processor time for a document of up to 300,000 characters
PER_CHARACTER = 0.0002  # for a longer one: some ten times what ordinary news takes
PATIENCE = 5  # times as long by the clock, as the machine may have other work
START_SECONDS = 60.0  # by the clock, for starting a worker that has to load the language model
MEMORY = 4 * 1024**3  # of address space, for a worker


def seconds_for(length: int) -> float:
    """Give the processor time that a document of so many characters may take."""
    return max(SECONDS, PER_CHARACTER * length)


def hold_memory(limit: int = MEMORY) -> None:
    """Let this process have so much memory at most, and leave no image of it when it is killed."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def start_timer(seconds: float) -> None:
    """End this process after so much more processor time, or by the clock should whoever asked be gone.

    The kernel does it, whatever the code is at: neither a slow pattern nor a model asks Python in between.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds + START_SECONDS)


def stop_timer() -> None:
    """Take the bound away again."""
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)


def told(seconds: float, code: int | None, *, late: bool) -> str:
    """Say why a process that ended with this code, or was killed late, gave no answer."""
    if code == -signal.SIGPROF:
        return f"reading it was stopped after {seconds:g} s of processor time"
    if late or code == -signal.SIGALRM:
        return f"reading it was stopped after {PATIENCE * seconds:g} s"
    return "reading it broke off, as it needs more memory than it may have"
