"""A view's picture on a page: laid out twice, for a wide window and for a telephone; the style shows one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from kg.drawing import NARROW, WIDE, draw
from kg.views import ViewResult
from server.labels import page_of

FEW, SMALL = 6, 80  # nodes up to which a telephone shows them all at once; up to which it scrolls a narrower layout
SCROLLED = 600.0

_FRAME = Markup('<div class="picture{kind}" tabindex="0" role="region" aria-label="Graph: {title}">{svg}</div>\n')


def picture(
    result: ViewResult,
    edge_link: Callable[[dict[str, Any]], str],
    node_link: Callable[[str], str] = page_of,
) -> Markup:
    """Draw the view's graph for a page; nothing where there is nothing to draw."""
    if not result.counts["edges"]:
        return Markup("")
    if result.counts["nodes"] > SMALL:
        return _drawn(result, edge_link, node_link, WIDE, "")
    narrow = NARROW if result.counts["nodes"] <= FEW else SCROLLED
    wide = _drawn(result, edge_link, node_link, WIDE, " for-wide")
    return wide + _drawn(result, edge_link, node_link, narrow, " for-narrow")


def _drawn(
    result: ViewResult,
    edge_link: Callable[[dict[str, Any]], str],
    node_link: Callable[[str], str],
    wide: float,
    kind: str,
) -> Markup:
    svg = draw(  # escapes what it writes
        result.graph,
        title=result.title,
        description=result.answer,
        node_link=node_link,
        edge_link=edge_link,
        standalone=False,
        wide=wide,
    )
    return _FRAME.format(kind=kind, title=result.title, svg=Markup(svg))
