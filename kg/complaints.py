"""What is wrong with a query or an update, said so that a person can mend it: place, the line itself, and a guess.

The engine tells how far it came, which often lies behind the fault; so the usual slips are looked for first.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from kg.errors import QueryRejected
from kg.queries import Scan, Token, place, scan_tokens, tokens
from ontology.terms import PREFIXES

LONGEST_LINE = 200
LONGEST_TEXT = 200_000  # beyond this only the engine's word is told
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_KEYWORDS = tuple(
    """BASE PREFIX SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE ORDER BY ASC DESC LIMIT OFFSET VALUES
    GROUP HAVING OPTIONAL GRAPH UNION FILTER MINUS BIND SERVICE SILENT EXISTS NOT IN AS UNDEF INSERT DELETE DATA WITH
    USING LOAD CLEAR DROP CREATE ADD MOVE COPY INTO TO ALL DEFAULT COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR
    STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE CONTAINS
    STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1
    SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE
    ENCODE_FOR_URI TRUE FALSE A VERSION TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE ADJUST LANGDIR HASLANG HASLANGDIR
    STRLANGDIR""".split()
)
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_CURLY = "“”„‘’«»"


class _Slip(Exception):
    """A slip that was found: where, what it is, and what to write instead."""

    def __init__(self, offset: int, told: str, hint: str = "") -> None:
        super().__init__(told)
        self.offset, self.told, self.hint = offset, told, hint


def rejected(text: str, message: str, given: dict[str, str] | None = None, *, what: str = "query") -> QueryRejected:
    """Turn what the engine says of a malformed text into a sentence with line, column and a hint."""
    if not text.strip():
        return QueryRejected(f"the {what} is empty", line=1, column=1)
    if len(text) <= LONGEST_TEXT:
        found = scan_tokens(tokens(text))
        if what == "query" and found.update and not found.form:
            told = f"this is an update ({found.update}), and only queries are answered here"
            return QueryRejected(told, line=1, column=1)
        slip = _slip(text, found, given or {})
        if what == "query" and not found.form and not (slip and slip.hint):
            return QueryRejected("the query has no SELECT, ASK, CONSTRUCT or DESCRIBE", line=1, column=1)
        if slip is not None:
            line, column = place(text, slip.offset)
            told = f"{slip.told} at line {line}, column {column}"
            return QueryRejected(told, line=line, column=column, hint=slip.hint, text=_line(text, line))
    return _engine(text, message, what)


def _engine(text: str, message: str, what: str) -> QueryRejected:
    """Tell what the engine says, with its place."""
    match = _PLACE.search(message)
    if match is None:
        return QueryRejected(f"the {what} is malformed: {message[:300]}")
    line, column, expected = int(match[1]), int(match[2]), match[3]
    told = f"the {what} is malformed at line {line}, column {column}: {_readable(expected)}"
    return QueryRejected(told, line=line, column=column, hint=_advice(expected), text=_line(text, line))


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1][:LONGEST_LINE] if number <= len(lines) else ""


def _readable(expected: str) -> str:
    """Leave out the character classes of the engine's grammar, and most of a long list."""
    words = [word for word in re.sub(r"\[[^\]]*\]", "", expected).replace(" or ", ", ").split(", ") if word.strip()]
    return ", ".join(word.strip() for word in words[:12])[:300]


def _advice(expected: str) -> str:
    if "variable that is unbound" in expected:
        return "beside COUNT and the like, each variable of SELECT has to stand in GROUP BY"
    if "not authorized with GROUP BY" in expected:
        return "with GROUP BY, name the variables after SELECT instead of *"
    return "an IRI holds no spaces and starts with its scheme, as in <http://...>" if "IRI parsing" in expected else ""


def _slip(text: str, found: Scan, given: dict[str, str]) -> _Slip | None:
    try:
        _unknown_prefix(found, given)
        listed = list(tokens(text))
        for look in _LOOKS:
            look(text, listed)
    except _Slip as slip:
        return slip
    return None


def _unknown_prefix(found: Scan, given: dict[str, str]) -> None:
    for name, offset in found.used.items():
        if name not in found.declared and name not in given:
            raise _Slip(offset, f"unknown prefix {name}:", f"add PREFIX {name}: <{PREFIXES.get(name, '...')}>")


def _gaps(text: str, listed: list[Token]) -> Iterator[tuple[int, str]]:
    """Give what stands between the tokens and belongs to none, comments left out."""
    end = 0
    for token in [*listed, Token("", "", len(text))]:
        between = re.sub(r"#[^\n\r]*", lambda comment: " " * len(comment.group()), text[end : token.start])
        for stray in re.finditer(r"\S", between):
            yield end + stray.start(), stray.group()
        end = max(end, token.start + len(token.text))


def _strays(text: str, listed: list[Token]) -> None:
    for offset, stray in _gaps(text, listed):
        if stray in _CURLY:
            raise _Slip(offset, f"a curly quotation mark {stray} stands", "write straight ones: \" or '")
        if stray in "\"'":
            raise _Slip(offset, "a string begins and has no end", "close it on its line, or write it in three quotes")


def _brackets(_: str, listed: list[Token]) -> None:
    opened: list[Token] = []
    for token in listed:
        if token.kind == "mark" and token.text in _PAIRS:
            opened.append(token)
        elif token.kind == "mark" and token.text in _PAIRS.values():
            if not opened:
                raise _Slip(token.start, f"a {token.text} closes what was never opened")
            last = opened.pop()
            if _PAIRS[last.text] != token.text:
                raise _Slip(token.start, f"a {token.text} stands where {_PAIRS[last.text]} is due")
    if opened:
        raise _Slip(
            opened[-1].start,
            f"a bracket is left open: the {opened[-1].text}",
            f"close it with {_PAIRS[opened[-1].text]}",
        )


def _misspelt(_: str, listed: list[Token]) -> None:
    for token in listed:
        word = token.upper
        if word and not word.startswith("@") and word not in _KEYWORDS:
            meant = difflib.get_close_matches(word, _KEYWORDS, n=1, cutoff=0.75)
            raise _Slip(
                token.start, f"the word {token.text[:40]} is unknown", f"did you mean {meant[0]}?" if meant else ""
            )


def _operators(_: str, listed: list[Token]) -> None:
    for before, token in pairwise(listed):
        adjacent = token.start == before.start + len(before.text)
        if adjacent and (before.text, token.text) == ("=", "="):
            raise _Slip(before.start, "== stands", "SPARQL compares with a single =")


def _projection(_: str, listed: list[Token]) -> None:
    for number, token in enumerate(listed):
        if token.upper != "SELECT":
            continue
        for before, each in zip(listed[number:], listed[number + 1 :], strict=False):
            if each.text == "{" or each.upper in ("WHERE", "FROM"):
                break
            if each.text == "," and before.kind == "variable":
                raise _Slip(each.start, "a comma stands between variables", "put only spaces between them")
            if each.upper in _AGGREGATES and before.text != "(":
                name = each.upper
                raise _Slip(each.start, f"{name} stands without a name", f"write ({name}(...) AS ?n)")
            if each.text == "(":
                break


_LOOKS: tuple[Callable[[str, list[Token]], None], ...] = (_strays, _misspelt, _brackets, _operators, _projection)
