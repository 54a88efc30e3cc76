"""Documents: files and texts in, `Document` values with what is known about them out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

from kg.datelines import dateline
from kg.decoding import MOST, clean, decode, refuse_data
from kg.errors import DocumentError, UsageError
from kg.languages import foreign_paragraphs, is_english, language_name, language_of
from kg.manifests import BASES, KINDS, ManifestRow, read_day, read_manifest, web_address
from kg.model import Document
from kg.text import FRONT_MATTER, INVISIBLE, paragraphs

__all__ = [
    "BASES",
    "KINDS",
    "MOST",
    "SUFFIXES",
    "Collection",
    "Input",
    "ManifestRow",
    "collect",
    "read_day",
    "read_file",
    "read_manifest",
    "read_text",
    "refuse_equal_stems",
]

SUFFIXES = (".txt", ".text", ".md", ".markdown")
MANIFEST = "manifest.csv"
_FIELD = re.compile(r"([A-Za-z][\w -]{0,40}):[ \t]*(.*)")
_FIELD_NAMES = {
    **dict.fromkeys(("published", "date", "publication date", "publication_date", "published_at"), "published"),
    **dict.fromkeys(("url", "link", "canonical", "source_url"), "url"),
    **dict.fromkeys(("publisher", "site", "outlet", "source"), "publisher"),
    **dict.fromkeys(("licence", "license"), "licence"),
    **dict.fromkeys(("language", "lang"), "language"),
    **{name: name for name in ("title", "kind", "note")},
}


class Metadata(TypedDict, total=False):
    """What a caller may know of a text."""

    title: str | None
    published: date | None
    published_basis: str | None
    publisher: str | None
    url: str | None
    licence: str | None
    kind: str | None
    language: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Input:
    """A file to be read, with its manifest row if it has one."""

    path: Path
    row: ManifestRow | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """The files a call names, each once, in order."""

    inputs: tuple[Input, ...]
    published: date | None = None


def collect(
    paths: Iterable[str | Path] = (), *, manifest: str | Path | None = None, published: date | None = None
) -> Collection:
    """Turn files, folders and a manifest into inputs; a folder brings its own manifest and is not searched deeper."""
    named = [Path(path) for path in paths]
    rows = read_manifest(manifest) if manifest is not None else None
    if rows is not None and not named:
        return Collection(tuple(Input(row.path, row) for row in rows), published)
    if not named:
        raise UsageError("Nothing to read: name files or folders, or give --manifest.")
    by_path = {row.path.resolve(): row for row in rows or ()}
    found: dict[Path, Input] = {}
    for path in named:
        known = by_path if rows is not None else _own_rows(path)
        for file in _files(path):
            found.setdefault(file.resolve(), Input(file, known.get(file.resolve())))
    return Collection(tuple(found.values()), published)


def refuse_equal_stems(inputs: Iterable[Input]) -> None:
    """Raise if two inputs would be written to one file."""
    seen: dict[str, Path] = {}
    for item in inputs:
        stem = item.path.stem.casefold()
        if stem in seen:
            both = f"{seen[stem]} and {item.path}"
            raise UsageError(f"{both} would both be written as {item.path.stem}; rename one or write to two folders.")
        seen[stem] = item.path


def read_file(path: str | Path, *, row: ManifestRow | None = None, published: date | None = None) -> Document:
    """Read one file; what its manifest row says comes before the option, that before the file's own words."""
    source = Path(path)
    decoded = decode(_bytes(source), str(source))
    given = _given(row)
    if given.get("published") is None and published is not None:
        given["published"], given["published_basis"] = published, "metadata"
    return _document(decoded.text, given, str(source), source.stem, decoded.remark)


def read_text(text: str, **metadata: Unpack[Metadata]) -> Document:
    """Make a document of a text that is at hand."""
    return _document(clean(text), metadata, "the text", "untitled")


def _bytes(source: Path) -> bytes:
    where = str(source)
    if source.is_dir():
        raise DocumentError(f"{where}: a folder, not a file; name a file in it.", subject=where)
    if source.suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise DocumentError(f"{where}: files of this kind are not read; save it as one of {known}.", subject=where)
    try:
        if source.stat().st_size > 4 * MOST + 4:
            raise _too_large(where)
        return source.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(f"{where}: no such file; check the path.", subject=where) from error
    except OSError as error:
        raise DocumentError(f"{where}: not readable ({error.strerror}); check its rights.", subject=where) from error


def _too_large(where: str) -> DocumentError:
    return DocumentError(f"{where}: more than {MOST:,} characters; split it into several files.", subject=where)


