"""What a write by SPARQL would change in a store of documents, worked out in a jailed process beside the store.

There the default graph is the merge of all graphs, documents' own graphs are theirs, and blank nodes have names. So
an update runs on a copy first; what differs afterwards is checked, put in those terms, and given to the writer.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg import graph_names as names
from kg import shadows, updates
from kg.bodies import existing
from kg.errors import Conflict, QueryRejected
from kg.functions import forgiving
from kg.merge import DEFAULT, graph_of
from kg.model import BASE

NODES = BASE + "id/node/"
_SHARED = {".sst", ".blob"}  # files that the engine never writes to again, so that a link will do
_ADDED = ox.NamedNode(names.ADDED)


@dataclass(frozen=True, slots=True)
class Delta:
    """Quads to take away and to add, none of them in the default graph."""

    removed: frozenset[ox.Quad]
    added: frozenset[ox.Quad]

    def pack(self) -> tuple[int, bytes]:
        """Give both as N-Quads, and the length of the first."""
        removed, added = (
            ox.serialize(sorted(quads, key=str), format=ox.RdfFormat.N_QUADS) or b""
            for quads in (self.removed, self.added)
        )
        return len(removed), removed + added


def unpack(length: int, payload: bytes) -> Delta:
    """Read a packed delta."""
    parts = (payload[:length], payload[length:])
    removed, added = (frozenset(ox.parse(part, format=ox.RdfFormat.N_QUADS)) for part in parts)
    return Delta(removed, added)


def of_update(before: ox.Store, path: Path, scratch: Path, text: str, *, base: str, force: bool) -> Delta:
    """Run an update on a copy and give what it changes."""
    found = updates.scan(text)
    text = _created_quietly(text, found)
    if found.data_only:
        after = ox.Store()
        _run(after, text, base)
        return _settled(before, (), after, force=force)
    after = _copy(path, scratch)
    if shadows.can_follow(text, found):
        return _settled(before, *shadows.changes(after, text, found, base), force=force)
    _run(after, text, base)
    return _settled(before, *_difference(before, after, scratch), force=force)


def of_put(before: ox.Store, graph: str | None, quads: Iterable[ox.Quad], *, replace: bool, force: bool) -> Delta:
    """Give what putting quads into a graph changes; None takes them with the graphs that they name."""
    if replace and not graph:
        raise Conflict(
            "the default graph is the merge of all graphs, so it cannot be replaced; "
            "put a graph by its name (?graph=IRI), or add to it by POST"
        )
    target = None if graph is None else ox.NamedNode(graph) if graph else DEFAULT
    added = {q if target is None else ox.Quad(q.subject, q.predicate, q.object, target) for q in quads}
    if not replace:
        return _settled(before, (), added, force=force)
    # The store keeps values and not spellings, so new quads are compared as it would keep them.
    fresh = ox.Store()
    fresh.extend(_named(quad) for quad in added)
    held = set(before.quads_for_pattern(None, None, None, target))
    wanted = set(fresh)
    return _settled(before, held - wanted, wanted - held, force=force)


def of_drop(before: ox.Store, graph: str | None, *, force: bool) -> Delta:
    """Give what removing a graph changes."""
    if not graph:
        raise Conflict("the default graph is the merge of all graphs: remove the graphs themselves, by name")
    name = existing(before, graph)
    return _settled(before, set(before.quads_for_pattern(None, None, None, name)), (), force=force)


def _run(store: ox.Store, text: str, base: str) -> None:
    try:
        forgiving(lambda unknown: store.update(text, base_iri=base or None, custom_functions=unknown))
    except RuntimeError as error:
        raise QueryRejected(f"the update was not made: {error}") from error


def _created_quietly(text: str, found: updates.UpdateScan) -> str:
    """Let CREATE of a graph that is there be no fault: here a graph is there as soon as something is in it."""
    for operation in reversed(found.operations):
        if operation.verb == "CREATE" and "SILENT" not in operation.words:
            end = operation.start + len("CREATE")
            text = f"{text[:end]} SILENT{text[end:]}"
    return text


def _copy(path: Path, scratch: Path) -> ox.Store:
    """Copy a generation so that it can be written to: what is never changed is linked."""
    target = scratch / "copy"
    target.mkdir(parents=True)
    for file in path.iterdir():
        if file.suffix in _SHARED:
            (target / file.name).hardlink_to(file)
        elif file.name != "LOCK":
            shutil.copyfile(file, target / file.name)
    return ox.Store(str(target))


def _difference(before: ox.Store, after: ox.Store, scratch: Path) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Give what is lost and gained.

    Both stores are written out in one order, so only what differs has to be remembered; lines are compared, and not
    terms, which is faster. Operations on whole graphs come here; others are followed (`kg/shadows.py`).
    """
    lost: set[bytes] = set()
    gained: set[bytes] = set()
    with _dumped(before, scratch / "before") as old, _dumped(after, scratch / "after") as new:
        for was, now in zip_longest(old, new, fillvalue=b""):
            if was != now:
                _cancel(was, lost, gained)
                _cancel(now, gained, lost)
    return _quads(lost), _quads(gained)


