"""What a request of the SPARQL protocol asks: a query or an update, by whichever way it came, and its dataset."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from flask import abort, request

from kg.errors import UsageError
from server.state import the_settings

QUERY, UPDATE = "query", "update"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Asked:
    """One query or update with the dataset that the request names."""

    kind: str
    text: str
    default_graphs: list[str] = field(default_factory=list)
    named_graphs: list[str] = field(default_factory=list)


def read_request() -> Asked | None:
    """Read the request; None where it asks nothing."""
    if request.method != "POST":
        if UPDATE in request.args:
            raise UsageError("An update is sent by POST, since it changes something.")
        text = _single(request.args.getlist(QUERY))
        return None if text is None else _with_dataset(QUERY, text)
    if request.mimetype in ("application/sparql-query", "application/sparql-update"):
        return _with_dataset(request.mimetype.removeprefix("application/sparql-"), _direct())
    if request.mimetype in FORMS:
        return _form()
    return abort(415, "Send a form with the field query or update, or application/sparql-query or sparql-update.")


def _direct() -> str:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UsageError(f"The text is to be sent in UTF-8, not in {charset[:40]}.")
    try:
        return request.get_data().decode()
    except UnicodeDecodeError as error:
        raise UsageError("The text is not in UTF-8.") from error


def _form() -> Asked:
    found = [(kind, text) for kind in (QUERY, UPDATE) for text in request.form.getlist(kind)]
    if not found:
        raise UsageError("The form has neither of the fields query and update.")
    if len(found) > 1:
        raise UsageError("There is more than one query or update in the request; send one.")
    return _with_dataset(*found[0])


def _single(found: list[str]) -> str | None:
    if len(found) > 1:
        raise UsageError("There is more than one query in the request; send one.")
    return found[0] if found else None


def _with_dataset(kind: str, text: str) -> Asked:
    names = ("default-graph-uri", "named-graph-uri") if kind == QUERY else ("using-graph-uri", "using-named-graph-uri")
    default, named = (request.values.getlist(name) for name in names)
    return Asked(kind, text, default, named)


def seconds() -> float:
    """Give the time that the caller grants, which may be less than the server's own limit and never more."""
    limit = the_settings().query_seconds
    given = request.values.get("timeout", "").strip()
    if not given:
        return limit
    try:
        asked = float(given)
    except ValueError:
        asked = math.nan
    if not 0 < asked < math.inf:
        raise UsageError(f"timeout={given[:40]} is no number of seconds; write timeout=2, say.", subject=given)
    return min(asked, limit)


def root() -> str:
    """Give the address of this server as others see it."""
    return the_settings().public_url or request.url_root.rstrip("/")
