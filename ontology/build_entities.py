"""Write `entities.ttl`, the things known beforehand, from the ISO lists and the tables in `data/`.

Run as `python -m ontology.build_entities`; it needs the development packages pycountry and countryinfo.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pycountry
from countryinfo import CountryInfo

from ontology import PATH
from ontology.terms import PREFIXES

OUTPUT = PATH / "entities.ttl"
HEADER = "# Made by `python -m ontology.build_entities` from the tables in ontology/data; edit those, not this file.\n"
# Demonyms that point to two countries of like weight name neither.
AMBIGUOUS = {"Dominican", "Dominicans", "Congolese"}
# Words ending like this take an s for the people; the others (Chinese, French) serve as they are.
PLURAL_ENDINGS = ("n", "i", "k", "er")


@dataclass
class Country:
    """A country as it will be written."""

    code: str
    label: str
    aliases: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)
    capital: str = ""
    article: bool = False
    population: int = 0

    @property
    def full(self) -> str:
        """Give the name as it stands inside a sentence."""
        return f"the {self.label}" if self.article else self.label


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of `data/`."""
    with (PATH / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(cell: str) -> list[str]:
    """Take a cell with several values apart."""
    return [part for part in (cell or "").split("|") if part]


def slug(name: str) -> str:
    """Fold a name to lower-case ASCII words joined by hyphens."""
    ascii_name = unicodedata.normalize("NFKD", name.replace("'", "")).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in ascii_name).split())


