"""Finds who is named with which office: "Economy Minister A", "B, the foreign minister", "his counterpart, C"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.mentions import MentionKind
from kg.model import Entity
from kg.names import NameTable
from kg.pages import GEOGRAPHIC, Page, capitalised
from kg.parses import Parse, Token
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


def read_roles(page: Page, number: int, table: NameTable) -> Iterator[Role]:
    """Give the persons of a paragraph that are named with an office, in the order of the patterns."""
    found = list(_before_names(page, number, table))
    found += _apposed(page, number, table, list(found))
    found += _equated(page, number, table)
    found += _self_named(page, number, table)
    yield from found
    yield from _counterparts(page, number, table, found)


def _before_names(page: Page, number: int, table: NameTable) -> Iterator[Role]:
    """Read offices that stand before a name, several of them for one name included."""
    doc = page.doc
    waiting: list[Title] = []  # "Deputy Prime Minister and Minister for Trade, Mr Anthony" holds both
    before: list[Title] = []
    for title in _titles(page):
        if waiting and not _go_together(doc, waiting[-1], title):
            waiting = []
        own = _of_name_before(page, title, before)
        named = [] if own else list(_named_after(page, number, title, table))
        for role in named:
            yield role
            yield from (replace(role, title=replace(t, country=t.country or title.country)) for t in waiting)
        waiting = [] if named or own else [*waiting, title]
        before.append(title)


def _titles(page: Page) -> Iterator[Title]:
    """Give the offices of a paragraph from left to right."""
    doc, done = page.doc, -1
    for head in range(len(doc)):
        inner = head + 1 < len(doc) and doc[head].lower_ in titles().prefixes and _goes_on(doc[head + 1])
        if not is_head(doc[head]) or head < done or inner:
            continue
        title = page.title_from(head)
        done = title.last
        yield title


def _go_together(doc: Parse, one: Title, two: Title) -> bool:
    """Say whether two offices belong to one person: nothing, "and", or a comma before a form of address is between."""
    if one.last == two.first:
        return True
    between = doc[one.last].lower_ if one.last + 1 == two.first else ""
    return between == "and" or (between == "," and two.words in COURTESY)


def _of_name_before(page: Page, title: Title, before: list[Title]) -> bool:
    """Tell "Mr A, the Minister for X, Mr B, the Minister for Y," from offices that stand before their holders."""
    doc, j = page.doc, title.first
    j -= j > 0 and doc[j - 1].lower_ == "the"
    if j < 2 or doc[j - 1].text != ",":
        return False
    start = next(
        (i for i in range(j - 2, max(-1, j - 8), -1) if page.honorific(i) == i and page.name_at(i) == j - 1), None
    )
    if start is None:
        return False
    while start > 0 and (
        doc[start - 1].lower_ in titles().honorifics
        or (capitalised(doc[start - 1]) and page.name_at(start - 1) == j - 1)
    ):
        start -= 1
    earlier = next((t for t in reversed(before) if t.last in (start, start - 1)), None)
    if earlier is None:
        return True
    return earlier.last == start - 1 and doc[start - 1].text == "," and _of_name_before(page, earlier, before)


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
    if doc[end - 1].lower_ in GEOGRAPHIC or (end < len(doc) and doc[end].lower_ in GEOGRAPHIC):
        return  # "Prince Edward Island"
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
        person = table.add(doc[start:end].text, country if not title.body else None, title.words)
        if country and not title.body:
            table.settle(person.key, country)
        yield Role(person, replace(title, country=country), number, title.first, after, "title-name")
        if not (title.plural and after + 1 < len(doc) and doc[after].lower_ in ("and", ",")):
            return
        start = page.honorific(after + 1 + (doc[after + 1].lower_ == "and"))
        end = page.name_at(start)
        if end == start:
            return


def _of_next(page: Page, start: int, title: Title, before: list[Role]) -> bool:
    """Say whether an office belongs to the name behind it: the second of "the Minister, A, the Treasurer, B"."""
    led = any(r.first < start < r.last and page.doc[start - 1].text != "." for r in before)
    comma = title.last < len(page.doc) and page.doc[title.last].text == ","
    behind = page.honorific(title.last + 1) if comma and title.last + 1 < len(page.doc) else 0
    return led and behind > 0 and behind < len(page.doc) and page.name_at(behind) > behind


def _apposed(page: Page, number: int, table: NameTable, before: list[Role]) -> Iterator[Role]:
    """Read "Marcelo Ebrard, the foreign minister," and "Bernd Lange, who chairs the trade committee"."""
    doc, i = page.doc, 0
    while i < len(doc):
        start = i
        opens = i == 0 or not capitalised(doc[i - 1]) or is_head(doc[i - 1]) or page.polite(i - 1)
        end = page.name_at(i) if opens else i
        i = max(end, i + 1)
        end = page.lettered(end) if end > start else end
        if end == start or end + 2 >= len(doc) or doc[end].text not in (",", "(", "—", "–", "-"):
            continue
        person = table.find([t.text for t in doc[start : page.name_at(start)]])
        lone = page.name_at(start) - start == 1 and person is None
        title = _apposition(page, end + 1)
        addressed = start > 0 and page.polite(start - 1)
        if (
            title is None
            or title.plural
            or _of_next(page, start, title, before)
            or (lone and doc[start].ent_type_ != "PERSON" and not addressed)
        ):
            continue
        person = person or table.add(doc[start : page.name_at(start)].text)
        for one in _joined(page, title):
            if one.country and not one.body:
                table.settle(person.key, one.country)
            yield Role(person, one, number, start, one.last, "name-title")


def _joined(page: Page, title: Title) -> Iterator[Title]:
    """Give a title with those that "and" joins to it: "chairman of X and president of Y"."""
    yield title
    doc, at = page.doc, title.last
    at += at < len(doc) and doc[at].text == ","
    if at + 2 < len(doc) and doc[at].lower_ == "and":
        start = at + 1 + (doc[at + 1].lower_ in ("the", "a", "an"))
        heads = [h for h in range(start, min(start + 5, len(doc))) if is_head(doc[h])]
        if heads and not any(t.text in ",." or t.pos_ in ("VERB", "AUX") for t in doc[start : heads[0]]):
            second = page.title_from(heads[0])
            if second.first <= start and page.name_at(second.last) == second.last:
                yield from _joined(page, replace(second, country=second.country or title.country))


def _equated(page: Page, number: int, table: NameTable) -> Iterator[Role]:
    """Read "India's chief negotiator is Rajesh Agrawal" and "Rajesh Agrawal is India's chief negotiator"."""
    doc = page.doc
    for title in _titles(page):
        at = title.last
        if at + 1 >= len(doc) or doc[at].lower_ not in ("is", "was") or not title.definite or title.plural:
            continue
        start = page.honorific(at + 1)
        end = page.name_at(start)
        known = table.find([t.text for t in doc[start:end]]) if end > start else None
        if end - start > 1 and (known is not None or doc[start].ent_type_ == "PERSON"):
            person = known or table.add(doc[start:end].text, title.country if not title.body else None)
            yield Role(person, title, number, title.first, end, "title-is-name")


def _self_named(page: Page, number: int, table: NameTable) -> Iterator[Role]:
    """Read "I, JOSEPH R. BIDEN JR., President of the United States of America," of a proclamation."""
    doc = page.doc
    for i in range(len(doc) - 4):
        if doc[i].text != "I" or doc[i + 1].text != ",":
            continue
        end = i + 2
        while end < len(doc) and (doc[end].text.isupper() or doc[end].text == ".") and doc[end].text != ",":
            end += 1
        words = [w for w in doc[i + 2 : end].text.replace(".", " ").split() if w not in ("JR", "SR")]
        if len(words) < 2 or end + 2 >= len(doc) or doc[end].text != ",":
            continue
        title = _apposition(page, end + 1)
        if title is not None:
            person = table.add(" ".join(w.capitalize() for w in words), title.country)
            yield Role(person, title, number, i + 2, title.last, "name-title")


def _counterparts(page: Page, number: int, table: NameTable, found: list[Role]) -> Iterator[Role]:
    """Read "his Argentine counterpart, Diana Mondino": she holds the office of the one named before."""
    doc = page.doc
    for token in doc:
        if token.lemma_.lower() != "counterpart" or token.tag_ not in ("NN", "NNP"):
            continue
        held = [r for r in found if r.last <= token.i and r.title.words not in COURTESY]
        mention = page.placed(token.i - 1) if token.i else None
        start = page.honorific(token.i + 1 + (token.i + 1 < len(doc) and doc[token.i + 1].text == ","))
        end = page.name_at(start) if start < len(doc) else start
        if not held or mention is None or mention.country is None or end == start:
            continue
        person = table.add(doc[start:end].text, mention.country)
        table.settle(person.key, mention.country)
        title = replace(
            max(held, key=lambda r: r.last).title, country=mention.country, body=None, first=mention.first, last=end
        )
        yield Role(person, title, number, mention.first, end, "counterpart")


def _clause_end(doc: Parse, i: int) -> int:
    """Give the index of the next comma, stop or verb."""
    return next((t.i for t in doc[i:] if t.text in ",.;" or t.pos_ in ("VERB", "AUX")), len(doc))


COURTESY = {"senator", "ambassador", "governor", "congressman", "congresswoman"}
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
            and not (head + 1 < len(doc) and doc[head + 1].tag_ == "POS")  # "the chancellor's spokesman"
            and not (head + 1 < len(doc) and (is_head(doc[head + 1]) or doc[head + 1].lower_ in lex.portfolios))
        ):
            title = page.title_from(head)
            if title.first > i + 4:
                return None
            after = page.name_at(title.last)  # "X, President Y" is two people
            return None if after > title.last and doc[title.last].text not in ",.;" else title
    return None
