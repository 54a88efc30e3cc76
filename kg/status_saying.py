"""Climbs from an event to the verb of saying above it: who vouches for it, who denies it, what is only supposed."""

from __future__ import annotations

from kg.parses import Token
from kg.status_words import negated, words

RUMOURS = {"report", "rumour", "rumor", "speculation", "suggestion", "claim", "allegation", "notion", "idea", "story"}


def above(trigger: Token) -> tuple[Token | None, bool, bool, bool]:
    """Climb to the verb of saying: give it, whether it is distant, whether it denies, whether an "if" lies between."""
    saying, token, conditional, rumoured = None, trigger, False, False
    says = words()["saying"]
    while token.head != token:
        if any(
            c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether", "should") for c in token.children
        ) and token.dep_ in ("advcl", "ccomp"):
            conditional = True
        parent = token.head
        rumoured = rumoured or (token.dep_ in ("acl", "ccomp", "relcl") and parent.lemma_.lower() in RUMOURS)
        inside = token.dep_ in ("ccomp", "xcomp", "csubj") or (
            token.dep_ in ("dobj", "pobj", "nsubjpass") and parent.lemma_ in says["denying"]
        )
        if (
            inside
            and parent.lemma_ in says["denying"]
            and parent.pos_ == "VERB"  # not "in the hormones dispute"
            and not negated(parent)
            and (token.pos_ in ("VERB", "AUX") or rumoured or (parent.lemma_ == "deny" and token.dep_ != "nsubjpass"))
        ):
            return parent, False, True, conditional
        if inside and parent.pos_ != "NOUN" and parent.lemma_ in says["plain"] | says["distant"]:
            saying = parent
            return saying, parent.lemma_ in says["distant"], False, conditional
        token = parent
    for child in trigger.children:  # "Talks went well, Trump said" parsed the other way round
        if child.dep_ == "parataxis" and child.lemma_ in says["plain"] | says["distant"]:
            return child, child.lemma_ in says["distant"], False, conditional
    return saying, False, False, conditional
