"""What is kept of the figures, and what a change did to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.scoring.figures import Figures, Part
from kg.scoring.parts import in_parts
from kg.scoring.record import Kept, changes, drops, f1_of, keep, read_kept, write_kept
from kg.scoring.run import run
from kg.scoring.scorer import Scorer
from tests.kg.scoring.conftest import SCORER


def kept(read: float = 0.8, held: float = 0.7, *, found: tuple[str, ...] = (), extra: tuple[str, ...] = ()) -> Kept:
    parts = {n: {"types": {"ALL": {"f1": f}}, "slots": {}, "frames": {}} for n, f in (("read", read), ("held", held))}
    return Kept(parts, {"found": found, "missed": (), "extra": extra})


def test_facts_are_kept_of_the_part_that_is_read_only(parts: tuple[Part, ...], tmp_path: Path) -> None:
    write_kept(keep(parts), tmp_path / "scores.json")
    text = (tmp_path / "scores.json").read_text(encoding="utf-8")
    assert "READ-1 engagement: donald trump + mark carney meeting [happened]" in text
    assert not [word for word in ("HELD", "kato", "bessent", "szijjarto", "Kato") if word in text]
    assert json.loads(text)["parts"]["held"]["types"]["ALL"]["f1"] == 0.0


def test_what_is_written_is_read_again_and_has_a_line_for_each_fact(parts: tuple[Part, ...], tmp_path: Path) -> None:
    now, path = keep(parts), tmp_path / "golden" / "scores.json"
    write_kept(now, path)
    again = read_kept(path)
    assert again is not None
    assert again.facts == {fate: list(names) for fate, names in now.facts.items()}
    assert again.parts["read"]["types"] == now.parts["read"]["types"]
    assert changes(now, again) == changes(now, now)
    lines = [line.strip().rstrip(",") for line in path.read_text(encoding="utf-8").splitlines()]
    assert all(json.dumps(fact, ensure_ascii=False) in lines for fact in now.facts["found"])
    assert f1_of(again, "read") == round(parts[0].f1, 3)


def test_nothing_kept_is_none_and_nonsense_is_told(tmp_path: Path) -> None:
    assert read_kept(tmp_path / "none.json") is None
    for text in ("[]", "{", '{"parts": {"read": {"types": {}, "slots": {"kind": 1}, "frames": {}}}, "facts": {}}'):
        (tmp_path / "bad.json").write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="does not hold"):
            read_kept(tmp_path / "bad.json")


def test_changes_tell_facts_gained_and_lost() -> None:
    told = changes(kept(found=("a", "b"), extra=("x",)), kept(found=("b", "c"), extra=("y",)))
    assert (told.gained, told.lost, told.wrong, told.mended) == (("c",), ("a",), ("y",), ("x",))


@pytest.mark.parametrize(
    ("now", "fallen"),
    [(kept(0.79, 0.69), []), (kept(0.789, 0.9), ["read"]), (kept(0.9, 0.68), ["held"]), (kept(0.9, 0.9), [])],
)
def test_a_drop_of_more_than_a_hundredth_on_either_part_is_told(now: Kept, fallen: list[str]) -> None:
    assert [told.split(":")[0] for told in drops(kept(), now)] == fallen


def test_figures_of_nothing_are_nought() -> None:
    assert (Figures().precision, Figures().recall, Figures().f1) == (0.0, 0.0, 0.0)
    assert Figures(8, 2, 0).plus(Figures(0, 0, 2)).precision == 0.8


def test_a_split_that_leaves_a_document_out_is_told(small_gold: Path, tmp_path: Path) -> None:
    judged = run(small_gold, Scorer(SCORER))
    split = tmp_path / "split.toml"
    for text, reason in (
        ('read = ["READ-1"]\nheld = []', "READ-2"),
        ("read = ", "no split"),
        ("read = []", "no split"),
    ):
        split.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=reason):
            in_parts(judged, split)
    split.write_text('read = ["OTHER"]\nheld = []', encoding="utf-8")
    assert [p.name for p in in_parts(judged, split)] == ["all"]
