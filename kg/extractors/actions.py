"""What authorities do to measures and agreements: raise, cut, lift, suspend, extend, sign, conclude, ratify, leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.clauses import agents, clause, governing_subject, modifiers, possessors, prepositional, subjects
from kg.discourse import Referents
from kg.extractors.action_idioms import told_otherwise
from kg.extractors.action_words import (
    act_status,
    acted_on,
    awaited,
    by_legislature,
    frames_of,
    idiom,
    in_passing,
    is_legislature,
    shared,
    spared,
)
from kg.extractors.measure_slots import Slots
from kg.extractors.measure_stage import LEAVING, WAITING, onward, ordered, realness
from kg.extractors.measure_triggers import triggers
from kg.extractors.measure_words import Trigger, inside, lemma
from kg.frames import Frame
from kg.mentions import MentionKind
from kg.model import Action, AgreementFact, Entity, EntityKind, Fact, Measure, Status, TimeSpan
from kg.parses import Token
from kg.reading import Dated, Reading, Sentence
from kg.status import Reality
from kg.trace import dropped

NAME = "actions"
ACTING = {EntityKind.PERSON, EntityKind.GOVERNMENT, EntityKind.ORGANISATION}
DEFINITE = {"the", "this", "that", "its", "their"}
CHANGES = {"increase", "reduce", "remove", "suspend", "extend", "exempt"}
REAL = {Status.HAPPENED, Status.PLANNED, Status.POSTPONED, Status.POSSIBLE, Status.PROPOSED}


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the actions of a document."""
    finder = _Finder(reading, refer, facts)
    found = [a for s in reading.prose for a in finder.read(s)]
    others = told_otherwise(reading, finder.slots, finder.measures)
    return [*found, *(a for a in others if not any(_same_act(a, b) for b in found))]


def _same_act(a: Action, b: Action) -> bool:
    """Say whether two acts told in one sentence are one."""
    return a.act == b.act and a.evidence[0].sentence == b.evidence[0].sentence


