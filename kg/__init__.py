"""Trade-policy documents in, a graph of facts with their sentences out.

Read documents into a store, ask it, and take the graph away:

    import kg

    with kg.open("data") as graph:  # a folder, founded where there is none; or the address of a SPARQL endpoint
        graph.ingest("seeds")
        for row in graph.query("SELECT ?who ?whom { ?who tp:dueToMeet ?whom }"):
            print(row["who"].value, row["whom"].value)
        meetings = graph.view("meetings", sector="steel")  # a networkx graph
        graph.export("trade.ttl")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import Graph


def open(
    store: str | Path = "data",
    *,
    readers: int | None = None,
    update_url: str | None = None,
    graph_store_url: str | None = None,
    documents: str | Path | None = None,
    bare: bool = False,
) -> Graph:
    """Open a store; close it, or use it in a `with` block.

    It is a folder, founded where there is none, or the address of a SPARQL 1.1 endpoint: that is changed through its
    `update_url`, copied faster through its `graph_store_url`, and keeps its documents' texts in the folder `documents`.
    A `bare` folder is a plain SPARQL store, with nothing in it but what is written to it.
    """
    from kg.graph import Graph

    addresses = {"update_url": update_url, "graph_store_url": graph_store_url}
    return Graph(store, readers=readers, documents=documents, bare=bare, **addresses)
