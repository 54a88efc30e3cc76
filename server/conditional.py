"""Answers that need not be sent twice: an ETag from the state of the store, and 304 where the caller has it."""

from __future__ import annotations

import hashlib
import re

from flask import Response, request

from server.negotiation import Form
from server.state import the_graph

# What differs from one moment to the next, whatever the state of the store.
_VOLATILE = re.compile(r"\b(NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)


def tag(form: Form, *texts: str) -> str:
    """Name what this request would be answered with now, or nothing where that cannot be known."""
    if request.method not in ("GET", "HEAD") or any(map(_VOLATILE.search, texts)):
        return ""
    # The version is asked for before the answer is made, so an answer is never newer than its name says it is old.
    named = "\n".join((the_graph().version(), request.full_path, form.name, *texts))
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:32]


def unchanged(name: str) -> Response | None:
    """Give 304 where the caller holds the answer of this name already."""
    if not name or not request.if_none_match.contains_weak(name):
        return None
    return named(Response(status=304), name)


def named(answer: Response, name: str) -> Response:
    """Put the name on an answer."""
    if name:
        answer.set_etag(name, weak=True)  # weak, since the same answer may come compressed
        answer.headers["Cache-Control"] = "no-cache"  # may be kept, and is asked about each time
    return answer