@contextmanager
def _dumped(store: ox.Store, path: Path) -> Iterator[IO[bytes]]:
    store.dump(str(path), ox.RdfFormat.N_QUADS)
    with path.open("rb") as lines:
        yield lines


def _cancel(line: bytes, own: set[bytes], other: set[bytes]) -> None:
    if line in other:
        other.discard(line)
    elif line:
        own.add(line)


def _quads(lines: set[bytes]) -> set[ox.Quad]:
    return set(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))


def _settled(before: ox.Store, lost: Iterable[ox.Quad], gained: Iterable[ox.Quad], *, force: bool) -> Delta:
    """Put a difference in the store's terms, and refuse what is not for anybody to change this way."""
    lost = set(lost)
    removed = {quad for quad in lost if graph_of(quad)}
    added = {_homed(_named(quad)) for quad in gained if quad not in before}
    for quad in lost - removed:
        removed.update(_holders(before, quad, lost, force=force))
    for quad in (*removed, *added):
        _allow(graph_of(quad), force=force)
    return Delta(frozenset(removed), frozenset(added))


def _holders(before: ox.Store, quad: ox.Quad, lost: set[ox.Quad], *, force: bool) -> Iterator[ox.Quad]:
    """Give the quads by which the default graph holds a triple; only what was added to it itself may go with it."""
    holders = [q for q in before.quads_for_pattern(quad.subject, quad.predicate, quad.object) if graph_of(q)]
    stated = [held for held in holders if not names.is_made(graph_of(held))]
    for held in stated if stated or force else holders:  # what the program makes follows what is stated
        if held in lost:
            continue
        if held.graph_name != _ADDED and not force:
            raise Conflict(
                f"the graph {graph_of(held)} holds a triple that is to go from the default graph, which is the merge "
                "of all: delete it there, or say ?force to delete it in all of them",
                subject=graph_of(held),
            )
        yield held


def _allow(graph: str, *, force: bool) -> None:
    if not names.is_reserved(graph):
        return
    if names.is_made(graph):
        raise Conflict(f"{graph} is made by the program and changes with the documents alone", subject=graph)
    if not force:
        raise Conflict(
            f"{graph} belongs to a document or to the registry: it changes by ingest and delete; ?force overrides",
            subject=graph,
        )


def _homed(quad: ox.Quad) -> ox.Quad:
    """Give what is added to the default graph the graph that keeps it."""
    if graph_of(quad):
        return quad
    return ox.Quad(quad.subject, quad.predicate, quad.object, _ADDED)


def _named(quad: ox.Quad) -> ox.Quad:
    """Give blank nodes names of ours: a node without a name could not be taken away again, nor answer at an address."""
    if isinstance(quad.graph_name, ox.BlankNode):
        raise QueryRejected("a graph here is named by an IRI, not by a blank node")
    return ox.Quad(_term(quad.subject), quad.predicate, _term(quad.object), quad.graph_name)  # type: ignore[arg-type]


def _term(term: object) -> object:
    if isinstance(term, ox.BlankNode):
        return ox.NamedNode(NODES + term.value)
    if isinstance(term, ox.Triple):
        return ox.Triple(_term(term.subject), term.predicate, _term(term.object))  # type: ignore[arg-type]
    return term
