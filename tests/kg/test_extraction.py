"""Extraction in killable workers gives what extraction here gives, and a worker that fails costs one document."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg import bounds, extraction, extraction_worker, pools, wire
from kg import workers as pool
from kg.changes import DocumentChange
from kg.children import Child, child_environment
from kg.documents import read_text
from kg.errors import DocumentError, UsageError
from kg.extraction import Extracted, extracted
from kg.ingest import refuse_foreign
from kg.model import Document
from kg.pipeline import extract
from kg.workers import Workers

TALKS = "Prime Minister Mark Carney met President Donald Trump in Washington on Tuesday to discuss steel tariffs."
GERMAN = """Der Bundeskanzler hat am Dienstag in Berlin mit dem Präsidenten über Zölle auf Stahl gesprochen.
Die beiden Seiten wollen sich im nächsten Monat wieder treffen, und die Verhandlungen sollen dann fortgesetzt werden."""
# Answers as the true worker does, unless the text asks for a fault; so no language model is loaded.
FAKE = """
import os, resource, sys, time
from kg import bounds, wire
from kg.changes import DocumentChange
from kg.extraction import Extracted, answer_of, read_question
while True:
    header, payload = wire.receive(sys.stdin.buffer.read)
    document = read_question(header, payload)
    if "slow" in document.text: time.sleep(30)
    if "spin" in document.text:
        bounds.start_timer(header["seconds"])
        while True: pass
    if "burst" in document.text: os._exit(1)
    if "later" in document.text: time.sleep(0.3)
    told = ({"error": "a fault"}, b"") if "fault" in document.text else answer_of(
        Extracted(DocumentChange(document.id, f"pid-{os.getpid()}")))
    wire.send(sys.stdout.buffer.write, *told); sys.stdout.buffer.flush()
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(1)
    yield made
    made.close()


@pytest.fixture
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    (tmp_path / "fake_worker.py").write_text(FAKE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(pool, "WORKER", "fake_worker")
    made = Workers(2)
    yield made
    made.close()


def texts(*words: str) -> list[Document]:
    return [read_text(text, title=text[:20]) for text in words]


def told(results: Iterator[Extracted | DocumentError]) -> list[str]:
    return [r.message if isinstance(r, DocumentError) else r.change.extractor.split("-")[0] for r in results]


def test_a_worker_gives_what_extraction_here_gives(workers: Workers) -> None:
    documents = texts(TALKS, "Canada imposed a 25 per cent tariff on steel from China.\x00 \u2028\u00e9")
    assert list(workers.extract(documents)) == [extracted(graphs) for graphs in extract(documents)]


def test_a_warm_worker_is_used_again(workers: Workers) -> None:
    list(workers.extract(texts(TALKS)))
    (idle,) = workers.pool._idle
    list(workers.extract(texts("Mexico met Canada.")))
    assert workers.pool._idle == [idle]


def test_order_is_kept_and_faults_cost_one_document(fakes: Workers) -> None:
    assert told(fakes.extract(texts("later", "one", "a fault", "two"))) == ["pid", "pid", "a fault", "pid"]
    assert told(fakes.extract(texts("burst", "three")))[0].startswith("reading it broke off")
    for child in fakes.pool._idle:
        child.child.kill()
        child.child.wait()
    assert told(fakes.extract(texts("four"))) == ["pid"]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "START_SECONDS", 1.0)
    monkeypatch.setattr(bounds, "SECONDS", 0.5)


def test_processor_time_is_bounded_told_and_the_rest_go_on(fakes: Workers, short: None) -> None:
    assert told(fakes.extract(texts("one", "spin", "two"))) == [
        "pid",
        "reading it was stopped after 0.5 s of processor time; split it into several documents",
        "pid",
    ]


def test_one_that_hangs_is_ended_by_the_clock(fakes: Workers, short: None) -> None:
    start = time.monotonic()
    assert told(fakes.extract(texts("slow", "one"))) == [
        "reading it was stopped after 2.5 s; try again when the machine has less to do",
        "pid",
    ]
    assert time.monotonic() - start < 8


