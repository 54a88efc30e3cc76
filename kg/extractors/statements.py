"""Who said or wrote what: one statement for each speaker and matter, with every sentence that carries his words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.clauses import SUBJECTS, agents, objects
from kg.discourse import Referents
from kg.extractors.authorship import Author, author_of, joint_authors
from kg.extractors.matter import Matter
from kg.extractors.speech import Spoken, content, manner, recipients, speakers, spoken_at, verb_keys, voice
from kg.extractors.tone import tone
from kg.frames import Frame, load_frames
from kg.model import Engagement, Entity, EntityKind, Evidence, Fact, Statement, Status
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import negated, reality

NAME = "statements"
SUPPORTS = ("actor", "stance", "about", "sector", "recipient", "quote", "kind")
FIRST = frozenset(("i", "we"))
TOGETHER = frozenset(
    """
    we they both side country government participant party leader minister nation member partner
    """.split()
)
QUOTE_LIMIT = 200
TURNED = {"opposes": "willing", "rejects": "willing"}  # "did not object", "did not rule out"
PAST = ("was", "were", "had", "would", "should", "could")
THOUGHT = ("think", "fear")  # a question what somebody thinks is no answer
GOING_ON = frozenset(("add", "continue", "go"))
MUTE = frozenset(
    """
    say comment discuss answer reveal elaborate disclose name identify specify respond confirm speculate give
    provide be
    """.split()
)


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the statements of a document."""
    return list(_Listener(reading, refer, facts).statements())


