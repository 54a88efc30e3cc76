"""`python -m kg score`: what it prints, and what it never prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import cli
from kg.scoring.record import read_kept, write_kept
from tests.kg.scoring.conftest import SCORER

HELD_NAMES = ("Kato", "kato", "Bessent", "bessent", "szijjarto")


@pytest.fixture
def score(small_gold: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]  # a closure
    def run(*words: str) -> tuple[int, str, str]:
        split, kept = str(small_gold / "split.toml"), str(tmp_path / "scores.json")
        code = cli.main(["score", str(small_gold), "--scorer", str(SCORER), "--split", split, "--kept", kept, *words])
        return (code, *capfd.readouterr())

    return run


def test_figures_are_told_by_type_slot_and_frame_for_both_parts(score) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = score()
    assert code == 0
    heads = [line for line in out.splitlines() if line.startswith(("type", "slot", "frame"))]
    assert len(heads) == 3
    assert all("read" in h and "held" in h and "all" in h for h in heads)
    assert any(line.startswith("engagement-meet") for line in out.splitlines())
    assert "3 documents (read 2, held 1), 0 extracted facts without evidence" in out
    assert "all at their offsets" in out
    assert "F1 gap between the parts: +" in out


def test_facts_of_held_documents_are_never_listed_unasked(score) -> None:  # type: ignore[no-untyped-def]
    for words in ((), ("--show",), ("--show", "--save"), ("--json",)):
        _, out, err = score(*words)
        assert not [n for n in HELD_NAMES if n in out + err], words
    _, out, _ = score("--show")
    assert "missed  engagement: don farrell + narendra modi meeting [planned]" in out
    assert "“Trade Minister Don Farrell will visit Japan next week”" in out
    assert "engagement-travel: “" in out or "engagement-visit: “" in out


def test_asked_for_by_name_they_are_listed_with_a_warning(score) -> None:  # type: ignore[no-untyped-def]
    _, out, err = score("--show-held")
    assert "katsunobu kato + scott bessent meeting [happened]" in out
    assert "only scored" in err
    assert "narendra modi" not in out


def test_what_changed_since_figures_were_kept_is_told(score, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert "since" not in score()[1]
    assert "kept in" in score("--save")[2]
    out = score()[1]
    assert "since the kept figures: read F1" in out
    assert not [sign for sign in ("found now", "found no more", "extra now", "extra no more") if sign in out]
    kept = read_kept(tmp_path / "scores.json")
    assert kept is not None
    facts = {"found": ["READ-9 gone"], "missed": [], "extra": ["READ-9 mended"]}
    write_kept(type(kept)(kept.parts, facts), tmp_path / "scores.json")
    out = score()[1]
    assert "+ found now: READ-1 engagement: donald trump + mark carney meeting [happened]" in out
    assert "- found no more: READ-9 gone" in out
    assert "~ extra no more: READ-9 mended" in out
    assert "! extra now: READ-2 engagement" in out


def test_figures_of_another_form_are_told_and_written_anew(score, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "scores.json").write_text("{}", encoding="utf-8")
    code, _, err = score()
    assert (code, "make scores" in err) == (2, True)
    code, _, err = score("--save")
    assert (code, "written anew" in err) == (0, True)
    assert read_kept(tmp_path / "scores.json") is not None


def test_programs_get_figures_by_part(score) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(score("--json")[1])
    assert data["documents"] == 3
    assert set(data["parts"]) == {"read", "held"}
    assert data["phrases"]["misplaced"] == 0
    assert data["parts"]["read"]["frames"]["engagement-meet"]["right"] == 1


def test_without_a_split_all_may_be_shown_and_nothing_is_kept(
    small_gold: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    base = ["score", str(small_gold), "--scorer", str(SCORER), "--split", str(tmp_path / "none.toml")]
    assert cli.main([*base, "--show"]) == 0
    out = capfd.readouterr().out
    assert "katsunobu kato + peter szijjarto meeting [denied]" in out
    assert "gap" not in out
    assert cli.main([*base, "--save"]) == 2
