"""Where a text speaks of an agreement, and by which name: known names, names of any pattern, common nouns, aliases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.clauses import modifiers
from kg.frames import Frame, load_frames
from kg.mentions import MentionKind
from kg.model import Entity
from kg.parses import Parse, Token
from kg.reading import Sentence

NAME = "agreements"
JOINERS = frozenset("of on for concerning regarding to and the in with against".split())
LEADERS = frozenset("of on for concerning regarding".split())  # what may lead on from the noun of a name
TIMES = ("DATE", "TIME")
TAIL = 6  # words of "on fisheries subsidies" that may join a common noun's label


@dataclass(frozen=True, slots=True)
class Found:
    """One place where an agreement is spoken of."""

    head: Token
    sentence: Sentence
    known: Entity | None
    label: str
    definite: bool
    alias: str | None = None  # a short form told with it: "(ECTA)"
    last: int = 0  # where its words end in the paragraph, exclusive

    @property
    def named(self) -> bool:
        """Say whether it goes by a proper name of two words or more."""
        return self.head.text[:1].isupper() and " " in self.label


def nouns() -> Frame:
    """Give the lexicon of what agreements are called."""
    return next(f for f in load_frames(NAME) if f.id == "named")


def places(sentence: Sentence, aliases: dict[str, Entity]) -> list[Found]:
    """Give the names of known agreements, those of aliases told before, and the nouns for new ones, in order."""
    return sorted(_places(sentence, aliases), key=lambda found: found.head.i)


def _places(sentence: Sentence, aliases: dict[str, Entity]) -> Iterator[Found]:
    for mention in (m for m in sentence.of_kind(MentionKind.AGREEMENT) if m.surface not in aliases):
        forum = sentence.head(mention).head.lower_ in ("in", "at", "within")  # "made in the GATT"
        if mention.entity is not None and not mention.entity.label.endswith("Round") and not forum:
            label = mention.entity.label
            yield Found(sentence.head(mention), sentence, mention.entity, label, True, last=mention.last)
    taken = -1
    for token in sentence.tokens:
        if token.text in aliases and token.i > taken:
            yield Found(token, sentence, aliases[token.text], aliases[token.text].label, True)
        elif token.i <= taken or sentence.at(token) is not None:
            continue
        elif token.lemma_.lower() in nouns()["nouns"] and _is_one(token, sentence):
            first, last = _extent(token)
            taken = last - 1
            label = str(token.doc[first:last].text)
            yield Found(token, sentence, None, label, _definite(token, first), _alias(token.doc, last), last)


def _is_one(noun: Token, sentence: Sentence) -> bool:
    """Say whether a noun may speak of an agreement between states."""
    proper = noun.tag_ == "NNPS" and noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].lower_ in LEADERS
    if noun.pos_ not in ("NOUN", "PROPN") or not (noun.tag_ in ("NN", "NNP") or proper) or sentence.quoted(noun):
        return False
    if noun.text.isupper() and noun.lower_ not in ("fta", "mou"):
        return False  # a heading's capitals
    above = noun.head.lemma_.lower()
    if noun.dep_ == "compound" and above in nouns()["nouns"]:
        return False
    if noun.lower_ == "understanding" and noun.head.lower_ == "of":
        return False
    near = {c.lower_ for c in noun.children}
    if noun.lemma_.lower() == "accord" and (near & {"own"} or noun.head.lower_ == "in"):
        return False  # "of its own accord"
    if noun.lemma_.lower() in nouns()["spaces"]:  # "free trade area", not any zone
        around = {m.lower_ for m in modifiers(noun)}
        return bool(around & {"free-trade", "customs"}) or {"free", "trade"} <= around
    if near & nouns()["domestic"]:
        return False
    if noun.dep_ == "attr" and noun.head.lemma_ == "be" and "the" not in near:
        return False  # "this is a great deal": said of one already told
    hypothetical = noun.head.lower_ == "without" and noun.dep_ == "pobj" and "the" not in near
    return not hypothetical


def _definite(noun: Token, first: int) -> bool:
    named = any(c.lower_ in ("the", "this", "that", "its", "their", "our") for c in noun.children)
    return named or (first > 0 and noun.doc[first - 1].lower_ in ("the", "this", "that", "its", "their", "our"))


def _extent(noun: Token) -> tuple[int, int]:
    """Give the words that name it: its capitals on both sides, or its compounds, adjectives and one short phrase."""
    doc, first = noun.doc, noun.i
    start = noun.sent.start
    while first > start and _before(doc[first - 1], noun):
        first -= 1
    while first < noun.i and (doc[first].lower_ in JOINERS or doc[first].is_punct):
        first += 1
    last = noun.i + 1
    if noun.lower_ == "memorandum" and doc[last : last + 2].text.lower() == "of understanding":
        last += 2
    return first, _after(noun, last)


def _before(word: Token, noun: Token) -> bool:
    if noun.text[0].isupper():
        capital = word.text[0].isupper() and word.lower_ not in ("the", "a", "an", "under")
        after_capital = word.i > 0 and word.doc[word.i - 1].text[:1].isupper()
        hyphen = word.text in ("-", "–", "/") and not word.whitespace_
        return capital or (after_capital and (hyphen or word.lower_ in ("and", "of", "on", "for", "&")))
    return (
        word.dep_ in ("compound", "amod", "nmod", "punct", "npadvmod")
        and word.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "PUNCT")
        and word.text not in ',"“”;:()—–'
        and word in set(noun.subtree)
    )


def _after(noun: Token, last: int) -> int:
    """Give where the name ends: "Agreement on Trade in Goods", "memorandum of understanding on critical minerals"."""
    doc = noun.doc
    if last >= len(doc) or doc[last].lower_ not in LEADERS:
        return last
    if noun.text[0].isupper() and doc[last + 1 : last + 2].text[:1].isupper():
        end = last
        while end < len(doc) and (doc[end].text[:1].isupper() or _joins(doc, end)) and not _elsewhere(doc, end):
            end += 1
        return end if end > last + 1 else last
    phrase = doc[last]
    if (
        phrase.dep_ != "prep"
        or noun not in (phrase.head, phrase.head.head, phrase.head.head.head)
        or noun.text[0].isupper()
        or phrase.right_edge.i - phrase.i >= TAIL
    ):
        return last
    within = doc[last : phrase.right_edge.i + 1]
    plain = all(t.pos_ not in ("VERB", "PRON", "PUNCT", "AUX") and t.ent_type_ not in TIMES for t in within)
    return phrase.right_edge.i + 1 if plain else last


def _elsewhere(doc: Parse, at: int) -> bool:
    """Say whether words tell when or where, and are no part of a name: "on Tuesday", "in Canberra"."""
    here, after = doc[at], doc[at + 1] if at + 1 < len(doc) else doc[at]
    if here.ent_type_ in TIMES or (here.lower_ in JOINERS and after.ent_type_ in TIMES):
        return True
    return here.lower_ == "in" and after.ent_type_ in ("GPE", "LOC", "FAC")


def _joins(doc: Parse, at: int) -> bool:
    return (
        doc[at].lower_ in JOINERS
        and at + 1 < len(doc)
        and (
            doc[at + 1].text[:1].isupper() or (doc[at + 1].lower_ == "the" and doc[at + 2 : at + 3].text[:1].isupper())
        )
    )


def _alias(doc: Parse, last: int) -> str | None:
    """Give the short form in brackets after a name: "(ECTA)", "(the “Agreement”)" gives none."""
    if doc[last : last + 1].text != "(":
        return None
    inside = [t.text for t in doc[last + 1 : last + 6]]
    words = inside[: inside.index(")")] if ")" in inside else []
    words = [w for w in words if w not in ('"', "“", "”", "the", "or")]
    return words[-1] if words and sum(c.isupper() for c in words[-1]) > 1 else None
