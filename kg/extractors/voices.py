"""Whose voice a noun is: persons, governments, bodies, and those who speak for them; not the unnamed, not the media."""

from __future__ import annotations

from kg.clauses import SUBJECTS, modifiers, possessors, prepositional
from kg.discourse import Referents
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.reading import Sentence
from kg.slugs import slug
from kg.titles import titles

NEWS = frozenset(
    """
    reuters bloomberg cnbc cnn bbc nbc abc cbs msnbc politico axios afp xinhua voa nikkei kyodo tass interfax
    ansa cbc ctv rte ndtv pti ap time times post journal guardian economist newspaper telegraph daily herald
    globe mail news radio television tv magazine weekly gazette tribune rudaw detik.com media outlet
    """.split()
)
PAPERS = frozenset(
    """
    statement letter note post tweet release readout communique communiqué memo report sheet notice filing
    message text account document paper submission
    """.split()
)
VOICES = frozenset(
    """
    spokesman spokeswoman spokesperson spokespeople aide adviser advisor representative
    """.split()
)
ANONYMOUS = frozenset(
    """
    source person people analyst expert observer diplomat insider critic some many others trader economist
    somebody everyone anyone
    """.split()
)


def voice(token: Token, sentence: Sentence, refer: Referents) -> list[Entity]:
    """Give the speaker that one noun names; the unnamed and the news media give none."""
    lemma = token.lemma_.lower()
    if sentence.at(token) is None and (
        apposed := [e for c in token.children if c.dep_ == "appos" for e in _person(c, sentence)]
    ):
        return apposed
    if (
        sentence.at(token) is None
        and lemma in LEADERS
        and token.tag_ == "NN"
        and (leader := _leader(token, sentence, refer))
    ):
        return [leader]
    if lemma in PAPERS:
        return [
            e
            for owner in (*possessors(token), *prepositional(token, "by", "from", "of"))
            for e in voice(owner, sentence, refer)
        ]
    if sentence.at(token) is None and lemma in VOICES:
        return [
            e
            for owner in (*possessors(token), *prepositional(token, "for", "of", "at"))
            for e in voice(owner, sentence, refer)
            if e.kind is not EntityKind.PERSON
        ]
    if (sentence.at(token) is None and lemma in ANONYMOUS) or (lemma == "official" and token.tag_ == "NN"):
        return []
    if lemma in MEMBERS and sentence.at(token) is None and (body := _members_of(token, sentence)) is not None:
        return [body]
    if lemma in MINISTRIES and (body := _ministry(token, sentence, refer)) is not None:
        return [body]
    if lemma in ("government", "administration") and (state := _bare_state(token, sentence, refer)) is not None:
        return [state]
    if lemma in GROUPED and sentence.at(token) is None and (group := _grouped(token, sentence)) is not None:
        return [group]
    found = [e for e in refer.agents([token], sentence) if not in_media(e.label)]
    if not found and lemma == "office" and (owner := possessors(token)):
        return _office(owner, sentence, refer)
    if found:
        return found
    body = named_body(token, sentence)
    return [body] if body is not None and not in_media(body.label) and not _common(body.label, refer) else []


MINISTRIES = frozenset(
    """
    ministry department parliament senate congress embassy chamber bureau agency federation union association
    """.split()
)


GROUPED = frozenset(
    """
    party union group company firm lobby alliance opposition giant maker carmaker producer retailer bank body
    newcomer operator exporter miner brewer grouping
    """.split()
)

CLUBS = ("association", "federation", "union", "chamber", "bureau")  # "American Soybean Association" is a name


MEMBERS = frozenset("lawmaker member legislator executive deputy parliamentarian senator delegate".split())


def _members_of(token: Token, sentence: Sentence) -> Entity | None:
    """Take "lawmakers from the Green Party" for the body they belong to."""
    for owner in prepositional(token, "from", "of", "at", "with"):
        mention = sentence.at(owner)
        if mention is not None and mention.kind is MentionKind.ORGANISATION:
            return mention.entity
    return None


def _grouped(token: Token, sentence: Sentence) -> Entity | None:
    """Give the name that stands with a common noun: "opposition party Sumar", "the lobby, Swissmem"."""
    named = [c for c in token.children if c.dep_ == "appos" and c.text[:1].isupper() and sentence.at(c) is None]
    if not named:
        return None
    first = min([t.i for t in named[0].lefts if t.dep_ == "compound" and t.text[:1].isupper()] + [named[0].i])
    return _named(sentence.doc[first : named[0].i + 1].text, EntityKind.ORGANISATION)


def _common(label: str, refer: Referents) -> bool:
    """Say whether a lone word is also written small in the text, and so no name: "Apartheid" at a sentence's start."""
    small = label.lower()
    return " " not in label and any(
        t.text == small for s in refer.reading.sentences for t in s.tokens if t.text[:1].islower()
    )


def _whole_name(token: Token) -> str:
    """Give a ministry's name in full: "Ministry of Industry and Information Technology"."""
    doc, last = token.doc, token.i
    while last + 1 < len(doc):
        word = doc[last + 1]
        joins = word.lower_ in ("of", "and", "for", "the", ",", "&") and last + 2 < len(doc)
        if not (word.text[:1].isupper() or (joins and doc[last + 2].text[:1].isupper() and word.text != ",")):
            break
        last += 1
    return str(doc[token.i : last + 1].text)


