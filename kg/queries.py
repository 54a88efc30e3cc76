"""What can be said of a query before the engine sees it: its form, its prefixes, what it may not hold, its size.

The engine has no cancel and no parser of its own to offer, and deep nesting ends the process it runs in, so a linear
scan over the tokens comes first. It never judges syntax: that stays with the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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
    |(?P<variable>[?$]\w+)
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<prefixed>(?:[^\W\d_][\w.-]*)?:(?:[\w:%\\-]|\.(?=[\w:%\\.-]))*)
    |(?P<word>@?[^\W\d_]\w*)
    |(?P<mark>&&|\|\||[{}()\[\].;,/|^!*+=<>?-])''',
    re.VERBOSE | re.DOTALL,
)
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
    services: list[Token] = field(default_factory=list)
    update: str = ""  # the first word, where it is one of an update
    unfinished: bool = False  # a bracket is left open


def tokens(query: str) -> Iterator[Token]:
    """Give the tokens of a query, comments left out."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield Token(kind, match.group(), match.start())


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
    found, measure, previous = Scan(), _Measure(query), Token("", "", 0)
    for token in tokens(query):
        measure.see(token)
        _note(found, token, previous)
        previous = token
    found.unfinished = bool(measure.open)
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


class _Measure:
    """Counts depth, connectives and the triple patterns of each group."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.open: list[str] = []
        self.patterns = [1]
        self.connectives = 0

    def see(self, token: Token) -> None:
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


def without_service(query: str, found: Scan) -> str:
    """Write GRAPH for SERVICE, whose grammar is the same, so that syntax can be judged without any call."""
    for token in reversed(found.services):
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


_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def rejected(query: str, message: str, given: dict[str, str] | None = None) -> QueryRejected:
    """Turn what the engine says of a malformed query into a sentence with line, column and a hint."""
    found = scan(query)
    if not query.strip():
        return QueryRejected("the query is empty", line=1, column=1)
    if found.update and not found.form:
        return QueryRejected(
            f"this is an update ({found.update}), and only queries are answered here", line=1, column=1
        )
    unknown = [name for name in found.used if name not in found.declared and name not in (given or {})]
    if unknown:
        line, column = place(query, found.used[unknown[0]])
        return QueryRejected(
            f"unknown prefix {unknown[0]}: at line {line}, column {column}",
            line=line,
            column=column,
            hint=_cure(unknown[0]),
        )
    match = _PLACE.search(message)
    if match is None:
        return QueryRejected(f"the query is malformed: {message[:300]}")
    line, column = int(match[1]), int(match[2])
    told = "a bracket is left open" if found.unfinished else _readable(match[3])
    return QueryRejected(f"the query is malformed at line {line}, column {column}: {told}", line=line, column=column)


def _readable(expected: str) -> str:
    """Leave out the character classes of the engine's grammar, and most of a long list."""
    words = [word for word in re.sub(r"\[[^\]]*\]", "", expected).replace(" or ", ", ").split(", ") if word.strip()]
    return ", ".join(word.strip() for word in words[:12])[:300]


def _cure(prefix: str) -> str:
    return f"add PREFIX {prefix}: <{PREFIXES.get(prefix, '...')}>"
