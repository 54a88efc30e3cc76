"""Fills a measure's slots from the clause: who imposes it, on whom, on which goods, at which rate, from when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kg.clauses import SUBJECTS, agents, modifiers, objects, passive, patients, possessors, prepositional, subjects
from kg.discourse import Referents, sectors_of
from kg.extractors.authorship import author_of, issued_by
from kg.extractors.measure_heights import Role, heights, spoken_of
from kg.extractors.measure_rates import own_heights, rate_verb
from kg.extractors.measure_stage import Stage, path
from kg.extractors.measure_triggers import IDIOMS, bought, entering, traded_by
from kg.extractors.measure_words import Trigger, among, among_tariffs, inside, words
from kg.mentions import Mention, MentionKind
from kg.model import Entity, EntityKind, Precision, TimeSpan
from kg.parses import Token
from kg.reading import Dated, Reading, Sentence

OF_COUNTRY = (MentionKind.DEMONYM, MentionKind.COUNTRY, MentionKind.CAPITAL)
ACTORS = (*OF_COUNTRY, MentionKind.PERSON, MentionKind.ORGANISATION)
SIGNING = {"sign", "issue", "publish", "unveil", "announce", "pass", "adopt", "approve", "enact", "release"}
SAYING = {"say", "announce", "tell", "warn", "declare", "add", "confirm", "threaten", "sign", "write", "post"}
CHIEFS = ("president", "prime minister", "premier", "chancellor")
BEFORE_SUBJECT = ("appos", "compound", "poss", "amod", "nmod")
WISHING = {"hope", "want", "seek", "ask", "urge", "demand", "press", "push", "persuade", "wish", "get", "lobby", "try"}
PRONOUNS = {"they", "these", "it", "this", "both", "which"}
GROUPS = {"they", "them", "these", "those", "it", "many", "most", "some", "all", "both", "others"}
EXPORT_BAN = re.compile(
    r"\bexport (?:ban|embargo)|\bban (?:on|of) (?:the |all )?exports?|\bban(?:ned|s)? (?:the )?exports?\b"
)
IMPORT_BAN = re.compile(
    r"\bimport (?:ban|embargo)|\bban (?:on|of) (?:the |all )?imports?|\bban(?:ned|s)? (?:the )?imports?\b"
)
LANDS = {"of", "territory", "market", "port", "ports", "soil"}
STARTING = {"start", "begin", "effective", "from", "since", "as", "commence", "beginning", "starting"}
ENDING = {"until", "till", "through", "expire", "to"}
AHEAD = {"effective", "starting", "beginning", "will", "would", "shall", "set", "due", "scheduled", "expected"}


class Slots:
    """Reads slots in one document."""

    def __init__(self, reading: Reading, refer: Referents) -> None:
        self.reading, self.refer = reading, refer
        self._votes: Counter[str] | None = None
        self._issued: tuple[Entity | None] | None = None

    # ---- governments
    def government(self, entity: Entity | None) -> Entity | None:
        """Give the government a person, body, capital or country stands for."""
        if entity is None:
            return None
        if entity.kind is EntityKind.GOVERNMENT:
            return entity
        if entity.kind is EntityKind.COUNTRY:
            return self.reading.government(entity.key)
        if entity.kind is EntityKind.PERSON:
            home = self.reading.home(entity)
            return self.reading.government(home) if home else None
        return self.reading.government(entity.country) if entity.country and _public(entity) else None

    def one_government(self, tokens: Iterable[Token], sentence: Sentence) -> Entity | None:
        """Give the one government that words name, or None when they name none or two."""
        found: dict[Entity, None] = {}
        for token in tokens:
            for entity in self.refer.agents([token], sentence) or self._loose(token, sentence):
                if (government := self.government(entity) or self._of_land(entity, token, sentence)) is not None:
                    found[government] = None
        return next(iter(found)) if len(found) == 1 else None

    def _of_land(self, entity: Entity, token: Token, sentence: Sentence) -> Entity | None:
        """Give the government of a public body that the words place: "Mexico's Senate"."""
        if entity.kind is not EntityKind.ORGANISATION or not _public(entity):
            return None
        near = [t for t in (*possessors(token), *modifiers(token)) if (m := sentence.at(t)) is not None]
        codes = {m.country for t in near if (m := sentence.at(t)) is not None and m.kind in OF_COUNTRY and m.country}
        return self.reading.government(str(next(iter(codes)))) if len(codes) == 1 else None

    def _loose(self, token: Token, sentence: Sentence) -> list[Entity]:
        """Read a demonym or country used before a noun of state, and "the government" of this document."""
        mention = sentence.at(token)
        if mention is not None and mention.kind in OF_COUNTRY and mention.country:
            return [self.reading.country(mention.country)]
        if mention is not None and mention.kind is MentionKind.LAW and mention.entity is not None and mention.country:
            return [self.reading.government(mention.country)]
        if token.lemma_.lower() in ("country", "nation") and (whose := list(possessors(token))):
            return self.refer.agents(whose, sentence)  # "his country"
        if token.lemma_.lower() in ("country", "nation") and any(c.lower_ == "the" for c in token.children):
            named = self.recent(sentence, token, set())
            return [named] if named is not None else []
        if token.lemma_.lower() == "government" and not list(possessors(token)):
            return self._document_government(sentence)
        if among(token, "own") and token.dep_ == "dobj" and token.head.lemma_ in SIGNING:  # "signed an order raising"
            return [g for g in [self.one_government(subjects(token.head), sentence)] if g is not None]
        own = token.lower_ in ("i", "we") and not sentence.quoted(token)
        if own or (among(token, "own") and any(c.lower_ in ("the", "this", "of") for c in token.children)):
            return self._author()
        return []

    def _lead(self) -> Entity | None:
        """Give the government that is first the subject of a sentence of the document."""
        for sentence in self.reading.sentences[:2]:
            for mention in sentence.mentions:
                if (
                    mention.kind in ACTORS
                    and _acts(sentence.head(mention))
                    and (found := self.government(mention.entity)) is not None
                ):
                    return found
        return None

    def _author(self) -> list[Entity]:
        """Give the government whose president or minister the document is about, or that it calls its own."""
        if (issuer := self.issuer()) is not None:
            return [issuer]
        author = author_of(self.reading, self.refer)
        if author is not None and (government := self.government(author.entity)) is not None:
            return [government]
        heads = {self.reading.home(r.person) for r in self.reading.roles if r.title.words in CHIEFS} - {None}
        if not heads and (lead := self._lead()) is not None:
            return [lead]
        home = str(next(iter(heads))) if len(heads) == 1 else self.reading.home_country
        if len(heads) != 1 and home and self._named()[home] < 3:
            return []
        return [self.reading.government(home)] if home else []

    def issuer(self) -> Entity | None:
        """Give the government whose own act the document is: an order, a proclamation, a release on one."""
        if self._issued is None:
            code = issued_by(self.reading)
            self._issued = (self.reading.government(code) if code else None,)
        return self._issued[0]

    def _document_government(self, sentence: Sentence) -> list[Entity]:
        speakers = {self.reading.home(m.entity) for m in sentence.of_kind(MentionKind.PERSON) if m.entity} - {None}
        if len(speakers) == 1:
            return [self.reading.government(str(next(iter(speakers))))]
        for earlier in reversed(self.reading.sentences[: sentence.index]):
            for token in earlier.tokens:
                if token.lemma_.lower() == "government" and (found := self.refer.agents([token], earlier)):
                    return found[:1]
        return self._author()

    # ---- who
    def imposer(self, trigger: Trigger, stage: Stage, sentence: Sentence) -> Entity | None:
        """Give who imposes the measure as far as this sentence says."""
        word, anchor = trigger.word, trigger.anchor
        if word.pos_ == "VERB":
            doers = agents(word) if patients(word) or trigger.frame.words.keys() & IDIOMS else []
            open_ = "trade" in trigger.frame.words and not doers
            done = self._decider(word, sentence) if open_ else self.one_government(doers, sentence)
            return done or (self._where(word, sentence) if trigger.frame.id == "flight-ban" and passive(word) else None)
        for group in (self._owners(trigger, sentence), self._doers(trigger, stage)):
            if group and (found := self.one_government(group, sentence)) is not None:
                return found
        paid = rate_verb(anchor) if trigger.rate is not None else stage.verb
        if paid is not None and paid.lemma_ == "pay" and not passive(paid):
            to = [c for c in paid.children if c.dep_ in ("dative", "dobj", "iobj") and sentence.at(c) is not None]
            return self.one_government([*to, *prepositional(paid, "to")], sentence)
        if trigger.rate is not None and (verb := rate_verb(anchor)) is not None and self._imposes(verb):
            return self.one_government(agents(verb), sentence)
        if among_tariffs(trigger.word) and (found := self.one_government(_within(trigger), sentence)) is not None:
            return found
        legal = self.law(trigger, sentence)
        return self.reading.government(legal.country) if legal is not None and legal.country else None

    def _decider(self, verb: Token, sentence: Sentence) -> Entity | None:
        """Give who decided or announced that trade stops, else the document's own government."""
        above = next((a for a in verb.ancestors if a.pos_ == "VERB"), None)
        found = self.one_government(subjects(above), sentence) if above is not None else None
        author = self._author()
        return found or (author[0] if author else None)

    def _where(self, verb: Token, sentence: Sentence) -> Entity | None:
        """Give the government of the place something is banned from: "banned in the EU", "from flying over Europe"."""
        places = [t for p in prepositional(verb, "in", "from", "over") for t in p.subtree]
        codes = {m.country for t in places if (m := sentence.at(t)) is not None and m.kind in OF_COUNTRY and m.country}
        return self.reading.government(str(next(iter(codes)))) if len(codes) == 1 else None

    @staticmethod
    def _imposes(verb: Token) -> bool:
        return (
            not among(verb, "facing")
            and (not passive(verb) or bool(agents(verb)))
            and (among(verb, "imposing", "keeping", "threatening", "announcing"))
        )

    def _owners(self, trigger: Trigger, sentence: Sentence) -> list[Token]:
        """Give possessors and country adjectives of the noun, and its by-phrase."""
        nouns = dict.fromkeys((trigger.anchor, trigger.word))
        own = [p for n in nouns for p in possessors(n)] + [t for n in nouns for t in prepositional(n, "by")]
        if own and own[0].lower_ in ("its", "their", "his", "her"):  # bound by the subject of the clause
            verb, subject, _ = path(trigger.anchor)
            return subjects(verb) or own if verb is not None and not subject and not passive(verb) else own
        if own:
            return own
        before = [t for n in nouns for t in modifiers(n) if (m := sentence.at(t)) is not None and m.kind in OF_COUNTRY]
        return before[:1] if before and (before[0].head in nouns or not self._object_of(before[0])) else []

    @staticmethod
    def _object_of(token: Token) -> bool:
        """Say whether a country word colours goods and not the measure."""
        return bool(token.head.pos_ == "NOUN" and token.head.dep_ == "pobj")

    def _doers(self, trigger: Trigger, stage: Stage) -> list[Token]:
        """Give the subject of what is done to the measure, in its relative clause or above it."""
        below = [c for t in prepositional(trigger.anchor, "on", "against") for c in t.children if c.tag_ == "VBN"]
        for child in (*trigger.anchor.children, *below):
            if (
                child.dep_ in ("relcl", "acl")
                and child.pos_ == "VERB"
                and among(
                    child, "imposing", "announcing", "threatening", "proposing", "keeping", "removing", "suspending"
                )
            ):
                who = [t for t in agents(child) if t != trigger.anchor and t.lower_ not in ("that", "which")]
                if who:
                    return who
        verb, subject, nouns = path(trigger.anchor)
        if verb is None or subject or stage.verb_class in ("facing", "beginning", "reviewing"):
            return []
        if among(verb, "facing") and not among(verb, "imposing"):
            return []  # who pays does not impose
        if stage.verb_class == "proposing" and verb.lemma_ in (
            "want",
            "seek",
            "urge",
            "demand",
            "request",
            "advocate",
            "call",
            "push",
            "press",
            "back",
        ):
            return []
        if among(verb, "lowering", "removing", "suspending") and wished(verb):
            return []
        owners = [p for n in nouns for p in possessors(n) if not among(n, "relief")]
        if owners:
            return owners
        if not stage.verb_class and not among(verb, "imposing", "lowering"):
            return []
        if any(among(n, "relief") for n in nouns):
            return []
        return agents(verb)

    # ---- whom and what
    def reach(self, trigger: Trigger, stage: Stage, sentence: Sentence) -> list[Token]:
        """Give the tokens that name goods and countries the measure falls on."""
        heads: list[Token] = []
        if trigger.word.pos_ == "VERB":
            if "gates" not in trigger.frame.words:  # a closed border is not what is shut out
                heads += patients(trigger.word) or subjects(trigger.word)
            if (
                trigger.word.dep_ == "relcl"
                and trigger.word.head not in subjects(trigger.word)
                and any(c.dep_ in ("nsubj",) for c in trigger.word.children)
            ):
                heads.append(trigger.word.head)  # "products that Canada will surtax"
            heads += prepositional(trigger.word, "on", "from", "to", "against")
            if "trade" in trigger.frame.words and (traded := traded_by(trigger.word, trigger.frame)) is not None:
                heads.append(traded)
            heads += bought(trigger.word) if "buying" in trigger.frame.words else []
            heads += (
                prepositional(trigger.word, "in") + entering(trigger.word) if "amounts" in trigger.frame.words else []
            )
            heads += [t for p in patients(trigger.word) for t in prepositional(p, "to", "of")]
        elif trigger.rate is not None:
            heads += self._rated(trigger)
        else:
            heads += self._phrases(trigger)
        found = [t for h in dict.fromkeys(heads) for t in (*inside(h), *_shipped(h))]
        if trigger.rate is None and trigger.word.pos_ != "VERB" and not any(_named(t, sentence) for t in found):
            found += spoken_of(trigger, sentence)
        found += _label(sentence)
        found += _following(trigger, sentence)
        return self._near_rate(trigger, found, sentence)

    @staticmethod
    def _near_rate(trigger: Trigger, tokens: list[Token], sentence: Sentence) -> list[Token]:
        """Keep, of several rates' goods, those that stand on this rate's side of the others."""
        found = [h for h in heights(sentence) if h.role is Role.NOW]
        if len(found) < 2 and trigger.rate is None:
            return tokens
        mine = [h.mention for h in own_heights(trigger, sentence)] if trigger.rate is None else [trigger.rate]
        if not mine:
            return tokens
        first, last = mine[0].first, mine[-1].last
        listed = trigger.rate is not None
        later = [h.mention.first for h in found if h.mention.first > last and (listed or h.after or h.noun)]
        earlier = [h.mention.last for h in found if h.mention.last <= first]
        own = prepositional(trigger.anchor, "on")
        return [t for t in tokens if (not later or t.i < later[0]) and (not own or not earlier or t.i >= earlier[-1])]

    def _phrases(self, trigger: Trigger) -> list[Token]:
        prepositions = tuple(words("on"))
        heads = [t for n in dict.fromkeys((trigger.anchor, trigger.word)) for t in prepositional(n, *prepositions)]
        heads += [
            t
            for c in trigger.anchor.children
            if c.dep_ in ("acl", "relcl") and c.pos_ == "VERB"
            for t in self._covered(c)
        ]
        heads += [
            t
            for c in trigger.anchor.children
            if c.dep_ == "prep" and c.lower_ in ("including", "like")
            for t in prepositional_of(c)
        ]
        verb, subject, nouns = path(trigger.anchor)
        if trigger.kind == "subsidy":
            heads += [t for top in (*nouns, verb) if top is not None for t in prepositional(top, "for", "to")]
        for noun in nouns:
            heads += prepositional(noun, "on", "against") if noun.dep_ != "pobj" or not among(noun, "relief") else []
        if verb is None:
            return heads
        if (among(verb, "facing") and not subject) or (
            any(among(n, "relief") for n in nouns) and not among(verb, "imposing")
        ):
            heads += subjects(verb)
        elif any(among(n, "relief") for n in nouns):
            heads += [o for o in objects(verb) if o != trigger.anchor]
        elif among(verb, "imposing", "threatening", "announcing", "beginning", "suspending", "keeping", "removing"):
            heads += prepositional(verb, "on", "against", "for" if among(verb, "suspending") else "on")
            if any(c.dep_ in ("prep",) and c.lower_ == "with" for c in verb.children):  # "hit China with tariffs"
                heads += [o for o in patients(verb) if o != trigger.anchor]
        if verb.dep_ == "relcl" and any(
            g.lower_ == "which" for c in verb.children if c.dep_ == "prep" for g in c.children
        ):
            heads.append(verb.head)  # "a list of goods on which it could levy duties"
        if verb.lemma_ in ("cover", "target", "include") and subject:
            heads += objects(verb)
        if trigger.anchor.dep_ == "pobj" and any(
            c.dep_ == "acomp" and c.lower_ in ("subject", "exposed", "vulnerable", "liable") for c in verb.children
        ):
            heads += subjects(verb)
        if trigger.anchor.dep_ == "pobj" and verb.lemma_ in ("subject", "be", "hit", "expose") and passive(verb):
            heads += subjects(verb)
        return heads

    def _covered(self, verb: Token) -> list[Token]:
        if among(verb, "covering"):
            return objects(verb)
        if verb.lemma_ == "apply":
            return prepositional(verb, "to", "on")
        return (
            prepositional(verb, "on", "against")
            if among(verb, "imposing", "announcing", "keeping", "threatening", "beginning")
            else []
        )

    @staticmethod
    def _rated(trigger: Trigger) -> list[Token]:
        """Give the goods of a rate that stands alone: its own on-phrase, else the clause's."""
        verb = rate_verb(trigger.anchor)
        own = prepositional(trigger.anchor, "on")
        if verb is None or own:
            return own
        if verb.dep_ in ("relcl", "acl") and verb.head == trigger.anchor:
            return own + prepositional(verb, "on") + [t for t in objects(verb) if t != trigger.anchor]
        if among(verb, "imposing") and not passive(verb) and (found := prepositional(verb, "on")):
            return found
        if among(verb, "imposing") and not passive(verb) and verb.lemma_ in ("charge", "tax", "hit"):
            return [
                t for c in verb.children if c.dep_ in ("dobj", "dative", "iobj") for t in (c,) if t != trigger.anchor
            ]
        heights = [o for o in (*objects(verb), *subjects(verb)) if o.lemma_ in ("rate", "ceiling", "cap", "charge")]
        return (
            subjects(verb)
            + prepositional(verb, "on", "along", *(("to",) if verb.lemma_ in ("apply", "extend") else ()))
            + [t for h in heights for t in prepositional(h, "on", "for")]
        )

    def countries(self, tokens: Iterable[Token], sentence: Sentence, *, exports: bool = False) -> list[Entity]:
        """Give the countries that tokens name directly."""
        found: dict[str, None] = {}
        for token in tokens:
            mention = sentence.at(token)
            if (_arrival(token) and not exports) or (
                token.i and token.doc[token.i - 1].lower_ in ("north", "south", "latin", "central", "-")
            ):
                continue
            if mention is not None and mention.kind in OF_COUNTRY and mention.country:
                found[mention.country] = None
            elif (
                token.dep_ == "poss"
                and mention is not None
                and mention.kind is MentionKind.PERSON
                and mention.entity
                and (home := self.reading.home(mention.entity))
            ):
                found[home] = None
            elif token.lower_ in ("its", "their", "it", "them"):
                for country in self.refer.countries([token], sentence) or self._bound(token, sentence):
                    found[country.key] = None
        return [self.reading.country(code) for code in found]

    def _bound(self, pronoun: Token, sentence: Sentence) -> list[Entity]:
        """Give the country of the subject a possessive goes back to: "Peru's farmers fear ... their oranges"."""
        verb = next((a for a in pronoun.ancestors if a.pos_ == "VERB"), None)
        if verb is None or pronoun.dep_ != "poss":
            return []
        before = [t for s in subjects(verb) for t in inside(s) if t.i < pronoun.i and t.tag_ not in ("PRP", "PRP$")]
        return self.countries(before, sentence)

    def sectors(
        self, trigger: Trigger, tokens: Iterable[Token], sentence: Sentence
    ) -> tuple[list[Mention], tuple[str, ...]]:
        """Give sector mentions among the tokens and before the noun, and their sectors."""
        near = list(tokens)
        if trigger.word.pos_ != "VERB":
            near += [t for n in (trigger.anchor, trigger.word) for t in modifiers(n)]
            near += [t for p in possessors(trigger.anchor) for t in modifiers(p)] if trigger.rate is None else []
        found = [
            m for m in dict.fromkeys(sentence.at(t) for t in near) if m is not None and m.kind is MentionKind.SECTOR
        ]
        if (
            not found
            and (
                pronoun := next(
                    (
                        t
                        for t in near
                        if t.lower_ in ("them", "they", "both", "these", "those") and t.pos_ in ("PRON", "DET")
                    ),
                    None,
                )
            )
            is not None
        ):
            found = self._meant(pronoun, sentence)
        found = [m for m in found if not _part_of_goods(sentence.head(m), sentence)] or found
        named = sectors_of(found)
        named = tuple(s for s in named if s != "all-goods") or named
        if trigger.frame.id == "flight-ban" and {t.lemma_.lower() for t in sentence.tokens} & {
            "airline",
            "flight",
            "carrier",
            "flying",
            "fly",
            "air",
        }:
            return found, ("x-aviation",)
        return found, named

    def _meant(self, pronoun: Token, sentence: Sentence) -> list[Mention]:
        """Give the goods a pronoun stands for: those named before it here, else in the sentence before."""
        here = [m for m in sentence.of_kind(MentionKind.SECTOR) if m.last <= pronoun.i]
        if here or not sentence.index:
            return here
        before = self.reading.sentences[sentence.index - 1]
        return list(before.of_kind(MentionKind.SECTOR)) if before.paragraph == sentence.paragraph else []

    @staticmethod
    def goods(trigger: Trigger) -> tuple[str, ...]:
        """Give the words for goods that no sector covers: the heads of the noun's on-phrase."""
        heads = (
            [t for n in dict.fromkeys((trigger.anchor, trigger.word)) for t in prepositional(n, "on", "for")]
            if trigger.word.pos_ != "VERB"
            else []
        )
        found = [
            h
            for h in heads
            if h.pos_ == "NOUN" and not among(h, "not_goods") and not any(c.dep_ == "relcl" for c in h.children)
        ]
        return tuple(
            " ".join(t.text for t in sorted({*modifiers(h), h}, key=lambda t: t.i) if not t.is_punct)[:60]
            for h in found
        )

    def arrival(self, trigger: Trigger, tokens: Iterable[Token], sentence: Sentence) -> Entity | None:
        """Give the government of the country the goods enter: "entering the United States", "at American ports"."""
        near = [*tokens, *sentence.tokens]
        for verb in (v for v in trigger.anchor.ancestors if v.pos_ == "VERB"):
            near += [t for p in prepositional(verb, "at", "into") for t in inside(p)]
        codes = {
            m.country
            for t in near
            if _arrival(t) and (m := sentence.at(t)) is not None and m.kind in OF_COUNTRY and m.country
        }
        return self.reading.government(str(next(iter(codes)))) if len(codes) == 1 else None

    def begun(self, sentence: Sentence) -> TimeSpan | None:
        """Give the day that "they will apply from tomorrow" tells, said of measures named before."""
        for verb in sentence.tokens:
            if verb.pos_ != "VERB" or not among(verb, "beginning") or verb.lemma_ in ("go", "come", "follow", "land"):
                continue
            if not any(t.lower_ in PRONOUNS for t in subjects(verb)):
                continue
            around = {t.i for t in inside(verb)}
            for dated in sentence.dates:
                if set(range(dated.first, dated.last)) & around and dated.mention.relation != "until":
                    ahead = any(c.lower_ in AHEAD for c in verb.children)
                    return self.reading.when(dated, "future" if ahead else "past")
        return None

    def telling(self, word: Token, sentence: Sentence) -> Entity | None:
        """Give the government of the ministry that tells of a measure: "the commerce ministry said the duty would"."""
        for verb in word.ancestors:
            if verb.lemma_ in ("say", "announce", "confirm", "declare", "state") and verb.pos_ == "VERB":
                bodies = [t for t in subjects(verb) if among(t, "governmental")]
                return self.one_government(bodies, sentence) or self._seated(bodies, sentence)
        return None

    def _seated(self, bodies: list[Token], sentence: Sentence) -> Entity | None:
        """Read "the commerce ministry in Beijing"."""
        near = [t for b in bodies for t in (*prepositional(b, "in", "of"), *modifiers(b), *possessors(b))]
        codes = {m.country for t in near if (m := sentence.at(t)) is not None and m.kind in OF_COUNTRY and m.country}
        return self.reading.government(str(next(iter(codes)))) if len(codes) == 1 else None

    def at_home(self, exclude: set[str]) -> Entity | None:
        """Give the government of the president or premier a document is about, when it names only one country's."""
        heads = {self.reading.home(r.person) for r in self.reading.roles if r.title.words in CHIEFS} - {None}
        home = str(next(iter(heads))) if len(heads) == 1 else ""
        return self.reading.government(home) if home and home not in exclude else None

    def of_others(self, trigger: Trigger, by: Entity, sentence: Sentence) -> bool:
        """Say whether the exports restricted are not those of the imposer: "America's duty on Mexican exports"."""
        for noun in prepositional(trigger.anchor, "on", "of", "for", "against"):
            if noun.lemma_.lower() in ("export", "shipment", "exportation"):
                near = [*possessors(noun), *modifiers(noun), *prepositional(noun, "from", "of")]
                codes = {m.country for t in near if (m := sentence.at(t)) is not None and m.kind in OF_COUNTRY}
                if codes - {by.key, None}:
                    return True
        return False

    def origin(self, verb: Token, sentence: Sentence, named: list[Entity]) -> list[Entity]:
        """Give whence the goods come that "they" or "many of them" are, named in the sentence before."""
        heads = subjects(verb)
        if not any(t.lower_ in GROUPS for t in heads):
            return named
        for earlier in reversed(self.reading.sentences[max(0, sentence.index - 2) : sentence.index]):
            for token in reversed(list(earlier.tokens)):
                seen = earlier.at(token)
                if among(token, "goods") or (seen is not None and seen.kind is MentionKind.SECTOR):
                    near = [*possessors(token), *modifiers(token), *prepositional(token, "from", "of")]
                    found = self.countries(near, earlier)
                    if found:
                        return found
        return []

    def bans_exports(self) -> bool:
        """Say whether the document calls its ban one on exports, and none on imports."""
        texts = [s.text.lower() for s in self.reading.sentences]
        out = any(EXPORT_BAN.search(t) for t in texts)
        return out and not any(IMPORT_BAN.search(t) for t in texts)

    def rival(self, codes: set[str]) -> Entity | None:
        """Give the government of the one other country this document is about, far ahead of all the rest."""
        rest = [(c, n) for c, n in self._named().most_common() if c not in codes]
        if not codes or not rest or (len(rest) > 1 and (rest[0][1] < 3 or rest[0][1] < 2 * rest[1][1])):
            return None
        return self.reading.government(rest[0][0])

    def opposite(self, sentence: Sentence, codes: set[str]) -> Entity | None:
        """Give the government of the one other country a sentence names besides those a measure falls on."""
        homes = [self.reading.home(m.entity) for m in sentence.of_kind(MentionKind.PERSON) if m.entity]
        lands = [m.country for m in sentence.mentions if m.kind in OF_COUNTRY]
        others = {code for code in (*homes, *lands) if code} - codes
        return self.reading.government(str(next(iter(others)))) if codes and len(others) == 1 else None

    def hoped(self, sentence: Sentence, targets: list[Entity]) -> tuple[Entity | None, list[Entity]]:
        """Give maker and target where one of two countries hopes that the other lowers a measure."""
        codes = dict.fromkeys(m.country for m in sentence.mentions if m.kind in OF_COUNTRY and m.country)
        if len(codes) != 2:
            return None, targets
        first, second = (str(code) for code in codes)
        hit = targets or [self.reading.country(first)]
        return self.reading.government(second if hit[0].key == first else first), hit

    def recent(self, sentence: Sentence, anchor: Token, exclude: set[str], back: int = 2) -> Entity | None:
        """Give the government of the country or person that was last a subject before the measure."""
        for earlier in reversed(self.reading.sentences[max(0, sentence.index - back) : sentence.index + 1]):
            for mention in reversed(earlier.mentions):
                if earlier.heading or (earlier is sentence and mention.last > anchor.i) or mention.kind not in ACTORS:
                    continue
                found = self.government(mention.entity) if _acts(earlier.head(mention)) else None
                if found is not None and found.key not in exclude:
                    return found
        return None

    def _named(self) -> Counter[str]:
        if self._votes is None:
            votes: Counter[str] = Counter()
            for sentence in self.reading.sentences:
                for mention in sentence.mentions:
                    home = (
                        self.reading.home(mention.entity)
                        if mention.kind is MentionKind.PERSON and mention.entity
                        else mention.country
                    )
                    votes.update([home] if home else [])
            self._votes = votes
        return self._votes

    # ---- how much, when, by which law
    def rate(self, trigger: Trigger, sentence: Sentence) -> tuple[Mention | None, Mention | None]:
        """Give the rate the measure has or gets, and the one it had ("from 25 percent to 30")."""
        found = heights(sentence)
        if trigger.rate is not None:
            own = [h for h in found if h.mention.first == trigger.rate.first]
            return (None, trigger.rate) if own and own[0].role is Role.BEFORE else (trigger.rate, None)
        if trigger.word.pos_ == "VERB":
            near = [h for h in found if _verb_over(sentence.head(h.mention)) == trigger.word]
        else:
            near = own_heights(trigger, sentence)
        if not near and self._only_noun(trigger, sentence):
            moved = {"from", "to"}
            near = [
                h
                for h in found
                if h.mention.first > trigger.anchor.i and sentence.doc[h.mention.first - 1].lower_ in moved
            ]
        before = [h.mention for h in near if h.role is Role.BEFORE]
        after = [h.mention for h in near if h.role is Role.NOW]
        if len(after) == 2 and not before and self._moved(after, trigger, sentence):
            return after[1], after[0]  # "India's 150% duty falls to 40%"
        return (after[0] if after else None), (before[0] if before else None)

    @staticmethod
    def _moved(after: list[Mention], trigger: Trigger, sentence: Sentence) -> bool:
        first, second = after
        return sentence.doc[second.first - 1].lower_ == "to" and first.last <= trigger.anchor.i + 6

    @staticmethod
    def _only_noun(trigger: Trigger, sentence: Sentence) -> bool:
        return sum(among_tariffs(t) for t in sentence.tokens if t.pos_ == "NOUN") == 1 and among_tariffs(trigger.word)

    def law(self, trigger: Trigger, sentence: Sentence) -> Entity | None:
        """Give the law the measure rests on: a modifier, or "under" it."""
        tokens = [*modifiers(trigger.anchor), *modifiers(trigger.word)]
        verb, _, _ = path(trigger.anchor)
        tokens += prepositional(trigger.anchor, "under") + (prepositional(verb, "under") if verb is not None else [])
        for token in tokens:
            mention = sentence.at(token)
            if mention is not None and mention.kind is MentionKind.LAW:
                return mention.entity
        return None

    def times(self, trigger: Trigger, stage: Stage, sentence: Sentence) -> tuple[TimeSpan | None, TimeSpan | None]:
        """Give when the measure starts and ends: what says so ("effective May 1"), else a date of its own clause."""
        starts = ends = other = None
        tops = [v for v in (trigger.anchor, stage.verb if stage.verb_class else None) if v is not None]
        area = {t.i for top in tops for t in inside(top)} | {
            t.i for c in trigger.anchor.children if c.dep_ in ("relcl", "acl") for t in inside(c)
        }
        gone = stage.verb_class in ("removing", "suspending")
        for dated in sentence.dates:
            near = bool(set(range(dated.first, dated.last)) & area)
            whole = self.reading.when(dated, stage.tense) if dated.mention.form == "range" and near else None
            if whole is not None and not gone:
                first, last = _ends_of(whole)
                starts, ends = starts or first, ends or last
                continue
            told = _introduced(dated, sentence)
            if told & ENDING - {"to"} or dated.mention.relation == "until":
                ends = ends or (self.reading.when(dated, "future") if near else None)
            elif dated.mention.relation == "since" or _into_effect(dated, sentence):
                after = dated.first > trigger.anchor.i and not gone
                starts = starts or (self._begins(dated, stage, sentence) if near or after else None)
            elif (told & STARTING or stage.verb_class in ("imposing", "beginning")) and (
                near and not gone and not _of_saying(dated, sentence)
            ):
                other = other or self.reading.when(dated, stage.tense)
        return starts or other, ends

    def _begins(self, dated: Dated, stage: Stage, sentence: Sentence) -> TimeSpan | None:
        """Reckon a day of beginning: the next such day where the sentence looks ahead, else the nearest."""
        ahead = {t.lower_ for t in sentence.doc[max(sentence.tokens.start, dated.first - 6) : dated.first + 2]} & AHEAD
        return self.reading.when(dated, "future" if ahead else stage.tense)


