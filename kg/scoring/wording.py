"""Facts in the scorer's form, told in a line: the same words for the same fact, whoever found it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kg.scoring.run import Judged
from kg.scoring.scorer import Item, Outcome

ABBREVIATED = 4  # names of fewer letters say little


def line(item: Item) -> str:
    """Give a fact's type, arguments and status."""
    told = _ARGUMENTS[item["type"]](item)
    status = f" [{item['status']}]" if item.get("status") else ""
    return f"{item['type']}: {' '.join(told.split())}{status}{_days(item.get('when'))}"


def _name(names: Iterable[str]) -> str:
    """Give the plainest of a thing's names: the shortest that is no abbreviation."""
    return min(names, key=lambda n: (len(n) < ABBREVIATED, len(n), n), default="?")


def _names(things: Iterable[Iterable[str]], joiner: str = ", ") -> str:
    return joiner.join(sorted({_name(t) for t in things})) or "?"


def _words(value: object) -> str:
    """Give an office, which is a word in the gold and a set of labels in a graph."""
    return value if isinstance(value, str) else _name(value) if isinstance(value, set) else ""


def _days(span: tuple[str | None, str | None] | None) -> str:
    if not span or not any(span):
        return ""
    first, last = span
    return f" {first}" if first == last else f" {first or ''}..{last or ''}"


def _measure(item: Item) -> str:
    rate = f"{float(item['rate']):g} " if item.get("rate") is not None else ""
    on = f" on {_names(item['on'])}" if item["on"] else ""
    return f"{rate}{item['kind']} by {_names(item['by'])}{on}: {', '.join(sorted(item['sectors'])) or 'all'}"


def _stance(item: Item, who: str) -> str:
    about = _names(item["about"]) if item["about"] else ", ".join(sorted(item["sectors"])) or "?"
    return f"{who} {item['stance']} about {about}"


_ARGUMENTS: dict[str, Callable[[Item], str]] = {
    "engagement": lambda i: f"{_names(i['pair'], ' + ')} {i['kind']}",
    "tenure": lambda i: f"{_name(i['person'])} = {_words(i['office'])} of {_name(i['body'])}",
    "measure": _measure,
    "exemption": lambda i: f"{_name(i['agreement'])}: {_words(i.get('ground'))}",
    "agreement": lambda i: f"{_name(i['name'])} ({_names(i['parties'])})",
    "action": lambda i: f"{_names(i['actor'])} {i['act']}",
    "procedure": lambda i: f"{i['kind']} by {_names(i['actor'])}",
    "deadline": lambda i: f"{_names(i['actor'])} {i.get('outcome') or ''}",
    "statement": lambda i: _stance(i, _name(i["speaker"])),
    "position": lambda i: _stance(i, _names(i["actor"])),
    "dependency": lambda i: f"{_name(i['dependent'])} <- {_name(i['supplier'])} {', '.join(sorted(i['sectors']))}",
}


def identities(judged: Iterable[Judged], kind: str) -> Iterator[tuple[str, Judged, Outcome]]:
    """Name each fact of one fate by its document and line; the second of a name is numbered."""
    seen: Counter[str] = Counter()
    for one in judged:
        told = ((line(_item(o)), o) for o in one.judgement.outcomes if o.kind == kind)
        for words, outcome in sorted(told, key=lambda pair: pair[0]):
            name = f"{one.name} {words}"
            seen[name] += 1
            yield name if seen[name] == 1 else f"{name} ({seen[name]})", one, outcome


def _item(outcome: Outcome) -> Item:
    """Give the fact as the gold has it, or else as the graph has it."""
    item = outcome.wanted or outcome.found
    if item is None:
        raise ValueError("an outcome is about a fact")
    return item
