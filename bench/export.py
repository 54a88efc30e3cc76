"""What an export costs: seconds, CPU and memory for each format, and whether two are the same bytes.

    python bench/export.py STORE_FOLDER [--formats ttl,nt,...]

STORE_FOLDER is the `graph` folder of a store that nobody has open; `bench/fulltext.py --keep FOLDER` makes a large one.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import resource
import sys
import time
from pathlib import Path

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg import export


class Counted:
    """A stream that keeps a hash, the size, and when the first byte came."""

    def __init__(self) -> None:
        self.digest, self.size, self.start, self.first = hashlib.sha256(), 0, time.perf_counter(), 0.0

    def write(self, data: bytes) -> int:
        self.first = self.first or time.perf_counter() - self.start
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing."""


def measured(folder: str, form: str) -> str:
    """Make an export in this process, and give its figures and hash."""
    out = Counted()
    export.write(ox.Store.read_only(folder), out, form, graph="all")  # type: ignore[arg-type]
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"{form:8}{time.perf_counter() - out.start:8.1f} s{used.ru_utime + used.ru_stime:8.1f} s CPU"
        f"{used.ru_maxrss / 1024:8.0f} MB memory{out.size / 1e6:8.0f} MB written, first byte after {out.first:.1f} s",
        flush=True,
    )
    return out.digest.hexdigest()


def main() -> None:
    asked = argparse.ArgumentParser(description="What an export costs.")
    asked.add_argument("folder")
    asked.add_argument("--formats", default=",".join(export.FORMATS))
    options = asked.parse_args()
    for form in options.formats.split(","):
        hashes = set()
        for _ in range(2):
            with multiprocessing.get_context("spawn").Pool(1) as fresh:
                hashes.add(fresh.apply(measured, (options.folder, form)))
        assert len(hashes) == 1, f"{form}: two exports of one state differ"


if __name__ == "__main__":
    main()
