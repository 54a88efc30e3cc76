"""Commits keep the merge, sweep descriptions and derive what a rebuild would derive."""

import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import commits, identity, merge, rules
from kg import graph_names as names
from kg.changes import Changes, DocumentChange, pack, unpack
from kg.errors import StoreError
from ontology.terms import PREFIXES
from tests.kg.store_cases import MEETING, SEED, change, seed_change, seed_graphs, triples


def readout(status: str = "happened", day: str = "2025-10-08", document: str = "b") -> DocumentChange:
    return change(
        document,
        f"{MEETING} a tp:Meeting ; tp:participant person:mark-carney , person:donald-trump ; "
        f"  tp:status status:{status} ; tp:sector sector:steel .",
        day=day,
    )


@pytest.fixture
def store() -> ox.Store:
    made = ox.Store()
    commits.apply(made, Changes(graphs={names.ENTITIES: seed_graphs()[names.ENTITIES]}))
    commits.apply(made, Changes(documents=(seed_change(),)))
    return made


def derived(store: ox.Store) -> set[ox.Quad]:
    return {quad for quad in store if names.is_derived(merge.graph_of(quad))}


def check(store: ox.Store) -> None:
    assert merge.compare_default(store) == (set(), set())
    plan = merge.Plan(store)
    identity.rebuild(plan)
    rules.rebuild(plan)
    assert (plan.removed, plan.added) == (set(), set())


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


def test_default_graph_is_the_merge(store: ox.Store) -> None:
    check(store)
    assert ask(store, "person:mark-carney tp:dueToMeet person:donald-trump")
    assert ask(store, "evt:meeting_2025-10-07_donald-trump--mark-carney tp:currentStatus status:planned ; a tp:Event")


def test_ledger_is_not_merged(store: ox.Store) -> None:
    assert ask(store, f"GRAPH <{names.LEDGER}> {{ doc:{SEED} ?p ?o }}")
    assert not ask(store, f"?s <{commits.LEDGER_TERMS}quads> ?o")


def test_shared_triple_stays_until_its_last_graph_goes(store: ox.Store) -> None:
    facts = "evt:x a tp:Meeting ; tp:status status:planned ."
    commits.apply(store, Changes(documents=(change("one", facts), change("two", facts))))
    commits.apply(store, Changes(deleted=("one",)))
    assert ask(store, "evt:x tp:status status:planned")
    commits.apply(store, Changes(deleted=("two",)))
    assert not ask(store, "evt:x ?p ?o")
    check(store)


def test_same_document_again_changes_nothing(store: ox.Store) -> None:
    before = commits.version(store)
    outcome = commits.apply(store, Changes(documents=(seed_change(),)))
    assert (outcome.changed, outcome.unchanged, outcome.facts_gained, outcome.version) == (False, (SEED,), 0, before)


def test_newer_extractor_takes_the_place_of_the_older(store: ox.Store) -> None:
    commits.apply(store, Changes(documents=(DocumentChange(SEED, "other", triples("evt:x a tp:Meeting .")),)))
    assert {g.value for g in store.named_graphs() if SEED in g.value} == {
        names.facts_graph(SEED, "other"),
        names.derived_graph(names.facts_graph(SEED, "other")),
    }
    check(store)


def test_later_report_ends_what_is_due(store: ox.Store) -> None:
    outcome = commits.apply(store, Changes(documents=(readout(),)))
    assert outcome.added == ("b",)
    assert outcome.facts_gained == 1
    assert not ask(store, "?a tp:dueToMeet ?b")
    assert ask(store, "person:mark-carney tp:metWith person:donald-trump")
    assert ask(store, "gov:CAN tp:engagedWith gov:USA")  # through the offices that the other document names
    check(store)
    commits.apply(store, Changes(deleted=("b",)))
    assert ask(store, "person:mark-carney tp:dueToMeet person:donald-trump")
    check(store)


def test_tie_of_dates_is_disputed(store: ox.Store) -> None:
    commits.apply(store, Changes(documents=(readout("cancelled", day="2025-10-05"),)))
    node = "evt:meeting_2025-10-07_donald-trump--mark-carney"
    assert ask(store, f"{node} tp:disputedStatus status:planned , status:cancelled")
    assert not ask(store, f"{node} tp:currentStatus ?s")
    check(store)


