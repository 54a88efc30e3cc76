"""A view's graph as SVG: real links, told by word and dash as well as colour, the same picture each time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from kg.layout import Box, lay_out

LIMIT = 300  # nodes in a picture
LABELLED = 40  # lines up to which they carry their words, where there is room
LONGEST = 34  # characters of a label
WIDE, NARROW = 1116.0, 322.0  # of a picture: a page's column, a telephone
MARGIN = 20.0
TAKEN_OFF = 12.0  # height of the words on a line
LINE = 20.0  # height of a line of the legend

# No two alike, but for those that are sure: a picture must be read without its colours.
DASHES = {
    "happened": "", "in-force": "", "holds": "", "signed": "", "stated": "", "planned": "9 6", "announced": "9 3",
    "ongoing": "18 4", "under-review": "18 4 2 4", "possible": "2 5", "proposed": "2 5 8 5",
    "threatened": "6 3 2 3 2 3", "claimed": "9 4 2 4", "postponed": "12 4 2 4 2 4", "suspended": "12 4 4 4 4 4",
    "delegation": "1 4", "denied": "4 8", "cancelled": "4 4", "did-not-happen": "4 12", "ended": "8 8", "held": "8 8",
}  # fmt: skip
OTHER = "3 10"  # whatever else there may be

LIGHT = {
    "ink": "#1b2733", "soft": "#56636f", "paper": "#ffffff", "edge": "#1f6f54", "due": "#1f5fa8", "open": "#8a5a00",
    "not": "#a3302a", "person": "#e8f0fa", "body": "#e9f3ec", "land": "#faf1df",
}  # fmt: skip
DARK = {
    "ink": "#e6ebf0", "soft": "#a4b1bd", "paper": "#151b21", "edge": "#6cc7a4", "due": "#7db4f0", "open": "#e0b060",
    "not": "#f09088", "person": "#1f3348", "body": "#1d3a2c", "land": "#43361a",
}  # fmt: skip
THEMES = {"light": LIGHT, "dark": DARK}


def _variables(theme: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in theme.items())


STYLE = (
    f""".graph {{ {_variables(LIGHT)} font-family: system-ui, sans-serif; }}
@media (prefers-color-scheme: dark) {{ .graph {{ {_variables(DARK)} }} }}
"""
    + """.graph .paper { fill: var(--paper); }
