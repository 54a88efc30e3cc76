"""The command line: `python -m kg COMMAND`, also installed as `tradekg`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeAlias

import kg
from kg import commands
from kg.errors import Forbidden, KgError, NotFound, OntologyError, StoreError, UsageError
from kg.export import FORMATS

WRONG_CALL, SOME_FAILED, NO_STORE = 2, 1, 3
LONGEST = 86_400
QUERY_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld", "rdfxml")


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message} (see {self.prog} --help)", file=sys.stderr)
        raise SystemExit(WRONG_CALL)


def day(text: str) -> date:
    """Read a date given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2025-10-05") from error


def seconds(text: str) -> float:
    """Read a time limit given on the command line."""
    try:
        given = float(text)
    except ValueError:
        given = 0
    if not 0 < given <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds; give one above 0 and up to {LONGEST}")
    return given


def parser() -> argparse.ArgumentParser:
    """Describe all commands."""
    made = _Parser(
        prog="python -m kg",
        description=(kg.__doc__ or "").partition("\n")[0],
        epilog="Example:\n  python -m kg ingest seeds\n  python -m kg view meetings --sector steel",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    subs = made.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
    for add in (_extract, _ingest, _documents, _delete, _query, _view, _ask, _export, _validate, _score):
        add(subs)
    return made


Subparsers: TypeAlias = "argparse._SubParsersAction[_Parser]"


def _command(
    subs: Subparsers,
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
    example: str,
    *,
    store: bool = True,
) -> _Parser:
    """Add a command with its example and, but for those that need none, the option for the store."""
    made = subs.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=f"Example:\n  python -m kg {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if store:
        _store(made)
    made.set_defaults(run=run)
    return made


def _store(made: _Parser) -> None:
    default = os.environ.get("TRADEKG_STORE") or "data"
    text = f"folder of the store, or address of a SPARQL endpoint (TRADEKG_STORE; now {default})"
    made.add_argument("--store", default=default, help=text.replace("%", "%%"))
    made.add_argument("--update-url", metavar="URL", help="where that endpoint takes updates; else it is read only")
    made.add_argument("--graph-store-url", metavar="URL", help="where that endpoint gives whole graphs (optional)")
    made.add_argument("--documents", metavar="DIR", type=Path, help="folder for the texts of documents kept there")


def _inputs(made: _Parser) -> None:
    made.add_argument("paths", nargs="*", metavar="PATH", type=Path, help="files or folders; none: the manifest's rows")
    made.add_argument(
        "--manifest", type=Path, help="CSV that says what is known of each file (column path, and others)"
    )
    made.add_argument("--published", type=day, metavar="DATE", help="publication date where no manifest row has one")
    made.add_argument("--any-language", action="store_true", help="read texts that do not look English all the same")


def _extract(subs: Subparsers) -> None:
    text = "read documents and write what they say as RDF, without a store"
    example = "extract seeds --out out\n  python -m kg extract seeds --explain"
    made = _command(subs, "extract", commands.extract, text, example, store=False)
    _inputs(made)
    made.add_argument("--out", type=Path, metavar="DIR", help="folder for one file a document; else standard output")
    made.add_argument("--format", choices=(*FORMATS, "json"), help="default trig; json is for --explain alone")
    text = "show instead, sentence by sentence, what is named, which frames fired, and why candidates were dropped"
    made.add_argument("--explain", action="store_true", help=text)


def _ingest(subs: Subparsers) -> None:
    text = "read documents into the store; safe to repeat"
    made = _command(subs, "ingest", commands.ingest, text, "ingest seeds --manifest seeds/manifest.csv")
    _inputs(made)
    made.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes that extract at a time (default 1)"
    )
    made.add_argument(
        "--again", action="store_true", help="extract the stored texts anew, and tell facts gained and lost"
    )


def _documents(subs: Subparsers) -> None:
    _command(subs, "documents", commands.documents, "list the stored documents", "documents")


def _delete(subs: Subparsers) -> None:
    text = "remove documents and all that only they say"
    made = _command(subs, "delete", commands.delete, text, "delete 2f154cdb8b803b8a")
    made.add_argument("ids", nargs="+", metavar="ID")


def _query(subs: Subparsers) -> None:
    text = "run a SPARQL query; the standard prefixes need not be declared"
    example = "query 'SELECT ?a ?b { ?a tp:dueToMeet ?b }'"
    made = _command(subs, "query", commands.query, text, example)
    made.add_argument("sparql", nargs="?", metavar="SPARQL")
    made.add_argument("-f", "--file", type=Path, help="file that holds the query")
    made.add_argument("--format", choices=QUERY_FORMATS, default="table")
    made.add_argument("--deadline", type=seconds, default=10.0, metavar="SECONDS")


