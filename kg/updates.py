"""What can be said of an update before the engine sees it: its operations, and what it would call.

As with queries, the scan is linear and never judges syntax; it runs in a reader process, since an update may be large.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pyoxigraph as ox

from kg.complaints import rejected
from kg.errors import QueryRejected
from kg.queries import MAX_DEPTH, Token, iri, place, tokens

MAX_BYTES = 16 * 1024 * 1024
MAX_OPERATIONS = 10_000

Judged = tuple[dict[str, Any], bytes]

_SIMPLE = {"LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
_DATASET = {"USING", "WITH"}


@dataclass(slots=True)
class Operation:
    """One operation of an update."""

    verb: str  # LOAD, CLEAR, ...; INSERT DATA, DELETE DATA, DELETE WHERE; MODIFY for the rest
    start: int
    words: list[str] = field(default_factory=list)  # its keywords outside of braces
    where: int = -1  # where WHERE stands
    end: int = -1  # where it ends
    graph: str = ""  # what stands after WITH
    groups: list[tuple[str, int, int]] = field(default_factory=list)  # its braces, each with the keyword before them

    @property
    def names_dataset(self) -> bool:
        """Say whether it names its own dataset by USING or WITH."""
        return not _DATASET.isdisjoint(self.words)


@dataclass(slots=True)
class UpdateScan:
    """What a linear reading of an update finds."""

    operations: list[Operation] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)  # LOAD and SERVICE without SILENT
    silent_calls: list[str] = field(default_factory=list)

    @property
    def data_only(self) -> bool:
        """Say whether nothing has to be looked up: every operation is INSERT DATA."""
        return all(operation.verb == "INSERT DATA" for operation in self.operations)


def scan(update: str) -> UpdateScan:
    """Read an update once; raise `QueryRejected` where it is larger or deeper than any honest one."""
    reading = _Reading(update)
    for token in tokens(update):
        reading.see(token)
    reading.end(len(update))
    return reading.found


class _Reading:
    """Follows braces and keywords."""

    def __init__(self, update: str) -> None:
        self.update = update
        self.found = UpdateScan()
        self.depth = 0
        self.current: Operation | None = None
        self.called = ""  # LOAD or SERVICE, until the next word tells whether it is SILENT

    def see(self, token: Token) -> None:
        """Take in the next token."""
        if self.called:
            self._note_call(token)
        if token.kind == "mark" and token.text in "{([":
            self._enter(token)
        elif token.kind == "mark" and token.text in "})]":
            self._leave(token)
        elif token.text == ";" and not self.depth:
            self.end(token.start)
        elif token.kind == "word":
            self._word(token)
        elif self.current and not self.depth and self.current.words[-1] == "WITH" and not self.current.graph:
            self.current.graph = token.text

    def end(self, place: int) -> None:
        """End the operation at hand."""
        if self.current:
            self.current.end = place
        self.current = None

    def _enter(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            line, column = place(self.update, token.start)
            raise QueryRejected(f"the update has more than {MAX_DEPTH} levels of nesting", line=line, column=column)
        if self.current and self.depth == 1:
            self.current.groups.append((self.current.words[-1], token.start, -1))

    def _leave(self, token: Token) -> None:
        self.depth = max(0, self.depth - 1)
        if self.current and self.current.groups and not self.depth:
            keyword, start, _ = self.current.groups[-1]
            self.current.groups[-1] = (keyword, start, token.start + 1)

    def _word(self, token: Token) -> None:
        word = token.upper
        if word == "SERVICE" or (word == "LOAD" and not self.depth):
            self.called = word
        if self.depth:
            return
        if self.current is None:
            if word in _SIMPLE or word in ("INSERT", "DELETE", "WITH"):
                self._begin(word, token)
            return
        self._follow(word, token)

    def _begin(self, word: str, token: Token) -> None:
        if len(self.found.operations) >= MAX_OPERATIONS:
            raise QueryRejected(f"the update has more than {MAX_OPERATIONS:,} operations; send fewer at once")
        verb = word if word in _SIMPLE else "MODIFY"
        self.current = Operation(verb, token.start, [word])
        self.found.operations.append(self.current)

    def _follow(self, word: str, token: Token) -> None:
        assert self.current is not None
        if len(self.current.words) == 1 and not self.current.groups and word in ("DATA", "WHERE"):
            self.current.verb = f"{self.current.words[0]} {word}"
        if word == "WHERE":
            self.current.where = token.start
        self.current.words.append(word)

    def _note_call(self, token: Token) -> None:
        (self.found.silent_calls if token.upper == "SILENT" else self.found.calls).append(self.called)
        self.called = ""


def with_dataset(update: str, found: UpdateScan, default: list[str], named: list[str]) -> str:
    """Write the protocol's dataset into the update, as USING; refuse it where the update names one itself."""
    if any(operation.names_dataset for operation in found.operations):
        told = "the update names its own dataset (USING or WITH), so using-graph-uri cannot be given with it"
        raise QueryRejected(told)
    clause = "".join(f"USING {graph} " for graph in default) + "".join(f"USING NAMED {graph} " for graph in named)
    for operation in reversed(found.operations):
        if operation.where < 0:
            continue
        group = ""
        if operation.verb == "DELETE WHERE":  # the short form has no room for a dataset, the long one has
            _, start, end = operation.groups[0]
            group = update[start:end] + " "
        update = update[: operation.where] + group + clause + update[operation.where :]
    return update


