"""Finds names of organisations that no registry knows by how such names are built: "Canadian Food Inspection Agency".

A name is a run of capitalised words around a word for a body ("Agency", "Ministry of ..."), whatever the model says;
an acronym or a name without such a word is taken from the model alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.mentions import Mention, MentionKind
from kg.parses import Parse, Token
from kg.titles import organisation, titles

INNER = {"of", "for", "on", "and", "the", "&", ","}
FOLLOWED = {"of", "for", "on"}  # "Ministry of Trade", "Council on Foreign Relations"
NATIONAL = {MentionKind.DEMONYM, MentionKind.COUNTRY}
CHAMBERS = {"senate", "congress", "parliament"}  # a name even when it stands alone
KNOWN = {MentionKind.ORGANISATION, MentionKind.AGREEMENT, MentionKind.LAW, MentionKind.PERSON}


def organisations(doc: Parse, known: Mapping[int, Mention]) -> list[Mention]:
    """Give the organisations of a paragraph, left to right; `known` are its other mentions by token.

    A built name swallows the nation or the acronym inside it; a name of the model yields to all that is known.
    """
    built = list(_built(doc, known))
    taken = {i for m in built for i in range(m.first, m.last)} | known.keys()
    others = [m for m in _of_the_model(doc) if not taken & set(range(m.first, m.last))]
    return sorted((*built, *others), key=lambda m: m.first)


def _built(doc: Parse, known: Mapping[int, Mention]) -> Iterator[Mention]:
    end = 0
    for token in doc:
        if token.i < end or not _is_body(token, doc):
            continue
        first, last = max(_start(token, doc, known), end), _stop(token, doc, known)
        if last - first > 1 and not _spoilt(first, last, doc, known):
            yield _mention(doc, first, last, known)
            end = last


def _is_body(token: Token, doc: Parse) -> bool:
    """Say whether a word names a body and is not itself an owner or part of a longer name."""
    if not (token.text[:1].isupper() and token.lower_ in titles().organised and token.pos_ in ("PROPN", "NOUN")):
        return False
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    return after is None or not (
        after.text in ("'", "’") or (_named(after) and after.lower_ not in titles().organised and after.tag_ == "NNP")
    )


def _named(token: Token) -> bool:
    return token.text[:1].isupper() and token.lower_ not in titles().stop and not token.is_punct


def _start(body: Token, doc: Parse, known: Mapping[int, Mention]) -> int:
    """Go left over capitalised words, and over "and" where what stands before is no name of its own."""
    first = body.i
    while first > 0:
        before = doc[first - 1]
        if _named(before) and not _closes(before, known):
            first -= 1
        elif first > 1 and _named(doc[first - 2]) and _joins(before, doc[first - 2], known):
            first -= 2
        else:
            break
    return first


def _joins(link: Token, word: Token, known: Mapping[int, Mention]) -> bool:
    """Say whether a link carries a name on to the left: "Trade and Fisheries ...", "Growers' ..."."""
    if link.text in ("'", "’"):
        return word.lower_.endswith("s")
    return link.lower_ in ("and", "&") and not word.is_upper and _free(word.i, known)


def _closes(token: Token, known: Mapping[int, Mention]) -> bool:
    """Say whether a word ends something else: a person's name, a month."""
    mention = known.get(token.i)
    return token.ent_type_ == "DATE" or (mention is not None and mention.kind is MentionKind.PERSON)


def _free(i: int, known: Mapping[int, Mention]) -> bool:
    """Say whether a word may be joined by "and": it names no agent of its own."""
    mention = known.get(i)
    return mention is None or mention.kind in (MentionKind.SECTOR, MentionKind.PLACE)


def _stop(body: Token, doc: Parse, known: Mapping[int, Mention]) -> int:
    """Go right over "of", "for", "on" and the capitalised words behind them."""
    last = body.i + 1
    while last < len(doc) and _named(doc[last]) and known.get(last) is None and doc[last].lower_ in titles().organised:
        last += 1
    while last + 1 < len(doc) and doc[last].lower_ in FOLLOWED:
        k = last + 1 + (doc[last + 1].lower_ == "the")
        stop = _run(k, doc, known)
        if stop == k:
            break
        last = stop
    return last


