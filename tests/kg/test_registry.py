"""The registry knows countries, bodies, agreements, offices and the words for sectors."""

import csv
import itertools
from datetime import date
from pathlib import Path

import pytest

import ontology
from kg.errors import OntologyError
from kg.model import BASE, EntityKind
from kg.registry import Registry, default_registry, load_registry
from ontology.build_entities import turtle
from ontology.terms import SECTORS


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("Canada", "country/CAN"),
        ("U.S.", "country/USA"),
        ("America", "country/USA"),
        ("Britain", "country/GBR"),
        ("People's Republic of China", "country/CHN"),
        ("ROK", "country/KOR"),
        ("Türkiye", "country/TUR"),
        ("Ivory Coast", "country/CIV"),
        ("EU", "country/EUE"),
        ("European Community", "country/XEC"),
        ("USSR", "country/SUN"),
        ("Kosovo", "country/XKX"),
        ("Canadian government", "gov/CAN"),
        ("Government of the United States", "gov/USA"),
        ("WTO", "org/world-trade-organization"),
        ("USTR", "org/USA-trade-representative"),
        ("MOFCOM", "org/CHN-ministry-of-commerce"),
        ("USMCA", "agreement/cusma"),
        ("CPTPP", "agreement/cptpp"),
        ("Section 232", "law/USA-section-232"),
        ("Ottawa", "place/ottawa"),
        ("Oval Office", "place/oval-office"),
    ],
)
def test_name_leads_to_one_thing(registry: Registry, name: str, iri: str) -> None:
    assert [entity.iri for entity in registry.names[name]] == [f"{BASE}id/{iri}"]


@pytest.mark.parametrize("label", ["United States", "South Korea", "Russia", "Vietnam", "Iran", "Bolivia", "Tanzania"])
def test_countries_go_by_their_common_name(registry: Registry, label: str) -> None:
    (entity,) = registry.names[label]
    assert entity.label == label
    assert entity.country == entity.key


def test_white_house_is_a_place_and_a_body(registry: Registry) -> None:
    assert {entity.kind for entity in registry.names["White House"]} == {EntityKind.PLACE, EntityKind.ORGANISATION}


@pytest.mark.parametrize("word", ["us", "Dominica Republic", "Trump", ""])
def test_other_words_are_not_names(registry: Registry, word: str) -> None:
    assert word not in registry.names


@pytest.mark.parametrize(
    ("word", "code"),
    [("Canadians", "CAN"), ("Indian", "IND"), ("Dutch", "NLD"), ("Chinese", "CHN"), ("British", "GBR")],
)
def test_demonym_points_to_one_country(registry: Registry, word: str, code: str) -> None:
    assert registry.demonyms[word] == code


@pytest.mark.parametrize("word", ["Congolese", "Dominican"])
def test_shared_demonym_points_nowhere(registry: Registry, word: str) -> None:
    assert word not in registry.demonyms


@pytest.mark.parametrize(
    ("word", "code"),
    [("Ottawa", "CAN"), ("Brussels", "EUE"), ("Washington", "USA"), ("Peking", "CHN"), ("Kremlin", "RUS")],
)
def test_capital_stands_for_a_government(registry: Registry, word: str, code: str) -> None:
    assert registry.capitals[word] == code
    assert registry.government(code).kind is EntityKind.GOVERNMENT


@pytest.mark.parametrize(
    ("word", "sector"),
    [("cars", "automobiles"), ("softwood", "lumber"), ("lamb", "meat"), ("lng", "gas"), ("chips", "semiconductors")],
)
def test_word_leads_to_its_sector(registry: Registry, word: str, sector: str) -> None:
    assert registry.sectors[word] == (sector,)


@pytest.mark.parametrize("word", ["drugs", "power", "data", "ship", "produce", "Cars"])
def test_ambiguous_word_leads_to_no_sector(registry: Registry, word: str) -> None:
    assert word not in registry.sectors


def test_every_sector_has_words(registry: Registry) -> None:
    named = {slug for slugs in registry.sectors.values() for slug in slugs}
    assert {slug for slug in named if not slug.startswith("x-")} == set(SECTORS)
    assert "x-solar-cells" in named  # goods of no sector of the vocabulary have a name of their own


