"""Reads one act of speech: its verb, who speaks, to whom, when, and which words of the sentence are what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.clauses import SUBJECTS, agents, conjuncts, modifiers, possessors, prepositional
from kg.discourse import Referents
from kg.frames import Frame
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind, TimeSpan
from kg.parses import Token
from kg.reading import Dated, Reading, Sentence
from kg.slugs import slug

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
TOLD = frozenset(
    """
    tell urge ask warn assure inform remind press call beg implore thank promise offer brief petition lobby
    caution convince notify advise request
    """.split()
)
ADDRESSED = ("to", "with", "before")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One act of speech."""

    speaker: Entity
    sentence: Sentence
    frame: Frame
    trigger: Token
    content: tuple[Token, ...]
    recipients: tuple[Entity, ...] = ()
    when: TimeSpan | None = None
    kind: str = "remark"
    after: tuple[Entity, ...] = ()  # what was spoken of just before, for words that name nothing themselves


def verb_keys(verb: Token) -> Iterator[str]:
    """Give the ways a lexicon may list a verb: with its particle or preposition ("call for"), then alone."""
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ in ("prt", "prep", "advmod", "dative") and child.i > verb.i and child.i - verb.i < 9:
            yield f"{lemma} {child.lower_}"
    yield lemma


def speakers(verb: Token, sentence: Sentence, refer: Referents) -> list[Entity]:
    """Give who speaks: the agents of the verb that are persons, governments or bodies with a name."""
    found: list[Entity] = []
    for token in writers(verb) or agents(verb) or beside(verb, sentence):
        if not _dateline(token, sentence):
            found += [e for e in voice(token, sentence, refer) if not _spoken_to(e, token, verb, sentence)]
    if not found and any(t.tag_ == "PRP$" for t in agents(verb)):
        found += [e for t in before(verb, sentence) for e in voice(t, sentence, refer)]
    return list(dict.fromkeys(found))


def writers(verb: Token) -> list[Token]:
    """Give who wrote the paper that says it: "sent a letter requesting", "issued a statement condemning"."""
    paper = verb.head
    if verb.dep_ not in ("acl", "relcl") or verb.tag_ != "VBG" or paper.lemma_.lower() not in PAPERS:
        return []
    return agents(paper.head) if paper.dep_ == "dobj" and paper.head.pos_ == "VERB" else []


def before(verb: Token, sentence: Sentence) -> list[Token]:
    """Give the person named just before a verb, a comma between: "Its president, Martin Hirzel, called on"."""
    return [
        sentence.head(m)
        for m in sentence.of_kind(MentionKind.PERSON)
        if m.last == verb.i - 1 and sentence.doc[m.last].text == ","
    ]


def _dateline(token: Token, sentence: Sentence) -> bool:
    """Say whether a name only tells where the report was filed: "STATE DEPARTMENT — ..."."""
    after = token.nbor() if token.i + 1 < len(token.doc) else token
    return (
        sentence.tokens.start == sentence.doc[token.i].left_edge.i
        and token.text.isupper()
        and after.text in ("—", "–", "-", "--")
    )


def _spoken_to(entity: Entity, token: Token, verb: Token, sentence: Sentence) -> bool:
    """Say whether the person found for a pronoun or office is somebody else here: "in talking with Mr Fukuda he"."""
    if entity.kind is not EntityKind.PERSON or sentence.at(token) is not None:
        return False
    heads = [sentence.head(m) for m in sentence.of_kind(MentionKind.PERSON) if m.entity == entity]
    return any(
        h.dep_ in ("pobj", "dobj", "dative") and h != token and (h.head.head == verb or h.i < token.i) for h in heads
    )


def beside(verb: Token, sentence: Sentence) -> list[Token]:
    """Give the person right after or before a verb of saying whose subject the parse has lost."""
    if any(c.dep_ in SUBJECTS for c in verb.children) or verb.dep_ in ("xcomp", "acl", "amod", "pcomp"):
        return []
    for mention in sentence.of_kind(MentionKind.PERSON):
        if mention.first == verb.i + 1 or mention.last == verb.i:
            return [sentence.head(mention)]
    return []


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
    if lemma in MINISTRIES and (body := _ministry(token, sentence, refer)) is not None:
        return [body]
    if lemma in ("government", "administration") and (state := _bare_state(token, sentence, refer)) is not None:
        return [state]
    found = [e for e in refer.agents([token], sentence) if not in_media(e.label)]
    if not found and lemma == "office" and (owner := possessors(token)):
        return _office(owner, sentence, refer)
    return found or [e for e in (named_body(token, sentence),) if e is not None and not in_media(e.label)]


MINISTRIES = frozenset(
    """
    ministry department parliament senate congress embassy chamber bureau agency federation union association
    """.split()
)


CLUBS = ("association", "federation", "union", "chamber", "bureau")  # "American Soybean Association" is a name


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
    home = reading.home_country or (codes[0] if codes else None)
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
    plain = name.lower() in BARE or not slug(name)
    return None if plain else Entity(kind, slug(name), name)


