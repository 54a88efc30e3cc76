"""Formal processes under a law or an agreement: consultations, reviews, investigations, disputes, legislation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.clauses import agents, modifiers, objects, patients, possessors, prepositional
from kg.discourse import Referents
from kg.extractors.matter import Matter
from kg.extractors.speech import voice
from kg.frames import Frame, load_frames
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind, Fact, Procedure, Status, TimeSpan
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import reality

NAME = "procedures"
FORUM = "World Trade Organization"  # where disputes are heard; an actor only when nobody else is named
SUPPORTS = ("actor", "about", "sector", "kind", "status")
BODIES = (EntityKind.GOVERNMENT, EntityKind.ORGANISATION)
AFTER = (
    Status.PLANNED,
    Status.ONGOING,
    Status.POSSIBLE,
    Status.PROPOSED,
    Status.HAPPENED,
    Status.POSTPONED,
    Status.CANCELLED,
    Status.DENIED,
    Status.DID_NOT_HAPPEN,
)


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the procedures of a document, one for each actor where several start the same."""
    matter = Matter(reading, refer, facts)
    found: list[Procedure] = []
    for sentence in reading.prose:
        for trigger, frame in _triggers(sentence) if concerns_trade(reading, sentence) else ():
            found += _procedures(reading, refer, matter, sentence, trigger, frame)
    return list(_distinct(found))


def _distinct(found: list[Procedure]) -> Iterator[Procedure]:
    """Join tellings of the same procedure: same kind, status and actors."""
    kept: dict[tuple[str, Status, tuple[Entity, ...]], Procedure] = {}
    for one in found:
        key = (one.kind, one.status, one.actors)
        old = kept.get(key)
        kept[key] = (
            one
            if old is None
            else replace(old, evidence=tuple(dict.fromkeys(old.evidence + one.evidence)), when=old.when or one.when)
        )
    yield from kept.values()


def _triggers(sentence: Sentence) -> Iterator[tuple[Token, Frame]]:
    for token in sentence.tokens:
        if sentence.quoted(token) or (token.dep_ == "pobj" and token.head.lower_ == "including"):
            continue
        if token.pos_ == "PROPN" and token.dep_ == "compound" and token.head.lower_ in ("act", "law", "code"):
            continue  # "the Trade Review Act"
        lemma = token.lemma_.lower()
        for frame in load_frames(NAME):
            noun = lemma in frame["nouns"] and token.pos_ in ("NOUN", "PROPN") and _formal(token, frame, sentence)
            verb = lemma in frame["verbs"] and token.pos_ == "VERB" and _object_fits(token, frame, sentence)
            if noun or verb:
                yield token, frame
                break


TRADE = frozenset(
    """
    tariff trade import export duty levy quota surtax dumping subsidy customs agreement treaty pact deal accord
    sanction measure safeguard countermeasure exporter importer anti-dumping anti-subsidy countervailing wto
    consultation
    """.split()
)
KINDS = (MentionKind.SECTOR, MentionKind.AGREEMENT, MentionKind.LAW, MentionKind.RATE)


def concerns_trade(reading: Reading, sentence: Sentence) -> bool:
    """Say whether a sentence or the two before it have anything of trade: goods, agreements, laws, rates, words."""
    near = reading.sentences[max(0, sentence.index - 2) : sentence.index + 1]
    return any(s.of_kind(*KINDS) or any(t.lemma_.lower() in TRADE for t in s.tokens) for s in near)


def _formal(noun: Token, frame: Frame, sentence: Sentence) -> bool:
    """Say whether a noun names a formal process: by what qualifies it, or by the verb that sets it going."""
    near = [*modifiers(noun), *possessors(noun)]
    words = {w for t in near for w in (t.lower_, t.lemma_.lower())}
    if (words | {t.lower_ for a in noun.ancestors if a.pos_ == "VERB" for t in agents(a)}) & frame["never"]:
        return False
    if lemma_alone := (noun.lemma_.lower() in frame["always"]):
        return lemma_alone
    if words & frame["qualified"] or any(
        (m := sentence.at(t)) is not None and m.kind is MentionKind.AGREEMENT for t in near
    ):
        return True
    if any(t.lemma_.lower() in frame["of"] for t in prepositional(noun, "of", "into", "on", "over", "against")):
        return True
    texts = " ".join(t.lower_ for t in noun.subtree)
    if any(p in texts for p in frame["phrases"]):
        return True
    if noun.dep_ == "pobj":
        return any(a.pos_ == "VERB" and a.lemma_.lower() in frame["starters"] for a in noun.ancestors)
    return noun.dep_ in ("dobj", "nsubjpass", "nsubj") and noun.head.lemma_.lower() in frame["starters"]


