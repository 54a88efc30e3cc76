"""Front matter: the `key: value` lines between two lines of dashes with which Markdown files begin."""

from __future__ import annotations

import re
from datetime import date

from kg.text import FRONT_MATTER

_FIELD = re.compile(r"([A-Za-z][\w -]{0,40}):[ \t]*(.*)")
_NAMES = {
    **dict.fromkeys(("published", "date", "publication date", "publication_date", "published_at"), "published"),
    **dict.fromkeys(("url", "link", "canonical", "source_url"), "url"),
    **dict.fromkeys(("publisher", "site", "outlet", "source"), "publisher"),
    **dict.fromkeys(("licence", "license"), "licence"),
    **dict.fromkeys(("language", "lang"), "language"),
    **{name: name for name in ("title", "kind", "note")},
}


def front_matter(text: str) -> dict[str, str]:
    """Give what the front matter says, by the names of a manifest's columns; empty where there is none."""
    block = FRONT_MATTER.match(text)
    fields = (_FIELD.match(line) for line in (block[1].splitlines() if block else ()))
    pairs = ((match[1].strip().lower(), match[2].strip().strip("\"'")) for match in fields if match)
    return {_NAMES[key]: value for key, value in pairs if key in _NAMES and value}


def published_in(front: dict[str, str]) -> date | None:
    """Give the day of publication where front matter names it as a machine does."""
    try:
        return date.fromisoformat(front.get("published", "")[:10])
    except ValueError:  # worded otherwise: the dateline may still tell
        return None
