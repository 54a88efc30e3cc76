"""Pages of the docs that are made from the texts: the seed, explained."""

from __future__ import annotations

from kg.explain import explain
from kg.explain_lines import as_text
from tests.golden.cases import ROOT, SEED, documents

PATH = ROOT / "docs" / "explain-seed.md"
HEAD = """# The seed, looked at from inside

    python -m kg extract seeds --explain

Sentence by sentence: what is named and what it links to, whom other words refer to, dates as their clause resolves
them, the frames that fired with their fact and its exact phrase, and the candidates that were dropped with the reason.
`make golden` writes this page again.

```text
"""


def page() -> str:
    """Give the page as it should be."""
    return f"{HEAD}{as_text(explain(documents()[SEED]))}```\n"


def accept() -> None:
    """Write it."""
    PATH.write_text(page(), encoding="utf-8")
