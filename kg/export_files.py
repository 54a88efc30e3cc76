"""Exports to files and streams: a file is written whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, BinaryIO

from kg.errors import UsageError
from kg.export import FORMATS
from kg.store import Store

_SUFFIXES = {".ttl": "ttl", ".trig": "trig", ".nt": "nt", ".nq": "nq", ".jsonld": "jsonld", ".rdf": "rdfxml"}


def format_of(path: Path) -> str:
    """Give the format that a file's name asks for; Turtle where it says nothing."""
    return _SUFFIXES.get(path.suffix.lower(), "ttl")


def export_to(
    store: Store,
    target: str | Path | BinaryIO,
    format: str | None,
    graph: str | None,
    *,
    as_of: date | None = None,
) -> None:
    """Write an export."""
    if format is not None and format not in FORMATS:
        raise UsageError(f"no export format is called {format}; there are {', '.join(FORMATS)}", subject=format)
    if not isinstance(target, (str, Path)):
        store.export(target, format or "ttl", graph, as_of=as_of)
        return
    path = Path(target)
    with whole_file(path) as draft:
        store.export(draft, format or format_of(path), graph, as_of=as_of)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream that becomes the file when the block ends well, and leaves nothing behind otherwise."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # a device or a pipe stays what it is
            with path.open("wb") as device:
                yield device
            return
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
            made = Path(draft.name)
            try:
                yield draft
                draft.flush()
                made.chmod(0o644)
                made.replace(path)
            except BaseException:
                made.unlink()
                raise
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", subject=str(path)) from error