def _verb_over(token: Token) -> Token | None:
    return next((a for a in token.ancestors if a.pos_ == "VERB"), None)


def _public(entity: Entity) -> bool:
    """Say whether an organisation's name is that of a public body."""
    return bool(set(re.findall(r"[a-z]+", entity.label.lower())) & words("governmental"))


def _within(trigger: Trigger) -> list[Token]:
    """Give where a duty stands: "tariffs on European cars in Indonesia"."""
    own = prepositional(trigger.anchor, "in")
    return own or [t for h in prepositional(trigger.anchor, "on") for t in prepositional(h, "in")]


def wished(verb: Token) -> bool:
    """Say whether a cut is only hoped for, so that who hopes is not who cuts."""
    if not any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return False
    return any(a.lemma_ in WISHING for a in verb.ancestors if a.pos_ in ("VERB", "NOUN"))


def prepositional_of(preposition: Token) -> list[Token]:
    """Give the objects of one preposition."""
    return [c for c in preposition.children if c.dep_ in ("pobj", "pcomp")]


def _introduced(dated: Dated, sentence: Sentence) -> set[str]:
    """Give the words just before and at the start of a time expression."""
    first = max(sentence.tokens.start, dated.first - 2)
    return {t.lower_ for t in sentence.doc[first : dated.first + 1]} | {
        t.lemma_.lower() for t in sentence.doc[first : dated.first + 1]
    }


