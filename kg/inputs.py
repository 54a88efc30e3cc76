"""Inputs: the files that a call names, by themselves, by their folder or by a manifest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.documents import SUFFIXES
from kg.errors import UsageError
from kg.manifests import ManifestRow, read_manifest

MANIFEST = "manifest.csv"


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
