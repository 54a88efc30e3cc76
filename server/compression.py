"""Answers made smaller on their way, for whoever says that it can read them so."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli
from flask import Flask, Response, request

LEAST = 1_000  # bytes below which it is not worth it
KINDS = ("text/", "application/json", "application/problem+json", "image/svg+xml", "application/xml")
ENDINGS = ("+json", "+xml", "/n-triples", "/n-quads", "/trig")
NEVER = ("text/event-stream",)  # each event is to arrive when it happens


class _Encoder(Protocol):
    def process(self, data: bytes) -> bytes:
        """Take in the next bytes and give what is ready."""

    def finish(self) -> bytes:
        """Give the rest."""


class _Gzip:
    def __init__(self) -> None:
        self._made = zlib.compressobj(5, zlib.DEFLATED, 31)

    def process(self, data: bytes) -> bytes:
        return self._made.compress(data)

    def finish(self) -> bytes:
        return self._made.flush()


def _brotli() -> _Encoder:
    encoder: _Encoder = brotli.Compressor(quality=4)
    return encoder


ENCODERS = {"br": _brotli, "gzip": _Gzip}


def compress(app: Flask) -> None:
    """Let the application compress its answers."""

    @app.after_request
    def smaller(answer: Response) -> Response:
        if not _fits(answer):
            return answer
        answer.headers.add("Vary", "Accept-Encoding")
        name = _wanted()
        if name and request.method != "HEAD" and answer.status_code == 200:
            _encode(answer, name)
        return answer


def _fits(answer: Response) -> bool:
    kind = answer.mimetype or ""
    readable = (kind.startswith(KINDS) or kind.endswith(ENDINGS)) and kind not in NEVER
    length = answer.content_length
    return readable and "Content-Encoding" not in answer.headers and (length is None or length >= LEAST)


def _wanted() -> str:
    """Give the encoding that the caller likes best; of two liked equally brotli, which is smaller."""
    liked = {name: request.accept_encodings[name] for name in ENCODERS}
    best = max(liked, key=lambda name: liked[name])
    return best if liked[best] > 0 and liked[best] >= request.accept_encodings["identity"] else ""


def _encode(answer: Response, name: str) -> None:
    answer.direct_passthrough = False
    answer.response = _encoded(answer.response, ENCODERS[name]())  # type: ignore[arg-type]  # bytes, of our own making
    answer.headers["Content-Encoding"] = name
    answer.headers.pop("Content-Length", None)
    tag, weak = answer.get_etag()
    if tag is not None and not weak:
        answer.set_etag(tag, weak=True)


def _encoded(parts: Iterable[bytes], encoder: _Encoder) -> Iterator[bytes]:
    for part in parts:
        if made := encoder.process(part):
            yield made
    yield encoder.finish()
