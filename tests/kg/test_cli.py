"""The command line: what it prints, and its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import cli, commands
from kg.children import child_environment

TEXT = (
    "Prime Minister Mark Carney will meet President Donald Trump in Washington on Tuesday to discuss steel tariffs.\n"
)
COMMANDS = ("extract", "ingest", "documents", "delete", "query", "view", "export", "validate", "score")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cli")
    (made / "talks.txt").write_text(TEXT, encoding="utf-8")
    (made / "bad.txt").write_bytes(b"")
    (made / "query.rq").write_text("SELECT ?o { person:mark-carney org:holds ?o }")
    return made


def run(home: Path, *words: str, capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    command, *rest = words
    store = [] if command in ("extract", "score") or "--store" in rest else ["--store", str(home / "store")]
    code = cli.main([command, *store, *rest])
    out, err = capfd.readouterr()
    return code, out, err


def test_a_session(home: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def kg(*words: str) -> tuple[int, str, str]:
        return run(home, *words, capfd=capfd)

    assert kg("documents")[1].startswith("No documents yet")
    code, out, err = kg("ingest", str(home / "talks.txt"), str(home / "bad.txt"), "--published", "2025-10-05")
    assert (code, out.split(";")[0]) == (1, "1 added, 1 failed")
    assert "bad.txt" in err
    assert "1 of 2 documents failed" in err
    code, out, _ = kg("documents")
    assert (code, "2025-10-05" in out) == (0, True)
    document = out.splitlines()[2].split()[0]

    assert "office:CAN-prime-minister" in kg("query", "-f", str(home / "query.rq"))[1]
    assert json.loads(kg("query", "ASK {}", "--format", "json")[1])["boolean"] is True
    assert kg("query", "CONSTRUCT WHERE { person:mark-carney a ?c }")[1].endswith(
        "person:mark-carney a foaf:Person .\n"
    )
    assert kg("view", "offices", "--format", "json")[0] == 0
    met = json.loads(kg("view", "meetings", "--format", "json")[1])
    assert met["graph"]["counts"]["facts"] >= 1  # the whole way: text, extraction, store, view
    query = kg("view", "meetings", "--format", "sparql")[1]
    (tmp_path / "edited.rq").write_text(query + "LIMIT 1", encoding="utf-8")
    assert kg("view", "meetings", "--query", str(tmp_path / "edited.rq"))[0] == 0
    assert kg("view", "ego", "--focus", "Mark Carney", "--format", "dot")[1].startswith("graph")
    assert "among" in kg("ask", "components")[1]
    assert json.loads(kg("ask", "paths", "Mark Carney", "Canada", "--format", "json")[1])["rows"]
    assert kg("ask", "paths", "Mark Carney")[0] == kg("ask", "centrl")[0] == kg("view", "ego")[0] == 2
    assert kg("export", str(tmp_path / "x.ttl")) == (0, "", "")
    assert kg("export", "-", "--as-of", "2099-01-01")[1] == kg("export", "-")[1]
    assert kg("export", "-", "--as-of", "1999-01-01", "--format", "nt") == (0, "", "")
    assert kg("export", "-")[1] == (tmp_path / "x.ttl").read_text(encoding="utf-8")
    assert kg("validate")[:2] == (0, "conforms\n")
    assert kg("ingest", "--again")[1].startswith("1 unchanged")
    assert kg("delete", document)[:2] == (0, "1 deleted\n")
    assert kg("delete", document)[0] == 2


def test_extract_writes_a_file_that_validates(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = home / "out"
    assert run(home, "extract", str(home / "talks.txt"), "--out", str(out), capfd=capfd)[0] == 0
    assert [path.name for path in out.iterdir()] == ["talks.trig"]
    assert 'skos:prefLabel "Canada"@en' in (out / "talks.trig").read_text(encoding="utf-8")
    assert run(home, "validate", str(out / "talks.trig"), capfd=capfd)[:2] == (0, "conforms\n")


def test_extract_explains(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    talks = str(home / "talks.txt")
    code, out, _ = run(home, "extract", talks, "--explain", "--published", "2025-10-05", capfd=capfd)
    assert code == 0
    assert "meeting: Mark Carney + Donald Trump [planned] 7 October 2025" in out
    code, out, _ = run(home, "extract", talks, "--explain", "--format", "json", capfd=capfd)
    assert (code, json.loads(out)["basis"]) == (0, "unknown")


@pytest.mark.parametrize("words", [("--format", "json"), ("--explain", "--out", "x"), ("--explain", "--format", "ttl")])
def test_extract_tells_which_options_go_together(
    home: Path, words: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(home, "extract", str(home / "talks.txt"), *words, capfd=capfd)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "--explain" in err


def test_validate_names_what_is_wrong(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (home / "wrong.ttl").write_text(
        "@prefix tp: <https://w3id.org/tradekg/ontology#> . <https://e.org/m> a tp:Meeting ."
    )
    code, out, _ = run(home, "validate", str(home / "wrong.ttl"), capfd=capfd)
    assert code == 1
    assert "https://e.org/m: S03" in out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["query", "SELECT * {"], 2, "line 1, column 1"),
        (["query", "SELECT * { SERVICE <http://localhost:1/> {} }"], 2, "SERVICE is refused"),
        (["query"], 2, "give a query"),
        (["query", ""], 2, "the query is empty"),
        (["query", "ASK { ?s ?p '\udcff' }"], 2, "half a character at line 1, column 14"),
        (["query", "-f", "."], 2, ". cannot be read: Is a directory"),
        (["query", "ASK {}", "--format", "ttl"], 2, "ask results come as"),
        (["query", "-f", "nowhere.rq"], 2, "nowhere.rq"),
        (["view", "metings"], 2, "meetings"),
        (["export", "/nowhere/x.ttl"], 2, "cannot be written"),
        (["export", "x.ttl", "--graph", "none"], 2, "no graph is called none"),
        (["export", "x.ttl", "--graph", "a b:c"], 2, "no graph is called a b:c"),
        (["validate", os.devnull], 2, "no RDF format"),
        (["ingest"], 2, "name files"),
        (["ingest", "nowhere.txt", "--workers", "0"], 2, "0 workers cannot be had"),
        (["ingest", "nowhere.txt"], 2, "nowhere.txt"),
        (["score", "nowhere"], 2, "no gold at nowhere"),
        (["score"], 2, "set TRADEKG_SHARED"),
    ],
)
def test_errors_are_one_line(
    home: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.setenv("TRADEKG_SHARED", str(home))
    told, _, err = run(home, *words, capfd=capfd)
    assert (told, err.count("\n")) == (code, 1)
    assert message in err


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        [],
        ["ingest", "x", "--published", "5 October"],
        ["export"],
        *(["query", "ASK {}", "--deadline", limit] for limit in ("-1", "0", "nan", "1e300", "soon")),
    ],
)
def test_wrong_calls_exit_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_foreign_folder_exits_with_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("")
    assert cli.main(["documents", "--store", str(tmp_path)]) == 3
    assert "is not a store" in capsys.readouterr().err


def test_a_batch_tells_each_bad_document_and_reads_the_rest(
    home: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "large.txt").write_text("Canada met Mexico.\n" * 550_000)
    (tmp_path / "german.txt").write_text(
        "Der Bundeskanzler hat am Dienstag mit dem Präsidenten über Zölle gesprochen, und die beiden Seiten wollen"
        " sich im nächsten Monat wieder treffen, um die Verhandlungen in Berlin oder in Paris weiter zu führen."
    )
    code, _, err = run(home, "extract", str(tmp_path), "--out", str(tmp_path / "out"), capfd=capfd)
    assert (code, err.count("\n")) == (1, 5)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.trig"]
    assert all(word in err for word in ("empty.txt", "binary.txt", "large.txt", "german.txt: in German, not English"))
    code, out, told = run(home, "ingest", "--store", str(tmp_path / "store"), str(tmp_path), capfd=capfd)
    assert (code, out.split(";")[0], told.count("\n")) == (1, "1 added, 4 failed", 5)


def test_nothing_half_written_is_left(home: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert run(home, "export", str(tmp_path / "folder"), capfd=capfd)[0] == 2
    (tmp_path / "file").write_text("mine")
    code, _, err = run(home, "extract", str(home / "talks.txt"), "--out", str(tmp_path / "file"), capfd=capfd)
    assert (code, err.count("\n")) == (2, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert run(home, "export", os.devnull, capfd=capfd)[0] == 0
    assert not Path(os.devnull).is_file()
    (tmp_path / "empty.ttl").write_text("")
    assert "no triples" in run(home, "validate", str(tmp_path / "empty.ttl"), capfd=capfd)[2]


def test_a_full_disk_is_one_line(home: Path) -> None:
    environment = {**child_environment(), "TRADEKG_STORE": str(home / "store")}
    command = [sys.executable, "-m", "kg", "query", "SELECT * { ?s ?p ?o } LIMIT 5000"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"kg: No space left on device\n")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_broken_entity_file_is_no_documents_fault(home: Path, tmp_path: Path, workers: str) -> None:
    (tmp_path / "store").symlink_to(home / "store")
    environment = {**child_environment(), "TRADEKG_ENTITIES": str(tmp_path / "none.csv")}
    (tmp_path / "new.txt").write_text("Mexico met Canada.")
    command = [sys.executable, "-m", "kg", "ingest", "new.txt", "--store", "store", "--workers", workers]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert b"none.csv" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    assert f"Example:\n  python -m kg {command}" in capsys.readouterr().out


def test_progress_is_drawn_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.progress(1, 2, "a")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    commands.progress(1, 2, "na\x1bme")
    commands.progress(2, 2, "")
    told = capsys.readouterr().err
    assert "1/2 name" in told
    assert told.endswith("\n")


def test_a_closed_pipe_is_no_traceback(home: Path) -> None:
    command = [sys.executable, "-m", "kg", "query", "SELECT * { ?s ?p ?o } LIMIT 5000", "--format", "csv"]
    environment = {**child_environment(), "TRADEKG_STORE": str(home / "store")}
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=os.curdir)
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait() == 1
