"""Made-up trade news of any size, written by the program's own writer: the same seed gives the same documents.

    python bench/generated.py STORE [--quads 1000000] [--people 5000]

People have offices in governments and companies; a few are in the news all the time, most of them once. Who deals with
whom is drawn within circles of countries, so that communities exist.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import pyoxigraph as ox  # noqa: E402

from kg import folder  # noqa: E402
from kg import graph_names as names  # noqa: E402
from kg.graph import Graph  # noqa: E402
from kg.model import (  # noqa: E402
    AgreementFact,
    Dependency,
    Document,
    Engagement,
    Entity,
    EntityKind,
    Evidence,
    Fact,
    Measure,
    Precision,
    Span,
    Statement,
    Status,
    Tenure,
    TimeSpan,
)  # fmt: skip
from kg.registry import Registry, default_registry  # noqa: E402
from kg.triples import DocumentGraphs, to_graphs  # noqa: E402
from ontology.terms import SECTORS  # noqa: E402

COUNTRIES = (
    "CAN USA MEX BRA ARG CHL PER COL GBR FRA DEU ITA ESP POL NLD SWE NOR CHE TUR UKR RUS KAZ CHN JPN KOR TWN IND PAK "
    "BGD VNM THA MYS IDN PHL SGP AUS NZL SAU ARE QAT ISR EGY MAR DZA NGA GHA KEN ETH ZAF EUE"
).split()
PARTS = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo za".split()
OFFICES = (
    "trade minister",
    "foreign minister",
    "finance minister",
    "ambassador",
    "deputy minister",
    "agriculture minister",
)
KINDS, KIND_SHARES = ("meeting", "call", "visit", "negotiation"), (6, 2, 2, 1)
STATUSES = (Status.HAPPENED, Status.PLANNED, Status.ONGOING, Status.POSSIBLE, Status.DENIED, Status.CLAIMED)
SHARES = (60, 20, 6, 6, 4, 4)
STANCES = ("supports", "opposes", "seeks", "rejects", "asserts", "threatens", "willing")
FIRST_DAY, DAYS = date(2018, 1, 1), 2900


class News:
    """A world of people, and documents about what they do."""

    def __init__(self, people: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.registry: Registry = default_registry()
        self.sectors = [name for name in SECTORS if name != "all-goods"]
        self.people = [self._person(number) for number in range(people)]
        self.homes = [COUNTRIES[int(len(COUNTRIES) * self.random.random() ** 1.6)] for _ in self.people]
        self.circle: dict[str, list[int]] = {}
        for number, home in enumerate(self.homes):
            self.circle.setdefault(home, []).append(number)
        self.shares = [1 / (number + 3) ** 0.7 for number in range(people)]

    def _person(self, number: int) -> Entity:
        draw = self.random.choice
        name = (
            f"{draw(PARTS)}{draw(PARTS)}".title() + " " + f"{draw(PARTS)}{draw(PARTS)}{draw(PARTS)}{number:x}".title()
        )
        return Entity(EntityKind.PERSON, name.lower().replace(" ", "-"), name)

    def _some(self, count: int, near: int | None = None) -> list[int]:
        """Draw people, mostly of the countries that the one named deals with."""
        found: set[int] = {near} if near is not None else set()
        while len(found) < count:
            (number,) = self.random.choices(range(len(self.people)), weights=None, cum_weights=self._cumulated())
            at = COUNTRIES.index(self.homes[number])
            home = COUNTRIES.index(self.homes[near]) if near is not None else at
            if abs(at - home) < 8 or self.random.random() < 0.2:
                found.add(number)
        return sorted(found)

    def _cumulated(self) -> list[float]:
        if not hasattr(self, "_sums"):
            total, self._sums = 0.0, []
            for share in self.shares:
                total += share
                self._sums.append(total)
        return self._sums

    def documents(self, count: int) -> Iterator[DocumentGraphs]:
        """Give so many documents."""
        for number in range(count):
            day = FIRST_DAY + timedelta(days=self.random.randrange(DAYS))
            lines: list[str] = []
            facts = [fact for _ in range(self.random.choice((1, 1, 2, 3))) for fact in self._engagement(day, lines)]
            for make, chance in ((self._tenure, 0.6), (self._measure, 0.5), (self._statement, 0.7), (self._rest, 0.1)):
                if self.random.random() < chance:
                    facts += make(day, lines)
            text = "\n".join(lines) + f"\n{number}\n"
            digest = hashlib.sha256(text.encode()).hexdigest()
            document = Document(digest[:16], digest, text, f"Report {number}", day, "metadata")
            yield to_graphs(document, facts, "made-1", self.registry)

    def _say(self, lines: list[str], words: str, *supports: str) -> tuple[Evidence, ...]:
        start = sum(len(line) + 1 for line in lines)
        lines.append(words)
        return (Evidence(Span(start, start + len(words)), Span(start, start + min(len(words), 40)), supports, "made"),)

    def _when(self, day: date, status: Status) -> TimeSpan:
        when = day + timedelta(days=self.random.randrange(1, 30) * (1 if status is Status.PLANNED else -1))
        return TimeSpan(when, when, Precision.DAY, "then")

    def _engagement(self, day: date, lines: list[str]) -> list[Fact]:
        (first,) = self._some(1)
        parties = [self.people[number] for number in self._some(self.random.choice((2, 2, 2, 3, 4)), first)]
        (kind,), (status,) = self.random.choices(KINDS, KIND_SHARES), self.random.choices(STATUSES, SHARES)
        status = Status.HAPPENED if status is Status.CLAIMED else status
        sectors = tuple(self.random.sample(self.sectors, self.random.choice((1, 1, 2, 3))))
        names = " and ".join(p.label for p in parties)
        evidence = self._say(lines, f"{names} held a {kind} about {', '.join(sectors)}.", "participant", "status")
        common = {"kind": kind, "when": self._when(day, status), "status": status, "sectors": sectors}
        if kind in ("call", "visit"):
            return [Engagement(
                actors=(parties[0],), recipients=(parties[1],),
                companions=tuple(parties[2:]) if kind == "visit" else (), evidence=evidence, **common,
            )]  # fmt: skip
        return [Engagement(participants=tuple(parties), evidence=evidence, **common)]

    def _tenure(self, day: date, lines: list[str]) -> list[Fact]:
        (number,) = self._some(1)
        home, title = self.homes[number], OFFICES[number % len(OFFICES)]
        body = self.registry.government(home)
        office = Entity(
            EntityKind.OFFICE, f"{home}-{title.replace(' ', '-')}", f"{title} of {body.label}", home, post_in=body.iri
        )
        evidence = self._say(lines, f"{self.people[number].label}, the {title}, said so.", "holder", "office")
        return [Tenure(person=self.people[number], office=office, evidence=evidence)]

    def _measure(self, day: date, lines: list[str]) -> list[Fact]:
        by, on = self.random.sample(COUNTRIES, 2)
        sector, rate = self.random.choice(self.sectors), str(self.random.choice((5, 10, 25, 35, 50)))
        status = self.random.choice((Status.IN_FORCE, Status.ANNOUNCED, Status.THREATENED, Status.ENDED))
        evidence = self._say(lines, f"{by} puts {rate} percent on {sector} from {on}.", "rate", "status")
        starts = TimeSpan(day, day, Precision.DAY, "today")
        return [Measure(
            kind="import-tariff", by=self.registry.government(by), targets=(self.registry.country(on),),
            sectors=(sector,), rate=rate, rate_unit="percent-ad-valorem", status=status, starts=starts,
            evidence=evidence,
        )]  # fmt: skip

    def _statement(self, day: date, lines: list[str]) -> list[Fact]:
        (number,) = self._some(1)
        sector, stance = self.random.choice(self.sectors), self.random.choice(STANCES)
        about = self.registry.country(self.random.choice(COUNTRIES))
        evidence = self._say(lines, f"{self.people[number].label} {stance} the plan on {sector}.", "stance", "about")
        when = TimeSpan(day, day, Precision.DAY, "today")
        return [Statement(
            speaker=self.people[number], stance=stance, about=(about,), sectors=(sector,), when=when, evidence=evidence
        )]  # fmt: skip

    def _rest(self, day: date, lines: list[str]) -> list[Fact]:
        one, other = self.random.sample(COUNTRIES, 2)
        words = f"{one} depends on {other}, and both are parties to a pact."
        evidence = self._say(lines, words, "supplier", "party")
        pact = Entity(EntityKind.AGREEMENT, f"pact-{min(one, other)}-{max(one, other)}".lower(), f"Pact {one} {other}")
        parties = tuple(self.registry.country(code) for code in (one, other))
        return [
            Dependency(
                dependent=self.registry.government(one), supplier=parties[1],
                sectors=(self.random.choice(self.sectors),), evidence=evidence,
            ),
            AgreementFact(agreement=pact, parties=parties, evidence=evidence),
        ]  # fmt: skip


def fill(place: Path, *, quads: int, people: int) -> tuple[int, int]:
    """Fill a new store until its documents have so many quads; give documents and quads.

    The quads go in past the writer, which would work out shortcuts and identities of each document: what is measured
    here reads none of them. The default graph is the merge of all graphs, as the writer keeps it.
    """
    Graph(place, readers=1).close()  # founded, with ontology and registry
    store, default = _when_free(place / folder.GRAPH), ox.DefaultGraph()
    written = documents = 0
    merged: set[ox.Quad] = set()

    def made() -> Iterator[ox.Quad]:
        nonlocal written, documents
        for graphs in News(people).documents(10**9):
            written += len(graphs.facts) + len(graphs.evidence)
            documents += 1
            things = (ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(names.THINGS)) for t in graphs.things)
            for quad in (graphs.link, *graphs.facts, *graphs.evidence, *things):
                merged.add(ox.Quad(quad.subject, quad.predicate, quad.object, default))
                yield quad
            if written >= quads:
                return

    store.bulk_extend(made())
    store.bulk_extend(merged)
    store.flush()
    return documents, written


def _when_free(path: Path) -> ox.Store:
    """Open the graph once the writer that founded it has gone."""
    for _ in range(100):
        try:
            return ox.Store(str(path))
        except OSError:
            time.sleep(0.1)
    return ox.Store(str(path))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("store", type=Path)
    asked.add_argument("--quads", type=int, default=1_000_000)
    asked.add_argument("--people", type=int, default=5_000)
    given = asked.parse_args()
    start = time.perf_counter()
    documents, quads = fill(given.store, quads=given.quads, people=given.people)
    print(f"{documents:,} documents, {quads:,} quads, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