FILTERS = (
    ("sector", "sector, narrower ones included; several by comma"),
    ("who", "person, body or government (its office holders included)"),
    ("from", "first day, month or year"),
    ("to", "last day, month or year"),
    ("status", "planned, happened, ...; several by comma"),
    ("kind", "meeting, visit, import-tariff, ...; several by comma"),
    ("stance", "of statements: supports, opposes, ...; several by comma"),
    ("examples", "with, without or only the example texts"),
    ("by", "government or organisation: people stand for it"),
    ("project", "one side of topics (people, sectors) or agreements (countries, agreements)"),
    ("focus", "the middle of an ego view: any name or IRI"),
    ("steps", "how far an ego view reaches, 1 to 3"),
)


def _filters(made: _Parser) -> None:
    for name, help_ in FILTERS:
        made.add_argument(f"--{name}", dest=f"filter_{name}", help=help_)
    made.add_argument("--theme", default="", help="light or dark, for svg and png")


def _view(subs: Subparsers) -> None:
    text = "show a relationship view: meetings, delegations, topics, tariffs, agreements, statements, offices, ..."
    example = "view meetings --sector steel\n  python -m kg view ego --focus Canada --format png > canada.png"
    made = _command(subs, "view", commands.view, text, example)
    made.add_argument("name", metavar="NAME")
    _filters(made)
    formats = "table, json, cytoscape, csv, nodes, graphml, gexf, dot, svg, png, sparql"
    made.add_argument("--format", default="table", help=f"{formats} (the query itself)")
    made.add_argument("--query", type=Path, metavar="FILE", help="run this query instead: its own, edited")


def _ask(subs: Subparsers) -> None:
    text = "ask over a view: central, communities, components, matrix, timeline, changes, sources, counterparts, paths"
    example = 'ask central --sector steel\n  python -m kg ask paths "Mark Carney" "Donald Trump"'
    made = _command(subs, "ask", commands.ask, text, example)
    made.add_argument("question", metavar="QUESTION")
    made.add_argument("names", nargs="*", metavar="NAME", help="two, for paths (from, to) and counterparts (of, but)")
    made.add_argument("--view", help="the view it is asked over (default meetings)")
    _filters(made)
    made.add_argument("--format", default="table", help="table, json, csv; or its graph: graphml, gexf, dot, svg, png")


def _export(subs: Subparsers) -> None:
    text = "write the graph to a file"
    made = _command(subs, "export", commands.export, text, "export trade.ttl")
    made.description = """Write the graph to a file (- for standard output), Turtle unless its suffix says otherwise.
Taken are the documents' facts and evidence, what is derived from them, and the
descriptions of what they name. --graph takes one graph instead: entities (the
whole registry), vocab, ontology, things, derived, the name of a document's
graph, or all for everything. Two exports of one state are the same bytes.
--as-of gives the graph as it was known from the documents published up to that day:
what later ones say is gone, and what they changed is as it was."""
    made.add_argument("file", metavar="FILE")
    made.add_argument("--format", choices=FORMATS)
    made.add_argument("--graph", metavar="NAME")
    made.add_argument("--as-of", type=day, metavar="DATE")


def _validate(subs: Subparsers) -> None:
    text = "check a file or the store against the shapes, and the evidence against the texts"
    made = _command(subs, "validate", commands.validate, text, "validate out/article.trig")
    made.add_argument("file", nargs="?", type=Path, metavar="FILE")


def _score(subs: Subparsers) -> None:
    text = "compare extraction with a folder of gold facts"
    made = _command(subs, "score", commands.score, text, "score ../shared/gold/dev", store=False)
    text = "folder of ID.txt and ID.json (default: gold/dev under TRADEKG_SHARED or ../shared)"
    made.add_argument("gold", nargs="?", type=Path, metavar="GOLD_DIR", help=text)
    made.add_argument("--scorer", help="the scoring program (default: gold/score.py under TRADEKG_SHARED or ../shared)")
    made.add_argument(
        "--show", action="store_true", help="list what was missed and what was extra, but of held documents"
    )
    made.add_argument("--show-held", action="store_true", help="list it for the documents that are only scored, too")
    made.add_argument("--split", type=Path, help="which documents are read and which held (tests/gold/split.toml)")
    made.add_argument("--kept", type=Path, help="figures to compare with (default tests/golden/scores.json)")
    made.add_argument("--save", action="store_true", help="keep these figures there")
    made.add_argument("--json", action="store_true", help="figures as JSON")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    asked = parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
        sys.stdout.flush()
        return code
    except KgError as error:
        if asked.debug:
            raise
        print(f"kg: {error.message}{'; ' + error.hint if error.hint else ''}", file=sys.stderr)
        return _exit_code(error)
    except BrokenPipeError:  # `kg query ... | head` is no fault; nothing more can be written, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOME_FAILED
    except OSError as error:  # a full disk, an output that cannot be written
        if asked.debug:
            raise
        place = f"{error.filename}: " if error.filename else ""
        print(f"kg: {place}{error.strerror or error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOME_FAILED
    except KeyboardInterrupt:
        print("kg: stopped", file=sys.stderr)
        return 130


def _exit_code(error: KgError) -> int:
    if isinstance(error, StoreError):
        return NO_STORE
    return WRONG_CALL if isinstance(error, (UsageError, NotFound, Forbidden, OntologyError)) else SOME_FAILED
