"""Functions that nobody knows: an error of the expression and not of the query, so they give no value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import pyoxigraph as ox

MAX_FUNCTIONS = 50

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Functions = dict[ox.NamedNode, Callable[..., Term | None]]
Result = TypeVar("Result")

_UNKNOWN = re.compile(r"The custom function <(.*)> is not supported")


def forgiving(run: Callable[[Functions], Result]) -> Result:
    """Run something with the engine, which names one unknown function at a time; each is then given no value."""
    unknown: Functions = {}
    while True:
        try:
            return run(unknown)
        except RuntimeError as error:
            found = _UNKNOWN.search(str(error))
            if found is None or len(unknown) >= MAX_FUNCTIONS:
                raise
            unknown[ox.NamedNode(found[1])] = _no_value


def _no_value(*_: object) -> None:
    """Give no value, whatever is asked."""
