"""Results of queries as values: rows of terms, a truth value, or triples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.store import Answer

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]  # unbound variables are left out


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave."""

    kind: str  # select, ask, graph
    variables: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    boolean: bool | None = None
    triples: list[ox.Triple] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.triples) if self.kind == "graph" else len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.boolean) if self.kind == "ask" else len(self) > 0

    def to_dataframe(self) -> Any:  # a pandas.DataFrame, and pandas is the user's own
        """Give the rows as a pandas DataFrame of Python values."""
        import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]

        rows = [[_plain(row.get(name)) for name in self.variables] for row in self.rows]
        return pandas.DataFrame(rows, columns=self.variables)


def _plain(term: Term | None) -> str | int | float | bool | None:
    if term is None:
        return None
    value = str(getattr(term, "value", term))
    kind = term.datatype.value.rpartition("#")[2] if isinstance(term, ox.Literal) else ""
    if kind == "integer":
        return int(value)
    if kind in ("decimal", "double", "float"):
        return float(value)
    return value == "true" if kind == "boolean" else value


def read_result(answer: Answer) -> Result:
    """Read a serialised answer (JSON, or N-Triples for a graph)."""
    if answer.kind == "graph":
        quads = ox.parse(answer.data, format=ox.RdfFormat.N_TRIPLES)
        return Result(kind="graph", triples=[quad.triple for quad in quads])
    found = ox.parse_query_results(answer.data, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return Result(kind="ask", boolean=bool(found))
    variables = [variable.value for variable in found.variables]
    rows = [{name: term for name in variables if (term := solution[name]) is not None} for solution in found]
    return Result(kind="select", variables=variables, rows=rows)
