"""What an utterance, an attitude or a procedure is about: measures, agreements, countries, sectors,
else a topic in its own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.discourse import Referents, sectors_of, topic
from kg.keys import measure_key
from kg.mentions import Mention, MentionKind
from kg.merging import merge
from kg.model import AgreementFact, Entity, EntityKind, Fact, Measure, Span
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.tell import measure_label

VAGUE = frozenset(
    """
    it he she they we i you this that these those there none nothing something everything anything one what
    which who people thing way time day week month year today country side part lot kind sort number point case
    fact word question statement comment remark place end matter situation percent cent euro dollar billion
    million official minister president reporter journalist leader us them me him her nobody everybody somebody
    anyone everyone both all some any many much more most so
    """.split()
)
NOMINAL_DEPS = ("dobj", "nsubjpass", "nsubj", "pobj", "attr", "oprd", "dative", "appos", "conj")
ALL = 3  # things named as the subject at most


class Matter:
    """Finds the subject of words in one document, given the facts read so far."""

    def __init__(self, reading: Reading, refer: Referents, facts: Sequence[Fact]) -> None:
        self.reading, self.refer = reading, refer
        self.agreements = [f for f in facts if isinstance(f, AgreementFact)]
        self.measures = [
            m
            for m in merge([f for f in facts if isinstance(f, Measure)])
            if isinstance(m, Measure) and m.by is not None
        ]

    def told(
        self, tokens: Sequence[Token], sentence: Sentence, speaker: Entity
    ) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
        """Give what reported words are about; where they name nothing, the speaker's own country or what is done."""
        about, sectors = self.of(tokens, sentence, whose=speaker)
        if not (about or sectors):
            about = self.of(tokens, sentence)[0]
        if not (about or sectors):
            verb = next((t for t in tokens if t.pos_ == "VERB" and len(t.text) > 3), None)
            inside = {t.i for t in tokens}
            run = [t for t in verb.subtree if t.i >= verb.i and t.i in inside][:4] if verb is not None else []
            about = (topic(" ".join(t.text for t in run)),) if run else ()
        return about, sectors

    def of(
        self, tokens: Sequence[Token], sentence: Sentence, *, whose: Entity | None = None
    ) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
        """Give what the words are about (measures, agreements, else a topic; countries) and the sectors they name."""
        inside = {t.i for t in tokens}
        named = [m for m in sentence.mentions if any(i in inside for i in range(m.first, m.last))]
        about = self._measures(tokens, sentence)
        about += [
            m.entity for m in named if m.kind in (MentionKind.AGREEMENT, MentionKind.LAW) and m.entity and _concluded(m)
        ]
        about += self._agreements(tokens, sentence)
        if not about and (words := topic_of(tokens, sentence)):
            about.append(topic(words))
        about += self._countries(named, whose)
        if not about:
            about += [
                m.entity
                for m in named
                if m.kind in (MentionKind.PERSON, MentionKind.ORGANISATION) and m.entity and m.entity != whose
            ][:1]
        if not (about or sectors_of(named)) and (words := topic_of(tokens, sentence, plain=SPARE)):
            about.append(topic(words))
        return tuple(dict.fromkeys(about))[:ALL], sectors_of(named)

    def _measures(self, tokens: Sequence[Token], sentence: Sentence) -> list[Entity]:
        """Give the measures whose telling stands among the words."""
        if not tokens:
            return []
        first, last = min(t.i for t in tokens), max(t.i for t in tokens) + 1
        said = sentence.token_span(first, last)
        hits = [m for m in self.measures if any(_inside(e.phrase, said) for e in m.evidence)]
        return [
            Entity(EntityKind.MEASURE, measure_key(m, key, self.reading.document), measure_label(m, (key,)))
            for m in hits
            for key in (m.sectors or ("all-goods",))[:1]
        ]

    def _agreements(self, tokens: Sequence[Token], sentence: Sentence) -> list[Entity]:
        """Give the agreements, known by the document alone, whose telling stands among the words."""
        if not tokens:
            return []
        first, last = min(t.i for t in tokens), max(t.i for t in tokens) + 1
        said = sentence.token_span(first, last)
        return [f.agreement for f in self.agreements if any(_inside(e.phrase, said) for e in f.evidence)]

    def _countries(self, named: Iterable[Mention], whose: Entity | None) -> list[Entity]:
        home = (
            whose.key
            if whose is not None and whose.kind is EntityKind.GOVERNMENT
            else self.reading.home(whose)
            if whose is not None
            else None
        )
        kinds = (MentionKind.COUNTRY, MentionKind.CAPITAL, MentionKind.DEMONYM)
        return [self.reading.country(m.country) for m in named if m.kind in kinds and m.country and m.country != home]


def _concluded(mention: Mention) -> bool:
    """Say whether an agreement is one: a round of negotiations goes by a name too, but is only a topic."""
    return mention.entity is not None and not mention.entity.label.endswith("Round")


def _inside(phrase: Span, said: Span) -> bool:
    return said.overlaps(phrase)


SPARE = VAGUE - frozenset("case matter situation question issue point place".split())  # better than no topic at all


def topic_of(tokens: Sequence[Token], sentence: Sentence, *, plain: frozenset[str] = VAGUE) -> str:
    """Give the words of the noun phrase that the tokens are chiefly about, or an empty string."""
    inside = {t.i for t in tokens}
    best: tuple[int, int, str] | None = None
    for token in tokens:
        if (
            token.pos_ not in ("NOUN", "PROPN")
            or token.dep_ not in NOMINAL_DEPS
            or token.lemma_.lower() in plain
            or token.ent_type_ in ("DATE", "TIME", "PERSON", "CARDINAL")
        ):
            continue
        if (mention := sentence.at(token)) is not None and mention.kind in (
            MentionKind.PERSON,
            MentionKind.COUNTRY,
            MentionKind.CAPITAL,
            MentionKind.RATE,
            MentionKind.MONEY,
        ):
            continue
        words = _phrase(token, inside)
        depth = sum(1 for a in token.ancestors if a.i in inside)
        key = (depth, NOMINAL_DEPS.index(token.dep_), words)
        if words and (best is None or key[:2] < best[:2]):
            best = key
    return best[2] if best else ""


def _phrase(head: Token, inside: set[int]) -> str:
    """Give a noun with its compounds and adjectives, and one "of" or "on" phrase where it is short."""
    before = [t for t in head.lefts if t.dep_ in ("compound", "amod", "nmod") and t.i in inside]
    first = min([t.left_edge.i for t in before] + [head.i])
    last = head.i + 1
    for child in head.rights:
        if (
            child.dep_ == "prep"
            and child.lower_ in ("of", "on", "with", "for")
            and child.right_edge.i - head.i < 7
            and child.i == head.i + 1
        ):
            last = child.right_edge.i + 1
    text: str = head.doc[first:last].text
    return " ".join(text.split()) if 2 < len(text) <= 60 else head.text
