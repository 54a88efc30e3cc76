"""Measures of trade policy: who restricts, taxes or supports what, against whom, at which rate, in which stage.

A trigger's slots are sought in its clause; what the clause leaves open is taken from the document's other measures
where only one answer fits. A telling counts when its score (weights in `patterns/measures.toml`) reaches the threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.discourse import Referents, sectors_of
from kg.extractors.measure_answers import answered
from kg.extractors.measure_draft import BANS, COMING, ENTERING, IMPORTING, OVER, RATED, TARIFFS, Draft
from kg.extractors.measure_free import free_entries
from kg.extractors.measure_heights import Portion, portions
from kg.extractors.measure_lists import listed_rates, prohibited
from kg.extractors.measure_rates import was
from kg.extractors.measure_slots import Slots, wished
from kg.extractors.measure_stage import stage
from kg.extractors.measure_triggers import triggers
from kg.extractors.measure_volumes import volume
from kg.extractors.measure_words import Trigger, among, data, inside
from kg.mentions import Mention, MentionKind
from kg.model import Evidence, Fact, Measure, Status
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.trace import dropped

NAME = "measures"


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the measures of a document."""
    return list(_folded([(_measure(d, reading), _asserted(d), _another(d)) for d in drafts(reading, refer)]))


def drafts(reading: Reading, refer: Referents) -> list[Draft]:
    """Give the tellings that count, in order."""
    slots = Slots(reading, refer)
    found = [d for s in reading.prose for d in _of_sentence(s, slots)]
    for draft in found:
        if draft.by is None and not _beside(draft, found):
            _inherit(draft, found, slots)
        draft.targets = [c for c in draft.targets if draft.by is None or c.key != draft.by.key]
        _same_ban(draft, found, slots)
    _days_of_pronouns(found, slots)
    found += listed_rates(reading, found, slots)
    found += prohibited(reading, slots)
    _dated_later(found, slots)
    return [d for d in found if _counts(d)]


def _counts(draft: Draft) -> bool:
    """Say whether a telling counts, and tell why where it does not."""
    reason = (
        "nobody is said to impose it"
        if draft.by is None
        else "nothing is said of it"
        if not _told(draft)
        else "too little is said of it"
        if score(draft) < data()["threshold"]
        else ""
    )
    if reason:
        dropped(draft.sentence, draft.trigger.word, draft.trigger.frame.id, reason)
    return not reason


def _of_sentence(sentence: Sentence, slots: Slots) -> list[Draft]:
    """Give the tellings of one sentence, free entry where no other rate is told."""
    found = [d for t in triggers(slots.reading, sentence) for d in _drafts(t, sentence, slots)]
    free = list(free_entries(sentence, slots)) if not any(d.rate for d in found) else []
    return found + free


def _dated_later(found: list[Draft], slots: Slots) -> None:
    """Give the day of "the tariffs take effect on July 1" to the measures told just before."""
    for draft in list(found):
        if not (draft.stage.verb_class == "beginning" and draft.starts and not _told_anew(draft)):
            continue
        before = [d for d in found if d is not draft and 0 <= draft.sentence.index - d.sentence.index <= 3]
        alike = [d for d in before if d.kind == draft.kind or {d.kind, draft.kind} <= TARIFFS]
        mine = [d for d in alike if d.starts is None and d.status not in OVER and (draft.by in (None, d.by))]
        mine = [d for d in mine if d.status in COMING] or [d for d in mine if d.stage.verb_class]
        last = max((d.sentence.index for d in mine), default=-1)
        for other in (d for d in mine if d.sentence.index == last):
            other.starts = draft.starts
            if draft.status is Status.ANNOUNCED and other.status is Status.IN_FORCE:
                other.status = Status.ANNOUNCED
        if mine:
            found.remove(draft)


