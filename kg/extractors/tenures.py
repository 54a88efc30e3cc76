"""Who holds which office: a person named together with a title."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg import trace
from kg.clauses import SUBJECTS
from kg.discourse import Referents
from kg.mentions import MentionKind
from kg.model import BASE, Entity, EntityKind, Fact, Tenure
from kg.reading import Reading, Sentence
from kg.roles import COURTESY, Role
from kg.slugs import slug
from kg.titles import Title, implied, is_head, titles

NAME, ALONE = "tenures", "office-alone"
COMMISSION, PARLIAMENT = (f"{BASE}id/org/european-{name}" for name in ("commission", "parliament"))


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give one tenure for each person and office, with every place that states it."""
    found: dict[tuple[str, str], Tenure] = {}
    for role in (*reading.roles, *_unnamed(reading, refer)):
        sentence = _sentence(reading, role)
        if sentence is None:
            continue
        if reason := _no_office(role, reading.roles):
            trace.dropped(sentence, sentence.doc[role.first : role.last], role.pattern, reason)
            continue
        office = office_of(reading, refer, role, sentence)
        evidence = reading.evidence(sentence, sentence.doc[role.first : role.last], ("holder", "office"), role.pattern)
        key = (role.person.key, office.key)
        old = found.get(key)
        pieces = (*old.evidence, evidence) if old else (evidence,)
        person = reading.people.people.get(role.person.key, role.person)
        found[key] = Tenure(
            person=person, office=office, ended=role.title.over or bool(old and old.ended), evidence=pieces
        )
    return list(found.values())


def _no_office(role: Role, roles: Sequence[Role]) -> str:
    """Tell why a title beside a name tells no office; empty where it does."""
    if not role.title.words:
        return "the title has no words of its own"
    if _vague(role):
        return "a form of address that tells no office"
    return "another place tells the office more fully" if _told_fully(role, roles) else ""


def _told_fully(role: Role, roles: Sequence[Role]) -> bool:
    """Say whether another role of the person tells more: "Secretary Rubio" beside "Secretary of State Rubio"."""
    words = set(role.title.words.split())
    fuller = (set(r.title.words.split()) for r in roles if r.person.key == role.person.key)
    small = titles().portfolios | {"of", "for", "and", "the"}
    return any(words < other and other - words <= small for other in fuller)


def _otherwise(role: Role, roles: Sequence[Role]) -> bool:
    """Say whether a person has an office beside the one that is only a form of address: "the Minister, Senator X"."""
    return any(r.person.key == role.person.key and r.title.words not in COURTESY for r in roles)


def _unnamed(reading: Reading, refer: Referents) -> list[Role]:
    """Read "the American president" as the office of the one person named elsewhere who can be meant."""
    named = {(role.paragraph, i) for role in reading.roles for i in range(role.first, role.last)}
    roles = []
    for sentence in reading.prose:
        for token in sentence.tokens:
            if not is_head(token) or sentence.at(token) is not None:
                continue
            title = refer.title(token, sentence)
            if title is None or (sentence.paragraph, token.i) in named:
                continue
            if reason := _no_single_holder(title):
                trace.dropped(sentence, token, ALONE, reason)
            elif title.country:  # without one it only refers back
                person = refer.office(token, sentence)
                if person is not None and _mentioned(person, reading):
                    roles.append(Role(person, title, sentence.paragraph, title.first, title.last, ALONE))
                else:
                    trace.dropped(sentence, token, ALONE, "nobody named can be meant")
    return roles


def _no_single_holder(title: Title) -> str:
    """Tell why a title without a name points to no one person; empty where it may."""
    if title.plural:
        return "several holders, none named"
    if title.over:
        return "a former holder who is not named"
    return "" if title.words in HEADS else "no name beside the title"


def _mentioned(person: Entity, reading: Reading) -> bool:
    """Say whether a person is named in this document."""
    return person.key in reading.people.people and any(
        m.entity and m.entity.key == person.key for s in reading.sentences for m in s.mentions
    )


