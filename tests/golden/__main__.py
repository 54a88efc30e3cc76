"""Shows what the golden files would gain and lose, or accepts it, or writes the docs' figures anew.

python -m tests.golden [accept | figures]
"""

from __future__ import annotations

import sys

from tests.golden import figures, pages, ranges
from tests.golden.cases import documents, kept, path, triples, written
from tests.golden.difference import difference


def show() -> int:
    """Print triples gained and lost, text by text; give 1 when there are any."""
    changed = 0
    for name in documents():
        lines = difference(kept(name), triples(name))
        changed += bool(lines)
        gained, lost = (sum(line.startswith(f"  {sign}") for line in lines) for sign in "+-")
        print(f"{name}: {f'{gained} gained, {lost} lost' if lines else 'as kept'}")
        print("".join(f"  {line}\n" for line in lines), end="")
    return int(changed > 0)


def accept() -> int:
    """Write the golden files, the ranges and the generated page."""
    show()
    for name in documents():
        path(name).write_text(written(triples(name)), encoding="utf-8")
    ranges.accept()
    pages.accept()
    return 0


def write_figures() -> int:
    """Write the tables of the docs from the kept figures."""
    figures.accept()
    return 0


TASKS = {(): show, ("accept",): accept, ("figures",): write_figures}

if __name__ == "__main__":
    asked = tuple(sys.argv[1:])
    sys.exit(TASKS[asked]() if asked in TASKS else __doc__)
