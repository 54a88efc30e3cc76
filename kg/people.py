"""Finds who is named in a document, and with which office: full names, bare surnames, titles.

The statistical model's names are only a vote; titles, appositions and what the document itself repeats decide.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Token

from kg.given_names import gender_of
from kg.mentions import Mention, MentionKind
from kg.model import Document, Entity, EntityKind
from kg.registry import Holder, Registry

TITLES = Path(__file__).parent / "extractors" / "patterns" / "titles.toml"
PLACED = {MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL, MentionKind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class Titles:
    """The lexicon of offices."""

    heads: frozenset[str]
    prefixes: frozenset[str]
    dropped: frozenset[str]
    over: frozenset[str]
    portfolios: frozenset[str]
    honorifics: frozenset[str]
    particles: frozenset[str]
    heading_verbs: frozenset[str]
    organised: frozenset[str]
    stop: frozenset[str]
    implied: dict[str, str]


@cache
def titles() -> Titles:
    """Give the lexicon of `patterns/titles.toml`."""
    data = tomllib.loads(TITLES.read_text(encoding="utf-8"))
    sets = {
        k: frozenset(data[k])
        for k in (
            "heads",
            "prefixes",
            "dropped",
            "over",
            "portfolios",
            "honorifics",
            "particles",
            "heading_verbs",
            "organised",
            "stop",
        )
    }
    return Titles(**sets, implied=data["implied"])


@dataclass(frozen=True, slots=True)
class Title:
    """An office as worded, with whose it is; token indices into the paragraph, end exclusive."""

    words: str  # lower case, without the country
    first: int
    last: int
    country: str | None = None
    body: Entity | None = None
    over: bool = False
    plural: bool = False
    definite: bool = False  # led by "the" or a possessive: it may stand for its holder


@dataclass(frozen=True, slots=True)
class Role:
    """A person named together with an office."""

    person: Entity
    title: Title
    paragraph: int
    first: int
    last: int
    pattern: str


def slug(text: str) -> str:
    """Fold a name to an IRI segment: NFKD, ASCII, lower case, hyphens."""
    special = text.translate(
        {
            0xF8: "o",
            0xD8: "O",
            0x142: "l",
            0x141: "L",
            0xDF: "ss",
            0x111: "d",
            0x110: "D",
            0x131: "i",
            0xE6: "ae",
            0xC6: "Ae",
        }
    )
    ascii_ = unicodedata.normalize("NFKD", special).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"'s\b", "", ascii_)).strip("-") or "x"


def capitalised(token: Token) -> bool:
    """Say whether the token is written like part of a name."""
    text = token.text
    return (
        text[:1].isupper()
        and any(c.isalpha() for c in text)
        and (len(text) > 1 or token.nbor(1).text == "." if token.i + 1 < len(token.doc) else len(text) > 1)
    )


def acronym(token: Token) -> bool:
    """Say whether the token is all capitals and too long for initials."""
    return token.text.isupper() and len(token.text) > 2 and "." not in token.text


def given_tail(token: Token) -> bool:
    """Say whether a word is the small second half of a hyphenated given name: "Li-chiun", "Myung-hee"."""
    doc, i = token.doc, token.i
    return bool(
        i > 1
        and doc[i - 1].text in "-–"
        and not doc[i - 2].whitespace_
        and not doc[i - 1].whitespace_
        and capitalised(doc[i - 2])
        and i > 2
        and capitalised(doc[i - 3])
        and token.is_alpha
        and token.text.islower()
        and len(token.text) < 7
        and (token.tag_ == "NNP" or token.ent_type_ == "PERSON" or doc[i - 3].lower_ in SURNAMES_FIRST)
    )


def is_head(token: Token) -> bool:
    """Say whether the token heads a title."""
    lower = token.lower_.removeprefix("vice-").removeprefix("deputy-")
    return (lower in titles().heads or (lower.endswith("s") and lower[:-1] in titles().heads)) and token.pos_ in (
        "NOUN",
        "PROPN",
        "ADJ",
    )


class Page:
    """One paragraph's tokens with what the gazetteer found in them."""

    def __init__(self, doc: Doc, mentions: Iterable[Mention]) -> None:
        self.doc = doc
        self.at: dict[int, Mention] = {i: m for m in mentions for i in range(m.first, m.last)}

    def placed(self, i: int) -> Mention | None:
        """Give the country, demonym, capital or organisation named at token i."""
        mention = self.at.get(i)
        return mention if mention is not None and mention.kind in PLACED else None

    # ---- names
    def name_at(self, i: int) -> int:
        """Give the end of a person's name that starts at token i, or i where none does."""
        doc, words, k = self.doc, 0, i
        while k < len(doc) and words < 6:
            token = doc[k]
            mention = self.at.get(k)
            if (
                token.lower_ in titles().particles
                and k + 1 < len(doc)
                and capitalised(doc[k + 1])
                and (words or token.text[0].isupper())
            ):
                k += 1
                continue
            if (
                token.lower_ in ("al", "el")
                and k + 2 < len(doc)
                and doc[k + 1].text == "-"
                and capitalised(doc[k + 2])
                and words
            ):
                k += 2
                continue
            if (
                words
                and token.text in "-–"
                and k + 1 < len(doc)
                and (capitalised(doc[k + 1]) or given_tail(doc[k + 1]))
            ):
                k += 2
                continue
            if words and re.fullmatch(r"[A-Z]\.?", token.text):
                k += 1 + (k + 1 < len(doc) and doc[k + 1].text == "." and not token.text.endswith("."))
                continue
            stop = token.lower_ in titles().stop and not (words and token.text[0].isupper() and not token.is_sent_start)
            if token.text == "He" and token.tag_ == "NNP" and k + 1 < len(doc) and capitalised(doc[k + 1]):
                stop = False  # "Vice Premier He Lifeng"
            if (
                not capitalised(token)
                or acronym(token)
                or stop
                or token.ent_type_ == "DATE"
                or token.lower_ in titles().honorifics
                or (token.is_sent_start and token.tag_ == "VBG")
            ):
                break
            if (
                mention is not None
                and mention.kind is not MentionKind.SECTOR
                and (mention.last - mention.first > 1 or token.ent_type_ != "PERSON")
            ):
                break
            official = (
                token.lower_ in titles().portfolios
                or token.lower_ in titles().prefixes
                or token.lower_ in titles().organised
            )
            if is_head(token) or (official and token.ent_type_ != "PERSON"):
                break
            words += 1
            k += 1
        while k > i and self.doc[k - 1].lower_ in titles().particles and self.doc[k - 1].text[0].islower():
            k -= 1
        return k if words else i

    def honorific(self, i: int) -> int:
        """Skip honorifics from token i."""
        while i < len(self.doc) and (
            self.doc[i].lower_ in titles().honorifics
            or (self.doc[i].text == "." and i and self.doc[i - 1].lower_ in titles().honorifics)
        ):
            i += 1
        return i

    # ---- titles
    def title_from(self, head: int) -> Title:
        """Read the title around its head word, both ways."""
        lex, doc = titles(), self.doc
        first, country, body, over, words_kept = head, None, None, False, set()
        while first > 0:
            token, mention = doc[first - 1], self.placed(first - 1)
            if mention is not None and mention.last == head and mention.country and token.lower_ in lex.portfolios:
                # "U.S. Treasury Secretary" is an office of the country, for the treasury
                country, first = country or mention.country, mention.first
                words_kept.add(head - 1)
            elif (
                mention is not None
                and not (mention.kind is MentionKind.ORGANISATION and body)
                and (mention.country is None or country in (None, mention.country))
            ):
                country, body = (
                    (country or mention.country if mention.kind is not MentionKind.ORGANISATION else country),
                    (mention.entity if mention.kind is MentionKind.ORGANISATION else body),
                )
                first = mention.first
            elif (
                (token.lower_ in ("'s", "’s", "'", "’") and first > 1 and self.placed(first - 2))
                or (
                    token.lower_ in lex.prefixes
                    or token.lower_ in lex.portfolios
                    or token.lower_.replace("-", "") in lex.portfolios
                )
                or (
                    token.lower_ in ("and", "&", "-", "–")
                    and first > 1
                    and first < head + 1
                    and doc[first - 2].lower_ in lex.portfolios
                    and doc[first].lower_ in (lex.portfolios | lex.prefixes | lex.heads)
                )
            ):
                first -= 1
            else:
                break
        if first < head and doc[first].lower_ in ("and", "&", "-", "'s", "’s"):
            first += 1
        if body is None and country is None:
            start = self._organisation_before(first)
            if start < first:
                body, first = organisation(doc[start:first].text), start
        last, country, body, complement = self._complement(head + 1, country, body)
        kept = [
            doc[k]
            for k in range(first, head + 1)
            if (k in words_kept or not self.placed(k)) and doc[k].lower_ not in ("'s", "’s", "'", "’")
        ]
        if body is not None:
            kept = [t for t in kept if t.text not in body.label.split() or t.i == head]
        over = any(t.lower_ in lex.over for t in kept)
        words = " ".join(t.lower_ for t in kept if t.lower_ not in lex.dropped)
        plural = doc[head].tag_ in ("NNS", "NNPS") or (
            doc[head].lower_.endswith("s") and doc[head].lower_ not in lex.heads
        )
        words = re.sub(rf"{re.escape(doc[head].lower_)}$", doc[head].lower_[:-1], words) if plural else words
        words = " ".join(filter(None, (words, complement))).replace(" - ", "-")
        definite = (first > 0 and doc[first - 1].lower_ in ("the", "her", "his", "its", "their")) or country is not None
        return Title(words, first, last, country, body, over, plural, definite)

    def _organisation_before(self, end: int) -> int:
        """Give where a run of capitalised words that ends in an organisation's word starts before token `end`."""
        doc, start = self.doc, end
        while (
            start > 0
            and (capitalised(doc[start - 1]) or doc[start - 1].text in "-–&")
            and not is_head(doc[start - 1])
            and not self.placed(start - 1)
        ):
            start -= 1
        while start < end and (doc[start].lower_ in titles().stop or doc[start].is_sent_start):
            start += 1 if doc[start].lower_ in titles().stop else 0
            break
        return start if any(doc[k].lower_ in titles().organised for k in range(start, end)) and end - start > 1 else end

    def _complement(
        self, i: int, country: str | None, body: Entity | None
    ) -> tuple[int, str | None, Entity | None, str]:
        """Read "of the Treasury", "for Trade and Resources", "of Mexico", "of the X Association" after a head."""
        lex, doc, words, last = titles(), self.doc, [], i
        if (
            i < len(doc)
            and doc[i].lower_ in ("executive", "general", "elect", "designate")
            and doc[i - 1].lower_ in ("chief", "attorney", "secretary", "director", "president", "governor")
        ):
            words.append(doc[i].lower_)
            i = last = i + 1
        if i + 1 < len(doc) and doc[i].lower_ == "of" and doc[i + 1].lower_ == "staff":
            words += ["of", "staff"]
            i = last = i + 2
        while i + 1 < len(doc) and doc[i].lower_ in ("of", "for", "to", "in", "at", "on"):
            preposition, k = doc[i].lower_, i + 1 + (doc[i + 1].lower_ in ("the", "its", "his", "her"))
            if k >= len(doc):
                break
            mention = self.placed(k) or (self.at.get(k) if preposition in ("in", "to") else None)
            end = k
            while end < len(doc) and (
                doc[end].lower_ in lex.portfolios
                or (
                    doc[end].lower_ in ("and", "&", ",")
                    and end > k
                    and end + 1 < len(doc)
                    and doc[end + 1].lower_ in lex.portfolios
                )
            ):
                end += 1
            if end == k and mention is None and doc[i - 1].lower_ in MINISTERIAL and preposition in ("of", "for"):
                end = self._capital_run(k)
            if end > k and not (mention is not None and mention.last > end):
                words += [preposition, *(t.lower_ for t in doc[k:end] if t.text != ",")]
                i = last = end
                continue
            if mention is not None and preposition in ("to", "in"):
                words += [preposition, doc[mention.first : mention.last].text.lower()]
                i = last = mention.last
                continue
            if mention is not None and preposition == "of":
                if mention.kind is MentionKind.ORGANISATION and body is None:
                    body = mention.entity
                elif mention.kind is not MentionKind.ORGANISATION and country is None:
                    country = mention.country
                i = last = mention.last
                continue
            end = self._organisation_after(k)
            if end > k and body is None and preposition in ("of", "for", "at", "on"):
                body = organisation(doc[k:end].text)
                i = last = end
                continue
            break
        return last, country, body, " ".join(words)

    def _capital_run(self, k: int) -> int:
        """Give the end of "Special Trade Representations," after "Minister for", or k where no comma closes it."""
        doc, end = self.doc, k
        while end < len(doc) and (
            capitalised(doc[end])
            or (end > k and doc[end].lower_ in ("and", "&", "the") and end + 1 < len(doc) and capitalised(doc[end + 1]))
        ):
            end += 1
        return end if end < len(doc) and doc[end].text in ",.;)" else k

    def _organisation_after(self, k: int) -> int:
        """Give the end of an organisation's name that starts at token k."""
        doc, end = self.doc, k
        while end < len(doc) and (
            capitalised(doc[end])
            or (
                end > k
                and doc[end].lower_ in ("of", "and", "&", "for", "'", "’", "'s", "’s")
                and end + 1 < len(doc)
                and capitalised(doc[end + 1])
            )
        ):
            end += 1
        named = any(doc[j].lower_ in titles().organised for j in range(k, end)) or (
            end > k and doc[k].ent_type_ == "ORG"
        )
        return end if named else k