def _days_of_pronouns(found: list[Draft], slots: Slots) -> None:
    """Give the day of "they take effect on July 1" to the measures of the sentence before."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in found:
        by_sentence.setdefault(draft.sentence.index, []).append(draft)
    for sentence in slots.reading.prose:
        before = [d for d in by_sentence.get(sentence.index - 1, ()) if d.starts is None and d.status not in OVER]
        if before and sentence.index not in by_sentence and (day := slots.begun(sentence)) is not None:
            published = slots.reading.document.published
            for draft in before:
                draft.starts = day
                later = day.earliest is not None and published is not None and day.earliest > published
                if later and draft.status is Status.IN_FORCE:
                    draft.status = Status.ANNOUNCED


def _told_anew(draft: Draft) -> bool:
    """Say whether a telling names anything of its own."""
    return bool(draft.targets or draft.sectors or draft.rate is not None)


def _same_ban(draft: Draft, others: Sequence[Draft], slots: Slots) -> None:
    """Let "the ban" be of the kind of the ban told before."""
    if draft.trigger.frame.id != "ban" or draft.by is None:
        return
    before = others[: next(i for i, o in enumerate(others) if o is draft)]
    kinds = [o.kind for o in before if o.kind in BANS and o.by == draft.by and _agree(o.sectors, draft.sectors)]
    if kinds:
        draft.trigger = replace(draft.trigger, kind=kinds[-1])
    elif slots.bans_exports():
        draft.trigger = replace(draft.trigger, kind="export-ban")


def _agree(a: Sequence[str], b: Sequence[str]) -> bool:
    return not a or not b or bool(set(a) & set(b))


def _told(draft: Draft) -> bool:
    """Say whether a telling has any content besides its imposer."""
    return bool(draft.targets or draft.sectors or draft.goods or draft.rate or draft.starts or draft.law)


def _drafts(trigger: Trigger, sentence: Sentence, slots: Slots) -> list[Draft]:
    told = stage(trigger)
    if told.status is None or (trigger.kind == "sanction" and "United Nations" in sentence.text):
        reason = "denied, or only wished" if told.status is None else "a measure of the United Nations"
        dropped(sentence, trigger.word, trigger.frame.id, reason)
        return []
    reach = slots.reach(trigger, told, sentence)
    mentions, sectors = slots.sectors(trigger, reach, sentence)
    now, before = slots.rate(trigger, sentence) if trigger.kind in RATED else (None, None)
    starts, ends = slots.times(trigger, told, sentence)
    by = slots.imposer(trigger, told, sentence) or (
        slots.arrival(trigger, reach, sentence) if trigger.kind in IMPORTING - {"other-measure"} else None
    )
    targets = slots.countries(reach, sentence, exports=trigger.kind.startswith("export"))
    if trigger.rate is not None and told.verb is not None and among(told.verb, "facing"):
        targets = slots.origin(told.verb, sentence, targets)
    if (
        trigger.rate is not None
        and not sectors
        and not targets
        and told.verb_class != "beginning"
        and not _repeats(sentence, trigger)
    ):
        dropped(sentence, trigger.word, trigger.frame.id, "a rate on nothing that is named")
        return []
    status = (
        Status.IN_FORCE
        if told.verb is not None and among(told.verb, "lowering") and now is None and told.status in COMING
        else told.status
    )
    if trigger.rate is not None and was(trigger.anchor):
        status = (
            Status.ENDED if told.status is Status.IN_FORCE and len(sentence.of_kind(MentionKind.RATE)) > 1 else status
        )
        status = Status.IN_FORCE if status in COMING else status
    published = slots.reading.document.published
    if (
        status is told.status is Status.IN_FORCE
        and starts
        and starts.earliest
        and published
        and starts.earliest > published
    ):
        status = Status.ANNOUNCED
    if trigger.frame.id == "export-measure" and by is not None and slots.of_others(trigger, by, sentence):
        trigger = replace(trigger, kind=ENTERING[trigger.kind])
    draft = Draft(
        sentence,
        trigger,
        told,
        status,
        by,
        targets,
        sectors,
        tuple(dict.fromkeys(m.surface for m in mentions)) or slots.goods(trigger),
        now,
        starts,
        ends,
        slots.law(trigger, sentence),
    )
    draft.tokens = [trigger.word, *(t for t in inside(trigger.anchor))]
    if (things := answered(trigger, told, sentence)) is not None:
        draft.replies = True
        draft.answers = tuple(c.key for c in slots.countries(things, sentence))
    parts = portions(now, sentence, (trigger.word, trigger.anchor)) if now is not None else []
    if parts:
        return _split(draft, parts, reach, slots)
    if before is None or before.value == "0":
        return _split_soon(draft, mentions)
    old = replace(
        draft,
        rate=before,
        starts=None,
        ends=None,
        status=Status.ENDED if draft.status is Status.IN_FORCE and now else Status.IN_FORCE,
    )
    draft.before = before.value
    return [draft, replace(old, replies=False)] if now else [old]


def _split(draft: Draft, parts: Sequence[Portion], reach: Sequence[Token], slots: Slots) -> list[Draft]:
    """Give one telling a height: "25% on steel and 10% on wine", "Japan pays 15 percent, Peru 10 percent"."""
    sentence = draft.sentence
    outside = [t for t in reach if not any(p.holds(t.i) for p in parts)]
    told: list[Draft] = []
    shared = slots.countries(outside, sentence)
    _, common = slots.sectors(draft.trigger, outside, sentence)
    for part in parts:
        tokens = sentence.doc[part.first : part.last]
        targets = [c for c in slots.countries(tokens, sentence) if draft.by is None or c.key != draft.by.key]
        named = [m for m in dict.fromkeys(sentence.at(t) for t in tokens) if m is not None]
        goods = [m for m in named if m.kind is MentionKind.SECTOR]
        carried = told[-1].targets if told and goods and not targets else []
        told.append(
            replace(
                draft,
                rate=part.height.mention,
                targets=targets or shared or carried,
                sectors=sectors_of(goods) or common,
                goods=tuple(dict.fromkeys(m.surface for m in goods)),
                tokens=[*tokens],
            )
        )
    return told


def _split_soon(draft: Draft, mentions: Sequence[Mention]) -> list[Draft]:
    """Set apart the goods that come later: "on steel, copper, and soon, lumber"."""
    doc = draft.sentence.doc
    later = [
        m
        for m in mentions
        if m.first > 2 and {t.lower_ for t in doc[m.first - 2 : m.first]} & {"soon", "eventually", "later"}
    ]
    if not later or draft.status is not Status.IN_FORCE or len(later) == len(mentions):
        return [draft]
    rest = [m for m in mentions if m not in later]
    now = replace(draft, sectors=sectors_of(rest), goods=tuple(dict.fromkeys(m.surface for m in rest)))
    return [
        now,
        replace(draft, status=Status.ANNOUNCED, sectors=sectors_of(later), goods=tuple(m.surface for m in later)),
    ]


def _repeats(sentence: Sentence, trigger: Trigger) -> bool:
    """Say whether a bare rate is one already spoken of ("the 15 percent has been piled on top")."""
    return any(c.lower_ in ("the", "that", "this") for c in trigger.anchor.children)


def _beside(draft: Draft, others: Sequence[Draft]) -> bool:
    """Take imposer and target from the telling just before: "U.S. steel ... Aluminum faces a 10% levy"."""
    before = others[: next(i for i, o in enumerate(others) if o is draft)]
    last = before[-1] if before else None
    if (
        last is not None
        and last.by is not None
        and _includes(draft)
        and draft.sentence.index - last.sentence.index == 1
    ):
        draft.by, draft.status, draft.inherited = last.by, last.status, True
        return True
    if (
        last is None
        or last.by is None
        or draft.targets
        or last.sentence.paragraph != draft.sentence.paragraph
        or draft.sentence.index - last.sentence.index > 1
    ):
        return False
    if draft.rate is None or {draft.kind, last.kind} - TARIFFS:
        return False
    draft.by, draft.targets, draft.inherited = last.by, list(last.targets), True
    if draft.stage.verb_class == "facing" and last.status in COMING:
        draft.status = last.status
    return True


def _made(draft: Draft) -> bool:
    """Say whether the clause tells of the making of a measure whose maker was named before."""
    told = draft.stage.verb_class not in ("", "facing", "proposing")
    return told and not draft.targets and bool(draft.sectors or draft.rate)


def _includes(draft: Draft) -> bool:
    """Say whether the sentence goes on with the one before: "This includes tariffs on ..."."""
    verb = draft.trigger.anchor.head
    return verb.lemma_ == "include" and any(
        c.lower_ in ("this", "these", "they", "that", "those") for c in verb.children if c.dep_ == "nsubj"
    )


def _inherit(draft: Draft, others: Sequence[Draft], slots: Slots) -> None:
    """Take the imposer from who tells of it, else from the document's other tellings, where they agree."""
    teller = slots.telling(draft.trigger.anchor, draft.sentence)
    told = bool(draft.stage.verb_class) or draft.rate is not None
    if told and teller is not None and teller.key not in {c.key for c in draft.targets}:
        draft.by, draft.inherited = teller, True
        return
    family = [
        o
        for o in others
        if o is not draft
        and o.by is not None
        and not o.inherited
        and (o.kind == draft.kind or {o.kind, draft.kind} <= TARIFFS)
    ]
    aimed = [o for o in family if {c.key for c in o.targets} & {c.key for c in draft.targets}]
    alike = [o for o in family if set(o.sectors) & set(draft.sectors) and not (o.targets and draft.targets)] or (
        [o for o in family if draft.rate is not None and o.rate is not None and o.rate.value == draft.rate.value]
        if not draft.targets
        else []
    )
    for group in (aimed, alike, family):
        makers = {o.by for o in group if o.by is not None and o.by.key not in {c.key for c in draft.targets}}
        if len(makers) == 1:
            draft.by, draft.inherited = next(iter(makers)), True
            return
        if makers:
            return
    if draft.stage.verb is not None and wished(draft.stage.verb):
        draft.by, draft.targets = slots.hoped(draft.sentence, draft.targets)
        draft.inherited = True
        return
    issuer = slots.issuer()
    if issuer is not None and draft.stage.verb_class and issuer.key not in {c.key for c in draft.targets}:
        draft.by, draft.inherited = issuer, True
        return
    if draft.kind in IMPORTING - {"other-measure"} and draft.status is not Status.PROPOSED:
        draft.by, draft.inherited = slots.opposite(draft.sentence, {c.key for c in draft.targets}), True
        if draft.by is not None:
            return
    if draft.kind in IMPORTING - {"other-measure"}:
        exclude = {c.key for c in draft.targets}
        draft.by, draft.inherited = slots.rival(exclude), True
        if draft.by is None and _made(draft):
            draft.by = slots.recent(draft.sentence, draft.trigger.anchor, exclude)
        if draft.by is None and (draft.sectors or draft.law or draft.rate is not None):
            draft.by = slots.at_home(exclude)


