"""What a text says of agreements: which one, between whom, at which stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.clauses import agents, modifiers, possessors, prepositional
from kg.discourse import Referents
from kg.extractors.agreement_places import NAME, Found, nouns, places
from kg.extractors.agreement_stage import Stage, governors, stage
from kg.extractors.joint import joint_of
from kg.mentions import MentionKind
from kg.model import AgreementFact, Entity, EntityKind, Fact
from kg.parses import Token
from kg.reading import Reading
from kg.slugs import slug
from kg.trace import dropped

__all__ = ["NAME", "extract"]
SUPPORTS = ("party", "status")
AT_MOST = 6


def extract(reading: Reading, refer: Referents, facts: Sequence[Fact]) -> list[Fact]:
    """Give one fact for each agreement of which the text says something."""
    reader = _Reader(reading, refer)
    for sentence in reading.prose:
        for found in places(sentence, reader.aliases):
            reader.read(found)
    return list(reader.facts.values())


class _Reader:
    """Reads the agreements of one document, in order, so that "the deal" can mean the one told of before."""

    def __init__(self, reading: Reading, refer: Referents) -> None:
        self.reading, self.refer = reading, refer
        self.lexicon = nouns()
        self.facts: dict[str, AgreementFact] = {}
        self.weights: dict[str, int] = {}
        self.aliases: dict[str, Entity] = {}
        joint = joint_of(reading)
        self.speakers = [g.key for g in joint.governments] if joint else []

    # ---- one place
    def read(self, found: Found) -> None:
        """Add what one place says to the facts."""
        if found.known is None and (known := self._registered(found)) is not None:
            found = replace(found, known=known)
        if found.known is None and found.named and self._renamed(found):
            return
        if found.known is not None and self.aliases.get(found.head.text, found.known) != found.known:
            return  # a short form just given to another
        if found.known is not None and self._namesake(found):
            found = replace(found, known=None)
        told = stage(found, self.reading)
        if found.known is None and found.definite and (old := self._told_before(found)) is not None:
            if told.frame is not None:
                self._add(old, found, told, ())
            return
        parties = self._parties(found)
        if reason := self._nothing_said(found, told, parties):
            dropped(found.sentence, found.head, (told.frame or self.lexicon).id, reason)
        else:
            entity = found.known or self._same(found, parties, told) or self._entity(found, parties)
            self._add(entity, found, told, parties)

    def _registered(self, found: Found) -> Entity | None:
        """Give the known agreement whose short form stands behind a name: "Canada-U.S.-Mexico Agreement (CUSMA)"."""
        names = self.reading.registry.names.get(found.alias or "", ())
        known = [entity for entity in names if entity.kind is EntityKind.AGREEMENT]
        parties = {party.key for party in self._parties(found)}
        return known[0] if len(known) == 1 and parties and parties <= set(known[0].members) else None

    def _nothing_said(self, found: Found, told: Stage, parties: Sequence[Entity]) -> str:
        """Give why a place gives no fact, or an empty string."""
        if found.known is None:
            if not self._qualified(found, told):
                return "not known to be one between states"
            return "fewer than two parties" if len(parties) < 2 else ""
        spoken_of = found.known.members and self._spoken_of(found)
        return "" if told.frame is not None or spoken_of else "only named"

    def _add(self, entity: Entity, found: Found, told: Stage, parties: tuple[Entity, ...]) -> None:
        if found.alias is not None:
            self.aliases[found.alias] = entity
        used = told.frame or self.lexicon
        piece = self.reading.evidence(found.sentence, [*[*found.head.subtree][:1], found.head], SUPPORTS, used.id)
        old = self.facts.get(entity.iri)
        if old is None:
            self.facts[entity.iri] = AgreementFact(
                agreement=entity, parties=parties, status=told.status, evidence=(piece,)
            )
            self.weights[entity.iri] = told.weight
            return
        said = tuple(dict.fromkeys(old.parties + parties)) if found.known is None else old.parties or parties
        outweighs = told.weight > self.weights[entity.iri]
        self.weights[entity.iri] = max(told.weight, self.weights[entity.iri])
        self.facts[entity.iri] = replace(
            old,
            parties=said[:AT_MOST],
            status=told.status if outweighs else old.status,
            evidence=tuple(dict.fromkeys((*old.evidence, piece))),
        )

    def _renamed(self, found: Found) -> bool:
        """Give the agreement just told of its proper name: "a trade pact, known as the Asuncion Accord"."""
        naming = (
            found.head.head.head if found.head.dep_ == "pobj" and found.head.head.lower_ == "as" else found.head.head
        )
        here = [f for f in self.facts.values() if f.evidence[-1].sentence == found.sentence.span]
        if naming.lemma_ not in ("know", "call", "dub", "style", "name") or not here or naming.tag_ != "VBN":
            return False
        self._named(here[-1], found)
        return True

    def _namesake(self, found: Found) -> bool:
        """Say whether a known name means another agreement here: none of those who deal is a party of the known one."""
        members = set(found.known.members) if found.known is not None else set()
        doers = [t for g in governors(found.head) if g.pos_ in ("VERB", "AUX") for t in agents(g)]
        named = self._codes(self.refer.agents(doers, found.sentence))
        return len(set(named)) > 1 and bool(members) and not members & set(named)

    def _told_before(self, found: Found) -> Entity | None:
        """Give the agreement that "the deal" means: the last one told of, when nothing sets it apart."""
        apart = {c.lower_ for c in modifiers(found.head)} - self.lexicon["generic"]
        if not self.facts or apart or found.named or prepositional(found.head, "with", "between", "among"):
            return None
        return list(self.facts.values())[-1].agreement

    def _same(self, found: Found, parties: tuple[Entity, ...], told: Stage) -> Entity | None:
        """Give the agreement of the same parties told of before, for a definite noun or a name that comes later."""
        if found.known is not None or not found.definite or (found.named and told.weight):
            return None
        same = [f for f in self.facts.values() if set(f.parties) == set(parties)]
        if not found.named:
            return same[0].agreement if same else None
        plain = self.lexicon["generic"] | self.lexicon["nouns"]
        unnamed = next((f for f in same if not set(f.agreement.label.split()) - plain), None)
        return self._named(unnamed, found) if unnamed is not None else None

    def _named(self, old: AgreementFact, found: Found) -> Entity:
        """Give an agreement just told of its proper name."""
        names = tuple(dict.fromkeys((*old.agreement.aliases, old.agreement.label, *filter(None, (found.alias,)))))
        entity = Entity(EntityKind.AGREEMENT, old.agreement.key, found.label, aliases=names)
        self.facts[old.agreement.iri] = replace(old, agreement=entity)
        if found.alias:
            self.aliases[found.alias] = entity
        return entity

    def _qualified(self, found: Found, told: Stage) -> bool:
        """Say whether a common noun is a matter of trade between states and not any deal."""
        head, lemma = found.head, found.head.lemma_.lower()
        around = {w for t in modifiers(head) for w in (t.lemma_.lower(), t.lower_)}
        loose = lemma in self.lexicon["loose"]
        if found.named and not loose:
            return True
        over = [head.head, head.head.head] if loose and not found.named else list(governors(head))
        done = any(t.lemma_.lower() in self.lexicon["telling"] for t in over)
        pair = prepositional(head, "between", "among")
        if self._states(pair, found) > 1 or (not loose and len(self.refer.countries(pair, found.sentence)) > 1):
            return True
        if loose and not (found.named or done or around & self.lexicon["trade"]):
            return False
        verb = next((a for a in head.ancestors if a.pos_ == "VERB"), head)
        matters = [t for h in (head, verb) for t in prepositional(h, "on", "over", "covering", "for") if t.i > head.i]
        around |= {w.lemma_.lower() for t in matters for w in (t, *modifiers(t))}
        if around & self.lexicon["trade"] or any(found.sentence.at(t) is not None for t in matters if head.i < t.i):
            return True
        if lemma == "truce":
            return False
        beside = possessors(head) + modifiers(head) + prepositional(head, "with", "between", "among")
        states = self.refer.countries(beside, found.sentence)
        if lemma in self.lexicon["solemn"] and (states or told.frame is not None or found.definite):
            return True
        return told.frame is not None and (bool(states) or done)

    def _states(self, tokens: Sequence[Token], found: Found) -> int:
        """Count the words that are names of countries themselves."""
        named = [found.sentence.at(t) for t in tokens]
        return len({m.country for m in named if m is not None and m.country and m.kind is not MentionKind.PERSON})

    def _spoken_of(self, found: Found) -> bool:
        return any(a.pos_ in ("VERB", "AUX") for a in found.head.ancestors)

    # ---- parties
    def _parties(self, found: Found) -> tuple[Entity, ...]:
        """Give the countries the text names as such: in the name, beside it, as those who deal, or in the sentence."""
        head, sentence = found.head, found.sentence
        own = [c for t in modifiers(head) for c in self._hyphenated(t)]
        beside = possessors(head) + modifiers(head) + prepositional(head, "with", "between", "among", "of")
        own += [c.key for c in self.refer.countries(beside, sentence)]
        doers = [t for g in governors(head) if g.pos_ in ("VERB", "AUX") for t in agents(g)]
        dealt = [t for g in governors(head) for t in prepositional(g, "with", "between", "among")]
        acting = self._codes(self.refer.agents([*doers, *dealt], sentence))
        near = self._codes(
            [
                m.entity or self.reading.country(m.country or "")
                for m in sentence.mentions
                if m.country or (m.kind is MentionKind.PERSON and m.entity)
            ]
        )
        home = [self.reading.standpoint] if own and self.reading.standpoint else []
        for codes in (own, own + acting, own + acting + near, [*own, *home], self.speakers):
            kept = [c for c in dict.fromkeys(codes) if self._may_be_party(c, found)]
            if len(kept) >= 2:
                return tuple(self.reading.country(c) for c in kept[:AT_MOST])
        if found.known is not None and found.known.members:
            return self._named_members(found.known)
        return tuple(self.reading.country(c) for c in self._pair())

    def _may_be_party(self, code: str, found: Found) -> bool:
        return found.known is None or not found.known.members or code in found.known.members

    def _hyphenated(self, token: Token) -> list[str]:
        """Give the countries of a pair written as one word: "U.S.-Japan", "EU-Mercosur"."""
        codes: list[str] = []
        for part in token.text.replace("–", "-").split("-") if "-" in token.text or "–" in token.text else ():
            named = [e.key for e in self.reading.registry.names.get(part, ()) if e.kind is EntityKind.COUNTRY]
            code = (
                next(iter(named), None)
                or self.reading.registry.demonyms.get(part)
                or self.reading.registry.capitals.get(part)
            )
            codes += [code] if code else []
        return codes

    def _codes(self, entities: Sequence[Entity]) -> list[str]:
        codes = []
        for entity in entities:
            code = (
                entity.key
                if entity.kind in (EntityKind.GOVERNMENT, EntityKind.COUNTRY)
                else self.reading.home(entity) or entity.country
            )
            if code:
                codes.append(code)
        return codes

    def _named_members(self, agreement: Entity) -> tuple[Entity, ...]:
        named = {m.country for s in self.reading.sentences for m in s.mentions if m.country}
        members = [self.reading.country(c) for c in agreement.members]
        return tuple(c for c in members if c.key in named or c.label in agreement.label)

    def _pair(self) -> list[str]:
        """Give the two countries the document is about, when two stand out."""
        count: dict[str, int] = {}
        for sentence in self.reading.sentences:
            for mention in sentence.mentions:
                person = mention.entity if mention.kind is MentionKind.PERSON else None
                code = mention.country or (self.reading.home(person) if person else None)
                if code:
                    count[code] = count.get(code, 0) + 1
        ranked = sorted(count.items(), key=lambda item: -item[1])
        clear = len(ranked) == 2 or (len(ranked) > 2 and ranked[1][1] >= 2 * ranked[2][1])
        return [code for code, _ in ranked[:2]] if clear else []

    def _entity(self, found: Found, parties: tuple[Entity, ...]) -> Entity:
        codes = "-".join(sorted(p.key.lower() for p in parties[:3]))
        year = self.reading.document.published.year if self.reading.document.published else None
        key = "-".join(filter(None, (codes, slug(found.label)[:50], str(year) if year else "")))
        return Entity(EntityKind.AGREEMENT, key, found.label, aliases=(found.alias,) if found.alias else ())
