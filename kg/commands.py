"""What each command of the command line does, given its parsed options; each returns an exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.errors import UsageError
from kg.results import read_result
from kg.tables import align, as_table, printable

if TYPE_CHECKING:
    from kg.checks import Problem
    from kg.graph import Graph
    from kg.inputs import Input
    from kg.model import Document
    from kg.workers import Workers


def _open(asked: Namespace, *, readers: int | None = None) -> Graph:
    return kg.open(
        asked.store,
        readers=readers,
        update_url=asked.update_url,
        graph_store_url=asked.graph_store_url,
        documents=asked.documents,
    )


def extract(asked: Namespace) -> int:
    """Documents to RDF, without a store; or what was seen in them."""
    from kg.errors import DocumentError
    from kg.ingest import gather
    from kg.inputs import refuse_equal_stems
    from kg.workers import Workers

    _refuse_mixture(asked)
    inputs = gather(asked.paths, asked.manifest, asked.published)
    refuse_equal_stems(inputs)
    failed = 0
    if asked.out:
        _make_folder(asked.out)
    with closing(Workers()) as workers:
        for number, item in enumerate(inputs, 1):
            try:
                found = _extracted(workers, _read(item, asked), asked)
            except DocumentError as error:
                failed += _tell(str(item.path), error.message)
                continue
            _put(found, asked, item.path.stem)
            progress(number, len(inputs), item.path.name)
    return _told_failures(failed, len(inputs))


def _refuse_mixture(asked: Namespace) -> None:
    if asked.format == "json" and not asked.explain:
        raise UsageError("--format json goes with --explain; for RDF there is jsonld", subject="json")
    if asked.explain and (asked.out or asked.format not in (None, "json")):
        raise UsageError("--explain writes to standard output, as text or with --format json")


def _extracted(workers: Workers, document: Document, asked: Namespace) -> bytes:
    """Give the graphs of a document, or what was seen in it, as they are printed."""
    if asked.explain:
        return workers.explained(document, asked.format or "text")
    return workers.written(document, asked.format or "trig")


def _put(found: bytes, asked: Namespace, stem: str) -> None:
    from kg.export_files import whole_file

    if not asked.out:
        sys.stdout.buffer.write(found)
        sys.stdout.buffer.flush()
        return
    with whole_file(asked.out / f"{stem}.{asked.format or 'trig'}") as out:
        out.write(found)


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be made a folder: {error.strerror}", subject=str(path)) from error


def _read(item: Input, asked: Namespace) -> Document:
    from kg.documents import read_file, remark_of
    from kg.ingest import refuse_foreign

    document = read_file(item.path, row=item.row, published=asked.published)
    if remark := remark_of(document, item.row.note if item.row else None):
        _tell(str(item.path), remark)
    if not asked.any_language:
        refuse_foreign(document)
    return document


def _tell(subject: str, reason: str) -> int:
    print(f"kg: {reason if subject in reason else f'{subject}: {reason}'}", file=sys.stderr)
    return 1


def _told_failures(failed: int, total: int) -> int:
    if failed:
        print(f"kg: {failed} of {total} documents failed", file=sys.stderr)
    return 1 if failed else 0


def ingest(asked: Namespace) -> int:
    """Documents into the store."""
    if not asked.paths and not asked.manifest and not asked.again:
        raise UsageError("name files or folders, or a --manifest, or --again for the stored texts")
    with _open(asked) as graph:
        report = graph.ingest(
            asked.paths,
            manifest=asked.manifest,
            published=asked.published,
            again=asked.again,
            workers=asked.workers,
            any_language=asked.any_language,
            progress=progress,
        )
    for told in (*report.remarks, *report.failed):
        _tell(told.subject, told.reason)
    print(report)
    total = len(report.failed) + len(report.added) + len(report.replaced) + len(report.unchanged)
    return _told_failures(len(report.failed), total)


def documents(asked: Namespace) -> int:
    """List the stored documents."""
    with _open(asked) as graph:
        rows = graph.documents()
    head = ("id", "published", "basis", "facts", "title", "remark")
    cells = [
        (
            row.id,
            str(row.published or ""),
            row.published_basis,
            str(row.facts),
            printable(row.title),
            "example" * row.example,
        )
        for row in rows
    ]
    sys.stdout.write(align(head, cells) if cells else "No documents yet: python -m kg ingest PATH\n")
    return 0


def delete(asked: Namespace) -> int:
    """Remove documents."""
    with _open(asked) as graph:
        graph.delete(asked.ids)
    print(f"{len(asked.ids)} deleted")
    return 0


def query(asked: Namespace) -> int:
    """Run a query."""
    if (asked.sparql is None) == (asked.file is None):
        raise UsageError("give a query, or a file that holds one with -f")
    sparql = asked.sparql if asked.file is None else _text(asked.file)
    form = None if asked.format == "table" else asked.format
    with _open(asked, readers=1) as graph:
        answer = graph.store.read(sparql, format=form, deadline=asked.deadline, prefixes=True)
        if form is None and answer.kind == "graph":
            answer = graph.store.read(sparql, format="ttl", deadline=asked.deadline, prefixes=True)
    if form is None and answer.kind != "graph":
        sys.stdout.write(as_table(read_result(answer)))
    else:
        sys.stdout.buffer.write(answer.data if answer.data.endswith(b"\n") else answer.data + b"\n")
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", subject=str(path)) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} cannot be read: it is not text in UTF-8", subject=str(path)) from error


def view(asked: Namespace) -> int:
    """Show a view."""
    from kg.views.formats import write

    query = _text(asked.query) if asked.query else ""
    with _open(asked) as graph:
        result = graph.view_result(asked.name, _given(asked), query=query)
    _print(write(result, asked.format, asked.theme))
    return 0


def _print(made: str | bytes) -> None:
    """Write text or bytes to standard output; a text ends with a line break."""
    data = made.encode() if isinstance(made, str) else made
    sys.stdout.buffer.write(data if isinstance(made, bytes) or made.endswith("\n") else data + b"\n")


def ask(asked: Namespace) -> int:
    """Ask a question over a view."""
    from kg.questions import find_question
    from kg.questions.formats import write

    question = find_question(asked.question)
    given: dict[str, object] = dict(_given(asked))
    if len(asked.names) > len(question.OPTIONS) or (asked.names and len(asked.names) < 2):
        wanted = f"{len(question.OPTIONS[:2])} names" if question.OPTIONS else "no names"
        raise UsageError(f"{question.NAME} takes {wanted}: {' '.join(question.OPTIONS[:2])}".rstrip(": "))
    given |= dict(zip(question.OPTIONS, asked.names, strict=False))
    if question.NAME == "paths":  # from and to are names there
        days = _given(asked)
        given |= {new: days[old] for new, old in (("since", "from"), ("until", "to")) if old in days}
    with _open(asked) as graph:
        answer = graph.answer(question.NAME, asked.view or "", given)
    _print(write(answer, asked.format, asked.theme))
    return 0


def _given(asked: Namespace) -> dict[str, str]:
    """Give the filters that were set."""
    names = {name: value for name, value in vars(asked).items() if name.startswith("filter_") and value is not None}
    return {name.removeprefix("filter_"): value for name, value in names.items()}


def export(asked: Namespace) -> int:
    """Write the graph to a file."""
    with _open(asked, readers=1) as graph:
        target = sys.stdout.buffer if asked.file == "-" else asked.file
        graph.export(target, asked.format, asked.graph, as_of=asked.as_of)
        undated = sum(row.published is None for row in graph.documents()) if asked.as_of else 0
    if undated:
        print(f"kg: {undated} document{'s' * (undated > 1)} without a publication date left out", file=sys.stderr)
    return 0


def validate(asked: Namespace) -> int:
    """Check a file or the store."""
    from kg.validate import validate_file

    if asked.file is not None:
        return _report(validate_file(asked.file))
    with _open(asked, readers=1) as graph:
        return _report(graph.validate())


def _report(problems: list[Problem]) -> int:
    for problem in problems:
        print(f"{problem.node}: {problem.code} {problem.message}")
    print(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}" if problems else "conforms")
    return 1 if problems else 0


def score(asked: Namespace) -> int:
    """Compare extraction with gold."""
    from kg.scoring.command import score as run

    return run(asked)


def progress(done: int, total: int, name: str) -> None:
    """Draw how far the work is, on a terminal only."""
    if not sys.stderr.isatty():
        return
    filled = 30 * done // max(1, total)
    bar = "#" * filled + "." * (30 - filled)
    end = "\n" if done >= total else ""
    sys.stderr.write(f"\r\x1b[K[{bar}] {done}/{total} {printable(name)[:40]}{end}")
    sys.stderr.flush()
