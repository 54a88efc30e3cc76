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
        if _only_named(token):
            continue
        frame = next((f for f in _by_lemma()[lemma] if _fits(token, lemma, f, sentence)), None)
        if frame is not None:
            yield token, frame
        elif token.pos_ == "NOUN" and (named := [f for f in _by_lemma()[lemma] if lemma in f["nouns"]]):
            dropped(sentence, token, named[0].id, "not known to be a formal process")  # verbs mean much else


@cache
def _by_lemma() -> dict[str, list[Frame]]:
    found: dict[str, list[Frame]] = {}
    for frame in load_frames(NAME):
        for lemma in frame["nouns"] | frame["verbs"] | frame["states"]:
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
    if lemma in frame["verbs"] and token.pos_ == "VERB":
        return not sentence.quoted(token) and _done_to(token, frame, sentence)
    return lemma in frame["states"] and token.pos_ in ("AUX", "VERB") and _pending(token, frame)


def _pending(verb: Token, frame: Frame) -> bool:
    """Say whether something lies before a chamber or a forum: "are now before Congress", "at odds before the WTO"."""
    before = prepositional(verb, "before")
    before += [t for c in verb.children if c.dep_ in ("prep", "acomp", "attr") for t in _nested(c)]
    return any({t.lower_, t.lemma_.lower()} & frame["pending"] for t in before)


def _nested(token: Token) -> list[Token]:
    return [t for c in token.subtree if c.lower_ == "before" for g in c.children if g.dep_ == "pobj" for t in (g,)]


def of_trade(tokens: Iterable[Token], sentence: Sentence) -> bool:
    """Say whether words tell of trade: goods, agreements, laws, rates, or the words of trade policy."""
    return any(
        {t.lemma_.lower(), t.lower_} & lexicon(NAME, "trade") or ((m := sentence.at(t)) is not None and m.kind in KINDS)
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
    if lemma in frame["legal"]:  # a quarrel is a case only where a court or a panel hears it
        return _heard(noun, lemma, frame, sentence, [*near, *after])
    if noun.dep_ == "pobj" and noun.head.lower_ == "under" and noun.head.head.lemma_ in ("be", "remain", "come"):
        return True  # "the levy is under review"
    carried = _participles(noun)
    abouts = [p for n in (noun, *carried) for p in prepositional(n, *ABOUT)]
    matters = [t for p in abouts for t in (p, *modifiers(p))]
    if any({t.lemma_.lower(), t.lower_} & frame["of"] for t in matters):
        return True
    started = _started(noun, frame)
    into = [t for n in (noun, *carried) for p in n.rights if p.dep_ in ("prep", "acl") for t in p.subtree]
    if of_trade(into, sentence):
        return started or any(c.lower_ == "into" for c in noun.children) or _official(noun, near, carried)
    if any(c.lower_ in ("into", "of", "over") for c in noun.children):
        return False  # into something else
    if started and (not frame["cautious"] or of_trade(sentence.tokens, sentence) or _invoked(noun)):
        return True
    return bool(frame["official"]) and _official(noun, near, carried)


def _invoked(noun: Token) -> bool:
    """Say whether it is asked for by right: "requested consultations with Canada"."""
    return noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in ("request", "invoke", "trigger")


def _participles(noun: Token) -> list[Token]:
    """Give the participles on a noun, also where the parser hangs them on "the results of" it."""
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return [c for n in {noun, above} for c in n.children if c.dep_ == "acl" and c.i > noun.i]


def _official(noun: Token, near: list[Token], carried: list[Token]) -> bool:
    """Say whether a body that handles trade does it: "a review by the Commerce Department"."""
    doers = [*near, *prepositional(noun, "by"), *(t for c in carried for t in agents(c))]
    doers += [m for t in doers for m in modifiers(t)]
    return any({t.lower_, t.lemma_.lower()} & lexicon(NAME, "bodies") for t in doers)


def _far(noun: Token) -> bool:
    """Say whether a noun only completes other nouns: "in connection with rulings in the hormones dispute"."""
    between = 0
    for above in noun.ancestors:
        if above.pos_ in ("VERB", "AUX"):
            break
        between += above.pos_ in ("NOUN", "PROPN")
    return between > 1 or (noun.dep_ == "pobj" and noun.head.head.lower_ == "connection")


def _heard(noun: Token, lemma: str, frame: Frame, sentence: Sentence, near: list[Token]) -> bool:
    """Say whether a court or a panel hears it, by name, or as the verb over it can only mean."""
    if _far(noun) or not of_trade(sentence.tokens, sentence):
        return False
    if lemma == "panel" and (noun.dep_ == "dobj" and noun.head.lemma_.lower() not in frame["starters"]):
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
        named = any(t.lower_ in ("wto", "gatt", "geneva") for t in near)
        return named or (forum([*near, *doers]) and of_trade(sentence.tokens, sentence))
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
