"""Manifests: a CSV file that tells what is known of the documents beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PureWindowsPath
from urllib.parse import urlsplit

from kg.decoding import decode
from kg.errors import DocumentError, ManifestError, UsageError

COLUMNS = ("path", "published", "published_basis", "title", "publisher", "url", "licence", "kind", "language", "note")
BASES = ("stated", "metadata", "inferred")
KINDS = ("news-article", "press-release", "readout", "transcript", "official-notice")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$")


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What a manifest says of one document; empty cells are None."""

    path: Path
    published: date | None = None
    published_basis: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    kind: str | None = None
    language: str | None = None
    note: str | None = None


def read_manifest(path: str | Path) -> list[ManifestRow]:
    """Read and check a manifest; its paths are relative to its folder and may not leave it."""
    source = Path(path)
    lines = _records(source)
    _, header = next(lines, (1, []))
    names = _header(source, header)
    rows: list[ManifestRow] = []
    places: dict[Path, int] = {}
    for line, cells in lines:
        if not any(cells):
            continue
        row = _row(_Place(source, line), dict(zip(names, _fitted(source, line, cells, len(names)), strict=True)))
        if row.path in places:
            raise _Place(source, line).error(
                f"{row.path.name} stands already in line {places[row.path]}", "keep one row"
            )
        places[row.path] = line
        rows.append(row)
    return rows


def read_day(value: str, what: str = "--published") -> date:
    """Read a day given by the caller as YYYY-MM-DD."""
    try:
        return _day(value)
    except ValueError as error:
        raise UsageError(f"{what}: “{value}” is no date; write it as 2025-10-05.", subject=what) from error


def web_address(value: str) -> str | None:
    """Give an address back if it is one of the web (http or https), else None."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in {"http", "https"} and parts.netloc and not re.search(r'[\s<>"]', value) else None


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of a manifest."""

    source: Path
    line: int

    def error(self, fault: str, cure: str) -> ManifestError:
        where = f"{self.source}, line {self.line}"
        return ManifestError(f"{where}: {fault}; {cure}.", subject=where)


def _records(source: Path) -> Iterator[tuple[int, list[str]]]:
    """Give line numbers and stripped cells; commas, semicolons and tabs are told apart by the header."""
    try:
        text = decode(source.read_bytes(), str(source)).text
    except FileNotFoundError as error:
        raise ManifestError(f"{source}: no such manifest; check the path.", subject=str(source)) from error
    except (OSError, DocumentError) as error:
        raise ManifestError(f"{source}: not readable as a manifest ({error}).", subject=str(source)) from error
    skip = 1 if text.startswith("sep=") else 0  # a line that some spreadsheet programs put first
    body = text.split("\n", 1)[1] if skip and "\n" in text else text
    first = body.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        for cells in reader:
            yield reader.line_num + skip, [cell.strip() for cell in cells]
    except csv.Error as error:
        place = _Place(source, reader.line_num + skip)
        raise place.error(f"broken CSV ({error})", "check its quotation marks") from error


def _header(source: Path, cells: list[str]) -> list[str]:
    place = _Place(source, 1)
    names = [cell.lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if "path" not in names:
        raise place.error("the header lacks the column “path”", "begin with " + ",".join(COLUMNS))
    for name in names:
        if name not in COLUMNS:
            raise place.error(f"unknown column “{name}”", "known are " + ", ".join(COLUMNS))
        if names.count(name) > 1:
            raise place.error(f"the column “{name}” stands twice", "keep one")
    return names


def _fitted(source: Path, line: int, cells: list[str], width: int) -> list[str]:
    if any(cells[width:]):
        raise _Place(source, line).error(
            f"{len(cells)} cells where the header has {width}", "put a cell that holds a separator in quotation marks"
        )
    return (cells + [""] * width)[:width]


def _row(place: _Place, cells: dict[str, str]) -> ManifestRow:
    given = {name: value for name, value in cells.items() if value}
    path = _path(place, given.get("path", ""))
    published = _published(place, given)
    url = given.get("url")
    if url and web_address(url) is None:
        raise place.error(f"“{url[:80]}” is no web address", "write one that begins with http:// or https://")
    _known(place, "published_basis", given, BASES)
    _known(place, "kind", given, KINDS)
    if not _LANGUAGE.match(given.get("language", "en")):
        raise place.error(f"“{given['language'][:80]}” is no language tag", "write one such as en or fr-CA")
    basis = (given.get("published_basis") or "metadata") if published else None
    rest = {name: given.get(name) for name in ("title", "publisher", "licence", "kind", "language", "note")}
    return ManifestRow(path, published, basis, url=url, **rest)


def _path(place: _Place, value: str) -> Path:
    if not value or "\0" in value or "\ufffd" in value:
        raise place.error("the path is empty or holds a NUL", "name a file beside the manifest")
    relative = Path(value)
    outside = relative.is_absolute() or PureWindowsPath(value).drive or ".." in PureWindowsPath(value).parts
    folder = place.source.parent
    if outside or not (folder / relative).resolve().is_relative_to(folder.resolve()):
        raise place.error(f"“{value}” leaves the manifest's folder", "name a file inside it")
    if not (folder / relative).is_file():
        raise place.error(f"no file “{value}” in {folder}", "mend the path or take the row out")
    return folder / relative


def _published(place: _Place, given: dict[str, str]) -> date | None:
    if "published" not in given:
        return None
    try:
        return _day(given["published"])
    except ValueError as error:
        raise place.error(f"“{given['published'][:80]}” is no date", "write it as 2025-10-05") from error


def _known(place: _Place, column: str, given: dict[str, str], values: tuple[str, ...]) -> None:
    if column in given and given[column] not in values:
        raise place.error(f"unknown {column} “{given[column][:80]}”", "known are " + ", ".join(values))


def _day(value: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(value)
    return date.fromisoformat(value)