def _ministry(token: Token, sentence: Sentence, refer: Referents) -> Entity | None:
    """Give "Brazil's foreign ministry" as the body of its country, unless the registry knows it."""
    mention = sentence.at(token)
    if mention is not None and mention.entity is not None and (mention.entity.known or mention.entity.country):
        return None
    if token.text[0].isupper() and token.lemma_.lower() in CLUBS and not possessors(token):
        return named_body(token, sentence)
    homes = refer.countries([*possessors(token), *modifiers(token)], sentence)
    words = [
        t.text for t in token.lefts if t.dep_ in ("compound", "amod", "nmod") and not refer.countries([t], sentence)
    ]
    if mention is not None and mention.kind is MentionKind.ORGANISATION:
        words = mention.surface.split()[:-1]
    if token.lower_ == "embassy":
        return _embassy(token)
    if token.text[0].isupper() and (whole := _whole_name(token)) != token.text and len(homes) == 1:
        label = f"{whole} of {homes[0].label}"
        return Entity(EntityKind.ORGANISATION, slug(label), label, homes[0].key)
    if len(homes) != 1 or (not words and token.lemma_.lower() not in ("parliament", "senate", "congress")):
        return None
    label = " ".join([*words, token.text])
    label = f"{label[0].upper()}{label[1:]} of {homes[0].label}"
    return Entity(EntityKind.ORGANISATION, slug(label), label, homes[0].key)


LEADERS = frozenset(
    """
    leader chief premier president minister chancellor secretary envoy negotiator ambassador commissioner
    representative taoiseach
    """.split()
)


def _person(token: Token, sentence: Sentence) -> list[Entity]:
    mention = sentence.at(token)
    return [mention.entity] if mention is not None and mention.kind is MentionKind.PERSON and mention.entity else []


def _leader(token: Token, sentence: Sentence, refer: Referents) -> Entity | None:
    """Take "the French leader" for the person of that country spoken of last."""
    codes = [c.key for c in refer.countries([token], sentence)]
    reading = refer.reading
    if len(codes) != 1 or any(c.lower_ in ("a", "an", "one", "another") for c in token.children):
        return None
    for earlier in reversed(reading.sentences[max(0, sentence.index - 6) : sentence.index + 1]):
        for mention in reversed(earlier.of_kind(MentionKind.PERSON)):
            if (
                mention.entity
                and reading.home(mention.entity) == codes[0]
                and (earlier is not sentence or mention.last <= token.i)
            ):
                return mention.entity
    return None


def _embassy(token: Token) -> Entity | None:
    """Give "the Chinese Embassy in Costa Rica" under that name."""
    first = min([c.i for c in token.lefts if c.dep_ in ("amod", "compound", "nmod")] + [token.i])
    seat = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ in ("in", "to")), token)
    words = token.doc[first : seat.right_edge.i + 1 if seat is not token else token.i + 1].text
    return Entity(EntityKind.ORGANISATION, slug(words), words) if first < token.i else None


def part_of_name(token: Token) -> bool:
    """Say whether a coordinated word only ends the name of a ministry: "Industry and Information Technology"."""
    head = token.head
    return (
        token.dep_ == "conj" and head.lemma_.lower() in MINISTRIES and token.i < head.i + len(_whole_name(head).split())
    )


def _bare_state(token: Token, sentence: Sentence, refer: Referents) -> Entity | None:
    """Take "the Administration" for that of the United States, "the Government" for the one told of just before."""
    reading = refer.reading
    if any(c.dep_ in ("poss", "amod", "compound", "prep", "nmod") for c in token.children):
        return None
    if not any(c.lower_ == "the" for c in token.children) or sentence.at(token) is not None:
        return None
    if token.lemma_.lower() == "administration":
        states = any(m.country == "USA" for s in reading.sentences for m in s.mentions)
        return reading.government("USA") if states else None
    if token.text != "Government":
        return None
    codes = [m.country for s in reading.sentences[: sentence.index] for m in s.mentions if m.country]
    home = reading.standpoint or reading.home_country or (codes[0] if codes else None)
    return reading.government(home) if home else None


def _office(owner: list[Token], sentence: Sentence, refer: Referents) -> list[Entity]:
    """Read "his office": the person's own words by another mouth."""
    return [e for e in refer.agents(owner, sentence) if e.kind is EntityKind.PERSON]


def in_media(label: str) -> bool:
    """Say whether a name is that of a newspaper, an agency or a broadcaster."""
    return bool({w.strip(".,").lower() for w in label.split()} & NEWS)


def named_body(token: Token, sentence: Sentence) -> Entity | None:
    """Give an organisation or person that only its capitals and the model's vote show."""
    mention = sentence.at(token)
    if (mention is not None and mention.kind is not MentionKind.SECTOR) or token.pos_ != "PROPN":
        return None
    for entity in sentence.doc.ents:
        if entity.start <= token.i < entity.end and entity.label_ in ("ORG", "PERSON"):
            name = entity.text.removeprefix("the ").removeprefix("The ").removesuffix("'s").removesuffix("’s")
            person = entity.label_ == "PERSON" and len(name.split()) > 1
            return _named(name, EntityKind.PERSON if person else EntityKind.ORGANISATION)
    if token.ent_type_ or token.dep_ not in SUBJECTS or not token.text[0].isupper() or token.tag_ == "NNPS":
        return None
    first = min([t.i for t in token.lefts if t.dep_ == "compound" and t.text[0].isupper()] + [token.i])
    return _named(sentence.doc[first : token.i + 1].text, EntityKind.ORGANISATION)


def _named(name: str, kind: EntityKind) -> Entity | None:
    plain = name.lower() in BARE or not slug(name) or name.split()[-1].lower() in titles().heads
    return None if plain else Entity(kind, slug(name), name)


BARE = frozenset(
    """
    government administration commission council ministry department parliament congress senate house committee
    cabinet court union association board authority agency chamber bloc party federation minister president state
    """.split()
)
