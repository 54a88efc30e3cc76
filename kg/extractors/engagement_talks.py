"""Says who talks where the words for the talks name nobody: the reporter's side, those around, one's own country."""

from __future__ import annotations

from kg.clauses import objects, prepositional, subjects
from kg.extractors.engagement_parties import Parties
from kg.model import Entity
from kg.parses import Token
from kg.reading import Sentence
from kg.status import words as status_words

Pair = tuple[tuple[Entity, ...], tuple[Entity, ...]]


def talking(noun: Token, sentence: Sentence, parties: Parties, pair: Pair) -> Pair:
    """Complete the sides of talks from what stands around the noun."""
    first, second = pair
    if not first and second:
        return _reporter(noun, sentence, parties, second) or _own_side(parties, second), second
    if not second and (matrix := _in_passing(noun)) is not None:
        around, others = (parties.parties(side, sentence) for side in matrix)
        return first or around, others
    if not first and not second:
        first = _agreeing(noun, sentence, parties)
        if not first and parties.joint is not None:
            first = parties.joint.governments  # a joint statement speaks of its authors' own talks
    return first, second


def _reporter(noun: Token, sentence: Sentence, parties: Parties, others: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Take "the minister said talks with the U.S. go on" for the talks of his government."""
    homes = {h for e in _sayers(noun, sentence, parties) if (h := parties.home(e))}
    if len(homes) == 1 and not homes & {parties.home(e) for e in others}:
        return (parties.reading.government(homes.pop()),)
    return ()


def _agreeing(noun: Token, sentence: Sentence, parties: Parties) -> tuple[Entity, ...]:
    """Take "the two ministers agreed that talks should go on" for talks between their governments."""
    homes = [parties.home(e) for e in _sayers(noun, sentence, parties)]
    known = list(dict.fromkeys(h for h in homes if h))
    return tuple(parties.reading.government(h) for h in known) if len(known) == 2 == len(homes) else ()


def _sayers(noun: Token, sentence: Sentence, parties: Parties) -> list[Entity]:
    """Give who says or agrees what the clause of a noun tells."""
    says = status_words()["saying"]
    for verb in noun.ancestors:
        if verb.lemma_ in says["plain"] | says["distant"] | says["denying"]:
            agents = parties.refer.agents(subjects(verb), sentence)
            if any(parties.home(e) for e in agents):
                return agents
    return []


def _own_side(parties: Parties, others: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Take "talks with Canada resume" for those of the country that the text is written from."""
    home = parties.reading.standpoint
    if home is None or home in {parties.home(e) for e in others}:
        return ()
    return (parties.reading.government(home),)


def _in_passing(noun: Token) -> tuple[list[Token], list[Token]] | None:
    """Read "X issued a statement with Y after talks": those of the clause were the ones who talked."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("after", "following", "during"):
        return None
    verb = noun.head.head
    others = [t for v in (verb, *objects(verb)) for t in prepositional(v, "with")]
    return (subjects(verb), others) if verb.pos_ == "VERB" and others else None
