"""CPU time of the whole pipeline against the spaCy parse alone, in turn, in one process.

    python bench/extraction.py [FOLDER] [--rounds 5]

FOLDER holds texts (default: the corpus under TRADEKG_SHARED, else seeds/). Prints medians a document and their ratio.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kg.documents import read_file  # noqa: E402
from kg.model import Document  # noqa: E402
from kg.nlp import parse  # noqa: E402
from kg.pipeline import extract  # noqa: E402
from kg.text import paragraphs  # noqa: E402


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def parse_alone(documents: list[Document]) -> int:
    texts = (p.span.of(d.text) for d in documents for p in paragraphs(d.text) if p.kind != "boilerplate")
    return sum(len(doc) for doc in parse(texts))


def main() -> None:
    shared = Path(os.environ.get("TRADEKG_SHARED", str(ROOT.parent / "shared"))) / "gold" / "dev"
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", nargs="?", type=Path, default=shared if shared.is_dir() else ROOT / "seeds")
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    documents = [read_file(p, published=date(2025, 10, 5)) for p in sorted(given.folder.glob("*.txt"))]
    tokens = parse_alone(documents)  # warm
    list(extract(documents))
    alone, whole = [], []
    for _ in range(given.rounds):
        alone.append(seconds(lambda: parse_alone(documents)))
        whole.append(seconds(lambda: list(extract(documents))))
    ratios = [w / a for w, a in zip(whole, alone, strict=True)]
    each = [statistics.median(x) / len(documents) * 1000 for x in (alone, whole)]
    print(f"{len(documents)} documents, {tokens} tokens, {given.rounds} rounds, CPU milliseconds a document (median)")
    print(f"parse alone {each[0]:.1f}, whole pipeline {each[1]:.1f}")
    print(f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
