"""Saved pages: what is read of them, and what is told where there is nothing to read."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from kg import webpages
from kg.documents import read_bytes, read_file
from kg.errors import DocumentError
from kg.model import Document
from kg.webpage_facts import day_of
from kg.webpages import is_webpage

ARTICLE = (
    "Prime Minister Mark Carney met President Donald Trump in Washington on Tuesday to discuss steel tariffs.",
    "“We have agreed to meet again next month,” Mr Carney said after the talks, which lasted two hours.",
    "Canada will impose a 25 per cent tariff on steel from China, the government said in a statement.",
    "Officials of both countries are to prepare a text on aluminium and softwood lumber before the next round.",
)
CHROME = """<header><a href="/">Daily Ledger</a> <a href="/news">News</a> <a href="/sport">Sport</a></header>
<nav><ul><li><a href="/a">Rao met Ito in Tokyo</a></li><li><a href="/b">Brazil bans wine</a></li></ul></nav>"""
AFTER = """<aside class="related"><h3>Related</h3><ul><li><a href="/c">Mexico to tax cars, minister says</a></li>
<li><a href="/d">India met Japan on rice</a></li></ul></aside>
<section id="comments" class="comments"><p>Bob: China will ban all beef from Brazil, mark my words.</p></section>
<footer><p>© 2025 Daily Ledger. All rights reserved. We use cookies to measure visits.</p></footer>"""


def page(head: str = "", *, before: str = "", body: str = "") -> bytes:
    paragraphs = body or "".join(f"<p>{words}</p>\n" for words in ARTICLE)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Carney meets Trump | Daily Ledger</title>{head}
<script>var tracking = "The minister met Bob";</script></head><body>{CHROME}<main><article>
<h1>Carney meets Trump on steel</h1>{before}{paragraphs}</article></main>{AFTER}</body></html>""".encode()


def read(head: str = "", **parts: str) -> Document:
    return read_bytes(page(head, **parts), "page.html")


