"""What authorities do to measures and agreements: raise, cut, lift, suspend, extend, sign, conclude, ratify, leave."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache

from kg.clauses import agents, clause, governing_subject, objects, patients, possessors, prepositional, subjects
from kg.discourse import Referents
from kg.extractors.action_idioms import told_otherwise
from kg.extractors.measure_slots import Slots
from kg.extractors.measure_stage import WAITING, realness
from kg.extractors.measure_triggers import triggers
from kg.extractors.measure_words import Trigger, inside, lemma
from kg.frames import PATTERNS, Frame, load_frames
from kg.mentions import MentionKind
from kg.model import Action, AgreementFact, Entity, EntityKind, Fact, Measure, Status, TimeSpan
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import Reality
from kg.trace import dropped

NAME = "actions"
ACTING = {EntityKind.PERSON, EntityKind.GOVERNMENT, EntityKind.ORGANISATION}
AS_EVENT = {Status.THREATENED: Status.POSSIBLE, Status.IN_FORCE: Status.HAPPENED, Status.ONGOING: Status.HAPPENED}
DEFINITE = {"the", "this", "that", "its", "their"}
CHANGES = {"increase", "reduce", "remove", "suspend", "extend", "exempt"}
REAL = {Status.HAPPENED, Status.PLANNED, Status.POSTPONED, Status.POSSIBLE, Status.PROPOSED}


@cache
def shared(name: str) -> frozenset[str]:
    """Give one class of words shared by the frames."""
    return frozenset(tomllib.loads((PATTERNS / "actions.toml").read_text(encoding="utf-8"))["words"][name])


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
            for frame in _frames(token):
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
        if frame["idioms"] and (things := _idiom(verb, frame)):
            return self._act(verb, frame, things, named, sentence, agents(verb))
        if frame["alone"] and not any(t.i in named for t in prepositional(verb, "with", "by")):
            return None  # who only says that he would hit back
        moved = name in frame["moves"]
        if name not in frame["verbs"] and not moved:
            return None
        things = subjects(verb) if moved else _patients(verb, frame)
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
            trigger = _spared(word, named)
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
        who = self._makers(word, things, who, sentence) if frame.options["act"] in CHANGES else who
        actors = (
            self._actors(who, sentence)
            or (self._actors(governing_subject(word.head), sentence) if word.dep_ == "acl" else ())
            or tuple(m.by for m in measures[:1] if m.by is not None and not wants_agreement)
        )
        real = realness(word)
        founded = frame.options["act"] == "launch"
        reason = ""
        if kinds and ((founded and real.status is not Status.HAPPENED) or sum(map(self._public, actors)) < 1 + founded):
            reason = "not done by governments, or not yet"
        elif real.by in WAITING:
            reason = "only waited for"
        elif frame.options["act"] in CHANGES and self._of_others(actors, measures):
            reason = "the measure is another's"
        if reason:
            dropped(sentence, word, frame.id, reason)
            return None
        when = self._when(word, real, sentence)
        status = _status(word, real, measures)
        if wants_agreement:
            actors = self._with_states(actors) or self._parties(agreed, sentence)
            formal = status is Status.HAPPENED and frame.options["act"] in ("sign", "ratify")
            actors = actors or (self._told_parties(agreed, sentence) if formal else ())
        public = any(map(self.slots.government, actors)) or bool(self._named(agreed, sentence))
        if wants_agreement and not public:
            reason = "no government takes part"  # a contract between companies
        elif wants_agreement and _in_passing(word, agreed):
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
            for e in (self.refer.agents([t], sentence) or [g for g in [self.slots.one_government([t], sentence)] if g])
        ]
        return tuple(dict.fromkeys(e for e in found if e.kind in ACTING))

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
            if dated.first in area and dated.mention.relation not in ("until", "by"):
                return self.reading.when(dated, real.tense)
        if (
            real.status is Status.HAPPENED
            and len(sentence.dates) == 1
            and sentence.dates[0].mention.relation not in ("until", "by")
        ):
            return self.reading.when(sentence.dates[0], "past")
        return None


@cache
def _by_word(verbs: bool) -> dict[str, tuple[Frame, ...]]:
    """Give, for each lemma, the frames it can trigger, in order."""
    parts = ("verbs", "moves") if verbs else ("nouns",)
    kept: dict[str, tuple[Frame, ...]] = {}
    for frame in load_frames("actions"):
        idioms = {idiom.split()[0] for idiom in frame["idioms"]} if verbs else set()
        for word in {w for part in parts for w in frame[part]} | idioms:
            kept[word] = (*kept.get(word, ()), frame)
    return kept


def _frames(token: Token) -> tuple[Frame, ...]:
    if token.pos_ not in ("VERB", "NOUN"):
        return ()
    index = _by_word(token.pos_ == "VERB")
    return tuple(dict.fromkeys((*index.get(lemma(token), ()), *index.get(token.lemma_.lower(), ()))))


def _in_passing(word: Token, agreed: list[Token]) -> bool:
    """Say whether an act is only alluded to: "in reaching an agreement", "skill in securing deals"."""
    if word.tag_ == "VBG" and word.dep_ == "pcomp" and word.head.lower_ in ("in", "of", "at", "for"):
        return True
    return bool(agreed) and all(
        t.tag_ == "NNS" and not any(c.dep_ in ("det", "nummod", "poss") for c in t.children) for t in agreed
    )


def _patients(verb: Token, frame: Frame) -> list[Token]:
    """Give what a verb acts on; "from" the treaty, "with" tariffs; the head of "the pact they signed"."""
    found = patients(verb)
    if frame["from"]:
        found = prepositional(verb, "from", "of") + [t for t in found if verb.lemma_ in ("quit", "exit", "leave")]
    if frame["spared"]:
        found = found + prepositional(verb, "from")
    if frame["alone"]:
        found = prepositional(verb, "with", "by")
    if verb.dep_ == "relcl" and verb.head not in subjects(verb):
        found.append(verb.head)
    return found


def _spared(verb: Token, named: dict[int, Trigger]) -> Trigger | None:
    """Give the measure somebody is left out of: "doubled tariffs ..., exempting Britain"."""
    if verb.lemma_ == "leave":
        return next((named[t.i] for t in prepositional(verb, "out", "off", "of") if t.i in named), None)
    top = verb.head if verb.dep_ == "advcl" else verb
    near = [t for t in top.subtree if t.i in named and t.i < verb.i]
    return named[near[-1].i] if near else None


def _idiom(verb: Token, frame: Frame) -> list[Token]:
    """Read "put their names to the treaty", "shook hands on a framework"."""
    for idiom in frame["idioms"]:
        name, thing, preposition = idiom.split()
        if verb.lemma_.lower() == name and any(lemma(o) in (thing, thing + "s") for o in objects(verb)):
            return prepositional(verb, preposition) + [t for o in objects(verb) for t in prepositional(o, preposition)]
    return []


def _status(word: Token, real: Reality, measures: Sequence[Measure]) -> Status:
    """Give the status of an act: what a deal would do is proposed, what is put off is postponed."""
    status = AS_EVENT.get(real.status, real.status)
    if (
        word.pos_ == "NOUN"
        and word.dep_ == "dobj"
        and lemma(word.head) in ("move", "push-back", "delay", "postpone", "defer", "put-off")
    ):
        return Status.POSTPONED
    if word.pos_ == "VERB" and real.by == "would" and status is Status.POSSIBLE:
        return Status.PROPOSED
    if (
        word.tag_ in ("VBZ", "VBP")
        and status is Status.HAPPENED
        and measures
        and all(m.status is Status.ANNOUNCED for m in measures[:1])
    ):
        return Status.PLANNED
    return status
