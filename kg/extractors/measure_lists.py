"""Reads measures out of lists: rates after a colon ("Japan: 15%"), items under "the following are prohibited"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.discourse import sectors_of
from kg.extractors.measure_draft import RATED, Draft
from kg.extractors.measure_heights import Height, heights, standing
from kg.extractors.measure_slots import Slots
from kg.extractors.measure_stage import Stage
from kg.extractors.measure_words import Trigger, frames, inside, lemma
from kg.mentions import MentionKind
from kg.model import Status
from kg.parses import Token
from kg.reading import Reading, Sentence

MARKS = {":", "–", "—", "-", "|", "•", ","}
FOLLOWING = re.compile(
    r"\bfollowing\b.{0,60}\b(?:are|is)\s+(?:hereby\s+)?(?:also\s+)?(?:prohibited|banned|forbidden)", re.I
)
OUT = {"exportation", "reexportation", "export", "sale", "supply", "shipment", "provision"}
IN = {"importation", "import", "entry", "purchase"}
GAP = 4  # sentences between a list and the telling that opens it


def listed_rates(reading: Reading, found: Sequence[Draft], slots: Slots) -> Iterator[Draft]:
    """Give a telling for each "Japan: 15%" under a sentence that tells of the duty."""
    lead: Draft | None = None
    last = -GAP
    told: dict[int, list[Draft]] = {}
    for draft in found:
        told.setdefault(draft.sentence.index, []).append(draft)
    for sentence in reading.prose:
        here = [d for d in told.get(sentence.index, ()) if d.kind in RATED]
        if here:
            full = [d for d in here if d.by is not None and (d.targets or d.sectors)]
            if full or lead is None or sentence.index - last > GAP:
                lead = (full or here)[-1]
            last = sentence.index
        elif lead is not None and sentence.index - last <= GAP and sentence.of_kind(MentionKind.RATE):
            items = list(_items(sentence, lead, slots))
            last = sentence.index if items else last
            yield from items


def _items(sentence: Sentence, lead: Draft, slots: Slots) -> Iterator[Draft]:
    start = sentence.tokens.start
    for height in standing(heights(sentence)):
        label = list(sentence.doc[start : height.mention.first])
        marked = bool(label) and label[-1].text in MARKS
        plain = bool(label) and not any(t.pos_ in ("VERB", "AUX") for t in sentence.tokens)
        if not marked and not (plain and label[-1].lower_ == "at"):
            return
        start = height.mention.last
        yield _item(sentence, height, lead, slots, label)


def _item(sentence: Sentence, height: Height, lead: Draft, slots: Slots, tokens: Sequence[Token]) -> Draft:
    named = [m for m in dict.fromkeys(sentence.at(t) for t in tokens) if m is not None]
    goods = [m for m in named if m.kind is MentionKind.SECTOR]
    targets = [c for c in slots.countries(tokens, sentence) if lead.by is None or c.key != lead.by.key]
    return replace(
        lead,
        sentence=sentence,
        rate=height.mention,
        targets=targets or lead.targets,
        sectors=sectors_of(goods) or lead.sectors,
        goods=tuple(dict.fromkeys(m.surface for m in goods)) or lead.goods,
        tokens=[*tokens, *sentence.doc[height.mention.first : height.mention.last]],
    )


# ---- the following are prohibited
def prohibited(reading: Reading, slots: Slots) -> Iterator[Draft]:
    """Give a telling for each item of a list of what an order prohibits."""
    opened = -1
    paragraph = -1
    for sentence in reading.prose:
        if FOLLOWING.search(sentence.text):
            opened, paragraph = sentence.index, sentence.paragraph
        elif opened >= 0 and sentence.paragraph != paragraph:
            draft = _prohibited(sentence, slots)
            if draft is None and sentence.paragraph - paragraph > 1:
                opened = -1
            elif draft is not None:
                paragraph = sentence.paragraph
                yield draft


def _prohibited(sentence: Sentence, slots: Slots) -> Draft | None:
    head = next((t for t in sentence.tokens if t.pos_ == "NOUN" and lemma(t) in OUT | IN | {"investment"}), None)
    by = slots.issuer()
    if head is None or by is None or head.i - sentence.tokens.start > 8:
        return None
    kind = "export-ban" if lemma(head) in OUT else "import-ban" if lemma(head) in IN else "investment-rule"
    frame = next(f for f in frames() if f.id == "trade-stop")
    tokens = list(sentence.tokens)
    mentions = list(sentence.of_kind(MentionKind.SECTOR))
    targets = [c for c in slots.countries(tokens, sentence, exports=True) if c.key != by.key]
    return Draft(
        sentence,
        Trigger(frame, kind, head, head),
        Stage(Status.IN_FORCE, None, "imposing"),
        Status.IN_FORCE,
        by,
        targets,
        sectors_of(mentions) if kind != "investment-rule" else (),
        tuple(dict.fromkeys(m.surface for m in mentions)) if kind != "investment-rule" else (),
        tokens=list(inside(head)),
    )
