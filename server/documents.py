"""Documents: the list, the reader with its marks, and adding and removing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import PurePath
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from kg.archive import Original
from kg.documents import SUFFIXES, read_bytes, read_file, read_text
from kg.errors import DocumentError, NotFound, UsageError
from kg.graph import DocumentRow
from kg.inputs import collect
from kg.model import BASE, Document
from kg.views.formats import guard
from kg.webpages import is_webpage
from server.evidence import sentences_of, text_of
from server.jobs import Job, the_jobs
from server.labels import labels_of
from server.negotiation import wants_page
from server.security import require_token
from server.settings import MAX_PAGE, MAX_TEXT
from server.state import the_graph, the_settings

pages = Blueprint("documents", __name__)

PATIENCE = 150  # seconds that a request waits for its job

_FIELDS = ("title", "publisher", "url", "licence", "kind", "language", "note", "published", "published_basis")
_OPEN = re.compile(r"\b(cc0|cc[ -]by|public domain|open government|ogl|creative commons)", re.IGNORECASE)

_FACTS = """SELECT DISTINCT ?fact ?type ?label ?status ?holder ?start ?end ?phrase WHERE {{
  GRAPH ?words {{ ?note oa:hasBody ?fact ; oa:hasTarget ?passage .
    ?passage oa:hasSource <{document}> ; oa:hasSelector ?sentence .
    ?sentence oa:start ?start ; oa:end ?end ; oa:refinedBy/oa:exact ?phrase }}
  ?graph prov:wasDerivedFrom <{document}> .
  FILTER(STR(?words) = CONCAT(STR(?graph), "_evidence"))
  GRAPH ?graph {{ ?fact a ?type . OPTIONAL {{ ?fact tp:status ?status }} OPTIONAL {{ ?fact skos:prefLabel ?label }} }}
  OPTIONAL {{ GRAPH ?graph {{ ?fact tp:holder ?person }} ?person skos:prefLabel ?holder }}
}} ORDER BY ?start ?phrase ?fact"""


class Told(NamedTuple):
    """A fact of a document with the places where it is told."""

    number: int
    iri: str
    type: str
    label: str
    status: str
    holder: str  # of a tenure: the person
    places: list[tuple[int, int, str]]


@pages.get("/documents")
@pages.get("/documents.<any(json, csv):suffix>")
def documents(suffix: str = "") -> Response:
    """List the documents."""
    shown = request.args.get("examples", "with")
    rows = [row for row in the_graph().documents() if shown == "with" or row.example == (shown == "only")]
    if suffix == "csv":
        return Response(_as_csv(rows), content_type="text/csv; charset=utf-8")
    if not suffix and wants_page():
        writable = bool(the_settings().token)
        return make_response(render_template("documents.html", documents=rows, shown=shown, writable=writable))
    return make_response({"documents": [_as_json(row) for row in rows]})


@pages.get("/documents/<document>")
def document(document: str) -> Response:
    """Show a document with what was found in it."""
    wanted, _, suffix = document.partition(".")
    row = _row(wanted)
    facts = _facts(wanted)
    if suffix == "json" or not wants_page():
        return make_response({**_as_json(row), "facts": [fact._asdict() for fact in facts]})
    whole = _may_show(row)
    text = _reader(text_of(wanted), facts) if whole else None
    sentences = [] if whole else sentences_of(wanted, [place for fact in facts for place in fact.places])
    page = render_template("document.html", document=row, facts=facts, text=text, sentences=sentences)
    return make_response(page)


def _row(wanted: str) -> DocumentRow:
    for row in the_graph().documents():
        if row.id == wanted:
            return row
    raise NotFound(f"There is no document {wanted[:80]}; /documents lists them.", subject=wanted)


def _as_json(row: DocumentRow) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in row.__dataclass_fields__}
    return {**found, "published": row.published.isoformat() if row.published else None}


def _as_csv(rows: list[DocumentRow]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(DocumentRow.__dataclass_fields__)
    writer.writerows([guard("" if cell is None else str(cell)) for cell in _as_json(row).values()] for row in rows)
    return out.getvalue()


def _may_show(row: DocumentRow) -> bool:
    """Say whether the text may be shown whole, as its rights and the settings allow."""
    show = the_settings().show_text
    return show == "all" or (show == "licensed" and bool(_OPEN.search(row.licence or "")))


def _facts(document: str) -> list[Told]:
    rows: Any = the_graph().query(_FACTS.format(document=f"{BASE}id/doc/{document}")).rows
    names = labels_of({row["type"].value for row in rows} | {row["status"].value for row in rows if "status" in row})
    found: dict[str, Told] = {}
    for row in rows:
        iri = row["fact"].value
        if iri not in found:
            label = row["label"].value if "label" in row else ""
            status = names[row["status"].value] if "status" in row else ""
            holder = row["holder"].value if "holder" in row else ""
            found[iri] = Told(len(found) + 1, iri, names[row["type"].value], label, status, holder, [])
        place = (int(row["start"].value), int(row["end"].value), row["phrase"].value)
        if place not in found[iri].places:
            found[iri].places.append(place)
    missing = labels_of({fact.iri for fact in found.values() if not fact.label})
    return [fact._replace(label=_named(fact, missing.get(fact.iri, ""))) for fact in found.values()]


def _named(fact: Told, otherwise: str) -> str:
    label = fact.label or otherwise
    return f"{fact.holder}: {label}" if fact.holder else label


def found_in(document: str) -> list[tuple[str, int]]:
    """Count the facts of a document by their type, the most frequent first."""
    return Counter(fact.type for fact in _facts(document)).most_common()


def _reader(text: str, facts: list[Told]) -> Markup:
    """Give the text with its marks as HTML; all of it escaped but our own few tags."""
    phrases: dict[tuple[int, int], list[int]] = {}
    anchors: dict[int, set[str]] = {}
    for fact in facts:
        for start, end, phrase in fact.places:
            anchors.setdefault(start, set()).add(f"s{start}-{end}")
            at = text.find(phrase, start, end)
            if at >= 0:
                phrases.setdefault((at, at + len(phrase)), []).append(fact.number)
    cuts = sorted({0, len(text), *anchors, *(cut for place in phrases for cut in place)})
    parts = [_piece(text[a:b], a, anchors.get(a, set()), _covering(phrases, a, b)) for a, b in pairwise(cuts)]
    return Markup("").join(parts)


def _covering(phrases: dict[tuple[int, int], list[int]], a: int, b: int) -> list[int]:
    return sorted(
        {number for (start, end), numbers in phrases.items() if start <= a and b <= end for number in numbers}
    )


def _piece(words: str, at: int, anchors: set[str], numbers: list[int]) -> Markup:
    places = Markup("").join(Markup('<span class="place" id="{}"></span>').format(name) for name in sorted(anchors))
    if not numbers:
        return places + escape(words)
    facts = ", ".join(str(number) for number in numbers)
    mark = Markup('<mark id="m{}"><a href="#f{}" title="fact {}">{}</a></mark>')
    return places + mark.format(at, numbers[0], facts, words)


@pages.get("/documents/new")
def new() -> Response:
    """Show the form for adding a text."""
    writable = bool(the_settings().token)
    return make_response(render_template("new.html", writable=writable, limit=MAX_TEXT // 1024 // 1024))


@pages.post("/documents")
def add() -> AnyResponse:
    """Take in a text, sent as JSON, as a form or as a file."""
    require_token()
    given, original = _given()
    job = the_jobs().submit([given], {given.id: original} if original else {})
    if request.args.get("wait") == "true" and job.ended.wait(PATIENCE):
        if job.failed:
            raise DocumentError(job.failed[0], subject=given.id)
        answer = make_response({"id": given.id, "new": given.id in job.new}, 201)
        answer.headers["Location"] = f"/documents/{given.id}"
        return answer
    return _accepted(job)


def _accepted(job: Job) -> AnyResponse:
    place = f"/jobs/{job.id}"
    if wants_page():
        return redirect(place, 303)
    answer = make_response({"job": place, "documents": [each.id for each in job.documents]}, 202)
    answer.headers["Location"] = place
    return answer


def _given() -> tuple[Document, Original | None]:
    """Read the document out of the request, with the file it was sent as."""
    fields: dict[str, Any]
    if request.is_json:
        fields = _json()
    elif file := request.files.get("file"):
        raw = file.read(MAX_PAGE + 1)
        _limit(len(raw), MAX_PAGE if is_webpage(raw) else MAX_TEXT)
        if raw:
            name = PurePath(file.filename or "the file").name
            document = read_bytes(raw, name, **_metadata(request.form.to_dict()))
            suffix = PurePath(name).suffix.lower()
            return document, Original(suffix if suffix in SUFFIXES else "", raw)
        fields = request.form.to_dict()
    else:
        fields = request.form.to_dict()
    words = fields.get("text")
    if not isinstance(words, str) or not words.strip():
        raise UsageError("There is no text; send it as `text`, or a file as `file`.")
    _limit(len(words.encode("utf-8", "replace")))
    return read_text(words, **_metadata(fields)), None


def _json() -> dict[str, Any]:
    try:
        found = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise UsageError("The body is not JSON.") from error
    if not isinstance(found, dict):
        raise UsageError("The body is to be a JSON object with `text`.")
    return found


def _limit(size: int, most: int = MAX_TEXT) -> None:
    if size > most:
        what = "text" if most == MAX_TEXT else "page"
        abort(413, f"A {what} may have {most // 1024 // 1024} MB at most.")


def _metadata(fields: dict[str, Any]) -> Any:  # a Metadata of kg.documents, whose keys are checked there
    """Give what was said about the text beside it."""
    unknown = sorted(set(fields) - {*_FIELDS, "text", "file"})
    if unknown:
        raise UsageError(f"There is no field {unknown[0]!r}; fields are {', '.join(('text', *_FIELDS))}.")
    found = {name: str(fields[name]).strip() for name in _FIELDS if fields.get(name)}
    if "published" in found:
        try:
            return {"published_basis": "stated", **found, "published": date.fromisoformat(found["published"])}
        except ValueError as error:
            raise UsageError(f"published={found['published']} is not a date; write 2025-10-05.") from error
    return found


@pages.post("/documents/examples")
def add_examples() -> AnyResponse:
    """Take in the example texts that come with the program."""
    require_token()
    folder = the_settings().examples
    if not folder.is_dir():
        raise NotFound("The example texts are not installed here.")
    inputs = collect([folder]).inputs
    return _accepted(the_jobs().submit([read_file(each.path, row=each.row) for each in inputs]))


@pages.delete("/documents/<document>")
def delete(document: str) -> AnyResponse:
    """Remove a document with all that only it says."""
    require_token()
    the_graph().delete([document])
    return Response(status=204)


@pages.post("/documents/<document>/delete")
def delete_by_form(document: str) -> AnyResponse:
    """Remove a document; forms know no DELETE."""
    require_token()
    the_graph().delete([document])
    return redirect("/documents", 303)
