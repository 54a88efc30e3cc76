"""What an update changes, found without comparing whole stores: it is made to write its changes elsewhere.

`DELETE { t } INSERT { u } WHERE { p }` becomes an INSERT that puts t and u into shadow graphs, whose names tell the
graph that is meant; what lies there afterwards is what the update takes away and adds. So the cost is that of the
pattern and of the change, and not of the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.functions import forgiving
from kg.merge import DEFAULT
from kg.queries import tokens
from kg.updates import Operation, UpdateScan

_LOST, _GAINED = "urn:x-tradekg:lost:", "urn:x-tradekg:gained:"
_SHADOWED = {"INSERT DATA", "DELETE DATA", "DELETE WHERE", "MODIFY"}
_NAME = "tradekg_shadow_"  # of variables that no update of anybody's holds

Quads = set[ox.Quad]


def can_follow(text: str, found: UpdateScan) -> bool:
    """Say whether all operations of an update are of the kinds that can be followed this way."""
    return _NAME not in text and all(operation.verb in _SHADOWED for operation in found.operations)


def changes(copy: ox.Store, text: str, found: UpdateScan, base: str) -> tuple[Quads, Quads]:
    """Run an update on a copy, operation by operation, and give what it takes away and adds in all."""
    lost: Quads = set()
    gained: Quads = set()
    prologue, end = "", 0
    for operation in found.operations:
        prologue += text[end : operation.start] + "\n"
        end = operation.end + 1
        gone, come = _changes(copy, prologue, text, operation, base)
        if operation is not found.operations[-1]:  # what comes after sees what came before
            for quad in gone:
                copy.remove(quad)
            copy.extend(come)
        lost, gained = (lost | gone) - come, (gained - gone) | come
    return lost, gained


def _changes(copy: ox.Store, prologue: str, text: str, operation: Operation, base: str) -> tuple[Quads, Quads]:
    """Give what one operation takes away of what is there, and adds to it."""
    if operation.verb.endswith("DATA"):
        scratch = ox.Store()
        _run(scratch, prologue + "INSERT" + text[operation.start + len("INSERT") : operation.end], base)
        told = set(scratch)
        return (told & _held(copy, told), set()) if operation.verb == "DELETE DATA" else (set(), told)
    _run(copy, prologue + _rewritten(text, operation), base)
    lost, gained = _collect(copy, _LOST), _collect(copy, _GAINED)
    return _held(copy, lost) - gained, gained


def _held(store: ox.Store, quads: Quads) -> Quads:
    return {quad for quad in quads if quad in store}


def _run(store: ox.Store, text: str, base: str) -> None:
    forgiving(lambda unknown: store.update(text, base_iri=base or None, custom_functions=unknown))


def _collect(copy: ox.Store, mark: str) -> Quads:
    """Take the quads out of the shadow graphs, under the names of the graphs that are meant."""
    found: Quads = set()
    for name in [
        name for name in copy.named_graphs() if isinstance(name, ox.NamedNode) and name.value.startswith(mark)
    ]:
        meant = name.value.removeprefix(mark)
        graph = ox.NamedNode(meant) if meant else DEFAULT
        found |= {
            ox.Quad(q.subject, q.predicate, q.object, graph) for q in copy.quads_for_pattern(None, None, None, name)
        }
        copy.remove_graph(name)
    return found


@dataclass(slots=True)
class _Shadows:
    """Templates written anew, and what their graphs' names are bound to."""

    operation: Operation
    templates: list[str] = field(default_factory=list)
    binds: list[str] = field(default_factory=list)

    def add(self, template: str, mark: str) -> None:
        """Write a template so that its quads go to shadow graphs."""
        for term, inner in _blocks(template):
            self.templates.append(f"GRAPH {self._name(term or self.operation.graph, mark)} {{ {inner}\n}}")

    def _name(self, term: str, mark: str) -> str:
        if not term:
            return f"<{mark}>"
        name = f"?{_NAME}{len(self.binds)}"
        self.binds.append(f'BIND(IRI(CONCAT("{mark}", STR({term}))) AS {name})')
        return name


def _rewritten(text: str, operation: Operation) -> str:
    """Write DELETE and INSERT with a pattern as an INSERT into shadow graphs."""
    shadows = _Shadows(operation)
    for keyword, start, end in operation.groups:
        inner = text[start + 1 : end - 1]
        if keyword == "DELETE" or operation.verb == "DELETE WHERE":
            shadows.add(inner, _LOST)
        elif keyword == "INSERT":
            shadows.add(inner, _GAINED)
    _, start, end = operation.groups[-1]
    before = text[operation.groups[-2][2] : start] if len(operation.groups) > 1 else " WHERE "  # USING stands there
    head = f"WITH {operation.graph} " if operation.graph else ""
    pattern = f"{{ {{ {text[start + 1 : end - 1]}\n}} {' '.join(shadows.binds)} }}"
    return f"{head}INSERT {{ {' '.join(shadows.templates)} }}{before}{pattern}"


def _blocks(template: str) -> Iterator[tuple[str, str]]:
    """Give the parts of a template with the graph of each, which is the empty one for what stands in none."""
    depth, begin, term, named = 0, 0, "", False
    for token in tokens(template):
        if named and not term:
            term = token.text
        elif token.text == "{" and token.kind == "mark":
            depth += 1
            begin = token.start + 1 if depth == 1 else begin
        elif token.text == "}" and token.kind == "mark":
            depth -= 1
            if not depth:
                yield term, template[begin : token.start]
                begin, term, named = token.start + 1, "", False
        elif token.upper == "GRAPH" and not depth:
            yield from _loose(template[begin : token.start])
            named = True
    yield from _loose(template[begin:])


def _loose(part: str) -> Iterator[tuple[str, str]]:
    """Give what stands outside of any graph, if it is more than the dot that may follow a graph."""
    first = next(tokens(part), None)
    if first is not None and first.text == ".":
        part = part[first.start + 1 :]
    if next(tokens(part), None) is not None:
        yield "", part
