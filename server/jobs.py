"""Work that outlasts a request: documents read in one background thread, and the page that tells how far it is."""

from __future__ import annotations

import logging
import queue
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from flask import Blueprint, Response, current_app, make_response, render_template

from kg.archive import Original
from kg.errors import KgError, NotFound
from kg.ingest import Report
from kg.model import Document
from server.negotiation import wants_page

pages = Blueprint("jobs", __name__)
log = logging.getLogger(__name__)

WAITING = 50  # jobs that may wait for their turn
KEPT = 200  # jobs that are remembered, the oldest finished one forgotten first


class Add(Protocol):
    """What takes documents in."""

    def __call__(self, documents: Sequence[Document], *, originals: Mapping[str, Original]) -> Report:
        """Take in documents and keep what they were made of."""


class TooMany(KgError):
    """Too many jobs wait already (HTTP 503)."""


@dataclass(slots=True)
class Job:
    """Documents to take in, and what became of them so far."""

    documents: tuple[Document, ...]
    originals: Mapping[str, Original] = field(default_factory=dict)  # by the document's id
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    state: str = "waiting"  # waiting, running, done, failed
    read: int = 0
    taken: list[Document] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)  # one sentence each
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def now(self) -> str:
        """Give the title of the document that is being read."""
        return self.documents[self.read].title if self.read < len(self.documents) else ""

    def as_json(self) -> dict[str, Any]:
        """Give the job for programs."""
        taken = [{"id": each.id, "title": each.title, "new": each.id in self.new} for each in self.taken]
        return {"id": self.id, "state": self.state, "total": len(self.documents), "read": self.read,
                "documents": taken, "failed": self.failed}  # fmt: skip


class Jobs:
    """The jobs of one server, done one after another in the order in which they came."""

    def __init__(self, add: Add) -> None:
        self._add = add
        self._known: dict[str, Job] = {}
        self._line: queue.Queue[Job] = queue.Queue(WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, documents: Sequence[Document], originals: Mapping[str, Original] | None = None) -> Job:
        """Put documents in line; the thread starts with the first."""
        job = Job(tuple(documents), originals or {})
        with self._lock:
            try:
                self._line.put_nowait(job)
            except queue.Full as error:
                raise TooMany(f"{WAITING} uploads wait already; send it again in a minute.") from error
            self._known[job.id] = job
            self._forget()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
        return job

    def find(self, wanted: str) -> Job:
        """Give the job of that name."""
        job = self._known.get(wanted)
        if job is None:
            raise NotFound(f"There is no job {wanted[:80]}; jobs are forgotten when the server ends.", subject=wanted)
        return job

    def _forget(self) -> None:
        ended = [name for name, job in self._known.items() if job.ended.is_set()]
        for name in ended[: max(0, len(self._known) - KEPT)]:
            del self._known[name]

    def _work(self) -> None:
        while True:
            self._run(self._line.get())

    def _run(self, job: Job) -> None:
        job.state = "running"
        for document in job.documents:
            self._take(job, document)
            job.read += 1
        job.state = "done" if job.taken else "failed"
        job.ended.set()

    def _take(self, job: Job, document: Document) -> None:
        try:
            report = self._add([document], originals=job.originals)
        except KgError as error:
            job.failed.append(error.message)
        except Exception:  # the thread serves all jobs and is to outlive a fault of ours
            number = secrets.token_hex(4)
            log.exception("fault %s", number)
            job.failed.append(f"Something went wrong here; the log has it under {number}.")
        else:
            job.failed += [failure.reason for failure in report.failed]
            if not report.failed:
                job.taken.append(document)
                job.new += report.added


def the_jobs() -> Jobs:
    """Give the jobs of the running application."""
    return cast(Jobs, current_app.extensions["tradekg.jobs"])


@pages.get("/jobs/<wanted>")
def show(wanted: str) -> Response:
    """Tell how far a job is; the page looks again by itself until the job has ended."""
    job = the_jobs().find(wanted.removesuffix(".json"))
    if wanted.endswith(".json") or not wants_page():
        answer = make_response(job.as_json())
    else:
        from server.documents import found_in  # the two know each other: this page tells what a document gave

        found = [(each, found_in(each.id)) for each in job.taken] if job.ended.is_set() else []
        answer = make_response(render_template("job.html", job=job, found=found))
    answer.headers["Cache-Control"] = "no-store"
    return answer
