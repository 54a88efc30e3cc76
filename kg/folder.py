"""A store's folder: told by its marker file from every other folder, and never taken for an empty one when damaged."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError

MARKER = "tradekg.json"
FORMAT = 1
GRAPH = "graph"
GENERATIONS = "generations"
TRIALS = "trials"  # copies on which updates are tried
DOCUMENTS = "documents"
SOCKET = "writer.sock"


@dataclass(frozen=True, slots=True)
class Marker:
    """What the marker file says."""

    id: str  # tells two stores apart that stood in the same place one after the other
    made: bool  # the graph has been opened once, so from now on it must be there
    bare: bool = False  # a plain store: nothing in it but what was written to it


def prepare(folder: Path, *, bare: bool = False) -> Marker:
    """Recognise a store, or found one in a missing or empty folder; anything else is a `StoreError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MARKER).exists():
            # Another program may be founding the store at this moment: its draft is not foreign, and it may be done.
            foreign = [path for path in folder.iterdir() if not path.name.startswith(f".{MARKER}.")]
            if foreign and not (folder / MARKER).exists():
                raise StoreError(
                    f"{folder} is not a store of this program (no {MARKER} in it): name an empty or a new folder",
                    subject=str(folder),
                )
            write_marker(folder, Marker(id=secrets.token_hex(4), made=False, bare=bare), only_new=True)
        return _of_kind(read_marker(folder), folder, bare=bare)
    except OSError as error:
        raise StoreError(f"the store {folder} cannot be opened: {error.strerror}", subject=str(folder)) from error


def _of_kind(marker: Marker, folder: Path, *, bare: bool) -> Marker:
    if marker.bare and not bare:
        raise StoreError(f"{folder} is a plain store: serve it with --bare, or name another", subject=str(folder))
    if bare and not marker.bare:
        raise StoreError(f"{folder} holds documents: --bare serves plain stores; name another", subject=str(folder))
    return marker


def read_marker(folder: Path) -> Marker:
    """Read the marker and check what must be there."""
    path = folder / MARKER
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        format_, marker = int(told["format"]), Marker(str(told["id"]), bool(told["made"]), bool(told.get("bare")))
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged: restore the folder from a backup", subject=str(path)) from error
    if format_ != FORMAT:
        raise StoreError(f"{folder} has store format {format_}, and this program reads {FORMAT}", subject=str(folder))
    if marker.made and not (folder / GRAPH / "CURRENT").exists():
        raise StoreError(f"{folder} is damaged: its graph is gone; restore it from a backup", subject=str(folder))
    return marker


def write_marker(folder: Path, marker: Marker, *, only_new: bool = False) -> None:
    """Write the marker in one step; with `only_new` another's that came first stays."""
    draft = folder / f".{MARKER}.{os.getpid()}.{secrets.token_hex(4)}"
    told = {"format": FORMAT, "id": marker.id, "made": marker.made} | ({"bare": True} if marker.bare else {})
    write_synced(draft, json.dumps(told).encode() + b"\n")
    try:
        if only_new:
            os.link(draft, folder / MARKER)
        else:
            draft.replace(folder / MARKER)
    except FileExistsError:
        pass  # two programs founded the store at once, and the other was first
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(folder)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and see it on disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """See a folder's entries on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
