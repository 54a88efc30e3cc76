"""The forms of an utterance in a parse: what a verb of saying brings with it, judges, or reports in passing."""

from __future__ import annotations

from functools import cache

from kg.clauses import SUBJECTS, prepositional
from kg.frames import Frame, lexicon, load_frames
from kg.parses import Token

NAME = "statements"


@cache
def by_key() -> tuple[dict[str, list[Frame]], frozenset[str]]:
    """Give the frames by the verbs they list, and every verb that any of them lists, without its particle."""
    found: dict[str, list[Frame]] = {}
    for frame in load_frames(NAME):
        for key in frame["verbs"]:
            found.setdefault(key, []).append(frame)
    return found, frozenset(key.split()[0] for key in found)


def judgement(verb: Token) -> list[Token]:
    """Give what a thing is called or described as, where that is what the verb tells."""
    if verb.lemma_ not in ("call", "describe", "term", "brand", "label", "dub", "deem", "denounce"):
        return []
    heads = [c for c in verb.children if c.dep_ == "oprd" or (c.dep_ == "prep" and c.lower_ == "as")]
    heads += [g for c in verb.children if c.dep_ == "ccomp" for g in c.children if g.dep_ in ("acomp", "oprd")]
    return [t for h in heads for t in h.subtree]


def free_relative(verb: Token) -> bool:
    """Say whether a verb reports in passing: "for what Ottawa says is a breach"."""
    return any(
        t.lower_ == "what" and t.i < verb.i
        for c in verb.children
        if c.dep_ in ("ccomp", "xcomp")
        for t in (*c.children, *verb.children)
        if t.dep_ in SUBJECTS or t.dep_ in ("dobj", "attr")
    )


def brought(child: Token, verb: Token) -> set[str]:
    """Give what a child brings to a verb of saying: the clause, infinitive, object or predicate it may need."""
    if child.dep_ in ("ccomp", "parataxis") and child.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
        return {"clause"}
    if child.dep_ == "xcomp":
        return {"infinitive"}
    if child.dep_ in ("dobj", "dative"):
        return {"object"}
    if child.dep_ in ("oprd", "acomp"):
        return {"predicate"}
    if child.dep_ == "prep" and child.lower_ == "as":
        return {"as"}
    if child.dep_ == "prep" and child.lower_ == "on":
        weighty = {t.lemma_.lower() for t in prepositional(verb, "on")} & lexicon(NAME, "weight")
        return {"importance"} if weighty else set()
    late = child.i > verb.i and any(t.tag_ == "MD" for t in child.subtree)
    return {"clause"} if late and child.dep_ not in ("advcl", "conj") else set()  # the parser took no second verb