def score(draft: Draft) -> int:
    """Weigh how much a telling says."""
    weights = data()["score"]
    anchor = draft.trigger.anchor
    said = weights["inherited"] if draft.inherited else weights["imposer"]
    said += (
        weights["target"] * bool(draft.targets)
        + weights["sector"] * bool(draft.sectors or draft.goods)
        + weights["rate"] * (draft.rate is not None)
    )
    said += weights["verb"] * (draft.stage.verb_class not in ("", "facing", "proposing"))
    said += weights["modifier"] * bool(draft.law or draft.starts)
    bare = (
        anchor.tag_ in ("NNS", "NN")
        and not any(c.dep_ in ("det", "poss") for c in anchor.children)
        and not draft.targets
        and not draft.sectors
        and not draft.goods
        and draft.rate is None
        and draft.law is None
    )
    return int(said + (weights["bare"] if bare else 0))


def _measure(draft: Draft, reading: Reading) -> Measure:
    rate = draft.rate
    evidence: Evidence = reading.evidence(
        draft.sentence, draft.tokens, _supports(draft), draft.trigger.frame.id, when=draft.starts
    )
    return Measure(
        kind=draft.kind,
        by=draft.by,
        targets=tuple(draft.targets),
        sectors=draft.sectors,
        goods=draft.goods,
        rate=rate.value if rate is not None else None,
        rate_unit=(rate.unit or "percent-ad-valorem") if rate is not None else None,
        status=draft.status,
        starts=draft.starts,
        ends=draft.ends,
        legal_basis=draft.law,
        rate_before=draft.before,
        volume=volume(draft),
        answers=_answered_by(draft),
        evidence=(evidence,),
    )


