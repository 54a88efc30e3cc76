"""A parsed paragraph as plain Python values: tokens know head and children, and nothing goes back to spaCy.

spaCy makes a token object anew at each access and looks its strings up each time; rules ask for them hundreds of
times. A copy costs about two microseconds a token, makes a token one object (`is` and sets work), and lets go of the
model's memory. Names are those of spaCy's API (https://spacy.io/api/token), as rules are written in its words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, overload

from spacy.attrs import DEP, ENT_TYPE, HEAD, LEMMA, ORTH, POS, SENT_START, SPACY, TAG

from kg.model import Span

T = TypeVar("T")
ATTRIBUTES = (ORTH, LEMMA, POS, TAG, DEP, HEAD, ENT_TYPE, SPACY, SENT_START)


class Token:
    """A word or mark of a paragraph with its place in the parse."""

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_sent_start",
        "lemma_",
        "lower_",
        "memo",
        "pos_",
        "tag_",
        "text",
        "whitespace_",
    )

    doc: Parse
    i: int  # in the paragraph
    idx: int  # offset in the paragraph's text, in code points
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    whitespace_: str
    is_sent_start: bool
    head: Token  # itself for a root
    children: list[Token]  # left to right
    memo: dict[Any, Any] | None  # of `remembered`

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    @property
    def lefts(self) -> list[Token]:
        """The children that stand before it."""
        return [c for c in self.children if c.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """The children that stand behind it."""
        return [c for c in self.children if c.i > self.i]

    @property
    def ancestors(self) -> Iterator[Token]:
        """Its head, the head of that, up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> list[Token]:
        """Itself and all below it, in the order of the text."""
        if not self.children:
            return [self]
        found, queue = [], [self]
        while queue:
            token = queue.pop()
            found.append(token)
            queue += token.children
        found.sort(key=_place)
        return found

    @property
    def left_edge(self) -> Token:
        """The first token of its subtree."""
        return self.subtree[0]

    @property
    def right_edge(self) -> Token:
        """The last token of its subtree."""
        return self.subtree[-1]

    @property
    def sent(self) -> Stretch:
        """The parser's sentence it stands in."""
        return next(s for s in self.doc.sents if s.start <= self.i < s.end)

    def nbor(self, step: int = 1) -> Token:
        """Give the token some steps away; IndexError beyond the paragraph."""
        if not 0 <= self.i + step < len(self.doc):
            raise IndexError(self.i + step)
        return self.doc[self.i + step]

    @property
    def is_alpha(self) -> bool:
        """All letters."""
        return self.text.isalpha()

    @property
    def is_digit(self) -> bool:
        """All digits."""
        return self.text.isdigit()

    @property
    def is_title(self) -> bool:
        """Written with a capital first letter alone."""
        return self.text.istitle()

    @property
    def is_upper(self) -> bool:
        """All capitals."""
        return self.text.isupper()

    @property
    def is_space(self) -> bool:
        """Nothing but white space."""
        return self.text.isspace()

    @property
    def is_punct(self) -> bool:
        """Nothing but marks of punctuation."""
        return all(unicodedata.category(c)[0] == "P" for c in self.text)


def _place(token: Token) -> int:
    return token.i


class Stretch:
    """Neighbouring tokens of a paragraph: a sentence, a name, a slice."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Parse, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, max(start, end), label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Stretch: ...
    def __getitem__(self, key: int | slice) -> Token | Stretch:
        if isinstance(key, slice):
            start, end, _ = key.indices(len(self))
            return Stretch(self.doc, self.start + start, self.start + end)
        return self.doc.tokens[self.start : self.end][key]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    @property
    def start_char(self) -> int:
        """Offset of its first code point in the paragraph's text."""
        tokens = self.doc.tokens
        return tokens[self.start].idx if self.start < len(tokens) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Offset behind its last code point."""
        if self.end == self.start:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """Its words as they are written."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def root(self) -> Token:
        """The token nearest to the root of its sentence, the first of equals; a bare mark or space comes last."""
        inside = [t for t in self if not self.start <= t.head.i < self.end or t.head is t]
        roots = [t for t in inside if t.head is t]
        return roots[0] if roots else min(inside, key=_depth)


def _depth(token: Token) -> int:
    bare = not token.children and (token.is_space or token.is_punct)
    return len(token.doc) - 1 if bare else sum(1 for _ in token.ancestors)


class Parse:
    """One paragraph: its tokens, sentences and the names the model saw."""

    __slots__ = ("_places", "ents", "sents", "text", "tokens")

    def __init__(self, doc: Any, given: str | None = None) -> None:
        self.text: str = doc.text
        self._places = _places(given, self.text) if given is not None and given != self.text else None
        self.tokens: list[Token] = _tokens(doc, self)
        self.sents = [Stretch(self, s.start, s.end) for s in doc.sents]
        self.ents = [Stretch(self, e.start, e.end, e.label_) for e in doc.ents]

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Stretch: ...
    def __getitem__(self, key: int | slice) -> Token | Stretch:
        if isinstance(key, slice):
            start, end, _ = key.indices(len(self.tokens))
            return Stretch(self, start, end)
        return self.tokens[key]

    def span(self, start: int, end: int) -> Span:
        """Give where the code points `start` to `end` (exclusive) stand in the paragraph as it was given."""
        if self._places is None or start == end:
            return Span(start, end)
        return Span(self._places[start], self._places[end - 1] + 1)

    def covering(self, start: int, end: int) -> Stretch | None:
        """Give the tokens that hold the code points `start` to `end` (exclusive); None outside the text."""
        if not 0 <= start < end <= len(self.text):
            return None
        held = [t.i for t in self.tokens if t.idx < end and t.idx + len(t.text) > start]
        return Stretch(self, held[0], held[-1] + 1) if held else None


def _places(given: str, text: str) -> list[int]:
    """Give the place of each code point of a text in the longer one it was made from by leaving some out."""
    places, at = [], 0
    for character in text:
        at = given.index(character, at)
        places.append(at)
        at += 1
    return places


def _tokens(doc: Any, parse: Parse) -> list[Token]:
    """Copy the tokens of a parsed spaCy Doc."""
    string = doc.vocab.strings.__getitem__
    known: dict[int, str] = {}
    rows = doc.to_array(ATTRIBUTES).tolist()
    made = [Token() for _ in rows]
    offset = 0
    for i, (token, row) in enumerate(zip(made, rows, strict=True)):
        orth, lemma, pos, tag, dep, head, label, spaced, opens = row
        for key in (orth, lemma, pos, tag, dep, label):
            if key not in known:
                known[key] = string(key)
        token.doc, token.i, token.idx, token.memo = parse, i, offset, None
        token.text = text = known[orth]
        token.lower_ = text.lower()
        token.lemma_, token.pos_, token.tag_, token.dep_ = known[lemma], known[pos], known[tag], known[dep]
        token.ent_type_ = known[label]
        token.whitespace_ = " " if spaced else ""
        token.is_sent_start = opens == 1
        token.children = []
        token.head = made[i + (head if head < 1 << 63 else head - (1 << 64))]
        offset += len(text) + (1 if spaced else 0)
    for token in made:
        if token.head is not token:
            token.head.children.append(token)
    return made


def remembered(function: Callable[[Token], T]) -> Callable[[Token], T]:
    """Make a pure function of one token answer the same question once."""

    def answer(token: Token) -> T:
        if token.memo is None:
            token.memo = {}
        elif function in token.memo:
            return token.memo[function]  # type: ignore[no-any-return]  # stored two lines below
        result = token.memo[function] = function(token)
        return result

    return answer