def linked(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_the_article_is_read_without_what_stands_around_it() -> None:
    document = read()
    assert document.text == "\n\n".join(("Carney meets Trump on steel", *ARTICLE)) + "\n"
    assert (document.title, document.language) == ("Carney meets Trump on steel", "en")
    assert (document.published, document.published_basis, document.note) == (None, "unknown", None)


def test_line_breaks_lists_and_tables_keep_their_lines() -> None:
    body = (
        f"<p>{ARTICLE[0]}<br>{ARTICLE[1]}</p><h2>What was agreed</h2>"
        "<ul><li>Steel: a quota</li><li>Cars: talks</li></ul>"
        f"<p>{ARTICLE[2]}</p><table><tr><td>Canada</td><td>25%</td></tr><tr><td>China</td><td>50%</td></tr></table>"
        f"<blockquote><p>{ARTICLE[3]}</p></blockquote>"
    )
    lines = read(body=body).text.split("\n\n")
    assert lines[1:3] == list(ARTICLE[:2])
    assert lines[3:6] == ["What was agreed", "- Steel: a quota\n- Cars: talks", ARTICLE[2]]
    assert lines[6:] == ["Canada | 25%\nChina | 50%", f"{ARTICLE[3]}\n"]


def test_invisible_characters_of_a_page_are_left_out() -> None:
    body = "".join(f"<p>{words.replace('Carney', 'Car&shy;ney&#8203;')}&nbsp;</p>" for words in ARTICLE)
    assert ARTICLE[0] in read(body=body).text


def test_metadata_of_the_head() -> None:
    document = read(
        meta("og:title", "Carney meets Trump - Daily Ledger")
        + meta("og:site_name", "Daily Ledger")
        + meta("article:published_time", "2025-10-07T22:15:00-04:00")
        + meta("article:modified_time", "2025-10-09T08:00:00-04:00")
        + '<link rel="canonical" href="https://ledger.example/2025/carney"><link rel="license" href="https://cc.example/by">'
    )
    assert (document.title, document.publisher) == ("Carney meets Trump", "Daily Ledger")
    assert (document.url, document.licence) == ("https://ledger.example/2025/carney", "https://cc.example/by")
    assert (document.published, document.published_basis) == (date(2025, 10, 7), "metadata")


@pytest.mark.parametrize(
    ("head", "before", "day"),
    [
        ('<meta itemprop="datePublished" content="2025-10-07">', "", "2025-10-07"),
        ('<meta name="pubdate" content="20251007">', "", "2025-10-07"),
        ('<meta name="DC.date.issued" content="7 October 2025">', "", "2025-10-07"),
        ('<meta name="date" content="Tue, 07 Oct 2025 22:15:00 GMT">', "", "2025-10-07"),
        ('<meta name="date" content="10/7/2025">', "", None),  # in October or in July
        ('<meta name="date" content="2025-10-07">' + meta("article:published_time", "2025-10-06"), "", "2025-10-06"),
        ('<meta name="last-modified" content="2025-10-07">' + meta("og:updated_time", "2025-10-08"), "", None),
        (linked('{"@type": "NewsArticle", "datePublished": "2025-10-07T09:00:00Z"}'), "", "2025-10-07"),
        (linked('[{"@type": "WebSite"}, {"@type": ["Article"], "datePublished": "2025-10-07"}]'), "", "2025-10-07"),
        (linked('{"@graph": [{"@type": "WebPage", "datePublished": "2025-10-01"}, {"@type": "ReportageNewsArticle",'
                ' "datePublished": "2025-10-07"}]}'), "", "2025-10-07"),
        (linked('<!-- {"@type": "http://schema.org/NewsArticle",\n"articleBody": "two\nlines", "datePublished":'
                ' "2025-10-07"} -->'), "", "2025-10-07"),
        (linked('{"@type": "NewsArticle", "datePublished": "2025-1'), "", None),
        (linked("[" * 100_000), "", None),
        (linked('{"@type": "NewsArticle", "dateModified": "2025-10-07"}'), "", None),
        (linked('{"@type": "Event", "datePublished": "2025-10-07"}'), "", None),
        ("", '<time itemprop="datePublished" datetime="2025-10-07T09:00">Tuesday</time>', "2025-10-07"),
        ("", '<time class="entry-date published">October 7, 2025</time>', "2025-10-07"),
        ("", '<time datetime="2025-10-07">x</time><time class="updated" datetime="2025-10-09"></time>', "2025-10-07"),
        ("", '<time datetime="2025-10-07">Tuesday</time> <time datetime="2024-01-01">last year</time>', None),
        ("", '<time class="comment-date published" datetime="2025-10-07">Tuesday</time>', None),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_metadata_where_it_is_named_so(head: str, before: str, day: str | None) -> None:
    document = read(head, before=before)
    expected = (date.fromisoformat(day), "metadata") if day else (None, "unknown")
    assert (document.published, document.published_basis) == expected


def test_the_day_of_the_dateline_is_stated() -> None:
    document = read(before="<p>OTTAWA, October 7, 2025 — For immediate release</p>")
    assert (document.published, document.published_basis) == (date(2025, 10, 7), "stated")


def test_sources_that_disagree_are_told_and_the_first_wins() -> None:
    head = meta("article:published_time", "2025-10-07") + linked('{"@type": "Article", "datePublished": "2025-10-06"}')
    data = page(head, before="<p>OTTAWA, October 5, 2025</p>")
    document = read_bytes(data, "page.html")
    assert document.published == date(2025, 10, 7)
    assert document.note == (
        "published 2025-10-07 by the page's metadata, though the page's linked data says 2025-10-06"
        " and its dateline says 2025-10-05"
    )
    given = read_bytes(data, "page.html", published=date(2025, 10, 8), published_basis="inferred", note="A note")
    assert (given.published, given.published_basis) == (date(2025, 10, 8), "inferred")
    assert (given.note or "").startswith(
        "A note; published 2025-10-08 by what was given, though the page's metadata says"
    )


def test_the_article_of_this_address_is_meant_among_several() -> None:
    other = (
        '{"@type": "NewsArticle", "url": "https://l.example/other", "datePublished": "2020-01-01", "headline": "Other"}'
    )
    this = (
        '{"@type": "NewsArticle", "mainEntityOfPage": {"@id": "https://l.example/this"}, "datePublished": "2025-10-07",'
    )
    node = this + ' "headline": "This", "publisher": {"name": "The Ledger"}, "license": "https://cc.example/by"}'
    document = read(linked(f"[{other}, {node}]") + '<link rel="canonical" href="https://l.example/this">')
    assert (document.title, document.published) == ("This", date(2025, 10, 7))
    assert (document.publisher, document.licence) == ("The Ledger", "https://cc.example/by")


def test_what_is_given_comes_before_what_the_page_says(tmp_path: Path) -> None:
    data = page(meta("og:site_name", "Daily Ledger") + meta("og:title", "Of the page"))
    document = read_bytes(data, "page.html", title="Given", publisher="Wire", url="https://w.example/", licence="CC0")
    assert (document.title, document.publisher, document.url) == ("Given", "Wire", "https://w.example/")
    assert document.licence == "CC0"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<html><frameset><frame src='a.html'><frame src='b.html'></frameset></html>", "holds only frames"),
        (b"<html><body><div id=root></div><script>render()</script></body></html>", "shows its text by scripts only"),
        (b"<html><body><iframe src='https://a.example'></iframe></body></html>", "only holds another one"),
        (b"<html><body></body></html>", "no article was found"),
        (b"<html><body><p>Hello.</p></body></html>", "no article was found"),
        (b"", "nothing is on this page"),
        (b"%PDF-1.7 <html>", "this is a PDF"),
        (page('<link rel="canonical" href="https://ledger.example/">'), "front page of a site"),
    ],
)
def test_a_page_without_an_article_is_told_in_one_sentence(data: bytes, told: str) -> None:
    with pytest.raises(DocumentError, match=told) as caught:
        read_bytes(data, "page.html")
    assert str(caught.value).startswith("page.html: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["page.txt", "page.html", "page.HTM", "page.xhtml"])
def test_a_page_is_known_by_its_beginning_or_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(
        b'<?xml version="1.0"?>\n<!-- saved from url=(0023)https://l.example/a -->\n' + page()
    )
    document = read_file(tmp_path / name)
    assert document.text.startswith("Carney meets Trump on steel\n\nPrime Minister")
    assert document.url == "https://l.example/a"


@pytest.mark.parametrize(("data", "page_like"), [(b"<p>Talks</p>", False), (b"Talks <html>", False), (b"<BODY>", True)])
def test_a_text_with_a_tag_is_no_page(data: bytes, page_like: bool) -> None:
    assert is_webpage(data) is page_like


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("iso-8859-2", "iso-8859-2"),
        ("utf-8", "cp1252"),
        ("x", "cp1252"),
    ],
)
def test_the_declared_encoding_is_believed_where_it_fits(declared: str, encoding: str) -> None:
    words = ARTICLE[0].replace("Carney", "Carnéy")
    html = page(body=f"<p>{words}</p><p>{ARTICLE[2]}</p>").decode().replace('charset="utf-8"', f"charset={declared}")
    assert (
        words
        in read_bytes(html.replace("“", '"').replace("”", '"').replace("©", "").encode(encoding), "page.html").text
    )