def test_losing_the_tenures_of_another_document_is_noticed(store: ox.Store) -> None:
    commits.apply(store, Changes(documents=(readout(),)))
    commits.apply(store, Changes(deleted=(SEED,)))
    graph = names.derived_graph(names.facts_graph("b", "hand"))
    assert not ask(store, f"GRAPH <{graph}> {{ gov:CAN tp:engagedWith gov:USA }}")
    check(store)


def test_two_meetings_support_one_shortcut(store: ox.Store) -> None:
    other = "evt:y a tp:Meeting ; tp:participant person:mark-carney , person:donald-trump ; tp:status status:planned ."
    commits.apply(store, Changes(documents=(change("y", other), readout())))
    assert ask(store, "person:mark-carney tp:dueToMeet person:donald-trump")
    commits.apply(store, Changes(deleted=("y",)))
    assert not ask(store, "?a tp:dueToMeet ?b")
    check(store)


def test_things_are_swept_with_the_last_document_that_names_them(store: ox.Store) -> None:
    things = """person:ann a foaf:Person ; skos:prefLabel "Ann"@en . office:x a org:Post ; org:postIn body:y .
        body:y a org:Organization . person:nobody a foaf:Person ."""
    facts = "tenure:t a tp:Tenure ; tp:holder person:ann ; tp:office office:x ."
    both = (change("one", facts, things=things), change("two", "evt:z tp:actor person:ann .", things=things))
    commits.apply(store, Changes(documents=both))
    assert not ask(store, "person:nobody ?p ?o")
    commits.apply(store, Changes(deleted=("one",)))
    assert ask(store, "person:ann a foaf:Person")
    assert not ask(store, "office:x ?p ?o")
    assert not ask(store, "body:y ?p ?o")
    commits.apply(store, Changes(deleted=("two",)))
    assert not ask(store, "person:ann ?p ?o")
    check(store)


def test_order_of_loading_plays_no_part() -> None:
    def thing(label: str) -> str:
        return f'person:ann a foaf:Person ; skos:prefLabel "{label}"@en .'

    facts = "evt:z a tp:Meeting ; tp:actor person:ann ; tp:status status:planned ."
    parts = [change(n, facts, day=f"2025-01-0{i}", things=thing(n)) for i, n in enumerate("abcd", 1)]
    parts.append(seed_change())
    states = []
    for shuffle in range(4):
        random.Random(shuffle).shuffle(parts)
        store = ox.Store()
        for part in parts:
            commits.apply(store, Changes(documents=(part,)))
        states.append({quad for quad in store if merge.graph_of(quad) != names.LEDGER})
        check(store)
    assert all(state == states[0] for state in states)


def test_random_history_equals_rebuild(store: ox.Store) -> None:
    dice = random.Random(7)
    for _ in range(25):
        document = dice.choice("bcde")
        if dice.random() < 0.3:
            commits.apply(store, Changes(deleted=(document,)))
        else:
            status = dice.choice(("happened", "planned", "cancelled"))
            commits.apply(store, Changes(documents=(readout(status, f"2025-10-0{dice.randint(1, 9)}", document),)))
        check(store)


def test_blank_nodes_are_refused(store: ox.Store) -> None:
    with pytest.raises(StoreError, match="blank node"):
        commits.apply(store, Changes(documents=(change("x", "[] a tp:Meeting ."),)))


def test_hostile_literals_stay_literals(store: ox.Store, tmp_path: Path) -> None:
    text = 'a"} ; DROP ALL ; INSERT DATA { <x:a> <x:b> "\\\n\r\t\U0001f600'
    triple = ox.Triple(ox.NamedNode("https://e.org/x"), ox.NamedNode("https://e.org/y"), ox.Literal(text))
    commits.apply(store, Changes(documents=(DocumentChange("h", "hand", (triple,)),)))
    assert triple in {q.triple for q in store}
    check(store)


def test_commit_survives_the_wire() -> None:
    asked = Changes(
        documents=(readout(),),
        deleted=("x",),
        graphs={names.VOCAB: (), names.ENTITIES: triples("gov:X a tp:Government .")},
    )
    header, payload = pack(asked)
    assert unpack(header, payload) == asked
