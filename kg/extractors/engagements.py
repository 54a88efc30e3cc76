"""Who met, called, visited or negotiated with whom: past, planned, possible or called off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.discourse import Referents
from kg.extractors.engagement_again import folded
from kg.extractors.engagement_company import Told, with_company
from kg.extractors.engagement_sides import Sides
from kg.extractors.engagement_slots import Slots
from kg.extractors.engagement_stage import stage
from kg.extractors.engagement_triggers import NAME, Trigger, by_phone, triggers
from kg.model import Engagement, Entity, EntityKind, Fact, Status, TimeSpan
from kg.reading import Reading, Sentence
from kg.trace import dropped

__all__ = ["NAME", "extract"]

LATER = {Status.HAPPENED, Status.ONGOING}
SUPPORTS = {
    "meeting": ("participant",),
    "negotiation": ("participant",),
    "call": ("actor", "recipient"),
    "visit": ("actor", "recipient"),
}


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the engagements of a document in the order of their telling."""
    slots, found = Slots(reading, refer), list[Told]()
    for sentence in reading.sentences:
        if sentence.heading and not sentence.text.lower().startswith("readout"):
            continue
        here = [t for trigger in triggers(sentence, reading) for t in _tell(trigger, sentence, slots)]
        found = folded(found, _absorbed(here))
        found = with_company(found, sentence, slots)
        slots.travelling = next((t.fact.actors for t in reversed(found) if t.fact.kind == "visit"), ())
    return [t.fact for t in found if _two_sided(t)]


def _two_sided(told: Told) -> bool:
    """Say whether two parties deal with each other, as far as the whole document tells."""
    if not told.pending:
        return True
    dropped(told.sentence, told.trigger.token, told.trigger.frame.id, "no participant on the other side")
    return False


def _tell(trigger: Trigger, sentence: Sentence, slots: Slots) -> list[Told]:
    """Give the engagements that one trigger tells."""
    sides = slots.sides(trigger, sentence)
    places = slots.places(trigger, sentence, sides.tokens)
    trigger = _kind(trigger, sentence, slots, places)
    drafts = (
        _visits(
            sides,
            slots.abroad(places, sides.left),
            slots.reading,
            apart=trigger.token.lower_ == "visits" and trigger.noun,
        )
        if trigger.kind == "visit"
        else _dealings(trigger, sides, places, slots)
    )
    if not drafts:
        dropped(sentence, trigger.token, trigger.frame.id, _lack(trigger, sides))
    return [_finish(d, trigger, sentence, slots, sides) for d in drafts]


def _lack(trigger: Trigger, sides: Sides) -> str:
    """Tell what is wanting for an engagement."""
    if trigger.kind == "visit":
        return "no country or host is named" if sides.left else "nobody is said to travel"
    if not sides.left and not sides.right:
        return "nobody is named who deals"
    if len(sides.left) + len(sides.right) < 2 or not sides.left:
        return "only one side is named"
    return "not between persons" if trigger.frame.options.get("persons") else "no participant on the other side"


def _kind(trigger: Trigger, sentence: Sentence, slots: Slots, places: Iterable[Entity]) -> Trigger:
    """Take "spoke with" for a call unless a place is named; a meeting by telephone for a call."""
    if trigger.frame.id == "engagement-speak" and places and not by_phone(trigger.token):
        return replace(trigger, kind="meeting")
    if trigger.kind == "meeting" and by_phone(trigger.token):
        return replace(trigger, kind="call")
    return trigger


# ---- who
def _dealings(trigger: Trigger, sides: Sides, places: tuple[Entity, ...], slots: Slots) -> list[Engagement]:
    left, right, frame = sides.left, sides.right, trigger.frame
    together = (
        trigger.noun or frame.options.get("together") or any(t.lower_ in ("other", "another") for t in sides.tokens)
    )
    if sides.open:
        return [_dealing(trigger, left, (), places)]
    if len(left) + len(right) < 2 or (not right and not together) or not left:
        return []
    # To journalists officials speak every day, so both sides must be somebody there.
    groups = (left, right or left) if frame.id == "engagement-speak" else ((*left, *right),)
    if not all(any(slots.official(e) for e in group) for group in groups):
        return []
    personal = _personal(right or left) and (not right or _public(left))
    if frame.options.get("persons") and not sides.grouped and not personal:
        return []
    separate = {"separate", "respective", "bilateral"} & {c.lower_ for c in trigger.token.children}
    if separate and left and len(right) == 1 and len(left) > 1 and all(e.kind is not EntityKind.PERSON for e in left):
        return [_dealing(trigger, (one,), right, places) for one in left]
    if (sides.apart or (separate and right and trigger.token.tag_ == "NNS")) and left:
        return [_dealing(trigger, left, (other,), places) for other in right]
    return [_dealing(trigger, left, right, places)]


def _personal(entities: tuple[Entity, ...]) -> bool:
    """Say whether a person is among them: "the president and senior officials"."""
    return any(e.kind is EntityKind.PERSON for e in entities)


