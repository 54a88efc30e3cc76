"""Finds who makes up a side: "the delegation was led by X and included Y", "Japan will be represented by Z"."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clauses import conjuncts, objects, passive, prepositional, subjects
from kg.extractors.engagement_parties import Parties
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.reading import Sentence

BODIES = frozenset(
    "delegation deputation team party mission side contingent group entourage member participant attendee".split()
)
LED = frozenset("lead head chair cochair co-chair".split())
MADE_UP = frozenset("include comprise number consist be compose".split())
EVENTS = frozenset("talk talks meeting discussion discussions negotiation negotiations consultation round".split())


@dataclass(frozen=True, slots=True)
class Makeup:
    """Persons who take part in the engagement told before, and the country whose side they are."""

    members: tuple[Entity, ...]
    side: str | None
    word: Token
    travelling: bool  # a delegation: it may be that of a visit


def makeup(sentence: Sentence, parties: Parties) -> Makeup | None:
    """Give the first telling in a sentence of who makes up a side; all persons named after the verb belong to it."""
    for verb in sentence.tokens:
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        owner = _owner(verb, parties, sentence)
        if owner is None:
            continue
        if verb.lemma_ in LED and not passive(verb):
            members = parties.parties(subjects(verb), sentence)
        else:
            named = (m for m in sentence.of_kind(MentionKind.PERSON) if m.first > verb.i)
            members = tuple(dict.fromkeys(m.entity for m in named if m.entity is not None))
        persons = tuple(e for e in members if e.kind is EntityKind.PERSON)
        if persons:
            travelling = owner.lemma_.lower() in BODIES - {"side"} or _of_body(owner)
            return Makeup(persons, _country(owner, sentence, parties), verb, travelling)
    return None


def _owner(verb: Token, parties: Parties, sentence: Sentence) -> Token | None:
    """Give the word for the side that a verb tells about, if it tells about one."""
    heads = subjects(verb)
    if passive(verb) and verb.lemma_ == "represent":
        return heads[0] if heads and parties.refer.countries(heads, sentence) else None
    body = next((t for t in heads if t.lemma_.lower() in BODIES or _of_body(t)), None)
    if body is not None and (verb.lemma_ in MADE_UP or (passive(verb) and verb.lemma_ in LED | {"make"})):
        return body if verb.lemma_ != "be" or body.lemma_.lower() in ("member", "participant", "attendee") else None
    if passive(verb) and verb.lemma_ in LED:
        return next((t for t in heads if t.lemma_.lower() in EVENTS), None)
    if verb.lemma_ in LED and not passive(verb):
        led = [t for t in objects(verb) if t.lemma_.lower() in EVENTS | {"side", "delegation"}]
        far = [t for o in led for t in prepositional(o, "to", "with", "between")] + prepositional(verb, "to", "with")
        return led[0] if led and not far else None
    return None


def _of_body(token: Token) -> bool:
    """Read "other members of the deputation", "the ministers on the Japanese side"."""
    return any(t.lemma_.lower() in BODIES for t in prepositional(token, "of", "on", "in"))


def _country(owner: Token, sentence: Sentence, parties: Parties) -> str | None:
    """Give the country whose side a word names: "the Japanese side", "China", "the talks for China"."""
    near = [owner, *prepositional(owner, "for", "of"), *prepositional(owner.head, "for")]
    codes = [c.key for c in parties.refer.countries([t for n in near for t in conjuncts(n)], sentence)]
    return codes[0] if len(set(codes)) == 1 else None
