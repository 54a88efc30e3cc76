"""Saved pages: their article and what they say of themselves, read in a process of its own.

The parser and the library that finds the article are slow on pages made to be so; a process can be ended.
"""

from __future__ import annotations

import atexit
import re
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from kg import wire
from kg.pools import Pool

SUFFIXES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
WORKER = "kg.webpage_worker"
SECONDS = 20.0  # of processor time for a page; a large one takes a tenth of a second
PROCESSES = 2  # pages read at a time
_PAGE = re.compile(rb"(?:\s|<\?xml[^>]{0,200}>|<!--.{0,2000}?-->)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Webpage:
    """The article of a page and what the page says of it."""

    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    days: tuple[tuple[str, date], ...] = ()  # of publication, by source, the most trusted first
    remark: str = ""


def is_webpage(data: bytes) -> bool:
    """Say whether bytes begin as a page does, whatever their file is called."""
    return _PAGE.match(data[:8_000].removeprefix(b"\xef\xbb\xbf")) is not None


def read_webpage(data: bytes, where: str) -> Webpage:
    """Read a saved page, or say in one sentence why there is no article in it."""
    header, text = _pool().ask({"where": where, "seconds": SECONDS}, data, seconds=SECONDS, subject=where)
    days = tuple((source, date.fromisoformat(day)) for source, day in header.pop("days"))
    return Webpage(text=text.decode(), days=days, **header)


def as_frame(page: Webpage) -> tuple[wire.Header, bytes]:
    """Give a page as a worker answers it."""
    header = asdict(page)
    header["days"] = [(source, day.isoformat()) for source, day in page.days]
    return header, str(header.pop("text")).encode()


@cache
def _pool() -> Pool:
    pool = Pool(WORKER, PROCESSES, cure="copy the text of the article into a file")
    atexit.register(pool.close)
    return pool