def _ends_of(span: TimeSpan) -> tuple[TimeSpan | None, TimeSpan | None]:
    """Give the first and the last day of "from May 1 until June 30" as two times."""
    if span.earliest is None or span.latest is None:
        return span, None
    first, last = span.earliest, span.latest
    return (
        TimeSpan(first, first, Precision.DAY, span.expression, span.span),
        TimeSpan(last, last, Precision.DAY, span.expression, span.span),
    )


def _into_effect(dated: Dated, sentence: Sentence) -> bool:
    """Say whether something takes effect on that day."""
    before = {t.lower_ for t in sentence.doc[max(sentence.tokens.start, dated.first - 4) : dated.first]}
    return bool(before & {"effect", "force"}) or {"kick", "in"} <= before


def _of_saying(dated: Dated, sentence: Sentence) -> bool:
    """Say whether a day is that of the saying or signing: "said on Tuesday it would", "signed today an order"."""
    over = next((a for a in sentence.doc[dated.first].ancestors if a.pos_ == "VERB"), None)
    if over is not None and over.lemma_ in SAYING:
        return True
    before = sentence.doc[max(sentence.tokens.start, dated.first - 2) : dated.first]
    return any(t.lemma_ in SAYING for t in before)


def _acts(head: Token) -> bool:
    """Say whether a name is a subject or stands before one."""
    return head.dep_ in SUBJECTS or (head.dep_ in BEFORE_SUBJECT and head.head.dep_ in SUBJECTS)


