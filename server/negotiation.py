"""Which form an answer takes: by suffix, by parameter, by Accept. An unknown or repeated value is no error."""

from __future__ import annotations

from typing import NamedTuple

from flask import request


class Form(NamedTuple):
    """A form of answer: its name, its media type, and what else clients call it."""

    name: str
    media_type: str
    also: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Give the media type with its character set, where it needs one."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


RESULTS = (
    Form("json", "application/sparql-results+json", ("application/json",)),
    Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml", "application/rdf+xml")),
    Form("csv", "text/csv"),
    Form("tsv", "text/tab-separated-values"),
)
GRAPHS = (
    Form("ttl", "text/turtle", ("turtle", "application/x-turtle", "application/turtle")),
    Form("nt", "application/n-triples", ("ntriples", "n-triples", "text/plain", "application/n-quads")),
    Form("jsonld", "application/ld+json", ("json-ld", "json", "application/json")),
    Form("rdfxml", "application/rdf+xml", ("xml", "rdf", "rdf+xml", "application/xml", "text/xml")),
)
DATASETS = (
    Form("trig", "application/trig", ("application/x-trig",)),
    Form("nq", "application/n-quads", ("nquads", "n-quads", "text/x-nquads")),
)
PAGE = Form("html", "text/html")
PARAMETERS = ("format", "output", "results")


def chosen(offers: tuple[Form, ...]) -> Form:
    """Choose among the forms; the first is for whoever does not care."""
    return _by_parameter(offers) or _by_accept(offers) or offers[0]


def by_name(offers: tuple[Form, ...], name: str) -> Form | None:
    """Find a form by what clients call it."""
    return next((form for form in offers if name.lower() in (form.name, form.media_type, *form.also)), None)


def _by_parameter(offers: tuple[Form, ...]) -> Form | None:
    values = [value.strip().lower() for name in PARAMETERS for value in request.values.getlist(name)]
    return next(filter(None, (by_name(offers, value) for value in values)), None)


def _by_accept(offers: tuple[Form, ...]) -> Form | None:
    types = {media: form for form in reversed(offers) for media in (*form.also, form.media_type) if "/" in media}
    # Own types first, so that of two equal wishes the more exact one is met.
    ordered = [form.media_type for form in offers] + [media for form in offers for media in form.also if "/" in media]
    best = request.accept_mimetypes.best_match(ordered)
    return types.get(best) if best else None


def wants_page() -> bool:
    """Say whether a person's browser asks: HTML is named, and nothing of the machines' is liked better."""
    accept = request.accept_mimetypes
    if not any(media == "text/html" for media, _ in accept):
        return False
    return accept["text/html"] >= max((q for media, q in accept if media not in ("text/html", "*/*")), default=0)


def wants_json() -> bool:
    """Say whether JSON is acceptable."""
    media = [media for media, _ in request.accept_mimetypes]
    return not media or any("json" in each or each in ("*/*", "application/*") for each in media)
