"""What a reader of trade policy asks of measures: rates, changes, quotas, free entry, law, days, exemptions."""

from __future__ import annotations

import hashlib
from datetime import date

import pyoxigraph as ox
import pytest

from kg.model import Action, Document, Exemption, Fact, Measure, Status
from kg.pipeline import analyse
from kg.registry import default_registry
from kg.tell import tell
from kg.triples import to_graphs
from ontology.terms import TP


def read(text: str, published: str = "2025-08-20") -> tuple[Document, tuple[Fact, ...]]:
    """Read a text of a day and give its facts."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(digest[:16], digest, text, "test", date.fromisoformat(published), "metadata")
    (extraction,) = analyse([document])
    return document, extraction.facts


def measures(text: str, published: str = "2025-08-20") -> list[Measure]:
    """Give the measures of a text."""
    return [f for f in read(text, published)[1] if isinstance(f, Measure)]


def told(text: str, published: str = "2025-08-20") -> set[str]:
    """Give the measures of a text, a line each."""
    return {tell(m).removeprefix("measure: ") for m in measures(text, published)}


def one(text: str, published: str = "2025-08-20") -> Measure:
    """Give the only measure of a text."""
    (found,) = measures(text, published)
    return found


# ---- several rates in one sentence
def test_rates_by_product() -> None:
    text = "Brazil will impose duties of 25 percent on Chinese steel, 15 percent on aluminum and 10 percent on copper."
    assert told(text) == {
        "25% import-tariff of Government of Brazil on China: steel [announced]",
        "15% import-tariff of Government of Brazil on China: aluminum [announced]",
        "10% import-tariff of Government of Brazil on China: copper [announced]",
    }


def test_rates_by_country() -> None:
    text = "The United States imposed tariffs of 20 percent on goods from Vietnam and 15 percent on goods from Japan."
    assert told(text) == {
        "20% import-tariff of Government of the United States on Vietnam: all-goods [in-force]",
        "15% import-tariff of Government of the United States on Japan: all-goods [in-force]",
    }


def test_who_pays_does_not_impose() -> None:
    text = (
        "President Donald Trump of the United States set new tariffs. "
        "Japan now pays 15 percent, Peru 10 percent and Switzerland 39 percent."
    )
    assert {
        "15% import-tariff of Government of the United States on Japan: all-goods [in-force]",
        "10% import-tariff of Government of the United States on Peru: all-goods [in-force]",
        "39% import-tariff of Government of the United States on Switzerland: all-goods [in-force]",
    } <= told(text)


def test_rates_in_a_list() -> None:
    text = (
        "President Donald Trump of the United States announced new tariff rates on Friday:\n\n"
        "- Japan: 15%\n- Vietnam and Thailand: 20%\n"
    )
    assert {
        "15% import-tariff of Government of the United States on Japan: all-goods [announced]",
        "20% import-tariff of Government of the United States on Vietnam, Thailand: all-goods [announced]",
    } <= told(text)


# ---- changes against levels
@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("India raised its duty on Canadian lentils by 10 points to 35 per cent.", "35"),
        ("India cut its duty on Canadian lentils by 10 per cent to 30 per cent.", "30"),
        ("India raised its duty on Canadian lentils by 10 percentage points.", None),
        ("India's duty on lentils covers 99 percent of imports from Canada.", None),
    ],
)
def test_a_change_and_a_share_are_no_height(text: str, rate: str | None) -> None:
    assert {m.rate for m in measures(text)} == {rate}


def test_a_new_height_replaces_the_old_one() -> None:
    text = "The United States will raise its tariff on Brazilian steel from 25% to 50%."
    new, old = sorted(measures(text), key=lambda m: m.rate or "", reverse=True)
    assert (new.rate, new.status, new.rate_before) == ("50", Status.ANNOUNCED, "25")
    assert (old.rate, old.status) == ("25", Status.IN_FORCE)


def objects(text: str, name: str, published: str = "2025-08-20") -> set[tuple[str, str]]:
    """Give the subjects and objects of one property of the graph of a text, each by the last part of its IRI."""
    document, facts = read(text, published)
    graphs = to_graphs(document, facts, "rules-1", default_registry())
    return {
        (q.subject.value.rsplit("/", 1)[1], getattr(q.object, "value", "").rsplit("/", 1)[-1])
        for q in graphs.facts
        if q.predicate.value == TP + name and isinstance(q.subject, ox.NamedNode)
    }


def test_the_graph_says_which_state_is_replaced() -> None:
    text = "The United States will raise its tariff on Brazilian steel from 25% to 50%."
    new, old = "USA-BRA_steel_import-tariff_50pct_2025", "USA-BRA_steel_import-tariff_25pct_2025"
    assert objects(text, "supersedes") == {(new, old)}


# ---- suspensions and phase-outs
def test_a_suspension_has_its_end() -> None:
    found = one("China suspended its tariffs on American pork until November 10.")
    assert found.status is Status.SUSPENDED
    assert found.ends is not None
    assert found.ends.latest == date(2025, 11, 10)


def test_what_is_phased_out_is_still_in_force() -> None:
    text = "The European Union will phase out its duty on Peruvian bananas over ten years."
    assert one(text).status is Status.IN_FORCE
    assert [(a.act, a.status) for a in read(text)[1] if isinstance(a, Action)] == [("remove", Status.PLANNED)]


# ---- quotas and free entry
def test_a_quota_has_its_volume() -> None:
    found = one("Canada set a tariff-rate quota of 2.4 million kilograms on British cheese.")
    assert (found.kind, found.volume) == ("tariff-quota", ("2400000", "kilograms"))


def test_a_raised_quota_has_its_new_volume() -> None:
    text = "Japan will increase its import quota for Australian beef from 30,000 tonnes to 35,000 tonnes."
    assert one(text, "1978-03-12").volume == ("35000", "tonnes")
    assert objects(text, "volumeUnit", "1978-03-12") == {("JPN-AUS_meat_import-quota_1978", "tonnes")}


def test_free_entry_is_a_rate_of_nothing() -> None:
    found = one("Chilean wine will enter China duty-free.")
    assert (found.rate, found.status, found.sectors) == ("0", Status.ANNOUNCED, ("beverages",))


# ---- legal basis
@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("The United States imposed a 25% tariff on steel under Section 232.", "USA-section-232"),
        ("The United States imposed Section 301 tariffs on Chinese ships.", "USA-section-301"),
        (
            "The United States imposed tariffs on Brazil under the International Emergency Economic Powers Act.",
            "USA-ieepa",
        ),
        ("Australia imposed import restrictions on footwear under Article XIX of the GATT.", "gatt-article-xix"),
    ],
)
def test_the_law_a_measure_rests_on(text: str, law: str) -> None:
    basis = one(text).legal_basis
    assert basis is not None
    assert basis.key == law


# ---- days
def test_a_day_ahead_makes_an_announced_measure() -> None:
    found = one("Kenya imposed a duty of 35% on imported furniture, effective September 1.")
    assert found.starts is not None
    assert (found.starts.earliest, found.status) == (date(2025, 9, 1), Status.ANNOUNCED)


def test_the_first_and_the_last_day() -> None:
    found = one("Kenya will levy a duty of 35% on furniture from September 1 until December 31.")
    assert found.starts is not None
    assert found.ends is not None
    assert (found.starts.latest, found.ends.earliest) == (date(2025, 9, 1), date(2025, 12, 31))


def test_the_day_of_saying_is_not_the_day_of_beginning() -> None:
    found = one("Kenya said on Tuesday it would levy a duty of 35% on furniture from September 1.")
    assert found.starts is not None
    assert found.starts.earliest == date(2025, 9, 1)


def test_the_day_told_in_the_next_sentence() -> None:
    text = "China said it would set anti-dumping duties on brandy from France. They will apply from October 5."
    found = one(text)
    assert found.starts is not None
    assert found.starts.earliest == date(2025, 10, 5)


def test_the_year_of_a_law_is_no_day() -> None:
    text = "The United States imposed tariffs on Chinese ships under Section 301 of the Trade Act of 1974."
    assert one(text).starts is None


# ---- exemptions
@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Brazil raised its tariff on steel to 25%. Products of Argentina are not subject to the tariff.", ["ARG"]),
        ("Brazil raised its tariff on steel to 25%. The duty will not apply to products of Peru.", ["PER"]),
        ("Brazil raised its tariff on steel from all countries except Chile to 25%.", ["CHL"]),
        ("Brazil raised its tariff on steel to 25%. Steel from Mexico remains exempt.", ["MEX"]),
    ],
)
def test_what_a_measure_spares(text: str, countries: list[str]) -> None:
    (found,) = [f for f in read(text)[1] if isinstance(f, Exemption)]
    assert [c.key for c in found.countries] == countries
    assert found.measure.rate == "25"


# ---- replies
REPLY = (
    "The United States imposed a 25% tariff on Canadian steel. "
    "Canada will levy a 25% duty on American steel in retaliation for the tariffs of the United States."
)


def test_a_reply_is_tied_to_what_it_answers() -> None:
    mine, theirs = "CAN-USA_steel_import-tariff_25pct_2018", "USA-CAN_steel_import-tariff_25pct_2018"
    assert objects(REPLY, "answers", "2018-06-29") == {(mine, theirs)}


def test_a_reply_is_an_act_of_its_own() -> None:
    acts = [a for a in read(REPLY, "2018-06-29")[1] if isinstance(a, Action) and a.act == "retaliate"]
    assert [(a.actors[0].key, a.status) for a in acts] == [("CAN", Status.PLANNED)]


# ---- orders and proclamations
ORDER = "By the authority vested in me as President of the United States, I hereby order:\n\n"


def test_what_shall_be_subject_to_a_duty() -> None:
    text = ORDER + "All imports of trucks shall be subject to a 25 percent tariff on or after September 3, 2025."
    assert told(text) == {"25% import-tariff of Government of the United States: trucks [announced]"}


def test_the_following_are_prohibited() -> None:
    text = (
        ORDER + "Section 1. (a) The following are prohibited:\n\n"
        "(i) the importation into the United States of fish and alcoholic beverages of Russian Federation origin;\n\n"
        "(ii) the exportation, sale, or supply of luxury goods to any person located in the Russian Federation.\n"
    )
    assert told(text) == {
        "import-ban of Government of the United States on Russia: beverages, seafood [in-force]",
        "export-ban of Government of the United States on Russia: x-luxury-goods [in-force]",
    }


def test_a_law_that_only_enables_imposes_nothing() -> None:
    assert not measures("The Act allows the President of the United States to impose sanctions on Russia.")
