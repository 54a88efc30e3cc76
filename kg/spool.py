"""An answer on its way: kept in memory while small, in a temporary file beyond, and sent only when whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

SMALL = 1 << 20
PART = 1 << 16


class Spool:
    """Bytes that are written first and read afterwards, once."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=SMALL)  # noqa: SIM115 - closed by `close`
        self.size = 0

    def write(self, data: bytes) -> int:
        """Take in the next bytes."""
        self.size += len(data)
        return self._file.write(data)

    def whole(self) -> bytes:
        """Give all of it, and let it go."""
        with self:
            self._file.seek(0)
            return self._file.read()

    def parts(self) -> Iterator[bytes]:
        """Give it in parts, and let it go."""
        with self:
            self._file.seek(0)
            while part := self._file.read(PART):
                yield part

    def close(self) -> None:
        """Let it go."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Stream:
    """The serialised result of a query, which may be long; it is complete before any of it is given."""

    kind: str  # select, ask, graph
    format: str
    body: Spool
