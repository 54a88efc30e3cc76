"""Says who stands on which side of an engagement: from its clause and its noun phrase."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kg.clauses import agents, conjuncts, objects, passive, patients, possessors, prepositional, subjects
from kg.discourse import GROUPS
from kg.extractors.engagement_events import attending, named_event
from kg.extractors.engagement_parties import COUNTRIES, Parties
from kg.extractors.engagement_talks import talking
from kg.extractors.engagement_triggers import Trigger
from kg.lists import before
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.reading import Sentence
from kg.titles import is_head

SUPPORT = frozenset(
    "hold have conduct attend host lead begin start resume continue open conclude finish wrap end "
    "complete join enter take make pay plan schedule expect cancel "
    "postpone delay skip arrange set want seek propose request agree include involve be meet stage chair "
    "convene launch announce suspend reopen restart engage "
    "lead head cut extend confirm abandon scrap undertake do get need demand refuse decline reject hope "
    "push call offer invite await prepare break drop".split()
)
SPEECHES = frozenset("comment remark statement speech word criticism attack insult joke praise".split())
MEANS = frozenset(
    "telephone phone link video videolink conference videoconference line sideline margin fringe edge "
    "hour minute day week month".split()
)
OWN = frozenset("their its his her".split())
AIMS = frozenset("purpose aim objective goal object intention plan reason".split())
HOSTING = frozenset("convene host cohost co-host chair co-chair cochair call hold lead summon".split())
JOURNEYS = frozenset("visit trip tour stay stop journey itinerary agenda programme program schedule".split())
JOINTLY = frozenset("trilateral quadrilateral three-way four-way multilateral joint".split())
DELEGATES = frozenset("delegation deputation".split())


@dataclass(frozen=True, slots=True)
class Sides:
    """Who does it and with whom; `apart` when the other side is several that are met one by one."""

    left: tuple[Entity, ...]
    right: tuple[Entity, ...]
    tokens: tuple[Token, ...]
    apart: bool = False
    open: bool = False  # the other side is a delegation of whom the text has yet to tell

    @property
    def grouped(self) -> bool:
        """Say whether officials of both sides do it: "experts from both governments"."""
        return bool(self.tokens) and all(t.lemma_.lower() in GROUPS for t in self.tokens)


class SideFinder(Parties):
    """Both sides of a trigger, for one reading; `travelling` are those whose visit was told last."""

    travelling: tuple[Entity, ...] = ()
    guests: tuple[Entity, ...] = ()

    def sides(self, trigger: Trigger, sentence: Sentence) -> Sides:
        """Give both sides of a trigger."""
        if trigger.frame.options.get("event"):
            return self._attended(trigger, sentence)
        self.guests = ()
        left, right = self._noun_sides(trigger, sentence) if trigger.noun else self._verb_sides(trigger, sentence)
        first, second = self.guests or self.parties(left, sentence), self.parties(right, sentence)
        if trigger.noun and trigger.frame.kind in ("talks", "negotiation"):
            first, second = talking(trigger.token, sentence, self, (first, second))
        if trigger.kind == "visit":
            first = self._travellers(trigger.token, left, sentence)
        reciprocal = [t for t in right if t.lower_ in ("other", "another")]
        lost = bool(right) and not second and not reciprocal and not trigger.noun
        if trigger.kind == "negotiation" and trigger.noun:
            first = tuple(e for e in first if e.kind is not EntityKind.ORGANISATION or e.known)
        first, second = self._settled(first, second)
        if lost:  # "X and Y met farmers": with whom is told, and is nobody here
            delegates = bool(first) and any(t.lemma_.lower() in DELEGATES for t in right)
            return Sides(first if delegates else (), (), (*left, *right), open=delegates)
        joint = {c.lower_ for c in trigger.token.children} & JOINTLY
        conference = trigger.kind == "call" and any(e.kind is EntityKind.PERSON for e in second)
        apart = not conference and not joint and self._apart(right, second)
        return Sides(first, second, (*left, *right), apart)

    def _attended(self, trigger: Trigger, sentence: Sentence) -> Sides:
        """Read "will attend the G20 summit", "took part in the East Asia Summit"."""
        verb = attending(trigger.token)
        left = agents(verb) if verb is not None else []
        first, second = self._settled(self.parties(left, sentence), named_event(trigger.token, sentence, self.reading))
        return Sides(first, second, tuple(left))

    def _travellers(self, verb: Token, tokens: Iterable[Token], sentence: Sentence) -> tuple[Entity, ...]:
        """Give who travels: persons, and governments whose people do; a country stays where it is."""
        if verb.lemma_ in ("send", "dispatch"):
            return self.parties(tokens, sentence)
        tokens = list(tokens)
        anybody = [t for t in tokens if is_head(t) and any(c.lower_ in ("a", "an") for c in t.children)]
        if anybody:  # "the first visit of a U.S. President since 2017": of him who is subject of the clause
            holders = self._holding(verb, held) if (held := self.holder(verb)) is not None else []
            tokens = [t for t in holders if self.parties([t], sentence)]
        moving = [
            t
            for t in tokens
            if not ((m := sentence.at(t)) is not None and m.kind in COUNTRIES and t.tag_ not in ("NNS", "NNPS"))
        ]
        return self.parties(moving, sentence)

    def _apart(self, tokens: list[Token], right: tuple[Entity, ...]) -> bool:
        """Say whether the other side is several governments, or persons of several countries, met one by one."""
        if len(right) < 2:
            return False
        homes = {self.home(e) for e in right}
        if len({t.head.i for t in tokens if t.dep_ == "pobj"}) > 1:
            return True  # "met with X, then with Y"
        return all(e.kind is not EntityKind.PERSON for e in right) or (None not in homes and len(homes) == len(right))

    @staticmethod
    def _hosts(token: Token) -> list[Token]:
        """Read "at the invitation of X", "at X's invitation", "as guest of X"."""
        calls = [
            t for t in prepositional(token, "at", "on", "as") if t.lemma_.lower() in ("invitation", "invite", "guest")
        ]
        return [t for c in calls for t in (*possessors(c), *prepositional(c, "of", "from"))]

    @staticmethod
    def _is_person(token: Token, sentence: Sentence) -> bool:
        mention = sentence.at(token)
        return is_head(token) or (mention is not None and mention.kind is MentionKind.PERSON)

    def _verb_sides(self, trigger: Trigger, sentence: Sentence) -> tuple[list[Token], list[Token]]:
        verb, frame = trigger.token, trigger.frame
        if verb.lemma_ == "invite":
            return patients(verb), agents(verb)
        if verb.lemma_ in ("send", "dispatch"):
            sent = patients(verb)
            return (sent if self.parties(sent, sentence) else agents(verb)), []
        left = self._purposeful(agents(verb)) or self._unattached(verb, sentence)
        right = [*prepositional(verb, *frame["with"]), *_loose(verb, *frame["with"])] if frame["with"] else []
        if verb.lemma_ in frame["object"]:
            right += [t for t in done_to(verb) if trigger.kind != "visit" or self._is_person(t, sentence)]
        if trigger.frame.id in ("engagement-discuss", "engagement-phrase"):
            right += [t for o in objects(verb) for t in prepositional(o, "with")]
        elif passive(verb):
            left = left or subjects(verb)
        if trigger.kind == "visit":
            right += self._hosts(verb)
        return left, right

    def _noun_sides(self, trigger: Trigger, sentence: Sentence) -> tuple[list[Token], list[Token]]:
        noun, frame = trigger.token, trigger.frame
        right = prepositional(noun, "with", "to") if frame.kind == "call" else prepositional(noun, "with", "alongside")
        left = self._known(self._owners(noun, sentence, frame["with"]), sentence)
        if trigger.kind == "visit":
            right += self._hosts(noun.head.head if noun.dep_ == "pobj" else noun)
        if frame["of"]:
            right += [t for o in prepositional(noun, "of") for t in prepositional(o, "with", "between")]
        if not left and not right and noun.head.pos_ in ("VERB", "AUX"):  # "Talks resumed on Monday between X and Y"
            left = [*prepositional(noun.head, "between", "involving"), *_loose(noun.head, "between", "involving")]
        right = right or _loose(noun, "with")
        right = right or [t for o in prepositional(noun, "on", "about", "for") for t in prepositional(o, "with")]
        left = left or self._named_before(noun, sentence)
        if not right and frame.kind in ("meeting", "talks") and left:
            right = self._beside(noun)
        verb = self.holder(noun)
        if verb is None:
            return left, right
        if trigger.kind == "visit" and verb.lemma_ in ("invite", "welcome", "host", "receive"):
            return left or patients(verb), agents(verb)
        if left and verb.lemma_ in HOSTING and noun.dep_ == "dobj":  # "convened a meeting of the leaders of X and Y"
            return [*agents(verb), *left], right
        if not left:
            left = self._holding(noun, verb) or self._unattached(verb, sentence)
            if right and any(t.lemma_.lower() == "side" for t in left):
                return [], right  # "in the meeting with X, the two sides agreed": it was told before
            if len(left) == 1 and left[0].lemma_.lower() in JOURNEYS and sentence.at(left[0]) is None:
                self.guests = self.travelling  # "the visit will include talks with X"
        return left, right or (self._with_verb(verb) if trigger.kind != "visit" else [])

    def _unattached(self, verb: Token, sentence: Sentence) -> list[Token]:
        """Give the names right before a verb that the parser left without a subject."""
        top = verb
        while top.dep_ in ("advcl", "xcomp", "conj") and top.head.pos_ in ("VERB", "AUX"):
            top = top.head
        lacking = top.dep_ == "ROOT" and not passive(top) and not subjects(top)
        return before(top, sentence, self.reading.roles) if lacking else []

    @staticmethod
    def _purposeful(subjects_: list[Token]) -> list[Token]:
        """Read "the purpose of my visit is to meet", "his aim is to meet": he whose purpose it is."""
        aims = [t for t in subjects_ if t.lemma_.lower() in AIMS]
        if not aims or len(aims) < len(subjects_):
            return subjects_
        return [o for t in aims for n in (t, *prepositional(t, "of")) for o in possessors(n)]

    def _known(self, owners: list[Token], sentence: Sentence) -> list[Token]:
        """Leave out owners who are nobody in particular: "the leaders' meeting", "their talks" of the subject."""
        named = [t for t in owners if t.pos_ == "PROPN" or (t.lower_ not in OWN and t.tag_ not in ("NNS", "NNPS"))]
        return owners if named or self.parties(owners, sentence) else []

    @staticmethod
    def _beside(noun: Token) -> list[Token]:
        """Read "his comments during X's meeting", "her remarks at X's dinner": both were there."""
        if noun.dep_ != "pobj" or noun.head.lower_ not in ("during", "at", "in"):
            return []
        outer = noun.head.head
        said = [outer] if outer.pos_ == "NOUN" else objects(outer)
        return [t for n in said if n.lemma_.lower() in SPEECHES for t in possessors(n)]

    def _owners(self, noun: Token, sentence: Sentence, prepositions: frozenset[str]) -> list[Token]:
        """Give "X's meeting", "meeting between X and Y", "visit by X"."""
        own = possessors(noun)
        members = [t for o in prepositional(noun, "of") for t in self._members(o, sentence)]
        return own + (members or prepositional(noun, *(prepositions - {"with", "to"})))

    @staticmethod
    def _members(token: Token, sentence: Sentence) -> list[Token]:
        """Read "the Australia/Japan Ministerial Committee", "the U.S. - Canada Taskforce": the two whose it is."""
        run = range(token.left_edge.i, token.i + 4)
        named = [m for m in sentence.of_kind(*COUNTRIES) if m.first in run and m.country]
        joined = [
            (a, b)
            for a, b in pairwise(named)
            if b.first - a.last == 1 and sentence.doc[a.last].text in "-–—/" and a.country != b.country
        ]
        return [sentence.head(m) for m in joined[0]] if joined else []

    def _named_before(self, noun: Token, sentence: Sentence) -> list[Token]:
        """Give the parties inside the noun phrase: "the Carney-Trump meeting", "U.S.-China talks"."""
        kinds = (
            MentionKind.PERSON,
            MentionKind.COUNTRY,
            MentionKind.DEMONYM,
            MentionKind.ORGANISATION,
            MentionKind.CAPITAL,
        )
        phrase = range(noun.left_edge.i, noun.i)
        found = [sentence.head(m) for m in sentence.of_kind(*kinds) if m.first in phrase]
        return [t for t in found if t.dep_ != "pobj"]

    def _holding(self, noun: Token, verb: Token) -> list[Token]:
        if passive(verb) and noun.head == verb and noun.dep_ == "nsubjpass":
            return agents(verb)
        return subjects(verb) if not passive(verb) or noun.dep_ == "pobj" else agents(verb)

    @staticmethod
    def _with_verb(verb: Token) -> list[Token]:
        return prepositional(verb, "with") if verb.lemma_ in SUPPORT else []

    def _settled(
        self, left: tuple[Entity, ...], right: tuple[Entity, ...]
    ) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
        """Take persons for their countries, and nobody on both sides."""
        persons = {self.reading.home(e) for e in (*left, *right) if e.kind is EntityKind.PERSON}
        unknown = None in {self.reading.home(e) for e in right if e.kind is EntityKind.PERSON}
        right = tuple(e for e in right if not (unknown and e.kind is EntityKind.GOVERNMENT))  # "X and senior officials"
        keep = [e for e in left if not (e.kind is EntityKind.GOVERNMENT and e.key in persons)]
        others = [e for e in right if not (e.kind is EntityKind.GOVERNMENT and e.key in persons)]
        return tuple(keep), tuple(e for e in others if e not in keep)

    def abroad(self, places: Iterable[Entity], travellers: Iterable[Entity]) -> tuple[Entity, ...]:
        """Give the places that are not the travellers' own country: coming home is no visit."""
        homes = {self.home(e) for e in travellers}
        own = homes.pop() if len(homes) == 1 else None
        codes = {p: p.key if p.kind is EntityKind.COUNTRY else p.country for p in places}
        return tuple(p for p, code in codes.items() if own is None or code != own)

    def holder(self, noun: Token) -> Token | None:
        """Give the verb whose subject takes part in what the noun names: "held talks", "said after talks"."""
        token = noun
        for _ in range(6):
            head = token.head
            if head == token:
                return None
            if head.pos_ in ("VERB", "AUX"):
                if (
                    token.dep_ in ("nsubj", "csubj")
                    and head.dep_ == "advcl"
                    and any(c.lower_ in ("after", "as", "while") for c in head.children)
                ):
                    return head.head  # "will return after talks with X failed"
                return head if token.dep_ not in ("nsubj", "nsubjpass", "csubj") or passive(head) else None
            token = head
        return None


def done_to(verb: Token) -> list[Token]:
    """Give objects with those that the parser joined to the verb: "visit Japan in May, and Singapore in June"."""
    things = patients(verb)
    joined = [c for c in verb.children if c.dep_ == "conj" and c.pos_ in ("PROPN", "NOUN")] if things else []
    return things + [t for c in joined for t in conjuncts(c)]


def _loose(token: Token, *prepositions: str) -> list[Token]:
    """Give what the parser hung on a time or a means instead: "by telephone with X", "on Monday between X and Y"."""
    return [
        t
        for child in token.children
        if child.dep_ in ("prep", "agent") and child.lower_ not in prepositions
        for noun in child.children
        if noun.dep_ == "pobj" and (noun.lemma_.lower() in MEANS or noun.ent_type_ in ("DATE", "TIME"))
        for t in prepositional(noun, *prepositions)
    ]
