"""Finds who comes along: "accompanied by", "joined by", "at his side", "brought with her"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.clauses import conjuncts, objects, passive, prepositional, subjects
from kg.extractors.engagement_makeup import Makeup, makeup
from kg.extractors.engagement_slots import Slots
from kg.extractors.engagement_triggers import NAME, Trigger
from kg.frames import load_frames
from kg.mentions import MentionKind
from kg.model import Engagement, Entity, EntityKind, Status
from kg.parses import Token
from kg.reading import Sentence
from kg.status import reality
from kg.titles import is_head

REACH = 3  # sentences back to the engagement that company belongs to
MAKEUP_REACH = 5  # and to the one whose sides are told


@dataclass(frozen=True, slots=True)
class Told:
    """An engagement with the sentence and the word that tell it."""

    fact: Engagement
    trigger: Trigger
    sentence: Sentence
    tokens: tuple[Token, ...]
    touched: int = -1  # the last sentence that added to it
    pending: bool = False  # it counts only when somebody is told who makes up the other side

    @property
    def last(self) -> int:
        """Give the sentence in which it was spoken of last."""
        return max(self.sentence.index, self.touched)


Company = tuple[
    tuple[Entity, ...], tuple[Entity, ...], Token, bool
]  # leaders, members, the word that says so, a title leads


def with_company(told: list[Told], sentence: Sentence, slots: Slots) -> list[Told]:
    """Add the members of delegations named in a sentence to the engagement they belong to."""
    made = makeup(sentence, slots)
    if made is not None and (place := _latest(told, sentence, made)) is not None:
        told[place] = replace(
            told[place], fact=_manned(told[place].fact, made, sentence, slots), touched=sentence.index, pending=False
        )
        return told
    for leaders, members, word, titled in _companies(sentence, slots):
        place = _engagement(told, sentence, leaders, titled)
        if place is not None:
            told[place] = replace(told[place], fact=_joined(told[place].fact, members, sentence, word, slots))
    return told


def _engagement(told: list[Told], sentence: Sentence, leaders: tuple[Entity, ...], titled: bool) -> int | None:
    """Give the last engagement of the leaders, in this sentence or just before; of any when only a title leads."""
    near = [i for i, t in enumerate(told) if 0 <= sentence.index - t.sentence.index <= REACH]
    led = [i for i in reversed(near) if set(leaders) & set(told[i].fact.parties)]
    visits = [i for i in led if told[i].sentence is not sentence and set(leaders) & set(told[i].fact.actors)]
    if led:
        return (visits or led)[0]
    same = [i for i in near if told[i].sentence is sentence]
    return same[-1] if same and not leaders else near[-1] if near and not leaders and titled else None


def _latest(told: list[Told], sentence: Sentence, made: Makeup) -> int | None:
    """Give the engagement told last before a sentence, or in it, that is as real as the side is said to be."""
    status = reality(made.word).status
    near = [
        i
        for i, t in enumerate(told)
        if 0 <= sentence.index - t.last <= MAKEUP_REACH
        and (made.travelling or t.fact.kind != "visit")
        and {t.fact.status, status} in ({status}, {Status.HAPPENED, Status.ONGOING})
    ]
    return near[-1] if near else None


def _manned(fact: Engagement, made: Makeup, sentence: Sentence, slots: Slots) -> Engagement:
    """Let the persons who make up a side take the place of the government or body they stand for."""
    homes = {made.side, *(slots.reading.home(p) for p in made.members)} - {None}
    strangers = made.side is None and any(slots.reading.home(p) is None for p in made.members)
    ends = {e.key for e in fact.recipients}

    def stays(entity: Entity) -> bool:
        stood_for = entity.kind is EntityKind.GOVERNMENT and (entity.key in homes or strangers)
        sent = entity.kind is EntityKind.ORGANISATION and made.side is None
        return entity.key in ends or not (stood_for or sent)

    new = tuple(m for m in made.members if m not in fact.parties)
    supports = "participant" if fact.participants else "actor"
    told = replace(
        fact,
        evidence=(*fact.evidence, slots.reading.evidence(sentence, [made.word], (supports,), "engagement-company")),
    )
    if fact.participants:
        return replace(told, participants=(*(e for e in fact.participants if stays(e)), *new))
    return replace(told, actors=(*(e for e in fact.actors if stays(e)), *new))


def _joined(fact: Engagement, members: tuple[Entity, ...], sentence: Sentence, word: Token, slots: Slots) -> Engagement:
    new = tuple(m for m in members if m not in fact.parties)
    if not new:
        return fact
    name = "companions" if fact.kind == "visit" else "participants" if fact.participants else "actors"
    supports = {"companions": "accompaniedBy", "participants": "participant", "actors": "actor"}[name]
    evidence = slots.reading.evidence(sentence, [word], (supports,), "engagement-company")
    return replace(fact, **{name: (*getattr(fact, name), *new)}, evidence=(*fact.evidence, evidence))  # type: ignore[arg-type]


def _companies(sentence: Sentence, slots: Slots) -> Iterator[Company]:
    for token in sentence.tokens:
        found = _by_verb(token) or _by_word(token) or _by_side(token) or _by_with(token, sentence)
        if found is None:
            continue
        leaders, members = (_persons(tokens, sentence, slots) for tokens in found)
        if set(leaders) & set(members):
            leaders = ()  # "X was at his side": he is somebody else
        if members:
            yield leaders, members, token, any(is_head(t) or t.pos_ == "PRON" for t in found[0])


def _persons(tokens: Iterable[Token], sentence: Sentence, slots: Slots) -> tuple[Entity, ...]:
    return tuple(e for e in slots.parties(tokens, sentence) if e.kind is EntityKind.PERSON)


def _by_verb(verb: Token) -> tuple[list[Token], list[Token]] | None:
    """Read "was joined by X", "X accompanied him", "brought X"."""
    frame = next(f for f in load_frames(NAME) if f.id == "engagement-company")
    if verb.pos_ != "VERB":
        return None
    by = [
        t
        for c in verb.children
        if c.dep_ in ("agent", "prep") and c.lower_ == "by"
        for p in c.children
        if p.dep_ == "pobj"
        for t in _list(p)
    ]
    if verb.lemma_ in frame["passive"] and verb.tag_ == "VBN" and by:
        return _accompanied(verb), by
    if verb.lemma_ == "bring" and not passive(verb):
        return subjects(verb), objects(verb)
    if verb.lemma_ in frame["active"] and not passive(verb) and verb.lemma_ != "bring":
        return objects(verb), subjects(verb)
    return None


def _accompanied(verb: Token) -> list[Token]:
    return subjects(verb) or (conjuncts(verb.head) if verb.dep_ in ("acl", "relcl") else [])


def _list(token: Token) -> Iterator[Token]:
    """Give coordinated members, and those after "including": "ministers, including X and Y"."""
    for noun in conjuncts(token):
        yield noun
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("including", "like"):
                yield from (t for g in child.children if g.dep_ in ("pobj", "dobj") for t in conjuncts(g))
            elif child.dep_ == "appos":
                yield from conjuncts(child)


def _by_word(token: Token) -> tuple[list[Token], list[Token]] | None:
    """Read "along with X", "together with X", "alongside X" beside a name."""
    if token.lower_ not in ("along", "together", "alongside") or token.dep_ not in ("prep", "advmod"):
        return None
    members = (
        prepositional(token, "with")
        if token.lower_ != "alongside"
        else [t for c in token.children if c.dep_ == "pobj" for t in conjuncts(c)]
    )
    head = token.head
    leaders = subjects(head) if head.pos_ in ("VERB", "AUX") else conjuncts(head)
    return (leaders, members) if members else None


def _by_with(token: Token, sentence: Sentence) -> tuple[list[Token], list[Token]] | None:
    """Read "With him travelled X and Y", which the parser takes for anything but what it is."""
    after = sentence.doc[token.i + 1 : token.i + 3]
    if token.lower_ != "with" or token.i != sentence.tokens.start or len(after) < 2:
        return None
    if after[0].lower_ not in ("him", "her", "them") or after[1].lemma_ not in ("travel", "be", "come", "go", "fly"):
        return None
    names = [sentence.head(m) for m in sentence.of_kind(MentionKind.PERSON) if m.first > after[1].i]
    return [after[0]], names


def _by_side(token: Token) -> tuple[list[Token], list[Token]] | None:
    """Read "X and Y were at his side", "had X next to him"."""
    if token.lower_ not in ("side", "him", "her", "them"):
        return None
    leader = [c for c in token.children if c.dep_ == "poss"] if token.lower_ == "side" else [token]
    preposition = token.head
    outer = preposition.head if preposition.head.lower_ == "next" else preposition
    beside = preposition.lower_ in ("at", "by", "beside", "behind") or outer.lower_ == "next"
    verb = next((a for a in preposition.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if not leader or not beside or verb is None or verb.lemma_ not in ("be", "have", "sit", "stand"):
        return None
    return leader, objects(verb) if verb.lemma_ == "have" else subjects(verb)