def _vague(role: Role) -> bool:
    """Say whether a title tells no office: "Secretary Rubio", "Ambassador Tai"."""
    title = role.title
    return title.body is None and title.words in (VAGUE if title.country else VAGUE_ALONE)


# Offices that the lexicon takes for American ones where the text is not written from elsewhere.
ANYWHERE = {
    "senator",
    "national security adviser",
    "national security advisor",
    "attorney general",
    "secretary of state",
}
CROWNED = {"king", "queen", "prince", "emperor", "emir", "sultan"}
VAGUE = {"secretary", "minister", "representative", "deputy", "chief", "head", "delegate", "deputy minister"}
VAGUE_ALONE = VAGUE | {"ambassador"}  # "Ambassador Tai" is a form of address; "the Chinese ambassador" is not
HEADS = {"president", "prime minister", "chancellor", "premier"}


def _sentence(reading: Reading, role: Role) -> Sentence | None:
    start = bisect_left(reading.sentences, role.paragraph, key=lambda s: s.paragraph)
    for sentence in reading.sentences[start : start + role.first + 1]:
        if sentence.paragraph == role.paragraph and sentence.tokens.start <= role.first < sentence.tokens.end:
            return sentence
    return None


def office_of(reading: Reading, refer: Referents, role: Role, sentence: Sentence) -> Entity:
    """Give the office of a role: of a government, of an organisation, or unattached where nothing tells whose it is."""
    title, words = role.title, role.title.words
    aliases = (
        words,
        *(words.replace(a, b) for a, b in (("leader", "head"), ("head", "leader")) if words.split()[0] == a),
    )
    body, country = title.body, title.country or reading.home(role.person)
    if body is None and country is None:
        country, body = implied(words)
        abroad = reading.standpoint not in (None, country)
        country = reading.standpoint if country is not None and abroad and words in ANYWHERE else country
    if body is not None and body.kind is not EntityKind.COUNTRY:
        body = reading.acting(body)
        return Entity(
            EntityKind.OFFICE,
            f"{body.key}-{slug(words)}",
            f"{words} of {body.label}",
            body.country or title.country,
            aliases,
            post_in=body.iri,
        )
    if words not in CROWNED:
        country = country or _around(reading, refer, role, sentence)
    if country == "EUE" and (
        union := reading.registry.entities.get(PARLIAMENT if "committee" in words else COMMISSION)
    ):
        return Entity(
            EntityKind.OFFICE,
            f"{union.key}-{slug(words)}",
            f"{words} of {union.label}",
            country,
            aliases,
            post_in=union.iri,
        )
    if country is None:
        # whose office it is stays open, so it is this document's own
        return Entity(EntityKind.OFFICE, f"{reading.document.id}-{slug(words)}", words, aliases=aliases[1:])
    known = reading.registry.entities.get(f"{BASE}id/office/{country}-{slug(words)}")
    if known is not None:
        return known
    government = reading.government(country)
    return Entity(
        EntityKind.OFFICE,
        f"{country}-{slug(words)}",
        f"{words} of {reading.country(country).label}",
        country,
        aliases,
        post_in=government.iri,
    )


def _around(reading: Reading, refer: Referents, role: Role, sentence: Sentence) -> str | None:
    """Give the one country of the sentence and its people; for heads of state or government that is too bold."""
    if role.title.words in HEADS:
        return reading.home_country
    subjects = [t for t in sentence.tokens if t.dep_ in SUBJECTS]
    agents = refer.agents(subjects, sentence) + [m.entity for m in sentence.of_kind(MentionKind.PERSON) if m.entity]
    homes = {
        reading.home(a) if a.kind is EntityKind.PERSON else a.country for a in agents if a.key != role.person.key
    } - {None}
    named = {m.country for m in sentence.of_kind(MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)}
    if not homes:
        return reading.home_country
    return next(iter(homes)) if len(homes | named) == 1 else None