def _answered_by(draft: Draft) -> tuple[str, ...]:
    """Give the countries whose measures this one answers: those named, else those it falls on."""
    if not draft.replies:
        return ()
    own = draft.by.key if draft.by is not None else ""
    return tuple(c for c in draft.answers if c != own) or tuple(c.key for c in draft.targets)


def _supports(draft: Draft) -> tuple[str, ...]:
    slots = {
        "imposedBy": not draft.inherited,
        "targets": draft.targets,
        "sector": draft.sectors,
        "rate": draft.rate,
        "starts": draft.starts,
        "ends": draft.ends,
    }
    return ("kind", "status", *(name for name, there in slots.items() if there))


# ---- one measure, told several times
def _asserted(draft: Draft) -> bool:
    """Say whether a telling says that the measure is applied, and does not only mention it."""
    return draft.status is not Status.IN_FORCE or draft.stage.verb_class in (
        "imposing",
        "beginning",
        "keeping",
        "facing",
    )


def _another(draft: Draft) -> bool:
    """Say whether a telling names itself another: "a 25% tariff on another $300 billion of goods"."""
    anchor = draft.trigger.anchor
    near = [*inside(anchor), *anchor.doc[anchor.i + 1 : anchor.i + 4]]
    return any(t.lower_ in ("another", "further", "extra", "remaining") for t in near)


