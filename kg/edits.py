"""A change worked out elsewhere, made on the store of documents in one transaction."""

from __future__ import annotations

from kg import commits
from kg import graph_names as names
from kg.merge import Plan, Quads, graph_of
from kg.staging import Delta


def apply(store: Quads, delta: Delta, note: commits.Note | None = None) -> int:
    """Make the change and see it on disk; give the number of the state."""
    plan = Plan(store)
    for quad in delta.removed:
        plan.remove(quad)
    for quad in delta.added:
        plan.add(quad.triple, graph_of(quad))
    if any(names.is_reserved(graph_of(quad)) for quad in (*delta.removed, *delta.added)):
        commits.rebuild(plan)  # a document's graph was changed by force, and with it what rules make of it
    if plan.empty:
        return commits.version(store)
    return commits.write(store, plan, note)
