"""Fills the other slots of an engagement around its trigger: when, where, about what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.clauses import conjuncts, governing_verb, prepositional
from kg.discourse import sectors_of, topic
from kg.extractors.engagement_sides import SUPPORT, SideFinder, done_to
from kg.extractors.engagement_triggers import EVENT_HEADS, Trigger
from kg.mentions import Mention, MentionKind
from kg.model import Entity
from kg.reading import Dated, Sentence
from kg.status import words as status_words
from kg.titles import is_head

AFTERWARDS = frozenset("after following since before ahead until pending despite amid amidst".split())
AGENDA = frozenset("about on over regarding concerning of for around including".split())
PURPOSES = frozenset(
    "discuss address talk negotiate review explore advance resolve tackle seek finalise finalize conclude "
    "settle agree press push raise hash iron work".split()
)
MOTION = frozenset("travel fly head go come arrive return journey leave visit depart jet land".split())


class Slots(SideFinder):
    """Slot filling for one reading."""

    # ---- when
    def when(self, trigger: Trigger, sentence: Sentence) -> Dated | None:
        """Give the time expression that stands nearest to the trigger in its own clause."""
        region = self.region(trigger)
        found = [d for d in sentence.dates if self._attached(d, sentence, region)]
        return min(found, key=lambda d: abs(d.first - trigger.token.i), default=None)

    def _attached(self, dated: Dated, sentence: Sentence, region: set[int]) -> bool:
        heads = [
            t for t in sentence.doc[dated.first : dated.last] if not dated.first <= t.head.i < dated.last or t.head == t
        ]
        if dated.first not in region or not heads:
            return False
        head = heads[0]
        return not (head.dep_ == "pobj" and head.head.lower_ == "since" and head.head.head.pos_ == "NOUN")

    def region(self, trigger: Trigger) -> set[int]:
        """Give the tokens that speak of the event: the noun's phrase, and the clause of the verb that holds it."""
        token = trigger.token
        if not trigger.noun:
            top = token
            while top.dep_ in ("xcomp",) and top.head.pos_ in ("VERB", "AUX") and top.head.lemma_ not in MOTION:
                top = top.head
            return {t.i for t in _clause(top)}
        inside = {t.i for t in _clause(token)}
        for child in token.children:  # "the talks, which will be held in Rome on Friday"
            if child.dep_ == "relcl" and any(
                c.lower_ in ("which", "that") and "subj" in c.dep_ for c in child.children
            ):
                inside |= {t.i for t in _clause(child)}
        verb, told = self.carrier(token)
        if verb is not None and not told:
            inside |= {t.i for t in _clause(verb)}
        return inside

    def carrier(self, noun: Token) -> tuple[Token | None, bool]:
        """Give the verb in whose clause a noun stands, and whether that clause tells of something else."""
        verb = governing_verb(noun)
        if verb is None:
            return None, True
        token = noun
        while token.head != verb and token.head != token:
            if token.dep_ == "prep" and token.lower_ in AFTERWARDS:
                return verb, True
            token = token.head
        if token.dep_ in ("prep", "advmod", "advcl") and (token.lower_ in AFTERWARDS):
            return verb, True
        says = status_words()["saying"]
        if (
            verb.lemma_ in says["plain"] | says["distant"]
            and verb.lemma_ not in SUPPORT
            and token.dep_ not in ("prep",)
        ):
            return verb, True
        return verb, False

    def underway(self, noun: Token) -> bool:
        """Say whether nothing tells that undated negotiations are over: no past verb holds them, nothing follows."""
        verb, told = self.carrier(noun)
        if verb is None:
            return True
        top = noun
        while top.head != verb and (top.head.pos_ == "NOUN" or top.head.lower_ == "of"):
            top = top.head
        past = verb.tag_ in ("VBD", "VBN") and (top.head == verb or (top.head.dep_ == "prep" and top.head.head == verb))
        return not told and not past

    # ---- where
    def places(self, trigger: Trigger, sentence: Sentence, used: Iterable[Token]) -> tuple[Entity, ...]:
        """Give where it takes place: in and at of the noun, of the clause, and what stands before the noun."""
        taken = {t.i for t in used}
        tokens = [t for t in self._where(trigger, sentence) if t.i not in taken]
        return tuple(dict.fromkeys(self.refer.places(tokens, sentence)))

    def _where(self, trigger: Trigger, sentence: Sentence) -> Iterator[Token]:
        region, kind = self.region(trigger), trigger.kind
        wanted = {"in", "at", "on"} | (set(trigger.frame["to"]) if kind == "visit" else set())
        for i in sorted(region):
            preposition = sentence.doc[i]
            if (
                preposition.dep_ in ("prep", "dative")
                and preposition.lower_ in wanted
                and not self._of_party(preposition)
            ):
                yield from (t for c in preposition.children if c.dep_ == "pobj" for t in _with_near(c))
        if trigger.noun:
            kinds = (
                MentionKind.PLACE,
                MentionKind.CAPITAL,
                MentionKind.ORGANISATION,
                *((MentionKind.COUNTRY,) if kind == "visit" else ()),
            )
            before = (
                m for m in sentence.of_kind(*kinds) if m.first in range(trigger.token.left_edge.i, trigger.token.i)
            )
            yield from (h for m in before if (h := sentence.head(m)).dep_ != "poss")
        elif trigger.token.lemma_ in trigger.frame["object"] and kind == "visit":
            yield from done_to(trigger.token)

    @staticmethod
    def _of_party(preposition: Token) -> bool:
        """Tell "leaders in Brussels", "ambassador in Washington" from the place of the event."""
        head = preposition.head
        return head.pos_ in ("NOUN", "PROPN") and (
            is_head(head)
            or head.lemma_.lower()
            in ("interest", "investment", "official", "drop", "rise", "cut", "increase", "growth", "market", "tariff")
        )

    # ---- about what
    def agenda(self, trigger: Trigger, sentence: Sentence) -> tuple[tuple[str, ...], tuple[Entity, ...]]:
        """Give the sectors and the named subjects that parties deal with."""
        tokens = set(self._agenda_tokens(trigger))
        named = [m for m in sentence.mentions if m.first in tokens and not self._in_title(m, sentence)]
        about = [m.entity for m in named if m.kind is MentionKind.AGREEMENT and m.entity]
        about += [t for t in self._topics(trigger, sentence) if not about]
        return sectors_of(named), tuple(dict.fromkeys(about))

    def _agenda_tokens(self, trigger: Trigger) -> Iterator[int]:
        token = trigger.token
        for child in token.children:
            if child.dep_ in ("compound", "amod", "nmod") or (
                child.dep_ in ("prep", "acl", "advcl", "xcomp", "relcl")
                and child.lower_ not in ("with", "between", "after", "before")
            ):
                yield from (t.i for t in child.subtree)
        verb = token if not trigger.noun else self.carrier(token)[0]
        if verb is None or (trigger.noun and self.carrier(token)[1]):
            return
        for child in verb.children:
            if child.i > token.i and (
                child.dep_ in ("advcl", "xcomp") or (child.dep_ == "prep" and child.lower_ in AGENDA)
            ):
                yield from (t.i for t in child.subtree)

    def _in_title(self, mention: Mention, sentence: Sentence) -> bool:
        head = sentence.head(mention)
        roles = (r for r in self.reading.roles if r.paragraph == sentence.paragraph)
        return is_head(head.head) or any(r.first <= mention.first < r.last for r in roles)

    def _topics(self, trigger: Trigger, sentence: Sentence) -> Iterator[Entity]:
        verb = trigger.token if not trigger.noun else None
        for holder in (trigger.token, verb):
            for thing in (
                prepositional(holder, "about", "on", "over", "regarding", "concerning") if holder is not None else ()
            ):
                mention = sentence.at(thing)
                if (
                    thing.pos_ in ("NOUN", "PROPN")
                    and thing.ent_type_ not in ("DATE", "TIME")
                    and not (mention and mention.kind in (MentionKind.SECTOR, MentionKind.PERSON, MentionKind.PLACE))
                ):
                    phrase = [t for t in thing.lefts if t.dep_ in ("compound", "amod", "nmod")]
                    words = " ".join(t.text for t in (*phrase, thing))
                    if len(words) > 3 and thing.lemma_.lower() not in VAGUE:
                        yield topic(words)


VAGUE = frozenset(
    "issue matter thing phone telephone sideline agenda table margin basis level topic subject question "
    "call visit trip range number tuesday way condition".split()
)


def _with_near(token: Token) -> Iterator[Token]:
    """Give a noun, what is coordinated with it, and a place set beside it: "Woodside, California"."""
    for noun in conjuncts(token):
        yield noun
        yield from (c for c in noun.children if c.dep_ == "appos" and c.pos_ == "PROPN")


def _clause(top: Token) -> Iterator[Token]:
    """Walk a clause without embedded clauses and without what is said about its parties."""
    yield top
    for child in top.children:
        embedded = child.dep_ in ("relcl", "advcl", "ccomp", "conj", "parataxis", "acl", "csubj") and child.pos_ in (
            "VERB",
            "AUX",
        )
        told = child.dep_ in ("prep", "mark") and child.lower_ in ("about", "regarding", "concerning", *AFTERWARDS)
        event = child.dep_ in ("conj",) and child.lemma_.lower() in EVENT_HEADS
        if not embedded and not told and not event:
            yield from _clause(child)
