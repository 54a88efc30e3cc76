"""Reading rows of a query's answer into the plain values that nodes and edges carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]

_KINDS = {"person": "person", "gov": "government", "org": "organisation", "country": "country", "office": "office"}


def value(row: Row, name: str) -> str:
    """Give the text of a cell; an unbound one is empty."""
    term = row.get(name)
    return "" if term is None else str(term.value)


def last_part(iri: str) -> str:
    """Give what follows the last slash or hash of an IRI."""
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def kind_of(iri: str) -> str:
    """Tell from the pattern of its IRI what sort of thing it is."""
    return _KINDS.get(iri.rsplit("/", 2)[-2] if iri.count("/") > 1 else "", "thing")


def parts(text: str, separator: str) -> list[str]:
    """Split a joined cell, each value once and in order."""
    return sorted({part for part in text.split(separator) if part})


def add_node(graph: Any, row: Row, name: str) -> str:
    """Add the agent of a column with label, kind and country; give its IRI."""
    iri = value(row, name)
    label = value(row, f"{name}Label") or last_part(iri).replace("-", " ")
    country = last_part(value(row, f"{name}Country"))
    old = graph.nodes.get(iri, {})
    # Several labels or homes of one thing give several rows; the first in order is shown, whatever the engine's order.
    graph.add_node(
        iri,
        label=min(filter(None, (old.get("label"), label))),
        kind=kind_of(iri),
        country=min(filter(None, (old.get("country"), country)), default=""),
    )
    return iri


def source(row: Row) -> dict[str, Any]:
    """Give what an edge says of the document it comes from."""
    document = last_part(value(row, "document"))
    return {
        "document": document,
        "title": value(row, "title") or document,
        "published": value(row, "issued"),
        "expression": "",
        "evidence": [],
    }


def add_evidence(edge: dict[str, Any], row: Row) -> None:
    """Add the row's words to the edge, each place once, in the order of the text."""
    if not value(row, "start"):
        return
    place = {"start": int(value(row, "start")), "end": int(value(row, "end")), "phrase": value(row, "phrase")}
    if place not in edge["evidence"]:
        edge["evidence"].append(place)
        edge["evidence"].sort(key=lambda each: (each["start"], each["end"], each["phrase"]))
    edge["expression"] = min(filter(None, (edge["expression"], value(row, "expression"))), default="")
