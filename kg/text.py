"""Paragraphs of a text: which stretches are prose, headings, list items, and which are a site's own chrome.

Offsets always point into the text as it is; nothing is removed, only marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kg.model import Span

Kind = Literal["prose", "heading", "list", "boilerplate"]

LONGEST = 10_000  # code points of a paragraph; a longer one is cut at a sentence's end
# Soft hyphens, zero-width characters and marks of writing direction: they stand inside words and show nothing.
INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_MARK = re.compile(r"(?:[-*+•▪‣·►–]|\(?\d{1,2}[.)]|\(?[a-z]\)|\([ivx]{1,4}\))[ \t]{1,8}(?=\S)")
_QUOTE_MARK = re.compile(r"(?:>[ \t]?){1,8}")
_HASHES = re.compile(r"#{1,6}[ \t]+")
_FINAL = re.compile(r"[.!…;,][\"'”’»)\]*_]{0,4}$")
_QUESTION = re.compile(r"[?][\"'”’)]{0,2}$")
_TABLE = re.compile(r"\||[^\t\n]{0,120}\t[^\t\n]{0,120}\t|\S[^\n]{0,80}? {3,12}\S[^\n]{0,80}? {3,12}\S")
FRONT_MATTER = re.compile(r"---[ \t]*\n((?:[^\n]*\n){1,64}?)---[ \t]*(?:\n|$)")
_CHROME = re.compile(
    r"(?:also|see also|read|read also|read more|related|related (?:articles?|stories|news|content)|more|watch|listen|"
    r"recommended|most read|tags?|topics?|filed under|source|photo|image|credit|file photo|advertisement|sponsored|"
    r"share|published|posted|updated|last updated|contact|media contacts?|follow us|subscribe|also read|don[’']t miss|"
    r"see|editor[’']s picks?|trending|up next)(?: \w+)?:\s"
    r"|sign (?:up|in)\b.{0,60}(?:newsletter|save|account|updates|continue|inbox)|subscribe (?:to|now)\b"
    r"|log ?in\b.{0,30}$"
    r"|leave a (?:reply|comment)\b|your e-?mail address will not be published|required fields are marked"
    r"|comments? (?:are|is) closed|\d+ comments?$|listen to this (?:article|story)"
    r"|this article was (?:originally )?published"
    r"|©|\(c\) ?\d{4}|copyright\b.{0,80}\d{4}|.{0,40}\ball rights reserved\b|(?:home|news|world|business) ?[>›»/] ?\w"
    r"|share (?:this|on|via)\b|(?:post|tweet|email|print) this\b|advertisement\b|story continues below|continue reading"
    r"|(?:we|this (?:site|website)) uses? cookies|by (?:continuing|clicking|using)\b.{0,80}(?:cookies|terms|agree)"
    r"|cookie (?:policy|settings|notice)"
    r"|accept (?:all|cookies)|privacy policy|terms (?:of|and) (?:use|service|conditions)|back to top"
    r"|skip to (?:main )?content"
    r"|(?:published|posted|updated)\b.{0,80}\d|(?:about|click|tap) (?:the author|here)\b|follow us\b"
    r"|download (?:our|the) app"
    r"|reporting by\b|editing by\b|\d{1,3} min(?:ute)?s? read\b"
    r"|\(?(?:end|more|ends|lead|attn\b.*|begin text|end text|###|embargoed?\b.*)\)?:?$"
    r"|!\[[^\]]*\]\([^)]*\)$|</?\w[^>]*>$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|BY) (?:our |[A-Z][\w.’'-]{1,30} [A-Z])[\w ,.’'-]{0,60}[^.!?]$")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{3,4})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text that is read as one unit; a list mark or "#" before it is left out of the span."""

    span: Span
    kind: Kind


def paragraphs(text: str) -> list[Paragraph]:
    """Cut a text into paragraphs, in order and without overlap."""
    front = FRONT_MATTER.match(text)
    start = front.end() if front else 0
    found = [Paragraph(Span(0, len(front[0].rstrip())), "boilerplate")] if front else []
    headings: set[str] = set()
    for number, unit in enumerate(_units(text, start)):
        kind = _kind(text, unit, headings, first=number == 0)
        span = unit if kind == "boilerplate" else _unmarked(text, unit)
        found.extend(Paragraph(piece, kind) for piece in _pieces(text, span))
    return found