def test_agreement_has_its_members(registry: Registry) -> None:
    assert set(registry.entities[f"{BASE}id/agreement/cusma"].members) == {"CAN", "USA", "MEX"}
    assert "DEU" not in registry.entities[f"{BASE}id/agreement/ceta"].members


def test_office_belongs_to_its_government(registry: Registry) -> None:
    (office,) = registry.offices["Secretary of the Treasury of the United States"]
    assert (office.key, office.post_in, office.country) == ("USA-treasury-secretary", f"{BASE}id/gov/USA", "USA")


def test_every_thing_says_where_it_comes_from(registry: Registry) -> None:
    for iri in registry.entities:
        assert any(triple.predicate.value.endswith("/source") for triple in registry.description(iri))


def test_every_referenced_thing_is_described(registry: Registry) -> None:
    for triple in registry.triples():
        value = getattr(triple.object, "value", "")
        if value.startswith(BASE + "id/"):
            assert value in registry.entities


def test_every_country_has_a_government(registry: Registry) -> None:
    codes = [entity.key for entity in registry.entities.values() if entity.kind is EntityKind.COUNTRY]
    assert len(codes) > 255
    assert all(registry.government(code).country == code for code in codes)


def test_holders_are_dated_and_in_order(registry: Registry) -> None:
    homes = {entity.key for entity in registry.entities.values()}
    assert len(registry.holders) > 150
    for holder in registry.holders:
        assert holder.country in homes
        assert holder.source
        assert holder.since is not None
        assert holder.until is None or holder.since < holder.until


def test_no_two_hold_one_leading_office_at_once(registry: Registry) -> None:
    rows = sorted((h.country, h.title, h.since or date.min, h.until or date.max) for h in registry.holders)
    single = {"president", "prime minister", "chancellor", "trade representative"}
    for (country, title, _, until), (later_country, later_title, since, _) in itertools.pairwise(rows):
        if (country, title) == (later_country, later_title) and title in single:
            assert until <= since, (country, title, since)


def test_tables_have_one_row_for_a_key() -> None:
    for path in (ontology.PATH / "data").glob("*.csv"):
        if path.stem in ("holders", "offices"):
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert len({row[0] for row in rows}) == len(rows), path
        assert {len(row) for row in rows} == {len(rows[0])}, path


def test_entities_file_is_what_the_tables_give() -> None:
    assert turtle() == ontology.text("entities.ttl")


def test_own_csv_adds_names(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,alias,type,country\nLamb Board,LB|The Lamb Board,organisation,AUS\n", encoding="utf-8")
    (entity,) = load_registry(path).names["LB"]
    assert (entity.iri, entity.label, entity.country) == (f"{BASE}id/org/lamb-board", "Lamb Board", "AUS")


def test_own_turtle_adds_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        "<https://w3id.org/tradekg/id/person/jo-doe> a <http://xmlns.com/foaf/0.1/Person> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "Jo Doe"@en .',
        encoding="utf-8",
    )
    monkeypatch.setenv("TRADEKG_ENTITIES", str(path))
    (entity,) = default_registry().names["Jo Doe"]
    assert entity.kind is EntityKind.PERSON


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("own.csv", "name,alias\nA,B\n", "lacks the column type"),
        ("own.csv", "name,alias,type,country\nA,,castle,\n", "line 2: the type 'castle' is unknown"),
        ("own.csv", "name,alias,type,country\n,,person,\n", "line 2: the name is empty"),
        ("own.csv", "name,alias,type,country\nA,,person,Canada\n", "not a code of three letters"),
        ("own.ttl", "<a> <b>", "is not Turtle"),
        ("own.ttl", "<http://example.org/x> a <http://example.org/Y> .", "must start with"),
    ],
)
def test_broken_own_file_is_told(tmp_path: Path, name: str, content: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError, match=words):
        load_registry(path)


def test_missing_own_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="Cannot read the entity file"):
        load_registry(tmp_path / "none.csv")
