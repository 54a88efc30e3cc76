"""One event told twice is one event; what may be the same stays a candidate; namesakes stay apart."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from kg import commits, identity, merge, rules
from kg import graph_names as names
from kg.changes import Changes, DocumentChange
from ontology.terms import PREFIXES
from tests.kg.store_cases import change

SPANS = {
    "2025-10-07": ("2025-10-07", "2025-10-07"),
    "2025-10-06_2025-10-08": ("2025-10-06", "2025-10-08"),
    "2025-10-20": ("2025-10-20", "2025-10-20"),
    "2025-10": ("2025-10-01", "2025-10-31"),
    "2025": ("2025-01-01", "2025-12-31"),
    "until-2025-10-09": (None, "2025-10-09"),
    "until-2025-10-30": (None, "2025-10-30"),
    "from-2025-10-05": ("2025-10-05", None),
}
PEOPLE = {"ann": "gov:CAN", "bob": "gov:USA", "cyd": "gov:MEX"}


def meeting(
    document: str, span: str, who: str, *, status: str = "happened", cls: str = "Meeting", place: str = "",
    day: str = "2025-10-09",
) -> DocumentChange:  # fmt: skip
    """A document that tells one event; its parties are persons of PEOPLE or gov:XXX."""
    parties = [p if ":" in p else f"person:{p}" for p in who.split()]
    key = "--".join(sorted(p.replace("gov:", "gov-").replace("person:", "") for p in parties))
    where = f" ; tp:place place:{place}" if place else ""
    first, last = SPANS[span]
    bounds = "".join(f' ; tp:{n} "{d}"^^xsd:date' for n, d in (("earliest", first), ("latest", last)) if d)
    facts = f"""evt:{cls.lower()}_{span}_{key} a tp:{cls} ; tp:participant {" , ".join(parties)} ;
        tp:status status:{status} ; tp:when t:{span}{where} ."""
    return change(document, facts, day=day, things=f"t:{span} a tp:TimeSpan{bounds} .")


def holds(document: str, person: str, government: str, label: str = "") -> DocumentChange:
    """A document that tells a person's office in a government."""
    office = f"{government.removeprefix('gov:')}-minister"
    facts = f"tenure:{person}_{office} a tp:Tenure ; tp:holder person:{person} ; tp:office office:{office} ."
    things = f'''office:{office} a org:Post ; org:postIn {government} .
        person:{person} a foaf:Person ; skos:prefLabel "{label or person}"@en .'''
    return change(document, facts, things=things)


def stored(*documents: DocumentChange) -> ox.Store:
    store = ox.Store()
    base = "".join(f"{gov} a tp:Government . " for gov in (*PEOPLE.values(), "gov:AUS", "gov:GBR", "gov:JPN"))
    commits.apply(store, Changes(graphs={names.ENTITIES: change("x", base).facts}))
    for document in documents:
        commits.apply(store, Changes(documents=(document,)))
        check(store)
    return store


def check(store: ox.Store) -> None:
    plan = merge.Plan(store)
    identity.rebuild(plan)
    rules.rebuild(plan)
    assert (plan.removed, plan.added) == (set(), set())


def rows(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES)
    return {tuple(str(getattr(v, "value", v)).rsplit("/", 1)[-1] for v in row) for row in found}


def links(store: ox.Store) -> set[tuple[str, ...]]:
    return rows(store, "SELECT ?a ?b { ?a tp:identifiedWith ?b }")


