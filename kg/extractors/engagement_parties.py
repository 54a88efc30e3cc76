"""Says which persons, governments and bodies words name as parties of an engagement."""

from __future__ import annotations

from collections.abc import Iterable

from kg.clauses import agents, conjuncts, subjects
from kg.discourse import Referents
from kg.extractors.authorship import author_of
from kg.extractors.joint import joint_of
from kg.lists import Unit, lists, mates
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import words as status_words
from kg.titles import is_head

MINE = frozenset("i me we us my our mine ours".split())
COUNTRIES = (MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)
PUBLIC = (EntityKind.GOVERNMENT, EntityKind.ORGANISATION, EntityKind.PERSON)


class Parties:
    """Who takes part, for one reading."""

    def __init__(self, reading: Reading, refer: Referents) -> None:
        self.reading = reading
        self.refer = refer
        self.joint = joint_of(reading)
        self.author = None if self.joint is not None else author_of(reading, refer)
        self._runs: dict[int, list[list[Unit]]] = {}  # lists of names of the sentence at hand

    def parties(self, tokens: Iterable[Token], sentence: Sentence) -> tuple[Entity, ...]:
        """Give the public agents that tokens name."""
        found = [e for t in self._listed(tokens, sentence) for e in self._party(t, sentence)]
        return tuple(dict.fromkeys(e for e in found if e.kind in PUBLIC))

    def _listed(self, tokens: Iterable[Token], sentence: Sentence) -> list[Token]:
        """Give tokens with the names that stand in one list with them, whatever the parser made of the list."""
        if sentence.index not in self._runs:
            self._runs = {sentence.index: lists(sentence, self.reading.roles)}
        runs = self._runs[sentence.index]
        return [m for t in tokens for m in (t, *(mates(t, sentence, runs) if runs else ()))]

    def _party(self, token: Token, sentence: Sentence) -> list[Entity]:
        if self.author is not None and self.author.means(token) and not sentence.quoted(token):
            return [self.author.entity]
        if self.joint is not None and token.lower_ in ("we", "us", "our") and not sentence.quoted(token):
            return list(self.joint.means(token) or self.joint.governments)
        own = self._first_person(token, sentence) or self._titled(token, sentence)
        if own is not None:
            return [own]
        beside = [
            m for c in token.children if c.dep_ == "appos" and (m := sentence.at(c)) and m.kind is MentionKind.PERSON
        ]
        if beside and (mention := sentence.at(token)) is None:
            plural = token.tag_ in ("NNS", "NNPS")  # "the ministers of X and Y, A and B"
            names = [m for c in token.children if c.dep_ == "appos" for t in conjuncts(c) if (m := sentence.at(t))]
            persons = [m for m in names if m.kind is MentionKind.PERSON] if plural else beside[:1]
            return [m.entity for m in persons if m.entity]
        led = [
            t
            for c in token.children
            if c.dep_ in ("acl", "advcl", "relcl") and c.lemma_ in ("lead", "head") and c.tag_ == "VBN"
            for t in agents(c)
        ]
        if led and (leaders := self.parties(led, sentence)):
            return list(leaders)
        mention = sentence.at(token)
        if (
            mention is not None
            and mention.kind is MentionKind.DEMONYM
            and mention.country
            and token.pos_ in ("NOUN", "PROPN")
        ):
            return [self.reading.government(mention.country)]
        return self.refer.agents([token], sentence)

    def _first_person(self, token: Token, sentence: Sentence) -> Entity | None:
        """Give whom "I" and "we" mean: in a quotation its speaker, else the government whose release this is."""
        if token.lower_ not in MINE:
            return None
        if not sentence.quoted(token):
            return self.author.entity if self.author else None
        speaker = self.quoter(sentence)
        home = self.reading.home(speaker) if speaker else None
        return self.reading.government(home) if token.lower_ in ("we", "us", "our") and home else speaker

    def _titled(self, token: Token, sentence: Sentence) -> Entity | None:
        """Give the person whose title a word heads: "the Minister for Trade, Mr Sinclair"."""
        if not is_head(token):
            return None
        spans = [r for r in self.reading.roles if r.paragraph == sentence.paragraph and r.first <= token.i < r.last]
        return min(spans, key=lambda r: r.last - r.first).person if spans else None

    def quoter(self, sentence: Sentence) -> Entity | None:
        """Give who speaks the quotation in a sentence: the subject of a verb of saying outside the marks."""
        says = status_words()["saying"]
        for near in (sentence, *reversed(self.reading.sentences[max(0, sentence.index - 2) : sentence.index])):
            for verb in near.tokens:
                if verb.lemma_ in says["plain"] | says["distant"] and verb.pos_ == "VERB" and not near.quoted(verb):
                    speakers = [e for e in self.refer.agents(subjects(verb), near) if e.kind in PUBLIC]
                    if len(speakers) == 1:
                        return speakers[0]
        return None

    def speaker(self, saying: Token | None, sentence: Sentence) -> Entity | None:
        """Give the one public agent whose words a verb of saying reports."""
        found = (
            [e for e in self.refer.agents(subjects(saying), sentence) if e.kind in PUBLIC] if saying is not None else []
        )
        return found[0] if len(found) == 1 else None

    def official(self, entity: Entity) -> bool:
        """Say whether a party is a government or body, or a person with an office, a known country or a "Mr"."""
        named = entity.key in self.reading.people.addressed or any(
            r.person.key == entity.key for r in self.reading.roles
        )
        return entity.kind is not EntityKind.PERSON or named or self.reading.home(entity) is not None

    def home(self, entity: Entity) -> str | None:
        """Give the country of a party."""
        return (
            entity.key
            if entity.kind is EntityKind.GOVERNMENT
            else self.reading.home(entity)
            if entity.kind is EntityKind.PERSON
            else entity.country
        )
