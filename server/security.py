"""Who may do what: host names, origins, the token, and the headers that keep a page to itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, make_response, redirect, render_template, request
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
    "Referrer-Policy": "same-origin",  # under no-referrer a browser sends the Origin of a form as null
    "Cross-Origin-Opener-Policy": "same-origin",
}

OPEN = ("/sparql", "/graphs", "/views", "/data/", "/id/", "/sector/", "/vocab", "/ontology", "/export.", "/search")

pages = Blueprint("security", __name__)


def guard(app: Flask) -> None:
    """Check each request's host and dress each answer."""

    @app.before_request
    def plain_body() -> None:
        if request.content_encoding not in (None, "", "identity"):
            abort(415, "Bodies are taken as they are, not compressed.")

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
        if the_settings().cors and request.path.startswith(OPEN) and _reads():
            answer.headers["Access-Control-Allow-Origin"] = "*"  # without cookies, so it is read as anybody would
            answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            answer.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
            if request.method == "OPTIONS":
                answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
                answer.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"  # and not Authorization
                answer.headers["Access-Control-Max-Age"] = "86400"
        answer.headers.add("Vary", "Accept")
        return answer


def _reads() -> bool:
    """Say whether a request changes nothing, as far as its method tells; queries come by POST too."""
    return request.method in ("GET", "HEAD", "OPTIONS") or (request.method == "POST" and request.path == "/sparql")


def may_write() -> bool:
    """Say whether the request carries the token."""
    token = the_settings().token
    if not token:
        return False
    if hmac.compare_digest(_given().encode(), token.encode()):
        return True
    return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), _cookie(token).encode())


def _given() -> str:
    """Give the token of the request; clients that know passwords only send it as one, with any name."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "basic" and request.authorization is not None:
        return request.authorization.password or ""
    return given.strip() if kind.lower() == "bearer" else ""


def require_token() -> None:
    """Refuse what may not be written, or comes from another site's page."""
    if not the_settings().token:
        raise Forbidden("This server is read-only; set TRADEKG_TOKEN or start it with --make-token to write.")
    _from_here()
    if not may_write():
        raise Forbidden("Writing needs the token: Authorization: Bearer TOKEN, or the sign-in link of this server.")


def _from_here() -> None:
    """Refuse what a browser sends from another site's page."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    own = {request.host, urlsplit(the_settings().public_url).netloc} - {""}  # an opaque origin has no host
    if site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc not in own):
        raise Forbidden("Writing from another site's page is refused.")


def _cookie(token: str) -> str:
    return hmac.new(token.encode(), b"tradekg cookie", hashlib.sha256).hexdigest()


@pages.get("/sign-in")
def sign_in() -> AnyResponse:
    """Exchange the token in the link for a cookie; without one, ask for it."""
    if "token" not in request.args:
        return make_response(render_template("sign_in.html", writable=bool(the_settings().token)))
    return _welcome(request.args["token"])


@pages.post("/sign-in")
def sign_in_by_form() -> AnyResponse:
    """Exchange the token of the form for a cookie."""
    _from_here()
    return _welcome(request.form.get("token", ""))


def _welcome(given: str) -> AnyResponse:
    token = the_settings().token
    if not token or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise Forbidden("That token is not, or no longer, valid; the server prints the present link when it starts.")
    answer = redirect("/documents", 303)
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
