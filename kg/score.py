"""Extraction against a folder of gold facts: extracts each text and hands the graphs to the gold's own scorer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from kg.documents import read_file
from kg.errors import UsageError
from kg.export import write_content
from kg.extracts import content_of_document
from kg.model import Document
from kg.pipeline import extract
from kg.registry import default_registry


def find_scorer(given: str | None) -> Path:
    """Give the scorer: the one named, or that beside the gold under TRADEKG_SHARED (default ../shared)."""
    shared = Path(os.environ.get("TRADEKG_SHARED", "../shared"))
    path = Path(given) if given else shared / "gold" / "score.py"
    if not path.is_file():
        raise UsageError(
            f"there is no scorer at {path}; name one with --scorer, or set TRADEKG_SHARED", subject=str(path)
        )
    return path


def score(gold: Path, *, scorer: Path, options: list[str]) -> str:
    """Extract the texts of a gold folder and give the scorer's figures."""
    documents = [_read(path) for path in sorted(gold.glob("*.json")) if path.with_suffix(".txt").is_file()]
    if not documents:
        raise UsageError(f"{gold} holds no gold: it needs ID.txt and ID.json for each document", subject=str(gold))
    registry = default_registry()
    with tempfile.TemporaryDirectory() as made:
        stems = [stem for stem, _ in documents]
        for stem, graphs in zip(stems, extract((d for _, d in documents), registry=registry), strict=True):
            with (Path(made) / f"{stem}.trig").open("wb") as out:
                write_content(content_of_document(graphs, registry), out, "trig")
        return _run([sys.executable, str(scorer), str(gold), made, *options])


def _read(path: Path) -> tuple[str, Document]:
    try:
        day = json.loads(path.read_text(encoding="utf-8")).get("published")
        published = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise UsageError(f"{path} is no gold file: {error}", subject=str(path)) from error
    return path.stem, read_file(path.with_suffix(".txt"), row=None, published=published)


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise UsageError(f"the scorer {command[1]} failed: {last[0]}", subject=command[1])
    return done.stdout
