"""Who relies on supplies from which country, and for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.clauses import objects, possessors, prepositional, subjects
from kg.discourse import Referents, sectors_of
from kg.extractors.measure_words import inside, lemma
from kg.frames import Frame, hints, load_frames, vocabulary
from kg.mentions import MentionKind
from kg.model import Dependency, Entity, EntityKind, Fact, Status
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.status import negated, reality
from kg.titles import organisation
from kg.trace import dropped

NAME = "dependencies"
COUNTRIES = (MentionKind.COUNTRY, MentionKind.DEMONYM)
REAL = {Status.HAPPENED, Status.ONGOING}
FIRMS = {
    "line",
    "plant",
    "factory",
    "mill",
    "maker",
    "carmaker",
    "automaker",
    "manufacturer",
    "refiner",
    "refinery",
    "producer",
    "industry",
    "company",
    "firm",
    "farmer",
    "consumer",
    "buyer",
    "importer",
}


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give the dependencies of a document."""
    known = vocabulary(NAME)
    return [d for s in reading.prose for t in s.tokens if hints(t, known) for d in _read(t, s, reading, refer)]


def _read(token: Token, sentence: Sentence, reading: Reading, refer: Referents) -> list[Dependency]:
    """Give a dependency for each of those that rely on one country."""
    for frame in load_frames("dependencies"):
        parts = _parts(token, frame)
        if parts is None:
            continue
        who, supply, goods = parts
        suppliers = _countries(supply, sentence, reading)
        words = [t for g in (*goods, *supply) for t in inside(g)]
        sectors = sectors_of(m for m in dict.fromkeys(sentence.at(t) for t in words) if m is not None)
        found = [d for t in who if (d := _dependent([t], sentence, reading, refer)) is not None]
        found = found if token.pos_ == "VERB" and frame.id in ("rely", "source") else found[:1]
        found = [d for d in dict.fromkeys(found) if len(suppliers) == 1 and d.country != suppliers[0].key]
        if not found or not sectors:
            dropped(sentence, token, frame.id, _lack(bool(found), suppliers, sectors))
            return []
        evidence = reading.evidence(sentence, [token, *who, *supply], ("dependent", "supplier", "sector"), frame.id)
        return [Dependency(dependent=d, supplier=suppliers[0], sectors=sectors, evidence=(evidence,)) for d in found]
    return []


def _lack(depends: bool, suppliers: Sequence[Entity], sectors: Sequence[str]) -> str:
    """Tell what is wanting for a dependency."""
    if len(suppliers) != 1:
        return "not one country that supplies"
    if not depends:
        return "nobody is said to depend, or on supplies of its own"
    return "" if sectors else "no goods are named"


def _parts(token: Token, frame: Frame) -> tuple[list[Token], list[Token], list[Token]] | None:
    """Give who depends, on whom, for what; None when the word does not say so."""
    name = lemma(token)
    if token.pos_ == "NOUN" and name in frame["nouns"]:
        who = possessors(token) or prepositional(token, "of") or (subjects(token.head) if token.dep_ == "dobj" else [])
        return (
            who,
            (prepositional(token, "on", "upon") or prepositional(token.head, "on", "upon")),
            prepositional(token, "for", "in"),
        )
    if token.pos_ != "VERB" or name not in frame["verbs"] or negated(token) or reality(token).status not in REAL:
        return None
    if any(c.lower_ in ("no", "less", "longer") for c in token.children) or any(
        c.lower_ == "longer" for c in token.subtree
    ):
        return None
    if frame.id == "rely":
        return subjects(token), prepositional(token, "on", "upon"), prepositional(token, "for")
    goods = subjects(token) if frame.id == "come" else objects(token)
    if not goods and frame.id == "source":  # "gets close to half of its palm oil from Indonesia"
        goods = [c for c in token.children if c.dep_ in ("acomp", "advmod", "npadvmod", "attr") and c.i > token.i]
    shares = {t.lower_ for g in goods for t in inside(g)} & frame["parts"]
    if not shares:
        return None
    if frame.id == "come":
        return _users(goods), prepositional(token, "from"), goods
    if frame.id == "source":
        supply = prepositional(token, "from") or [t for g in goods for n in inside(g) for t in prepositional(n, "from")]
        return subjects(token), supply, goods
    return _users(goods) + prepositional(token, "to"), subjects(token), goods


def _users(goods: Iterable[Token]) -> list[Token]:
    """Give whose goods they are, or where they are used."""
    return [t for g in goods for n in (g, *g.subtree) for t in (*possessors(n), *prepositional(n, "in", "to"))]


def _dependent(who: Iterable[Token], sentence: Sentence, reading: Reading, refer: Referents) -> Entity | None:
    """Give a firm by its name, a government for a country, an industry by its words."""
    for token in who:
        if found := refer.agents([token], sentence):
            return found[0]
        if token.lemma_.lower() in FIRMS:
            return organisation(
                " ".join(t.text for t in sorted(inside(token), key=lambda t: t.i) if t.dep_ not in ("det",))
            )
        for entity in sentence.doc.ents:
            if (
                entity.start <= token.i < entity.end
                and entity.label_ in ("ORG", "GPE", "PERSON", "PRODUCT")
                and entity.text[0].isupper()
            ):
                name = entity.text.removesuffix("'s").removesuffix("’s")
                return Entity(EntityKind.ORGANISATION, organisation(name).key, name)
    return None


def _countries(tokens: Iterable[Token], sentence: Sentence, reading: Reading) -> list[Entity]:
    found = {
        m.country: None
        for t in tokens
        for n in inside(t)
        if (m := sentence.at(n)) is not None and m.kind in COUNTRIES and m.country
    }
    return [reading.country(code) for code in found if code]