class _Finder:
    """Finds the actions of one document."""

    def __init__(self, reading: Reading, refer: Referents, facts: Sequence[Fact]) -> None:
        self.reading, self.refer = reading, refer
        self.slots = Slots(reading, refer)
        self.measures = [f for f in facts if isinstance(f, Measure)]
        self.agreements = [f for f in facts if isinstance(f, AgreementFact)]

    def read(self, sentence: Sentence) -> Iterator[Action]:
        """Give the actions of a sentence."""
        named = {t.i: trigger for trigger in triggers(self.reading, sentence) for t in (trigger.word, trigger.anchor)}
        for token in sentence.tokens:
            for frame in frames_of(token):
                action = (
                    self._verb(token, frame, named, sentence)
                    if token.pos_ == "VERB"
                    else self._noun(token, frame, named, sentence)
                )
                if action is not None:
                    yield action
                    break

    def _verb(self, verb: Token, frame: Frame, named: dict[int, Trigger], sentence: Sentence) -> Action | None:
        name = lemma(verb)
        if name in frame["approving"] and not by_legislature(verb):
            return None  # who approves of a deal does not ratify it
        if frame["idioms"] and (things := idiom(verb, frame)):
            return self._act(verb, frame, things, named, sentence, agents(verb))
        if frame["alone"] and not any(t.i in named for t in prepositional(verb, "with", "by")):
            return None  # who only says that he would hit back
        moved = name in frame["moves"]
        if (name not in frame["verbs"] and not moved) or (moved and name in LEAVING and onward(verb)):
            return None
        if any(c.dep_ == "neg" for c in verb.children) and verb.dep_ in ("acl", "xcomp"):
            return None  # "the decision not to renew it"
        things = subjects(verb) if moved else acted_on(verb, frame)
        return self._act(verb, frame, things, named, sentence, agents(verb) if not moved else [])

    def _noun(self, noun: Token, frame: Frame, named: dict[int, Trigger], sentence: Sentence) -> Action | None:
        if noun.pos_ != "NOUN" or lemma(noun) not in frame["nouns"]:
            return None
        things = prepositional(noun, "of", "in", "from") + [c for c in noun.lefts if c.dep_ == "compound"]
        who = possessors(noun) or (subjects(noun.head) if noun.dep_ == "dobj" and noun.head.pos_ == "VERB" else [])
        return self._act(noun, frame, things, named, sentence, who)

    def _act(
        self,
        word: Token,
        frame: Frame,
        things: list[Token],
        named: dict[int, Trigger],
        sentence: Sentence,
        who: list[Token],
    ) -> Action | None:
        things = [
            *things,
            *(n for t in things if lemma(t) in shared("wrappers") for n in prepositional(t, "of", "on", "for")),
        ]
        trigger = next((named[t.i] for t in (word, *things) if t.i in named), None)
        if trigger is not None and trigger.word == word and frame.options["act"] != "impose":
            dropped(sentence, word, frame.id, "the measure itself")  # "suspended imports of coal"
            return None
        if trigger is None and frame["spared"]:
            trigger = spared(word, named)
        broad = bool(frame["broad"]) and any(lemma(t) in shared("rules") for t in things)
        agreed = [t for t in things if self._is_agreement(t, sentence)]
        wants_agreement = bool(frame["agreements"])
        if frame["terminable"] and not any(lemma(t) in shared("terminable") for t in things):
            return None
        fits = bool(agreed) if wants_agreement else trigger is not None or broad or bool(frame["both"] and agreed)
        kinds = frame["things"]
        if kinds and not any(lemma(t) in shared(kind) for t in things for kind in kinds):
            return None
        if not fits and not kinds and not frame["terminable"] and not frame["alone"]:
            return None
        measures = self._measures(trigger, sentence)
        if (order := ordered(word)) is not None and word.pos_ == "VERB":
            who = subjects(order) or who
        who = self._makers(word, things, who, sentence) if frame.options["act"] in CHANGES else who
        actors = (
            self._actors(who, sentence)
            or (self._actors(governing_subject(word.head), sentence) if word.dep_ == "acl" else ())
            or tuple(m.by for m in measures[:1] if m.by is not None and not wants_agreement)
        )
        real = realness(word)
        if real.by == "enabled":
            return None
        if wants_agreement and frame.options["act"] == "ratify" and awaited(word):
            real = replace(real, status=Status.PLANNED, tense="future")
        announced = word.pos_ == "NOUN" and word.dep_ == "dobj" and word.head.lemma_ == "announce"
        if announced and word.head.tag_ in ("VBD", "VBN") and frame.options["act"] == "launch":
            real = replace(real, status=Status.HAPPENED, tense="past")
        agreed_on = word.dep_ == "xcomp" and word.head.lemma_ in ("agree", "decide")
        founded = frame.options["act"] == "launch"
        early = founded and real.status is not Status.HAPPENED and not agreed_on
        reason = ""
        if kinds and (early or sum(map(self._public, actors)) < 1 + founded):
            reason = "not done by governments, or not yet"
        elif real.by in WAITING:
            reason = "only waited for"
        elif frame.options["act"] in CHANGES and self._of_others(actors, measures):
            reason = "the measure is another's"
        if reason:
            dropped(sentence, word, frame.id, reason)
            return None
        when = self._when(word, real, sentence)
        status = act_status(word, real, measures)
        if wants_agreement:
            actors = self._with_states(actors) or self._parties(agreed, sentence)
            formal = status is Status.HAPPENED and frame.options["act"] in ("sign", "ratify")
            actors = actors or (self._told_parties(agreed, sentence) if formal else ())
        public = any(map(self.slots.government, actors)) or bool(self._named(agreed, sentence))
        if wants_agreement and not public:
            reason = "no government takes part"  # a contract between companies
        elif wants_agreement and in_passing(word, agreed):
            reason = "only alluded to"
        elif not actors:
            reason = "nobody is said to act"
        elif status not in REAL:
            reason = "not said to happen"
        elif frame["dated"] and (status is not Status.HAPPENED or when is None):
            reason = "not done on a day that is told"
        if reason:
            dropped(sentence, word, frame.id, reason)
            return None
        evidence = self.reading.evidence(
            sentence, [word, *things], ("kind", "actor", "status", *(("when",) if when else ())), frame.id, when=when
        )
        return Action(
            act=str(frame.options["act"]),
            actors=actors,
            measures=measures,
            agreements=self._named(agreed, sentence),
            when=when,
            status=status,
            evidence=(evidence,),
        )

    # ---- slots
    def _is_agreement(self, token: Token, sentence: Sentence) -> bool:
        mention = sentence.at(token)
        if mention is not None and mention.kind is MentionKind.AGREEMENT:
            return True
        if token.lower_ == "it" and token.dep_ == "nsubjpass":
            return bool(self._last_agreement(sentence, back=1))
        return lemma(token) in shared("agreement")

    def _last_agreement(self, sentence: Sentence, back: int | None = None) -> tuple[Entity, ...]:
        """Give the agreement named or told of last before or in a sentence, at most so many sentences back."""
        first = 0 if back is None else max(0, sentence.index - back)
        for earlier in reversed(self.reading.sentences[first : sentence.index + 1]):
            named = [m.entity for m in earlier.of_kind(MentionKind.AGREEMENT) if m.entity]
            told = [f.agreement for f in self.agreements if any(e.sentence == earlier.span for e in f.evidence)]
            if named or told:
                return tuple((named or told)[-1:])
        return ()

    def _actors(self, who: list[Token], sentence: Sentence) -> tuple[Entity, ...]:
        found = [
            e
            for t in who
            for e in (
                self.refer.agents([t], sentence)
                or [g for g in [self.slots.one_government([t], sentence)] if g]
                or self._of_legislature(t, sentence)
            )
        ]
        return tuple(dict.fromkeys(e for e in found if e.kind in ACTING))

    def _of_legislature(self, token: Token, sentence: Sentence) -> list[Entity]:
        """Give the governments of "the Australian Parliament", "legislatures in the U.S. and Colombia"."""
        if not is_legislature(token):
            return []
        near = [*modifiers(token), *possessors(token), *prepositional(token, "of", "in")]
        return [self.reading.government(c.key) for c in self.slots.countries(near, sentence)]

    def _makers(self, word: Token, things: list[Token], who: list[Token], sentence: Sentence) -> list[Token]:
        """Give whose measures are changed, where an agreement says so: "a deal to cut China's tariffs"."""
        owners = [p for t in things for p in possessors(t) if self._actors([p], sentence)]
        return owners if owners and word.dep_ == "acl" and lemma(word.head) in shared("agreement") else who

    def _of_others(self, actors: tuple[Entity, ...], measures: tuple[Measure, ...]) -> bool:
        """Say whether none of the actors is of the government whose measure it is."""
        makers = {m.by.key for m in measures if m.by is not None}
        doers = {g.key for a in actors if (g := self.slots.government(a)) is not None}
        return bool(makers and doers and not makers & doers)

    def _parties(self, agreed: list[Token], sentence: Sentence) -> tuple[Entity, ...]:
        """Give the governments that the agreement's own words name: "the UK-India deal", "a pact between A and B"."""
        tokens = [t for a in agreed for t in inside(a)]
        found = tuple(self.reading.government(c.key) for c in self.slots.countries(tokens, sentence))
        if len(found) == 1 and any(prepositional(a, "with") for a in agreed):  # "an FTA with Panama", told at home
            home = self.slots.issuer() or self.slots.at_home({found[0].key})
            return (home, *found) if home is not None and home not in found else ()
        return found if len(found) > 1 else ()

    def _public(self, actor: Entity) -> bool:
        return self.slots.government(actor) is not None

    def _told_parties(self, agreed: list[Token], sentence: Sentence) -> tuple[Entity, ...]:
        """Give the governments of the parties of an agreement told of in this document: "the pact was signed"."""
        named = self._named(agreed, sentence)
        parties = [p for f in self.agreements if f.agreement in named for p in f.parties]
        return tuple(dict.fromkeys(self.reading.acting(p) for p in parties)) if len(set(parties)) > 1 else ()

    def _with_states(self, actors: tuple[Entity, ...]) -> tuple[Entity, ...]:
        """Add the states for which persons sign."""
        homes = [g for a in actors if a.kind is EntityKind.PERSON and (g := self.slots.government(a)) is not None]
        return tuple(dict.fromkeys((*actors, *homes)))

    def _measures(self, trigger: Trigger | None, sentence: Sentence) -> tuple[Measure, ...]:
        """Give the measures told at the trigger, else those of the sentence when it tells one only."""
        if trigger is None:
            return ()
        here = [m for m in self.measures if any(e.sentence == sentence.span for e in m.evidence)]
        start = sentence.token_span(trigger.word.i, trigger.word.i + 1).start
        exact = [m for m in here if any(e.phrase.start <= start < e.phrase.end for e in m.evidence)]
        chosen = exact or (here if len(here) == 1 else [])
        return tuple(m for m in chosen if m.by is not None)[:3]

    def _named(self, agreed: list[Token], sentence: Sentence) -> tuple[Entity, ...]:
        """Give the agreements that are meant: named here, told of in this sentence, or named last before."""
        direct = [
            m.entity
            for t in agreed
            if (m := sentence.at(t)) is not None and m.kind is MentionKind.AGREEMENT and m.entity
        ]
        told = (
            [f.agreement for f in self.agreements if any(e.sentence == sentence.span for e in f.evidence)]
            if agreed
            else []
        )
        if direct or told:
            return tuple(dict.fromkeys(direct or told[:1]))
        if not agreed or not (agreed[0].lower_ == "it" or any(c.lower_ in DEFINITE for c in agreed[0].children)):
            return ()
        return self._last_agreement(sentence)

    def _when(self, word: Token, real: Reality, sentence: Sentence) -> TimeSpan | None:
        area = {t.i for t in clause(word)}
        for dated in sentence.dates:
            if (
                dated.first in area
                and dated.mention.relation not in ("until", "by")
                and not _of_order(dated, word, sentence)
            ):
                return self.reading.when(dated, real.tense)
        if (
            real.status is Status.HAPPENED
            and len(sentence.dates) == 1
            and sentence.dates[0].mention.relation not in ("until", "by")
        ):
            return self.reading.when(sentence.dates[0], "past")
        return None


def _of_order(dated: Dated, word: Token, sentence: Sentence) -> bool:
    """Say whether a day is that of an order only referred to ("found in Order 9 of May 17"), or one of beginning."""
    if word.pos_ == "VERB" and dated.mention.relation == "since" and "effective" in dated.mention.expression.lower():
        return True
    for ancestor in sentence.doc[dated.first].ancestors:
        if ancestor.lemma_.lower() in ("order", "proclamation"):
            return not any(a.head is word and a.dep_ == "prep" for a in (ancestor.head, ancestor.head.head))
    return False