def test_a_long_document_may_take_longer() -> None:
    assert [bounds.seconds_for(length) for length in (10, 300_000, 2_000_000)] == [60.0, 60.0, 400.0]


def test_nobody_waits_for_ever_and_none_is_left_after_the_end(fakes: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 0.1)
    busy = Workers(1)
    busy.pool._free.acquire()
    assert told(busy.extract(texts("x"))) == ["other documents are being read; try again later"]
    running = Child("fake_worker")
    fakes.pool._busy[running] = None
    fakes.close()
    assert running.child.wait(5) < 0
    running.kill()
    assert told(fakes.extract(texts("five"))) == ["the store was closed"]


def test_a_call_that_is_broken_off_stops_its_own_workers_only(fakes: Workers) -> None:
    start = time.monotonic()
    results = fakes.extract(texts("one", "slow", "slower"))
    next(results)
    results.close()
    assert time.monotonic() - start < 10
    assert told(fakes.extract(texts("two"))) == ["pid"]


def test_what_a_frame_carries_comes_back_equal() -> None:
    (found,) = map(extracted, extract(texts(TALKS)))
    assert isinstance(found.change, DocumentChange)
    assert extraction.read_answer(*extraction.answer_of(found)) == found


def test_what_breaks_on_one_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(documents: list[Document]) -> None:
        raise ValueError("poison")

    asked = extraction.question(*texts("Some words."), work="extract", form="", seconds=60)
    monkeypatch.setattr("kg.pipeline.extract", breaks)
    assert extraction_worker.answer(*asked) == ({"error": "it cannot be extracted (ValueError('poison'))"}, b"")


def test_a_worker_ends_with_its_input() -> None:
    command = [sys.executable, "-m", pool.WORKER]
    done = subprocess.run(command, input=b"", env=child_environment(), capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
    half = subprocess.run(command, input=b"\0" * 5, env=child_environment(), capture_output=True, check=True)
    assert half.stdout == b""


def test_server_process_adds_without_the_language_model(tmp_path: Path) -> None:
    code = f"""import sys, kg; from kg.documents import read_text
with kg.open(sys.argv[1]) as graph:
    print(len(graph.add([read_text({TALKS!r}, title="T")]).added), "spacy" in sys.modules, len(graph.documents()))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "store")], env=child_environment(), capture_output=True, check=True
    )
    assert done.stdout == b"1 False 1\n"


def test_an_overrun_stores_nothing(fakes: Workers, short: None, tmp_path: Path) -> None:
    with kg.open(tmp_path / "store") as graph:
        version = graph.version()
        report = graph.add(texts("slow and steady"))
        assert [failure.subject for failure in report.failed] == ["slow and steady"]
        assert (graph.documents(), list(graph.archive.ids()), graph.version()) == ([], [], version)


def test_several_workers_take_in_a_folder(fakes: Workers, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Text number {number}, {'fault' * (number == 2)}.")
    told: list[int] = []
    with kg.open(tmp_path / "store") as graph:
        paths = sorted(tmp_path.glob("*.txt"))
        report = graph.ingest(paths, workers=2, progress=lambda done, *_: told.append(done))
        assert [graph.text(document)[12] for document in report.added] == ["0", "1", "3", "4"]
        assert [(Path(f.subject).name, f.reason) for f in report.failed] == [("2.txt", "a fault")]
        assert told == [1, 2, 3, 4, 5]
        with pytest.raises(UsageError, match="1 to 64"):
            graph.ingest(paths, workers=0)


@pytest.mark.parametrize(("language", "told"), [(None, "in German"), ("de", "in German"), ("fr-CA", "in French")])
def test_other_languages_are_skipped_unless_asked(language: str | None, told: str) -> None:
    refuse_foreign(read_text(TALKS))
    refuse_foreign(read_text(GERMAN, language="en-GB"))  # who says so wants it read
    with pytest.raises(DocumentError, match=told + r", not English; skipped \(--any-language reads it"):
        refuse_foreign(read_text(GERMAN, language=language))


def test_frames_know_their_limits() -> None:
    with pytest.raises(wire.ClosedError):
        wire.receive(lambda _: b"")