class _Listener:
    """Hears one document."""

    def __init__(self, reading: Reading, refer: Referents, facts: Sequence[Fact]) -> None:
        self.reading, self.refer = reading, refer
        self.matter = Matter(reading, refer, facts)
        self.engagements = [f for f in facts if isinstance(f, Engagement)]
        self.frames = {f.id: f for f in load_frames(NAME)}
        self.stances = [f for f in self.frames.values() if f.kind not in ("plain", "form")]
        self.joint = joint_authors(reading)
        self.unquoted = not any(s.quoted(t) for s in reading.prose for t in s.tokens)
        self.author: Author | None = None if self.joint else author_of(reading, refer)

    # ---- sentences
    def statements(self) -> Iterator[Statement]:
        """Give the statements, sentences of the same speaker on the same matter joined."""
        kept: list[tuple[Statement, int]] = []
        waiting: list[Sentence] = []
        for sentence in self.reading.prose:
            told = list(self._in_sentence(sentence)) or list(self._indirect(kept, sentence))
            if not told and _is_quotation(sentence):
                if self._led(sentence) or not self._carry_on(kept, sentence):
                    waiting.append(sentence)
                continue
            for spoken in told:
                early = [s for s in waiting if s.paragraph == sentence.paragraph]
                self._keep(kept, spoken, early)
            waiting = []
        yield from (s for s, _ in kept)

    def _in_sentence(self, sentence: Sentence) -> Iterator[Spoken]:
        found: dict[Entity, Spoken] = {}
        for spoken in (*self._verbs(sentence), *self._according(sentence), *self._own_words(sentence)):
            old = found.get(spoken.speaker)
            if old is None or (old.frame.kind == "plain" and spoken.frame.kind != "plain"):
                merged = (
                    spoken
                    if old is None
                    else replace(
                        spoken,
                        content=tuple(dict.fromkeys((*old.content, *spoken.content))),
                        when=old.when or spoken.when,
                    )
                )
                found[spoken.speaker] = merged
        yield from found.values()

    def _verbs(self, sentence: Sentence) -> Iterator[Spoken]:
        for verb in sentence.tokens:
            if verb.pos_ not in ("VERB", "AUX") or sentence.quoted(verb):
                continue
            frame = self._frame(verb, sentence)
            if frame is None or not self._real(verb, frame):
                continue
            said = content(verb, sentence)
            frame = self._turned(verb, tone(frame, said, self.stances))
            if frame is None:
                continue
            told = recipients(verb, sentence, self.refer)
            for speaker in self._who(verb, sentence):
                if self.joint and speaker.kind is EntityKind.GOVERNMENT and speaker not in self.joint:
                    continue  # its attitude is only ascribed by those who speak
                others = tuple(e for e in told if e != speaker) or self._other_side(speaker, frame)
                yield Spoken(
                    speaker,
                    sentence,
                    frame,
                    verb,
                    said,
                    others,
                    spoken_at(verb, sentence, self.reading),
                    manner(verb, sentence, told),
                )

    def _who(self, verb: Token, sentence: Sentence) -> list[Entity]:
        """Give the speakers of a verb; "I" and "we" outside quotation marks are the author of a release."""
        if self.author and any(
            c.dep_ in SUBJECTS and (c.lower_ in FIRST or self.author.means(c)) for c in verb.children
        ):
            return [self.author.entity]
        if self.joint and any(
            c.dep_ in SUBJECTS and (c.lower_ in TOGETHER or c.lemma_ in TOGETHER) for c in verb.children
        ):
            return list(self.joint)
        return speakers(verb, sentence, self.refer)

    def _other_side(self, speaker: Entity, frame: Frame) -> tuple[Entity, ...]:
        """Give whom the speaker met, in a readout of one engagement."""
        if not self.reading.document.title.lower().startswith("readout"):
            return ()
        met = [e for e in self.engagements if speaker in e.parties and e.status is Status.HAPPENED]
        homes = {self.reading.home(speaker)}
        return tuple(p for p in met[0].parties if p != speaker and self.reading.home(p) not in homes) if met else ()

    # ---- verbs
    def _frame(self, verb: Token, sentence: Sentence) -> Frame | None:
        """Give the frame of a verb that has what the frame needs: a clause, a quotation, an object."""
        for key in verb_keys(verb):
            for frame in self.frames.values():
                if key in frame["verbs"] and self._complete(verb, frame["needs"], sentence, key):
                    return frame
            if self.joint and key in self.frames["joint"]["verbs"]:
                return self.frames["joint"]
            if key in self.frames["express"]["verbs"]:
                nouns = {o.lemma_.lower() for o in objects(verb)}
                if (hit := next((f for f in self.stances if nouns & f["nouns"]), None)) is not None:
                    return hit
        return None

    def _complete(self, verb: Token, needs: frozenset[str], sentence: Sentence, key: str) -> bool:
        has = {"any"}
        for child in verb.children:
            if child.dep_ in ("ccomp", "parataxis") and (child.pos_ in ("VERB", "AUX", "NOUN", "ADJ")):
                has.add("clause")
            elif child.dep_ == "xcomp":
                has.add("infinitive")
            elif child.dep_ in ("dobj", "dative"):
                has.add("object")
            elif child.dep_ in ("oprd", "acomp"):
                has.add("predicate")
            elif child.dep_ == "prep" and child.lower_ == "as":
                has.add("as")
        if (
            verb.dep_ in ("parataxis", "ccomp", "advcl")
            and verb.head != verb
            and "say" not in has
            and not any(c.dep_ == "mark" for c in verb.children)
        ):
            has.add("clause")
        if verb.dep_ in ("ROOT", "parataxis", "ccomp", "advcl", "conj") and any(
            sentence.quoted(t) for t in sentence.tokens
        ):
            has.add("quote")
        if " " in key:
            has.add("object")
        if verb.dep_ == "agent" or any(c.dep_ == "nsubjpass" for c in verb.children):
            has.add("object")
        return bool(has & needs)

    def _real(self, verb: Token, frame: Frame) -> bool:
        """Say whether the words were really spoken: no "will say", "would not say", "if he asks"."""
        if any(c.lemma_ in MUTE for c in verb.children if c.dep_ in ("xcomp", "ccomp")) and frame.kind == "unwilling":
            return False
        if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children) and verb.head.lemma_ not in (
            "go",
            "continue",
            "proceed",
            "seem",
            "appear",
        ):
            return False
        if verb.dep_ == "pcomp" or (verb.tag_ == "VBG" and frame.id == "reaffirms"):
            return False
        aux = {c.lower_ for c in verb.children if c.dep_ == "aux"}
        if verb.tag_ == "VBG" and aux & {"been", "is", "are", "was", "were"} and frame.kind == "seeks":
            return False  # an attitude kept up, not one utterance
        if frame.id in THOUGHT and verb.doc[verb.sent.end - 1].text == "?":
            return False
        told = reality(verb)
        if negated(verb):
            return frame.kind in TURNED and not any(
                c.dep_ == "aux" and c.lower_ in ("will", "would", "could", "can", "wo", "may", "might")
                for c in verb.children
            )
        happened = told.status in (Status.HAPPENED, Status.ONGOING) or (
            verb.dep_ == "ROOT" and told.status is Status.DENIED
        )
        return happened and not told.conditional

    def _turned(self, verb: Token, frame: Frame) -> Frame | None:
        return self.frames.get(TURNED.get(frame.kind, "")) if negated(verb) else frame

    def _according(self, sentence: Sentence) -> Iterator[Spoken]:
        """Read "according to X" and "in X's words"."""
        for token in sentence.tokens:
            if token.lower_ != "according" or sentence.quoted(token):
                continue
            for to in token.children:
                for named in (c for c in to.children if c.dep_ == "pobj"):
                    outside = set(token.subtree)
                    said = tuple(t for t in sentence.tokens if t not in outside)
                    for speaker in voice(named, sentence, self.refer):
                        frame = tone(self.frames["according"], said, self.stances)
                        yield Spoken(speaker, sentence, frame, token, said)

    def _own_words(self, sentence: Sentence) -> Iterator[Spoken]:
        """Read the sentences in which a release's author judges, with no verb of saying."""
        if self.author is None or any(sentence.quoted(t) for t in sentence.tokens):
            return
        root = sentence.tokens.root
        if not self.author.speaks(sentence):
            return
        words = tuple(sentence.tokens)
        frame = tone(self.frames["release"], judging(root), self.stances)
        if frame.kind != "form" and reality(root).status in (Status.HAPPENED, Status.ONGOING, Status.PLANNED):
            yield Spoken(self.author.entity, sentence, frame, root, words, kind="press-release")

    def _indirect(self, kept: Sequence[tuple[Statement, int]], sentence: Sentence) -> Iterator[Spoken]:
        """Read a judgement that goes on reporting, where a text quotes nobody: "He saw Mr Y. Quotas were unfair"."""
        if not self.unquoted or self.author or not kept or kept[-1][1] != sentence.index - 1:
            return
        root = sentence.tokens.root
        past = root.tag_ == "VBD" or any(c.dep_ == "aux" and c.lower_ in PAST for c in root.children)
        doers = [e for t in agents(root) for e in voice(t, sentence, self.refer)]
        frame = tone(self.frames["release"], judging(root), self.stances)
        if past and not doers and frame.kind != "form":
            last = kept[-1][0]
            words = tuple(sentence.tokens)
            yield Spoken(last.speaker, sentence, frame, root, words, kind=last.kind, after=last.about)

    # ---- joining
    def _led(self, sentence: Sentence) -> bool:
        """Say whether a quotation opens a paragraph that will yet name its speaker."""
        around = [s for s in self.reading.sentences if s.paragraph == sentence.paragraph]
        return around[0] is sentence and any(list(self._in_sentence(s)) for s in around[1:])

    def _carry_on(self, kept: list[tuple[Statement, int]], sentence: Sentence) -> bool:
        """Add a sentence that only goes on quoting to what was last said just before."""
        if not kept or kept[-1][1] != sentence.index - 1:
            return False
        last, _ = kept[-1]
        before = self.reading.sentences[sentence.index - 1]
        opens = sentence.text.lstrip()[:1] in '"“'
        if before.paragraph != sentence.paragraph and not opens:
            return False
        pattern = last.evidence[-1].pattern
        more = self.reading.evidence(sentence, sentence.tokens, SUPPORTS[:3], pattern, confidence=0.8)
        kept[-1] = (
            replace(
                last,
                evidence=(*last.evidence, more),
                quotes=tuple(dict.fromkeys(last.quotes + quotes_of([sentence])))[:5],
            ),
            sentence.index,
        )
        return True

    def _keep(self, kept: list[tuple[Statement, int]], spoken: Spoken, early: Sequence[Sentence]) -> None:
        statement = self._statement(spoken, early)
        if statement is None:
            return
        for i in range(len(kept) - 1, max(-1, len(kept) - 3), -1):
            old, index = kept[i]
            goes_on = spoken.trigger.lemma_ in GOING_ON and spoken.sentence.index - index <= 2
            if old.speaker == statement.speaker and (
                goes_on or (index == spoken.sentence.index - 1 and _same_matter(old, statement))
            ):
                kept[i] = (_joined(old, statement), spoken.sentence.index)
                return
        kept.append((statement, spoken.sentence.index))

    def _statement(self, spoken: Spoken, early: Sequence[Sentence]) -> Statement | None:
        words = [t for t in spoken.content if t.pos_ != "PUNCT"]
        about, sectors = self.matter.told(words, spoken.sentence, spoken.speaker)
        if not (about or sectors):
            for sentence in early:
                about, sectors = self.matter.of(list(sentence.tokens), sentence, whose=spoken.speaker)
        about = about or (() if sectors else spoken.after)
        if not (about or sectors):
            return None
        stance = spoken.frame.kind if spoken.frame.kind not in ("plain", "form") else "asserts"
        pieces = [self._piece(s, list(s.tokens), spoken) for s in early] + [
            self._piece(spoken.sentence, [spoken.trigger, *words], spoken)
        ]
        return Statement(
            speaker=spoken.speaker,
            stance=stance,
            kind=spoken.kind,
            about=about,
            sectors=sectors,
            recipients=spoken.recipients,
            quotes=quotes_of([*early, spoken.sentence], spoken),
            when=spoken.when,
            evidence=tuple(pieces),
        )

    def _piece(self, sentence: Sentence, tokens: Sequence[Token], spoken: Spoken) -> Evidence:
        supports = (*SUPPORTS, "when") if spoken.when is not None and sentence is spoken.sentence else SUPPORTS
        return self.reading.evidence(
            sentence, tokens, supports, spoken.frame.id, when=spoken.when if sentence is spoken.sentence else None
        )


