"""Finds who is named in a document, and with which office: full names, bare surnames, titles.

The statistical model's names are only a vote; titles, appositions and what the document itself repeats decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.given_names import gender_of
from kg.mentions import Mention, MentionKind
from kg.model import Document, Entity
from kg.names import NameTable
from kg.pages import Page, capitalised, given_tail
from kg.parses import Parse, Token
from kg.registry import Registry
from kg.titles import Title, is_head, organisation, titles


@dataclass(frozen=True, slots=True)
class Role:
    """A person named together with an office."""

    person: Entity
    title: Title
    paragraph: int
    first: int
    last: int
    pattern: str


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
    """Take full names from the model, from the table of holders and by their first names, where they look like one."""
    doc = page.doc
    told = {e.start: e.end for e in doc.ents if e.label_ == "PERSON"}
    for i in range(len(doc)):
        if i and capitalised(doc[i - 1]) and i not in told:
            continue
        addressed = doc[i].lower_ in titles().honorifics
        start = page.honorific(i) if i in told or addressed else i
        end = page.name_at(start)
        if addressed and end > start and not page.at.get(start):
            table.add(doc[start:end].text)  # "Mr Lange" is somebody, with or without a first name
        named = doc[start:end].text if end - start > 1 else ""
        if not named or any(page.at.get(k) for k in range(start, end)) or doc[end - 1].lower_ in titles().portfolios:
            continue
        by_name = end - start < 4 and (table.holds_office(named) or gender_of(named) is not None)
        if (i in told and end <= told[i] + 1) or (by_name and not (end < len(doc) and capitalised(doc[end]))):
            table.add(named)


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


def _clause_end(doc: Parse, i: int) -> int:
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
