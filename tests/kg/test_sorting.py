"""Lines in order, in memory or beyond it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sorting import in_order

LINES = st.lists(st.text(st.characters(blacklist_characters="\n\r", blacklist_categories=["Cs"]), max_size=6))


@given(LINES, st.integers(1, 5))
def test_runs_on_disk_give_what_memory_gives(lines: list[str], at_once: int) -> None:
    assert list(in_order(lines, at_once=at_once)) == sorted(set(lines))


@pytest.mark.parametrize("at_once", [1, 2, 10])
def test_a_line_occurs_once(at_once: int) -> None:
    assert list(in_order(["b", "a", "b"], at_once=at_once)) == ["a", "b"]
