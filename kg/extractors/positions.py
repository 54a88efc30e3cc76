"""Stances that the writer ascribes to somebody without reporting words: "Canada seeks relief",
"France opposes the deal".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.clauses import SUBJECTS, agents, conjuncts, objects, possessors, prepositional
from kg.discourse import Referents
from kg.extractors.matter import Matter
from kg.extractors.speech import verb_keys
from kg.extractors.tone import tone
from kg.extractors.voices import voice
from kg.frames import Frame, hints, load_frames, vocabulary
from kg.model import Entity, EntityKind, Fact, Position, Span, Statement, Status
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import negated, reality
from kg.trace import dropped

NAME = "positions"
SUPPORTS = ("actor", "stance", "about", "sector")
TURNED = {
    "supports": "opposes",
    "opposes": "supports",
    "willing": "unwilling",
    "unwilling": "willing",
    "seeks": "unwilling",
}
COPULAS = ("be", "remain", "seem", "appear", "stay", "become", "stand", "sound", "feel", "look")


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the positions of a document that no reported statement carries."""
    return list(_Ascribed(reading, refer, facts).positions())


class _Ascribed:
    """Reads the positions of one document."""

    def __init__(self, reading: Reading, refer: Referents, facts: Sequence[Fact]) -> None:
        self.reading, self.refer = reading, refer
        self.matter = Matter(reading, refer, facts)
        self.frames = load_frames(NAME)
        self.stances = [f for f in load_frames("statements") if f.kind not in ("plain", "form")]
        self.said = [(e.phrase, f.speaker) for f in facts if isinstance(f, Statement) for e in f.evidence]

    def positions(self) -> Iterator[Position]:
        """Give one position for each holder, stance and subject."""
        known = vocabulary(NAME)
        for sentence in self.reading.prose:
            for token in sentence.tokens:
                if not hints(token, known) or sentence.quoted(token):
                    continue
                for frame, stance, holders, content in self._held(token, sentence):
                    if reality(token).saying is None:  # else it is a statement's content
                        yield from self._made(sentence, token, frame, stance, holders, content)

    def _held(self, token: Token, sentence: Sentence) -> Iterator[tuple[Frame, str, list[Token], list[Token]]]:
        """Give what a word ascribes: as a verb, a predicate ("is reluctant") or a noun ("shows little willingness")."""
        for frame in self.frames:
            if token.pos_ == "VERB" and (
                (any(k in frame["verbs"] for k in verb_keys(token)) and self._plain(token, frame))
                or (token.lemma_ in frame["wishes"] and _would(token))
                or (token.lemma_ in frame["lasting"] and _lasting(token))
            ):
                words = _rest(token) + _antecedent(token)
                yield frame, self._stance(self._toned(frame, words), token), agents(token), words
            elif token.lower_ in frame["sides"] and (be := _sided(token)) is not None:
                yield frame, self._stance(frame, be), agents(be), _rest(token)
            elif (
                token.lower_ in frame["states"]
                and token.dep_ in ("acomp", "ROOT", "xcomp", "oprd")
                and (be := _copula(token)) is not None
            ):
                yield (
                    frame,
                    self._stance(frame, be),
                    agents(be) if be != token else [c for c in token.children if c.dep_ in SUBJECTS],
                    [*_rest(token), *(_rest(be) if be != token else [])],
                )
            elif (
                token.lemma_.lower() in frame["roles"]
                and token.dep_ in ("attr", "appos")
                and prepositional(token, "of")
            ):
                owner = [token.head] if token.dep_ == "appos" else agents(token.head)
                yield frame, frame.kind, owner, _rest(token)
            elif (
                token.lemma_.lower() in frame["nouns"]
                and token.pos_ == "NOUN"
                and (found := self._by_noun(token, frame)) is not None
            ):
                yield found

    def _by_noun(self, noun: Token, frame: Frame) -> tuple[Frame, str, list[Token], list[Token]] | None:
        little = any(c.lower_ in ("little", "no", "scant", "not") for c in noun.children)
        if (
            noun.dep_ == "dobj"
            and noun.head.lemma_ in ("show", "have", "signal", "express", "display")
            and self._plain(noun.head, None)
        ):
            stance = TURNED.get(frame.kind, frame.kind) if little or negated(noun.head) else frame.kind
            return frame, stance, agents(noun.head), _rest(noun)
        owners = list(possessors(noun)) + prepositional(noun, "of")
        owners += [c for c in noun.lefts if c.dep_ in ("compound", "nmod", "amod") and c.text[:1].isupper()]
        led = any(c.dep_ == "prep" and c.lower_ in frame["led"] for c in noun.rights) or (
            "to" in frame["led"] and any(t.tag_ == "TO" for c in noun.rights if c.dep_ == "acl" for t in c.children)
        )
        if noun.lemma_ == "interest":
            led = any(t.dep_ == "pcomp" for c in noun.rights for t in c.children)
        uttered = noun.dep_ == "dobj" and noun.head.lemma_ in UTTERING and reality(noun).status is not Status.HAPPENED
        if (
            owners
            and led
            and not uttered
            and noun.dep_ in ("dobj", "pobj", "conj", "nsubjpass", "nsubj")
            and not little
        ):
            return frame, frame.kind, owners[:1], [t for t in _rest(noun) if t not in set(owners[0].subtree)]
        return None

    def _toned(self, frame: Frame, words: list[Token]) -> Frame:
        """Give a belief the stance that its words betray."""
        return tone(frame, words, self.stances) if frame.kind == "plain" and words else frame

    def _plain(self, verb: Token, frame: Frame | None) -> bool:
        """Say whether the verb is asserted: neither a possibility nor a question; a negation turns the stance."""
        if any(
            c.dep_ == "aux"
            and (c.lower_ in ("to", "would", "could", "may", "might", "should", "will") or c.tag_ == "TO")
            for c in verb.children
        ):
            return False
        if (verb.tag_ in ("VBG", "VBN") and verb.dep_ in ("amod", "pcomp", "acl")) or verb.dep_ == "amod":
            return False
        kept_up = verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children)
        if (
            frame is not None
            and verb.lemma_ in ("urge", "lobby", "press", "pressure", "call", "encourage", "push")
            and not kept_up
        ):
            return False  # one appeal is a statement, an appeal kept up is an attitude
        if verb.tag_ == "VB" and not any(c.dep_ == "aux" for c in verb.children):
            return False  # "to deploy and support": an infinitive by coordination
        if verb.dep_ == "ccomp" and any(c.lower_ in ("what", "whether", "how", "if") for c in verb.children):
            return False  # "it is not clear what Oslo wants"
        if frame is not None and not (
            objects(verb) or any(c.dep_ in ("xcomp", "ccomp", "prep", "prt") for c in verb.children)
        ):
            return False
        told = reality(verb)
        return not told.conditional and told.status in (
            Status.HAPPENED,
            Status.ONGOING,
            Status.PROPOSED,
            Status.DID_NOT_HAPPEN,
            Status.PLANNED,
        )

    def _stance(self, frame: Frame, verb: Token) -> str:
        return TURNED.get(frame.kind, frame.kind) if negated(verb) else frame.kind

    def _made(
        self, sentence: Sentence, token: Token, frame: Frame, stance: str, holders: list[Token], content: list[Token]
    ) -> Iterator[Position]:
        lasting = _lasting(token) or _lasting(token.head)
        if not lasting:  # a pronoun is too weak to pin a stance on somebody, if it is not one long kept
            holders = [h for h in holders if h.pos_ not in ("PRON", "DET")]
        if stance == "plain":
            return dropped(sentence, token, frame.id, "a belief that betrays no stance")
        actors = list(dict.fromkeys(e for h in holders for e in voice(h, sentence, self.refer)))
        words = [t for t in content if t.pos_ != "PUNCT"]
        for actor in actors:
            if actor.kind not in (EntityKind.PERSON, EntityKind.GOVERNMENT, EntityKind.ORGANISATION):
                continue
            if not lasting and self._told(actor, sentence.token_span(token.i, token.i + 1)):
                dropped(sentence, token, frame.id, "told as a statement")
                continue
            about, sectors = self.matter.of(words, sentence, whose=actor)
            if about or sectors:
                piece = self.reading.evidence(sentence, [*(h for h in holders), token, *words], SUPPORTS, frame.id)
                yield Position(actor=actor, stance=stance, about=about, sectors=sectors, evidence=(piece,))

    def _told(self, actor: Entity, place: Span) -> bool:
        """Say whether a statement of his, or of his country's people, already carries the words."""
        home = actor.key if actor.kind is EntityKind.GOVERNMENT else None
        return any(
            phrase.overlaps(place) and (speaker == actor or (home is not None and self.reading.home(speaker) == home))
            for phrase, speaker in self.said
        )


