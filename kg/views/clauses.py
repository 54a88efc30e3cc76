"""Pieces of SPARQL that several views share: prefixes, evidence, documents and filters."""

from __future__ import annotations

from kg.views.filters import LEFT_OUT, Filters

PREFIXES = """PREFIX tp: <https://w3id.org/tradekg/ontology#>
PREFIX status: <https://w3id.org/tradekg/vocab/status/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

DOCUMENT = """  ?graph prov:wasDerivedFrom ?document .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document dcterms:issued ?issued }"""


def evidence(fact: str) -> str:
    """Give the clause that finds the words on which `fact` (a variable) rests, in the same document's evidence."""
    return f"""  # the words it rests on, from the same document and run
  OPTIONAL {{
    GRAPH ?words {{ ?note oa:hasBody {fact} ; oa:hasTarget/oa:hasSelector ?sentence .
      ?sentence oa:start ?start ; oa:end ?end ; oa:refinedBy/oa:exact ?phrase .
      OPTIONAL {{ ?note tp:timeExpression ?expression }} }}
    FILTER(STR(?words) = CONCAT(STR(?graph), "_evidence"))
  }}"""


def examples(filters: Filters) -> str:
    """Give the clause that keeps example texts out, or keeps nothing else."""
    if filters.examples == "with":
        return ""
    word = "EXISTS" if filters.examples == "only" else "NOT EXISTS"
    return (
        f"\n  FILTER {word} {{ ?document skos:note|skos:editorialNote ?remark "
        'FILTER(STRSTARTS(LCASE(STR(?remark)), "example text")) }'
    )


def status(filters: Filters) -> str:
    """Give the clause on status: those asked for, or all that may be real."""
    names = filters.status or LEFT_OUT
    word = "IN" if filters.status else "NOT IN"
    return f"\n  FILTER(?status {word} ({', '.join(f'status:{name}' for name in names)}))"


def dates(filters: Filters, *, earliest: str = "?earliest", latest: str = "?latest") -> str:
    """Give the clause that keeps what overlaps the days asked for; a side not given is open."""
    tests = []
    if filters.until:
        tests.append(f'COALESCE({earliest}, "0001-01-01"^^xsd:date) <= "{filters.until}"^^xsd:date')
    if filters.since:
        tests.append(f'COALESCE({latest}, "9999-12-31"^^xsd:date) >= "{filters.since}"^^xsd:date')
    if not tests:
        return ""
    return f"\n  FILTER((BOUND({earliest}) || BOUND({latest})) && {' && '.join(tests)})"


def sector(filters: Filters, fact: str, path: str) -> str:
    """Give the clause that asks for a sector or a narrower one, said of `fact` by way of `path` in its own graph."""
    if not filters.sector:
        return ""
    return f"""
  {{ SELECT DISTINCT ?graph {fact} WHERE {{
      VALUES ?broad {{ {" ".join(f"<{iri}>" for iri in filters.sector)} }}
      ?narrow skos:broader* ?broad .
      GRAPH ?graph {{ {fact} {path} ?narrow }} }} }}"""


def who(filters: Filters, *variables: str) -> str:
    """Give the clause that asks for one of the agents in any of the variables."""
    if not filters.who:
        return ""
    agents = tuple(dict.fromkeys(iri for who in filters.who for iri in who.iris))
    # A government acts and its country is acted upon: whoever asks for the one means both.
    countries = tuple(iri.replace("/id/gov/", "/id/country/") for iri in agents if "/id/gov/" in iri)
    iris = _iris(agents + countries)
    return f"\n  FILTER({' || '.join(f'{variable} IN ({iris})' for variable in variables)})"


def _iris(iris: tuple[str, ...]) -> str:
    return ", ".join(f"<{iri}>" for iri in iris)