def candidates(store: ox.Store) -> dict[tuple[str, ...], tuple[float, str]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in rows(store, "SELECT ?c ?m ?s ?n { ?c tp:candidate ?m ; tp:score ?s ; skos:note ?n }"):
        found.setdefault(row[0], []).append(row)
    return {tuple(sorted(r[1] for r in told)): (float(told[0][2]), told[0][3]) for told in found.values()}


DAY = meeting("a", "2025-10-07", "ann bob", status="planned", day="2025-10-05")


def test_a_vaguer_telling_is_tied_to_the_precise_one() -> None:
    store = stored(DAY, meeting("b", "2025-10", "ann bob"), meeting("c", "2025-10-06_2025-10-08", "ann bob"))
    chief = "meeting_2025-10-07_ann--bob"
    assert links(store) == {
        ("meeting_2025-10_ann--bob", chief),
        ("meeting_2025-10-06_2025-10-08_ann--bob", chief),
    }
    assert not candidates(store)


def test_one_event_has_two_sources_and_both_statuses() -> None:
    store = stored(DAY, meeting("b", "2025-10", "ann bob"))
    query = """SELECT ?document ?status { ?telling tp:identifiedWith? evt:meeting_2025-10-07_ann--bob
        GRAPH ?g { ?telling tp:status ?status } ?g prov:wasDerivedFrom ?document }"""
    assert rows(store, query) == {("a", "planned"), ("b", "happened")}


def test_the_newest_telling_of_any_precision_decides() -> None:
    store = stored(DAY)
    assert rows(store, "SELECT ?s { evt:meeting_2025-10-07_ann--bob tp:currentStatus ?s }") == {("planned",)}
    commits.apply(store, Changes(documents=(meeting("b", "2025-10", "ann bob"),)))
    assert rows(store, "SELECT ?e ?s { ?e tp:currentStatus ?s }") == {
        ("meeting_2025-10-07_ann--bob", "happened"),
        ("meeting_2025-10_ann--bob", "happened"),
    }
    check(store)


def test_what_was_reported_with_less_precision_is_no_longer_due() -> None:
    people = "".join(f"person:{p} a foaf:Person . " for p in ("ann", "bob"))
    store = stored()
    commits.apply(store, Changes(graphs={names.ENTITIES: change("x", people).facts}, documents=(DAY,)))
    assert rows(store, "SELECT ?a { ?a tp:dueToMeet ?b }") == {("ann",), ("bob",)}
    commits.apply(store, Changes(documents=(meeting("b", "2025-10", "ann bob"),)))
    assert rows(store, "SELECT ?a { ?a tp:dueToMeet ?b }") == set()
    commits.apply(store, Changes(deleted=("b",)))
    assert rows(store, "SELECT ?a { ?a tp:dueToMeet ?b }") == {("ann",), ("bob",)}
    check(store)


def test_a_telling_that_fits_two_events_is_tied_to_neither() -> None:
    store = stored(DAY, meeting("b", "2025-10-20", "ann bob"), meeting("c", "2025-10", "ann bob"))
    assert links(store) == set()
    assert {score for score, _ in candidates(store).values()} == {0.5}
    assert all("meeting_2025-10_ann--bob" in pair for pair in candidates(store))
    commits.apply(store, Changes(deleted=("b",)))
    assert links(store) == {("meeting_2025-10_ann--bob", "meeting_2025-10-07_ann--bob")}
    check(store)


@pytest.mark.parametrize(
    ("other", "score", "reason"),
    [
        (meeting("b", "until-2025-10-09", "ann bob"), 0.8, "same parties, told without a day soon after"),
        (meeting("b", "until-2025-10-30", "ann bob"), 0.4, "same parties, told without a day soon after"),
        (meeting("b", "from-2025-10-05", "ann bob"), 0.8, "same parties, told without a day soon before"),
        (meeting("b", "2025", "ann bob"), 0.4, "same parties, a long span"),
        (meeting("b", "2025-10-07", "ann bob cyd"), 0.6, "one party more, one span within the other"),
    ],
)
def test_near_matches_are_candidates(other: DocumentChange, score: float, reason: str) -> None:
    store = stored(DAY, other)
    assert links(store) == set()
    assert list(candidates(store).values()) == [(score, reason)]


@pytest.mark.parametrize(
    "other",
    [
        meeting("b", "2025-10-07", "ann cyd"),
        meeting("b", "2025-10-07", "ann bob", cls="Call"),
        meeting("b", "2025-10-20", "ann bob"),
        meeting("b", "from-2025-10-05", "bob cyd"),
    ],
    ids=["other parties", "other class", "other day", "other pair"],
)
def test_what_is_unlike_is_no_candidate(other: DocumentChange) -> None:
    store = stored(DAY, other)
    assert (links(store), candidates(store)) == (set(), {})


def test_other_places_keep_tellings_apart() -> None:
    store = stored(
        meeting("a", "2025-10-07", "ann bob", place="ottawa"), meeting("b", "2025-10", "ann bob", place="tokyo")
    )
    assert links(store) == set()
    assert list(candidates(store).values()) == [(0.63, "same parties, one span within the other, other places")]


def test_persons_stand_for_their_governments_as_candidates() -> None:
    offices = [holds(f"o{i}", person, government) for i, (person, government) in enumerate(PEOPLE.items())]
    store = stored(*offices, DAY, meeting("b", "2025-10-07", "gov:CAN gov:USA"))
    assert list(candidates(store).values()) == [(0.68, "persons and their governments, one span within the other")]
    commits.apply(store, Changes(deleted=("o0",)))
    assert candidates(store) == {}
    check(store)


# ---- names
def named(document: str, thing: str, label: str, *aliases: str) -> DocumentChange:
    others = "".join(f' ; skos:altLabel "{alias}"@en' for alias in aliases)
    facts = f"evt:talk-{document} a tp:Statement ; tp:about {thing} ."
    return change(document, facts, things=f'{thing} skos:prefLabel "{label}"@en{others} .')


def test_an_alias_that_one_document_explains_is_learnt() -> None:
    long = named("a", "agr:pacific-steel-accord", "Pacific Steel Accord", "PSA")
    store = stored(named("b", "agr:psa", "PSA"))
    assert links(store) == set()
    commits.apply(store, Changes(documents=(long,)))
    assert links(store) == {("psa", "pacific-steel-accord")}
    check(store)
    commits.apply(store, Changes(deleted=("a",)))
    assert links(store) == set()
    check(store)


def test_an_alias_of_two_things_or_of_another_class_is_not_followed() -> None:
    two = (
        named("a", "agr:pacific-steel-accord", "Pacific Steel Accord", "PSA"),
        named("b", "agr:port-services-agreement", "Port Services Agreement", "PSA"),
        named("c", "agr:psa", "PSA"),
    )
    assert links(stored(*two)) == set()
    assert links(stored(named("a", "body:pacific-steel-association", "Pacific Steel Association", "PSA"), two[2])) == (
        set()
    )


def test_a_surname_is_a_candidate_for_its_full_names() -> None:
    store = stored(
        holds("a", "takeo-fukuda", "gov:JPN", "Takeo Fukuda"),
        holds("b", "fukuda", "gov:JPN", "Fukuda"),
        named("c", "person:ken-fukuda", "Ken Fukuda"),
    )
    assert candidates(store) == {
        ("fukuda", "takeo-fukuda"): (0.7, "a surname alone, an office in the same body"),
        ("fukuda", "ken-fukuda"): (0.4, "a surname alone"),
    }
    assert links(store) == set()


def test_namesakes_of_two_governments_stay_apart() -> None:
    store = stored(
        holds("a", "john-smith", "gov:AUS", "John Smith"),
        meeting("m", "2025-10-07", "john-smith gov:JPN"),
    )
    assert rows(store, "SELECT ?a { ?a tp:engagedWith gov:JPN }") == {("AUS",)}
    commits.apply(store, Changes(documents=(holds("b", "john-smith", "gov:GBR", "John Smith"),)))
    assert candidates(store)[("john-smith",)][1].endswith("perhaps two persons")
    # no document says which of the two met Japan, so neither government has
    assert rows(store, "SELECT ?a ?b { ?a tp:engagedWith ?b }") == set()
    commits.apply(store, Changes(deleted=("b",)))
    assert rows(store, "SELECT ?a { ?a tp:engagedWith gov:JPN }") == {("AUS",)}
    check(store)


def test_a_random_history_equals_a_rebuild() -> None:
    dice = random.Random(11)
    store = stored()
    pool = ["ann", "bob", "cyd", "gov:CAN", "gov:USA"]
    for _ in range(150):
        document = dice.choice("abcdefgh")
        match dice.randrange(5):
            case 0:
                commits.apply(store, Changes(deleted=(document,)))
            case 1:
                person = dice.choice(list(PEOPLE))
                label = dice.choice((f"{person.title()} Lee", "Lee", person.title()))
                commits.apply(store, Changes(documents=(holds(document, person, PEOPLE[person], label),)))
            case 2:
                thing = dice.choice(("agr:psa", "agr:pacific-steel-accord", "agr:port-services-agreement"))
                told = named(document, thing, dice.choice(("PSA", thing[4:])), dice.choice(("PSA", "Accord")))
                commits.apply(store, Changes(documents=(told,)))
            case _:
                who = " ".join(dice.sample(pool, dice.choice((2, 2, 3))))
                told = meeting(document, dice.choice(list(SPANS)), who, place=dice.choice(("", "", "ottawa", "tokyo")))
                commits.apply(store, Changes(documents=(told,)))
        check(store)