def hoisted(update: str, found: UpdateScan) -> str:
    """Write PREFIX that stands between operations before the first of them, since the engine takes it only there.

    What is declared twice in different ways, and a BASE on the way, stay where they are, for the engine to refuse.
    """
    declared = dict(_declared(update[: found.operations[0].start])) if found.operations else {}
    moved, text = "", update
    for before, operation in pairwise(found.operations):
        part = update[before.end + 1 : operation.start]
        listed = _declared(part)
        if 3 * len(listed) != sum(1 for _ in tokens(part)):  # a BASE, or what does not belong there
            return update
        if any(declared.setdefault(name, iri) != iri for name, iri in listed):
            return update
        moved += "".join(f"PREFIX {name} {iri} " for name, iri in listed)
        blank = re.sub(r"[^\r\n]", " ", part)  # so that lines and columns stay what they are
        text = text[: before.end + 1] + blank + text[operation.start :]
    return text if not moved else text[: found.operations[0].start] + moved + text[found.operations[0].start :]


def _declared(prologue: str) -> list[tuple[str, str]]:
    """Give the prefixes that a prologue declares, each with its IRI, as they are written."""
    listed = list(tokens(prologue))
    return [
        (name.text, iri.text)
        for word, name, iri in zip(listed, listed[1:], listed[2:], strict=False)
        if word.upper == "PREFIX"
    ]


_NOWHERE = "DROP GRAPH <urn:x-tradekg:judged> ; "  # fails on an empty store, so that nothing after it is run


def judge(body: bytes, *, base: str = "", using: Sequence[str] = (), using_named: Sequence[str] = ()) -> Judged:
    """Scan an update and let the engine parse it, without running any of it; raise what is wrong with it."""
    sent = body.decode()
    update = hoisted(sent, scan(sent))
    found = scan(update)
    try:
        _parse_only(update, found, base)
    except SyntaxError as error:
        raise rejected(update, str(error), what="update") from error
    told = {"kind": "judged", "calls": found.calls, "silent": found.silent_calls, "data": found.data_only}
    if not using and not using_named:
        return told, b"" if update == sent else update.encode()
    default, named = ([str(iri(graph, "using-graph-uri")) for graph in graphs] for graphs in (using, using_named))
    return told, with_dataset(update, found, default, named).encode()


def _parse_only(update: str, found: UpdateScan, base: str) -> None:
    start = found.operations[0].start if found.operations else len(update)
    step = _NOWHERE if found.operations else ""
    try:
        ox.Store().update(update[:start] + step + update[start:], base_iri=base or None)
    except SyntaxError as error:
        raise SyntaxError(_shifted(str(error), *place(update, start))) from error
    except RuntimeError:
        return  # it was parsed whole, and failed at the first step


def _shifted(message: str, line: int, column: int) -> str:
    """Take the width of the step that was put in from a column behind it."""

    def moved(found: re.Match[str]) -> str:
        behind = int(found[1]) == line and int(found[2]) >= column + len(_NOWHERE)
        return f"error at {found[1]}:{int(found[2]) - len(_NOWHERE) * behind}:"

    return re.sub(r"error at (\d+):(\d+):", moved, message, count=1)