def _arrival(token: Token) -> bool:
    """Say whether a country word tells where goods go: "to", "into", "entering", "at ... ports"."""
    if (
        token.dep_ == "pobj"
        and token.head.lower_ == "in"
        and token.head.head.lemma_ in ("sell", "face", "pay", "land", "arrive", "attract", "incur")
    ):
        return True
    for up in (token.head, token.head.head):
        if (up.lower_ in ("into", "entering", "enter") and up.i < token.i) or (
            up.lower_ == "at" and token.head.lemma_ in ("port", "border")
        ):
            return True
    top = token
    while top.dep_ in ("pobj", "prep", "compound", "poss", "nmod") and top.head.lower_ in LANDS:
        top = top.head
        if top.dep_ == "pobj" and top.head.lower_ in ("into", "at", "entering"):
            return True
    head = token.head
    if head.lower_ == "to" and (head.head.lemma_ == "pay" or head.head.head.lemma_ == "pay"):
        return True
    return head.lower_ == "to" and head.head.lemma_.lower() in ("export", "shipment", "sale", "ship", "sell", "import")


def _shipped(head: Token) -> list[Token]:
    """Give the subject of "everything Mexico ships north"."""
    return [
        s
        for c in head.children
        if c.dep_ == "relcl" and c.lemma_ in ("ship", "send", "sell", "export", "make", "produce", "buy")
        for s in c.children
        if s.dep_ == "nsubj"
    ]


