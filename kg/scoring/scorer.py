"""The gold corpus's own scoring program, loaded from its file, so that its rules are told in one place only."""

from __future__ import annotations

import importlib.util
import os
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import UsageError

Item = dict[str, Any]  # a fact in the scorer's own form
EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fact: right, missed, extra, or spare (neither asked for nor wrong)."""

    kind: str
    weight: float
    wanted: Item | None  # of the gold
    found: Item | None  # of the graph


@dataclass(slots=True)
class Judgement:
    """The scorer's counts for one document or many, and what they rest on."""

    types: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slots: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    outcomes: list[Outcome] = field(default_factory=list)


class Scorer:
    """Judges graphs by the rules of a scoring program."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.module = _load(path)

    def gold(self, path: Path) -> list[Item]:
        """Read the gold facts of one document."""
        return list(self.module.read_gold(path))

    def graph(self, path: Path) -> list[Item]:
        """Read the facts of one graph."""
        with warnings.catch_warnings():  # how the program uses rdflib is its own affair
            warnings.simplefilter("ignore", DeprecationWarning)
            return list(self.module.Extracted(path).facts())

    def judge(self, gold: list[Item], found: list[Item]) -> Judgement:
        """Give the program's counts for one document, with the fate of each fact."""
        types: dict[str, Any] = defaultdict(self.module.Tally)
        slots: dict[str, Counter[str]] = defaultdict(Counter)
        with _watched(self.module) as matchings:
            self.module.score_document(gold, found, types, slots, [])
        # The second matching only asks how much of the engagements is lost to status.
        outcomes = [o for i, m in enumerate(matchings) if i != 1 for o in m.outcomes()]
        judged = Judgement({k: Counter(t) for k, t in types.items()}, slots, outcomes)
        self._compare(judged)
        return judged

    def _compare(self, judged: Judgement) -> None:
        """Refuse a program that counts otherwise than its matchings say."""
        for kind, name in (("right", "tp"), ("missed", "fn"), ("extra", "fp")):
            told = sum(o.weight for o in judged.outcomes if o.kind == kind)
            counted = sum(c[name] for c in judged.types.values())
            if abs(told - counted) > EPSILON:
                raise UsageError(f"{self.path} counts in a way that cannot be followed", subject=str(self.path))


@dataclass(frozen=True, slots=True)
class _Matching:
    """One call of the program's matching: two lists of facts, what may match, what did."""

    wanted: list[Item]
    found: list[Item]
    may: Callable[[Item, Item], bool]
    hits: list[tuple[int, int]]

    def outcomes(self) -> Iterator[Outcome]:
        """Give the fate of each fact on either side."""
        by_found = {j: i for i, j in self.hits}
        taken = set(by_found.values())
        for i, item in enumerate(self.wanted):
            if i not in taken and item["core"]:
                yield Outcome("missed", _weight(item), item, None)
        for j, item in enumerate(self.found):
            gold = self.wanted[by_found[j]] if j in by_found else None
            if gold is not None:
                yield Outcome("right" if gold["core"] else "spare", _weight(gold), gold, item)
            else:
                told = any(self.may(other, item) for other in self.wanted)  # a second telling
                yield Outcome("spare" if told else "extra", _weight(item), None, item)


def _weight(item: Item) -> float:
    return float(item.get("weight", 1.0))


class _watched:  # noqa: N801 - a context manager, used as one
    """Keeps what the program's matching is asked and answers, while the block runs."""

    def __init__(self, module: Any) -> None:
        self.module, self.plain = module, module.assign
        self.matchings: list[_Matching] = []

    def __enter__(self) -> list[_Matching]:
        def assign(wanted: list[Item], found: list[Item], may: Callable[[Item, Item], bool]) -> list[tuple[int, int]]:
            hits: list[tuple[int, int]] = self.plain(wanted, found, may)
            self.matchings.append(_Matching(wanted, found, may, hits))
            return hits

        self.module.assign = assign
        return self.matchings

    def __exit__(self, *_: object) -> None:
        self.module.assign = self.plain


def find_scorer(given: str | None) -> Path:
    """Give the scorer: the one named, or that beside the gold under TRADEKG_SHARED (default ../shared)."""
    path = Path(given) if given else _shared() / "gold" / "score.py"
    if not path.is_file():
        raise UsageError(
            f"there is no scorer at {path}; name one with --scorer, or set TRADEKG_SHARED", subject=str(path)
        )
    return path


def find_gold(given: Path | None) -> Path:
    """Give the folder of gold: the one named, or the corpus under TRADEKG_SHARED (default ../shared)."""
    path = given or _shared() / "gold" / "dev"
    if not path.is_dir():
        raise UsageError(f"there is no gold at {path}; name a folder, or set TRADEKG_SHARED", subject=str(path))
    return path


def _shared() -> Path:
    return Path(os.environ.get("TRADEKG_SHARED", "../shared"))


def _load(path: Path) -> Any:  # a module known only when it is loaded
    spec = importlib.util.spec_from_file_location("gold_scorer", path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path} is no Python program", subject=str(path))
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (SyntaxError, ImportError) as error:
        raise UsageError(f"the scorer {path} cannot be loaded: {error}", subject=str(path)) from error
    missing = [n for n in ("read_gold", "Extracted", "score_document", "assign", "Tally") if not hasattr(module, n)]
    if missing:
        raise UsageError(f"the scorer {path} lacks {', '.join(missing)}", subject=str(path))
    return module
