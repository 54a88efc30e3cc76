"""A view's graph as SVG: real links, told by word and dash as well as colour, the same picture each time."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from kg.layout import Box, lay_out

LIMIT = 300  # nodes in a picture
LABELLED = 24  # lines up to which each carries its words
LONGEST = 34  # characters of a label
MARGIN = 28.0
LINE = 20.0  # height of a line of the legend

DASHES = {
    "happened": "", "in-force": "", "holds": "", "signed": "", "planned": "9 6", "announced": "9 6", "ongoing": "18 4",
    "under-review": "18 4", "possible": "2 5", "proposed": "2 5", "threatened": "2 5", "claimed": "9 4 2 4",
    "postponed": "12 4 2 4 2 4", "suspended": "12 4 2 4 2 4", "delegation": "1 4",
}  # fmt: skip
OTHER = "4 8"  # denied, cancelled, ended and whatever else may not be so

STYLE = """.graph { --ink: #1b2733; --soft: #56636f; --paper: #ffffff; --edge: #1f6f54; --due: #1f5fa8; --open: #8a5a00;
  --not: #a3302a; --person: #e8f0fa; --body: #e9f3ec; --land: #faf1df; font-family: system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .graph { --ink: #e6ebf0; --soft: #a4b1bd; --paper: #151b21; --edge: #6cc7a4;
  --due: #7db4f0; --open: #e0b060; --not: #f09088; --person: #1f3348; --body: #1d3a2c; --land: #43361a; } }
.graph .paper { fill: var(--paper); }
.graph text { fill: var(--ink); font-size: 14px; }
.graph .small { font-size: 12px; fill: var(--soft); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.graph .node rect { stroke: var(--soft); stroke-width: 1px; fill: var(--body); }
.graph .node.person rect { fill: var(--person); }
.graph .node.country rect { fill: var(--land); }
.graph .line { fill: none; stroke: var(--not); }
.graph .s-happened, .graph .s-in-force, .graph .s-holds, .graph .s-signed, .graph .s-ongoing { stroke: var(--edge); }
.graph .s-planned, .graph .s-announced, .graph .s-postponed { stroke: var(--due); }
.graph .s-possible, .graph .s-proposed, .graph .s-threatened, .graph .s-claimed, .graph .s-under-review
  { stroke: var(--open); }
.graph .s-delegation { stroke: var(--soft); }
.graph .hit { fill: none; stroke: transparent; stroke-width: 24px; pointer-events: stroke; }
.graph .tip { fill: var(--soft); }
.graph a:hover .line, .graph a:focus .line { stroke-width: 5px; }
.graph a:hover rect, .graph a:focus rect { stroke: var(--due); stroke-width: 3px; }
.graph a:hover .small, .graph a:focus .small { fill: var(--ink); }
"""


class Bundle(NamedTuple):
    """The edges between two nodes that are drawn as one line: the same status and role."""

    a: str
    b: str
    status: str
    edges: list[dict[str, Any]]


def draw(
    graph: Any,
    *,
    title: str,
    description: str = "",
    node_link: Callable[[str], str] = str,
    edge_link: Callable[[dict[str, Any]], str] | None = None,
    standalone: bool = True,
) -> str:
    """Draw the graph; `standalone` brings the style along, else the page has it."""
    shown = most_linked(graph, LIMIT)
    note = f"{len(shown):,} of {len(graph):,} shown, most links first." if len(shown) < len(graph) else ""
    boxes = lay_out(shown, {node: (_width(_label(shown, node)), 32.0) for node in shown})
    bundles = _bundles(shown)
    wide = max([box.x + box.width / 2 for box in boxes.values()], default=300.0) + 2 * MARGIN
    tall = max([box.y + box.height / 2 for box in boxes.values()], default=20.0) + 2 * MARGIN
    statuses = sorted({bundle.status for bundle in bundles}, key=lambda name: [*DASHES, name].index(name))
    legend, bottom = _legend(statuses, note, tall, max(wide, 360.0))
    link = edge_link or (lambda edge: f"https://w3id.org/tradekg/id/doc/{edge['document']}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="0 0 {max(wide, 360):.0f} {bottom:.0f}" '
        f'width="{max(wide, 360):.0f}" height="{bottom:.0f}" role="group" aria-labelledby="graph-title graph-desc">',
        f'<title id="graph-title">{escape(_plain(title))}</title>',
        f'<desc id="graph-desc">{escape(_plain(" ".join(filter(None, (description, note)))))}</desc>',
        f"<style>{STYLE}</style>" if standalone else "",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
        'markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L10 5L0 10z"/></marker></defs>',
        '<rect class="paper" width="100%" height="100%"/>' if standalone else "",
        f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">',
        *_lines(shown, bundles, boxes, link),
        *(_node(shown, node, boxes[node], node_link(node)) for node in sorted(shown)),
        "</g>",
        *legend,
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def most_linked(graph: Any, limit: int) -> Any:
    """Give the part of the graph with the most linked nodes; the whole where it is small enough."""
    ranked = sorted(graph.nodes, key=lambda node: (-graph.degree(node), node))[:limit]
    return graph.subgraph(ranked)


def _plain(text: str) -> str:
    """Drop control characters, which XML cannot hold or which turn the direction of writing."""
    return " ".join("".join(char if unicodedata.category(char)[0] != "C" else " " for char in text).split())


def _label(graph: Any, node: str) -> str:
    label = _plain(graph.nodes[node]["label"])
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"


def _width(label: str) -> float:
    # About 7.7 units a letter at 14 px; the wide letters of other scripts take about two places.
    places = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in label)
    return 24 + 7.7 * places


def _status(edge: dict[str, Any]) -> str:
    return "delegation" if edge.get("role") == "delegation" else str(edge["status"])


def _bundles(graph: Any) -> list[Bundle]:
    """Put together what joins the same two nodes with the same status."""
    found = []
    for a, b, edge in graph.edges(data=True):
        turned = not graph.is_directed() and (edge.get("actor") == b or (not edge.get("actor") and b < a))
        found.append((b, a, _status(edge), edge) if turned else (a, b, _status(edge), edge))
    found.sort(key=lambda each: (*each[:3], each[3]["published"], str(sorted(each[3].items()))))
    groups = groupby(found, key=lambda each: each[:3])
    return [Bundle(a, b, status, [edge for *_, edge in members]) for (a, b, status), members in groups]


def _lines(
    graph: Any, bundles: list[Bundle], boxes: dict[str, Box], link: Callable[[dict[str, Any]], str]
) -> Iterable[str]:
    """Draw the lines; several between the same two nodes bend apart."""
    pairs: dict[tuple[str, ...], list[Bundle]] = {}
    for bundle in bundles:
        pairs.setdefault(tuple(sorted((bundle.a, bundle.b))), []).append(bundle)
    for pair in pairs.values():
        for place, bundle in enumerate(pair):
            bend = (place - (len(pair) - 1) / 2) * 84
            yield _line(graph, bundle, boxes, bend if bundle.a <= bundle.b else -bend, link, len(bundles) <= LABELLED)


def _line(
    graph: Any,
    bundle: Bundle,
    boxes: dict[str, Box],
    bend: float,
    link: Callable[[dict[str, Any]], str],
    labelled: bool,
) -> str:
    a, b = boxes[bundle.a], boxes[bundle.b]
    path, (x, y) = _path(a, b, bend)
    newest = bundle.edges[-1]
    says = _plain(f"{graph.nodes[bundle.a]['label']} – {graph.nodes[bundle.b]['label']}: {_words(bundle)}")
    dash = DASHES.get(bundle.status, OTHER)
    tip = ' marker-end="url(#tip)"' if graph.is_directed() or newest.get("actor") else ""
    weight = min(1.6 + 0.7 * len(bundle.edges), 6.0)
    text = f'<text class="small" x="{x:.1f}" y="{y - 5:.1f}" text-anchor="middle">{escape(_short(bundle))}</text>'
    return (
        f"<a href={quoteattr(link(newest))} aria-label={quoteattr(says)}><title>{escape(says)}</title>"
        f'<path class="hit" d="{path}"/><path class="line s-{escape(bundle.status)}" d="{path}" '
        f'stroke-width="{weight:.1f}"' + (f' stroke-dasharray="{dash}"' if dash else "") + f"{tip}/>"
        f"{text if labelled else ''}</a>"
    )


def _words(bundle: Bundle) -> str:
    """Say what a line stands for: kinds, status, sectors, how many."""
    kinds = sorted({edge["kind"].replace("-", " ") for edge in bundle.edges})
    sectors = sorted({name for edge in bundle.edges for name in edge.get("sector_names", [])})
    topic = f" ({', '.join(sectors)})" if sectors else ""
    return f"{', '.join(kinds)}, {bundle.status.replace('-', ' ')}, {len(bundle.edges)}{topic}"


def _short(bundle: Bundle) -> str:
    edge = bundle.edges[-1]
    if bundle.status == "delegation":
        return "delegation"
    if "office_name" in edge:
        words = edge["office_name"]
    else:
        kind = edge["kind"].replace("-", " ")
        words = f"{kind} {edge['earliest']}" if edge["earliest"] == edge["latest"] and edge["earliest"] else kind
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    return f"{words} (+{len(bundle.edges) - 1})" if len(bundle.edges) > 1 else str(words)


def _path(a: Box, b: Box, bend: float) -> tuple[str, tuple[float, float]]:
    """Give a curve from the rim of one box to the rim of the other, and the place of its words."""
    if a == b:
        top = a.y - a.height / 2
        return f"M{a.x - 12:.1f} {top:.1f}c-18 -34 42 -34 24 0", (a.x, top - 26)
    dx, dy = b.x - a.x, b.y - a.y
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    middle = ((a.x + b.x) / 2 - dy / length * bend, (a.y + b.y) / 2 + dx / length * bend)
    (x1, y1), (x2, y2) = _rim(a, *middle), _rim(b, *middle)
    curve = f"M{x1:.1f} {y1:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {x2:.1f} {y2:.1f}"
    return curve, ((x1 + x2) / 4 + middle[0] / 2, (y1 + y2) / 4 + middle[1] / 2)


def _rim(box: Box, x: float, y: float) -> tuple[float, float]:
    """Give the point where the way from a box's middle to (x, y) leaves the box."""
    dx, dy = x - box.x, y - box.y
    scale = min(
        (box.width / 2 + 2) / abs(dx) if dx else float("inf"),
        (box.height / 2 + 2) / abs(dy) if dy else float("inf"),
        1.0,
    )
    return box.x + dx * scale, box.y + dy * scale


def _node(graph: Any, node: str, box: Box, link: str) -> str:
    data = graph.nodes[node]
    held = f", holds an office in {data['holds_office_in']}" if data.get("holds_office_in") else ""
    says = _plain(f"{data['label']}, {data['kind']}{held}")
    return (
        f'<a href={quoteattr(link)} aria-label={quoteattr(says)} class="node {escape(data["kind"])}">'
        f"<title>{escape(says)}</title>"
        f'<rect x="{box.x - box.width / 2:.1f}" y="{box.y - box.height / 2:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{16 if data["kind"] == "person" else 4}"/>'
        f'<text x="{box.x:.1f}" y="{box.y + 5:.1f}" text-anchor="middle">{escape(_label(graph, node))}</text></a>'
    )


def _legend(statuses: list[str], note: str, top: float, wide: float) -> tuple[list[str], float]:
    """Draw a key of the statuses that occur, and say what was cut; give its lower edge too."""
    found, x, y = [], MARGIN, top + 8
    for status in statuses:
        words = status.replace("-", " ")
        step = 62 + 7.2 * len(words)
        if x > MARGIN and x + step > wide:
            x, y = MARGIN, y + LINE
        dash = DASHES.get(status, OTHER)
        found.append(
            f'<path class="line s-{escape(status)}" d="M{x:.0f} {y:.0f}h34" stroke-width="2.3"'
            + (f' stroke-dasharray="{dash}"' if dash else "")
            + f'/><text class="small" x="{x + 40:.0f}" y="{y + 4:.0f}">{escape(words)}</text>'
        )
        x += step
    if note:
        y += LINE
        found.append(f'<text class="small" x="{MARGIN:.0f}" y="{y + 4:.0f}">{escape(note)}</text>')
    return found, y + LINE
