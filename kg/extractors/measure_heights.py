"""Reads the percentages of a sentence: which is the height of a duty, which the one before, a change or a share.

The words just around a figure decide, since parses of lists of figures are seldom right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from kg.extractors.measure_words import Trigger, among, lemma, words
from kg.mentions import Mention, MentionKind
from kg.parses import Parse, Token
from kg.reading import Sentence

NUMBER = re.compile(r"\d{1,3}(\.\d{1,2})?")
SOFT = frozenset(
    """
    a an the its about around roughly nearly almost some just only current up as high maximum flat threatened previous
    present rate of level planned
    """.split()
)
LEFT_BEHIND = {"from", "previously", "formerly", "once", "instead", "lieu", "than", "versus", "replacing"}
ON = {"on", "for", "against", "upon"}
TOWARDS = {"to", "at"}
RANGING = {"range", "vary", "ranging", "varying", "anywhere", "between"}
CHANGED = frozenset(
    """
    increase rise cut reduction hike jump drop decrease decline fall growth gain discount margin slump surge plunge
    point stake share chance majority raise
    """.split()
)
WORTH = {"value", "price", "worth", "cost"}
CLOSING = {
    "while", "whereas", "but", "although", "though", "because", "after", "amid", "until", "if", "unless", "when",
    "following", "pursuant", "under", "compared", "versus", "since", "effective", "starting", "beginning", "by",
}  # fmt: skip
ANSWERING = {"response", "retaliation", "return", "exchange", "line", "reply", "answer", "effect", "force"}


class Role(Enum):
    """What a percentage says of a duty."""

    NOW = "the height it has or gets"
    BEFORE = "the height it had"
    CHANGE = "by how much it moves"
    SHARE = "a part of something else"


@dataclass(frozen=True, slots=True)
class Height:
    """One percentage: what it says, the duty noun right after it, and where its own goods begin."""

    mention: Mention
    role: Role
    noun: Token | None  # "a 10% duty"
    after: int | None  # the first token of "on steel", as an index of the paragraph


def heights(sentence: Sentence) -> tuple[Height, ...]:
    """Give the percentages of a sentence in order, bare numbers beside one included ("10 and 15 percent")."""
    told = sentence.of_kind(MentionKind.RATE)
    if not told:
        return ()
    found = sorted((*told, *_bare(sentence, told)), key=lambda m: m.first)
    return tuple(_height(m, sentence, found) for m in found)


def _bare(sentence: Sentence, told: Sequence[Mention]) -> Iterator[Mention]:
    """Give numbers that share the unit of a rate near them: "from 25 to 30 percent", "150 and later 250 percent"."""
    doc, taken = sentence.doc, {i for m in told for i in range(m.first, m.last)}
    for rate in told:
        at = rate.first - 1
        while at > sentence.tokens.start and doc[at].lower_ in (
            "to",
            "and",
            "or",
            "then",
            "later",
            "between",
            "a",
            "-",
            "–",
        ):
            at -= 1
        ranging = doc[rate.first - 1].lower_ in ("to", "-", "–") and at and doc[at - 1].lower_ not in ("from", "the")
        if at < rate.first - 1 and _plain(doc[at], sentence) and at not in taken and not ranging:
            taken.add(at)
            yield _rate(doc[at])
    first = min(m.first for m in told)
    for token in sentence.tokens:
        before = token.nbor(-1).lower_ if token.i > sentence.tokens.start else ""
        moved = before in ("to", "from", "at") or (token.dep_ == "dobj" and among(token.head, "facing", "moving"))
        if token.i > first and token.i not in taken and moved and _plain(token, sentence):
            after = doc[token.i + 1] if token.i + 1 < len(doc) else None
            if after is None or (
                after.pos_ not in ("NOUN", "NUM", "PROPN", "ADJ", "SYM") and after.lower_ not in ("%", "-")
            ):
                taken.add(token.i)
                yield _rate(token)


def _plain(token: Token, sentence: Sentence) -> bool:
    dated = any(d.first <= token.i < d.last for d in sentence.dates)
    return NUMBER.fullmatch(token.text) is not None and sentence.at(token) is None and not dated


def _rate(token: Token) -> Mention:
    return Mention(MentionKind.RATE, token.i, token.i + 1, token.text, value=token.text, unit="percent-ad-valorem")


def _height(mention: Mention, sentence: Sentence, all_: Sequence[Mention]) -> Height:
    doc, end = sentence.doc, sentence.tokens.end
    noun = _noun_after(mention, doc, end)
    at = noun.i + 1 if noun is not None else mention.last
    while at < end and doc[at].lower_ in ("ad", "valorem", "rate", "duty", "tariff", "tariffs", "duties", "each"):
        at += 1
    after = at if at < end and doc[at].lower_ in ON else None
    return Height(mention, _role(mention, sentence, noun, all_), noun, after)


def _noun_after(mention: Mention, doc: Parse, end: int) -> Token | None:
    """Give the duty noun that a rate stands before: "a 10% additional import duty"."""
    for i in range(mention.last, min(mention.last + 5, end)):
        token = doc[i]
        if lemma(token) in words("duties") and token.pos_ in ("NOUN", "PROPN"):
            following = doc[i + 1] if i + 1 < end else None
            if following is None or lemma(following) not in words("duties"):
                return token
        elif token.pos_ not in ("ADJ", "NOUN", "PROPN", "X", "PUNCT") or token.text in (",", ";", ":", ")", "("):
            return None
    return None


def _role(mention: Mention, sentence: Sentence, noun: Token | None, all_: Sequence[Mention]) -> Role:
    doc, start = sentence.doc, sentence.tokens.start
    at = mention.first - 1
    while at > start and doc[at].lower_ in SOFT:
        at -= 1
    before = doc[at].lower_ if at >= start else ""
    nearest = doc[mention.first - 1].lower_ if mention.first > start else ""
    if mention.unit == "percentage-points":
        return Role.CHANGE
    if before != "from" and nearest != "from" and _opens_range(mention, doc, all_):
        return Role.SHARE  # the lower end of "5 percent to 25 percent"
    if noun is None and _of_something(mention, doc, sentence.tokens.end):
        return Role.SHARE
    near = [doc[i] for i in range(mention.last, min(mention.last + 2, sentence.tokens.end))] if noun is None else []
    after = [t.lemma_.lower() for t in near if t.pos_ == "NOUN"]
    if "by" in (nearest, before) or any(word in CHANGED for word in after):
        return Role.CHANGE
    if _left_behind(at, before, doc, start, noun):
        return Role.BEFORE
    return Role.NOW


def _opens_range(mention: Mention, doc: Parse, all_: Sequence[Mention]) -> bool:
    at = mention.last
    joined = at < len(doc) and doc[at].lower_ in ("to", "-", "–")
    return joined and any(m.first == at + 1 for m in all_)


def _left_behind(at: int, before: str, doc: Parse, start: int, noun: Token | None) -> bool:
    if before not in LEFT_BEHIND:
        return False
    earlier = [doc[i].lower_ for i in range(max(start, at - 3), at)]
    if before == "than":
        return not {"more", "less"} & set(earlier[-1:])
    if before == "from":
        return (not RANGING & set(earlier) and noun is None) or "to" in [t.lower_ for t in doc[at : at + 12]]
    return True


def _of_something(mention: Mention, doc: Parse, end: int) -> bool:
    if mention.last >= end or doc[mention.last].lower_ != "of":
        return False
    return not any(doc[i].lemma_.lower() in WORTH for i in range(mention.last, min(mention.last + 5, end)))


def standing(found: Sequence[Height]) -> list[Height]:
    """Give the heights that duties have or get."""
    return [h for h in found if h.role is Role.NOW]


def pair(height: Height, found: Sequence[Height], doc: Parse) -> Height | None:
    """Give the other end of "from 25% to 35%", "to 35% from 25%"."""
    i = found.index(height)
    for other in (*found[i + 1 : i + 2], *found[max(0, i - 1) : i]):
        low, high = sorted((height, other), key=lambda h: h.mention.first)
        between = {t.lower_ for t in doc[low.mention.last : high.mention.first]}
        if {height.role, other.role} == {Role.NOW, Role.BEFORE} and between <= SOFT | {"from", "to", ",", "down"}:
            return other
    return None


# ---- which goods and countries each of several heights falls on
@dataclass(frozen=True, slots=True)
class Portion:
    """One height with the stretch of the sentence that names what it falls on."""

    height: Height
    first: int
    last: int

    def holds(self, index: int) -> bool:
        """Say whether a token stands in the stretch."""
        return self.first <= index < self.last


def portions(lead: Mention, sentence: Sentence, mine: Sequence[Token]) -> list[Portion]:
    """Give the portions of a rate and those told along with it, without a verb or duty noun of their own.

    Empty when the rate stands alone: "25% on steel and 10% on wine" and "Japan pays 15%, Peru 10%" have two.
    """
    found = heights(sentence)
    now = standing(found)
    at = next((i for i, h in enumerate(now) if h.mention.first == lead.first), None)
    if at is None or len(now) < 2:
        return []
    group = [now[at]]
    for height in now[at + 1 :]:
        if (height.noun is not None and height.noun not in mine) or _verb_between(group[-1], height, sentence.doc):
            break
        group.append(height)
    if len(group) < 2:
        return []
    parts = _following(group, found, sentence) if any(h.after is not None for h in group) else _leading(group, sentence)
    named = [p for p in parts if any(_names(sentence, i) for i in range(p.first, p.last))]
    return named if len(named) > 1 and named[0].height is group[0] else []


def gapped(mention: Mention, sentence: Sentence) -> bool:
    """Say whether a rate goes with the one before it in a list: "Japan pays 15 percent, Peru 10 percent"."""
    now = standing(heights(sentence))
    at = next((i for i, h in enumerate(now) if h.mention.first == mention.first), 0)
    return bool(at) and not _verb_between(now[at - 1], now[at], sentence.doc)


def _verb_between(first: Height, second: Height, doc: Parse) -> bool:
    return any(
        t.tag_ in ("VBD", "VBZ", "VBP", "MD") or t.text == ";" for t in doc[first.mention.last : second.mention.first]
    )


def _names(sentence: Sentence, index: int) -> bool:
    mention = sentence.at(sentence.doc[index])
    kinds = (MentionKind.SECTOR, MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL)
    return (mention is not None and mention.kind in kinds) or lemma(sentence.doc[index]) in words("goods")


def _following(group: Sequence[Height], found: Sequence[Height], sentence: Sentence) -> list[Portion]:
    """Cut "25% on steel and 10% on wine": from each "on" to the next figure or the end of the phrase."""
    parts = []
    for height in group:
        if height.after is not None:
            later = [h.mention.first for h in found if h.mention.first > height.after]
            parts.append(
                Portion(height, height.after, _close(height.after, min([*later, sentence.tokens.end]), sentence))
            )
    return parts


def spoken_of(trigger: Trigger, sentence: Sentence) -> list[Token]:
    """Give the words after the "on" that follows a duty, whatever the parse makes of what stands between."""
    doc, own = sentence.doc, {trigger.word.i, trigger.anchor.i}
    start = max(own)
    for i in range(start + 1, min(start + 40, sentence.tokens.end - 1)):
        if doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") or doc[i].text in (";", ":"):
            return []
        if lemma(doc[i]) in words("duties") and i - start > 3:
            return []
        if (
            doc[i].lower_ in ("on", "against") or (doc[i].lower_ == "for" and trigger.kind.endswith("quota"))
        ) and not any(d.first <= i < d.last for d in sentence.dates):
            return list(doc[i : _close(i, sentence.tokens.end, sentence)])
    return []


def _close(first: int, last: int, sentence: Sentence) -> int:
    doc = sentence.doc
    for i in range(first + 1, last):
        token, following = doc[i], doc[i + 1].lower_ if i + 1 < last else ""
        if token.text in (";", ":", "—") or token.lower_ in CLOSING or token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return i
        if (token.lower_ == "in" and following in ANSWERING) or (token.lower_ == "to" and doc[i + 1].tag_ == "VB"):
            return i
        if lemma(token) in words("duties") and token.pos_ == "NOUN":
            return i
    return last


def _leading(group: Sequence[Height], sentence: Sentence) -> list[Portion]:
    """Cut "Japan pays 15 percent, Peru 10 percent": what stands before each figure, back to the one before."""
    starts = [_opening(group[0], sentence), *(h.mention.last for h in group[:-1])]
    return [Portion(h, start, h.mention.first) for h, start in zip(group, starts, strict=True)]


def _opening(height: Height, sentence: Sentence) -> int:
    """Give where the clause of the first figure begins."""
    doc = sentence.doc
    for i in range(height.mention.first - 1, sentence.tokens.start, -1):
        if (
            doc[i].text in (";", ":", "—")
            or doc[i].lower_ in CLOSING
            or (doc[i].text == "," and doc[i + 1].lower_ == "and")
        ):
            return i
    return int(sentence.tokens.start)