BARE = frozenset(
    """
    government administration commission council ministry department parliament congress senate house committee
    cabinet court union association board authority agency chamber bloc party federation minister president state
    """.split()
)


def content(verb: Token, sentence: Sentence) -> tuple[Token, ...]:
    """Give the words said: the verb's clause or object, the sentence round a verb in its middle, what is quoted."""
    own = set(verb.subtree)
    said = {
        t
        for c in verb.children
        if c.dep_ not in SUBJECTS and c.dep_ not in FRINGE and not _aside(c, verb) and not _joined(c)
        for t in c.subtree
    }
    said |= {t for s in verb.children if s.dep_ == "nsubjpass" for t in s.subtree}
    if verb.dep_ in ("parataxis", "ccomp") and verb.head != verb and not any(c.dep_ == "mark" for c in verb.children):
        said |= {t for t in verb.head.subtree if t not in own}
    elif verb.dep_ == "relcl" and not said:
        said |= {
            verb.head,
            *modifiers(verb.head),
            *(t for p in verb.head.rights if p.dep_ == "prep" for t in p.subtree),
        }
    elif any(c.dep_ == "parataxis" for c in verb.children):
        said |= {t for c in verb.children if c.dep_ == "parataxis" for t in c.subtree}
    quoted = {t for t in sentence.tokens if sentence.quoted(t)}
    if verb.dep_ in ("ROOT", "parataxis", "ccomp"):
        said |= quoted
    return tuple(sorted(said, key=lambda t: t.i))


FRINGE = ("aux", "auxpass", "agent", "punct", "neg", "cc", "npadvmod", "advmod", "mark")
AROUND = frozenset(
    """
    in on at during after before following from to through via by outside near while with
    """.split()
)


def _aside(child: Token, verb: Token) -> bool:
    """Say whether a child of the verb tells whom, where or when, and not what."""
    if child.dep_ in ("dobj", "dative") and verb.lemma_ in TOLD:
        return any(c.dep_ in ("ccomp", "xcomp", "parataxis") for c in verb.children)
    return (
        child.dep_ == "prep"
        and child.lower_ in AROUND
        and (child.lower_ != "to" or verb.lemma_ not in ("object", "refer"))
    )


def _joined(token: Token) -> bool:
    """Say whether a child of the verb is a further main clause and not what was said."""
    if token.dep_ == "advcl" and token.tag_ == "VBN" and token.i < token.head.i:
        return True  # "Asked about the duties, he said"
    return token.dep_ == "conj" or (
        token.dep_ == "advcl"
        and token.pos_ == "VERB"
        and any(c.dep_ == "mark" and c.lower_ in ("after", "when", "while", "as", "before") for c in token.children)
    )


def recipients(verb: Token, sentence: Sentence, refer: Referents) -> tuple[Entity, ...]:
    """Give to whom it is said."""
    tokens = prepositional(verb, *ADDRESSED)
    if verb.lemma_ in TOLD:
        tokens += [t for c in verb.children if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP" for t in conjuncts(c)]
        if verb.lemma_ in ("urge", "ask", "call", "press", "warn", "remind"):
            tokens += [
                s for c in verb.children if c.dep_ in ("ccomp", "xcomp") for s in c.children if s.dep_ == "nsubj"
            ]
    found = refer.agents([t for t in tokens if t.pos_ in ("PROPN", "NOUN", "PRON")], sentence)
    return tuple(found)


def spoken_at(verb: Token, sentence: Sentence, reading: Reading) -> TimeSpan | None:
    """Give the time that stands with the verb of saying, not inside what was said."""
    for dated in sentence.dates:
        if _hangs_on(dated, sentence, verb):
            return reading.when(dated, "past")
    return None


def _hangs_on(dated: Dated, sentence: Sentence, verb: Token) -> bool:
    if sentence.quoted(sentence.doc[dated.first]):
        return False
    token = sentence.doc[dated.first : dated.last].root
    while token.head != token and token.pos_ not in ("VERB", "AUX"):
        if token.dep_ in ("relcl", "acl", "appos"):
            return False
        token = token.head
    return bool(token == verb)


def manner(verb: Token, sentence: Sentence, told: Iterable[Entity]) -> str:
    """Give how it was said, from the words around the verb."""
    words = {t.lower_ for t in sentence.tokens if not sentence.quoted(t)}
    if any(in_media(e.label) for e in told) or "interview" in words:
        return "interview"
    media = {t.lower_ for t in verb.subtree if sentence.at(t) is not None or t.pos_ == "PROPN"} & NEWS
    if verb.lemma_ == "tell" and media:
        return "interview"
    for kind, signs in MANNERS.items():
        if words & signs:
            return kind
    return "remark"


MANNERS = {
    "social-media-post": frozenset(
        """
    tweet tweeted twitter facebook x.com truth instagram linkedin weibo social
    """.split()
    ),
    "testimony": frozenset("testified testimony senators hearing lawmakers".split()),
    "speech": frozenset("speech address rally keynote".split()),
    "press-conference": frozenset("reporters conference briefing journalists".split()),
    "press-release": frozenset("release statement communique communiqué".split()),
}
