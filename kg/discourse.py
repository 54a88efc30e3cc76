"""Says whom a word refers to: names, offices, pronouns, "the two leaders", "both governments".

What could mean two things means nothing: an unresolved word gives no entity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from kg.clauses import SUBJECTS, conjuncts, modifiers, possessors, prepositional
from kg.mentions import Mention, MentionKind
from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.slugs import slug
from kg.standpoint import assumed_offices, holders
from kg.titles import Title, is_head

SINGULAR = {"he", "she", "him", "her", "his", "himself", "herself", "hers"}
PLURAL = {"they", "them", "their", "themselves", "theirs"}
NEUTER = {"it", "its", "itself"}
GOVERNMENTAL = {"government", "administration", "authority", "cabinet", "regime", "side"}
GROUPS = {
    "official", "negotiator", "envoy", "minister", "leader", "diplomat", "delegation", "representative", "counterpart",
    "team", "lawmaker", "delegate",
    "authority", "ally", "president", "premier", "deputy", "staff", "trade", "mission", "secretary", "technocrat",
    "commissioner", "expert", "guest",
}  # fmt: skip
BOTH_PERSONS = {
    "leader",
    "president",
    "minister",
    "man",
    "premier",
    "secretary",
    "official",
    "counterpart",
    "woman",
    "chief",
    "politician",
}
BOTH_STATES = {
    "country",
    "government",
    "side",
    "nation",
    "neighbour",
    "neighbor",
    "capital",
    "party",
    "economy",
    "partner",
    "state",
    "power",
    "ally",
    "administration",
}
COUNTRIES = (MentionKind.COUNTRY, MentionKind.CAPITAL, MentionKind.DEMONYM)
HERE = 10  # how far the sentence itself goes before the others
LOOK_BACK = 4  # sentences in which a pronoun's person is sought


class Referents:
    """Resolves words of one reading; remembers nothing between calls."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._titles: dict[tuple[int, int], Title | None] = {}

    # ---- entry points
    def agents(self, tokens: Iterable[Token], sentence: Sentence) -> list[Entity]:
        """Give who acts: persons, organisations, and governments for countries; each once, in order."""
        return list(dict.fromkeys(self.reading.acting(e) for t in tokens for e in self._refer(t, sentence)))

    def countries(self, tokens: Iterable[Token], sentence: Sentence) -> list[Entity]:
        """Give the countries that words name: as a noun, adjective, possessive, or through the things of a country."""
        found: dict[str, None] = {}
        for token in tokens:
            for code in self._codes(token, sentence):
                found[code] = None
        return [self.reading.country(code) for code in found]

    def places(self, tokens: Iterable[Token], sentence: Sentence) -> list[Entity]:
        """Give where something is: known places, capitals, countries, and names the model takes for places."""
        found = []
        for token in tokens:
            place = self._place(token, sentence)
            if place is not None:
                found.append(place)
        return list(dict.fromkeys(found))

    def speaker(self, token: Token, sentence: Sentence) -> Entity | None:
        """Give the one agent that a subject names, or None."""
        agents = self.agents([token], sentence)
        return agents[0] if len(agents) == 1 else None

    # ---- one token
    def _refer(self, token: Token, sentence: Sentence) -> list[Entity]:
        mention = sentence.at(token)
        lower, lemma = token.lower_, token.lemma_.lower()
        lemma = lemma.removesuffix("s") if token.tag_ == "NNPS" else lemma
        if mention is not None and mention.kind is MentionKind.PERSON and mention.entity:
            return [mention.entity]
        if lower in SINGULAR:
            person = self._pronoun(token, sentence)
            return [person] if person else []
        if lower in PLURAL:
            return self._plural(token, sentence)
        if lower in NEUTER:
            return self._neuter(token, sentence)
        if lower in ("two", "both", "pair", "duo", "sides") and token.pos_ in ("NUM", "DET", "PRON", "NOUN"):
            return self._both(token, sentence)
        if (lemma in BOTH_PERSONS | BOTH_STATES or lower == "last") and self._is_pair(token):
            return self._both(token, sentence)
        if lemma in GOVERNMENTAL and token.pos_ in ("NOUN", "PROPN"):
            return self._government(token, sentence)
        if (
            mention is not None
            and mention.entity is not None
            and mention.kind in (MentionKind.ORGANISATION, MentionKind.COUNTRY, MentionKind.CAPITAL)
        ):
            return [mention.entity]
        if is_head(token):
            holder = self.office(token, sentence)
            if holder is not None:
                return [holder]
        if lemma in GROUPS:
            return self._group(token, sentence)
        return []

    def _is_pair(self, token: Token) -> bool:
        counted = any(c.lower_ in ("two", "both") for c in token.children)
        return counted and (token.tag_ in ("NNS", "NNPS") or token.lower_ == "last")  # "the two last met in May"

    def _home(self, mention: Mention | None) -> str | None:
        """Give the home of the person a mention names."""
        named = mention is not None and mention.kind is MentionKind.PERSON and mention.entity
        return self.reading.home(named) if named else None

    def _government(self, token: Token, sentence: Sentence) -> list[Entity]:
        """Read "the Canadian government", "Trump's administration", "the Japanese and U.S. governments"."""
        near = [*possessors(token), *modifiers(token), *prepositional(token, "of")]
        codes = [c for t in near if (c := self._code_of(sentence.at(t)))]
        if not codes or token.tag_ in ("NNS", "NNPS"):
            before = [sentence.at(t) for t in sentence.doc[token.left_edge.i : token.i]]
            named = [m for m in before if m is not None and m.kind in (*COUNTRIES, MentionKind.PERSON)]
            codes += [c for m in named if (c := self._code_of(m))]
        found = list(dict.fromkeys(codes))
        return [self.reading.government(c) for c in (found if token.tag_ in ("NNS", "NNPS") else found[:1])]

    def _code_of(self, mention: Mention | None) -> str | None:
        """Give the country that a word beside "government" names: itself, or the home of a person."""
        if mention is None or mention.kind is MentionKind.PERSON:
            return self._home(mention)
        return mention.country

    def _group(self, token: Token, sentence: Sentence) -> list[Entity]:
        """Read "Chinese officials", "leaders from Panama and El Salvador": they stand for their governments."""
        near = prepositional(token, "from", "of", "on")
        pair = [t for t in near if t.lemma_.lower() in BOTH_STATES and self._is_pair(t)]
        if pair:
            return self._both(pair[0], sentence)
        codes = self._codes(token, sentence)
        return [self.reading.government(code) for code in codes]

    # ---- offices
    def title(self, token: Token, sentence: Sentence) -> Title | None:
        """Give the office a noun names, read with what stands around it."""
        key = (sentence.paragraph, token.i)
        if key not in self._titles:
            self._titles[key] = self.reading.pages[sentence.paragraph].title_from(token.i) if is_head(token) else None
        return self._titles[key]

    def office(self, token: Token, sentence: Sentence) -> Entity | None:
        """Give the holder of an office named without its holder: "the president", "Mexico's president"."""
        title = self.title(token, sentence)
        if title is None or title.plural or any(c.lower_ in ("a", "an", "another", "any") for c in token.children):
            return None
        if title.country is None and title.body is None and title.definite and title.words in self.assumed:
            return self._at_home(title.words)
        words = set(title.words.split())
        candidates = self._named_holders(title, words, token, sentence)
        own = self.reading.home_country if title.definite and len(words) > 1 else None
        if not candidates and (title.country or own) and not title.body:
            return self._holder(title.words, title.country or own or "")
        if not candidates and not title.body and title.definite:
            return self._named_holder(title.words)
        if len(candidates) > 1 and title.country is None:  # at home an office goes without its country
            marked = {r.person.key for r in self.reading.roles if not self._plain(r.title)}
            plain = {k for k in candidates if k not in marked} or {
                k for k in candidates if any(r.person.key == k and self._plain(r.title) for r in self.reading.roles)
            }
            candidates = {k: p for k, p in candidates.items() if k in plain} if len(plain) == 1 else candidates
        if len(candidates) > 1:  # the one spoken of last before this word
            return self._recent(token, sentence, set(candidates))
        return next(iter(candidates.values()), None)

    def _named_holders(self, title: Title, words: set[str], token: Token, sentence: Sentence) -> dict[str, Entity]:
        """Give the persons whom the text names with such an office before this word, or else later on."""
        candidates: dict[str, Entity] = {}
        for role in self.reading.roles:
            held = set(role.title.words.split())
            if words <= held and (
                title.country is None or title.country == (role.title.country or self.reading.home(role.person))
            ):
                earlier = role.paragraph < sentence.paragraph or (
                    role.paragraph == sentence.paragraph and role.first <= token.i
                )
                if earlier or title.country is not None:
                    candidates[role.person.key] = role.person
        if not candidates and title.definite and len(words) > 1:  # named only later, and the only one of that office
            later = {r.person.key: r.person for r in self.reading.roles if words == set(r.title.words.split())}
            candidates = later if len(later) == 1 and title.country is None else {}
        return candidates

    @cached_property
    def assumed(self) -> frozenset[str]:
        """Give the national offices that the text takes for known: those of the country it is written from."""
        return frozenset(assumed_offices(self.reading)) if self.reading.standpoint else frozenset()

    def _at_home(self, words: str) -> Entity | None:
        """Give who holds a national office in the country that the text is written from."""
        home = self.reading.standpoint or ""
        named = {
            r.person.key: r.person
            for r in self.reading.roles
            if r.title.words == words
            and not r.title.over
            and r.title.body is None
            and home in (r.title.country, self.reading.home(r.person))
        }
        return next(iter(named.values())) if len(named) == 1 else self._holder(words, home)

    @staticmethod
    def _plain(title: Title) -> bool:
        return title.country is None and title.body is None

    def _named_holder(self, words: str) -> Entity | None:
        """Give the one person whom the text names, without the title, and who held such an office on its day."""
        held = {h.person for h in holders(self.reading, words)}
        found = [p for p in self.reading.people.people.values() if p.label in held]
        return found[0] if len(found) == 1 else None

    def _holder(self, words: str, country: str) -> Entity | None:
        found = {h.person for h in holders(self.reading, words, country)}
        return self.reading.people.add(next(iter(found)), country) if len(found) == 1 else None

    # ---- pronouns
    def _persons_before(self, token: Token, sentence: Sentence) -> list[Entity]:
        """Give persons named before a word, the likeliest first: near before far, subjects before objects."""
        found: list[tuple[int, Entity]] = []
        for earlier in reversed(self.reading.sentences[max(0, sentence.index - LOOK_BACK) : sentence.index + 1]):
            distance = sentence.index - earlier.index
            named = [(earlier.head(m), m.entity, m.last) for m in earlier.of_kind(MentionKind.PERSON) if m.entity]
            named += [
                (word, holder, word.i + 1)
                for word in earlier.tokens
                if is_head(word)
                and earlier.at(word) is None
                and word.dep_ in SUBJECTS
                and (earlier is not sentence or word.i < token.i)
                and (holder := self.office(word, earlier))
            ]
            for head, entity, last in named:
                if earlier is not sentence or last <= token.i:
                    found.append((distance - _salience(head) - (HERE if earlier is sentence else 0), entity))
        return [entity for _, entity in sorted(found, key=lambda item: item[0])]

    def _recent(self, token: Token, sentence: Sentence, keys: set[str]) -> Entity | None:
        return next((person for person in self._named_before(token, sentence) if person.key in keys), None)

    def _named_before(self, token: Token, sentence: Sentence) -> Iterator[Entity]:
        """Give persons named before a word, the nearest first; one at a time, as a long text names thousands."""
        for index in range(sentence.index, -1, -1):
            earlier = self.reading.sentences[index]
            for mention in reversed(earlier.of_kind(MentionKind.PERSON)):
                if mention.entity and not (earlier is sentence and mention.last > token.i):
                    yield mention.entity

    def _pronoun(self, token: Token, sentence: Sentence) -> Entity | None:
        if sentence.quoted(token):
            return None  # whom the speaker means is the speaker's secret
        gender = "f" if token.lower_ in ("she", "her", "hers", "herself") else "m"
        for person in self._persons_before(token, sentence):
            if self.reading.gender(person) in (None, gender):
                return person
        return None

    def _plural(self, token: Token, sentence: Sentence) -> list[Entity]:
        """Take "they" for the last group of two or more that was subject together, through a chain of pronouns."""
        if sentence.quoted(token):
            return []
        if token.dep_ == "poss" and (own := self._plural_subject(token)) is not None:
            return self.agents(conjuncts(own), sentence)  # "the ministers said their talks": nobody else's
        reach = sentence.index - 2
        for earlier in reversed(self.reading.sentences[max(0, sentence.index - LOOK_BACK) : sentence.index + 1]):
            if earlier.index < reach:
                break
            for word in earlier.tokens:
                if word.dep_ not in SUBJECTS or (earlier is sentence and word.i >= token.i):
                    continue
                if word.lower_ in PLURAL | {"both"} and earlier is not sentence:
                    reach = min(reach, earlier.index - 2)  # they were spoken of so here, and are named further back
                    continue
                group = conjuncts(word)
                if len(group) > 1 or self._is_pair(word):
                    return self.agents(group, earlier)
            named = list(dict.fromkeys(m.entity for m in earlier.of_kind(MentionKind.PERSON) if m.entity is not None))
            heads = [earlier.head(m) for m in earlier.of_kind(MentionKind.PERSON)]
            joined = any(b in conjuncts(a) for a in heads for b in heads if a != b) or earlier.tokens.root.pos_ not in (
                "VERB",
                "AUX",
            )
            if earlier is not sentence and len(named) == 2 and joined:
                return named
        return []

    @staticmethod
    def _plural_subject(token: Token) -> Token | None:
        """Give the plural noun that is subject of the clause of a possessive, before it."""
        for verb in token.ancestors:
            if verb.pos_ in ("VERB", "AUX"):
                plural = (c for c in verb.children if c.dep_ in SUBJECTS and c.tag_ in ("NNS", "NNPS"))
                if (subject := next((c for c in plural if c.i < token.i), None)) is not None:
                    return subject
        return None

    def _neuter(self, token: Token, sentence: Sentence) -> list[Entity]:
        """Take "it" and "its" for the last country or organisation that was subject, here or just before."""
        if sentence.quoted(token):
            return []
        for earlier in reversed(self.reading.sentences[max(0, sentence.index - 1) : sentence.index + 1]):
            heads = [
                (earlier.head(m), m)
                for m in earlier.of_kind(MentionKind.COUNTRY, MentionKind.ORGANISATION, MentionKind.CAPITAL)
                if earlier is not sentence or m.last <= token.i
            ]
            for head, mention in heads:
                if head.dep_ in SUBJECTS and mention.entity is not None:
                    return [mention.entity]
            for word in earlier.tokens:
                if (
                    word.lemma_.lower() in GOVERNMENTAL
                    and word.dep_ in SUBJECTS
                    and (earlier is not sentence or word.i < token.i)
                ):
                    return self._government(word, earlier)
        return []

    def _both(self, token: Token, sentence: Sentence) -> list[Entity]:
        """Take "the two leaders", "both governments" for the last two persons or countries spoken of."""
        if token.lemma_.lower() in BOTH_PERSONS | {"pair", "duo"}:
            persons: dict[Entity, None] = {}
            for earlier in reversed(self.reading.sentences[max(0, sentence.index - LOOK_BACK) : sentence.index + 1]):
                for mention in reversed(earlier.of_kind(MentionKind.PERSON)):
                    entity = mention.entity
                    after = earlier is sentence and mention.last > token.i
                    if entity is not None and not after and self.reading.home(entity) is not None:
                        persons[entity] = None
                if len(persons) >= 2:
                    break
            homes = {self.reading.home(p) for p in list(persons)[:2]}
            return list(persons)[:2] if len(persons) >= 2 and len(homes) == 2 else []
        if token.lower_ in ("two", "both", "last") and len(named := self._two_persons(token, sentence)) == 2:
            return named
        if token.lower_ == "last" and len(pair := self._last_two(sentence)) == 2:
            return pair
        pair_of = self._named_pair(token, sentence) or self._homes_of_two(sentence) or self._main_pair()
        return [self.reading.government(c) for c in pair_of or self._recent_pair(sentence)]

    def _last_two(self, sentence: Sentence) -> list[Entity]:
        """Give the two persons of the sentences just before, where just two are named."""
        near = self.reading.sentences[max(0, sentence.index - 2) : sentence.index]
        return list(dict.fromkeys(m.entity for s in near for m in s.of_kind(MentionKind.PERSON) if m.entity))

    def _codes_of(self, mention: Mention) -> str | None:
        """Give the country that a mention stands for, a person for his home."""
        if mention.kind is MentionKind.PERSON and mention.entity:
            return self.reading.home(mention.entity)
        return mention.country if mention.kind in COUNTRIES else None

    def _named_pair(self, token: Token, sentence: Sentence) -> list[str]:
        """Give the two countries of the sentence before a word, where just two are named."""
        before = (self._codes_of(m) for m in sentence.mentions if m.last <= token.i)
        codes = list(dict.fromkeys(c for c in before if c))
        return codes if len(codes) == 2 else []

    def _homes_of_two(self, sentence: Sentence) -> list[str]:
        """Give the two countries that the persons named so far belong to, where there are just two."""
        so_far = self.reading.sentences[: sentence.index + 1]
        homes = (self._home(m) for s in so_far for m in s.of_kind(MentionKind.PERSON))
        codes = list(dict.fromkeys(h for h in homes if h))
        return codes if len(codes) == 2 else []

    def _recent_pair(self, sentence: Sentence) -> list[str]:
        """Give the two countries spoken of last."""
        codes: dict[str, None] = {}
        for earlier in reversed(self.reading.sentences[: sentence.index]):
            for mention in reversed(earlier.mentions):
                if code := self._codes_of(mention):
                    codes[code] = None
            if len(codes) >= 2:
                break
        return list(codes)[:2] if len(codes) >= 2 else []

    def _two_persons(self, token: Token, sentence: Sentence) -> list[Entity]:
        """Give the two persons named before in the same sentence, where just two are, of two countries."""
        before = (m.entity for m in sentence.of_kind(MentionKind.PERSON) if m.entity and m.last <= token.i)
        named = list(dict.fromkeys(before))
        return named if len({self.reading.home(p) for p in named}) == 2 else []

    def _main_pair(self) -> list[str]:
        """Give the two countries that a document names far more often than any third."""
        kinds = (MentionKind.COUNTRY, MentionKind.CAPITAL, MentionKind.DEMONYM)
        votes = Counter(m.country for s in self.reading.sentences for m in s.of_kind(*kinds) if m.country)
        ranked = votes.most_common(3)
        clear = len(ranked) == 2 or (len(ranked) == 3 and ranked[1][1] > ranked[2][1])
        return [c for c, _ in ranked[:2]] if clear else []

    # ---- countries and places
    def _codes(self, token: Token, sentence: Sentence) -> list[str]:
        """Give alpha-3 codes that a noun phrase names: itself, its modifiers and possessors, "from X", "of X"."""
        mention = sentence.at(token)
        if (
            mention is not None
            and mention.country
            and mention.kind in (MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)
        ):
            return [mention.country]
        if (
            mention is not None
            and mention.kind is MentionKind.ORGANISATION
            and mention.entity is not None
            and mention.entity.kind is EntityKind.GOVERNMENT
        ):
            return [mention.entity.key]
        if token.lower_ in NEUTER | PLURAL | SINGULAR:
            homes = (
                e.key if e.kind in (EntityKind.GOVERNMENT, EntityKind.COUNTRY) else self.reading.home(e)
                for e in self._refer(token, sentence)
                if e.kind in (EntityKind.GOVERNMENT, EntityKind.COUNTRY, EntityKind.PERSON)
            )
            return [code for code in homes if code]
        codes: list[str] = []
        for near in (*possessors(token), *modifiers(token)):
            found = sentence.at(near)
            if (
                found is not None
                and found.country
                and found.kind in (MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)
            ):
                codes.append(found.country)
            elif (
                found is not None
                and found.kind is MentionKind.PERSON
                and found.entity
                and (home := self.reading.home(found.entity))
            ):
                codes.append(home)
            elif near.lower_ in NEUTER | SINGULAR | PLURAL:
                codes += [c for c in self._codes(near, sentence) if c]
        for near in prepositional(token, "from", "of", "in", "into", "entering"):
            codes += self._codes(near, sentence) if near != token and near.head.head != near else []
        return [c for c in dict.fromkeys(codes) if c]

    def _capital(self, code: str) -> Entity | None:
        """Give the capital of a country as a place."""
        names = self.reading.registry.names
        seats = (e for surface in self.reading.registry.capitals for e in names.get(surface, ()))
        return next((e for e in seats if e.kind is EntityKind.PLACE and e.country == code), None)

    def _place(self, token: Token, sentence: Sentence) -> Entity | None:
        mention = sentence.at(token)
        surface = mention.surface if mention is not None else token.text
        known = [e for e in self.reading.registry.names.get(surface, ()) if e.kind is EntityKind.PLACE]
        if known:
            return known[0]
        if mention is not None and mention.kind in (MentionKind.COUNTRY, MentionKind.PLACE):
            return mention.entity
        if token.lower_ == "capital" and (codes := self._codes(token, sentence)):
            return self._capital(codes[0])
        if mention is not None and mention.kind is MentionKind.CAPITAL:
            return Entity(EntityKind.PLACE, slug(surface), surface, mention.country)
        for entity in sentence.doc.ents:
            if (
                entity.start <= token.i < entity.end
                and entity.label_ in ("GPE", "LOC", "FAC")
                and entity.text[0].isupper()
            ):
                name = entity.text.removeprefix("the ").removeprefix("The ")
                return Entity(EntityKind.PLACE, slug(name), name)
        if (
            mention is not None
            and mention.kind is MentionKind.ORGANISATION
            and mention.entity is not None
            and token.dep_ == "pobj"
            and token.head.lower_ == "at"
        ):
            return Entity(EntityKind.PLACE, mention.entity.key, mention.entity.label, mention.entity.country)
        return None


def _salience(head: Token) -> int:
    """Give how much a person stands out by his place in a clause: subject, object, anything else."""
    while head.dep_ in ("appos", "conj", "compound", "nmod") and head.head is not head:
        head = head.head
    return 2 if head.dep_ in SUBJECTS else 1 if head.dep_ in ("dobj", "poss", "agent") else 0


def sectors_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Give the sectors that mentions name, each once, in order."""
    return tuple(dict.fromkeys(s for m in mentions if m.kind is MentionKind.SECTOR for s in m.sectors))


def topic(words: str) -> Entity:
    """Give a topic from words of the text."""
    clean = " ".join(words.split()).strip(" ,.;:\"“”'’")[:60].strip()
    return Entity(EntityKind.TOPIC, slug(clean), clean)
