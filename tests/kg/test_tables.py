"""Tables for a terminal."""

import pyoxigraph as ox
import pytest

from kg.results import Result
from kg.tables import as_table, printable

PERSON = ox.NamedNode("https://w3id.org/tradekg/id/person/mark-carney")


def test_short_names_and_aligned_columns() -> None:
    rows = [{"who": PERSON, "n": ox.Literal(7)}, {"who": ox.Literal("Mélanie 習近平", language="en")}]
    assert as_table(Result("select", ["who", "n"], rows)) == (
        "who                 n\n------------------  -\nperson:mark-carney  7\nMélanie 習近平\n2 rows\n"
    )


@pytest.mark.parametrize(("value", "text"), [(True, "yes\n"), (False, "no\n")])
def test_truth(value: bool, text: str) -> None:
    assert as_table(Result("ask", boolean=value)) == text


def test_empty_answer_keeps_its_head() -> None:
    assert as_table(Result("select", ["x"])) == "x\n-\n0 rows\n"


def test_nothing_steers_the_terminal() -> None:
    assert printable("a\x1b[31mb\nc\u202ed\x07") == "a[31mb cd"
