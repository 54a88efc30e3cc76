"""What all tests share: the corpus where it lies, and documents made of a few words."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.model import Document
from kg.pipeline import Extraction, analyse

ROOT = Path(__file__).parent.parent
ABSENT: list[str] = []


def shared() -> Path:
    """Give the folder with the gold corpus and the test suites, TRADEKG_SHARED or ../shared."""
    return Path(os.environ.get("TRADEKG_SHARED", str(ROOT.parent / "shared"))).resolve()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make w3c` and `make clients` ask for what takes minutes."""
    parser.addoption("--w3c-all", action="store_true", help="run the long sections of the W3C suites too")
    parser.addoption("--npm", action="store_true", help="run the clients from npm too")


@pytest.fixture(scope="session")
def gold_folder() -> Path:
    """Give the annotated documents; where they are absent the test is told as not run."""
    folder = shared() / "gold" / "dev"
    if not folder.is_dir():
        if os.environ.get("TRADEKG_STRICT") == "1":
            pytest.fail(f"the gold corpus is not at {folder}; set TRADEKG_SHARED")
        ABSENT.append(f"gold corpus ({folder})")
        pytest.skip("the gold corpus is absent; set TRADEKG_SHARED to run this")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell at the end what was not there."""
    for line in dict.fromkeys(ABSENT):
        terminalreporter.write_line(f"not run, absent: {line}")


def document(text: str, published: str | None = "2025-10-05", title: str = "test") -> Document:
    """Give a document of these words."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        digest[:16],
        digest,
        text,
        title,
        date.fromisoformat(published) if published else None,
        "metadata" if published else "unknown",
    )


@pytest.fixture(scope="session")
def read_text() -> Callable[..., Extraction]:
    """Give a function that analyses a text and gives its extraction."""

    def read(text: str, published: str | None = "2025-10-05", title: str = "test") -> Extraction:
        (extraction,) = analyse([document(text, published, title)])
        return extraction

    return read


def gold_documents(folder: Path) -> dict[str, Document]:
    """Give the corpus as documents, by id."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        found[path.stem] = document(path.read_text(encoding="utf-8"), facts["published"], facts["title"])
    return found
