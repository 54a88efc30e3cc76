"""A document as its extractors see it: sentences with their parse, mentions, persons, and who a word refers to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.dates import DateMention, find_dates, resolve
from kg.given_names import gender_of
from kg.mentions import Mention, MentionKind, folded, gazetteer, rates, span_of
from kg.model import Document, Entity, EntityKind, Evidence, Span, TimeSpan
from kg.names import NameTable
from kg.organisations import organisations
from kg.pages import Page
from kg.parses import Parse, Stretch, Token
from kg.people import home_countries, person_mentions, read_people
from kg.registry import Registry
from kg.roles import Role
from kg.standpoint import standpoint
from kg.text import Paragraph

PHRASE_LIMIT = 60
GOVERNING = {"government", "administration", "authority", "cabinet", "side", "officials"}
RELEASE = re.compile(
    r"(?:joint |press |media |news )?"
    r"(?:communiqu[eé]|readout|statement|remarks|release|message|letter|transcript|address|speech)s?\b.{0,80}?\b(?:of|by|from)\b",
    re.IGNORECASE,
)  # headings that name persons with their titles in plain order
OPEN_QUOTES, CLOSE_QUOTES = '"“', '"”'


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression with its token range in the paragraph."""

    first: int
    last: int
    mention: DateMention


@dataclass(eq=False, slots=True)
class Sentence:
    """One sentence of the text: its parse, what it names, and where it stands."""

    index: int  # in the document
    paragraph: int
    tokens: Stretch
    offset: int  # of the paragraph in the document's text
    mentions: tuple[Mention, ...]
    dates: tuple[Dated, ...]
    heading: bool = False
    _at: dict[int, Mention] = field(default_factory=dict)
    _quoted: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self._at = {i: m for m in self.mentions for i in range(m.first, m.last)}

    @property
    def doc(self) -> Parse:
        """The parsed paragraph."""
        return self.tokens.doc

    @property
    def span(self) -> Span:
        """Offsets of the sentence in the document's text, without trailing white space."""
        first = self.tokens.start_char
        start, end = self.doc.span(first, first + len(self.tokens.text.rstrip()))
        return Span(self.offset + start, self.offset + end)

    @property
    def text(self) -> str:
        """The sentence's words."""
        return str(self.tokens.text)

    def at(self, token: Token) -> Mention | None:
        """Give the mention that covers a token."""
        return self._at.get(token.i)

    def quoted(self, token: Token) -> bool:
        """Say whether a token stands between quotation marks."""
        return token.i in self._quoted

    def of_kind(self, *kinds: MentionKind) -> tuple[Mention, ...]:
        """Give the sentence's mentions of some kinds, in order."""
        return tuple(m for m in self.mentions if m.kind in kinds)

    def head(self, mention: Mention) -> Token:
        """Give the token by which a mention hangs in the parse."""
        return self.doc[mention.first : mention.last].root

    def token_span(self, first: int, last: int) -> Span:
        """Give the offsets in the document of tokens first to last (exclusive)."""
        return span_of(self.doc, first, last, self.offset)


