"""Finding things by words: an SQLite FTS5 index beside the store, with the version of the store it was built from.

It is a cache, made in another process: the first search builds it, the first after a commit brings it up to date by the
writer's journal, and it may be deleted at any time.
Searched are labels, aliases, titles and quotes; case and accents play no part. What is used most comes first.
"""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.children import child_environment
from kg.errors import StoreError
from kg.fulltext_build import FORMAT

FILE, LOCK = "words.sqlite", "words.lock"
BUILD_SECONDS = 600.0
LONGEST = 500  # characters of a search

_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
# SQLite takes the other columns from the row of the least `place`: an exact name first, then names before quotes.
_FIND = """SELECT thing.iri, thing.label, thing.uses, said.kind, said.text,
  MIN(CASE said.kind WHEN 'label' THEN 0 WHEN 'title' THEN 1 WHEN 'alias' THEN 2 ELSE 3 END
    - 10 * (said.text = ? COLLATE NOCASE)) AS place
FROM words JOIN said ON said.id = words.rowid JOIN thing ON thing.id = said.thing WHERE words MATCH ?
GROUP BY thing.id ORDER BY place < 0 DESC, thing.uses DESC, LENGTH(thing.label), thing.iri LIMIT ?"""


class Versioned(Protocol):
    """What the index needs of a store."""

    def version(self) -> str:
        """Name the state."""

    def snapshot(self) -> AbstractContextManager[Path]:
        """Give a snapshot's folder."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found, and the text in which the words stand."""

    iri: str
    label: str
    uses: int  # statements of documents, and of rules, that name it
    kind: str  # of the text: label, title, alias, quote
    text: str


def expression(words: str, *, begun: bool = False) -> str:
    """Write words as FTS5 wants them: all must stand there, in any order; `word*` begins a word, "a b" is a phrase.

    With `begun` each word may be the beginning of one. Nothing is left of words without letters or digits.
    """
    parts = []
    for phrase, word in _WORD.findall(words[:LONGEST]):
        text = (phrase or word).replace("\0", "")
        if any(character.isalnum() for character in text):
            parts.append(f'"{text.rstrip("*")}"' + "*" * bool(word and (begun or word.endswith("*"))))
    return " ".join(parts)


class FullText:
    """The index of a store, kept in a folder."""

    def __init__(self, store: Versioned, folder: Path | None) -> None:
        self.store, self.folder = store, folder
        self._own: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()

    def search(self, words: str, *, limit: int, begun: bool = False) -> list[Found]:
        """Give the things in whose names or quotes the words stand, the most used first."""
        asked = expression(words, begun=begun)
        if not asked:
            return []
        with self._fresh() as index:
            return [Found(*row[:5]) for row in index.execute(_FIND, (words.strip(), asked, limit))]

    def iris(self, words: str, limit: int) -> list[str]:
        """Give the things in which all the words stand whole."""
        return [found.iri for found in self.search(words, limit=limit)]

    @contextmanager
    def _fresh(self) -> Iterator[sqlite3.Connection]:
        version = self.store.version()
        index = self._open(version)
        if index is None:
            with self._alone():
                index = self._open(version) or self._built(version)
        with closing(index):
            yield index

    def _file(self) -> Path:
        if self.folder is None:  # an endpoint without a folder: for the life of this process
            self._own = self._own or tempfile.TemporaryDirectory(prefix="tradekg-words-")
            self.folder = Path(self._own.name)
        return self.folder / FILE

    def _open(self, version: str) -> sqlite3.Connection | None:
        """Open the index where it is that of this version, and sound."""
        file = self._file()
        if not file.exists():
            return None
        index = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        try:
            if index.execute("SELECT format, version FROM state").fetchone() == (FORMAT, version):
                return index
        except sqlite3.DatabaseError:
            pass  # damaged, or of another format: it is built again
        index.close()
        return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one thread of one process build at a time."""
        with self._lock, self._file().with_name(LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _built(self, version: str) -> sqlite3.Connection:
        file = self._file()
        draft = file.with_name(f".{FILE}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        try:
            with self.store.snapshot() as snapshot:
                _run([str(snapshot), str(draft), version, str(file)])
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
        # A commit may have come in between: the index is then that of the newer state, and says so.
        return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)

    def close(self) -> None:
        """Remove an index that is nobody's."""
        if self._own is not None:
            self._own.cleanup()


def _run(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "kg.fulltext_build", *arguments]
    try:
        subprocess.run(
            command, check=True, capture_output=True, timeout=BUILD_SECONDS, env=child_environment(), text=True
        )
    except subprocess.CalledProcessError as error:
        reason = error.stderr.strip().splitlines()[-1:] or [f"it ended with {error.returncode}"]
        raise StoreError(f"the index of words could not be built: {reason[0]}") from error
    except subprocess.TimeoutExpired as error:
        raise StoreError(f"the index of words could not be built within {BUILD_SECONDS:g} s") from error
