"""Linked data: every IRI of the graph answers, as a page or as triples."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from kg.errors import NotFound
from kg.model import BASE
from ontology.terms import TP
from server.evidence import Sentence, sentences_of
from server.labels import kinds_of, labels_of, page_of
from server.negotiation import GRAPHS, chosen, wants_page
from server.state import the_graph

pages = Blueprint("linked_data", __name__)

SHOWN = 200  # neighbours in one direction on a page
SUFFIXES = {"ttl": "ttl", "nt": "nt", "jsonld": "jsonld", "json": "jsonld", "rdf": "rdfxml"}

_SENTENCES = """SELECT DISTINCT ?document ?title ?start ?end ?phrase WHERE {{
  ?note oa:hasBody <{iri}> ; oa:hasTarget ?passage . ?passage oa:hasSource ?document ; oa:hasSelector ?sentence .
  ?sentence oa:start ?start ; oa:end ?end ; oa:refinedBy/oa:exact ?phrase .
  OPTIONAL {{ ?document dcterms:title ?title }}
}} ORDER BY ?document ?start LIMIT 200"""
_NAMING = _SENTENCES.replace("?note oa:hasBody <{iri}> ;", "?fact ?part <{iri}> . ?note oa:hasBody ?fact ;").replace(
    "LIMIT 200", "LIMIT 40"
)


@pages.get("/<any(id,sector,vocab):root>/<path:rest>")
def thing(root: str, rest: str) -> AnyResponse:
    """Send to the page or the data of a thing, as its IRI is asked for."""
    iri = f"{BASE}{root}/{rest}"
    _known(iri)
    inner = rest if root == "id" else f"{root}/{rest}"
    if wants_page():
        return redirect(page_of(iri), 303)
    return redirect(f"/data/{_quoted(inner)}.{_suffix()}", 303)


def _suffix() -> str:
    return {"rdfxml": "rdf"}.get(chosen(GRAPHS).name, chosen(GRAPHS).name)


def _quoted(rest: str) -> str:
    return page_of(f"{BASE}id/{rest}").removeprefix("/page/") if not rest.startswith("doc/") else rest


def _known(iri: str) -> None:
    try:
        found = (
            the_graph()
            .query(f"ASK {{ {{ {ox.NamedNode(iri)} ?p ?o }} UNION {{ ?s ?p {ox.NamedNode(iri)} }} }}")
            .boolean
        )
    except ValueError:
        found = False
    if not found:
        raise NotFound(f"Nothing here is called {iri[:200]}.", subject=iri)


def _iri(rest: str) -> str:
    """Give the IRI that a page or data address stands for."""
    iri = f"{BASE}{rest}" if rest.startswith(("sector/", "vocab/")) else f"{BASE}id/{rest}"
    _known(iri)
    return iri


@pages.get("/data/<path:rest>")
def data(rest: str) -> Response:
    """Give the triples about a thing."""
    stem, _, suffix = rest.rpartition(".")
    if suffix not in SUFFIXES:
        raise NotFound(f"Data comes with a suffix: {', '.join(SUFFIXES)}.", subject=rest)
    node = ox.NamedNode(_iri(stem))
    query = f"CONSTRUCT {{ {node} ?p ?o . ?s ?q {node} }} WHERE {{ {{ {node} ?p ?o }} UNION {{ ?s ?q {node} }} }}"
    form = next(form for form in GRAPHS if form.name == SUFFIXES[suffix])
    return Response(the_graph().read(query, format=form.name), content_type=form.content_type)


@pages.get("/page/<path:rest>")
def page(rest: str) -> AnyResponse:
    """Show a thing: what is said of it, in both directions, and the sentences that say so."""
    iri = _iri(rest)
    if iri.startswith(f"{BASE}id/doc/"):
        return redirect(page_of(iri), 303)
    outgoing, incoming = _said(f"{ox.NamedNode(iri)} ?p ?o"), _said(f"?o ?p {ox.NamedNode(iri)}")
    names = labels_of({iri, *(n.value for p, o in outgoing + incoming for n in (p, o) if isinstance(n, ox.NamedNode))})
    types = kinds_of([iri])[iri]
    told, shown = _sentences(iri, _SENTENCES) or _sentences(iri, _NAMING), names[iri]
    page = render_template(
        "page.html", iri=iri, label=shown, types=types, incoming=_grouped(_once(incoming), names),
        outgoing=_grouped([(p, o) for p, o in outgoing if getattr(o, "value", "") != shown], names),
        sentences=told, rest=_quoted(rest), limit=SHOWN, see=_see(iri, shown),
        cut=max(len(outgoing), len(incoming)) >= SHOWN,
    )  # fmt: skip
    return make_response(page)


def _once(incoming: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Leave out marks on sentences, which are shown, and "participant" where a thing has a more exact part too."""
    exact = {o.value for p, o in incoming if p.value.removeprefix(TP) in ("actor", "recipient", "imposedBy", "holder")}
    return [
        (p, o)
        for p, o in incoming
        if not p.value.endswith("#hasBody") and not (p.value == f"{TP}participant" and o.value in exact)
    ]


