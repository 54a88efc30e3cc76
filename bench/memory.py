"""Memory of the whole pipeline over many documents in one process: resident size at equal steps.

    python bench/memory.py [--documents 5000] [--steps 10]

The documents are paragraphs of the seed and the example texts in ever new orders, each with a name of its own.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kg.documents import read_text  # noqa: E402
from kg.model import Document  # noqa: E402
from kg.pipeline import extract  # noqa: E402


def documents(count: int) -> Iterator[Document]:
    dice = random.Random(1)
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").rglob("*.txt"))]
    paragraphs = [p for text in texts for p in text.split("\n\n") if len(p) > 80]
    for number in range(count):
        name = f"Minister Ada Quill{number} met Minister Bo Lark{number} in Ottawa on Tuesday to discuss steel."
        yield read_text("\n\n".join([name, *dice.sample(paragraphs, 6)]), title="T", published=date(2025, 10, 5))


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--documents", type=int, default=5000)
    asked.add_argument("--steps", type=int, default=10)
    given = asked.parse_args()
    facts, step = 0, max(1, given.documents // given.steps)
    for number, graphs in enumerate(extract(documents(given.documents)), 1):
        facts += len(graphs.facts)
        if number % step == 0:
            print(f"{number} documents, {facts} quads of facts, {resident():.0f} MiB resident", flush=True)


if __name__ == "__main__":
    main()