def _folded(tellings: Sequence[tuple[Measure, bool, bool]]) -> list[Measure]:
    """Fold later and vaguer tellings into the measure they repeat."""
    kept: list[Measure] = []
    for telling, asserted, another in sorted(tellings, key=lambda pair: -_detail(pair[0])):
        for i, old in enumerate(kept):
            if _repeat(old, telling) and not another:
                beside = old.evidence[0].sentence == telling.evidence[0].sentence
                applied = _stages(telling.status) == "applied" and asserted and not beside
                kept[i] = replace(
                    old,
                    status=telling.status if applied else old.status,
                    starts=old.starts or telling.starts,
                    ends=old.ends or telling.ends,
                    targets=old.targets or telling.targets,
                    evidence=tuple(dict.fromkeys(old.evidence + telling.evidence)),
                )
                break
        else:
            kept.append(telling)
    return sorted(kept, key=lambda m: m.evidence[0].phrase.start)


def _detail(measure: Measure) -> int:
    return 2 * (measure.rate is not None) + bool(measure.targets) + bool(measure.sectors) + bool(measure.starts)


def _repeat(old: Measure, new: Measure) -> bool:
    """Say whether `new` tells nothing of another measure than `old`."""
    family = old.kind == new.kind or {old.kind, new.kind} <= TARIFFS
    targets = not new.targets or not old.targets or {t.key for t in new.targets} <= {t.key for t in old.targets}
    sectors = set(new.sectors) == set(old.sectors) or (not new.sectors and new.rate in (None, old.rate))
    rates = new.rate is None or new.rate == old.rate
    came = (
        old.rate is not None
        and old.rate == new.rate
        and {_stages(old.status), _stages(new.status)} == {"coming", "applied"}
    )
    stages = _stages(old.status) == _stages(new.status) or came
    times = old.starts is None or new.starts is None or old.starts.earliest == new.starts.earliest or not new.rate
    return family and old.by == new.by and targets and sectors and rates and stages and times


def _stages(status: Status) -> str:
    return "coming" if status in COMING else "over" if status in OVER else "applied"
