"""Measures across sentences: what one sentence leaves open is taken from the document, and tellings are folded."""

from __future__ import annotations

import hashlib
from datetime import date

from kg.model import Action, Document, Fact, Measure
from kg.pipeline import analyse
from kg.tell import tell


def facts(text: str, *kinds: type[Fact]) -> list[Fact]:
    """Read a text and give its facts of some kinds."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(digest[:16], digest, text, "test", date(2025, 10, 5), "metadata")
    (extraction,) = analyse([document])
    return [f for f in extraction.facts if isinstance(f, kinds)]


def test_a_second_rate_takes_imposer_and_target_from_the_sentence_before() -> None:
    text = "Canada will impose a 25% tariff on U.S. steel. Aluminum faces a 10% levy."
    told = [tell(f) for f in facts(text, Measure)]
    assert "measure: 10% import-tariff of Government of Canada on United States: aluminum [announced]" in told


def test_a_bare_mention_is_not_another_measure() -> None:
    text = "The United States imposed a 25% tariff on Canadian steel. The tariffs hurt, economists said."
    assert len(facts(text, Measure)) == 1


def test_goods_that_come_later_are_announced() -> None:
    text = (
        "The United States hurts Canada. The Canadian government is focused on the strain caused by separate U.S. "
        "tariffs, including those on steel, aluminum, automobiles, copper, and soon, lumber."
    )
    told = {tell(f) for f in facts(text, Measure)}
    assert any("lumber [announced]" in line for line in told)


def test_a_change_of_rate_keeps_the_old_one() -> None:
    text = "The United States will cut its tariffs on imports from Switzerland to 15% from 39%."
    assert {m.rate for m in facts(text, Measure) if isinstance(m, Measure)} == {"15", "39"}


def test_an_action_holds_the_measure_it_changes() -> None:
    text = "China will suspend its tariffs on American pork."
    (action,) = [f for f in facts(text, Action) if isinstance(f, Action)]
    assert action.act == "suspend"
    assert [m.kind for m in action.measures] == ["import-tariff"]


def test_nothing_is_imposed_where_nobody_imposes() -> None:
    assert not facts("France has not imposed a tax on digital services.", Measure)
    assert not facts("Taiwan denied that it had agreed to a 32 percent tariff.", Measure)