def text(value: str, language: str = "@en") -> str:
    """Write a literal."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' + language


def texts(values: Iterable[str]) -> str:
    """Write several literals."""
    return " , ".join(text(value) for value in dict.fromkeys(values))


def packaged(code: str) -> tuple[str, str, int]:
    """Give demonym, capital and population of a country as countryinfo has them."""
    try:
        info = CountryInfo(code).info()
    except Exception as error:
        if "not found" not in str(error).lower() and code not in str(error):
            raise
        return "", "", 0
    return info.get("demonym") or "", info.get("capital") or "", int(info.get("population") or 0)


def plural(demonym: str) -> list[str]:
    """Give a demonym and, where it has one, the word for the people."""
    if not demonym or "," in demonym or " and " in demonym:
        return []
    return [demonym, demonym + "s"] if demonym.endswith(PLURAL_ENDINGS) else [demonym]


def countries() -> list[Country]:
    """Gather the countries: present ones from ISO 3166-1, the rest and all corrections from `countries.csv`."""
    own = {row["code"]: row for row in rows("countries")}
    iso = {c.alpha_3: c for c in pycountry.countries}
    found = []
    for code in sorted(iso.keys() | own.keys()):
        demonym, capital, population = packaged(code) if code in iso else ("", "", 0)
        row = own.get(code)
        if row is None:
            label = getattr(iso[code], "common_name", iso[code].name)
            found.append(Country(code, label, [], plural(demonym), capital, population=population))
            continue
        article = "the" in (row["note"] or "").split(";")[0].split()
        aliases, demonyms = split(row["aliases"]), split(row["demonyms"])
        found.append(Country(code, row["label"], aliases, demonyms, row["capital"], article, population))
    return found


def drop_shared_demonyms(found: list[Country]) -> None:
    """Leave each demonym to the most populous country that has it."""
    owners: dict[str, list[Country]] = defaultdict(list)
    for country in found:
        for demonym in country.demonyms:
            owners[demonym].append(country)
    for demonym, claimants in owners.items():
        keeper = max(claimants, key=lambda c: c.population)
        for country in claimants:
            if country is not keeper or demonym in AMBIGUOUS:
                country.demonyms.remove(demonym)


def capital_keys(found: list[Country]) -> dict[str, str]:
    """Give each country's capital a key; the smaller of two like-named capitals carries its country's code."""
    shared = Counter(slug(c.capital) for c in found if c.capital)
    keys = {}
    taken: set[str] = set()
    for country in sorted((c for c in found if c.capital), key=lambda c: (-c.population, c.code)):
        key = slug(country.capital)
        same_town = country.capital == "Brussels"
        keys[country.code] = (
            key if shared[key] == 1 or key not in taken or same_town else f"{key}-{country.code.lower()}"
        )
        taken.add(key)
    return keys


def country_lines(found: list[Country], keys: dict[str, str]) -> Iterator[str]:
    """Write countries and governments."""
    metonyms: dict[str, list[str]] = defaultdict(list)
    for row in rows("metonyms"):
        metonyms[row["code"]].append(row["name"])
    for c in found:
        parts = [f"country:{c.code} a tp:Country ; skos:prefLabel {text(c.label)}"]
        aliases = [a for a in c.aliases if a != c.label]
        parts += [f"skos:altLabel {texts(aliases)}"] if aliases else []
        parts += [f'skos:notation "{c.code}"']
        parts += [f"tp:demonym {texts(c.demonyms)}"] if c.demonyms else []
        parts += [f"tp:capital place:{keys[c.code]}"] if c.code in keys else []
        yield " ; ".join([*parts, 'dcterms:source "iso"']) + " ."
        yield government_line(c, metonyms[c.code])


def government_line(c: Country, metonyms: list[str]) -> str:
    """Write the government of a country; hidden labels are names of places that stand for it."""
    names = [
        c.label,
        *c.demonyms[:1],
        *(["U.S.", "US"] if c.code == "USA" else []),
        *(["UK"] if c.code == "GBR" else []),
    ]
    aliases = [f"{name} government" for name in names]
    hidden = f" ; skos:hiddenLabel {texts(metonyms)}" if metonyms else ""
    return (
        f"gov:{c.code} a tp:Government ; skos:prefLabel {text('Government of ' + c.full)} ; "
        f'skos:altLabel {texts(aliases)}{hidden} ; tp:country country:{c.code} ; dcterms:source "generated" .'
    )


def capital_lines(found: list[Country], keys: dict[str, str]) -> Iterator[str]:
    """Write the capitals as places."""
    listed = {row["key"] for row in rows("places")}
    aliases = {"washington": ["Washington, D.C.", "Washington D.C.", "Washington DC", "Washington, DC"]}
    aliases |= {"new-delhi": ["Delhi"], "beijing": ["Peking"], "kyiv": ["Kiev"], "bogota": ["Bogota"]}
    aliases |= {"brasilia": ["Brasilia"], "asuncion": ["Asuncion"], "san-jose": ["San Jose"], "lome": ["Lome"]}
    aliases |= {"yaounde": ["Yaounde"], "male": ["Male"], "chisinau": ["Chisinau"]}
    done: set[str] = set()
    for c in found:
        key = keys.get(c.code)
        if key is None or key in done or key in listed or (c.code == "EUE"):
            continue
        done.add(key)
        alt = f" ; skos:altLabel {texts(aliases[key])}" if key in aliases else ""
        yield (
            f"place:{key} a schema:Place ; skos:prefLabel {text(c.capital)}{alt} ; "
            f'tp:country country:{c.code} ; dcterms:source "iso" .'
        )


def table_lines(name: str, prefix: str, kind: str) -> Iterator[str]:
    """Write a table of things that have a key, a label, aliases and perhaps a country."""
    for row in rows(name):
        alt = f" ; skos:altLabel {texts(split(row['aliases']))}" if row["aliases"] else ""
        home = f" ; tp:country country:{row['country']}" if row["country"] else ""
        yield (
            f"{prefix}:{row['key']} a {kind} ; skos:prefLabel {text(row['label'])}{alt}{home} ; "
            + 'dcterms:source "hand" .'
        )


def agreement_lines() -> Iterator[str]:
    """Write the agreements with their parties."""
    groups = {row["group"]: row["members"].split() for row in rows("groups")}
    for row in rows("agreements"):
        parties: list[str] = []
        for token in row["parties"].split():
            parties += groups[token[1:]] if token.startswith("@") else [token]
        alt = f" ; skos:altLabel {texts(split(row['aliases']))}" if row["aliases"] else ""
        party = " ; tp:party " + " , ".join(f"country:{code}" for code in sorted(set(parties))) if parties else ""
        # no status: which stage an agreement has reached is for documents to say
        label = text(row["label"])
        yield f'agr:{row["key"]} a tp:Agreement ; skos:prefLabel {label}{alt}{party} ; dcterms:source "hand" .'


def office_lines(found: list[Country]) -> Iterator[str]:
    """Write the offices of governments and organisations."""
    by_code = {c.code: c for c in found}
    home = {row["key"]: row["country"] for row in rows("organisations")}
    for row in rows("offices"):
        for body in row["bodies"].split():
            if body.startswith("org:"):
                owner, key, name, adjective = f"body:{body[4:]}", body[4:], "", ""
                code = home[key]
            else:
                country = by_code[body]
                owner, key, code, name = f"gov:{body}", body, body, country.full
                adjective = country.demonyms[0] if country.demonyms else country.label
            aliases = [alias.format(name=name, adj=adjective) for alias in split(row["aliases"])]
            alt = f" ; skos:altLabel {texts(aliases)}" if aliases else ""
            where = f" ; tp:country country:{code}" if code else ""
            yield (
                f"office:{key}-{row['slug']} a org:Post ; skos:prefLabel {text(row['title'].format(name=name))}{alt} ; "
                f'org:postIn {owner}{where} ; dcterms:source "hand" .'
            )


def turtle() -> str:
    """Give the whole file."""
    found = countries()
    drop_shared_demonyms(found)
    keys = capital_keys(found)
    sections = {
        "countries and their governments": country_lines(found, keys),
        "capitals": capital_lines(found, keys),
        "other places": table_lines("places", "place", "schema:Place"),
        "organisations": table_lines("organisations", "body", "org:Organization"),
        "agreements": agreement_lines(),
        "laws": table_lines("laws", "law", "schema:Legislation"),
        "offices": office_lines(found),
    }
    sources = {row["key"]: text(row["text"]) for row in rows("sources")}
    body = "".join(f"\n# ---- {title}\n" + "\n".join(lines) + "\n" for title, lines in sections.items())
    for key, value in sources.items():
        body = body.replace(f'dcterms:source "{key}"', f"dcterms:source {value}")
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items() if f"{prefix}:" in body)
    return HEADER + prefixes + body


def main() -> None:
    """Write the file."""
    OUTPUT.write_text(turtle(), encoding="utf-8")


if __name__ == "__main__":
    main()
