"""Generations: snapshots of the store that readers open, made at the first read after a commit and shared."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pyoxigraph as ox

INHERITED_SECONDS = 900.0  # how long a snapshot of an earlier writer may still be read by somebody


class Generations:
    """The snapshots in one folder, and who uses which."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.leases: dict[object, set[int]] = {}
        folder.mkdir(exist_ok=True)
        for draft in folder.glob("draft-*"):
            shutil.rmtree(draft, ignore_errors=True)
        self._inherited = {int(path.name) for path in folder.iterdir() if path.name.isdigit()}

    def lease(self, holder: object, store: ox.Store, version: int, released: list[int]) -> int:
        """Give a holder the snapshot of this version, made now if need be."""
        held = self.leases.setdefault(holder, set())
        held.difference_update(released)
        if not (self.folder / str(version)).exists():
            draft = self.folder / f"draft-{version}"
            store.backup(str(draft))
            draft.rename(self.folder / str(version))
        held.add(version)
        self.sweep(version)
        return version

    def leave(self, holder: object) -> None:
        """Forget a holder that has gone."""
        self.leases.pop(holder, None)

    def sweep(self, current: int) -> None:
        """Remove the snapshots that nobody uses, but the current one."""
        used = {current}.union(*self.leases.values())
        for path in list(self.folder.iterdir()):
            if path.name.isdigit() and int(path.name) not in used and not self._may_be_read(path):
                shutil.rmtree(path, ignore_errors=True)

    def _may_be_read(self, path: Path) -> bool:
        return int(path.name) in self._inherited and time.time() - path.stat().st_mtime < INHERITED_SECONDS
