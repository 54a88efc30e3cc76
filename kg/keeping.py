"""What was worked out for one state of the store, kept until the state changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 64  # results kept; the least used goes first
LARGE = 200_000  # size up to which results are kept all together, in edges or kilobytes


class Kept:
    """A cache for one version of a dataset; everything is dropped with the first look at another version."""

    def __init__(self, most: int = MOST, large: int = LARGE) -> None:
        self._most, self._large = most, large
        self._version = ""
        self._found: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, version: str, key: Hashable, make: Callable[[], T], size: Callable[[T], int] = lambda _: 1) -> T:
        """Give what is kept under the key for this version, made now if need be."""
        with self._lock:
            if version != self._version:
                self._found.clear()
                self._version = version
            if key in self._found:
                self._found.move_to_end(key)
                kept: T = self._found[key][0]
                return kept
        made = make()
        with self._lock:
            if version == self._version:
                self._found[key] = (made, size(made))
                self._shrink()
        return made

    def _shrink(self) -> None:
        while len(self._found) > self._most or (
            len(self._found) > 1 and sum(size for _, size in self._found.values()) > self._large
        ):
            self._found.popitem(last=False)