MINISTERIAL = {"minister", "secretary", "commissioner", "undersecretary", "representative"}


def organisation(name: str) -> Entity:
    """Give an organisation that the registry does not know."""
    clean = re.sub(r"^(?:the|The)\s+", "", re.sub(r"\s*['’]s?$", "", name.strip()))
    return Entity(EntityKind.ORGANISATION, slug(clean), clean)


def implied(words: str) -> tuple[str | None, Entity | None]:
    """Give whose office a title is that says so by itself."""
    value = titles().implied.get(words)
    if value is None:
        return None, None
    return (
        (value, None)
        if value.isupper()
        else (None, Entity(EntityKind.ORGANISATION, value, value.replace("-", " ").title()))
    )


@dataclass(slots=True)
class NameTable:
    """The persons of one document, found again by any ending of their names."""

    registry: Registry
    document: Document
    people: dict[str, Entity] = field(default_factory=dict)  # by key
    endings: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    _surnames: dict[str, list[Holder]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for holder in self.registry.holders:
            words = [w for w in holder.person.split() if w.lower().strip(".,") not in ("jr", "sr", "ii", "iii")]
            self._surnames[short_name(words) or words[-1].lower()].append(holder)

    def add(self, name: str, country: str | None = None) -> Entity:
        """Take in a full name (or a lone surname after an honorific)."""
        words = [
            w
            for w in re.split(r"\s+", re.sub(r"\s*[-–]\s*", "-", name.replace("’", "'")))
            if w and not re.fullmatch(r"[A-Z]\.?|\.", w)
        ]
        if len(words) == 1 and (known := self.find(words)):
            return known
        holder = self._holder(words)
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
        if (short := short_name(words)) is not None:
            self.endings[(short,)].add(key)
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

    def _holder(self, words: Sequence[str]) -> tuple[str, str | None] | None:
        """Complete a name from the dated table of office holders, where it fits exactly one."""
        day = self.document.published
        last = short_name(words) or words[-1].lower()
        found: dict[str, tuple[str, str | None]] = {}
        for holder in self._surnames.get(last, ()):
            name = holder.person.split()
            if len(words) > 1 and slug(name[0]) != slug(words[0]):
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


SURNAMES_FIRST = frozenset(
    """
    ahn an bai bao cai cao chai chang chen cheng cho choi chu chung cui dai deng ding dong du fan fang feng fu gao
    ge gong gu guan guo ha han hao he hong hou hsiao hu huang hwang jang jeon jeong jia jiang jin joo joung ju jung
    kang kim kong kung ko koo ku kuo lai lam lee lei li liang liao lim lin ling liu long lu luo ma mao meng min moon
    nam niu oh pan pang park peng qian qiao qin qiu ren seo shao shen shi shin son song su sun tan tang tao tian
    tsai tsao tung wan wang wei wen woo wu xi xia xiang xiao xie xu xue yan yang yao ye yeo yi yim yin yoo yoon yu
    yuan yun zeng zhai zhang zhao zheng zhong zhou zhu zou
    """.split()
)
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


def read_people(
    pages: Sequence[Page], document: Document, registry: Registry, *, prose: Sequence[bool]
) -> tuple[NameTable, list[Role]]:
    """Find the document's persons and the offices they are named with; `prose` tells paragraphs from headings."""
    table, roles = NameTable(registry, document), []
    for number, page in enumerate(pages):
        if prose[number]:
            _vote(page, table)
            _of_country(page, table)
    for number, page in enumerate(pages):
        if prose[number]:
            roles += list(_titled(page, number, table))
    return table, roles


def _vote(page: Page, table: NameTable) -> None:
    """Take full names from the model where they look like one."""
    for entity in page.doc.ents:
        start = page.honorific(entity.start)
        end = page.name_at(start)
        words = [t.text for t in page.doc[start:end]]
        if (
            entity.label_ == "PERSON"
            and len(words) > 1
            and end <= entity.end + 1
            and not any(page.at.get(k) for k in range(start, end))
            and page.doc[end - 1].lower_ not in titles().portfolios
        ):
            table.add(page.doc[start:end].text)


def _of_country(page: Page, table: NameTable) -> None:
    """Take "Italy's Giorgia Meloni" for a person of Italy, whatever the model takes the name for."""
    doc = page.doc
    for i in range(1, len(doc) - 2):
        mention = page.at.get(i - 1)
        if doc[i].tag_ != "POS" or mention is None or mention.country is None or mention.last != i:
            continue
        end = page.name_at(i + 1)
        name = doc[i + 1 : end]
        told = any(t.ent_type_ == "PERSON" for t in name)
        official = any(page.at.get(t.i) or is_head(t) or t.lower_ in titles().portfolios for t in name)
        if end - i > 2 and (told or gender_of(name.text) is not None) and not official:
            table.settle(table.add(name.text).key, mention.country)


def _titled(page: Page, number: int, table: NameTable) -> Iterator[Role]:
    doc, done = page.doc, set()
    waiting: list[Title] = []  # "Deputy Prime Minister and Minister for Trade, Mr Anthony" holds both
    for head in range(len(doc)):
        if (
            not is_head(doc[head])
            or head in done
            or (head + 1 < len(doc) and doc[head].lower_ in titles().prefixes and _goes_on(doc[head + 1]))
        ):
            continue
        title = page.title_from(head)
        done |= set(range(title.first, title.last))
        if waiting and not (
            waiting[-1].last == title.first
            or (waiting[-1].last + 1 == title.first and doc[waiting[-1].last].lower_ == "and")
        ):
            waiting = []
        named = list(_named_after(page, number, title, table))
        for role in named:
            yield role
            yield from (replace(role, title=replace(t, country=t.country or title.country)) for t in waiting)
        waiting = [] if named else [*waiting, title]
    yield from _apposed(page, number, table)


def _goes_on(token: Token) -> bool:
    return is_head(token) or token.lower_ in titles().prefixes or token.lower_ in titles().portfolios


def _named_after(page: Page, number: int, title: Title, table: NameTable) -> Iterator[Role]:
    """Read "Economy Minister Sergio Massa", "the prime minister, François Bayrou,", "Presidents A of X and B of Y"."""
    doc, i = page.doc, title.last
    comma = i < len(doc) and doc[i].text == ","
    start = page.honorific(i + comma)
    end = page.name_at(start)
    if end == start or (comma and not (title.definite or start > i + 1)):
        return
    if comma and not (end >= len(doc) or doc[end].text in ",.;:)—–" or start > i + 1):
        return
    if comma and any(page.at.get(k) for k in range(start, end)):
        return
    single = (
        end - start == 1
        and start == i + comma
        and doc[start].ent_type_ not in ("PERSON", "")
        and not table.find([doc[start].text])
    )
    if single:
        return
    while True:
        country, after = title.country, end
        if (
            end + 1 < len(doc)
            and doc[end].lower_ == "of"
            and (mention := page.placed(end + 1 + (doc[end + 1].lower_ == "the")))
            and mention.country
            and mention.kind is not MentionKind.ORGANISATION
        ):
            country, after = country or mention.country, mention.last
        person = table.add(doc[start:end].text, country if not title.body else None)
        if country and not title.body:
            table.settle(person.key, country)
        yield Role(person, replace(title, country=country), number, title.first, after, "title-name")
        if not (title.plural and after + 1 < len(doc) and doc[after].lower_ in ("and", ",")):
            return
        start = page.honorific(after + 1 + (doc[after + 1].lower_ == "and"))
        end = page.name_at(start)
        if end == start:
            return


def _apposed(page: Page, number: int, table: NameTable) -> Iterator[Role]:
    """Read "Marcelo Ebrard, the foreign minister," and "Bernd Lange, who chairs the trade committee"."""
    doc, i = page.doc, 0
    while i < len(doc):
        start = i
        end = page.name_at(i) if (i == 0 or not capitalised(doc[i - 1]) or is_head(doc[i - 1])) else i
        i = max(end, i + 1)
        if end == start or end + 2 >= len(doc) or doc[end].text not in (",", "(", "—", "–", "-"):
            continue
        person = table.find([t.text for t in doc[start:end]])
        lone = end - start == 1 and person is None
        title = _apposition(page, end + 1)
        if title is not None and not (lone and doc[start].ent_type_ != "PERSON"):
            person = person or table.add(doc[start:end].text)
            if title.country and not title.body:
                table.settle(person.key, title.country)
            yield Role(person, title, number, start, title.last, "name-title")


def _clause_end(doc: Doc, i: int) -> int:
    """Give the index of the next comma, stop or verb."""
    return next((t.i for t in doc[i:] if t.text in ",.;" or t.pos_ in ("VERB", "AUX")), len(doc))


HEADING = {"chair": "chair", "lead": "leader", "preside": "president", "govern": "governor"}


def _apposition(page: Page, i: int) -> Title | None:
    doc, lex = page.doc, titles()
    if doc[i].lower_ == "who" and i + 2 < len(doc) and doc[i + 1].lemma_ in lex.heading_verbs:
        k = i + 2 + (doc[i + 2].lower_ == "over")
        k += k < len(doc) and doc[k].lower_ in ("the", "its", "his", "her")
        if k >= len(doc):
            return None
        mention = page.placed(k)
        end = (
            mention.last
            if mention
            else next(
                (
                    j
                    for j in range(k, min(k + 6, len(doc)))
                    if doc[j].text in ",." or doc[j].pos_ in ("VERB", "ADP", "AUX")
                ),
                k,
            )
        )
        end = max(end, page._organisation_after(k))
        if end > k and mention is not None and mention.kind is MentionKind.ORGANISATION:
            return Title(HEADING.get(doc[i + 1].lemma_, "head"), i, end, None, mention.entity)
        if end > k and any(t.lower_ in titles().organised for t in doc[k:end]):
            noun = HEADING.get(doc[i + 1].lemma_, "head")
            if capitalised(doc[k]):
                return Title(noun, i, end, None, organisation(doc[k:end].text))
            return Title(f"{noun} of the {doc[k:end].text.lower()}", i, end)
        return None
    if doc[i].pos_ in ("VERB", "AUX", "SCONJ") or doc[i].lower_ in ("who", "which", "and", "but"):
        return None
    for head in range(i, min(i + 10, len(doc))):
        if doc[head].text in (",", ".", ";", "—") or (
            doc[head].pos_ in ("VERB", "AUX") and doc[head].lower_ not in lex.prefixes
        ):
            return None
        prefixed = doc[head].lower_ in lex.prefixes and any(
            is_head(t) for t in doc[head + 1 : head + 5] if t.i < _clause_end(doc, head)
        )
        if (
            is_head(doc[head])
            and not prefixed
            and not (head + 1 < len(doc) and (is_head(doc[head + 1]) or doc[head + 1].lower_ in lex.portfolios))
        ):
            title = page.title_from(head)
            if title.first > i + 4:
                return None
            after = page.name_at(title.last)  # "X, President Y" is two people
            return None if after > title.last and doc[title.last].text not in ",.;" else title
    return None


COMMON_WORDS = {"he", "she", "may", "will", "so", "no", "an", "long", "on", "do"}


def person_mentions(page: Page, table: NameTable) -> Iterator[Mention]:
    """Give every place of a paragraph where a person of the table is named, longest first."""
    doc, i = page.doc, 0
    while i < len(doc):
        hit = None
        if capitalised(doc[i]) or doc[i].lower_ in titles().particles:
            for end in range(min(i + 7, len(doc)), i, -1):
                if not (capitalised(doc[end - 1]) or given_tail(doc[end - 1])):
                    continue
                if end < len(doc) - 1 and doc[end].text in "-–" and given_tail(doc[end + 1]):
                    continue
                words = [
                    w
                    for w in re.sub(r"\s*[-–]\s*", "-", doc[i:end].text.replace("’", "'")).split()
                    if not re.fullmatch(r"[A-Z]\.?|\.", w)
                ]
                bare = end - i == 1 and doc[i].lower_ in COMMON_WORDS  # Liu He, Theresa May
                person = table.find(words) if words and not (bare and doc[i].pos_ != "PROPN") else None
                if person is None and end - i == 1 and table.surname_of_holder(doc[i].text) and _lone(page, i):
                    person = table.add(doc[i].text)
                if person is not None and not _covered(page, i, end):
                    hit = Mention(MentionKind.PERSON, i, end, doc[i:end].text, person, person.country)
                    break
        if hit is not None:
            yield hit
            i = hit.last
        else:
            i += 1


def _lone(page: Page, i: int) -> bool:
    doc = page.doc
    before, after = (doc[i - 1] if i else None), (doc[i + 1] if i + 1 < len(doc) else None)
    return not (
        before is not None
        and capitalised(before)
        and before.lower_ not in titles().honorifics
        and not before.is_sent_start
        and not is_head(before)
    ) and not (after is not None and capitalised(after))


def _covered(page: Page, first: int, last: int) -> bool:
    """Say whether a longer known name lies over these tokens."""
    mention = page.at.get(first)
    return mention is not None and (
        mention.last - mention.first > last - first
        or (
            mention.kind is not MentionKind.SECTOR
            and mention.last - mention.first == last - first
            and last - first == 1
            and page.doc[first].ent_type_ != "PERSON"
        )
    )


def home_countries(table: NameTable, roles: Sequence[Role]) -> dict[str, str]:
    """Give the home country of each person where the document or the table of holders tells one."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for role in roles:
        if role.title.country:
            votes[role.person.key][role.title.country] += 1
    homes = {key: person.country for key, person in table.people.items() if person.country}
    return {**homes, **{key: counter.most_common(1)[0][0] for key, counter in votes.items()}}
