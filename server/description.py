"""The service description: what the endpoint is and can, in the words that other programs look for."""

from __future__ import annotations

import io

import pyoxigraph as ox
from flask import Response

from server.negotiation import GRAPHS, chosen
from server.protocol import root

DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .

<{endpoint}> a sd:Service ;
  sd:endpoint <{endpoint}> ;
  sd:supportedLanguage sd:SPARQL11Query , sd:SPARQL11Update ;
  sd:feature sd:EmptyGraphs ;
  sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML , formats:SPARQL_Results_CSV ,
    formats:SPARQL_Results_TSV , formats:Turtle , formats:N-Triples , formats:JSON-LD , formats:RDF_XML ;
  sd:inputFormat formats:Turtle , formats:TriG , formats:N-Triples , formats:N-Quads , formats:JSON-LD ,
    formats:RDF_XML ;
  sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""
_ENGINE = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


def describe() -> Response:
    """Give the description in the form that was asked for."""
    return in_form(DESCRIPTION.format(endpoint=f"{root()}/sparql"))


def in_form(turtle: str) -> Response:
    """Give Turtle of our own in the form that was asked for."""
    form = chosen(GRAPHS)
    if form.name == "ttl":
        return Response(turtle, content_type=form.content_type)
    out = io.BytesIO()
    triples = (quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    ox.serialize(triples, out, _ENGINE[form.name])
    return Response(out.getvalue(), content_type=form.content_type)