def _part_of_goods(head: Token, sentence: Sentence) -> bool:
    """Say whether goods are only named as part of others: "cars with large engines"."""
    if head.dep_ != "pobj" or head.head.lower_ not in ("with", "without", "containing"):
        return False
    whole = sentence.at(head.head.head)
    return whole is not None and whole.kind is MentionKind.SECTOR


def _named(token: Token, sentence: Sentence) -> bool:
    """Say whether a word names goods or a country."""
    mention = sentence.at(token)
    return mention is not None and mention.kind in (*OF_COUNTRY, MentionKind.SECTOR)


def _following(trigger: Trigger, sentence: Sentence) -> list[Token]:
    """Give what comes after the colon of "the following goods: ..."."""
    at = trigger.word.i
    colon = next((t.i for t in sentence.tokens if t.text == ":" and t.i > at), None)
    if colon is None or not any(t.lower_ in ("following", "these") for t in sentence.doc[at:colon]):
        return []
    return list(sentence.doc[colon : sentence.tokens.end])


def _label(sentence: Sentence) -> list[Token]:
    """Give the words before a colon that opens a list item: "Cars: duty comes down to 10%"."""
    start = sentence.tokens.start
    colon = next((t for t in sentence.tokens if t.text == ":" and t.i - start <= 14), None)
    if colon is None or any(t.pos_ in ("VERB", "AUX") for t in sentence.doc[start : colon.i]):
        return []
    return list(sentence.doc[start : colon.i])
