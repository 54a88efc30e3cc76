"""`?x tp:search "words"` in a query: the engine knows no full text, so the things found are written into the query.

The statement's other parts stay: `?x a foaf:Person ; tp:search "carney"` becomes `VALUES ?x { ... } ?x a foaf:Person`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import QueryRejected
from kg.queries import Token, place, tokens
from ontology.terms import TP

MOST = 1_000  # things that a search may find within a query
Find = Callable[[str, int], Iterable[str]]  # words and limit -> IRIs

_MADE = ("CONSTRUCT", "INSERT", "DELETE", "DATA")
_EXAMPLE = '?x tp:search "words"'


@dataclass(slots=True)
class _Statement:
    """A subject and its predicates with their objects, each part a run of tokens."""

    subject: Token
    last: Token
    short: bool = False
    parts: list[list[Token]] = field(default_factory=lambda: [[]])

    def add(self, token: Token) -> None:
        """Take in a token after the subject."""
        self.last = token
        if token.kind == "mark" and token.text == ";":
            self.parts.append([])
        else:
            self.parts[-1].append(token)


@dataclass(slots=True)
class _Group:
    """What is open between two brackets."""

    bracket: str
    template: bool = False  # of what is made, written or deleted: nothing is looked for there
    short: bool = False  # pattern and template in one
    statement: _Statement | None = None
    constraint: bool = False  # after FILTER and the like, whose brackets hold no statements


def asks(query: str) -> bool:
    """Say whether a query may hold a search; few do, and only these are read closely."""
    return "search" in query


def rewrite(query: str, find: Find) -> str:
    """Write what the searches of a query find into it."""
    names = {f"<{TP}search>", *(f"{prefix}:search" for prefix in _prefixes(query))}
    found = [s for s in _statements(query) if any(part and part[0].text in names for part in s.parts)]
    for statement in reversed(found):
        end = statement.last.start + len(statement.last.text)
        query = query[: statement.subject.start] + _written(query, statement, names, find) + query[end:]
    return query


def _prefixes(query: str) -> list[str]:
    """Give the prefixes that stand for our terms; `tp` does where it is not declared."""
    found, seen = {"tp": TP}, [*tokens(query)]
    for word, prefix, iri in zip(seen, seen[1:], seen[2:], strict=False):
        if word.upper == "PREFIX" and iri.kind == "iri":
            found[prefix.text.rstrip(":")] = iri.text[1:-1]
    return [prefix for prefix, iri in found.items() if iri == TP]


def _statements(query: str) -> list[_Statement]:
    """Give the statements of the patterns of a query, in order of their subjects."""
    reading = _Reading()
    for token in tokens(query):
        reading.see(token)
    return sorted(reading.found, key=lambda statement: statement.subject.start)


class _Reading:
    """Follows the brackets of a query and gathers its statements."""

    def __init__(self) -> None:
        self.found: list[_Statement] = []
        self.groups = [_Group("")]
        self.previous = Token("", "", 0)
        self.last_but_one = ""

    def see(self, token: Token) -> None:
        """Take in the next token."""
        group, text = self.groups[-1], token.text
        if token.kind == "mark" and text in "{[(":
            self._enter(group, token)
        elif token.kind == "mark" and text in "}])":
            self._leave(token)
        elif group.bracket != "(":
            self._term(group, token)
        self.last_but_one, self.previous = self.previous.upper, token

    def _enter(self, group: _Group, token: Token) -> None:
        if token.text == "{":
            self._end(group)
            group.constraint = False
        elif not group.constraint:
            self._term(group, token)
        brace, before = token.text == "{", self.previous.upper
        template = group.template or (brace and before in _MADE)
        short = group.short or (brace and before == "WHERE" and self.last_but_one in ("CONSTRUCT", "DELETE"))
        self.groups.append(_Group(token.text, template, short))
        if token.text == "[":
            self.groups[-1].statement = _Statement(token, token, short)

    def _leave(self, token: Token) -> None:
        if len(self.groups) > 1:
            self._end(self.groups[-1])
            self.groups.pop()
        group = self.groups[-1]
        if token.text == ")" and group.constraint:
            group.constraint = False
        elif token.text != "}" and group.statement is not None:
            group.statement.add(token)

    def _term(self, group: _Group, token: Token) -> None:
        if group.constraint:
            return
        if token.upper and token.text not in ("a", "true", "false") and not token.text.startswith("@"):
            self._end(group)
            group.constraint = token.upper in ("FILTER", "BIND", "HAVING")
        elif token.kind == "mark" and token.text == ".":
            self._end(group)
        elif group.statement is None:
            group.statement = _Statement(token, token, group.short)
        else:
            group.statement.add(token)

    def _end(self, group: _Group) -> None:
        if group.statement is not None and group.statement.parts[0] and not group.template:
            self.found.append(group.statement)
        group.statement = None


def _written(query: str, statement: _Statement, names: set[str], find: Find) -> str:
    subject, kept, values = statement.subject, [], []
    for part in filter(None, statement.parts):
        if part[0].text not in names:
            kept.append(query[part[0].start : part[-1].start + len(part[-1].text)])
            continue
        if statement.short:
            raise _wrong(query, part[0], "a short form takes no search; write its pattern twice, with WHERE between")
        if subject.kind != "variable":
            raise _wrong(query, part[0], "only a variable can be searched for")
        values.append(f"VALUES {subject.text} {{ {_things(query, part, find)} }}")
    rest = f" {subject.text} {' ; '.join(kept)}" if kept else ""
    return " ".join(values) + rest


def _things(query: str, part: list[Token], find: Find) -> str:
    words = part[1:]
    if words[1:] and words[1].text.startswith("@"):
        words = [words[0], *words[2:]]
    if len(words) != 1 or words[0].kind != "string":
        raise _wrong(query, part[0], "tp:search takes words in quotes, once")
    found = [*find(_text(query, words[0]), MOST + 1)]
    if len(found) > MOST:
        raise _wrong(query, part[0], f"more than {MOST:,} things are found; search for more words")
    return " ".join(f"<{iri}>" for iri in found)


def _text(query: str, literal: Token) -> str:
    """Give what a string literal says."""
    try:
        (quad,) = ox.parse(f"<a:> <a:> {literal.text} .", format=ox.RdfFormat.TURTLE)  # the same grammar there
    except SyntaxError as error:
        raise _wrong(query, literal, "the words are malformed") from error
    return str(getattr(quad.object, "value", ""))


def _wrong(query: str, token: Token, reason: str) -> QueryRejected:
    line, column = place(query, token.start)
    told = f"{reason} (line {line}, column {column})"
    return QueryRejected(told, line=line, column=column, hint=f"write {_EXAMPLE}")
