"""The corpus's own program judges; we only watch it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.export import write_content
from kg.extracts import content_of_document
from kg.pipeline import extract
from kg.registry import default_registry
from kg.scoring.parts import in_parts
from kg.scoring.report import as_json
from kg.scoring.run import run
from kg.scoring.scorer import Scorer, find_gold, find_scorer
from tests.conftest import gold_documents
from tests.kg.scoring.conftest import GOLD, SCORER


def by_program(gold: Path, made: Path) -> dict[str, Any]:
    documents, registry = gold_documents(gold), default_registry()
    for name, graphs in zip(documents, extract(documents.values(), registry=registry), strict=True):
        with (made / f"{name}.trig").open("wb") as out:
            write_content(content_of_document(graphs, registry), out, "trig")
    command = [sys.executable, str(SCORER), str(gold), str(made), "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def test_the_figures_are_the_programs_own(tmp_path: Path, small_gold: Path) -> None:
    for number, gold in enumerate((GOLD, small_gold)):
        made = tmp_path / str(number)
        made.mkdir()
        ours = json.loads(as_json(in_parts(run(gold, Scorer(SCORER)), None)))
        theirs = by_program(gold, made)
        assert ours["slots"] == theirs["slots"]
        assert ours["facts_without_evidence"] == theirs["facts_without_evidence"]
        for name, figures in theirs["types"].items():
            told = ours["types"][name]
            assert {k: told[k] for k in figures} == pytest.approx(figures), name


def test_each_fact_has_one_fate(small_gold: Path) -> None:
    first, *_ = run(small_gold, Scorer(SCORER))
    assert first.name == "HELD-1"
    fates = sorted((o.kind, o.found is None, o.wanted is None) for o in first.judgement.outcomes)
    assert ("missed", True, False) in fates
    assert ("extra", False, True) in fates
    assert not [f for f in fates if f[0] == "right"]


def test_what_is_found_tells_its_frame_and_phrase(small_gold: Path) -> None:
    first, *_ = run(small_gold, Scorer(SCORER))
    met = [first.ground(o) for o in first.judgement.outcomes if o.kind == "extra" and o.found["type"] == "engagement"]  # type: ignore[index]
    assert [g.frame for g in met] == ["engagement-meet"]
    assert all(g.phrase and g.phrase in first.document.text for g in met)


def test_every_phrase_is_counted(small_gold: Path) -> None:
    judged = run(small_gold, Scorer(SCORER))
    assert sum(j.phrases for j in judged) >= 4
    assert sum(j.misplaced for j in judged) == 0


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("def read_gold(:", "cannot be loaded"),
        ("import nowhere_at_all", "cannot be loaded"),
        ("x = 1", "lacks read_gold"),
    ],
)
def test_a_broken_scorer_is_told(program: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "score.py"
    path.write_text(program, encoding="utf-8")
    with pytest.raises(UsageError, match=reason):
        Scorer(path)


def test_a_scorer_that_counts_otherwise_is_refused(tmp_path: Path, small_gold: Path) -> None:
    path = tmp_path / "score.py"
    told = '        tallies[kind]["tp"] += sum('
    program = SCORER.read_text(encoding="utf-8")
    assert told in program
    path.write_text(program.replace(told, told.replace("sum(", "1 + sum(")), encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be followed"):
        run(small_gold, Scorer(path))


def test_a_missing_scorer_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no scorer"):
        find_scorer(str(tmp_path / "none.py"))


def test_the_corpus_is_the_default_and_its_absence_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADEKG_SHARED", str(tmp_path))
    with pytest.raises(UsageError, match="no gold"):
        find_gold(None)
    (tmp_path / "gold" / "dev").mkdir(parents=True)
    assert find_gold(None) == tmp_path / "gold" / "dev"
    assert find_gold(tmp_path) == tmp_path


def test_a_folder_without_gold_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no gold"):
        run(tmp_path, Scorer(SCORER))
    (tmp_path / "X.txt").write_text("words", encoding="utf-8")
    (tmp_path / "X.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="no gold file"):
        run(tmp_path, Scorer(SCORER))
