"""Who said or wrote what: one statement for each speaker and matter, with every sentence that carries his words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.clauses import agents
from kg.discourse import Referents
from kg.extractors.matter import Matter
from kg.extractors.speech import Spoken, verb_keys
from kg.extractors.tone import judging, tone
from kg.extractors.utterance_forms import NAME
from kg.extractors.utterances import Utterances
from kg.extractors.voices import voice
from kg.model import Entity, EntityKind, Evidence, Fact, Statement
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.trace import dropped

__all__ = ["NAME", "extract"]
SUPPORTS = ("actor", "stance", "about", "sector", "recipient", "quote", "kind")
QUOTE_LIMIT = 200
PAST = ("was", "were", "had", "would", "should", "could")
GOING_ON = frozenset(("add", "continue", "go"))
BACK = 2  # sentences in which the matter of "it" is sought


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the statements of a document."""
    return list(_Listener(reading, refer, facts).statements())


class _Listener:
    """Joins what is heard in one document to statements."""

    def __init__(self, reading: Reading, refer: Referents, facts: Sequence[Fact]) -> None:
        self.reading, self.refer = reading, refer
        self.matter = Matter(reading, refer, facts)
        self.heard = Utterances(reading, refer, facts)
        self.unquoted = not any(s.quoted(t) for s in reading.prose for t in s.tokens)
        self.kept: list[tuple[Statement, int]] = []
        self.once: dict[int, tuple[Spoken, ...]] = {}  # what was heard in a sentence, by its index

    def statements(self) -> Iterator[Statement]:
        """Give the statements, sentences of the same speaker on the same matter joined."""
        waiting: list[Sentence] = []
        opened: list[tuple[Token, Entity]] = []
        for sentence in self.reading.sentences:
            if sentence.heading and not sentence.text.rstrip().endswith(":"):
                continue
            told = self._in_sentence(sentence) or tuple(self._indirect(sentence))
            if not told and _is_quotation(sentence):
                if opened:
                    self._quoted(opened, sentence)
                elif self._led(sentence) or not self._carry_on(sentence):
                    waiting.append(sentence)
                opened = []
                continue
            for spoken in told:
                self._keep(spoken, [s for s in waiting if s.paragraph == sentence.paragraph])
            waiting, opened = [], [] if told else self.heard.opened(sentence)
        yield from (s for s, _ in self.kept)

    def _in_sentence(self, sentence: Sentence) -> tuple[Spoken, ...]:
        if sentence.index not in self.once:
            self.once[sentence.index] = tuple(self._hear(sentence))
        return self.once[sentence.index]

    def _hear(self, sentence: Sentence) -> Iterator[Spoken]:
        found: dict[Entity, Spoken] = {}
        for spoken in self.heard.spoken(sentence):
            old = found.get(spoken.speaker)
            if old is None:
                found[spoken.speaker] = spoken
            elif old.frame.kind == "plain" and spoken.frame.kind != "plain":
                words = tuple(dict.fromkeys((*old.content, *spoken.content)))
                found[spoken.speaker] = replace(spoken, content=words, when=old.when or spoken.when)
        yield from found.values()

    def _quoted(self, opened: Sequence[tuple[Token, Entity]], sentence: Sentence) -> None:
        """Give the words of a paragraph to those whom the line before announced."""
        say, stances = self.heard.frames["say"], self.heard.stances
        for _, speaker in opened:
            words = tuple(sentence.tokens)
            self._keep(Spoken(speaker, sentence, tone(say, words, stances), sentence.tokens.root, words), ())

    def _indirect(self, sentence: Sentence) -> Iterator[Spoken]:
        """Read a judgement that goes on reporting, where a text quotes nobody: "He saw Mr Y. Quotas were unfair"."""
        if not self.unquoted or self.heard.author or not self.kept or self.kept[-1][1] != sentence.index - 1:
            return
        root = sentence.tokens.root
        past = root.tag_ == "VBD" or any(c.dep_ == "aux" and c.lower_ in PAST for c in root.children)
        doers = [e for t in agents(root) for e in voice(t, sentence, self.refer)]
        frame = tone(self.heard.frames["release"], judging(root), self.heard.stances)
        if past and not doers and frame.kind != "form":
            last = self.kept[-1][0]
            words = tuple(sentence.tokens)
            yield Spoken(last.speaker, sentence, frame, root, words, kind=last.kind, after=last.about)

    # ---- joining
    def _led(self, sentence: Sentence) -> bool:
        """Say whether a quotation opens a paragraph that will yet name its speaker."""
        around = [s for s in self.reading.sentences if s.paragraph == sentence.paragraph]
        return around[0] is sentence and any(self._in_sentence(s) for s in around[1:])

    def _carry_on(self, sentence: Sentence) -> bool:
        """Add a sentence that only goes on quoting to what was last said just before."""
        if not self.kept or self.kept[-1][1] != sentence.index - 1:
            return False
        last, _ = self.kept[-1]
        before = self.reading.sentences[sentence.index - 1]
        opens = sentence.text.lstrip()[:1] in '"“'
        if before.paragraph != sentence.paragraph and not opens:
            return False
        pattern = last.evidence[-1].pattern
        more = self.reading.evidence(sentence, sentence.tokens, SUPPORTS[:3], pattern, confidence=0.8)
        quotes = tuple(dict.fromkeys(last.quotes + quotes_of([sentence])))[:5]
        self.kept[-1] = (replace(last, evidence=(*last.evidence, more), quotes=quotes), sentence.index)
        return True

    def _keep(self, spoken: Spoken, early: Sequence[Sentence]) -> None:
        statement = self._statement(spoken, early)
        if statement is None:
            return dropped(spoken.sentence, spoken.trigger, spoken.frame.id, "about nothing")
        for i in range(len(self.kept) - 1, max(-1, len(self.kept) - 3), -1):
            old, index = self.kept[i]
            if old.speaker == statement.speaker and self._goes_on(spoken, old, index, statement):
                self.kept[i] = (_joined(old, statement), spoken.sentence.index)
                return None
        self.kept.append((statement, spoken.sentence.index))
        return None

    def _goes_on(self, spoken: Spoken, old: Statement, index: int, new: Statement) -> bool:
        """Say whether a speaker goes on with the matter of his last statement."""
        gap = spoken.sentence.index - index
        if spoken.trigger.lemma_ in GOING_ON and gap <= BACK:
            return True
        if gap != 1:
            return False
        frames = self.heard.frames
        plain = any(key in frames[f]["verbs"] for key in verb_keys(spoken.trigger) for f in ("say", "think"))
        return _same_matter(old, new) or (_vague(new) and (plain or new.stance == old.stance))

    def _statement(self, spoken: Spoken, early: Sequence[Sentence]) -> Statement | None:
        words = [t for t in spoken.content if t.pos_ != "PUNCT"]
        about, sectors = self.matter.told(words, spoken.sentence, spoken.speaker)
        if not (about or sectors):
            for sentence in early:
                about, sectors = self.matter.of(list(sentence.tokens), sentence, whose=spoken.speaker)
        if not (about or sectors):
            about, sectors = spoken.after or self._before(spoken.sentence), ()
        if not (about or sectors):
            return None
        stance = spoken.frame.kind if spoken.frame.kind not in ("plain", "form") else "asserts"
        pieces = [self._piece(s, list(s.tokens), spoken) for s in early]
        return Statement(
            speaker=spoken.speaker,
            stance=stance,
            kind=spoken.kind,
            about=about,
            sectors=sectors,
            recipients=spoken.recipients,
            quotes=quotes_of([*early, spoken.sentence], spoken),
            when=spoken.when,
            evidence=(*pieces, self._piece(spoken.sentence, [spoken.trigger, *words], spoken)),
        )

    def _before(self, sentence: Sentence) -> tuple[Entity, ...]:
        """Give the matter of the sentences before, for words that only say "it" or "them"."""
        for old, index in reversed(self.kept[-3:]):
            if sentence.index - index <= BACK:
                return old.about
        for earlier in reversed(self.reading.sentences[max(0, sentence.index - BACK) : sentence.index]):
            if about := self.matter.of(list(earlier.tokens), earlier)[0]:
                return about
        return ()

    def _piece(self, sentence: Sentence, tokens: Sequence[Token], spoken: Spoken) -> Evidence:
        here = sentence is spoken.sentence
        supports = (*SUPPORTS, "when") if spoken.when is not None and here else SUPPORTS
        when = spoken.when if here else None
        return self.reading.evidence(sentence, tokens, supports, spoken.frame.id, when=when)


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


def _vague(new: Statement) -> bool:
    """Say whether a statement names nothing of its own, so that it goes on with the matter before it."""
    return not new.sectors and all(e.kind is EntityKind.TOPIC for e in new.about)


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
