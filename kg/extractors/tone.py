"""The stance that reported words betray where the verb of saying is plain: the main verb of what was said first,
then the weight of its words, then what the speaker says he will or will not do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from kg.clauses import SUBJECTS
from kg.frames import Frame, lexicon, load_frames
from kg.parses import Token
from kg.status import negated
from kg.status_words import lemma_of

MILD = ("supports", "optimistic", "willing", "seeks")
OPEN = ("plain", "form", "pessimistic")
PENALTIES = frozenset(
    """
    impose charge levy slap raise double triple hit retaliate respond match punish withdraw cut tax ban block sanction
    """.split()
)
CONDITIONS = frozenset(("if", "unless", "until"))
OWN = frozenset("he she it they".split())


def tone(frame: Frame, said: Sequence[Token], stances: Sequence[Frame]) -> Frame:
    """Give the frame whose stance the words said betray; the verb's own frame where it has one or they betray none."""
    found = _betrayed(frame, said, stances) if frame.kind in OPEN and frame.id != "fear" and said else frame
    return frame if found.kind == frame.kind else found


def _betrayed(frame: Frame, said: Sequence[Token], stances: Sequence[Frame]) -> Frame:
    by = {f.kind: f for f in reversed(stances)}
    root = _root(said)
    if (inner := _inner(root, stances)) is not None:
        return inner
    if (judged := _predicated(root, stances)) is not None:
        return judged
    if _menacing(root, said):
        return by.get("threatens", frame)
    best, weight = _heaviest(said, stances)
    if best is not None and weight:
        return best
    return by.get(_will(root), frame) if frame.kind == "plain" else frame


def _root(said: Sequence[Token]) -> Token:
    """Give the main verb of the words said, or their first head."""
    inside = {t.i for t in said}
    tops = [t for t in said if t.head.i not in inside or t.head == t]
    return next((t for t in tops if t.pos_ in ("VERB", "AUX")), tops[0] if tops else said[0])


def _inner(root: Token, stances: Sequence[Frame]) -> Frame | None:
    """Give the stance of the main verb said: "Beijing firmly opposes", "we regret"."""
    if root.pos_ != "VERB" or negated(root):
        return None
    lemma = lemma_of(root)
    if lemma == "hope" and any(_future(c) and not _own(c) for c in root.children if c.dep_ == "ccomp"):
        return next((f for f in stances if f.kind == "seeks"), None)  # "hoped Congress would take it up"
    return next((f for f in stances if lemma in f["inner"]), None)


def _own(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS and c.lower_ in OWN | {"i", "we"} for c in verb.children)


def _predicated(root: Token, stances: Sequence[Frame]) -> Frame | None:
    """Give the stance of what a copula says of its subject: "he was glad", "the quota is unfair"."""
    if root.lemma_ not in COPULAS or negated(root):
        return None
    heads = [c for c in root.children if c.dep_ in JUDGED]
    if (own := next((f for f in stances for h in heads if h.lower_ in f["predicates"]), None)) is not None:
        return own
    words = heads + [c for h in heads for c in h.children if c.dep_ == "amod"]
    best, weight = _heaviest(words, stances) if words else (None, 0)
    return best if weight else None


def _future(root: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in ("will", "would", "'ll", "’ll", "wo") for c in root.children)


def _menacing(root: Token, said: Sequence[Token]) -> bool:
    """Say whether a penalty is promised: "if they do not, we will impose", "they would be charged a tariff"."""
    penal = [root, *(c for c in root.children if c.dep_ == "xcomp")]
    if not _future(root) or negated(root) or not any(v.lemma_.lower() in PENALTIES for v in penal):
        return False
    tariffs = any(t.lemma_.lower() in ("tariff", "duty", "levy", "sanction", "ban", "tax") for t in said)
    return tariffs or any(t.lower_ in CONDITIONS for t in said)


def _heaviest(said: Sequence[Token], stances: Sequence[Frame]) -> tuple[Frame | None, int]:
    weights: Counter[str] = Counter()
    for token in said:
        told = {f for w in (lemma_of(token), token.lower_) for f in _by_word().get(w, ())}
        if told and token.lower_ != "goods" and not negated(token) and not negated(token.head):
            weights.update(told)
    text = " ".join(t.lower_ for t in said)
    for frame in stances:
        weights[frame.id] += sum(p in text for p in frame["phrases"])
    best: tuple[Frame | None, int] = (None, 0)
    for frame in sorted(stances, key=lambda f: f.kind in MILD):  # of equal weight, the sharper word tells
        if weights[frame.id] > best[1]:
            best = (frame, weights[frame.id])
    return best


@cache
def _by_word() -> dict[str, list[str]]:
    """Give the ids of the stances that a word betrays."""
    found: dict[str, list[str]] = {}
    for frame in load_frames("statements"):
        for word in frame["words"]:
            found.setdefault(word, []).append(frame.id)
    return found


def _will(root: Token) -> str:
    """Give what the speaker says of his own will: "it will take a fresh look", "he won't sign"."""
    own = any(c.dep_ in SUBJECTS and c.lower_ in OWN for c in root.children)
    if root.pos_ != "VERB" or not own or not _future(root):
        return ""
    return "unwilling" if negated(root) else "willing"


COPULAS = frozenset("be remain represent mark constitute provide offer become seem appear reflect".split())
SHORT = 5  # "That's the hope."
JUDGED = ("acomp", "attr", "oprd")


def own_tone(root: Token, plain: Frame, stances: Sequence[Frame], own: Callable[[Token], bool]) -> Frame:
    """Give the stance of a clause by which an author judges without a verb of saying: "This is a significant win"."""
    lemma = root.lemma_.lower()
    if not negated(root) and (hit := next((f for f in stances if lemma in f["inner"]), None)) is not None:
        mine = any(c.dep_ in SUBJECTS and c.lower_ in ("i", "we", "government") for c in root.children)
        bound = lemma == "need" and any(c.dep_ == "xcomp" for c in root.children)
        return hit if mine or bound else plain
    judged = [c for c in root.children if c.dep_ in JUDGED]
    if root.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in root.children):
        judged.append(root)  # "is committed to", "was pleased"
    if (lemma not in COPULAS and root not in judged) or root.right_edge.i - root.left_edge.i < SHORT:
        return plain
    felt = any(j.lower_ in lexicon("statements", "attitudes") for j in judged)
    if felt and not any(c.dep_ in SUBJECTS and own(c) for c in root.children):
        return plain  # how others feel is no word of his
    words = judged + [c for j in judged for c in j.children if c.dep_ in ("amod", "acomp", "advmod", "neg")]
    best, weight = _heaviest(words, stances) if words else (None, 0)
    if best is None or not weight or negated(root):
        return plain
    return best


def judging(root: Token) -> list[Token]:
    """Give the words by which a clause judges: its verb, what that predicates, its object, and their adjectives."""
    heads = [
        root,
        *(c for c in root.children if c.dep_ in ("acomp", "attr", "dobj", "oprd", "ccomp", "xcomp", "advmod")),
    ]
    return heads + [c for h in heads for c in h.children if c.dep_ in ("amod", "acomp", "attr")]
