"""Named gatherings that somebody attends: "the East Asia Summit", "the G20 leaders' meeting", "the U.S.-EU summit"."""

from __future__ import annotations

from kg.mentions import Mention, MentionKind
from kg.model import Entity, EntityKind
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.titles import organisation

GATHERINGS = frozenset(
    "summit meeting conference forum council assembly dialogue gathering congress session convention".split()
)
DIRECT = frozenset("attend join host address chair co-chair cochair open convene skip miss".split())
WITH_PREPOSITION = {
    "participate": {"in", "at"}, "take": {"in"}, "speak": {"at", "to"}, "represent": {"at", "in"}, "be": {"at"},
    "travel": {"to", "for"}, "go": {"to"}, "fly": {"to", "for"}, "head": {"to", "for"}, "leave": {"for"},
    "depart": {"for"}, "arrive": {"at", "for"}, "come": {"to", "for"}, "visit": {"for"}, "return": {"from"},
    "gather": {"for"},
}  # fmt: skip
LINKS = frozenset("of and for on the in 's ’s ' ’ - – — &".split())
NUMBERED = frozenset("annual special informal second third fourth fifth sixth seventh eighth ninth tenth".split())
WITHIN = frozenset("leaders ministers foreign trade ministerial economic".split())


def attending(noun: Token) -> Token | None:
    """Give the verb by whose subject a gathering is attended."""
    token = noun
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN"):
        token = token.head
    head = token.head
    if token.dep_ in ("dobj", "obj") and head.lemma_ in DIRECT:
        return head
    if token.dep_ == "pobj":
        verb = head.head
        if verb.lemma_ == "part" and verb.head.lemma_ == "take":  # "take part in": "part" may hold the preposition
            verb = verb.head
        if verb.pos_ in ("VERB", "AUX") and head.lower_ in WITH_PREPOSITION.get(verb.lemma_, ()):
            return verb
    return None


def named_event(noun: Token, sentence: Sentence, reading: Reading) -> tuple[Entity, ...]:
    """Give who or what meets at a gathering with a name: its bodies, its countries, or the name itself."""
    first, last = _extent(noun, sentence)
    inside = [m for m in sentence.mentions if first <= m.first and m.last <= last]
    bodies = [m.entity for m in inside if m.kind is MentionKind.ORGANISATION and m.entity is not None and _body(m)]
    if bodies:
        return tuple(dict.fromkeys(bodies))
    codes = list(dict.fromkeys(m.country for m in inside if m.country and m.kind is not MentionKind.PERSON))
    if codes:
        return tuple(reading.government(c) for c in codes) if len(codes) > 1 else ()
    words = [t for t in sentence.doc[first:last] if t.lower_ not in NUMBERED and not t.lower_[0].isdigit()]
    proper = [t for t in words if t.text[0].isupper()]
    if len(proper) < 2 or not noun.text[0].isupper():
        return ()
    return (organisation(sentence.doc[words[0].i : last].text),)


def _body(mention: Mention) -> bool:
    return mention.entity is not None and mention.entity.kind in (EntityKind.ORGANISATION, EntityKind.GOVERNMENT)


def _extent(noun: Token, sentence: Sentence) -> tuple[int, int]:
    """Give the run of capitalised words around a noun, small links between them included."""
    doc, first, last = sentence.doc, noun.i, noun.i + 1
    while first > sentence.tokens.start:
        token = doc[first - 1]
        before = doc[first - 2] if first - 1 > sentence.tokens.start else None
        linked = (
            token.lower_ in LINKS
            and before is not None
            and (before.text[0].isupper() or (before.lower_ in WITHIN and token.lower_ in "'’"))
        )
        if linked or token.text[0].isupper() or token.lower_ in NUMBERED | WITHIN:
            first -= 1
        else:
            break
    while first < noun.i and (doc[first].lower_ in LINKS or doc[first].lower_ in ("a", "an", "this", "that")):
        first += 1
    while last + 1 < sentence.tokens.end and doc[last].lower_ in ("of", "on"):
        end = last + 1 + (doc[last + 1].lower_ == "the")
        if end >= sentence.tokens.end or not doc[end].text[0].isupper():
            break
        while end < sentence.tokens.end and doc[end].text[0].isupper():
            end += 1
        last = end
    return first, last