def _public(entities: tuple[Entity, ...]) -> bool:
    """Say whether they are persons, or a government that stands for the author of a release."""
    return all(e.kind in (EntityKind.PERSON, EntityKind.GOVERNMENT) for e in entities)


def _dealing(
    trigger: Trigger, left: tuple[Entity, ...], right: tuple[Entity, ...], places: tuple[Entity, ...]
) -> Engagement:
    if trigger.kind == "call" and left and right:
        return Engagement(kind="call", actors=left, recipients=right, evidence=())
    where = () if trigger.kind == "call" else places
    return Engagement(kind=trigger.kind, participants=(*left, *right), places=where, evidence=())


def _visits(sides: Sides, places: tuple[Entity, ...], reading: Reading, *, apart: bool = False) -> list[Engagement]:
    """Give one visit for each country visited; a city stands for its country, unless a person is the host."""
    travellers = tuple(e for e in sides.left if e.kind is not EntityKind.ORGANISATION)
    hosts = tuple(e for e in sides.right if e.kind is EntityKind.PERSON)
    if not travellers or not (places or hosts):
        return []
    homes = {e.key for e in travellers if e.kind is EntityKind.GOVERNMENT}
    if apart and len(travellers) > 1:  # "visits by Secretary A and Secretary B"
        return [v for one in travellers for v in _visits(replace(sides, left=(one,)), places, reading)]
    where: dict[str, list[Entity]] = {}
    for place in places:
        code = place.key if place.kind is EntityKind.COUNTRY else place.country
        if code is not None and code not in homes:
            where.setdefault(code, []).append(place)
    if len(where) > 1:
        return [
            Engagement(kind="visit", actors=travellers, recipients=(reading.country(c),), places=tuple(ps), evidence=())
            for c, ps in where.items()
        ]
    recipients = hosts or tuple(reading.country(c) for c in where)
    return [Engagement(kind="visit", actors=travellers, recipients=recipients, places=places, evidence=())]


# ---- the other slots
def _finish(draft: Engagement, trigger: Trigger, sentence: Sentence, slots: Slots, sides: Sides) -> Told:
    staged = stage(trigger, sentence, slots, sides)
    sectors, about = slots.agenda(trigger, sentence)
    recipients = tuple(slots.reading.acting(e) for e in draft.recipients)
    tokens = [trigger.token, *sides.tokens]
    supports = _supports(draft, staged.when)
    evidence = slots.reading.evidence(sentence, tokens, supports, trigger.frame.id, when=staged.when)
    fact = replace(
        draft, recipients=recipients, when=staged.when, status=staged.status, sectors=sectors, about=about,
        attributed_to=staged.speaker, evidence=(evidence,),
    )  # fmt: skip
    return Told(fact, trigger, sentence, tuple(tokens), pending=sides.open or _colleagues(fact, sides, slots))


def _colleagues(fact: Engagement, sides: Sides, slots: Slots) -> bool:
    """Say whether only people of one country are told: those who go to negotiate, with whom is yet to come."""
    homes = {slots.home(e) for e in sides.left}
    alone = not sides.right and fact.kind in ("negotiation", "meeting")
    return alone and len(homes) == 1 and None not in homes


def _supports(fact: Engagement, when: TimeSpan | None) -> tuple[str, ...]:
    groups = {
        "participant": fact.participants,
        "actor": fact.actors,
        "recipient": fact.recipients,
        "place": fact.places,
    }
    return (*(name for name, group in groups.items() if group), "status", *(("when",) if when is not None else ()))


def _absorbed(told: list[Told]) -> list[Told]:
    """Fold "arrives in Washington for a visit" into one visit."""
    kept: list[Told] = []
    for item in told:
        kept = [k for k in kept if not _for_visit(k, item)]
        host = next((k for k in kept if _carries(k, item)), None)
        if host is None:
            kept.append(item)
            continue
        fact = host.fact
        merged = replace(
            fact,
            places=tuple(dict.fromkeys((*fact.places, *item.fact.places))),
            recipients=fact.recipients or item.fact.recipients,
            when=fact.when or item.fact.when,
        )
        kept[kept.index(host)] = replace(host, fact=merged)
    return kept


def _for_visit(host: Told, item: Told) -> bool:
    """Tell "will welcome X for a visit", which is the visit alone."""
    token = item.trigger.token
    same = (
        item.fact.kind == "visit" and host.fact.kind == "meeting" and set(host.fact.parties) == set(item.fact.parties)
    )
    return same and token.dep_ == "pobj" and token.head.head == host.trigger.token


def _carries(host: Told, item: Told) -> bool:
    if (
        host.fact.kind != "visit"
        or item.fact.kind != "visit"
        or host.fact.actors != item.fact.actors
        or not item.trigger.noun
    ):
        return False
    token = item.trigger.token
    return (
        token.dep_ == "pobj"
        and token.head.lower_ in ("for", "on", "as", "during")
        and host.trigger.token in token.ancestors
    )
