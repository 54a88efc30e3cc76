"""Who holds which office: a person named together with a title."""

from __future__ import annotations

from collections.abc import Sequence

from kg.discourse import Referents
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind, Fact, Tenure
from kg.people import Role, slug
from kg.reading import Reading, Sentence

NAME = "tenures"


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give one tenure for each person and office, with every place that states it."""
    found: dict[tuple[str, str], Tenure] = {}
    for role in reading.roles:
        sentence = _sentence(reading, role)
        if sentence is None or not role.title.words:
            continue
        office = office_of(reading, role, sentence)
        tokens = sentence.doc[role.first : role.last]
        evidence = reading.evidence(sentence, tokens, ("holder", "office"), role.pattern)
        key = (role.person.key, office.key)
        old = found.get(key)
        pieces = (*old.evidence, evidence) if old else (evidence,)
        person = reading.people.people.get(role.person.key, role.person)
        found[key] = Tenure(person=person, office=office, ended=role.title.over or bool(old and old.ended), evidence=pieces)
    return list(found.values())


def _sentence(reading: Reading, role: Role) -> Sentence | None:
    for sentence in reading.sentences:
        if sentence.paragraph == role.paragraph and sentence.tokens.start <= role.first < sentence.tokens.end:
            return sentence
    return None


def office_of(reading: Reading, role: Role, sentence: Sentence) -> Entity:
    """Give the office of a role: of a government, of an organisation, or unattached where nothing tells whose it is."""
    title, words = role.title, role.title.words
    if title.body is not None and title.body.kind is not EntityKind.COUNTRY:
        body = reading.acting(title.body)
        return Entity(EntityKind.OFFICE, f"{body.key}-{slug(words)}", f"{words} of {body.label}", body.country or title.country, (words,), post_in=body.iri)
    country = title.country or reading.home(role.person) or _around(reading, role, sentence)
    if country is None:
        return Entity(EntityKind.OFFICE, f"x-{slug(words)}", words)
    known = reading.registry.entities.get(f"https://w3id.org/tradekg/id/office/{country}-{slug(words)}")
    if known is not None:
        return known
    government = reading.government(country)
    label = f"{words} of {reading.country(country).label}"
    return Entity(EntityKind.OFFICE, f"{country}-{slug(words)}", label, country, (words,), post_in=government.iri)


def _around(reading: Reading, role: Role, sentence: Sentence) -> str | None:
    """Give the one country that the persons of this sentence, or else of the sentence before, belong to."""
    for near in (sentence, reading.sentences[sentence.index - 1] if sentence.index else None):
        if near is None:
            continue
        homes = {reading.home(m.entity) for m in near.of_kind(MentionKind.PERSON) if m.entity and m.entity.key != role.person.key} - {None}
        named = {m.country for m in near.of_kind(MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)}
        if len(homes | (named if not homes else set())) == 1:
            return next(iter(homes or named))
    return None
