"""How faults are told: a problem document, a page or plain text, by Accept; never with a trace."""

from __future__ import annotations

import json
import logging
import re
import secrets
from urllib.parse import urlencode

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from kg import errors
from server.jobs import TooMany
from server.negotiation import wants_json, wants_page
from server.state import the_settings

log = logging.getLogger(__name__)

STATUS: tuple[tuple[type[errors.KgError], int], ...] = (
    (errors.NotFound, 404),
    (errors.Forbidden, 403),
    (errors.Conflict, 409),
    (errors.QueryTimeout, 503),
    (errors.StoreError, 503),
    (TooMany, 503),
    (errors.KgError, 400),
)
TITLES = {400: "Bad request", 403: "Not allowed", 404: "Not found", 405: "Wrong method", 409: "Conflict",
          413: "Too large", 415: "Unknown kind of content", 500: "Fault of the server",
          503: "Not available"}  # fmt: skip
LONGEST = 1500


def status_of(error: errors.KgError) -> int:
    """Give the HTTP status of a fault."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def problem(status: int, detail: str, **more: str | int | None) -> Response:
    """Answer with a fault in the form that was asked for."""
    about = {"title": TITLES.get(status, "Refused"), "status": status, "detail": detail[:LONGEST]}
    about |= {name: value for name, value in more.items() if value not in (None, "")}
    if wants_page() and not the_settings().bare:
        return make_response(render_template("problem.html", problem=about), status)
    if wants_json():
        body = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
        return Response(body, status, content_type="application/problem+json")
    told = "\n".join(str(about[name]) for name in ("detail", "text", "hint") if name in about)
    return Response(f"{told}\n", status, content_type="text/plain; charset=utf-8")


def _instead(error: errors.KgError) -> str:
    """Give the same address with the value that was probably meant."""
    meant = re.search(r"did you mean '([^']+)'", error.message)
    if not meant or not isinstance(error, errors.UnknownFilter):
        return ""
    kept = {name: request.args[name].replace(error.subject, meant[1]) for name in request.args if request.args[name]}
    return f"{request.path}?{urlencode(kept)}" if kept != request.args.to_dict() else ""


def handle_faults(app: Flask) -> None:
    """Tell the application how to answer what goes wrong."""

    @app.errorhandler(errors.KgError)
    def known(error: errors.KgError) -> Response:
        status = status_of(error)
        place = {name: getattr(error, name, None) for name in ("line", "column", "text")}
        answer = problem(status, error.message, hint=error.hint, instead=_instead(error), **place)
        if status == 503:
            answer.headers["Retry-After"] = "5"
        return answer

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.code is None or error.code < 400:
            return make_response(error.get_response())
        detail = error.description or str(error)
        if error.code == 404:
            detail = f"There is no page at {request.path[:200]}."
        answer = problem(error.code, detail)
        for name, value in error.get_headers():
            if name.lower() == "allow":
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        number = secrets.token_hex(4)
        log.exception("fault %s", number, exc_info=error)
        return problem(500, f"Something went wrong here; the log has it under {number}.")