def _object_fits(verb: Token, frame: Frame, sentence: Sentence) -> bool:
    if frame["chambers"] and not any(t.lemma_.lower() in frame["chambers"] for t in agents(verb)):
        return False
    if any(t.lower_ in frame["never"] for t in agents(verb)):
        return False
    if not frame["objects"]:
        return True
    things = [*patients(verb), *prepositional(verb, "on", "for", "to", "at", "with", "before", "in", "against")]
    return any(
        {t.lemma_.lower(), *(m.lower_ for m in modifiers(t))} & frame["objects"]
        or ((m := sentence.at(t)) is not None and m.kind in (MentionKind.AGREEMENT, MentionKind.LAW))
        for t in things
    )


def _procedures(
    reading: Reading, refer: Referents, matter: Matter, sentence: Sentence, trigger: Token, frame: Frame
) -> Iterator[Procedure]:
    actors = _actors(refer, sentence, trigger)
    words = [t for t in _about_words(trigger) if t.pos_ != "PUNCT"]
    about, sectors = matter.of(words, sentence)
    if not about:
        about, sectors = matter.of([t for t in sentence.tokens if t != trigger], sentence)
    if not (about or sectors):
        return
    sure = bool(frame["chambers"]) or (frame.kind == "legislation" and _in_chamber(trigger))
    if not sure and not actors and frame.kind == "legislation":
        return
    if not sure and trigger.pos_ == "VERB" and not any(e.kind in BODIES for e in actors):
        return
    when = _when(reading, sentence, trigger, reality(trigger).tense)
    status, day = _stage(trigger, frame), reading.document.published
    if (
        when is not None
        and when.earliest
        and day
        and when.earliest > day
        and status in (Status.HAPPENED, Status.ONGOING)
    ):
        status = Status.PLANNED
    piece = reading.evidence(
        sentence, [trigger, *words], (*SUPPORTS, "when") if when else SUPPORTS, frame.id, when=when
    )
    groups = (
        [(a,) for a in actors]
        if frame.kind == "consultation" and len(actors) > 1 and trigger.dep_ == "dobj"
        else [tuple(actors)]
    )
    for group in groups:
        yield Procedure(
            kind=frame.kind, actors=group, about=about, sectors=sectors, when=when, status=status, evidence=(piece,)
        )


def _in_chamber(trigger: Token) -> bool:
    """Say whether lawmakers act, or something is laid before them."""
    chambers = next(f["chambers"] for f in load_frames(NAME) if f.id == "chamber")
    near = [*agents(trigger), *prepositional(trigger, "before", "to")] if trigger.pos_ == "VERB" else []
    return any({t.lemma_.lower(), t.lower_} & chambers for t in near)


def _stage(trigger: Token, frame: Frame) -> Status:
    """Decide how far a process is: from the verb over it, and from what that verb does to it."""
    asked = trigger.head.head.lemma_ in ("request", "application", "petition") and trigger.dep_ == "pobj"
    thing = trigger.head.head if asked else trigger
    verb = trigger if trigger.pos_ == "VERB" else next((a for a in thing.ancestors if a.pos_ in ("VERB", "AUX")), thing)
    status = reality(verb).status if asked else reality(thing).status
    status = status if status in AFTER else Status.PROPOSED
    let = not trigger.dep_.startswith("nsubj") and any(a.lemma_ in LETTING for a in trigger.ancestors)
    if let or (status is Status.PLANNED and _on_condition(verb)):
        return Status.POSSIBLE
    if any(a.lemma_.lower() in WISHING for a in trigger.ancestors) and status is not Status.PLANNED:
        return Status.PROPOSED
    if verb.lemma_ in PAUSING and verb != trigger and reality(verb).status is Status.HAPPENED:
        return Status.POSTPONED
    if verb.lemma_ in ENDING and verb.tag_ in ("VBZ", "VBP", "VBG") and verb != trigger:
        return Status.ONGOING
    if verb.lemma_ in ENDING and verb != trigger:
        return Status.HAPPENED if reality(verb).status is Status.HAPPENED else Status.ONGOING
    if verb.lemma_ in ("request", "seek", "demand") and frame.kind == "consultation" and verb != trigger:
        status = reality(verb).status
        return Status.ONGOING if status is Status.HAPPENED else status
    if frame.kind == "legislation":
        return _legislative(trigger, verb, status)
    if status is Status.HAPPENED and (
        _begun(trigger, frame) or (frame.kind == "dispute" and verb.lemma_ not in DECIDED)
    ):
        return Status.ONGOING
    return status