.graph text { fill: var(--ink); font-size: 14px; }
.graph .small { font-size: 12px; fill: var(--soft); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.graph .mark { font-size: 12px; fill: var(--soft); }
.graph .node rect { stroke: var(--soft); stroke-width: 1px; fill: var(--body); }
.graph .node.person rect { fill: var(--person); }
.graph .node.country rect { fill: var(--land); }
.graph .node.sector rect, .graph .node.topic rect, .graph .node.measure rect
  { fill: var(--paper); stroke-dasharray: 3 2; }
.graph .line { fill: none; stroke: var(--not); }
.graph .s-happened, .graph .s-in-force, .graph .s-holds, .graph .s-signed, .graph .s-ongoing { stroke: var(--edge); }
.graph .s-planned, .graph .s-announced, .graph .s-postponed { stroke: var(--due); }
.graph .s-possible, .graph .s-proposed, .graph .s-threatened, .graph .s-claimed, .graph .s-under-review
  { stroke: var(--open); }
.graph .s-delegation, .graph .s-stated { stroke: var(--soft); }
.graph .hit { fill: none; stroke: transparent; stroke-width: 24px; pointer-events: stroke; }
.graph .tip { fill: var(--soft); }
.graph a:hover .line, .graph a:focus .line { stroke-width: 5px; }
.graph a:hover rect, .graph a:focus rect { stroke: var(--due); stroke-width: 3px; }
.graph a:hover .small, .graph a:focus .small { fill: var(--ink); }
"""
)


def _style(theme: str) -> str:
    """Give the style, for one theme with its colours in place of the variables."""
    if theme not in THEMES:
        return STYLE
    rules = STYLE[STYLE.index(".graph .paper") :]
    for name, colour in THEMES[theme].items():
        rules = rules.replace(f"var(--{name})", colour)
    return f".graph {{ font-family: sans-serif; }}\n{rules}"


class Bundle(NamedTuple):
    """The edges between two nodes that are drawn as one line: the same status and role."""

    a: str
    b: str
    status: str
    edges: list[dict[str, Any]]


class Curve(NamedTuple):
    """A line between two nodes, bent towards a point in the middle."""

    start: tuple[float, float]
    middle: tuple[float, float]
    end: tuple[float, float]

    @property
    def path(self) -> str:
        """Give the curve as SVG writes it."""
        (x1, y1), (x, y), (x2, y2) = self
        return f"M{x1:.1f} {y1:.1f}Q{x:.1f} {y:.1f} {x2:.1f} {y2:.1f}"

    def at(self, share: float) -> tuple[float, float]:
        """Give the point after a share of the way."""
        before, middle, after = (1 - share) ** 2, 2 * share * (1 - share), share**2
        (x1, y1), (x, y), (x2, y2) = self
        return before * x1 + middle * x + after * x2, before * y1 + middle * y + after * y2


def draw(
    graph: Any,
    *,
    title: str,
    description: str = "",
    node_link: Callable[[str], str] = str,
    edge_link: Callable[[dict[str, Any]], str] | None = None,
    standalone: bool = True,
    wide: float = WIDE,
    theme: str = "",
) -> str:
    """Draw the graph at most `wide`; `standalone` brings the style along, else the page has it.

    A theme writes its colours out, for programs that know no variables; without one the picture follows the reader's.
    """
    shown = most_linked(graph, LIMIT)
    note = f"{len(shown):,} of {len(graph):,} shown, most links first." if len(shown) < len(graph) else ""
    sizes = {node: (_width(*_label(shown, node)), 32.0) for node in shown}
    boxes = lay_out(shown, sizes, wide=wide - 2 * MARGIN)
    bundles = _bundles(shown)
    width = max(max([box.x + box.width / 2 for box in boxes.values()], default=0.0) + 2 * MARGIN, NARROW)
    tall = max([box.y + box.height / 2 for box in boxes.values()], default=20.0) + 2 * MARGIN
    statuses = sorted({bundle.status for bundle in bundles}, key=lambda name: [*DASHES, name].index(name))
    legend, bottom = _legend(statuses, note, tall, width)
    name = f"graph-{wide:.0f}"
    link = edge_link or (lambda edge: f"https://w3id.org/tradekg/id/doc/{edge['document']}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="0 0 {width:.0f} {bottom:.0f}" '
        f'width="{width:.0f}" height="{bottom:.0f}" role="group" aria-labelledby="{name}-title {name}-desc">',
        f'<title id="{name}-title">{escape(_plain(title))}</title>',
        f'<desc id="{name}-desc">{escape(_plain(" ".join(filter(None, (description, note)))))}</desc>',
        f"<style>{_style(theme)}</style>" if standalone else "",
        f'<defs><marker id="{name}-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
        'markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L10 5L0 10z"/></marker></defs>',
        '<rect class="paper" width="100%" height="100%"/>' if standalone else "",
        f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">',
        *_lines(shown, bundles, boxes, link, tip=f"{name}-tip"),
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


def _label(graph: Any, node: str) -> tuple[str, str]:
    """Give a node's words and a mark before them: a government goes by its country's name with "gov" before it."""
    label, mark = _plain(graph.nodes[node]["label"]), ""
    if graph.nodes[node]["kind"] == "government" and (of := re.fullmatch(r"Government of (?:the )?(.+)", label)):
        label, mark = of[1], "gov"
    return (label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"), mark


def _width(label: str, mark: str = "") -> float:
    # About 8 units a letter at 14 px; the wide letters of other scripts take about two places.
    places = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in label)
    return 24 + 8 * places + (7.2 * (len(mark) + 1) if mark else 0)


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
    graph: Any, bundles: list[Bundle], boxes: dict[str, Box], link: Callable[[dict[str, Any]], str], *, tip: str
) -> Iterable[str]:
    """Draw the lines; several between the same two nodes bend apart, and words stand where there is room."""
    taken: list[Box] = []
    pairs: dict[tuple[str, ...], list[Bundle]] = {}
    for bundle in bundles:
        pairs.setdefault(tuple(sorted((bundle.a, bundle.b))), []).append(bundle)
    curves: list[tuple[Bundle, Curve]] = []
    for pair in pairs.values():
        for place, bundle in enumerate(pair):
            bend = (place - (len(pair) - 1) / 2) * 60
            curve = _curve(boxes[bundle.a], boxes[bundle.b], bend if bundle.a <= bundle.b else -bend)
            curves.append((bundle, curve))
    lettered = len(bundles) <= LABELLED
    steps = [(place, *curve.at(step / 16)) for place, (_, curve) in enumerate(curves) for step in range(17)]
    for place, (bundle, curve) in enumerate(curves):
        others = [Box(x, y, 4, 4) for other, x, y in steps if other != place] if lettered else []
        words = _place_words(_short(bundle), curve, taken, [*boxes.values(), *others]) if lettered else ""
        yield _line(graph, bundle, curve, link(bundle.edges[-1]), words, tip)


def _line(graph: Any, bundle: Bundle, curve: Curve, link: str, words: str, tip: str) -> str:
    says = _plain(f"{graph.nodes[bundle.a]['label']} – {graph.nodes[bundle.b]['label']}: {_words(bundle)}")
    dash = DASHES.get(bundle.status, OTHER)
    end = f' marker-end="url(#{tip})"' if graph.is_directed() or bundle.edges[-1].get("actor") else ""
    weight = min(1.6 + 0.7 * len(bundle.edges), 6.0)
    return (
        f"<a href={quoteattr(link)} aria-label={quoteattr(says)}><title>{escape(says)}</title>"
        f'<path class="hit" d="{curve.path}"/><path class="line s-{escape(bundle.status)}" d="{curve.path}" '
        f'stroke-width="{weight:.1f}"' + (f' stroke-dasharray="{dash}"' if dash else "") + f"{end}/>{words}</a>"
    )


def _place_words(words: str, curve: Curve, taken: list[Box], things: list[Box]) -> str:
    """Write the words on the line where nothing else stands; nowhere if there is no such place."""
    for share in (0.5, 0.4, 0.6, 0.3, 0.7):
        x, y = curve.at(share)
        box = Box(x, y - TAKEN_OFF / 2, 7.0 * len(words), TAKEN_OFF)
        inside = x >= box.width / 2 - MARGIN
        if inside and not any(_meet(box, other) for other in (*taken, *things)):
            taken.append(box)
            return f'<text class="small" x="{x:.1f}" y="{y - 4:.1f}" text-anchor="middle">{escape(words)}</text>'
    return ""


def _meet(a: Box, b: Box) -> bool:
    return abs(a.x - b.x) < (a.width + b.width) / 2 and abs(a.y - b.y) < (a.height + b.height) / 2


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
    if edge.get("office_name") or edge.get("stance"):
        words = edge.get("office_name") or edge["stance"]
    else:
        kind = edge["kind"].replace("-", " ")
        words = f"{kind} {edge['earliest']}" if edge["earliest"] == edge["latest"] and edge["earliest"] else kind
    words = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    return f"{words} (+{len(bundle.edges) - 1})" if len(bundle.edges) > 1 else str(words)


def _curve(a: Box, b: Box, bend: float) -> Curve:
    """Give a curve from the rim of one box to the rim of the other."""
    if a == b:
        top = a.y - a.height / 2
        return Curve((a.x - 12, top), (a.x + 6, top - 40), (a.x + 12, top))
    dx, dy = b.x - a.x, b.y - a.y
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    middle = ((a.x + b.x) / 2 - dy / length * bend, (a.y + b.y) / 2 + dx / length * bend)
    return Curve(_rim(a, *middle), middle, _rim(b, *middle))


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
    label, mark = _label(graph, node)
    prefix = f'<tspan class="mark">{mark} </tspan>' if mark else ""
    return (
        f'<a href={quoteattr(link)} aria-label={quoteattr(says)} class="node {escape(data["kind"])}">'
        f"<title>{escape(says)}</title>"
        f'<rect x="{box.x - box.width / 2:.1f}" y="{box.y - box.height / 2:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{16 if data["kind"] == "person" else 4}"/>'
        f'<text x="{box.x:.1f}" y="{box.y + 5:.1f}" text-anchor="middle">{prefix}{escape(label)}</text></a>'
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
