"""Facts whose parts contradict each other, or rest on a guess, are dropped with a reason."""

from __future__ import annotations

import pytest

from kg import trace
from kg.documents import read_text
from kg.model import Action, Engagement, Entity, EntityKind, Evidence, Fact, Measure, Procedure, Span, Statement, Status
from kg.pipeline import analyse
from kg.plausible import plausible
from kg.reading import Reading

TEXT = (
    "President Ann Lee of Peru met Prime Minister Bob Roy of Chile in Lima on Monday. "
    "He said that tariffs on copper would stay. Officials are looking at further steps."
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return next(analyse([read_text(TEXT, title="T")])).reading


def person(name: str) -> Entity:
    return Entity(EntityKind.PERSON, name.lower().replace(" ", "-"), name)


def evidence(reading: Reading, number: int, words: str) -> tuple[Evidence, ...]:
    start = TEXT.index(words)
    return (Evidence(reading.sentences[number].span, Span(start, start + len(words)), ("status",), "frame"),)


def reasons(reading: Reading, fact: Fact) -> tuple[tuple[Fact, ...], list[str]]:
    with trace.listening() as heard:
        kept = plausible(reading, [fact])
    return kept, [drop.reason for drop in heard]


def test_a_person_and_his_own_country_are_one_party(reading: Reading) -> None:
    told = evidence(reading, 0, "met")
    ann, bob, peru = person("Ann Lee"), person("Bob Roy"), reading.government("PER")
    met = Engagement(kind="meeting", participants=(ann, bob, peru), evidence=told)
    ((kept, *_), dropped) = reasons(reading, met)
    assert isinstance(kept, Engagement)
    assert (kept.participants, dropped) == ((ann, bob), [])
    alone = Engagement(kind="meeting", participants=(ann, peru), evidence=told)
    assert reasons(reading, alone) == ((), ["a person and nobody but his own government"])


def test_a_measure_does_not_hit_its_maker(reading: Reading) -> None:
    told = evidence(reading, 0, "Peru")
    peru, chile = reading.government("PER"), reading.country("CHL")
    own = reading.country("PER")
    both = Measure(kind="import-tariff", by=peru, targets=(own, chile), rate="5", evidence=told)
    ((kept, *_), _) = reasons(reading, both)
    assert isinstance(kept, Measure)
    assert kept.targets == (chile,)
    self_hit = Measure(kind="import-tariff", by=peru, targets=(own,), rate="5", evidence=told)
    assert reasons(reading, self_hit) == ((), ["its maker is whom it hits"])


def test_an_allusion_to_a_measure_needs_its_maker_or_its_height(reading: Reading) -> None:
    told = evidence(reading, 1, "tariffs on copper")
    bare = Measure(kind="import-tariff", by=reading.government("PER"), sectors=("copper",), evidence=told)
    assert reasons(reading, bare) == ((), ["no height, and its maker is not named in the sentence"])
    high = Measure(kind="import-tariff", by=reading.government("PER"), sectors=("copper",), rate="5", evidence=told)
    assert reasons(reading, high)[0] == (high,)


def test_what_may_yet_be_done_needs_somebody_who_does_it(reading: Reading) -> None:
    told = evidence(reading, 2, "further steps")
    vague = Procedure(kind="review", actors=(), status=Status.POSSIBLE, evidence=told)
    assert reasons(reading, vague) == ((), ["nobody named in the sentence does it"])
    begun = Procedure(kind="review", actors=(), status=Status.ONGOING, evidence=told)
    assert reasons(reading, begun)[0] == (begun,)


def test_a_title_names_the_one_it_stands_for() -> None:
    text = (
        "President Donald Trump set an August deadline for a new trade deal with Canada.\n\n"
        "That deadline passed without an agreement, and the president responded by hiking tariffs on Canada to 35%."
    )
    facts = next(analyse([read_text(text, title="T")])).facts
    acts = [(f.act, [a.label for a in f.actors]) for f in facts if isinstance(f, Action)]
    assert acts == [("increase", ["Donald Trump"])]


def test_a_pronoun_speaks_for_the_one_it_plainly_means(reading: Reading) -> None:
    told = evidence(reading, 1, "He said")
    bob = next(p for p in reading.people.people.values() if p.label == "Bob Roy")
    said = Statement(speaker=bob, stance="asserts", about=(reading.country("CHL"),), evidence=told)
    assert reasons(reading, said)[0] == (said,)  # Ann is a woman's name
    group = Statement(speaker=reading.government("CHL"), stance="asserts", about=(), evidence=told)
    assert reasons(reading, group) == ((), ["the pronoun may mean somebody else"])
