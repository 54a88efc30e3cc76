"""Bytes of a saved page to its article; without one, a sentence that says what the page is instead."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import Any

import lxml.html
from lxml import etree

from kg.decoding import decode, refuse_binary
from kg.errors import DocumentError
from kg.webpage_facts import PageFacts, facts_of, is_front_page
from kg.webpage_text import article_of, words_of
from kg.webpages import Webpage

MOST_ATTRIBUTES = 100  # of an element
LEAST = 40  # characters of an article
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_ARCHIVE = re.compile(rb"(?:[\w-]{1,40}:[^\n]{0,400}\n(?:[ \t][^\n]{0,400}\n){0,9}){1,20}", re.IGNORECASE)


def page_of(data: bytes, where: str) -> Webpage:
    """Read a page saved as HTML, or as MHTML with its pictures."""
    html, address = _unpacked(data)
    refuse_binary(html, where)
    declared = _CHARSET.search(html[:4_000])
    decoded = decode(html, where, declared=declared[1].decode() if declared else "")
    tree = _tree(_DECLARATION.sub("", decoded.text, count=1), where)
    facts = facts_of(tree)
    reason = _missing(tree, facts)  # before the library takes elements out of the tree
    text = article_of(tree, facts.title)
    if is_front_page(facts) or len(text) < LEAST:
        raise DocumentError(f"{where}: {reason}.", subject=where)
    return Webpage(
        text, facts.title or None, facts.publisher, facts.url or address, facts.licence, facts.days, decoded.remark
    )


def _unpacked(data: bytes) -> tuple[bytes, str | None]:
    """Give the page of a web archive and its address; other bytes as they are."""
    if not (_ARCHIVE.match(data[:8_000]) and b"mime-version:" in data[:8_000].lower()):
        return data, None
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            body = part.get_payload(decode=True)
            return (body if isinstance(body, bytes) else b""), str(part.get("Content-Location") or "") or None
    return data, None


def _tree(html: str, where: str) -> Any:  # lxml is without types
    try:
        tree = lxml.html.document_fromstring(html)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        told = f"{where}: nothing is on this page; save it again from a browser."
        raise DocumentError(told, subject=where) from error
    for element in tree.iter(etree.Element):
        if len(element.attrib) > MOST_ATTRIBUTES:
            element.attrib.clear()  # to look one up takes a walk along all of them
    return tree


def _missing(tree: Any, facts: PageFacts) -> str:
    """Say what a page is that has no article, and what to do."""
    if is_front_page(facts):
        return "this is the front page of a site, not an article; save the page of the article"
    if next(tree.iter("frameset", "frame"), None) is not None:
        return "this page holds only frames; open the frame with the article alone and save that"
    body = next(tree.iter("body"), tree)
    shown = len(words_of(body)) - sum(len(words_of(e)) for e in body.iter("script", "style", "noscript"))
    if shown < LEAST and next(tree.iter("script"), None) is not None:
        return "this page shows its text by scripts only; save it from a browser as a complete page, or copy its text"
    if shown < LEAST and next(tree.iter("iframe", "object", "embed"), None) is not None:
        return "this page only holds another one; open and save that"
    return "no article was found on this page; copy its text into a file"