def _given(row: ManifestRow | None) -> Metadata:
    if row is None:
        return {}
    return {
        "title": row.title,
        "published": row.published,
        "published_basis": row.published_basis,
        "publisher": row.publisher,
        "url": row.url,
        "licence": row.licence,
        "kind": row.kind,
        "language": row.language,
        "note": row.note,
    }


def _document(text: str, given: Metadata, where: str, name: str, *remarks: str) -> Document:
    if not any(map(str.isalpha, text)):
        raise DocumentError(f"{where}: no words in it; give a file with text.", subject=where)
    if len(text) > MOST:
        raise _too_large(where)
    try:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        fault = f"half a character (a lone surrogate) at offset {error.start}"
        raise DocumentError(f"{where}: {fault}; send the text as UTF-8.", subject=where) from error
    refuse_data(text, where)
    front = _front_matter(text)
    language, left_out = _language(text, given.get("language") or front.get("language"))
    day, basis = _publication(text, given, front)
    return Document(
        digest[:16],
        digest,
        text,
        given.get("title") or _line(front.get("title", "")) or _title(text) or name,
        day,
        basis,
        given.get("publisher") or front.get("publisher"),
        given.get("url") or web_address(front.get("url", "")),
        given.get("licence") or front.get("licence"),
        given.get("kind") or (front["kind"] if front.get("kind") in KINDS else "news-article"),
        language,
        "; ".join(filter(None, (given.get("note") or front.get("note"), *remarks, left_out))) or None,
    )


def _language(text: str, given: str | None) -> tuple[str, str]:
    """Give the language of a text, as said or as it looks, and a remark where only a part of it is English."""
    if given:
        return given, ""
    tag = language_of(text)
    parts = [p.span.of(text) for p in paragraphs(text) if p.kind != "boilerplate"]
    foreign = [parts[number] for number in foreign_paragraphs(parts)]
    if not is_english(tag) and sum(map(len, foreign)) > 0.75 * sum(map(len, parts)):
        return tag, ""
    names = sorted({language_name(language_of(part)) for part in foreign})
    told = f"{len(foreign)} paragraph{'s' * (len(foreign) > 1)} in {', '.join(names)} left out" if foreign else ""
    return ("en" if foreign else tag), told


def _publication(text: str, given: Metadata, front: dict[str, str]) -> tuple[date | None, str]:
    """Give the day of publication and how it is known: told by the caller, by page metadata, or by the text."""
    day = given.get("published")
    if day is not None:
        return day, given.get("published_basis") or "metadata"
    if front.get("published"):
        try:
            return date.fromisoformat(front["published"][:10]), "metadata"
        except ValueError:
            pass  # worded otherwise: the dateline may still tell
    day = dateline(text)
    return (day, "stated") if day else (None, "unknown")


def _front_matter(text: str) -> dict[str, str]:
    """Read the `key: value` lines between two lines of dashes at the start."""
    block = FRONT_MATTER.match(text)
    fields = (_FIELD.match(line) for line in (block[1].splitlines() if block else ()))
    pairs = ((match[1].strip().lower(), match[2].strip().strip("\"'")) for match in fields if match)
    return {_FIELD_NAMES[key]: value for key, value in pairs if key in _FIELD_NAMES and value}


def _title(text: str) -> str:
    """Give the first heading before any prose, or a first line that is short."""
    opening = [item for item in paragraphs(text[:6_000]) if item.kind != "boilerplate"][:4]
    for item in opening:
        words = _line(item.span.of(text))
        if item.kind not in {"heading", "list"}:
            return words if item is opening[0] and len(words) <= 120 else ""
        if dateline(words) is None and len(words.split()) > 1 and not words.endswith(":"):
            return words
    return ""


def _line(words: str) -> str:
    return " ".join(INVISIBLE.sub("", words).split())[:300]


def _own_rows(path: Path) -> dict[Path, ManifestRow]:
    own = path / MANIFEST
    return {row.path.resolve(): row for row in read_manifest(own)} if path.is_dir() and own.is_file() else {}


def _files(path: Path) -> list[Path]:
    """Give the documents a path stands for; a file is taken as it is, so that its own fault is told when it is read."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UsageError(f"{path}: no such file or folder; check the path.", subject=str(path))
    files = sorted(file for file in path.iterdir() if file.is_file() and file.suffix.lower() in SUFFIXES)
    if not files:
        raise UsageError(f"{path}: no {', '.join(SUFFIXES)} file in this folder; name another.", subject=str(path))
    return files
