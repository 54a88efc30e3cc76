"""Search by words at a million quads: the index against FILTER(CONTAINS(...)).

    python bench/fulltext.py [--quads 1000000] [--runs 7] [--keep FOLDER]

The store holds invented documents (statements with labels, quotes and evidence about people and topics) in a temporary
folder. All words have six letters, so that both ways of asking must find the same; how often a word occurs falls with
its rank. Prints what the index costs to build, then for each search the number of things found, the median time of both
ways inside SPARQL and of /search, which ranks by use and stops at 50.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kg import folder  # noqa: E402
from kg import graph_names as names  # noqa: E402
from kg.changes import Changes  # noqa: E402
from kg.fulltext import FILE  # noqa: E402
from kg.graph import Graph  # noqa: E402
from kg.merge import DEFAULT  # noqa: E402
from ontology.terms import PREFIXES, TP  # noqa: E402

SYLLABLES = [consonant + vowel for consonant, vowel in product("bdfgklmnprstvz", "aeiou")]
WORDS = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]
random.Random(0).shuffle(WORDS)
WORDS = WORDS[:30_000]
WEIGHTS = [1 / (rank + 10) for rank in range(len(WORDS))]
STATEMENTS, PEOPLE, TOPICS = 40, 20_000, 50_000  # statements a document

CONTAINS = "SELECT DISTINCT ?x WHERE { ?x skos:prefLabel|skos:altLabel|dcterms:title|tp:quote ?t FILTER(%s) }"
SEARCH = 'SELECT DISTINCT ?x WHERE { ?x tp:search "%s" }'


def node(prefix: str, name: str) -> ox.NamedNode:
    return ox.NamedNode((TP if prefix == "tp" else PREFIXES[prefix]) + name)


def words(dice: random.Random, count: int) -> ox.Literal:
    return ox.Literal(" ".join(dice.choices(WORDS, WEIGHTS, k=count)))


def document(number: int) -> Iterator[ox.Quad]:
    """Give the quads of an invented document."""
    dice = random.Random(number)
    facts = names.facts_graph(f"{number:016x}", "bench")
    graph, evidence = ox.NamedNode(facts), ox.NamedNode(names.evidence_graph(facts))
    said = words(dice, STATEMENTS * 32).value.split()
    for place in range(STATEMENTS):
        event, note = node("evt", f"s{number}_{place}"), node("ev", f"e{number}_{place}")
        part = said[place * 32 : (place + 1) * 32]
        for verb, value in (
            (("rdf", "type"), node("tp", "Statement")), (("skos", "prefLabel"), ox.Literal(" ".join(part[:6]))),
            (("tp", "actor"), node("person", f"p{dice.randrange(PEOPLE)}")),
            (("tp", "about"), node("topic", f"t{dice.randrange(TOPICS)}")),
            (("tp", "quote"), ox.Literal(" ".join(part[6:20]))), (("tp", "status"), node("status", "happened")),
        ):  # fmt: skip
            yield ox.Quad(event, node(*verb), value, graph)
        yield ox.Quad(note, node("rdf", "type"), node("oa", "Annotation"), evidence)
        yield ox.Quad(note, node("oa", "hasBody"), event, evidence)
        yield ox.Quad(note, node("oa", "exact"), ox.Literal(" ".join(part[20:])), evidence)


def things() -> Iterator[ox.Quad]:
    """Give people and topics with a label and an alias each."""
    dice, graph = random.Random(1), ox.NamedNode(names.THINGS)
    for prefix, count, length in (("person", PEOPLE, 2), ("topic", TOPICS, 4)):
        for number in range(count):
            thing = node(prefix, f"{prefix[0]}{number}")
            yield ox.Quad(thing, node("skos", "prefLabel"), words(dice, length), graph)
            yield ox.Quad(thing, node("skos", "altLabel"), words(dice, length), graph)


def fill(place: Path, quads: int) -> None:
    """Make the store past its writer, whose commits are not what is measured here."""
    with Graph(place, readers=1):
        pass
    while (place / folder.SOCKET).exists():
        time.sleep(0.1)
    store = ox.Store(str(place / folder.GRAPH))
    store.bulk_extend(merged(things()))
    each = sum(1 for _ in document(0))
    for first in range(0, (quads - len(store) // 2) // each + 1, 200):
        store.bulk_extend(merged(quad for number in range(first, first + 200) for quad in document(number)))
    store.flush()


def merged(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Give quads and their triples in the default graph."""
    for quad in quads:
        yield quad
        yield ox.Quad(quad.subject, quad.predicate, quad.object, DEFAULT)


def median(run: Callable[[], object], runs: int) -> float:
    """Give the median in milliseconds."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def report(graph: Graph, runs: int) -> None:
    count = graph.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", deadline=60).rows[0]["n"].value
    print(f"{int(count):,} quads in named graphs")
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    graph.search("warm")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    size = (graph.store.words.folder / FILE).stat().st_size
    took = time.perf_counter() - start
    cpu = used.ru_utime - before.ru_utime
    print(f"index: {took:.1f} s, {cpu:.1f} s CPU, {used.ru_maxrss / 1024:.0f} MB memory, {size / 1e6:.0f} MB on disk")
    print(f"{'words':28}{'found':>8}{'CONTAINS':>12}{'tp:search':>12}{'/search':>10}")
    for asked in (WORDS[5], WORDS[300], WORDS[3000], WORDS[29_000], f"{WORDS[5]} {WORDS[6]}", "unheard"):
        compare(graph, asked, runs)
    line = ox.Triple(node("topic", "t1"), node("skos", "altLabel"), ox.Literal("novelty"))
    graph.store.commit(Changes(graphs={names.GRAPHS + "more": (line,)}))
    start = time.perf_counter()
    assert graph.search("novelty")
    print(f"first search after a commit: {time.perf_counter() - start:.1f} s")


def compare(graph: Graph, asked: str, runs: int) -> None:
    """Print one line, once both ways have found the same."""
    slow = CONTAINS % " && ".join(f'CONTAINS(LCASE(STR(?t)), "{word}")' for word in asked.split())
    found = {row["x"] for row in graph.query(slow, deadline=60)}
    contains, page = median(lambda: graph.query(slow, deadline=60), runs), median(lambda: graph.search(asked), runs)
    if len(found) > 1000:
        inside = "refused"  # more than 1,000 things: an error, never a cut
    else:
        assert {row["x"] for row in graph.query(SEARCH % asked)} == found
        inside = f"{median(lambda: graph.query(SEARCH % asked), runs):.1f} ms"
    print(f"{asked:28}{len(found):8,}{contains:9.0f} ms{inside:>12}{page:7.1f} ms")


def main() -> None:
    asked = argparse.ArgumentParser(description="Search by words: the index against FILTER(CONTAINS(...)).")
    asked.add_argument("--quads", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=7)
    asked.add_argument("--keep", type=Path, metavar="FOLDER", help="make the store here, or use it if it is there")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = options.keep or Path(temporary) / "store"
        if not place.exists():
            fill(place, options.quads)
        with Graph(place, readers=1) as graph:
            report(graph, options.runs)


if __name__ == "__main__":
    main()
