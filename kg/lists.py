"""Lists of names as they stand in the text: "A, the minister of X, B and Y's president, C".

The parser hangs long names and titles on each other in many wrong ways; commas and "and" between them do not lie.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.clauses import SUBJECTS
from kg.mentions import MentionKind
from kg.parses import Token
from kg.reading import Sentence
from kg.roles import Role

NAMED = (MentionKind.PERSON, MentionKind.COUNTRY, MentionKind.ORGANISATION)
AND = {"and", "&"}
BETWEEN = AND | {
    ",",
    ";",
    "the",
    "also",
    "both",
    "his",
    "her",
    "excellency",
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "dr",
    "dr.",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A name with its title, as tokens of the paragraph."""

    first: int
    last: int
    head: Token


def units(sentence: Sentence, roles: Iterable[Role]) -> list[Unit]:
    """Give the names of a sentence in order, each with the title it stands with."""
    spans = sorted({(r.first, r.last) for r in roles if r.paragraph == sentence.paragraph})
    inside = [(a, b) for a, b in spans if sentence.tokens.start <= a < sentence.tokens.end]
    found: list[Unit] = []
    for mention in sentence.of_kind(*NAMED):
        span = next(((a, b) for a, b in inside if a <= mention.first < b), None)
        if span is None:
            found.append(Unit(mention.first, mention.last, sentence.head(mention)))
        elif mention.kind is MentionKind.PERSON:
            found.append(Unit(min(span[0], mention.first), max(span[1], mention.last), sentence.head(mention)))
    return found


def lists(sentence: Sentence, roles: Iterable[Role]) -> list[list[Unit]]:
    """Give the runs of names that commas join and an "and" closes."""
    named = [u for u in units(sentence, roles) if not _introduced(u, sentence)]
    done: list[list[Unit]] = []
    run: list[Unit] = []
    for unit in named:
        link = _link(sentence, run[-1], unit) if run else ""
        if link == ",":
            run.append(unit)
        elif link == "and":
            done.append([*run, unit])
            run = [unit]
        else:
            run = [unit]
    return done


def _introduced(unit: Unit, sentence: Sentence) -> bool:
    """Say whether a name belongs to an opening phrase: "At the direction of President X, A and B will travel"."""
    before = sentence.doc[sentence.tokens.start : unit.first]
    opening = next((t for t in reversed(before) if t.text in ("-", "–", "—", ":")), None)
    first = opening.i + 1 if opening is not None else sentence.tokens.start
    return (
        first < unit.first
        and sentence.doc[first].pos_ in ("ADP", "SCONJ")
        and unit.last < sentence.tokens.end
        and sentence.doc[unit.last].text == ","
        and not any(t.pos_ in ("VERB", "AUX") and t.dep_ in ("ROOT", "ccomp", "conj") for t in before)
    )


def before(token: Token, sentence: Sentence, roles: Iterable[Role]) -> list[Token]:
    """Give the name that stands right before a verb group which the parser left without a subject."""
    group = [c.i for c in token.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i < token.i]
    first = min([token.i, *group])
    return [u.head for u in units(sentence, roles) if u.last == first]


def _link(sentence: Sentence, one: Unit, two: Unit) -> str:
    """Say what joins two names: a comma, an "and" (with or without a comma), or nothing of the kind."""
    between = [t.lower_ for t in sentence.doc[one.last : two.first]]
    if not between or not set(between) <= BETWEEN or between[0] not in AND | {",", ";"}:
        return ""
    return "and" if set(between) & AND else ","


def mates(token: Token, sentence: Sentence, runs: list[list[Unit]]) -> list[Token]:
    """Give the heads of the names listed together with the one a token belongs to; clauses joined by "and" are none."""
    for run in runs:
        own = next((u for u in run if u.first <= token.i < u.last), None)
        if own is None:
            continue
        verb = _subject_of(own, sentence)
        return [u.head for u in run if u is not own and _subject_of(u, sentence) in (None, verb)]
    return []


def _subject_of(unit: Unit, sentence: Sentence) -> Token | None:
    """Give the verb whose subject a name is."""
    return next((t.head for t in sentence.doc[unit.first : unit.last] if t.dep_ in SUBJECTS), None)
