"""Every frame is proved by its own examples and counter-examples."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from kg.frames import LEXICONS, PATTERNS, Example, Frame, load_frames
from kg.model import Document
from kg.pipeline import analyse
from kg.tell import tell

NAMES = sorted(p.stem for p in PATTERNS.glob("*.toml") if p.stem not in LEXICONS)
FRAMES = [pytest.param(frame, id=f"{name}:{frame.id}") for name in NAMES for frame in load_frames(name)]


def told(example: Example, frame: Frame) -> list[str]:
    """Give the lines of the facts that a frame finds in a text."""
    digest = hashlib.sha256(example.text.encode()).hexdigest()
    document = Document(digest[:16], digest, example.text, "example", date.fromisoformat(example.published), "metadata")
    (extraction,) = analyse([document])
    return [tell(f) for f in extraction.facts if any(e.pattern == frame.id for e in f.evidence)]


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_finds_its_examples(frame: Frame) -> None:
    for example in frame.examples:
        assert set(example.facts) <= set(told(example, frame)), example.text


@pytest.mark.parametrize("frame", [f for f in FRAMES if f.values[0].misses])
def test_frame_misses_its_counter_examples(frame: Frame) -> None:
    for example in frame.misses:
        assert not set(told(example, frame)) - set(example.facts), example.text
