"""The competency questions as example queries in the graph, in the SHACL terms by which editors find them.

https://www.w3.org/TR/shacl/#sparql-prefixes and https://github.com/sib-swiss/sparql-examples: a `sh:SPARQLExecutable`
with its question as `rdfs:comment`, and the prefixes as `sh:declare`. No node is blank, so that each can be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

import ontology
from kg.model import BASE
from kg.queries import missing_prefixes, scan
from ontology.terms import PREFIXES

SH = PREFIXES["sh"]
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_COMMENT = ox.NamedNode(PREFIXES["rdfs"] + "comment")
_ONTOLOGY = ox.NamedNode(BASE + "ontology")
_ANY_URI = ox.NamedNode(PREFIXES["xsd"] + "anyURI")
_KINDS = {"SELECT": "SPARQLSelectExecutable", "ASK": "SPARQLAskExecutable", "CONSTRUCT": "SPARQLConstructExecutable"}


def examples() -> tuple[ox.Triple, ...]:
    """Give prefixes and example queries as triples."""
    return (*_prefixes(), *_queries())


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _prefixes() -> Iterator[ox.Triple]:
    for name, iri in PREFIXES.items():
        node = ox.NamedNode(f"{BASE}id/prefix/{name}")
        yield ox.Triple(_ONTOLOGY, _sh("declare"), node)
        yield ox.Triple(node, _TYPE, _sh("PrefixDeclaration"))
        yield ox.Triple(node, _sh("prefix"), ox.Literal(name))
        yield ox.Triple(node, _sh("namespace"), ox.Literal(iri, datatype=_ANY_URI))


def _queries() -> Iterator[ox.Triple]:
    for path in sorted((ontology.PATH / "questions").glob("cq*.rq")):
        lines = path.read_text(encoding="utf-8").splitlines()
        query = "\n".join(line for line in lines if not line.startswith("#")).strip()
        found = scan(query)
        head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in missing_prefixes(found).items())
        node = ox.NamedNode(f"{BASE}id/query/{path.stem}")
        yield ox.Triple(node, _TYPE, _sh("SPARQLExecutable"))
        yield ox.Triple(node, _TYPE, _sh(_KINDS[found.form]))
        yield ox.Triple(node, _COMMENT, ox.Literal(lines[0].removeprefix("#").strip(), language="en"))
        yield ox.Triple(node, _sh("prefixes"), _ONTOLOGY)
        yield ox.Triple(node, _sh(found.form.lower()), ox.Literal(head + query))
