"""What the README says runs, as it stands, on a store with the seed."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.S | re.M)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("readme") / "data"
    with kg.open(folder) as graph:
        assert len(graph.ingest([str(ROOT / "seeds")]).added) == 1
        yield folder


COMMANDS = [
    line.split("#")[0].strip() for line in "\n".join(blocks("sh")).splitlines() if line.startswith("python -m kg")
]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_run(command: str, store: Path, tmp_path: Path) -> None:
    words = [sys.executable, *shlex.split(command)[1:], "--store", str(store)]
    words = [str(ROOT / "seeds") if w == "seeds" else str(tmp_path / w) if w.endswith(".ttl") else w for w in words]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr or list(tmp_path.iterdir())


@pytest.mark.parametrize("query", blocks("sparql"), ids=lambda q: q.strip().splitlines()[1].strip()[:30])
def test_queries_have_answers(query: str, store: Path) -> None:
    with kg.open(store) as graph:
        assert graph.query(query).rows


def test_the_meeting_of_the_seed_is_planned(store: Path) -> None:
    with kg.open(store) as graph:
        rows = graph.query(blocks("sparql")[0]).rows
    told = {(r["who"].value, r["whom"].value, r["status"].value.rsplit("/", 1)[1]) for r in rows}  # type: ignore[union-attr]
    assert told == {("Donald Trump", "Mark Carney", "planned")}


def test_the_python_example_runs(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = blocks("python")[0].replace('kg.open("data")', f"kg.open({str(store)!r})")
    exec(compile(code, "README", "exec"), {})  # the words of our own README
    assert "Donald Trump Mark Carney planned" in capsys.readouterr().out


def test_every_file_it_names_is_there() -> None:
    names = re.findall(r"\]\(([^)#]+)\)", README)
    assert names
    assert not [n for n in names if "://" not in n and not (ROOT / n).exists()]
