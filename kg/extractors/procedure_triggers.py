"""Which words of a sentence name a formal process: nouns ("an anti-dumping probe") and verbs ("asked the WTO to rule").

A word counts by what qualifies it, by what it is into or about, by the forum that hears it, or by the verb that sets it
going; the word classes are data (`patterns/procedures.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from kg.clauses import agents, clause, modifiers, patients, possessors, prepositional
from kg.frames import Frame, lexicon, load_frames
from kg.mentions import MentionKind
from kg.parses import Token
from kg.reading import Reading, Sentence
from kg.trace import dropped

NAME = "procedures"
KINDS = (MentionKind.SECTOR, MentionKind.AGREEMENT, MentionKind.LAW, MentionKind.RATE)
ABOUT = ("of", "into", "on", "over", "against", "to", "concerning", "regarding", "about", "for", "under")
OBJECT_OF = ("on", "for", "to", "at", "with", "before", "in", "against", "into", "over", "upon")


def triggers(reading: Reading, sentence: Sentence) -> Iterator[tuple[Token, Frame]]:
    """Give the words that name a process, each with the frame it fits."""
    words = [(t, t.lemma_.lower()) for t in sentence.tokens]
    hits = [(t, lemma) for t, lemma in words if lemma in _by_lemma()]
    if not hits or not concerns_trade(reading, sentence):
        return
    for token, lemma in hits:
        if sentence.quoted(token) or _only_named(token):
            continue
        frame = next((f for f in _by_lemma()[lemma] if _fits(token, lemma, f, sentence)), None)
        if frame is not None:
            yield token, frame
        else:
            dropped(sentence, token, _by_lemma()[lemma][0].id, "not known to be a formal process")


@cache
def _by_lemma() -> dict[str, list[Frame]]:
    found: dict[str, list[Frame]] = {}
    for frame in load_frames(NAME):
        for lemma in frame["nouns"] | frame["verbs"]:
            found.setdefault(lemma, []).append(frame)
    return found


def _only_named(token: Token) -> bool:
    """Say whether a word stands in a list of examples or in the name of a law: "the Trade Review Act"."""
    listed = token.dep_ == "pobj" and token.head.lower_ == "including"
    law = token.pos_ == "PROPN" and token.dep_ == "compound" and token.head.lower_ in ("act", "law", "code")
    return listed or law


def _fits(token: Token, lemma: str, frame: Frame, sentence: Sentence) -> bool:
    if lemma in frame["nouns"] and token.pos_ in ("NOUN", "PROPN"):
        return _formal(token, lemma, frame, sentence)
    return lemma in frame["verbs"] and token.pos_ == "VERB" and _done_to(token, frame, sentence)


def of_trade(tokens: Iterable[Token], sentence: Sentence) -> bool:
    """Say whether words tell of trade: goods, agreements, laws, rates, or the words of trade policy."""
    return any(
        t.lemma_.lower() in lexicon(NAME, "trade") or ((m := sentence.at(t)) is not None and m.kind in KINDS)
        for t in tokens
    )


def concerns_trade(reading: Reading, sentence: Sentence) -> bool:
    """Say whether a sentence or the two before it have anything of trade."""
    near = reading.sentences[max(0, sentence.index - 2) : sentence.index + 1]
    return any(s.of_kind(*KINDS) or of_trade(s.tokens, s) for s in near)


def forum(tokens: Iterable[Token]) -> bool:
    """Say whether words name a court, a panel or an organisation that hears disputes."""
    return any({t.lower_, t.lemma_.lower()} & lexicon(NAME, "forums") for t in tokens)


def _formal(noun: Token, lemma: str, frame: Frame, sentence: Sentence) -> bool:
    """Say whether a noun names a formal process."""
    near = [*modifiers(noun), *possessors(noun)]
    if any(c.dep_ == "nummod" for c in noun.children) and noun.tag_ == "NNS":
        return False  # "by 52 votes", "three cases"
    words = {w for t in near for w in (t.lower_, t.lemma_.lower())}
    doers = {t.lower_ for a in noun.ancestors if a.pos_ == "VERB" for t in agents(a)}
    if (words | doers) & frame["never"]:
        return False
    if lemma in frame["always"] or words & frame["qualified"] or _of_agreement(near, sentence):
        return True
    after = [t for c in noun.rights if c.dep_ in ("prep", "acl", "relcl", "agent") for t in c.subtree]
    if {t.lower_ for t in after} & frame["never"]:
        return False
    texts = " ".join(t.lower_ for t in noun.subtree)
    if any(p in texts for p in frame["phrases"]):
        return True
    started = _started(noun, frame)
    if lemma in frame["legal"]:  # a quarrel is a case only where a court or a panel hears it
        return _heard(noun, lemma, frame, sentence, [*near, *after])
    about = prepositional(noun, *ABOUT)
    matters = [t for p in about for t in (p, *modifiers(p))]
    if any({t.lemma_.lower(), t.lower_} & frame["of"] for t in matters):
        return True
    into = [t for p in noun.rights if p.dep_ in ("prep", "acl") for t in p.subtree]
    if of_trade(into, sentence) and (started or any(c.lower_ == "into" for c in noun.children)):
        return True
    return started and (of_trade(sentence.tokens, sentence) or not frame["cautious"])


def _heard(noun: Token, lemma: str, frame: Frame, sentence: Sentence, near: list[Token]) -> bool:
    """Say whether a court or a panel hears it, by name, or as the verb over it can only mean."""
    if not of_trade(sentence.tokens, sentence):
        return False
    if forum(near) or (_started(noun, frame) and forum(clause(noun))):
        return True
    return lemma in frame["suits"] and noun.head.lemma_.lower() in frame["filing"]


def _of_agreement(near: Iterable[Token], sentence: Sentence) -> bool:
    return any((m := sentence.at(t)) is not None and m.kind is MentionKind.AGREEMENT for t in near)


def _started(noun: Token, frame: Frame) -> bool:
    """Say whether a verb sets the process going or ends it: "launched", "being carried out by", "will hear"."""
    verbs = [c for c in noun.children if c.dep_ in ("acl", "relcl")]
    if noun.dep_ == "pobj":
        verbs += [a for a in noun.ancestors if a.pos_ == "VERB"][:2]
    elif noun.dep_ in ("dobj", "nsubjpass", "nsubj", "conj"):
        verbs += [a for a in noun.ancestors if a.pos_ == "VERB"][:1]
    return any(v.lemma_.lower() in frame["starters"] for v in verbs)


def _done_to(verb: Token, frame: Frame, sentence: Sentence) -> bool:
    """Say whether a verb is the act of an authority on a matter of trade."""
    doers = agents(verb)
    heads = {w for t in doers for w in (t.lemma_.lower(), t.lower_)}
    if heads & frame["never"]:
        return False
    if frame["chambers"] and not (heads | {m.lower_ for t in doers for m in modifiers(t)}) & frame["chambers"]:
        return False
    if frame["particles"] and not {c.lower_ for c in verb.children} & frame["particles"]:
        return False
    things = [*patients(verb), *prepositional(verb, *OBJECT_OF)]
    near = [w for t in things for w in (t, *modifiers(t), *possessors(t))]
    if frame["forums"]:
        return forum([*near, *doers]) and of_trade(sentence.tokens, sentence)
    if frame["matters"]:
        inside = [t for c in verb.rights if c.dep_ in ("dobj", "prep", "ccomp") for t in c.subtree]
        return bool({t.lemma_.lower() for t in inside} & frame["matters"]) or (
            "trade" in frame["matters"] and of_trade(inside, sentence)
        )
    if not frame["objects"]:
        return True
    return any(
        {t.lemma_.lower(), t.lower_} & frame["objects"]
        or ((m := sentence.at(t)) is not None and m.kind in (MentionKind.AGREEMENT, MentionKind.LAW))
        for t in near
    )