class Reading:
    """One analysed document."""

    def __init__(
        self, document: Document, registry: Registry, paragraphs: Sequence[Paragraph], docs: Sequence[Parse]
    ) -> None:
        self.document = document
        self.registry = registry
        names = gazetteer(registry)
        pages = self.pages = [Page(doc, list(names.find(doc))) for doc in docs]
        self.people: NameTable
        self.roles: list[Role]
        self.people, self.roles = read_people(
            pages,
            document,
            registry,
            prose=[p.kind != "heading" or RELEASE.match(p.span.of(document.text)) is not None for p in paragraphs],
        )
        self.homes = home_countries(self.people, self.roles)
        self._genders = {role.person.key: g for role in self.roles if (g := _gender(pages[role.paragraph], role))}
        self.sentences: list[Sentence] = []
        for number, (paragraph, page) in enumerate(zip(paragraphs, pages, strict=True)):
            self._read_paragraph(number, paragraph, page)
        self.home_country = self._home_country()
        self.standpoint = standpoint(self)

    def _read_paragraph(self, number: int, paragraph: Paragraph, page: Page) -> None:
        doc, offset = page.doc, paragraph.span.start
        people = list(person_mentions(page, self.people))
        taken = {i for m in people for i in range(m.first, m.last)}
        others = [m for m in dict.fromkeys(page.at.values()) if not taken & set(range(m.first, m.last))]
        used = taken | {i for m in others for i in range(m.first, m.last)}
        figures = [m for m in rates(doc) if not used & set(range(m.first, m.last))]
        used |= {i for m in figures for i in range(m.first, m.last)}
        bodies = organisations(doc, {i: m for m in (*people, *others, *figures) for i in range(m.first, m.last)})
        covered = {i for m in bodies for i in range(m.first, m.last)}
        others = [m for m in others if not covered & set(range(m.first, m.last))]
        mentions = sorted((*people, *others, *figures, *bodies), key=lambda m: m.first)
        laws = {i for m in others if m.kind is MentionKind.LAW for i in range(m.first, m.last)}
        dates = [d for d in _dated(doc, find_dates(folded(doc.text))) if not _of_law(d, doc, laws)]
        quoted = _quoted(doc)
        for tokens in _sentences(doc):
            inside = range(tokens.start, tokens.end)
            self.sentences.append(
                Sentence(
                    index=len(self.sentences),
                    paragraph=number,
                    tokens=tokens,
                    offset=offset,
                    mentions=tuple(m for m in mentions if m.first in inside),
                    dates=tuple(d for d in dates if d.first in inside),
                    heading=paragraph.kind == "heading",
                    _quoted=quoted,
                )
            )

    def _home_country(self) -> str | None:
        """Give the country the document is at home in: the one most named, when it has by far the greater part."""
        votes = Counter(
            m.country
            for s in self.sentences
            for m in s.mentions
            if m.country and m.kind is not MentionKind.ORGANISATION
        )
        if not votes:
            return None
        code, count = votes.most_common(1)[0]
        return code if count > 0.75 * votes.total() else None

    # ---- what extractors need
    @property
    def prose(self) -> Iterator[Sentence]:
        """Give the sentences that may hold facts."""
        return (s for s in self.sentences if not s.heading)

    def when(self, dated: Dated | None, tense: str = "none") -> TimeSpan | None:
        """Resolve a time expression of a sentence against the publication date; `tense`: past, future or none."""
        if dated is None:
            return None
        return resolve(dated.mention, self.document.published, tense=tense)  # type: ignore[arg-type]

    def home(self, person: Entity) -> str | None:
        """Give the country a person belongs to, where known."""
        return self.homes.get(person.key) or person.country

    def gender(self, person: Entity) -> str | None:
        """Give m or f where an honorific, or else a first name, tells; None where nothing does."""
        return self._genders.get(person.key) or gender_of(person.label)

    def government(self, code: str) -> Entity:
        """Give a country's government."""
        return self.registry.government(code)

    def country(self, code: str) -> Entity:
        """Give a country as a territory."""
        return self.registry.country(code)

    def acting(self, entity: Entity) -> Entity:
        """Give the entity as a doer: a country acts through its government."""
        return self.government(entity.key) if entity.kind is EntityKind.COUNTRY else entity

    def evidence(
        self,
        sentence: Sentence,
        tokens: Iterable[Token],
        supports: Sequence[str],
        pattern: str,
        *,
        when: TimeSpan | None = None,
        confidence: float = 0.9,
    ) -> Evidence:
        """Give evidence whose phrase covers as many of the tokens as 60 characters hold, from the first on."""
        indices = sorted({t.i for t in tokens}) or [sentence.tokens.start]
        first, last = indices[0], indices[0] + 1
        for i in indices[1:]:
            span = sentence.token_span(first, i + 1)
            if span.end - span.start <= PHRASE_LIMIT:
                last = i + 1
        phrase = sentence.token_span(first, last)
        phrase = Span(phrase.start, min(phrase.end, phrase.start + PHRASE_LIMIT))
        return Evidence(
            sentence.span,
            phrase,
            tuple(supports),
            pattern,
            confidence,
            when.expression if when is not None and when.expression else None,
        )


def _sentences(doc: Parse) -> Iterator[Stretch]:
    """Give the parser's sentences, joined where it cut after a title, an initial or an abbreviation."""
    start: int | None = None
    spans = list(doc.sents)
    for i, sentence in enumerate(spans):
        start = sentence.start if start is None else start
        text = sentence.text.rstrip()
        broken = i + 1 < len(spans) and (
            not text or text[-1] not in '.!?:;"”’)…' or text.rsplit(None, 1)[-1] in ABBREVIATIONS
        )
        if not broken:
            yield doc[start : sentence.end]
            start = None
    if start is not None:
        yield doc[start:]


def _gender(page: Page, role: Role) -> str | None:
    """Read "Mrs", "Mr", "spokeswoman", "chairman" in a role's words."""
    words = {t.lower_.rstrip(".") for t in page.doc[role.first : role.last]}
    if words & {"mrs", "ms", "miss", "lady", "dame", "baroness", "queen", "chairwoman", "spokeswoman", "congresswoman"}:
        return "f"
    return "m" if words & {"mr", "sir", "lord", "king", "chairman", "spokesman", "congressman"} else None


ABBREVIATIONS = frozenset(
    "Mr. Mrs. Ms. Dr. Gov. Sen. Rep. Gen. St. No. Inc. Corp. Co. Ltd. Hon. Messrs. Ont. Que. vs. "
    "Jan. Feb. Mar. Apr. Aug. Sept. Sep. Oct. Nov. Dec.".split()
)


def _of_law(dated: Dated, doc: Parse, laws: set[int]) -> bool:
    """Say whether a year is part of a law's name: "the Trade Act of 1974"."""
    before = doc[dated.first - 1].lower_ if dated.first else ""
    return bool(laws & set(range(dated.first, dated.last))) or (
        before in ("act", "law") and dated.mention.form == "year"
    )


def _dated(doc: Parse, found: Iterable[DateMention]) -> Iterator[Dated]:
    for mention in found:
        span = doc.covering(mention.span.start, mention.span.end)
        if span is not None:
            yield Dated(span.start, span.end, mention)


def _quoted(doc: Parse) -> frozenset[int]:
    """Give the tokens between double quotation marks; a paragraph's open quotation runs to its end."""
    inside, result = False, set()
    for token in doc:
        if token.text and token.text in '"“”':
            inside = token.text == "“" or (token.text == '"' and not inside)
            continue
        if inside:
            result.add(token.i)
    return frozenset(result)


def read(document: Document, registry: Registry, paragraphs: Sequence[Paragraph], docs: Sequence[Any]) -> Reading:
    """Analyse one document from its paragraphs and their parses."""
    return Reading(document, registry, paragraphs, docs)
