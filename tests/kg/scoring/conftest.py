"""A small corpus in two parts, made here: what it holds, and what the present rules make of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.scoring.command import figures
from kg.scoring.figures import Part

GOLD = Path(__file__).parent.parent.parent / "gold"
SCORER = GOLD / "score.py"
TEXTS = {
    "READ-1": "Prime Minister Mark Carney met President Donald Trump in Washington on Friday.\n",
    "READ-2": "Trade Minister Don Farrell will visit Japan next week. Quiet talks followed.\n",
    "HELD-1": "Finance Minister Katsunobu Kato met Treasury Secretary Scott Bessent in Geneva on Friday.\n",
}


def _meeting(text: str, *who: str, status: str = "happened") -> dict[str, Any]:
    end = text.index(".")
    return {
        "type": "engagement", "kind": "meeting", "participants": list(who), "status": status, "place": None,
        "when": None, "sectors": [], "about": [], "ev": [[0, end]], "core": True,
    }  # fmt: skip


@pytest.fixture(scope="session")
def small_gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    facts = {
        "READ-1": [_meeting(TEXTS["READ-1"], "Mark Carney", "Donald Trump")],
        "READ-2": [_meeting(TEXTS["READ-2"], "Don Farrell", "Narendra Modi", status="planned")],
        "HELD-1": [_meeting(TEXTS["HELD-1"], "Katsunobu Kato", "Peter Szijjarto", status="denied")],
    }
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        data = {"id": name, "title": name, "published": "2025-10-05", "facts": facts[name]}
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    (folder / "split.toml").write_text('read = ["READ-1", "READ-2"]\nheld = ["HELD-1"]\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def parts(small_gold: Path) -> tuple[Part, ...]:
    return figures(small_gold, scorer=str(SCORER), split=small_gold / "split.toml")
