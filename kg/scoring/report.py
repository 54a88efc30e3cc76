"""Prints figures: tables by type, slot and frame, facts missed and extra, and what changed since the last commit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.scoring.causes import causes, drops_near, families
from kg.scoring.figures import ALL, Figures, FrameCount, Part
from kg.scoring.record import Changes, Kept, changes, f1_of
from kg.scoring.run import Judged
from kg.scoring.scorer import Outcome
from kg.scoring.wording import identities
from kg.tables import align, printable

NOTHING = Figures()
SHORT = 110
SIGNS = (("gained", "+"), ("lost", "-"), ("wrong", "!"), ("mended", "~"))


def tables(parts: Sequence[Part]) -> str:
    """Write the tables of all parts side by side."""
    whole = parts[-1]
    return "\n".join((_types(parts), _slots(parts), _frames(parts), _causes(parts), _foot(parts, whole)))


def _types(parts: Sequence[Part]) -> str:
    head = ["type", *(h for p in parts for h in (f"{p.name}: P", "R", "F1"))]
    gap = len(parts) > 1
    rows = []
    for name in parts[-1].types:
        told = [p.types.get(name, NOTHING) for p in parts]
        cells = [name, *(f"{x:.3f}" for f in told for x in (f.precision, f.recall, f.f1))]
        counts = [f"{x:.4g}" for x in (told[-1].right, told[-1].missed, told[-1].extra)]
        rows.append([*cells, *([f"{told[0].f1 - told[1].f1:+.3f}"] if gap else []), *counts])
    return align([*head, *(["gap"] if gap else []), "right", "missed", "extra"], rows)


def _slots(parts: Sequence[Part]) -> str:
    head = ["slot of matched facts", *(p.name for p in parts)]
    return align(head, [[slot, *(_cell(p.slots.get(slot)) for p in parts)] for slot in parts[-1].slots])


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _frames(parts: Sequence[Part]) -> str:
    """Write what each frame found first: right, wrong, and neither asked for nor wrong."""
    head = ["frame", *(h for p in parts for h in (f"{p.name}: right", "wrong", "spare"))]
    rows = [
        [frame, *(f"{x:.4g}" if x else "" for p in parts for x in _counts(p.frames.get(frame, FrameCount())))]
        for frame in parts[-1].frames
    ]
    return align(head, rows)


def _counts(count: FrameCount) -> tuple[float, float, float]:
    return count.right, count.wrong, count.spare


def _causes(parts: Sequence[Part]) -> str:
    """Write why facts are missed, by count."""
    told = [causes(p.judged) for p in parts]
    rows = [[*key, *(f"{t[key]:.4g}" if key in t else "" for t in told)] for key in told[-1]]
    return align(["missed", "because", *(p.name for p in parts)], rows)


def _foot(parts: Sequence[Part], whole: Part) -> str:
    sizes = ", ".join(f"{p.name} {len(p.documents)}" for p in parts[:-1])
    placed = "all at their offsets" if not whole.misplaced else f"{whole.misplaced} NOT at their offsets"
    return (
        f"{len(whole.documents)} documents{f' ({sizes})' if sizes else ''}, "
        f"{whole.without_evidence} extracted facts without evidence, {whole.phrases} exact phrases, {placed}\n"
        + (f"F1 gap between the parts: {parts[0].f1 - parts[1].f1:+.3f}\n" if len(parts) > 1 else "")
    )


def listing(part: Part) -> str:
    """Write the facts that were missed, with the words of the text, and those that were extra, with their frame."""
    rows: dict[str, list[str]] = {name: [] for name in part.documents}
    for kind in ("missed", "extra"):
        for name, judged, outcome in identities(part.judged, kind):
            told = printable(name.removeprefix(f"{judged.name} "))
            rows[judged.name] += [f"  {kind:<7} {told}", f"          {_ground(judged, outcome)}"]
            rows[judged.name] += [f"          {drop}" for drop in _drops(judged, outcome)]
    return "".join(f"{name}\n" + "".join(f"{row}\n" for row in found) for name, found in rows.items())


def _ground(judged: Judged, outcome: Outcome) -> str:
    if outcome.found is not None:
        ground = judged.ground(outcome)
        return f"{ground.frame}: “{printable(ground.phrase)}”"
    spans = outcome.wanted["ev"][:1] if outcome.wanted else []
    words = " ".join(judged.document.text[s:e] for s, e in spans)
    return f"“{printable(words[:SHORT])}{'…' if len(words) > SHORT else ''}”"


def _drops(judged: Judged, outcome: Outcome) -> Iterator[str]:
    """Tell what was dropped in the words of a missed fact, by frames of its type."""
    if outcome.wanted is None or outcome.found is not None:
        return
    for drop in dict.fromkeys(drops_near(judged, outcome.wanted)):
        if outcome.wanted["type"] in families(drop.frame):
            yield f"dropped {drop.frame} “{printable(drop.span.of(judged.document.text))}”: {drop.reason}"


def since(old: Kept, new: Kept, *, limit: int | None = 60) -> str:
    """Write what changed since the figures were kept."""
    lines = [f"since the kept figures: {', '.join(_moves(old, new)) or 'the parts are others'}"]
    lines += [f"  {part} {name}" for part in new.parts if part in old.parts for name in _moved(old, new, part)]
    facts = list(_facts(changes(old, new)))
    lines += facts[:limit]
    if limit is not None and len(facts) > limit:
        lines.append(f"  and {len(facts) - limit} more (--show lists all)")
    return "".join(f"{line}\n" for line in lines)


def _moves(old: Kept, new: Kept) -> Iterator[str]:
    for part in new.parts:
        if part in old.parts:
            before, now = f1_of(old, part), f1_of(new, part)
            yield f"{part} F1 {before:.3f} -> {now:.3f} ({now - before:+.3f})"


def _moved(old: Kept, new: Kept, part: str) -> Iterator[str]:
    """Tell types, slots and frames whose figures moved."""
    before, now = old.parts[part], new.parts[part]
    for name in _either(before["types"], now["types"]):
        was, has = (p["types"].get(name, {}).get("f1", 0.0) for p in (before, now))
        if name != ALL and was != has:
            yield f"{name}: F1 {was:.3f} -> {has:.3f}"
    for name in _either(before["slots"], now["slots"]):
        was, has = (p["slots"].get(name, {}).get("right", 0.0) for p in (before, now))
        if was != has:
            yield f"{name}: {was:.3f} -> {has:.3f}"
    for name in _either(before["frames"], now["frames"]):
        was, has = (_frame(p["frames"].get(name, {})) for p in (before, now))
        if was != has:
            yield f"frame {name}: {was} -> {has}"


def _frame(count: dict[str, float]) -> str:
    return f"{count.get('right', 0):.4g} right {count.get('wrong', 0):.4g} wrong"


def _either(one: Iterable[str], other: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*other, *one)))


def _facts(found: Changes) -> Iterator[str]:
    words = {"gained": "found now", "lost": "found no more", "wrong": "extra now", "mended": "extra no more"}
    for name, sign in SIGNS:
        for fact in getattr(found, name):
            yield f"  {sign} {words[name]}: {printable(fact)}"


def as_json(parts: Sequence[Part]) -> str:
    """Write the figures as the scoring program does, and those of each part beside them."""
    whole = parts[-1]
    data: dict[str, Any] = {
        "documents": len(whole.documents),
        "facts_without_evidence": whole.without_evidence,
        "phrases": {"all": whole.phrases, "misplaced": whole.misplaced},
        **_part(whole),
        "parts": {p.name: {"documents": len(p.documents), **_part(p)} for p in parts[:-1]},
    }
    return json.dumps(data) + "\n"


def _part(part: Part) -> dict[str, Any]:
    return {
        "types": {k: _rounded(f) for k, f in part.types.items()},
        "slots": {k: round(v, 3) for k, v in part.slots.items()},
        "frames": {k: {"right": c.right, "wrong": c.wrong, "spare": c.spare} for k, c in part.frames.items()},
    }


def _rounded(f: Figures) -> dict[str, float]:
    shares = {"precision": f.precision, "recall": f.recall, "f1": f.f1}
    return {**{k: round(v, 3) for k, v in shares.items()}, "tp": f.right, "fn": f.missed, "fp": f.extra}
