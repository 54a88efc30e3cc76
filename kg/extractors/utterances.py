"""Which words of a sentence utter something: verbs of saying, "according to", labels, an author's own judgements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.clauses import SUBJECTS, agents, objects, prepositional
from kg.discourse import Referents
from kg.extractors.authorship import Author, author_of
from kg.extractors.joint import Joint, joint_of
from kg.extractors.speech import Spoken, content, manner, recipients, speakers, spoken_at, verb_keys
from kg.extractors.tone import own_tone, tone
from kg.extractors.utterance_forms import NAME, brought, by_key, free_relative, judgement
from kg.extractors.voices import voice
from kg.frames import Frame, lexicon, load_frames
from kg.mentions import MentionKind
from kg.model import Engagement, Entity, EntityKind, Fact, Status
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import negated, reality
from kg.trace import dropped

FIRST = frozenset(("i", "we"))
TURNED = {"opposes": "willing", "rejects": "willing"}  # "did not object", "did not rule out"
THOUGHT = ("think", "fear")  # a question what somebody thinks is no answer
POSSIBLE = ("will", "would", "could", "can", "wo", "may", "might")
REALLY = ("go", "continue", "proceed", "seem", "appear")  # "went on to say"
NAMING = ("call", "term", "deem", "brand", "label", "dub")
LABEL = 30  # words that may stand before a quotation: a name and an office
GOVERNING = ("ROOT", "parataxis", "ccomp", "advcl", "conj")


class Utterances:
    """Hears the sentences of one document."""

    def __init__(self, reading: Reading, refer: Referents, facts: Sequence[Fact]) -> None:
        self.reading, self.refer = reading, refer
        self.engagements = [f for f in facts if isinstance(f, Engagement)]
        self.frames = {f.id: f for f in load_frames(NAME)}
        self.stances = [f for f in self.frames.values() if f.kind not in ("plain", "form")]
        self.joint: Joint | None = joint_of(reading)
        self.author: Author | None = None if self.joint else author_of(reading, refer)

    def spoken(self, sentence: Sentence) -> Iterator[Spoken]:
        """Give what a sentence says that somebody said."""
        for verb in sentence.tokens:
            if verb.pos_ in ("VERB", "AUX") and not sentence.quoted(verb):
                yield from self._by_verb(verb, sentence)
        yield from self._according(sentence)
        yield from self._labelled(sentence)
        yield from self._own_words(sentence)

    # ---- verbs
    def _by_verb(self, verb: Token, sentence: Sentence) -> Iterator[Spoken]:
        frame = self.frame(verb, sentence)
        if frame is None:
            return
        if not self._real(verb, frame):
            return dropped(sentence, verb, frame.id, "not really said")
        said = content(verb, sentence)
        toned = self._turned(verb, tone(frame, judgement(verb) or said, self.stances))
        deed = verb.lemma_ == "announce" and not any(t.lemma_.lower().startswith("retaliat") for t in said)
        if deed and toned is not None and toned.kind == "threatens":
            toned = frame  # what is announced is done, not threatened
        if toned is None or self._within(verb, frame, sentence):
            return dropped(sentence, verb, frame.id, "part of what somebody says")
        told = recipients(verb, sentence, self.refer)
        for speaker in self.who(verb, sentence):
            if self._a_deed(verb, toned, speaker) or self._ascribed(speaker):
                dropped(sentence, verb, frame.id, "done or ascribed, not said")
                continue
            others = tuple(e for e in told if e != speaker) or self._other_side(speaker)
            when, how = spoken_at(verb, sentence, self.reading), manner(verb, sentence, told)
            yield Spoken(speaker, sentence, toned, verb, said, others, when, how)

    def who(self, verb: Token, sentence: Sentence) -> list[Entity]:
        """Give the speakers of a verb; "I" and "we" outside quotation marks are the author of a release."""
        doers = agents(verb)
        if self.author and any(t.lower_ in FIRST or self.author.means(t) for t in doers):
            return [self.author.entity]
        if self.joint and (together := [e for t in doers for e in self.joint.means(t)]):
            return list(dict.fromkeys(together))
        return speakers(verb, sentence, self.refer)

    def _ascribed(self, speaker: Entity) -> bool:
        """Say whether those who speak jointly only ascribe an attitude to another government."""
        return bool(self.joint) and speaker.kind is EntityKind.GOVERNMENT and speaker not in self._joint_voices()

    def _joint_voices(self) -> tuple[Entity, ...]:
        return self.joint.voices if self.joint else ()

    def _other_side(self, speaker: Entity) -> tuple[Entity, ...]:
        """Give whom the speaker met, in a readout of one engagement."""
        if not self.reading.document.title.lower().startswith("readout"):
            return ()
        met = [e for e in self.engagements if speaker in e.parties and e.status is Status.HAPPENED]
        homes = {self.reading.home(speaker)}
        return tuple(p for p in met[0].parties if p != speaker and self.reading.home(p) not in homes) if met else ()

    def frame(self, verb: Token, sentence: Sentence) -> Frame | None:
        """Give the frame of a verb that has what the frame needs: a clause, a quotation, an object."""
        listed, first = by_key()
        if verb.lemma_.lower() not in first:
            return None
        for key in verb_keys(verb):
            for frame in listed.get(key, ()):
                if self._complete(verb, frame["needs"], sentence, key):
                    return frame
            if self.joint and key in self.frames["joint"]["verbs"] and verb.tag_ != "VBG":
                return self.frames["joint"]
            if key in self.frames["express"]["verbs"]:
                nouns = {o.lemma_.lower() for o in objects(verb) if not negated(o)}
                if (hit := next((f for f in self.stances if nouns & f["nouns"]), None)) is not None:
                    return hit
        return None

    def _complete(self, verb: Token, needs: frozenset[str], sentence: Sentence, key: str) -> bool:
        has = {"any"}
        for child in verb.children:
            has |= brought(child, verb)
            if child.dep_ == "dobj" and verb.lemma_ in NAMING and self._judges(child):
                has.add("predicate")  # "called the probe groundless", taken for a noun
        if self._inverted(verb):
            has.add("clause")
        if verb.dep_ in GOVERNING and any(sentence.quoted(t) for t in sentence.tokens):
            has.add("quote")
        if " " in key or verb.dep_ == "agent" or any(c.dep_ == "nsubjpass" for c in verb.children):
            has.add("object")
        return bool(has & needs)

    def _judges(self, noun: Token) -> bool:
        return any({noun.lemma_.lower(), noun.lower_} & f["words"] for f in self.stances) and bool(noun.children)

    def _inverted(self, verb: Token) -> bool:
        """Say whether a verb stands inside what it reports: "The duties, he said, are unfair"."""
        if verb.dep_ == "csubj":  # "for what Ottawa says is a breach"
            return verb.head.pos_ == "AUX" and any(c.lower_ == "what" for c in verb.children)
        if verb.dep_ not in ("parataxis", "ccomp", "advcl") or verb.head == verb or verb.tag_ == "VBG":
            return False
        start = verb.left_edge.i
        if verb.dep_ == "ccomp" and verb.i > verb.head.i and start > 0 and not verb.doc[start - 1].is_punct:
            return False
        if any(c.dep_ == "mark" for c in verb.children):
            return False
        reported = verb.head.lemma_.lower() in self.frames["say"]["verbs"] and verb.head.i > verb.i
        return not (reported and any(c.dep_ in SUBJECTS for c in verb.head.children))

    def _real(self, verb: Token, frame: Frame) -> bool:
        """Say whether the words were really spoken: no "will say", "would not say", "if he asks"."""
        clauses = [c.lemma_ for c in verb.children if c.dep_ in ("xcomp", "ccomp")]
        if frame.kind == "unwilling" and lexicon(NAME, "mute") & set(clauses):
            return False
        if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children) and verb.head.lemma_ not in REALLY:
            return False
        if (verb.dep_ == "pcomp" and not free_relative(verb)) or (verb.tag_ == "VBG" and frame.id == "reaffirms"):
            return False
        aux = {c.lower_ for c in verb.children if c.dep_ == "aux"}
        if verb.tag_ == "VBG" and aux & {"been", "is", "are", "was", "were"} and frame.kind == "seeks":
            return False  # an attitude kept up, not one utterance
        if frame.id in THOUGHT and verb.doc[verb.sent.end - 1].text == "?":
            return False
        if negated(verb):
            return frame.kind in TURNED and not any(c.dep_ == "aux" and c.lower_ in POSSIBLE for c in verb.children)
        unreal = aux & {*POSSIBLE, "shall", "must", "should"}
        if self._inverted(verb) or (verb.lemma_ == "expect" and verb.tag_ in ("VBZ", "VBP", "VBD")):
            return not unreal  # what it hangs on is what was said, or it looks ahead by itself
        told = reality(verb)
        happened = told.status in (Status.HAPPENED, Status.ONGOING) or (
            verb.dep_ == "ROOT" and told.status is Status.DENIED
        )
        return happened and not told.conditional

    def _turned(self, verb: Token, frame: Frame) -> Frame | None:
        return self.frames.get(TURNED.get(frame.kind, "")) if negated(verb) else frame

    def _within(self, verb: Token, frame: Frame, sentence: Sentence) -> bool:
        """Say whether an attitude in the present only belongs to what another says: "she said Oslo welcomes it"."""
        outer = reality(verb).saying
        return (
            outer is not None
            and frame.kind not in ("plain", "form")
            and verb.dep_ in ("ccomp", "conj")
            and self.frame(outer, sentence) is not None
        )

    def _a_deed(self, verb: Token, frame: Frame, speaker: Entity) -> bool:
        """Say whether a verb of speech tells what somebody does: "proposed to raise", "requested consultations"."""
        lemma = verb.lemma_.lower()
        if frame.id != "joint" and lemma in lexicon(NAME, "deeds") and any(c.dep_ == "xcomp" for c in verb.children):
            return True
        if lemma in ("request", "seek", "demand", "file", "lodge"):
            heads = {w for o in objects(verb) for w in (o.lemma_.lower(),)}
            return bool(heads & lexicon(NAME, "processes"))
        if lemma not in ("announce", "expect") or speaker.kind is not EntityKind.GOVERNMENT:
            return False
        if lemma == "expect":
            return True  # "Canada expects China to lower its duties": an attitude
        return any(
            c.dep_ == "ccomp" and any(s.dep_ in SUBJECTS and s.lower_ in ("it", "they") for s in c.children)
            for c in verb.children
        )

    # ---- other forms
    def _according(self, sentence: Sentence) -> Iterator[Spoken]:
        """Read "according to X"."""
        for token in sentence.tokens:
            if token.lower_ != "according" or sentence.quoted(token):
                continue
            outside = {t.i for t in token.subtree}
            said = tuple(t for t in sentence.tokens if t.i not in outside)
            for named in prepositional(token, "to") or [t for c in token.children for t in prepositional(c)]:
                for speaker in voice(named, sentence, self.refer):
                    yield Spoken(speaker, sentence, tone(self.frames["according"], said, self.stances), token, said)

    def _labelled(self, sentence: Sentence) -> Iterator[Spoken]:
        """Read a name set before a quotation: "Jane Roe, president of the millers: “...”"."""
        mark = next((t for t in sentence.tokens if t.text == ":" and not sentence.quoted(t)), None)
        if mark is None or mark.i - sentence.tokens.start > LABEL:
            return
        said = tuple(t for t in sentence.tokens if t.i > mark.i and sentence.quoted(t))
        before = [t for t in sentence.tokens if t.i < mark.i]
        if not said or any(t.pos_ in ("VERB", "AUX") and sentence.at(t) is None for t in before):
            return
        people = [m for m in sentence.of_kind(MentionKind.PERSON) if m.last <= mark.i]
        bodies = [m for m in sentence.of_kind(MentionKind.ORGANISATION) if m.last == mark.i]
        for named in (people or bodies)[:1]:
            if named.entity is not None:
                frame = tone(self.frames["say"], said, self.stances)
                yield Spoken(named.entity, sentence, frame, sentence.head(named), said)

    def _own_words(self, sentence: Sentence) -> Iterator[Spoken]:
        """Read the sentences in which a release's author judges, with no verb of saying."""
        authors = (self.author.entity,) if self.author else self.joint.persons if self.joint else ()
        if not authors or any(sentence.quoted(t) for t in sentence.tokens):
            return
        root = sentence.tokens.root
        if not any(t.dep_ in SUBJECTS for t in sentence.tokens):
            return
        frame = own_tone(root, self.frames["release"], self.stances, lambda t: self._mine(t, sentence))
        if frame.kind != "form" and reality(root).status in (Status.HAPPENED, Status.ONGOING, Status.PLANNED):
            for speaker in authors:
                yield Spoken(speaker, sentence, frame, root, tuple(sentence.tokens), kind="press-release")

    def _mine(self, token: Token, sentence: Sentence) -> bool:
        """Say whether a subject is the author: "I", "we", the government, the country whose release it is."""
        if token.lower_ in FIRST or token.lower_ == "government":
            return True
        authors = (self.author.entity,) if self.author else self.joint.voices if self.joint else ()
        homes = {a.key if a.kind is EntityKind.GOVERNMENT else self.reading.home(a) for a in authors}
        mention = sentence.at(token)
        return mention is not None and (mention.entity in authors or mention.country in homes)

    def opened(self, sentence: Sentence) -> list[tuple[Token, Entity]]:
        """Give who is about to be quoted in the next paragraph: "The minister said:"."""
        words = [t for t in sentence.tokens if not t.is_space]
        if not words or words[-1].text != ":":
            return []
        verbs = [t for t in words if t.pos_ == "VERB" and t.lemma_.lower() in self.frames["say"]["verbs"]]
        return [(v, e) for v in verbs[-1:] for e in self.who(v, sentence)]
