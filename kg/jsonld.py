"""Linked data that a page carries in its scripts: the node that describes its article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

MOST = 2_000  # nodes looked at
_WRAPPING = re.compile(  # comments and CDATA marks around the JSON
    r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/|<!\[CDATA\[)|(?:-->|//\]\]>|/\*\]\]>\*/|\]\]>)\s*;?\s*$"
)
_ARTICLES = ("Article", "BlogPosting", "PressRelease", "Report", "SpecialAnnouncement", "Legislation")

Node = dict[str, Any]  # JSON: whatever the page says


def article_node(scripts: Iterable[str], url: str | None) -> Node:
    """Give the node of the page's article, empty where there is none: the one of this address, else the first."""
    nodes = [node for script in scripts for node in _nodes(_loaded(script))][:MOST]
    found = [node for node in nodes if any(kind.endswith(_ARTICLES) for kind in kinds_of(node))]
    pages = [node for node in nodes if "WebPage" in kinds_of(node)]
    here = [node for node in found if url and url in (address_of(node), _id(node).partition("#")[0])]
    return next(iter([*here, *found, *pages]), {})


def kinds_of(node: Node) -> list[str]:
    """Give the types of a node, without their namespace."""
    given = node.get("@type", [])
    return [str(kind).rsplit("/", 1)[-1] for kind in (given if isinstance(given, list) else [given])]


def address_of(node: Node) -> str:
    """Give the web address of what a node describes."""
    page = node.get("mainEntityOfPage")
    return text_of(node.get("url")) or (_id(page) if isinstance(page, dict) else text_of(page))


def text_of(value: Any) -> str:
    """Give a value as text: itself, its first of several, its `name` or `@value`."""
    if isinstance(value, list):
        return text_of(value[0]) if value else ""
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name"))
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""


def _id(node: Any) -> str:
    return text_of(node.get("@id"))


def _loaded(script: str) -> Any:
    try:
        return json.loads(_WRAPPING.sub("", script), strict=False)
    except (ValueError, RecursionError):  # a page's own slip; its other metadata may be sound
        return None


def _nodes(value: Any) -> Iterator[Node]:
    """Give the nodes of a script, those of lists and of `@graph` too, not those that describe other things."""
    queue = [value]
    while queue:
        value = queue.pop(0)
        if isinstance(value, list):
            queue += value[:MOST]
        elif isinstance(value, dict):
            yield value
            queue += [value[name] for name in ("@graph", "mainEntity") if name in value]
