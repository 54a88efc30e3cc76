"""The SPARQL of the views: one query each, put together from pieces that all of them share.

Mandatory triples stand first, OPTIONAL after them and BIND last, and every branch of the UNION holds the node: so the
engine follows each fact through its indexes, where another order makes it join everything that the store holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.views.filters import LEFT_OUT, Filters

PREFIXES = """PREFIX tp: <https://w3id.org/tradekg/ontology#>
PREFIX status: <https://w3id.org/tradekg/vocab/status/>
PREFIX kind: <https://w3id.org/tradekg/vocab/kind/>
PREFIX stance: <https://w3id.org/tradekg/vocab/stance/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
LINES = 'GROUP_CONCAT(DISTINCT COALESCE(STR(?{0}), ""); SEPARATOR="\\n") AS ?{1}'
COLUMNS = {
    "party": "parties", "sector": "sectors", "place": "places", "time": "times", "word": "words", "also": "statuses",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a view reads: facts of some classes, the roles in them, and what else is said of each."""

    says: str  # the comment at the head of the query
    classes: tuple[str, ...]  # local names
    roles: tuple[str, ...]  # properties from a fact to a thing
    who: tuple[str, ...] = ()  # roles that `who` asks for; all where empty
    status: bool = True  # has one of its own
    single: Mapping[str, str] = field(default_factory=dict)  # variable -> property with one value at most
    starts: tuple[str, ...] = ("when", "starts")  # none: dates are those of the documents
    ends: tuple[str, ...] = ("when", "starts")
    sector: str = "tp:sector|tp:about/tp:sector"
    bound: str = (
        'COALESCE(STRAFTER(STR(?own), "/status/"), "stated")'  # what stands for a status where not all have one
    )
    first: str = ""  # a clause that chooses ?told or ?graph before all others
    needs: str = ""  # a further clause that a fact must meet, on ?told in ?graph


def bare(pattern: Pattern, filters: Filters) -> str:
    """Give the SPARQL that says of each fact only which things are in it, for walking far through the graph."""
    return f"""{PREFIXES}
# {pattern.says}
SELECT ?fact ?class (GROUP_CONCAT(DISTINCT ?line; SEPARATOR="\\n") AS ?parties)
WHERE {{
  {{ SELECT DISTINCT ?graph ?told ?fact ?class WHERE {{{_matching(pattern, filters)}
    OPTIONAL {{ ?told tp:identifiedWith ?chief }}
    BIND(COALESCE(?chief, ?told) AS ?fact) }} }}
  {{ GRAPH ?graph {{ ?told ?role ?agent }} VALUES ?role {{ {_terms(pattern.roles)} }}
    OPTIONAL {{ ?agent tp:identifiedWith ?one }}
    BIND(CONCAT(STRAFTER(STR(?role), "#"), " ", STR(COALESCE(?one, ?agent)), " - ") AS ?line) }}
  {_bodies(pattern)}
}}
GROUP BY ?fact ?class"""


def _bodies(pattern: Pattern) -> str:
    if "office" not in pattern.roles:
        return ""
    return """UNION { GRAPH ?graph { ?told tp:office ?post } ?post org:postIn ?home
    BIND(CONCAT("body ", STR(?home), " - ") AS ?line) }"""


def query(pattern: Pattern, filters: Filters) -> str:
    """Give the SPARQL whose rows are the facts that match, one row for each document that tells one."""
    keys = ["document", "title", "issued", "fact", "class", "status", *pattern.single]
    names = " ".join(f"?{name}" for name in keys)
    columns = "\n  ".join(f"({LINES.format(*pair)})" for pair in COLUMNS.items())
    return f"""{PREFIXES}
# {pattern.says}
# Status and content of a fact come from one document's graph; a line of ?parties is role, thing, country and name.
SELECT {names}
  {columns}
WHERE {{
  {{ SELECT DISTINCT ?graph ?evidence ?told {names} WHERE {{{_matching(pattern, filters)}
    OPTIONAL {{ ?document dcterms:title ?title }}{_single(pattern, filters)}
    OPTIONAL {{ ?told tp:identifiedWith ?chief }}
    BIND(COALESCE(?chief, ?told) AS ?fact)
    BIND(IRI(CONCAT(STR(?graph), "_evidence")) AS ?evidence) }} }}
  {{ {_parties(pattern.roles)} }}
  {_more_parties(pattern, filters)}UNION {{ GRAPH ?graph {{ ?told {pattern.sector} ?topic }}
    OPTIONAL {{ ?topic skos:prefLabel ?topicName }}
    BIND(CONCAT(STR(?topic), " ", COALESCE(?topicName, "")) AS ?sector) }}
  UNION {{ GRAPH ?graph {{ ?told tp:place ?where }} ?where skos:prefLabel ?place }}
  UNION {{ GRAPH ?graph {{ ?told ?at ?span }} VALUES ?at {{ tp:when tp:starts tp:ends }}
    OPTIONAL {{ ?span tp:earliest ?first }} OPTIONAL {{ ?span tp:latest ?last }}
    BIND(CONCAT(STRAFTER(STR(?at), "#"), " ", COALESCE(STR(?first), "-"), " ", COALESCE(STR(?last), "-")) AS ?time) }}
  # the words it rests on, from the same document and run
  UNION {{ GRAPH ?evidence {{ ?note oa:hasBody ?told ; oa:hasTarget/oa:hasSelector ?sentence .
      ?sentence oa:start ?start ; oa:end ?end ; oa:refinedBy/oa:exact ?phrase }}
    OPTIONAL {{ ?note tp:timeExpression ?then }}
    BIND(CONCAT(STR(?start), " ", STR(?end), " ", ENCODE_FOR_URI(COALESCE(?then, "")), " ",
      REPLACE(?phrase, "\\n", "⏎")) AS ?word) }}
  # what any document says of its status
  UNION {{ ?told tp:status ?also }}
}}
GROUP BY {names}"""


def _parties(roles: Iterable[str]) -> str:
    return f"""GRAPH ?graph {{ ?told ?role ?agent }} VALUES ?role {{ {_terms(roles)} }}
    OPTIONAL {{ ?agent tp:identifiedWith ?one . ?one skos:prefLabel ?oneName }}
    OPTIONAL {{ ?agent skos:prefLabel ?name }}
    OPTIONAL {{ ?agent tp:country|^tp:holder/tp:office/tp:country ?home }}
    BIND(CONCAT(STRAFTER(STR(?role), "#"), " ", STR(COALESCE(?one, ?agent)), " ", COALESCE(STRAFTER(STR(?home),
      "/country/"), "-"), " ", COALESCE(?oneName, ?name, "")) AS ?party)"""


def _more_parties(pattern: Pattern, filters: Filters) -> str:
    """Give the branches for the body of an office, and for those on whose behalf somebody acts."""
    branches = ""
    if "office" in pattern.roles:
        branches += """UNION { GRAPH ?graph { ?told tp:office ?post }
    ?post org:postIn ?home . ?home skos:prefLabel ?homeName
    BIND(CONCAT("body ", STR(?home), " - ", ?homeName) AS ?party) }
  """
    if filters.by:
        wanted = "tp:Government" if filters.by == "government" else "org:Organization"
        branches += f"""UNION {{ GRAPH ?graph {{ ?told ?as ?person }} VALUES ?as {{ {_terms(pattern.roles)} }}
    ?held tp:holder ?person ; tp:office ?seat . ?seat org:postIn ?body . ?body a {wanted} ; skos:prefLabel ?bodyName
    BIND(CONCAT("for:", STRAFTER(STR(?as), "#"), ":", STR(?person), " ", STR(?body), " - ", ?bodyName) AS ?party) }}
  """
    return branches


def count(pattern: Pattern, filters: Filters) -> str:
    """Give the SPARQL that counts the facts that match."""
    return f"""{PREFIXES}
SELECT (COUNT(DISTINCT ?fact) AS ?number) WHERE {{{_matching(pattern, filters)}
  OPTIONAL {{ ?told tp:identifiedWith ?chief }} BIND(COALESCE(?chief, ?told) AS ?fact) }}"""


def undated(pattern: Pattern, filters: Filters) -> str:
    """Give the SPARQL that counts the facts that match but for their dates, and have none to compare."""
    if not pattern.starts:
        clause = "\n    FILTER NOT EXISTS { ?document dcterms:issued ?day }"
    else:
        path = "|".join(f"tp:{name}" for name in dict.fromkeys((*pattern.starts, *pattern.ends)))
        clause = f"\n    FILTER NOT EXISTS {{ GRAPH ?graph {{ ?told {path} ?span }} }}"
    return count(replace(pattern, needs=pattern.needs + clause), replace(filters, since=None, until=None))


def _matching(pattern: Pattern, filters: Filters) -> str:
    """Give the clauses that choose facts: ?told in ?graph of ?document with its ?status.

    Where a few nodes are asked for, the engine must start from them: the classes are a filter then, not a beginning.
    """
    own = " ; tp:status ?status" if pattern.status else ""
    chosen = pattern.first + _spans(pattern, filters) + _sector(pattern, filters) + _who(pattern, filters)
    listed = ", ".join(f"tp:{name}" for name in pattern.classes)
    return (
        chosen
        + ("" if chosen else f"\n    VALUES ?class {{ {_terms(pattern.classes)} }}")
        + f"\n    GRAPH ?graph {{ ?told a ?class{own} }}"
        + (f" FILTER(?class IN ({listed}))" if chosen else "")
        + "\n    ?graph prov:wasDerivedFrom ?document ."
        + pattern.needs
        + _one_of(filters.kind, "kind", "tp:kind", pattern)
        + _one_of(filters.stance, "stance", "tp:stance", pattern)
        + "\n    OPTIONAL { ?document dcterms:issued ?issued }"
        + ("" if pattern.status else "\n    OPTIONAL { GRAPH ?graph { ?told tp:status ?own } }")
        + ("" if pattern.status else f"\n    BIND({pattern.bound} AS ?status)")
        + _status(pattern, filters)
        + _dates(pattern, filters)
        + _examples(filters)
    )


def _single(pattern: Pattern, filters: Filters) -> str:
    return "".join(
        f"\n    OPTIONAL {{ GRAPH ?graph {{ ?told {prop} ?{name} }} }}"
        for name, prop in pattern.single.items()
        if not (name in ("kind", "stance") and getattr(filters, name))  # asked for above
    )


def _one_of(values: tuple[str, ...], name: str, prop: str, pattern: Pattern) -> str:
    if not values or name not in pattern.single:
        return ""
    terms = " ".join(f"{name}:{value}" for value in values)
    return f"\n    VALUES ?{name} {{ {terms} }} GRAPH ?graph {{ ?told {prop} ?{name} }}"


def _sector(pattern: Pattern, filters: Filters) -> str:
    """Ask for a sector or a narrower one, said of the fact in its own graph."""
    if not filters.sector:
        return ""
    # The path skos:broader* would do here, but the engine takes it for the whole store and joins in another order.
    narrow = dict.fromkeys(iri for topic in filters.sector for iri in topic.iris)
    return f"""
    VALUES ?narrow {{ {_iris(narrow)} }}  # with the narrower sectors
    GRAPH ?graph {{ ?told {pattern.sector} ?narrow }}"""


def _who(pattern: Pattern, filters: Filters) -> str:
    """Ask for one of the agents in any of the roles."""
    if not filters.who:
        return ""
    path = "|".join(f"tp:{role}" for role in pattern.who or pattern.roles)
    if "office" in pattern.roles:
        return f"""
    VALUES ?who {{ {_iris(filters.everybody())} }}
    {{ GRAPH ?graph {{ ?told {path} ?who }} }}
    UNION {{ ?post org:postIn ?who . GRAPH ?graph {{ ?told tp:office ?post }} }}"""
    return f"""
    VALUES ?who {{ {_iris(filters.everybody())} }} GRAPH ?graph {{ ?told {path} ?who }}"""


def _status(pattern: Pattern, filters: Filters) -> str:
    """Ask for some statuses, or for all that may be real."""
    names = filters.status or LEFT_OUT
    values = ", ".join(f"status:{name}" if pattern.status else f'"{name}"' for name in names)
    return f"\n    FILTER(?status {'IN' if filters.status else 'NOT IN'} ({values}))"


def _dates(pattern: Pattern, filters: Filters) -> str:
    """Keep what overlaps the days asked for; a side that is not given is open."""
    if not (filters.since or filters.until) or _same_span(pattern):
        return ""
    if not pattern.starts:
        return f"\n    {_overlap(filters, '?issued', '?issued')}"
    starts, ends = ("|".join(f"tp:{name}" for name in names) for names in (pattern.starts, pattern.ends))
    return f"""
    OPTIONAL {{ GRAPH ?graph {{ ?told {starts} ?beginning }} ?beginning tp:earliest ?from }}
    OPTIONAL {{ GRAPH ?graph {{ ?told {ends} ?ending }} ?ending tp:latest ?until }}
    {_overlap(filters, "?from", "?until")}"""


def _same_span(pattern: Pattern) -> bool:
    return bool(pattern.starts) and pattern.starts == pattern.ends


def _spans(pattern: Pattern, filters: Filters) -> str:
    """Begin with the times that overlap, where a fact has one span for its beginning and its end."""
    if not (filters.since or filters.until) or not _same_span(pattern):
        return ""
    path = "|".join(f"tp:{name}" for name in pattern.starts)
    return f"""
    {{ SELECT DISTINCT ?during WHERE {{ ?during a tp:TimeSpan
        OPTIONAL {{ ?during tp:earliest ?from }} OPTIONAL {{ ?during tp:latest ?until }}
        {_overlap(filters, "?from", "?until")} }} }}
    GRAPH ?graph {{ ?told {path} ?during }}"""


def _overlap(filters: Filters, first: str, last: str) -> str:
    tests = [f"(BOUND({first}) || BOUND({last}))"]
    if filters.until:
        tests.append(f'COALESCE({first}, "0001-01-01"^^xsd:date) <= "{filters.until}"^^xsd:date')
    if filters.since:
        tests.append(f'COALESCE({last}, "9999-12-31"^^xsd:date) >= "{filters.since}"^^xsd:date')
    return f"FILTER({' && '.join(tests)})"


def _examples(filters: Filters) -> str:
    """Keep example texts out, or keep nothing else."""
    if filters.examples == "with":
        return ""
    word = "EXISTS" if filters.examples == "only" else "NOT EXISTS"
    return f"""
    FILTER {word} {{ ?document skos:note|skos:editorialNote ?remark
      FILTER(STRSTARTS(LCASE(STR(?remark)), "example text")) }}"""


def _terms(names: Iterable[str]) -> str:
    return " ".join(f"tp:{name}" for name in names)


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)