def _see(iri: str, label: str) -> list[tuple[str, str]]:
    """Give the views that are about a thing, as words and address."""
    kind, _, name = iri.removeprefix(BASE).removeprefix("id/").partition("/")
    if kind == "sector":
        asked = urlencode({"sector": name})
        return [
            (f"Meetings about {label}", f"/views/meetings?{asked}"),
            (f"Tariffs on {label}", f"/views/tariffs?{asked}"),
        ]
    asked = urlencode({"who": iri})
    found = [(f"Meetings of {label}", f"/views/meetings?{asked}"), ("Offices", f"/views/people?{asked}")]
    tariffs = [("Tariffs by and on it", f"/views/tariffs?{asked}")]
    return {"person": found, "org": found, "gov": [*found, *tariffs], "country": [*found, *tariffs]}.get(kind, [])


def _said(pattern: str) -> list[tuple[Any, Any]]:
    rows: Any = the_graph().query(f"SELECT DISTINCT ?p ?o WHERE {{ {pattern} }} ORDER BY ?p ?o LIMIT {SHOWN}").rows
    return [(row["p"], row["o"]) for row in rows]


def _grouped(said: list[tuple[Any, Any]], names: dict[str, str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Give property, its IRI and its values as (text, IRI)."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for prop, term in said:
        cell = (
            (names[term.value], term.value)
            if isinstance(term, ox.NamedNode)
            else (str(getattr(term, "value", term)), "")
        )
        groups.setdefault(prop.value, []).append(cell)
    return [(names[prop], prop, sorted(cells)) for prop, cells in groups.items() if not prop.endswith("#type")]


def _sentences(iri: str, query: str) -> list[tuple[str, Sentence]]:
    """Give the sentences that support the thing, each with its document's title."""
    rows: Any = the_graph().query(query.format(iri=iri)).rows
    places: dict[str, list[tuple[int, int, str]]] = {}
    titles: dict[str, str] = {}
    for row in rows:
        document = row["document"].value.rsplit("/", 1)[-1]
        titles[document] = row["title"].value if "title" in row else document
        places.setdefault(document, []).append((int(row["start"].value), int(row["end"].value), row["phrase"].value))
    return [(titles[name], sentence) for name, found in places.items() for sentence in sentences_of(name, found)]


_TERMS = """SELECT ?term ?type ?label ?definition WHERE {{
  VALUES ?type {{ owl:Class owl:ObjectProperty owl:DatatypeProperty }}
  ?term a ?type ; rdfs:label ?label ; skos:definition ?definition . FILTER(STRSTARTS(STR(?term), "{base}"))
}} ORDER BY ?type ?label"""


@pages.get("/ontology")
def ontology() -> AnyResponse:
    """Show the terms, or give the Turtle to machines."""
    if not wants_page():
        return redirect("/ontology.ttl", 303)
    rows: Any = the_graph().query(_TERMS.format(base=TP)).rows
    terms = {
        row["term"].value.removeprefix(TP): (row["type"].value, row["label"].value, row["definition"].value)
        for row in rows
    }
    return make_response(render_template("ontology.html", terms=terms, vocabularies=_vocabularies()))


def _vocabularies() -> list[tuple[str, list[tuple[str, str]]]]:
    query = """SELECT ?scheme ?concept ?label WHERE { ?concept skos:inScheme ?scheme ; skos:prefLabel ?label }
      ORDER BY ?scheme ?label"""
    rows: Any = the_graph().query(query).rows
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        name = row["scheme"].value.rsplit("/", 1)[-1].replace("-", " ")
        found.setdefault(name, []).append((row["concept"].value, row["label"].value))
    return list(found.items())


@pages.get("/vocab")
def vocab() -> AnyResponse:
    """Send to the lists on the ontology's page, or to their Turtle."""
    return redirect("/ontology#lists" if wants_page() else "/vocab.ttl", 303)
