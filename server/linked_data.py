"""Linked data: every IRI of the graph answers, as a page or as triples."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from kg import graph_names as names
from kg.errors import NotFound
from kg.export import content_of, write_content
from kg.model import BASE
from ontology.terms import TP
from server.conditional import named, tag, unchanged
from server.evidence import Sentence, sentences_of
from server.labels import kinds_of, labels_of, page_of
from server.negotiation import GRAPHS, Form, chosen, wants_page
from server.state import the_graph

pages = Blueprint("linked_data", __name__)

SHOWN = 200  # neighbours in one direction on a page
FILES = {"ttl": "ttl", "nt": "nt", "jsonld": "jsonld", "json": "jsonld", "rdf": "rdfxml"}  # suffix -> form
_SAFE = "/:#%@!$&'()*+,;=~?"

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
    iri = _iri(rest if root == "id" else f"{root}/{rest}")
    if wants_page():
        return redirect(page_of(iri), 303)
    return by_accept(_data_of(iri))


def by_accept(address: str) -> AnyResponse:
    """Send to the file of an address in the form that is asked for."""
    wanted = chosen(GRAPHS).name
    return redirect(f"{address}.{next(suffix for suffix, name in FILES.items() if name == wanted)}", 303)


def _data_of(iri: str) -> str:
    return f"/data/{quote(iri.removeprefix(BASE).removeprefix('id/'), safe='/')}"


def _iri(rest: str) -> str:
    """Give the IRI that a page or data address stands for: as it was read, or with its signs still in per cent."""
    for path in dict.fromkeys((rest, quote(rest, safe="/:@!$&'()*+,;=~"))):
        iri = f"{BASE}{path}" if path.startswith(("sector/", "vocab/")) else f"{BASE}id/{path}"
        if _occurs(iri):
            return iri
    raise NotFound(f"Nothing here is called {BASE}id/{rest[:200]}.", subject=rest)


def _occurs(iri: str) -> bool:
    """Say whether an IRI stands anywhere: in a triple, as a predicate, as the name of a graph."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    places = (f"{node} ?p ?o", f"?s ?p {node}", f"?s {node} ?o", f"GRAPH {node} {{ ?s ?p ?o }}")
    return bool(the_graph().query(f"ASK {{ {' UNION '.join(f'{{ {place} }}' for place in places)} }}").boolean)


def form_of(suffix: str) -> Form:
    """Give the form of a suffix."""
    return next(form for form in GRAPHS if form.name == FILES[suffix])


@pages.get("/data/<path:rest>")
def data(rest: str) -> Response:
    """Give the triples about a thing, in both directions; those in a graph for a graph."""
    stem, _, suffix = rest.rpartition(".")
    if suffix not in FILES:
        raise NotFound(f"Data comes with a suffix: {', '.join(FILES)}.", subject=rest)
    iri, form = _iri(stem), form_of(suffix)
    name = tag(form, iri)
    known = unchanged(name)
    if known is not None:
        return known
    answer = named(Response(spelled_out(_about(iri), form), content_type=form.content_type), name)
    answer.headers["Link"] = f'<{quote(iri, safe=_SAFE)}>; rel="describes"'
    return answer


def spelled_out(query: str, form: Form) -> bytes:
    """Give the triples of a query as an export writes them: in order, with prefixes, and 35.0 for 35.0."""
    triples = the_graph().read(query, format="nt")
    out = io.BytesIO()
    write_content(content_of(ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)), out, form.name)
    return out.getvalue()


def _about(iri: str) -> str:
    node = ox.NamedNode(iri)
    within = f" UNION {{ GRAPH {node} {{ ?s ?q ?o }} }}" if iri.startswith(names.GRAPHS) else ""
    return f"""CONSTRUCT {{ ?s ?q ?o }} WHERE {{
      {{ {node} ?q ?o BIND({node} AS ?s) }} UNION {{ ?s ?q {node} BIND({node} AS ?o) }}{within} }}"""


@pages.get("/page/<path:rest>")
def page(rest: str) -> AnyResponse:
    """Show a thing: what is said of it, in both directions, and the sentences that say so."""
    iri = _iri(rest)
    if iri.startswith(f"{BASE}id/doc/"):
        return redirect(page_of(iri), 303)
    outgoing, incoming = _said(f"{ox.NamedNode(iri)} ?p ?o"), _said(f"?o ?p {ox.NamedNode(iri)}")
    labels = labels_of({iri, *(n.value for p, o in outgoing + incoming for n in (p, o) if isinstance(n, ox.NamedNode))})
    types = kinds_of([iri])[iri]
    told, shown = _sentences(iri, _SENTENCES) or _sentences(iri, _NAMING), labels[iri]
    page = render_template(
        "page.html", iri=iri, label=shown, types=types, incoming=_grouped(_once(incoming), labels),
        outgoing=_grouped([(p, o) for p, o in outgoing if getattr(o, "value", "") != shown], labels),
        sentences=told, data=_data_of(iri), holds=_held(iri), limit=SHOWN, see=_see(iri, shown),
        cut=max(len(outgoing), len(incoming)) >= SHOWN,
    )  # fmt: skip
    answer = make_response(page)
    answer.headers["Link"] = ", ".join(
        f'<{_data_of(iri)}.{suffix}>; rel="alternate"; type="{form_of(suffix).media_type}"' for suffix in FILES
    )
    return answer


def _held(iri: str) -> int:
    """Count the triples in a graph of this name."""
    if not iri.startswith(names.GRAPHS):
        return 0
    rows: Any = the_graph().query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {ox.NamedNode(iri)} {{ ?s ?p ?o }} }}").rows
    return int(rows[0]["n"].value)


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
    found = [(f"Meetings of {label}", f"/views/meetings?{asked}"), ("Offices", f"/views/offices?{asked}")]
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
