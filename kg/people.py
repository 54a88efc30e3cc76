"""Finds who is named in a document, and with which office: full names, bare surnames, titles.

The statistical model's names are only a vote; titles, appositions and what the document itself repeats decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kg.given_names import SURNAMES_FIRST, gender_of
from kg.mentions import Mention, MentionKind
from kg.model import Document
from kg.names import NameTable
from kg.pages import Page, capitalised, given_tail
from kg.parses import Parse
from kg.registry import Registry
from kg.roles import Role, read_roles
from kg.titles import is_head, titles


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
            roles += list(read_roles(page, number, table))
    return table, roles


def _vote(page: Page, table: NameTable) -> None:
    """Take full names from the model, from the table of holders and by their first names, where they look like one."""
    doc = page.doc
    told = {e.start: e.end for e in doc.ents if e.label_ == "PERSON"}
    for i in range(len(doc)):
        if i and capitalised(doc[i - 1]) and i not in told:
            continue
        addressed = doc[i].lower_ in titles().honorifics
        start = page.honorific(i) if i in told or addressed else i
        end = page.name_at(start)
        if addressed and end > start and not page.at.get(start) and not _after_title(doc, i):
            # "Mr Lange" is somebody, with or without a first name
            table.addressed.add(table.add(doc[start:end].text).key)
        named = doc[start:end].text if end - start > 1 else ""
        if not named or any(page.at.get(k) for k in range(start, end)) or doc[end - 1].lower_ in titles().portfolios:
            continue
        by_name = end - start < 4 and (table.holds_office(named) or gender_of(named) is not None)
        if (i in told and end <= told[i] + 1) or (by_name and not (end < len(doc) and capitalised(doc[end]))):
            table.add(named)


def _after_title(doc: Parse, i: int) -> bool:
    """Say whether a title stands before "Mr": it tells better who that is."""
    start = next((k for k in range(i - 1, -1, -1) if doc[k].text in ".;"), 0)
    return i > 0 and doc[i - 1].text == "," and any(is_head(t) for t in doc[max(start, i - 12) : i])


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


COMMON_WORDS = {"he", "she", "may", "will", "so", "no", "an", "long", "on", "do"}


def person_mentions(page: Page, table: NameTable) -> Iterator[Mention]:
    """Give every place of a paragraph where a person of the table is named, longest first."""
    doc, i = page.doc, 0
    while i < len(doc):
        hit = None
        opens = table.opens(doc[i].text.replace("’", "'"))
        if opens and (capitalised(doc[i]) or doc[i].lower_ in titles().particles):
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
                if person is None and end - i == 1 and doc[i].ent_type_ == "PERSON" and _lone(page, i):
                    person = table.fronted(doc[i].text)
                if person is None and end - i == 1 and doc[i].lower_ in SURNAMES_FIRST and _lone(page, i):
                    person = table.fronted(doc[i].text)  # "Wang" for Wang Yi
                if person is None and end - i == 1 and table.surname_of_holder(doc[i].text) and _lone(page, i):
                    person = table.add(doc[i].text)
                if person is not None and not _covered(page, i, end):
                    end = page.junior(end)
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
