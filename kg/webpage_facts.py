"""What a saved page says of itself: title, publisher, address, licence and the day it was published.

Only what names the publication counts. The day of a change, of a comment or of the copyright is none, and a day that
can be read in two ways (5/10/2025) is told to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from kg.dates import find_dates, resolve
from kg.jsonld import Node, address_of, article_node, text_of
from kg.manifests import web_address
from kg.model import Precision

_PUBLISHED = (  # in the order in which they are believed
    *("article:published_time", "og:article:published_time", "og:published_time", "rnews:datepublished"),
    *("datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published"),
    *("dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date"),
    *("citation_publication_date", "citation_date", "citation_online_date", "bt:pubdate", "article_date_original"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate", "pub_date"),
    *("originalpublicationdate", "release_date", "releasedate", "prism.publicationdate", "displaydate", "date"),
)
_PUBLISHERS = ("og:site_name", "application-name", "citation_publisher", "dc.publisher", "dcterms.publisher")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_SAVED = re.compile(r"saved from url=\(\d{4}\)(\S+)")
_ISO = re.compile(r"\s*(\d{4})[-/.]?([01]\d)[-/.]?([0-3]\d)(?!\d)")
_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?")  # seconds or milliseconds since 1970
_SEPARATOR = re.compile(r"\s+[|–—·»:-]\s+")
_DATED = re.compile(r"publish|entry-?date|post-?date|article-?date|dateline|pub-?date|posted|release", re.IGNORECASE)
_CHANGED = re.compile(r"modif|updat|comment", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself; a day by each source that gives one, the most trusted first."""

    title: str = ""
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    days: tuple[tuple[str, date], ...] = ()
    is_article: bool = False


def facts_of(tree: Any) -> PageFacts:
    """Read the head of a page, its linked data and its time elements."""
    metas = _metas(tree)
    url = _address(tree, metas)
    node = article_node((s.text or "" for s in tree.iterfind('.//script[@type="application/ld+json"]')), url)
    publisher = next(filter(None, (metas.get(name) for name in _PUBLISHERS)), None) or text_of(node.get("publisher"))
    return PageFacts(
        _title(tree, metas, node, publisher or ""),
        publisher or None,
        url or web_address(address_of(node)),
        _licence(tree, node),
        tuple(_days(tree, metas, node)),
        is_article=bool(node) or metas.get("og:type") == "article",
    )


def day_of(value: str) -> date | None:
    """Read the day that a machine wrote; None where it is no day or could be two."""
    try:
        if match := _ISO.match(value):
            return _sane(date(*map(int, match.groups())))
        if match := _EPOCH.fullmatch(value.strip()):
            return _sane(datetime.fromtimestamp(int(match[1]), UTC).date())
        return _sane(parsedate_to_datetime(value).date())
    except (ValueError, TypeError):  # not the form of a mail's header either
        return _worded(value)


def _worded(value: str) -> date | None:
    found = [resolve(mention, None) for mention in find_dates(value[:100])]
    days = {span.earliest for span in found if span.precision is Precision.DAY and span.earliest is not None}
    return _sane(days.pop()) if len(days) == 1 else None


def _sane(day: date) -> date | None:
    return day if date(1900, 1, 2) <= day <= date(2100, 1, 1) and day != date(1970, 1, 1) else None


def _metas(tree: Any) -> dict[str, str]:
    """Give what meta elements say, by name in lower case; of several with one name the first."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _days(tree: Any, metas: dict[str, str], node: Node) -> Iterator[tuple[str, date]]:
    """Give a day for each source that tells one: meta elements, time elements, linked data."""
    head = next(filter(None, (day_of(metas[name]) for name in _PUBLISHED if name in metas)), None)
    marked = head or _marked_day(tree)
    if marked:
        yield ("the page's metadata" if head else "the page's time element"), marked
    linked = day_of(text_of(node.get("datePublished"))) if node else None
    if linked:
        yield "the page's linked data", linked


def _marked_day(tree: Any) -> date | None:
    """Give the day of an element marked as the publication's, else the only day that an article's times name."""
    marked = [e for e in tree.iter("time", "abbr", "span", "meta") if _is_publication(e)]
    times = [e for a in tree.iter("article", "main") for e in a.iter("time") if not _CHANGED.search(_class(e))]
    for elements, only in ((marked, False), (times, True)):
        days = list(dict.fromkeys(filter(None, map(_time, elements))))
        if days and not (only and len(days) > 1):
            return days[0]
    return None


def _is_publication(element: Any) -> bool:
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return True
    named = _class(element)
    return element.tag in {"time", "abbr"} and bool(_DATED.search(named)) and not _CHANGED.search(named)


def _class(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _time(element: Any) -> date | None:
    value = element.get("datetime") or element.get("content") or element.get("title") or element.text or ""
    return day_of(value) if value.strip() else None


def _address(tree: Any, metas: dict[str, str]) -> str | None:
    """Give the page's own address: the canonical one, else the one it was saved from."""
    links = [e.get("href") or "" for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    around = (*tree.itersiblings(etree.Comment, preceding=True), *tree.iter(etree.Comment))
    comments = (match[1] for comment in around if (match := _SAVED.search(comment.text or "")))
    found = (web_address(value.strip()) for value in (*links, metas.get("og:url", ""), *comments))
    return next(filter(None, found), None)


def _licence(tree: Any, node: Node) -> str | None:
    links = [e.get("href") or "" for e in tree.iter("link", "a") if "license" in (e.get("rel") or "").lower().split()]
    return next(filter(None, (web_address(value) for value in (*links, text_of(node.get("license"))))), None)


def _title(tree: Any, metas: dict[str, str], node: Node, publisher: str) -> str:
    """Give the headline: as the metadata has it, else the only main heading, else the page's title without the site."""
    given = next(filter(None, (metas.get(name) for name in _TITLES)), "") or text_of(node.get("headline"))
    if given:
        return _without_site(given, publisher)
    heads = {" ".join("".join(e.itertext()).split()) for e in tree.iter("h1")} - {""}
    if len(heads) == 1:
        return heads.pop()
    titles = [" ".join("".join(e.itertext()).split()) for e in tree.iterfind(".//head/title")]
    return _without_site(titles[0], publisher) if titles else ""


def _without_site(title: str, publisher: str) -> str:
    parts = _SEPARATOR.split(title)
    if len(parts) > 1 and publisher and parts[-1].casefold() == publisher.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»:-")
    return title


def is_front_page(facts: PageFacts) -> bool:
    """Say whether a page is the front page of a site, which is no article."""
    path = urlsplit(facts.url).path if facts.url else "-"
    return not facts.is_article and path.rstrip("/") in {"", "/index.html", "/index.php"}