def _units(text: str, start: int) -> Iterator[Span]:
    """Give lines, with hard-wrapped ones joined."""
    lines = [line for line in (_trim(text, Span(*m.span())) for m in _LINE.finditer(text, start)) if line]
    wrapped = _is_wrapped(text, lines)
    held: Span | None = None
    for line in lines:
        if held and _continues(text, held, line, wrapped=wrapped):
            held = Span(held.start, line.end)
        else:
            if held:
                yield held
            held = line
    if held:
        yield held


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Say whether lines are broken at a width: most that have a neighbour could not have taken its first word."""
    pairs = [(one, two) for one, two in pairwise(lines) if _adjacent(text, one, two)]
    long = [one for one, _ in pairs if _size(one) >= 45]
    width = max((_size(line) for line in lines), default=0)
    if len(long) < 2 or width > 110:
        return False
    full = sum(_size(one) + 1 + _first_word(text, two) > width - 12 for one, two in pairs)
    return full >= 0.6 * len(pairs)


def _continues(text: str, held: Span, line: Span, *, wrapped: bool) -> bool:
    """Say whether a line goes on with the paragraph before it."""
    if not _adjacent(text, held, line) or _HASHES.match(text, line.start) or _MARK.match(text, line.start):
        return False
    last = Span(max(held.start, text.rfind("\n", held.start, held.end) + 1), held.end)
    if _HASHES.match(text, last.start) or _TABLE.match(text, line.start, line.end):
        return False
    if wrapped:
        return _size(last) >= 40
    breaks_off = 40 <= _size(last) <= 110 and not _FINAL.search(text[max(last.start, last.end - 6) : last.end])
    return breaks_off and text[line.start].islower()


def _adjacent(text: str, one: Span, two: Span) -> bool:
    return two.start - one.end < 40 and text.count("\n", one.end, two.start) == 1


def _first_word(text: str, line: Span) -> int:
    space = text.find(" ", line.start, line.start + 40)
    return (min(space, line.end) if space >= 0 else min(line.end, line.start + 40)) - line.start


def _size(span: Span) -> int:
    return span.end - span.start


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and (text[start].isspace() or INVISIBLE.match(text, start)):
        start += 1
    while end > start and (text[end - 1].isspace() or INVISIBLE.match(text, end - 1)):
        end -= 1
    return Span(start, end) if start < end else None


def _unmarked(text: str, span: Span) -> Span:
    """Leave out quotation marks of Markdown, hashes and list marks at the start."""
    start = span.start
    for mark in (_QUOTE_MARK, _HASHES, _MARK):
        match = mark.match(text, start, span.end)
        if match and match.end() < span.end:
            start = match.end()
    return Span(start, span.end)


def _kind(text: str, span: Span, headings: set[str], *, first: bool) -> Kind:
    words = text[span.start : min(span.end, span.start + 400)]
    if len(words) == 400 and not any(map(str.isalnum, words)):  # emoji or dashes in a row, then the words
        start = next((at for at in range(span.start, span.end) if text[at].isalnum()), span.end)
        words = text[start : min(span.end, start + 400)]
    if _is_chrome(words):
        return "boilerplate"
    if _MARK.match(words):
        return "list"
    short = _size(span) <= (120 if first else 110)
    plain = " ".join(words.lstrip("#> ").split()).casefold()
    if short and plain in headings:
        return "boilerplate"
    if _HASHES.match(words) or (short and _is_heading(words)):
        headings.add(plain)
        return "heading"
    return "prose"


def _is_chrome(words: str) -> bool:
    """Say whether a paragraph is a site's own: links, forms, notices, bylines, tables, lone marks."""
    bare = words.lstrip("> ")
    patterns = (_CHROME, _BYLINE, _CLOCK, _TABLE)
    return not any(c.isalnum() for c in bare) or any(pattern.match(bare) for pattern in patterns)


def _is_heading(words: str) -> bool:
    """Say whether a short line is a title: in capitals, without an end mark, or a bare question."""
    if words.upper() == words and words.lower() != words and not words.endswith("."):
        return True
    if _QUESTION.search(words):
        return len(words.split()) <= 12 and not any(mark in words for mark in ':"“‘')
    return not _FINAL.search(words) and not words.endswith((":", "”", '"', "’"))


def _pieces(text: str, span: Span) -> Iterable[Span]:
    """Cut an overlong paragraph at the last sentence end, else the last space, before the limit."""
    start = span.start
    while span.end - start > LONGEST:
        limit = start + LONGEST
        cut = max(text.rfind(mark, start + LONGEST // 2, limit) + 1 for mark in (". ", "? ", "! ", ".” ", '." '))
        cut = cut or text.rfind(" ", start + LONGEST // 2, limit) + 1 or limit
        piece = _trim(text, Span(start, cut))
        if piece:
            yield piece
        start = cut
    piece = _trim(text, Span(start, span.end))
    if piece:
        yield piece
