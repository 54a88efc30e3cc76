"""Walks a parsed clause: who does it, to whom, with which prepositions; what coordination joins."""

from __future__ import annotations

from collections.abc import Iterator

from kg.parses import Token

SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"}


def conjuncts(token: Token) -> list[Token]:
    """Give a token and what is coordinated with it to its right, in order; appositions are left out."""
    found, queue = [], [token]
    while queue:
        current = queue.pop(0)
        found.append(current)
        queue += [c for c in current.children if c.dep_ == "conj" and c.pos_ in NOMINAL]
        queue += [  # "President A and President B": the parser may hang A on B
            c
            for c in current.children
            if c.dep_ == "nmod" and c.pos_ == "PROPN" and any(g.dep_ == "cc" for g in c.children)
        ]
        if current.dep_ != "appos":  # "X's minister, A, and B's minister C": the parser joins C to A
            names = [a for a in current.children if a.dep_ == "appos" and a.pos_ == "PROPN"]
            queue += [c for a in names for c in a.children if c.dep_ == "conj" and c.pos_ in ("PROPN", "NOUN")]
        if current.lower_ in ("der", "von", "van", "de", "den"):  # the parser hangs "Leyen" on "von der"
            queue += [c for c in current.children if c.dep_ == "appos" and c.pos_ == "PROPN"]
    return sorted(found, key=lambda t: t.i)


def subjects(verb: Token, *, depth: int = 0) -> list[Token]:
    """Give the subject heads of a verb: its own, or through coordination, control, relative and participle clauses."""
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    if own:
        resolved: list[Token] = []
        for token in own:
            relative = token.lower_ in ("who", "which", "that", "whom") and verb.dep_ == "relcl"
            resolved += conjuncts(verb.head) if relative else conjuncts(token)
        return resolved
    if depth > 4:
        return []
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep") and verb.head != verb:
        head = verb.head
        if verb.dep_ == "xcomp":
            objects = [c for c in head.children if c.dep_ in ("dobj", "dative") and head.lemma_ in OBJECT_CONTROL]
            if objects:
                return conjuncts(objects[0])
        participle = verb.tag_ in ("VBG", "VBN") and not any(
            c.dep_ in ("aux", "auxpass") and c.tag_ != "VBG" for c in verb.children
        )
        if verb.dep_ in ("advcl", "ccomp") and any(c.dep_ == "mark" for c in verb.children) and not participle:
            return []
        if head.pos_ == "ADJ" and head.dep_ in ("acomp", "oprd", "attr"):
            return subjects(head.head, depth=depth + 1)  # "was due to see"
        if head.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "ADJ"):
            return subjects(head, depth=depth + 1)
        if verb.dep_ in ("pcomp", "prep") or head.pos_ in ("NOUN", "PROPN"):
            return possessors(head) if head.pos_ in ("NOUN", "PROPN") else []
    if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN"):
        if verb.tag_ in ("VBG", "VBD") or verb.dep_ == "relcl":
            return conjuncts(verb.head)
        if verb.head.lemma_.lower() in ("invitation", "invite"):  # he who accepts it travels, not he whose it is
            return governing_subject(verb.head) or prepositional(verb.head, "to", "for")
        named = prepositional(verb.head, "for", "by") or possessors(verb.head)  # "plans for X to meet Y"
        named = named or [t for t in prepositional(verb.head, "of") if t.pos_ == "PROPN"]  # "the decision of X to"
        return named or governing_subject(verb.head)  # "the plan to meet": whoever plans
    return []


OBJECT_CONTROL = {
    "urge",
    "ask",
    "tell",
    "invite",
    "order",
    "allow",
    "force",
    "press",
    "push",
    "persuade",
    "call",
    "encourage",
    "want",
    "expect",
    "get",
    "lead",
    "direct",
    "instruct",
}


def objects(verb: Token) -> list[Token]:
    """Give direct objects, with what is coordinated."""
    return [t for c in verb.children if c.dep_ in ("dobj", "obj") for t in conjuncts(c)]


def passive(verb: Token) -> bool:
    """Say whether a verb is passive: it has an auxiliary or is a bare participle after a noun."""
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) or (verb.tag_ == "VBN" and verb.dep_ == "acl")


def agents(verb: Token) -> list[Token]:
    """Give who does it: the by-phrase of a passive, else the subjects."""
    if passive(verb):
        return [
            t for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj" for t in conjuncts(p)
        ]
    return subjects(verb)


def patients(verb: Token) -> list[Token]:
    """Give to whom or what it is done: objects, or the subject of a passive."""
    if not passive(verb):
        return objects(verb)
    return conjuncts(verb.head) if verb.dep_ == "acl" else subjects(verb)


def prepositional(token: Token, *prepositions: str) -> list[Token]:
    """Give the objects of a token's prepositions of the given words; all when none is given."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and (not prepositions or child.lower_ in prepositions):
            for grand in child.children:
                if grand.dep_ in ("pobj", "pcomp"):
                    found += conjuncts(grand)
                elif grand.dep_ == "prep":  # "along with", "out of"
                    found += [t for g in grand.children if g.dep_ == "pobj" for t in conjuncts(g)]
    return found


def possessors(noun: Token) -> list[Token]:
    """Give who has it: "Trump's tariffs", "their talks"."""
    return [t for c in noun.children if c.dep_ == "poss" for t in conjuncts(c)]


def modifiers(noun: Token) -> list[Token]:
    """Give what stands before a noun as adjective or compound, nested ones included."""
    found = []
    for child in noun.lefts:
        if child.dep_ in (
            "amod",
            "compound",
            "nmod",
            "nummod",
            "quantmod",
            "npadvmod",
            "conj",
            "punct",
            "dep",
            "advmod",
        ):
            found += [child, *modifiers(child), *(t for t in conjuncts(child) if t != child)]
    return sorted(dict.fromkeys(found), key=lambda t: t.i)


def governing_verb(token: Token) -> Token | None:
    """Give the verb in whose clause a noun stands."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in ("VERB", "AUX"):
            return ancestor
    return None


def governing_subject(noun: Token) -> list[Token]:
    """Give the subject of the verb whose object a noun is: "Canada plans a meeting"."""
    return subjects(noun.head) if noun.dep_ in ("dobj", "attr", "obj") and noun.head.pos_ in ("VERB", "AUX") else []


def tells_of_head(verb: Token) -> bool:
    """Say whether the subject of a relative clause is what it hangs on: "talks, which will be held in Rome"."""
    return any(c.lower_ in ("which", "that") and c.dep_ in SUBJECTS for c in verb.children)


def clause(token: Token) -> list[Token]:
    """Give the tokens of the clause a token heads or stands in: its verb's subtree without embedded clauses."""
    top = token if token.pos_ in ("VERB", "AUX") else governing_verb(token) or token
    return sorted(_inside(top), key=lambda t: t.i)


def _inside(token: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        if child.dep_ not in ("relcl", "advcl", "ccomp", "conj", "parataxis") or child.pos_ not in ("VERB", "AUX"):
            yield from _inside(child)
