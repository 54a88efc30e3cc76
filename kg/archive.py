"""The documents themselves: text, original and metadata in the store's folder, on disk before the graph knows them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from kg import folder
from kg.errors import DocumentError
from kg.model import Document

_ID = re.compile(r"[0-9a-f]{16}\Z")
TEXT, META, ORIGINAL = "text.txt", "meta.json", "original"


def metadata(document: Document) -> dict[str, Any]:
    """Give what is known of a document, its text apart, as JSON values."""
    known = {field.name: getattr(document, field.name) for field in fields(document) if field.name != "text"}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()}


def restore(meta: Mapping[str, Any], text: str) -> Document:
    """Make a document from its metadata and text."""
    known = {field.name: meta[field.name] for field in fields(Document) if field.name in meta}
    if known.get("published"):
        known["published"] = date.fromisoformat(known["published"])
    return Document(text=text, **known)


@dataclass(frozen=True, slots=True)
class Original:
    """What a document was made of, as it was sent: the ending of its name, and its bytes."""

    suffix: str
    data: bytes


class Archive:
    """The folder of documents of one store."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def keep(self, document: Document, original: Path | Original | None = None) -> None:
        """Write a document and see it on disk; what is there already is replaced file by file."""
        home = self.place / document.id
        home.mkdir(parents=True, exist_ok=True)
        _write(home / TEXT, document.text.encode())
        if isinstance(original, Path):
            original = Original(original.suffix, original.read_bytes()) if original.is_file() else None
        if original is not None:
            _write(home / (ORIGINAL + original.suffix), original.data)
        meta = json.dumps(metadata(document), ensure_ascii=False, indent=1, sort_keys=True)
        _write(home / META, meta.encode() + b"\n")
        folder.sync_folder(home)
        folder.sync_folder(self.place)

    def text(self, document: str) -> str | None:
        """Give the text of a document, or nothing where there is none."""
        path = self._home(document) / TEXT
        return path.read_bytes().decode() if path.is_file() else None

    def read(self, document: str) -> Document:
        """Give a document back as it was stored."""
        home = self._home(document)
        try:
            meta = json.loads((home / META).read_text(encoding="utf-8"))
            return restore(meta, (home / TEXT).read_bytes().decode())
        except (OSError, ValueError) as error:
            raise DocumentError(f"the stored text of {document} cannot be read: {error}", subject=document) from error

    def remove(self, document: str) -> None:
        """Take a document away."""
        shutil.rmtree(self._home(document), ignore_errors=True)

    def ids(self) -> Iterator[str]:
        """Give the ids of the documents that lie here."""
        if self.place.is_dir():
            yield from sorted(path.name for path in self.place.iterdir() if _ID.match(path.name))

    def _home(self, document: str) -> Path:
        # An id may come from an address: only one of ours becomes part of a path.
        return self.place / (document if _ID.match(document) else "0" * 16)


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.draft")
    folder.write_synced(draft, data)
    draft.replace(path)
