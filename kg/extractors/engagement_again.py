"""Tells a second mention of an engagement from another one: "the leaders also discussed", "ahead of that visit"."""

from __future__ import annotations

from dataclasses import replace

from kg.extractors.engagement_company import Told
from kg.model import Status

REACH = 8  # sentences back
SPOKEN = {"meeting", "call", "negotiation"}
EXCHANGES = {"engagement-discuss", "engagement-phrase", "engagement-speak", "engagement-beside", "engagement-talks"}
TALKED = {"confer", "consult", "talk", "deliberate", "speak"}
TOPICAL = {"about", "on", "of", "for", "regarding", "concerning", "ahead", "before", "after", "during", "at", "in"}


def folded(told: list[Told], here: list[Told]) -> list[Told]:
    """Give the engagements told so far with those of a sentence, second mentions joined to what they mention."""
    result = list(told)
    for item in here:
        place = next((i for i in range(len(told) - 1, -1, -1) if _mentions(item, result[i])), None)
        if place is None:
            result.append(item)
            continue
        fact = result[place].fact
        merged = replace(
            fact,
            sectors=tuple(dict.fromkeys((*fact.sectors, *item.fact.sectors))),
            about=tuple(dict.fromkeys((*fact.about, *item.fact.about))),
            evidence=(*fact.evidence, *item.fact.evidence),
        )
        result[place] = replace(result[place], fact=merged, touched=item.sentence.index)
    return result


def _mentions(item: Told, told: Told) -> bool:
    """Say whether an undated engagement is one told before between the same parties."""
    near = 0 < item.sentence.index - told.last <= REACH
    dated = item.fact.when is not None and item.fact.when.earliest != (told.fact.when and told.fact.when.earliest)
    if not near or item.pending or dated or set(item.fact.parties) - set(told.fact.parties):
        return False
    return _same_talk(item, told) or _same_event(item, told)


def _same_talk(item: Told, told: Told) -> bool:
    """Read "they also discussed steel" after "X called Y"."""
    again = item.trigger.frame.id in EXCHANGES or item.trigger.token.lemma_ in TALKED
    both = item.fact.status is Status.HAPPENED is told.fact.status
    return again and both and not item.fact.places and told.fact.kind in SPOKEN


def _same_event(item: Told, told: Told) -> bool:
    """Read "details of the visit", "the meeting between X and Y is an opportunity" after the event itself was told."""
    token = item.trigger.token
    if not item.trigger.noun or item.fact.kind != told.fact.kind or item.fact.status is not Status.HAPPENED:
        return False
    definite = any(c.dep_ == "poss" or c.lower_ in ("the", "this", "that") for c in token.children)
    topical = token.dep_ == "pobj" and token.head.lower_ in TOPICAL
    return definite and topical and told.fact.status in (Status.PLANNED, Status.ONGOING, Status.HAPPENED)