def _legislative(trigger: Token, verb: Token, status: Status) -> Status:
    """A law that must be voted is planned, one that is backed is proposed."""
    must = any(c.dep_ == "aux" and c.lower_ in ("must", "shall") for c in verb.children)
    if status is Status.PROPOSED and (must or verb.lemma_ in ("need", "require", "await", "face")):
        return Status.PLANNED
    if status is Status.HAPPENED and trigger.pos_ != "VERB" and verb.lemma_ not in DECIDED:
        return Status.PROPOSED
    return status


LETTING = ("let", "allow", "enable", "permit")
ENDING = frozenset(
    """
    terminate end close drop withdraw discontinue abandon
    """.split()
)
PAUSING = frozenset("suspend halt pause freeze shelve postpone delay defer stall".split())
WISHING = frozenset("keen eager hope want wish favour favor propose advocate".split())
DECIDED = frozenset(
    """
    pass enact approve adopt complete win lose settle rule decide resolve hold introduce table clear ratify vote
    sign allow
    """.split()
)


def _on_condition(verb: Token) -> bool:
    clauses = [c for c in verb.children if c.dep_ == "advcl"]
    return any(m.dep_ == "mark" and m.lower_ in ("if", "unless", "should") for c in clauses for m in c.children)


def _begun(trigger: Token, frame: Frame) -> bool:
    """Say whether the verb over a process tells that it began, so that it still goes on."""
    return any(
        t.lemma_.lower() in frame["beginning"]
        for t in (trigger.head, trigger.head.head, trigger)
        if t != trigger or trigger.tag_ in ("VBZ", "VBP")
    )


def _actors(refer: Referents, sentence: Sentence, trigger: Token) -> list[Entity]:
    """Give the authorities behind it: agents of the verb, owners of the noun, what stands before it, the other side."""
    tokens: list[Token] = []
    if trigger.pos_ == "VERB":
        tokens += agents(trigger)
        if not tokens and _in_chamber(trigger):
            tokens += prepositional(trigger, "before", "to")
    else:
        tokens += [
            *possessors(trigger),
            *modifiers(trigger),
            *prepositional(trigger, "by", "with", "between", "in", "from"),
        ]
        if trigger.dep_ in ("dobj", "nsubjpass") and trigger.head.pos_ == "VERB":
            tokens = agents(trigger.head) + tokens
        elif trigger.dep_ == "pobj":
            verb = next((a for a in trigger.ancestors if a.pos_ == "VERB"), None)
            tokens = tokens + (agents(verb) if verb is not None else [])
    found = [e for t in tokens if t.pos_ in ("PROPN", "NOUN", "PRON", "ADJ") for e in voice(t, sentence, refer)]
    if not any(e.kind in BODIES for e in found):
        found += [
            refer.reading.government(c.key)
            for c in refer.countries([t for t in tokens if t in modifiers(trigger)], sentence)
        ]
    found = list(dict.fromkeys(found))
    return [e for e in found if e.label != FORUM or len(found) == 1]


def _about_words(trigger: Token) -> list[Token]:
    if trigger.pos_ == "VERB":
        return [
            t
            for o in (*objects(trigger), *(c for c in trigger.children if c.dep_ in ("prep", "ccomp", "nsubjpass")))
            for t in o.subtree
        ]
    return [t for t in trigger.subtree if t != trigger]


def _when(reading: Reading, sentence: Sentence, trigger: Token, tense: str) -> TimeSpan | None:
    """Give the time that stands with the process or its verb."""
    verb = (
        trigger
        if trigger.pos_ == "VERB"
        else next((a for a in trigger.ancestors if a.pos_ in ("VERB", "AUX")), trigger)
    )
    for dated in sentence.dates:
        token = sentence.doc[dated.first : dated.last].root
        if verb in (token.head, token.head.head) or trigger in (token.head, token.head.head):
            return reading.when(dated, tense)
    return None