def _antecedent(verb: Token) -> list[Token]:
    """Give the noun that a relative clause is on, where it is what the verb is done to: "which Oslo refused"."""
    bound = verb.dep_ == "relcl" and any(
        t.lower_ in ("which", "that") and t.dep_ in ("dobj", "pobj") for t in verb.subtree
    )
    return (
        [verb.head, *(t for c in verb.head.children if c.i < verb.i and c.dep_ != "det" for t in c.subtree)]
        if (bound)
        else []
    )


def _sided(word: Token) -> Token | None:
    """Give the verb of "is against", "are in favour of", "voted against"."""
    head = word.head.head if word.dep_ == "pobj" and word.head.lower_ == "in" else word.head
    near = word.dep_ == "prep" or (word.dep_ == "pobj" and word.head.lower_ == "in")
    return (
        head
        if near and head.lemma_ in ("be", "vote", "come", "speak", "argue") and head.pos_ in ("VERB", "AUX")
        else None
    )


def _would(verb: Token) -> bool:
    """Say whether a wish is put as "would like", "would prefer"."""
    return any(c.dep_ == "aux" and c.lower_ in ("would", "'d", "’d") for c in verb.children) and not negated(verb)


def _lasting(verb: Token) -> bool:
    """Say whether an act of speech is told as a lasting attitude: "has always refused", "has so far ruled out"."""
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
    adverbs = {t.lower_ for c in verb.children if c.dep_ in ("advmod", "npadvmod", "prep") for t in c.subtree}
    return perfect and bool(adverbs & LASTING) and not negated(verb)


UTTERING = frozenset("convey express voice raise register make reiterate repeat".split())
LASTING = frozenset(
    "long always consistently far repeatedly traditionally steadfastly historically years decades".split()
)


def _copula(token: Token) -> Token | None:
    if token.dep_ in ("acomp", "xcomp", "oprd") and token.head.lemma_ in COPULAS:
        return (
            token.head
            if not any(
                c.dep_ == "aux" and c.lower_ in ("would", "could", "may", "might", "should", "will", "to")
                for c in token.head.children
            )
            else None
        )
    if token.dep_ == "ROOT" and any(c.dep_ in ("auxpass", "cop") and c.lemma_ == "be" for c in token.children):
        return token
    return None


def _rest(token: Token) -> list[Token]:
    """Give what follows a word in its clause: objects, infinitives, prepositions."""
    return [
        t
        for c in token.children
        if c.dep_ not in SUBJECTS
        and c.dep_ not in ("aux", "auxpass", "neg", "punct", "conj", "cc", "poss")
        and c.i > token.i
        for t in c.subtree
    ] or [t for c in conjuncts(token) if c != token for t in c.subtree]