def judging(root: Token) -> list[Token]:
    """Give the words by which a clause judges: its verb, what that predicates, its object, and their adjectives."""
    heads = [
        root,
        *(c for c in root.children if c.dep_ in ("acomp", "attr", "dobj", "oprd", "ccomp", "xcomp", "advmod")),
    ]
    return heads + [c for h in heads for c in h.children if c.dep_ in ("amod", "acomp", "attr")]


def quotes_of(sentences: Iterable[Sentence], spoken: Spoken | None = None) -> tuple[str, ...]:
    """Give the words between quotation marks, each run at most 200 code points, cut at a word."""
    runs: list[str] = []
    for sentence in sentences:
        first: int | None = None
        for token in (*sentence.tokens, None):
            inside = token is not None and sentence.quoted(token)
            if inside and first is None and token is not None:
                first = token.i
            elif not inside and first is not None:
                last = token.i if token is not None else sentence.tokens.end
                runs.append(sentence.doc[first:last].text.strip())
                first = None
    return tuple(dict.fromkeys(_short(r) for r in runs if len(r) > 2))[:5]


def _short(words: str) -> str:
    return words if len(words) <= QUOTE_LIMIT else words[: QUOTE_LIMIT + 1].rsplit(None, 1)[0]


def _is_quotation(sentence: Sentence) -> bool:
    words = [t for t in sentence.tokens if not t.is_punct and not t.is_space]
    return bool(words) and sum(sentence.quoted(t) for t in words) > 0.6 * len(words)


def _same_matter(old: Statement, new: Statement) -> bool:
    return (old.stance == new.stance or new.stance == "asserts") and bool(set(old.about) & set(new.about))


def _joined(old: Statement, new: Statement) -> Statement:
    return replace(
        old,
        about=tuple(dict.fromkeys(old.about + new.about))[:4],
        sectors=tuple(dict.fromkeys(old.sectors + new.sectors)),
        recipients=tuple(dict.fromkeys(old.recipients + new.recipients)),
        quotes=tuple(dict.fromkeys(old.quotes + new.quotes))[:5],
        when=old.when or new.when,
        evidence=old.evidence + new.evidence,
    )