def _run(k: int, doc: Parse, known: Mapping[int, Mention]) -> int:
    """Give the end of "Industry and Information Technology", "Food, Agriculture and Forestry" from token k on."""
    stop = k
    while stop < len(doc):
        if _named(doc[stop]) and not _closes(doc[stop], known):
            stop += 1
        elif stop > k and (step := _link(stop, doc, known)):
            stop += step
        else:
            break
    return stop


def _link(i: int, doc: Parse, known: Mapping[int, Mention]) -> int:
    """Give how many tokens from i on join two parts of a name: a hyphen, a comma, "and", "and the"; else 0."""
    link = doc[i]
    if link.text in "-–" and not doc[i - 1].whitespace_ and not link.whitespace_:
        return 1  # "South-East"
    if link.text not in (",", "and", "&") or (link.text == "," and not _listed(i, doc)):
        return 0
    step = 1 + (i + 1 < len(doc) and doc[i + 1].lower_ == "the")  # "Asia and the Pacific"
    return step if i + step < len(doc) and _named(doc[i + step]) and _free(i + step, known) else 0


def _listed(comma: int, doc: Parse) -> bool:
    """Say whether a comma stands in a list that "and" ends within a few words."""
    return any(doc[i].lower_ == "and" for i in range(comma + 1, min(comma + 5, len(doc))))


def _spoilt(first: int, last: int, doc: Parse, known: Mapping[int, Mention]) -> bool:
    """Say whether the words hold a longer known name, only part of one, or too little of their own."""
    inside = {known[i] for i in range(first, last) if i in known}
    if any(m.first < first or m.last > last for m in inside):
        return True
    if any(m.kind in KNOWN and (m.last - m.first > 1 or m.kind is MentionKind.PERSON) for m in inside):
        return True
    if first > 0 and doc[first - 1].text in "-–/" and not doc[first - 1].whitespace_:
        return True  # half of "Biden-Harris Administration"
    if first > 1 and doc[first - 1].lower_ == "of" and _named(doc[first - 2]):
        return True  # "Compacts of Free Association"
    free = [i for i in range(first, last) if i not in known]
    return len(free) < 2 and bool(inside)


def _mention(doc: Parse, first: int, last: int, known: Mapping[int, Mention]) -> Mention:
    words = doc[first:last].text
    country = next((m.country for i in range(first, last) if (m := known.get(i)) and m.kind in NATIONAL), None)
    owner = known.get(first - 2) if first > 1 and doc[first - 1].text in ("'s", "’s", "’", "'") else None
    country = country or (owner.country if owner is not None and owner.kind in NATIONAL else None)
    entity = replace(organisation(words), country=country)
    return Mention(MentionKind.ORGANISATION, first, last, words, entity, country)


def _of_the_model(doc: Parse) -> Iterator[Mention]:
    """Give names that the model calls organisations: acronyms, and those with a word for a body inside."""
    for entity in doc.ents:
        words = [t for t in entity if t.text not in ("the", "The")]
        if (
            entity.label_ != "ORG"
            or not words
            or not all(w.text[0].isupper() or w.is_punct or w.lower_ in (*INNER, "'s", "’s") for w in words)
        ):
            continue
        lone = len(words) == 1 and words[0].lower_ in CHAMBERS
        built = (len(words) > 1 or lone) and any(w.lower_ in titles().organised for w in words)
        if (built and not _office_of(words) and not any(w.lower_ == "of" for w in words)) or (
            len(words) == 1 and words[0].text.isupper() and 2 < len(words[0].text) < 7
        ):
            first = words[0].i
            name = doc[first : entity.end].text
            yield Mention(MentionKind.ORGANISATION, first, entity.end, name, organisation(name))


def _office_of(words: list[Token]) -> bool:
    """Say whether the words are somebody's administration, which is a government: "Biden-Harris Administration"."""
    return words[-1].lower_ == "administration" and (len(words) < 3 or any(w.text in "-–" for w in words))
