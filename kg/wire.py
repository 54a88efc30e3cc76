"""The frames that processes of one store exchange: a JSON header and raw bytes, each with its length before it."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any, Protocol

Header = dict[str, Any]  # JSON: whatever the operation says

_LENGTHS = struct.Struct("!IQ")
MAX_HEADER = 64 * 1024 * 1024


class ClosedError(ConnectionError):
    """The other side went away, between two frames or within one."""


class Sender(Protocol):
    """What a frame can be written to."""

    def __call__(self, data: bytes, /) -> object:
        """Write all of `data`."""


def send(write: Sender, header: Header, payload: bytes = b"") -> None:
    """Write one frame."""
    head = json.dumps(header, separators=(",", ":")).encode()
    write(_LENGTHS.pack(len(head), len(payload)) + head + payload)


def receive(read: Callable[[int], bytes]) -> tuple[Header, bytes]:
    """Read one frame, or raise `ClosedError`."""
    head_length, length = _LENGTHS.unpack(_exactly(read, _LENGTHS.size))
    if head_length > MAX_HEADER:
        raise ClosedError("not a frame of ours")
    header: Header = json.loads(_exactly(read, head_length))
    return header, _exactly(read, length)


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    parts: list[bytes] = []
    while size:
        part = read(min(size, 1 << 20))
        if not part:
            raise ClosedError("the other process has gone")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
