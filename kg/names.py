"""The persons of one document, found again by any ending of their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from kg.given_names import SURNAMES_FIRST, gender_of
from kg.model import Document, Entity, EntityKind
from kg.registry import Holder, Registry
from kg.slugs import slug


@dataclass(slots=True)
class NameTable:
    """The persons of one document, found again by any ending of their names."""

    registry: Registry
    document: Document
    people: dict[str, Entity] = field(default_factory=dict)  # by key
    endings: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    openers: set[str] = field(default_factory=set)  # how the first token of any ending may read
    fronts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # keys by the first of several words
    addressed: set[str] = field(default_factory=set)  # keys of those called "Mr", "Dame", "the Hon."

    @property
    def _surnames(self) -> Mapping[str, Sequence[Holder]]:
        return surnames(self.registry)

    def add(self, name: str, country: str | None = None, office: str | None = None) -> Entity:
        """Take in a full name, or a lone surname after an honorific or an office."""
        words = [
            w
            for w in re.split(r"\s+", re.sub(r"\s*[-–]\s*", "-", name.replace("’", "'")))
            if w and not re.fullmatch(r"[A-Z]\.?|\.", w)
        ]
        if len(words) == 1 and (known := self.find(words) or self.fronted(words[0])):
            return known
        holder = self._holder(words, office)
        if holder is not None:
            words, country = holder[0].split(), country or holder[1]
        key = slug(" ".join(words))
        old = self.people.get(key)
        written = " ".join(name.replace("’", "'").split())
        aliases = (*(old.aliases if old else ()), *((written,) if written != " ".join(words) else ()))
        entity = Entity(
            EntityKind.PERSON,
            key,
            " ".join(words),
            country or (old.country if old else None),
            tuple(dict.fromkeys(aliases)),
        )
        self.people[key] = entity
        for start in range(len(words)):
            self.endings[tuple(w.lower() for w in words[start:])].add(key)
        self.openers |= {part for w in words for part in (w.lower(), re.split(r"[-']", w.lower(), maxsplit=1)[0])}
        if (short := short_name(words)) is not None:
            self.endings[(short,)].add(key)
        if len(words) > 1:
            self.fronts[words[0].lower()].add(key)
        return entity

    def settle(self, key: str, country: str) -> None:
        """Remember where a person is at home, when nothing said so before."""
        if self.people[key].country is None:
            self.people[key] = replace(self.people[key], country=country)

    def find(self, words: Sequence[str]) -> Entity | None:
        """Give the one person whose name ends in these words."""
        keys = self.endings.get(tuple(w.lower() for w in words), set())
        if len(keys) > 1:  # "Trump" and "Donald Trump" are one person; two Smiths are not
            longest = max(keys, key=len)
            keys = {longest} if all(longest.endswith(k) for k in keys) else set()
        return self.people[next(iter(keys))] if len(keys) == 1 else None

    def opens(self, word: str) -> bool:
        """Say whether a name of the table, or of a holder of an office, may begin with a word or an initial."""
        lower = word.lower()
        return len(word) < 3 or lower in self.openers or lower in self._surnames

    def fronted(self, word: str) -> Entity | None:
        """Give the one person whose name begins with a word: "Bo" for Bo Xilai, "Pham" for Pham Minh Chinh."""
        keys = self.fronts.get(word.lower(), set())
        return self.people[next(iter(keys))] if len(keys) == 1 else None

    def _holder(self, words: Sequence[str], office: str | None = None) -> tuple[str, str | None] | None:
        """Complete a name from the dated table of office holders, where it fits exactly one."""
        day = self.document.published
        last = short_name(words) or words[-1].lower()
        found: dict[str, tuple[str, str | None]] = {}
        for holder in self._surnames.get(last, ()):
            name = holder.person.split()
            if len(words) == 1 and office and not _akin(holder.title, office):
                continue  # "the Minister for Shipping, Mr Nixon" is not the president
            if len(words) > 1 and _familiar(name[0]) != _familiar(words[0]):
                continue
            if (
                len(words) > 1
                and short_name(name) == last == name[0].lower()
                and slug("".join(words)) != slug("".join(name))
            ):
                continue
            if len(words) > 1 or day is None or _in_office(holder, day):
                home = (
                    holder.country
                    if holder.country.isupper()
                    else "EUE"
                    if holder.country.startswith("europ")
                    else None
                )
                found[slug(holder.person)] = (holder.person, home)
        return next(iter(found.values())) if len(found) == 1 else None

    def holds_office(self, name: str) -> bool:
        """Say whether a full name is one of the table of holders."""
        words = name.split()
        return any(slug(h.person) == slug(name) for h in self._surnames.get(words[-1].lower(), ()))

    def surname_of_holder(self, word: str) -> bool:
        """Say whether a lone capitalised word is the surname of exactly one holder in office at the time."""
        day = self.document.published
        return (
            day is not None
            and len(
                {
                    h.person
                    for h in self._surnames.get(word.lower(), ())
                    if h.title.lower() in HEADS_OF_STATE and _in_office(h, day)
                }
            )
            == 1
        )


def _akin(title: str, office: str) -> bool:
    """Say whether two offices may be one: "secretary" and "secretary of state"."""
    plain = {"the", "of", "for", "and", "minister"}
    ours, theirs = set(title.lower().split()), set(office.lower().split())
    return bool((ours & theirs) - plain) or ours <= theirs or theirs <= ours


def _familiar(name: str) -> str:
    """Give the form of a first name by which "Joseph" and "Joe" are one."""
    plain = slug(name)
    return FAMILIAR.get(plain, plain)


FAMILIAR = {
    "joseph": "joe", "robert": "bob", "william": "bill", "michael": "mike", "james": "jim", "anthony": "tony",
    "thomas": "tom", "daniel": "dan", "ronald": "ron", "gerald": "gerry", "edward": "ted", "kenneth": "ken",
    "richard": "dick", "christopher": "chris", "stephen": "steve", "steven": "steve", "john-malcolm": "malcolm",
    "donald": "don", "timothy": "tim", "gregory": "greg", "jacob": "jake", "antony": "tony", "katherine": "kate",
}  # fmt: skip


@cache
def surnames(registry: Registry) -> Mapping[str, Sequence[Holder]]:
    """Give the office holders of a registry by surname."""
    found: dict[str, list[Holder]] = defaultdict(list)
    for holder in registry.holders:
        words = [w for w in holder.person.split() if w.lower().strip(".,") not in ("jr", "sr", "ii", "iii")]
        found[short_name(words) or words[-1].lower()].append(holder)
    return dict(found)


NICKNAMES = {"lula"}  # names in the middle by which their bearers go


def short_name(words: Sequence[str]) -> str | None:
    """Give the name a person goes by where it is not the last: "Xi" for Xi Jinping, "Lula"."""
    lower = [w.lower() for w in words]
    nickname = next((w for w in lower[1:-1] if w in NICKNAMES), None)
    if nickname is not None:
        return nickname
    hyphened = len(words) == 2 and re.fullmatch(r"[A-Z][a-z]+-[a-z]+", words[1])
    chinese = len(words) == 2 and lower[0] in SURNAMES_FIRST and gender_of(words[1]) is None
    return (
        lower[0] if hyphened or (chinese and gender_of(words[0]) is None and lower[1] not in SURNAMES_FIRST) else None
    )


HEADS_OF_STATE = {"president", "prime minister", "chancellor", "premier", "taoiseach", "general secretary"}


def _in_office(holder: Holder, day: date) -> bool:
    return (holder.since is None or holder.since <= day) and (holder.until is None or holder.until >= day)
