"""Reads one act of speech: its verb, who speaks, to whom, when, and which words of the sentence are what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.clauses import SUBJECTS, agents, conjuncts, modifiers, prepositional
from kg.discourse import Referents
from kg.extractors.voices import NEWS, PAPERS, in_media, part_of_name, voice
from kg.frames import Frame
from kg.mentions import MentionKind
from kg.model import Entity, EntityKind, TimeSpan
from kg.parses import Token
from kg.reading import Dated, Reading, Sentence

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
    if lemma in ("make", "let") and (idiom := _idiom(verb)):
        yield idiom
    for child in verb.children:
        if lemma == "refer" and child.lower_ == "to" and any(c.dep_ == "dobj" for c in verb.children):
            continue  # "referred the matter to the board"
        if child.dep_ in ("prt", "prep", "advmod", "dative") and child.i > verb.i and child.i - verb.i < 9:
            yield f"{lemma} {child.lower_}"
    yield lemma


def _idiom(verb: Token) -> str:
    """Read "made it clear that", "made plain", "let it be known"."""
    near = {t.lower_ for t in verb.subtree if 0 < t.i - verb.i < 5}
    word = next((w for w in ("clear", "plain", "known") if w in near), "")
    return f"{verb.lemma_.lower()} {word}" if word else ""


def speakers(verb: Token, sentence: Sentence, refer: Referents) -> list[Entity]:
    """Give who speaks: the agents of the verb that are persons, governments or bodies with a name."""
    found: list[Entity] = []
    for token in writers(verb) or nearest(verb, sentence) or agents(verb) or beside(verb, sentence):
        if not part_of_name(token) and not _dateline(token, sentence):
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


def nearest(verb: Token, sentence: Sentence) -> list[Token]:
    """Give the noun that the parser hangs before a verb of saying as a mere modifier: "party Sumar said"."""
    if any(c.dep_ in SUBJECTS for c in verb.children):
        return []
    return [
        c
        for c in verb.lefts
        if c.dep_ in ("npadvmod", "dep", "nmod", "dislocated")
        and c.pos_ in ("NOUN", "PROPN")
        and c.ent_type_ not in ("DATE", "TIME", "CARDINAL")
        and not any(d.first <= c.i < d.last for d in sentence.dates)
    ]


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
    if (
        verb.dep_ in ("parataxis", "ccomp", "csubj")
        and verb.head != verb
        and not any(c.dep_ == "mark" for c in verb.children)
    ):
        said |= {t for t in verb.head.subtree if t not in own}
    elif verb.dep_ == "relcl" and all(t.tag_ in ("WDT", "WP") or t.is_punct for t in said):
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


MATTERS = frozenset(  # prepositions that lead to what is spoken of
    (
        ("object", "to"),
        ("refer", "to"),
        ("agree", "on"),
        ("comment", "on"),
        ("insist", "on"),
        ("respond", "to"),
        ("commit", "to"),
    )
)


def _aside(child: Token, verb: Token) -> bool:
    """Say whether a child of the verb tells whom, where or when, and not what."""
    if child.dep_ in ("dobj", "dative") and verb.lemma_ in TOLD:
        return any(c.dep_ in ("ccomp", "xcomp", "parataxis") for c in verb.children)
    return child.dep_ == "prep" and child.lower_ in AROUND and (verb.lemma_, child.lower_) not in MATTERS


BESIDES = frozenset("after when while as before although though whereas".split())


def _joined(token: Token) -> bool:
    """Say whether a child of the verb is a further main clause and not what was said."""
    if token.dep_ == "advcl" and token.tag_ == "VBN" and token.i < token.head.i:
        return True  # "Asked about the duties, he said"
    return token.dep_ == "conj" or (
        token.dep_ == "advcl"
        and token.pos_ == "VERB"
        and any(c.dep_ == "mark" and c.lower_ in BESIDES for c in token.children)
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
