"""What can go wrong and be put right by the caller: one class each, with the object at fault."""

from __future__ import annotations


class KgError(Exception):
    """A fault that the caller can mend; its text is one sentence that names place and cure."""

    def __init__(self, message: str, *, subject: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject  # path, term, pattern id or query at fault
        self.hint = hint


class UsageError(KgError):
    """The call itself is wrong: an option, a path that is not there (exit 2, HTTP 400)."""


class DocumentError(KgError):
    """One document cannot be read: missing, empty, binary, too large."""


class ManifestError(UsageError):
    """A manifest is broken; `subject` is path and line."""


class PatternError(KgError):
    """A frame file is broken; `subject` is the pattern id."""


class OntologyError(KgError):
    """The ontology, registry or a user's own entity file is broken."""


class QueryRejected(UsageError):
    """A query, update or body is malformed; `line` and `column` count from 1, `text` is the line itself."""

    def __init__(
        self, message: str, *, line: int | None = None, column: int | None = None, hint: str = "", text: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.line = line
        self.column = column
        self.text = text


class Forbidden(KgError):
    """Understood and refused: SERVICE, LOAD, writing without a token (HTTP 403)."""


class QueryTimeout(KgError):
    """A query ran into its deadline or memory limit (HTTP 503)."""


class NotFound(KgError):
    """No such document, graph or thing (HTTP 404)."""


class TooMuch(UsageError):
    """A result is larger than what is given at once; none of it is given (HTTP 400)."""


class Conflict(KgError):
    """Not to be done to what is there now: a document's own graph, or another's change came between (HTTP 409)."""


class UnknownView(UsageError):
    """No view of that name; the message suggests the nearest."""


class UnknownFilter(UsageError):
    """A filter's value is not known; the message suggests the nearest."""


class StoreError(KgError):
    """The store is in use, foreign or damaged (exit 3, HTTP 503)."""
