"""Documents: files, pages and texts in, `Document` values with what is known about them out."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack, cast

from kg import webpages
from kg.datelines import dateline
from kg.decoding import MOST, clean, decode, refuse_data
from kg.errors import DocumentError
from kg.frontmatter import front_matter, published_in
from kg.languages import foreign_paragraphs, is_english, language_name, language_of
from kg.manifests import KINDS, ManifestRow, web_address
from kg.model import Document
from kg.publication import publication_of
from kg.text import INVISIBLE, paragraphs
from kg.webpages import Webpage

SUFFIXES = (".txt", ".text", ".md", ".markdown", *webpages.SUFFIXES)
UNTITLED = "untitled"
MOST_BYTES = 4 * MOST + 4  # in the widest encoding, with its mark


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


def read_file(path: str | Path, *, row: ManifestRow | None = None, published: date | None = None) -> Document:
    """Read one file; what its manifest row says comes before the option, that before the file's own words."""
    source = Path(path)
    given = _given(row)
    if given.get("published") is None and published is not None:
        given["published"], given["published_basis"] = published, "metadata"
    return read_bytes(_bytes(source), str(source), **given)


def read_bytes(data: bytes, where: str, **metadata: Unpack[Metadata]) -> Document:
    """Make a document of a file's bytes: a text, or a page as a browser saves it; `where` is its name."""
    name = Path(where).stem or UNTITLED
    if Path(where).suffix.lower() in webpages.SUFFIXES or webpages.is_webpage(data):
        return _document(webpages.read_webpage(data, where), metadata, where, name)
    decoded = decode(data, where)
    return _document(Webpage(decoded.text, remark=decoded.remark), metadata, where, name)


def read_text(text: str, **metadata: Unpack[Metadata]) -> Document:
    """Make a document of a text that is at hand."""
    return _document(Webpage(clean(text)), metadata, "the text", UNTITLED)


def remark_of(document: Document, note: str | None) -> str:
    """Give what was told while a document was read, without the note that came with it."""
    return (document.note or "").removeprefix(note or "").removeprefix("; ")


def _bytes(source: Path) -> bytes:
    where = str(source)
    if source.is_dir():
        raise DocumentError(f"{where}: a folder, not a file; name a file in it.", subject=where)
    if source.suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise DocumentError(f"{where}: files of this kind are not read; save it as one of {known}.", subject=where)
    try:
        if source.stat().st_size > MOST_BYTES:
            raise _too_large(where)
        return source.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(f"{where}: no such file; check the path.", subject=where) from error
    except OSError as error:
        raise DocumentError(f"{where}: not readable ({error.strerror}); check its rights.", subject=where) from error


def _too_large(where: str) -> DocumentError:
    return DocumentError(f"{where}: more than {MOST:,} characters; split it into several files.", subject=where)


def _given(row: ManifestRow | None) -> Metadata:
    names = (field.name for field in fields(ManifestRow) if field.name != "path")
    return cast(Metadata, {name: getattr(row, name) for name in names}) if row else {}


def _document(page: Webpage, given: Metadata, where: str, name: str) -> Document:
    """Put together what is given, what front matter says and what a page says of itself; a text says nothing."""
    text, digest = page.text, _digest(page.text, where)
    refuse_data(text, where)
    front = front_matter(text)
    said = published_in(front)
    language, left_out = _language(text, given.get("language") or front.get("language"))
    published = publication_of(
        text,
        given=given.get("published"),
        basis=given.get("published_basis"),
        metadata=[("its front matter", said), *page.days] if said else page.days,
    )
    note = "; ".join(filter(None, (given.get("note") or front.get("note"), page.remark, published.remark, left_out)))
    return Document(
        digest[:16],
        digest,
        text,
        given.get("title") or _line(front.get("title") or page.title or "") or _title(text) or name,
        published.day,
        published.basis,
        given.get("publisher") or front.get("publisher") or page.publisher,
        given.get("url") or web_address(front.get("url", "")) or page.url,
        given.get("licence") or front.get("licence") or page.licence,
        given.get("kind") or (front["kind"] if front.get("kind") in KINDS else "news-article"),
        language,
        note or None,
    )


def _digest(text: str, where: str) -> str:
    """Give the hash of a text that may be a document: of some words, not too long, without half characters."""
    if not any(map(str.isalpha, text)):
        raise DocumentError(f"{where}: no words in it; give a file with text.", subject=where)
    if len(text) > MOST:
        raise _too_large(where)
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        fault = f"half a character (a lone surrogate) at offset {error.start}"
        raise DocumentError(f"{where}: {fault}; send the text as UTF-8.", subject=where) from error


def _language(text: str, given: str | None) -> tuple[str, str]:
    """Give the language of a text, as said or as it looks, and a remark where only a part of it is English."""
    if given:
        return given, ""
    tag = language_of(text)
    parts = [p.span.of(text) for p in paragraphs(text) if p.kind != "boilerplate"]
    foreign = [parts[number] for number in foreign_paragraphs(parts)]
    if sum(map(len, foreign)) > 0.75 * sum(map(len, parts)):
        return (tag if not is_english(tag) else language_of(max(foreign, key=len))), ""
    names = sorted({language_name(language_of(part)) for part in foreign})
    told = f"{len(foreign)} paragraph{'s' * (len(foreign) > 1)} in {', '.join(names)} left out" if foreign else ""
    return ("en" if foreign else tag), told


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
