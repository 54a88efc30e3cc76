"""How a reader process hands a result over: counted, bounded, in frames as it grows."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg import wire

MAX_RESULT = 64 * 1024 * 1024
MAX_ROWS = 100_000
FRAME = 256 * 1024

Send = Callable[[wire.Header, bytes], None]

# In JSON a quote within a value is escaped, so this is the start of a row and nothing else: the quote that ends a
# value is followed by a comma or a brace.
_JSON_ROW = re.compile(rb'\}\},\{"[^,}\]:]')


class TooLargeError(Exception):
    """More text or more rows than the limit allows; the message says which."""


class Rows:
    """Counts the rows of a table from its text."""

    def __init__(self, format: str) -> None:
        self.count = {"json": self._json, "csv": self._csv, "tsv": self._tsv, "xml": self._xml}.get(format)
        self.rows = 0
        self._tail = b""
        self._quoted = False

    def see(self, data: bytes) -> None:
        """Count what is in the next bytes, and refuse to go over the limit."""
        if self.count is not None:
            self.count(data)
            if self.rows > MAX_ROWS:
                raise TooLargeError(f"the result has more than {MAX_ROWS:,} rows")

    def _json(self, data: bytes) -> None:
        text = self._tail + data
        self.rows += len(_JSON_ROW.findall(text)) + (not self._tail and b'"bindings":[{' in text)
        self._tail = text[-5:]

    def _xml(self, data: bytes) -> None:
        text = self._tail + data
        self.rows += text.count(b"<result>")
        self._tail = text[-7:]

    def _tsv(self, data: bytes) -> None:
        self.rows += data.count(b"\n") - (not self._tail)  # values hold no line break; the first line is the head
        self._tail = b"\n"

    def _csv(self, data: bytes) -> None:
        pieces = data.split(b'"')
        for number, piece in enumerate(pieces):
            self._quoted ^= number > 0
            if not self._quoted:
                self.rows += piece.count(b"\n")
        self.rows -= not self._tail
        self._tail = b"\n"


class Flow:
    """A stream that the engine writes a result to; what it raises stops the query as well."""

    def __init__(self, send: Send, told: wire.Header, *, limit: int | None = MAX_RESULT, frame: int = FRAME) -> None:
        self.send, self.told, self.limit, self.frame = send, told, limit, frame
        self.counter = Rows(str(told.get("format"))) if told.get("kind") == "select" else None
        self.parts: list[bytes] = []
        self.held = 0
        self.size = 0

    def write(self, data: bytes) -> int:
        """Take in the next bytes and send them on once there are enough."""
        self.size += len(data)
        if self.limit is not None and self.size > self.limit:
            raise TooLargeError(f"the result is larger than {self.limit:,} bytes")
        if self.counter is not None:
            self.counter.see(data)
        self.parts.append(bytes(data))
        self.held += len(data)
        if self.held >= self.frame:
            self.send({**self.told, "more": True}, self.rest())
        return len(data)

    def flush(self) -> None:
        """Do nothing: the frames have a size of their own."""

    def rest(self) -> bytes:
        """Give what has not been sent."""
        data, self.parts, self.held = b"".join(self.parts), [], 0
        return data
