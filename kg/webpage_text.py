"""The article of a saved page as paragraphs of plain text, without what the site puts around it.

Which elements are the article is decided by trafilatura; how they become text is decided here, so that it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import trafilatura

from kg.text import INVISIBLE

KEPT = frozenset("id class role itemprop itemtype rel href src style hidden aria-hidden type name content".split())
LONGEST_VALUE = 500  # code points of an attribute that are kept
_BREAK = "\ue000"  # of nobody's use, and allowed in XML


def article_of(tree: Any, title: str) -> str:
    """Give the text of the article, its title first; empty where there is none."""
    for element in tree.iter():
        _lighten(element)
    found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    blocks = [] if found is None or found.body is None else list(filter(None, _blocks(found.body)))
    if blocks and title and _same(title) not in map(_same, blocks[:4]):
        blocks.insert(0, title)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def words_of(element: Any) -> str:
    """Give all text of an element on one line."""
    return _line("".join(element.itertext()))


def _lighten(element: Any) -> None:
    """Drop attributes that say nothing of what an element is."""
    if isinstance(element.tag, str):
        for name, value in element.attrib.items():
            if name not in KEPT:
                del element.attrib[name]
            elif len(value) > LONGEST_VALUE:
                element.attrib[name] = value[:LONGEST_VALUE]


def _blocks(element: Any) -> Iterator[str]:
    """Give paragraphs, headings, list items and rows, in order."""
    yield _line(element.text)
    for child in element:
        if child.tag == "list":
            yield "\n".join(f"- {words}" for words in map(words_of, child.iter("item")) if words)
        elif child.tag == "table":
            yield from _rows(child)
        elif child.tag in {"p", "quote", "head", "ab", "item", "hi", "ref", "code", "del"}:
            yield from _lines(child)
        else:
            yield from _blocks(child)
        yield _line(child.tail)


def _rows(table: Any) -> Iterator[str]:
    """Give a table of figures row by row, and one that only sets the page as the blocks in it."""
    if any(True for _ in table.iter("p", "list", "head")):
        for cell in table.iter("cell"):
            yield from _blocks(cell)
        return
    yield "\n".join(" | ".join(map(words_of, row.iter("cell"))) for row in table.iter("row"))


def _lines(element: Any) -> Iterator[str]:
    """Give a paragraph, cut at its line breaks."""
    for mark in element.iter("lb"):
        mark.text = _BREAK
    yield from map(_line, "".join(element.itertext()).split(_BREAK))


def _line(words: str | None) -> str:
    return " ".join(INVISIBLE.sub("", words or "").split())


def _same(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()
