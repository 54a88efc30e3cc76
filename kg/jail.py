"""What a process that works on foreign text may no longer do: reach the network, start programs, grow without end.

The network is cut by a filter on system calls, which needs no rights and cannot be undone by the process itself. It
is there on Linux on x86-64 and 64-bit ARM; elsewhere what would call out is refused by name alone (`can_close`).
"""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
import socket
import struct
import sys
from typing import NamedTuple

MEMORY = 1536 * 1024**2  # of address space: two long queries and what waits stay below 4 GB together


class _Machine(NamedTuple):
    """How one kind of processor numbers its system calls."""

    audit: int
    socket: int
    refused: tuple[int, ...]  # programs, other processes, and io_uring, which would open sockets by another way


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 41, (59, 322, 101, 310, 311, 425)),
    "aarch64": _Machine(0xC00000B7, 198, (221, 281, 117, 270, 271, 425)),
}
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # the filter machine's instructions
_NUMBER, _ARCHITECTURE, _ARGUMENT = 0, 4, 16  # where a call's number, machine and first argument lie
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_FOREIGN_ABI = 0x40000000  # x86-64 calls under their 32-bit-pointer numbers


def can_close() -> bool:
    """Say whether the network can be cut off here."""
    return sys.platform == "linux" and platform.machine() in _MACHINES and sys.maxsize > 2**32


def confine(*, programs: bool = False) -> bool:
    """Cut this process and its threads off for good: no sockets but those of this machine's files, no core files.

    With `programs` it may still start others, which are cut off too. Gives False where the system has no such filter.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return can_close() and _install(_MACHINES[platform.machine()], programs=programs)


def limit_memory(limit: int = MEMORY) -> None:
    """Let the process have no more address space than this."""
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _install(machine: _Machine, *, programs: bool) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    code = _program(machine, programs=programs)
    kept = ctypes.create_string_buffer(code, len(code))
    told = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(kept))
    zero = ctypes.c_ulong(0)
    if library.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero):
        return False
    return bool(library.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.c_char_p(told), zero, zero) == 0)


def _program(machine: _Machine, *, programs: bool) -> bytes:
    """Write the filter: each line is an instruction, how many lines to skip when it holds and when not, a value."""
    refused = machine.refused[2:] if programs else machine.refused
    checks = [(_AT_LEAST, _FOREIGN_ABI), *((_EQUAL, number) for number in refused)]
    lines = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, machine.audit), (_RETURN, 0, 0, _REFUSE)]
    lines.append((_LOAD, 0, 0, _NUMBER))
    for left, (kind, value) in zip(range(len(checks), 0, -1), checks, strict=True):
        lines.append((kind, left + 2, 0, value))  # to the refusal, the last line but one
    lines += [
        (_EQUAL, 0, 3, machine.socket),
        (_LOAD, 0, 0, _ARGUMENT),
        (_EQUAL, 1, 0, int(socket.AF_UNIX)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