def test_utf_8_is_believed_before_what_a_page_declares() -> None:
    assert "“We have agreed" in read_bytes(page().replace(b'"utf-8"', b'"iso-8859-1"'), "page.html").text


def test_a_web_archive_is_unpacked() -> None:
    archive = EmailMessage()
    archive["Snapshot-Content-Location"] = "https://l.example/a"
    archive.set_content("a preamble")
    archive.add_related(page().decode(), subtype="html", headers=["Content-Location: https://l.example/a"])
    document = read_bytes(archive.as_bytes(), "page.mhtml")
    assert document.url == "https://l.example/a"
    assert ARTICLE[1] in document.text


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000,
        "<table><tr><td>" * 2_000,
        "<p " + " ".join(f'a{number}="x"' for number in range(3_000)) + ">",
        "<!--" * 20_000,
        "<" * 50_000,
        "<time datetime='" + "9" * 50_000 + "'>",
        "&amp;" * 50_000,
    ],
)
def test_a_hostile_page_is_read_or_told(body: str) -> None:
    try:
        text = read(body=body + "".join(f"<p>{words}</p>" for words in ARTICLE)).text
    except DocumentError as error:
        text = str(error)
    assert text.startswith(("Carney meets Trump on steel", "page.html: no article was found"))


def test_a_page_that_takes_for_ever_is_ended_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webpages, "SECONDS", 0.3)
    links = "".join(f'<a href="/{number}">link number {number}</a> ' for number in range(60_000))
    with pytest.raises(DocumentError, match=r"stopped after 0\.3 s of processor time; copy the text of the article"):
        read(body=links)
    monkeypatch.undo()
    assert ARTICLE[0] in read().text


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-10-07", date(2025, 10, 7)),
        ("2025/10/07 10:00", date(2025, 10, 7)),
        ("1759822500", date(2025, 10, 7)),
        ("1759822500000", date(2025, 10, 7)),
        ("October 7, 2025 at 9:00 p.m.", date(2025, 10, 7)),
        ("13/10/2025", date(2025, 10, 13)),
        ("07/10/2025", None),
        ("2025-13-45", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("yesterday", None),
        ("2025", None),
        ("2025100710", None),
        ("", None),
    ],
)
def test_a_day_that_could_be_two_is_none(value: str, day: date | None) -> None:
    assert day_of(value) == day
