"""Who may do what: host names, origins, the token, and the headers that keep a page to itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kg.drawing import STYLE
from kg.errors import Forbidden
from server.state import the_settings

COOKIE = "tradekg"
_STYLE = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}

pages = Blueprint("security", __name__)


def guard(app: Flask) -> None:
    """Check each request's host and dress each answer."""

    @app.before_request
    def known_host() -> None:
        if not the_settings().answers_to(request.host):
            abort(400, "This server does not go by that name; add it to TRADEKG_HOSTS.")

    @app.after_request
    def headers(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if answer.mimetype == "image/svg+xml":  # a picture by itself brings its own style, known by its hash
            answer.headers["Content-Security-Policy"] = POLICY.replace("'self'; img", f"'sha256-{_STYLE}'; img", 1)
        answer.headers.add("Vary", "Accept")
        return answer


def may_write() -> bool:
    """Say whether the request carries the token."""
    token = the_settings().token
    if not token:
        return False
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode()):
        return True
    return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), _cookie(token).encode())


def require_token() -> None:
    """Refuse what may not be written, or comes from another site's page."""
    if not the_settings().token:
        raise Forbidden("This server is read-only; set TRADEKG_TOKEN or start it with --make-token to write.")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    own = {request.host, urlsplit(the_settings().public_url).netloc} - {""}  # an opaque origin has no host
    if site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc not in own):
        raise Forbidden("Writing from another site's page is refused.")
    if not may_write():
        raise Forbidden("Writing needs the token: Authorization: Bearer TOKEN, or the sign-in link of this server.")


def _cookie(token: str) -> str:
    return hmac.new(token.encode(), b"tradekg cookie", hashlib.sha256).hexdigest()


@pages.get("/sign-in")
def sign_in() -> AnyResponse:
    """Exchange the token in the link for a cookie."""
    token = the_settings().token
    if not token or not hmac.compare_digest(request.args.get("token", "").encode(), token.encode()):
        raise Forbidden("That link is not, or no longer, valid; the server prints the present one when it starts.")
    answer = redirect("/", 303)
    answer.set_cookie(
        COOKIE, _cookie(token), httponly=True, samesite="Strict", secure=request.is_secure, max_age=2592000
    )
    return answer


@pages.post("/sign-out")
def sign_out() -> AnyResponse:
    """Drop the cookie."""
    answer = redirect("/", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="Strict")
    return answer
