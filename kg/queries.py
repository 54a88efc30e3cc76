"""What can be said of a query before the engine sees it: its form, its prefixes, what it may not hold, its size.

The engine has no cancel and no parser of its own to offer, and deep nesting ends the process it runs in, so a linear
scan over the tokens comes first. It never judges syntax: that stays with the engine.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph as ox

from kg.errors import Forbidden, QueryRejected
from ontology.terms import PREFIXES

MAX_BYTES = 1_000_000
MAX_DEPTH = 100
MAX_CONNECTIVES = 2_000
MAX_PATTERNS = 200  # in one group: planning grows steeply with it

_TOKEN = re.compile(
    r'''(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<comment>\#[^\n\r]*)
    |(?P<blank>_:[\w.-]*)
    |(?P<variable>[?$]\w+)
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<prefixed>(?:[^\W\d_][\w.-]*)?:(?:[\w:%\\-]|\.(?=[\w:%\\.-]))*)
    |(?P<word>@?[^\W\d_]\w*)
    |(?P<mark>&&|\|\||[{}()\[\].;,/|^!*+=<>?-])''',
    re.VERBOSE | re.DOTALL,
)
_MUTE = frozenset(("comment", "string", "iri", "number", "variable", "blank"))  # they tell nothing about a query
_OPERATORS = {"&&", "||", "/", "|", "^", "!", "*", "+", "-", "=", "<", ">", "?"}
_JOINERS = {"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS"}
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query with the place where it starts."""

    kind: str
    text: str
    start: int

    @property
    def upper(self) -> str:
        """Give a keyword in capitals, and nothing for what is no keyword."""
        return self.text.upper() if self.kind == "word" else ""


@dataclass(slots=True)
class Scan:
    """What a linear reading of a query finds."""

    form: str = ""
    declared: set[str] = field(default_factory=set)
    used: dict[str, int] = field(default_factory=dict)  # prefix -> where it is first used
    services: list[Token] = field(default_factory=list)  # those that would fail when they cannot call
    silent_services: list[Token] = field(default_factory=list)
    update: str = ""  # the first word, where it is one of an update


def tokens(query: str, without: Container[str] = ("comment",)) -> Iterator[Token]:
    """Give the tokens of a query, but those of some kinds."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind not in without:
            yield Token(kind, match.group(), match.start())


@lru_cache(maxsize=16)  # one query is looked at by who chooses the form of its result and by who runs it
def scan(query: str) -> Scan:
    """Read a query once; raise `QueryRejected` where it is larger than any honest one."""
    if len(query) > MAX_BYTES or len(query.encode("utf-8", "replace")) > MAX_BYTES:
        raise QueryRejected(f"the query is larger than {MAX_BYTES:,} bytes; send less at once")
    try:
        query.encode()
    except UnicodeEncodeError as error:
        line, column = place(query, error.start)
        told = f"the query holds half a character at line {line}, column {column}; send it as UTF-8"
        raise QueryRejected(told, line=line, column=column) from error
    measure = _Measure(query)
    return scan_tokens(measure.watch(tokens(query, _MUTE)))


def scan_tokens(read: Iterable[Token]) -> Scan:
    """Note what the tokens tell."""
    found, previous = Scan(), Token("", "", 0)
    for token in read:
        _note(found, token, previous)
        previous = token
    return found


def _note(found: Scan, token: Token, previous: Token) -> None:
    if token.kind == "prefixed":
        prefix = token.text.split(":", 1)[0]
        if previous.upper == "PREFIX":
            found.declared.add(prefix)
        else:
            found.used.setdefault(prefix, token.start)
    elif token.upper in FORMS and not found.form:
        found.form = token.upper
    elif token.upper in _UPDATES and not found.form and not found.update:
        found.update = token.upper
    elif token.upper == "SERVICE":
        found.services.append(token)
    elif token.upper == "SILENT" and previous.upper == "SERVICE":
        found.silent_services.append(found.services.pop())


class _Measure:
    """Counts depth, connectives and the triple patterns of each group."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.open: list[str] = []
        self.patterns = [1]
        self.connectives = 0

    def watch(self, read: Iterable[Token]) -> Iterator[Token]:
        """Let tokens pass, and refuse where there are too many of a kind."""
        for token in read:
            self.see(token)
            yield token

    def see(self, token: Token) -> None:
        """Count one token."""
        text = token.text
        if token.kind == "mark" and text in "{([":
            self._enter(token)
        elif token.kind == "mark" and text in "})]":
            self._leave(text)
        elif token.kind == "mark" and text in ".;," and "(" not in self.open[-1:]:
            self.patterns[-1] += 1
            self._limit(self.patterns[-1], MAX_PATTERNS, "triple patterns in one group", token)
        elif (token.kind == "mark" and text in _OPERATORS) or token.upper in _JOINERS:
            self.connectives += 1
            self._limit(self.connectives, MAX_CONNECTIVES, "connectives", token)

    def _enter(self, token: Token) -> None:
        self.open.append(token.text)
        self._limit(len(self.open), MAX_DEPTH, "levels of nesting", token)
        if token.text == "{":
            self.patterns.append(1)

    def _leave(self, text: str) -> None:
        if self.open:
            self.open.pop()
        if text == "}" and len(self.patterns) > 1:
            self.patterns.pop()

    def _limit(self, count: int, limit: int, what: str, token: Token) -> None:
        if count > limit:
            line, column = place(self.query, token.start)
            raise QueryRejected(f"the query has more than {limit:,} {what}", line=line, column=column)


def place(query: str, offset: int) -> tuple[int, int]:
    """Give line and column of an offset, both counted from 1."""
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def iri(text: str, what: str) -> ox.NamedNode:
    """Read an IRI that came beside a query; `what` names the place where it came."""
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise QueryRejected(f"{what} is to be an absolute IRI, and {text[:200]!r} is none") from error


def without_service(query: str, services: list[Token]) -> str:
    """Write GRAPH for SERVICE, whose grammar is the same, so that syntax can be judged without any call."""
    for token in sorted(services, key=lambda token: -token.start):
        end = token.start + len(token.text)
        tail = query[end:]
        silent = re.match(r"(\s+)(SILENT)\b", tail, re.IGNORECASE)
        if silent:
            tail = silent.group(1) + " " * len("SILENT") + tail[silent.end() :]
        query = query[: token.start] + "GRAPH  " + tail
    return query


def refuse_service() -> None:
    """Say why a query that calls another server is not run."""
    raise Forbidden("SERVICE is refused: a query here reaches no other server; ask that server itself")


def missing_prefixes(found: Scan) -> dict[str, str]:
    """Give the standard prefixes that a query uses and does not declare."""
    return {name: PREFIXES[name] for name in found.used if name not in found.declared and name in PREFIXES}
