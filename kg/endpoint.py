"""A remote SPARQL 1.1 endpoint spoken to over HTTP: query, update, and reading one graph."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import IO
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, unquote, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from kg.errors import KgError, QueryTimeout, StoreError, UsageError
from kg.flow import MAX_RESULT

ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
UPDATE_SECONDS = 300.0
Fields = Sequence[tuple[str, str]]


class RefusedError(KgError):
    """The endpoint calls the request itself wrong (HTTP 400); the message is its own."""


@dataclass(frozen=True, slots=True)
class _Place:
    """An address without the name and password that may stand in it, and the header that carries those."""

    url: str
    headers: dict[str, str]


def _place(url: str) -> _Place:
    try:
        parts = urlsplit(url)
        known = (
            url.isprintable()
            and " " not in url
            and parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
        )
    except ValueError:
        known = False
    if not known:
        raise UsageError(f"{url} is no address of an endpoint; write it as http://host/query", subject=url)
    name, at, host = parts.netloc.rpartition("@")
    plain = urlunsplit(SplitResult(parts.scheme, host, parts.path, parts.query, ""))
    if not at:
        return _Place(plain, {})
    secret = base64.b64encode(unquote(name).encode()).decode()
    return _Place(plain, {"Authorization": f"Basic {secret}"})


class _NoRedirect(request.HTTPRedirectHandler):
    """Follows nothing: a POST that is sent elsewhere would arrive as a GET, and elsewhere may be anywhere."""

    def redirect_request(
        self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow nothing."""


def _opener() -> request.OpenerDirector:
    made = request.OpenerDirector()  # http and https, and none of the file and ftp that urllib would bring along
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPErrorProcessor(),
        request.HTTPDefaultErrorHandler(),
        _NoRedirect(),
    ):
        made.add_handler(handler)
    return made


class Endpoint:
    """The addresses of one store: for queries, and where they are given for updates and graphs."""

    def __init__(self, query_url: str, update_url: str | None = None, graph_store_url: str | None = None) -> None:
        self._query = _place(query_url)
        self._update = _place(update_url) if update_url else None
        self._graphs = _place(graph_store_url) if graph_store_url else None
        self._opener = _opener()

    @property
    def url(self) -> str:
        """Give the address for queries, without name and password."""
        return self._query.url

    def query(self, text: str, accept: str, *, deadline: float, graphs: Fields = ()) -> tuple[bytes, str]:
        """Run a query; give the answer and its media type."""
        return self._send(self._query, [("query", text), *graphs], accept, deadline)

    def rows(self, text: str, *, deadline: float) -> ox.QuerySolutions:
        """Run a query for rows."""
        data, _ = self.query(text, ROWS, deadline=deadline)
        try:
            found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        except SyntaxError as error:
            raise self._strange(error) from error
        if isinstance(found, ox.QueryBoolean):
            raise self._strange("true or false")
        return found

    def graph(self, name: str, *, deadline: float) -> list[ox.Triple]:
        """Read a graph whole, through the graph store protocol where its address is known."""
        if self._graphs is None:
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {ox.NamedNode(name)} {{ ?s ?p ?o }} }}"
            return self.triples(*self.query(query, TRIPLES, deadline=deadline))
        joint = "&" if urlsplit(self._graphs.url).query else "?"
        place = _Place(self._graphs.url + joint + urlencode({"graph": name}), self._graphs.headers)
        return self.triples(*self._send(place, None, TRIPLES, deadline))

    def triples(self, data: bytes, media_type: str) -> list[ox.Triple]:
        """Read the triples of an answer."""
        form = ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.TURTLE
        try:
            return [quad.triple for quad in ox.parse(data, format=form, base_iri=self.url)]
        except (SyntaxError, ValueError) as error:
            raise self._strange(error) from error

    def update(self, text: str) -> None:
        """Make an update."""
        if self._update is None:
            raise UsageError(f"{self.url} is read only without the address for updates: give --update-url")
        try:
            self._send(self._update, [("update", text)], "*/*", UPDATE_SECONDS)
        except RefusedError as error:
            raise StoreError(f"{self._update.url} refuses the update: {error.message}") from error
        except QueryTimeout as error:
            told = f"{self._update.url} did not confirm the update ({error.message}); repeat it, which is safe"
            raise StoreError(told) from error

    def _strange(self, what: object) -> StoreError:
        return StoreError(f"{self.url} does not answer as a SPARQL endpoint does: {_short(str(what))}")

    def _send(self, place: _Place, fields: Fields | None, accept: str, deadline: float) -> tuple[bytes, str]:
        body = None if fields is None else urlencode(fields).encode()
        asked = request.Request(place.url, data=body, headers={"Accept": accept, **place.headers})
        until = time.monotonic() + deadline
        try:
            with self._opener.open(asked, timeout=deadline) as response:
                data = b"".join(_blocks(response, until))
                return data, response.headers.get_content_type()
        except HTTPError as error:
            with error:
                raise _fault(place.url, error) from error
        except TimeoutError as error:
            raise QueryTimeout(f"{place.url} did not answer within {deadline:g} s") from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise QueryTimeout(f"{place.url} did not answer within {deadline:g} s") from error
            raise _unreachable(place.url, error.reason) from error
        except (OSError, HTTPException, ValueError) as error:
            raise _unreachable(place.url, error) from error


def _unreachable(url: str, error: object) -> StoreError:
    told = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return StoreError(f"{url} cannot be reached: {_short(told)}", subject=url)


def _blocks(response: IO[bytes], until: float) -> Iterable[bytes]:
    size = 0
    while block := response.read(1 << 16):
        size += len(block)
        if time.monotonic() > until:
            raise TimeoutError
        if size > 16 * MAX_RESULT:
            raise QueryTimeout("the endpoint's answer is larger than this program holds; ask for fewer rows")
        yield block


def _fault(url: str, error: HTTPError) -> KgError:
    told = _short(_detail(error)) or error.reason
    if error.code == 400:
        return RefusedError(told)
    if error.code in (408, 503, 504):
        return QueryTimeout(f"{url} gave up (HTTP {error.code}): {told}")
    if error.code in (401, 403):
        return StoreError(f"{url} does not allow this (HTTP {error.code}): {told}", subject=url)
    return StoreError(f"{url} answered with HTTP {error.code}: {told}", subject=url)


def _detail(error: HTTPError) -> str:
    body = error.read(20_000).decode("utf-8", "replace")
    kind = error.headers.get_content_type()
    if kind.endswith("json"):
        try:
            told = json.loads(body)
        except ValueError:
            return body
        return str(told.get("detail") or told.get("title") or "") if isinstance(told, dict) else body
    return "" if kind == "text/html" else body


def _short(told: str) -> str:
    return " ".join(told.split())[:300]
