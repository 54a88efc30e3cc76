"""Trade-policy documents in, a graph of facts with their sentences out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import Graph


def open(store: str | Path = "data", *, readers: int | None = None) -> Graph:
    """Open the store in a folder, founding one where there is none; close it, or use it in a `with` block."""
    from kg.graph import Graph

    return Graph(store, readers=readers)
