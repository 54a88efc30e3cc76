"""What a text says of agreements: which one, between whom, at which stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.clauses import agents, modifiers, possessors, prepositional
from kg.discourse import Referents
from kg.frames import Frame, load_frames
from kg.mentions import MentionKind
from kg.model import AgreementFact, Entity, EntityKind, Fact, Status
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.slugs import slug
from kg.status import negated, reality
from kg.trace import dropped

NAME = "agreements"
SUPPORTS = ("party", "status")
COMING = (
    Status.PLANNED,
    Status.PROPOSED,
    Status.POSSIBLE,
    Status.POSTPONED,
    Status.DID_NOT_HAPPEN,
    Status.DENIED,
    Status.THREATENED,
    Status.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One place where an agreement is spoken of."""

    head: Token
    sentence: Sentence
    known: Entity | None
    label: str
    definite: bool


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give one fact for each agreement of which the text says something."""
    reader = _Reader(reading, refer)
    for sentence in reading.prose:
        for found in reader.places(sentence):
            reader.read(found)
    return list(reader.facts.values())


class _Reader:
    """Reads the agreements of one document, in order, so that "the deal" can mean the one told of before."""

    def __init__(self, reading: Reading, refer: Referents) -> None:
        self.reading, self.refer = reading, refer
        self.frames = load_frames(NAME)
        self.lexicon = next(f for f in self.frames if f.id == "named")
        self.facts: dict[str, AgreementFact] = {}

    # ---- where agreements are named
    def places(self, sentence: Sentence) -> Iterator[Found]:
        """Give the names of known agreements and the nouns for new ones."""
        for mention in sentence.of_kind(MentionKind.AGREEMENT):
            if mention.entity is not None and not mention.entity.label.endswith("Round"):
                yield Found(sentence.head(mention), sentence, mention.entity, mention.entity.label, True)
        for token in sentence.tokens:
            if (
                token.lemma_.lower() in self.lexicon["nouns"]
                and token.pos_ in ("NOUN", "PROPN")
                and token.tag_ in ("NN", "NNP")
                and sentence.at(token) is None
                and not (token.dep_ == "compound" and token.head.lemma_.lower() in self.lexicon["nouns"])
                and not sentence.quoted(token)
                and not (token.lower_ == "understanding" and token.head.lower_ == "of")
            ):
                yield Found(token, sentence, None, self._label(token), self._definite(token))

    def _definite(self, noun: Token) -> bool:
        return any(
            c.lower_ in ("the", "this", "that", "its", "their") and c.dep_ in ("det", "poss") for c in noun.children
        )

    def _label(self, noun: Token) -> str:
        """Give the words that name it: its capitals, or its compounds and adjectives."""
        first = noun.i
        while first > noun.sent.start and self._names(noun.nbor(first - 1 - noun.i), noun):
            first -= 1
        while noun.doc[first].lower_ in ("and", "of", "on", "for") and first < noun.i:
            first += 1
        last = noun.i + 1
        if noun.lower_ == "memorandum" and noun.doc[last : last + 2].text.lower() == "of understanding":
            last += 2
        label: str = noun.doc[first:last].text
        return label

    def _names(self, word: Token, noun: Token) -> bool:
        if noun.text[0].isupper():
            return (word.text[0].isupper() and word.lower_ not in ("the", "a", "an")) or (
                word.lower_ in ("and", "of", "on", "for") and word.nbor(-1).text[0].isupper() if word.i else False
            )
        return (
            word.dep_ in ("compound", "amod", "nmod", "punct", "npadvmod")
            and word.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "PUNCT")
            and word.text not in ',"“”;:()—–'
            and word in set(noun.subtree)
        )

    # ---- one place
    def read(self, found: Found) -> None:
        """Add what one place says to the facts."""
        if found.known is None and found.definite and (old := self._told_before(found)) is not None:
            frame = self._stage_frame(found)
            if frame is not None:
                self._add(old, found, frame, ())
            return
        frame = self._stage_frame(found)
        parties = self._parties(found)
        if reason := self._nothing_said(found, frame, parties):
            dropped(found.sentence, found.head, (frame or self.lexicon).id, reason)
            return
        same = [
            f.agreement
            for f in self.facts.values()
            if found.known is None and found.definite and set(f.parties) == set(parties)
        ]
        entity = found.known or next(iter(same), None) or self._entity(found, parties)
        self._add(entity, found, frame, parties)

    def _nothing_said(self, found: Found, frame: Frame | None, parties: Sequence[Entity]) -> str:
        """Tell why a place says nothing of an agreement; empty where it does."""
        if found.known is not None:
            told = frame is not None or (found.known.members and self._spoken_of(found))
            return "" if told else "only named, nothing said of it"
        if not self._qualified(found, frame):
            return "no matter of trade between states"
        return "fewer than two parties" if len(parties) < 2 else ""

    def _add(self, entity: Entity, found: Found, frame: Frame | None, parties: tuple[Entity, ...]) -> None:
        used = frame or self.lexicon
        piece = self.reading.evidence(found.sentence, [*[*found.head.subtree][:1], found.head], SUPPORTS, used.id)
        old = self.facts.get(entity.iri)
        if old is not None:
            said = tuple(dict.fromkeys(old.parties + parties)) if found.known is None else old.parties or parties
            self.facts[entity.iri] = replace(old, parties=said, evidence=tuple(dict.fromkeys((*old.evidence, piece))))
            return
        self.facts[entity.iri] = AgreementFact(
            agreement=entity, parties=parties, status=self._status(found, frame), evidence=(piece,)
        )

    def _told_before(self, found: Found) -> Entity | None:
        """Give the agreement that "the deal" means: the last one told of, when nothing sets it apart."""
        apart = {c.lower_ for c in modifiers(found.head)} - self.lexicon["generic"]
        named = found.head.text[0].isupper() and " " in found.label
        if not self.facts or apart or named or prepositional(found.head, "with", "between", "among"):
            return None
        return list(self.facts.values())[-1].agreement

    def _qualified(self, found: Found, frame: Frame | None) -> bool:
        """Say whether a common noun is a matter of trade between states and not any deal."""
        around = {t.lemma_.lower() for t in modifiers(found.head)} | {c.lower_ for c in modifiers(found.head)}
        if (
            found.head.text[0].isupper()
            and " " in found.label
            and found.head.lemma_.lower() not in self.lexicon["loose"]
        ):
            return True
        matters = prepositional(found.head, "on", "over", "covering")
        around |= {w.lemma_.lower() for t in matters for w in (t, *modifiers(t))}
        if around & self.lexicon["trade"]:
            return True
        states = self.refer.countries(
            possessors(found.head) + modifiers(found.head) + prepositional(found.head, "with", "between", "among"),
            found.sentence,
        )
        pair = prepositional(found.head, "between", "among")
        if len(self.refer.countries(pair, found.sentence)) > 1:
            return True
        if found.head.lemma_.lower() == "truce":
            return False
        if found.head.lemma_.lower() in self.lexicon["solemn"] and (states or frame is not None or found.definite):
            return True
        dealt = any(t.lemma_.lower() in self.lexicon["telling"] for t in governors(found.head))
        return frame is not None and (bool(states) or dealt)

    def _spoken_of(self, found: Found) -> bool:
        return any(a.pos_ in ("VERB", "AUX") for a in found.head.ancestors)

    # ---- stage
    def _stage_frame(self, found: Found) -> Frame | None:
        if in_effect(found.head) is not None:
            return next(f for f in self.frames if f.kind == "in-force")
        around = [g for g in governors(found.head) if not self._leaves(g, found.head)]
        for frame in self.frames:
            if frame.kind and any(
                t.lemma_.lower() in frame["verbs"] or t.lemma_.lower() in frame["around"] for t in around
            ):
                return frame
        return None

    def _leaves(self, verb: Token, head: Token) -> bool:
        """Say whether the agreement itself does what only a party can do to it: "the deal left farmers worse off"."""
        return verb.lemma_.lower() in self.lexicon["partial"] and head in set(agents(verb))

    def _status(self, found: Found, frame: Frame | None) -> Status:
        if (verb := in_effect(found.head)) is not None:
            coming = reality(verb).status in COMING or negated(verb)
            return Status.ANNOUNCED if coming else Status.IN_FORCE
        if frame is not None and frame.kind in ("announced", "signed") and self._hoped(found, frame):
            return Status.PROPOSED
        default = (
            Status.IN_FORCE if found.known is not None else Status.ANNOUNCED if found.definite else Status.PROPOSED
        )
        if frame is None:
            return default
        words = [t for t in governors(found.head) if t.lemma_.lower() in frame["verbs"] | frame["around"]]
        word = next((t for t in words if not self._leaves(t, found.head)), found.head)
        if frame.kind == "ended" and word.tag_ in ("VBZ", "VBP") and any(found.sentence.dates):
            return Status.IN_FORCE  # "the truce expires on 10 November"
        real = reality(word).status
        if (
            frame.kind == "proposed"
            and word.pos_ == "NOUN"
            and word.head.lemma_ in ("conclude", "complete", "finish", "finalise", "finalize")
        ):
            return Status.ANNOUNCED if reality(word.head).status is Status.HAPPENED else Status.PROPOSED
        if frame.kind in ("signed", "announced") and (real in COMING or negated(word)):
            return Status.PROPOSED
        if frame.kind in ("ended", "suspended") and real in COMING:
            return Status.IN_FORCE if found.definite else Status.PROPOSED
        return (
            Status.IN_FORCE
            if frame.kind == "proposed" and found.known is not None and found.known.members
            else Status(frame.kind)
        )

    def _hoped(self, found: Found, frame: Frame) -> bool:
        """Say whether the verb hangs on a wish: "hopes to conclude", "is keen to sign", "is to sign"."""
        for verb in governors(found.head):
            if verb.pos_ == "VERB" and any(c.tag_ == "TO" for c in verb.children) and verb.lemma_ in frame["verbs"]:
                over = verb.head
                return verb.dep_ in ("xcomp", "acl", "ccomp") and over.lemma_.lower() not in ("decide", "manage", "go")
        return False

    # ---- parties
    def _parties(self, found: Found) -> tuple[Entity, ...]:
        """Give the countries the text names as such: in the name, beside it, as those who deal, or in the sentence."""
        head, sentence = found.head, found.sentence
        own = [self.reading.country(c) for t in modifiers(head) for c in self._hyphenated(t)] + self.refer.countries(
            possessors(head) + modifiers(head) + prepositional(head, "with", "between", "among", "of"), sentence
        )
        doers = [t for g in governors(head) if g.pos_ in ("VERB", "AUX") for t in agents(g)]
        dealt = [t for g in governors(head) for t in prepositional(g, "with", "between", "among")]
        acting = self._codes(self.refer.agents([*doers, *dealt], sentence))
        near = self._codes(
            [
                m.entity or self.reading.country(m.country or "")
                for m in sentence.mentions
                if m.country or (m.kind is MentionKind.PERSON and m.entity)
            ]
        )
        for codes in ([c.key for c in own], [c.key for c in own] + acting, [c.key for c in own] + acting + near):
            kept = [
                c
                for c in dict.fromkeys(codes)
                if found.known is None or not found.known.members or c in found.known.members
            ]
            if len(kept) >= 2:
                return tuple(self.reading.country(c) for c in kept[:6])
        if found.known is not None and found.known.members:
            return self._named_members(found.known)
        pair = self._pair()
        return tuple(self.reading.country(c) for c in pair)

    def _hyphenated(self, token: Token) -> list[str]:
        """Give the countries of a pair written as one word: "U.S.-Japan", "EU-Mercosur"."""
        codes: list[str] = []
        for part in token.text.replace("–", "-").split("-") if "-" in token.text or "–" in token.text else ():
            named = [e.key for e in self.reading.registry.names.get(part, ()) if e.kind is EntityKind.COUNTRY]
            code = (
                next(iter(named), None)
                or self.reading.registry.demonyms.get(part)
                or self.reading.registry.capitals.get(part)
            )
            codes += [code] if code else []
        return codes

    def _codes(self, entities: Sequence[Entity]) -> list[str]:
        codes = []
        for entity in entities:
            code = (
                entity.key
                if entity.kind in (EntityKind.GOVERNMENT, EntityKind.COUNTRY)
                else self.reading.home(entity) or entity.country
            )
            if code:
                codes.append(code)
        return codes

    def _named_members(self, agreement: Entity) -> tuple[Entity, ...]:
        named = {m.country for s in self.reading.sentences for m in s.mentions if m.country}
        return tuple(self.reading.country(c) for c in agreement.members if c in named)

    def _pair(self) -> list[str]:
        """Give the two countries the document is about, when two stand out."""
        count: dict[str, int] = {}
        for sentence in self.reading.sentences:
            for mention in sentence.mentions:
                code = mention.country or (
                    self.reading.home(mention.entity) if mention.kind is MentionKind.PERSON and mention.entity else None
                )
                if code:
                    count[code] = count.get(code, 0) + 1
        ranked = sorted(count.items(), key=lambda item: -item[1])
        clear = len(ranked) == 2 or (len(ranked) > 2 and ranked[1][1] >= 2 * ranked[2][1])
        return [code for code, _ in ranked[:2]] if clear else []

    def _entity(self, found: Found, parties: tuple[Entity, ...]) -> Entity:
        codes = "-".join(sorted(p.key.lower() for p in parties[:3]))
        year = self.reading.document.published.year if self.reading.document.published else None
        key = "-".join(filter(None, (codes, slug(found.label)[:50], str(year) if year else "")))
        return Entity(EntityKind.AGREEMENT, key, found.label)


FORCE = frozenset(("force", "effect", "operation"))


def in_effect(head: Token) -> Token | None:
    """Give the verb or noun that tells that an agreement takes effect: "entered into force", "has been in force"."""
    for word in governors(head):
        if word.lower_ not in ("entry", "coming") and word.pos_ not in ("VERB", "AUX"):
            continue
        if any(t.lower_ in FORCE for t in prepositional(word, "into", "in")):
            return word
        if word.lemma_ == "take" and any(c.lower_ == "effect" for c in word.children):
            return word
    return None


def governors(head: Token) -> Iterator[Token]:
    """Give the words that say what becomes of a thing: its verb, the noun it completes, what describes it."""
    yield from (c for c in head.children if c.dep_ in ("acl", "relcl", "amod") and c.pos_ in ("VERB", "ADJ"))
    token = head
    for _ in range(4):
        parent = token.head
        if parent == token:
            return
        if parent.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADP", "ADJ") and token.dep_ != "conj":
            yield parent
        ends = parent.pos_ in ("VERB", "AUX") and token.dep_ != "ccomp"
        if ends and parent.dep_ not in ("xcomp", "pcomp", "acl"):
            return
        token = parent
