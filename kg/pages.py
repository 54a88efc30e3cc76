"""One paragraph's tokens with their known names: where a person's name ends, what a title says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.given_names import SURNAMES_FIRST
from kg.mentions import Mention, MentionKind
from kg.model import Entity
from kg.parses import Parse, Token
from kg.titles import SHORT, Title, is_head, organisation, titles

PLACED = {MentionKind.COUNTRY, MentionKind.DEMONYM, MentionKind.CAPITAL, MentionKind.ORGANISATION}
OPENING = {"the", "his", "her", "your"}  # before an honorific that is also a common word
STATELY = {"hon", "hon.", "rt", "rt.", "right", "honourable", "honorable", "excellency", "royal", "highness", "majesty"}
GEOGRAPHIC = {
    "island", "islands", "street", "avenue", "airport", "airbase", "hospital", "river", "bay", "university", "college",
    "county", "sound", "territory", "building", "square", "bridge", "library", "centre", "center", "stadium", "palace",
}  # fmt: skip
JUNIOR = {"jr", "sr", "ii", "iii"}
MINISTERIAL = {"minister", "secretary", "commissioner", "undersecretary", "representative"}


def capitalised(token: Token) -> bool:
    """Say whether the token is written like part of a name."""
    text = token.text
    return (
        text[:1].isupper()
        and any(c.isalpha() for c in text)
        and (len(text) > 1 or token.nbor(1).text == "." if token.i + 1 < len(token.doc) else len(text) > 1)
    )


def acronym(token: Token) -> bool:
    """Say whether the token is all capitals and too long for initials."""
    return token.text.isupper() and len(token.text) > 2 and "." not in token.text


def given_tail(token: Token) -> bool:
    """Say whether a word is the small second half of a hyphenated given name: "Li-chiun", "Myung-hee"."""
    doc, i = token.doc, token.i
    return bool(
        i > 1
        and doc[i - 1].text in "-–"
        and not doc[i - 2].whitespace_
        and not doc[i - 1].whitespace_
        and capitalised(doc[i - 2])
        and i > 2
        and capitalised(doc[i - 3])
        and token.is_alpha
        and token.text.islower()
        and len(token.text) < 7
        and (token.tag_ == "NNP" or token.ent_type_ == "PERSON" or doc[i - 3].lower_ in SURNAMES_FIRST)
    )


class Page:
    """One paragraph's tokens with what the gazetteer found in them."""

    def __init__(self, doc: Parse, mentions: Iterable[Mention]) -> None:
        self.doc = doc
        self.at: dict[int, Mention] = {i: m for m in mentions for i in range(m.first, m.last)}

    def placed(self, i: int) -> Mention | None:
        """Give the country, demonym, capital or organisation named at token i."""
        mention = self.at.get(i)
        return mention if mention is not None and mention.kind in PLACED else None

    # ---- names
    def name_at(self, i: int) -> int:
        """Give the end of a person's name that starts at token i, or i where none does."""
        doc, words, k = self.doc, 0, i
        while k < len(doc) and words < 6:
            token = doc[k]
            mention = self.at.get(k)
            if (
                token.lower_ in titles().particles
                and k + 1 < len(doc)
                and (
                    capitalised(doc[k + 1])
                    or (k + 2 < len(doc) and doc[k + 1].lower_ in titles().particles and capitalised(doc[k + 2]))
                )
                and (words or token.text[0].isupper())
            ):
                k += 1
                continue
            if (
                token.lower_ in ("al", "el")
                and k + 2 < len(doc)
                and doc[k + 1].text == "-"
                and capitalised(doc[k + 2])
                and words
            ):
                k += 2
                continue
            if (
                words
                and token.text in "-–"
                and k + 1 < len(doc)
                and (capitalised(doc[k + 1]) or given_tail(doc[k + 1]))
            ):
                k += 2
                continue
            initial = re.fullmatch(r"[A-Z]\.?", token.text)
            if initial and (words or self._surname_after(k)):
                k += 1 + (k + 1 < len(doc) and doc[k + 1].text == "." and not token.text.endswith("."))
                continue
            stop = token.lower_ in titles().stop and not (words and token.text[0].isupper() and not token.is_sent_start)
            if token.text == "He" and token.tag_ == "NNP" and k + 1 < len(doc) and capitalised(doc[k + 1]):
                stop = False  # "Vice Premier He Lifeng"
            if (
                not capitalised(token)
                or acronym(token)
                or token.text in titles().postnominals
                or stop
                or token.ent_type_ == "DATE"
                or token.lower_ in titles().honorifics
                or (token.is_sent_start and token.tag_ == "VBG")
            ):
                break
            if (
                mention is not None
                and mention.kind is not MentionKind.SECTOR
                and (mention.last - mention.first > 1 or token.ent_type_ != "PERSON")
            ):
                break
            official = (
                token.lower_ in titles().portfolios
                or token.lower_ in titles().prefixes
                or token.lower_ in titles().organised
            )
            if is_head(token) or (official and token.ent_type_ != "PERSON"):
                break
            words += 1
            k += 1
        while k > i and self.doc[k - 1].lower_ in titles().particles and self.doc[k - 1].text[0].islower():
            k -= 1
        return k if words and not (words > 1 and doc[k - 1].lower_ in GEOGRAPHIC) else i

    def _surname_after(self, i: int) -> bool:
        """Say whether a lone capital is an initial: "S Jaishankar", where "I" and "A" are words."""
        doc, after = self.doc, i + 1
        while after < len(doc) and re.fullmatch(r"[A-Z]\.?", doc[after].text):
            after += 1
        return doc[i].text not in ("I", "A") and after < len(doc) and capitalised(doc[after]) and len(doc[after]) > 3

    def polite(self, i: int) -> bool:
        """Say whether a token is a form of address."""
        return self.doc[i].lower_ in titles().honorifics or self.doc[i].lower_ in STATELY

    def honorific(self, i: int) -> int:
        """Skip honorifics from token i: "Mr", "the Hon.", "the Right Honourable", "His Excellency"."""
        doc, polite = self.doc, titles().honorifics
        while i < len(doc) and (
            doc[i].lower_ in polite
            or (doc[i].text == "." and i and doc[i - 1].lower_ in polite)
            or (i + 1 < len(doc) and doc[i].lower_ in OPENING and doc[i + 1].lower_ in STATELY)
            or (i and doc[i].lower_ in STATELY and doc[i - 1].lower_ in OPENING | STATELY)
        ):
            i += 1
        return i

    def lettered(self, end: int) -> int:
        """Give the end of a name with the letters that may follow it: "Mark Vaile MP"."""
        while end < len(self.doc) and self.doc[end].text in titles().postnominals:
            end += 1
        return end

    def junior(self, end: int) -> int:
        """Give the end of a name with the ", Jr." that may follow it."""
        comma = end < len(self.doc) and self.doc[end].text == ","
        after = end + comma
        return after + 1 if after < len(self.doc) and self.doc[after].lower_.rstrip(".") in JUNIOR else end

    def _stands_in(self, mention: Mention) -> bool:
        """Tell the place of the clause from the country of an office: "while in Brussels President Biden"."""
        before = self.doc[mention.first - 1] if mention.first else None
        return before is not None and before.lower_ in ("in", "at", "from", "into", "near", "outside")

    # ---- titles
    def title_from(self, head: int) -> Title:
        """Read the title around its head word, both ways."""
        lex, doc = titles(), self.doc
        first, country, body, over, words_kept = head, None, None, False, set()
        while first > 0:
            token, mention = doc[first - 1], self.placed(first - 1)
            if mention is not None and mention.last == head and mention.country and token.lower_ in lex.portfolios:
                # "U.S. Treasury Secretary" is an office of the country, for the treasury
                country, first = country or mention.country, mention.first
                words_kept.add(head - 1)
            elif (
                mention is not None
                and not (mention.kind is MentionKind.ORGANISATION and body)
                and not (mention.last == first and self._stands_in(mention))
                and (mention.country is None or country in (None, mention.country))
            ):
                country, body = (
                    (country or mention.country if mention.kind is not MentionKind.ORGANISATION else country),
                    (mention.entity if mention.kind is MentionKind.ORGANISATION else body),
                )
                first = mention.first
            elif (
                (token.lower_ in ("'s", "’s", "'", "’") and first > 1 and self.placed(first - 2))
                or (
                    token.lower_ in lex.prefixes
                    or token.lower_ in lex.portfolios
                    or token.lower_.replace("-", "") in lex.portfolios
                )
                or (
                    token.lower_ in ("and", "&", "-", "–")
                    and first > 1
                    and first < head + 1
                    and doc[first - 2].lower_ in lex.portfolios
                    and doc[first].lower_ in (lex.portfolios | lex.prefixes | lex.heads)
                )
            ):
                first -= 1
            else:
                break
        if first < head and doc[first].lower_ in ("and", "&", "-", "'s", "’s"):
            first += 1
        if body is None and (start := self._province_before(first)) < first:
            body, country, first = organisation(doc[start:first].text), None, start
        if body is None and country is None:
            start = self._organisation_before(first)
            if start < first:
                body, first = organisation(doc[start:first].text), start
        last, country, body, complement = self._complement(head + 1, country, body)
        kept = [
            doc[k]
            for k in range(first, head + 1)
            if (k in words_kept or not self.placed(k)) and doc[k].lower_ not in ("'s", "’s", "'", "’")
        ]
        if body is not None:
            kept = [t for t in kept if t.text not in body.label.split() or t.i == head]
        over = any(t.lower_ in lex.over for t in kept)
        words = " ".join(SHORT.get(t.text, t.lower_) for t in kept if t.lower_ not in lex.dropped)
        plural = doc[head].tag_ in ("NNS", "NNPS") or (
            doc[head].lower_.endswith("s") and doc[head].lower_ not in lex.heads
        )
        words = re.sub(rf"{re.escape(doc[head].lower_)}$", doc[head].lower_[:-1], words) if plural else words
        words = " ".join(filter(None, (words, complement))).replace(" - ", "-")
        owned = any(doc[k].lower_ in ("'s", "’s") for k in range(first, head))
        led = first > 0 and doc[first - 1].lower_ in ("the", "her", "his", "its", "their")
        definite = led or owned or country is not None
        return Title(words, first, last, country, body, over, plural, definite)

    def _many_capitals(self, first: int, end: int) -> bool:
        """Say whether three capitalised words stand together: "United Steelworkers of America"."""
        words = [t for t in self.doc[first:end] if capitalised(t)]
        return len(words) > 2 and not self.at.get(first) and words[0].ent_type_ not in ("PERSON", "DATE")

    def _province_before(self, end: int) -> int:
        """Give where the name of a province that ends before token `end` starts: "Ontario Premier Doug Ford"."""
        last = end - (end > 0 and self.doc[end - 1].lower_ in ("'s", "’s"))
        starts = (i for i in (last - 3, last - 2, last - 1) if i >= 0)
        return next((i for i in starts if self.doc[i:last].text in titles().provinces), end)

    def _province_at(self, i: int) -> int:
        """Give the end of the name of a province that starts at token i, or i."""
        ends = (k for k in (i + 3, i + 2, i + 1) if k <= len(self.doc))
        return next((k for k in ends if self.doc[i:k].text in titles().provinces), i)

    def _organisation_before(self, end: int) -> int:
        """Give where a run of capitalised words that ends in an organisation's word starts before token `end`."""
        doc, start = self.doc, end
        while (
            start > 0
            and (capitalised(doc[start - 1]) or doc[start - 1].text in "-–&")
            and not is_head(doc[start - 1])
            and not self.placed(start - 1)
        ):
            start -= 1
        while start < end and (doc[start].lower_ in titles().stop or doc[start].is_sent_start):
            start += 1 if doc[start].lower_ in titles().stop else 0
            break
        return start if any(doc[k].lower_ in titles().organised for k in range(start, end)) and end - start > 1 else end

    def _complement(
        self, i: int, country: str | None, body: Entity | None
    ) -> tuple[int, str | None, Entity | None, str]:
        """Read "of the Treasury", "for Trade and Resources", "of Mexico", "of the X Association" after a head."""
        lex, doc, words, last = titles(), self.doc, [], i
        if (
            i < len(doc)
            and doc[i].lower_ in ("executive", "general", "elect", "designate")
            and doc[i - 1].lower_ in ("chief", "attorney", "secretary", "director", "president", "governor")
        ):
            words.append(doc[i].lower_)
            i = last = i + 1
        if i + 1 < len(doc) and doc[i].lower_ == "of" and doc[i + 1].lower_ in ("staff", "directors", "mission"):
            words += ["of", doc[i + 1].lower_]
            i = last = i + 2
        while i + 1 < len(doc) and doc[i].lower_ in ("of", "for", "to", "in", "at", "on"):
            preposition, k = doc[i].lower_, i + 1 + (doc[i + 1].lower_ in ("the", "its", "his", "her"))
            if k >= len(doc):
                break
            mention = self.placed(k) or (self.at.get(k) if preposition in ("in", "to") else None)
            if mention is not None and mention.kind is MentionKind.CAPITAL and self._province_at(k) > k:
                mention = None  # "the Premier of Victoria"
            if (
                mention is not None
                and mention.kind is MentionKind.DEMONYM
                and self._organisation_after(k) > mention.last
            ):
                mention = None  # "of the Australian Textile Conference": the demonym begins a name
            end = k
            while end < len(doc) and (doc[end].lower_ in lex.portfolios or (end > k and self._joins(end))):
                end += 1
            if end == k and mention is None and doc[i - 1].lower_ in MINISTERIAL and preposition in ("of", "for"):
                end = self._capital_run(k)
            if end > k and not (mention is not None and mention.last > end):
                words += [preposition, *(t.lower_ for t in doc[k:end] if t.text != ",")]
                i = last = end
                continue
            inside = mention is not None and mention.kind is MentionKind.ORGANISATION and preposition == "in"
            if mention is not None and preposition in ("to", "in") and not inside:
                words += [preposition, doc[mention.first : mention.last].text.lower()]
                i = last = mention.last
                continue
            if mention is not None and (preposition == "of" or inside):
                if mention.kind is MentionKind.ORGANISATION and body is None:
                    body = mention.entity
                elif mention.kind is not MentionKind.ORGANISATION and country is None:
                    country = mention.country
                i = last = mention.last
                continue
            end = self._province_at(k) if self._province_at(k) > k else self._organisation_after(k)
            if end > k and body is None and preposition in ("of", "for", "at", "on", "in"):
                body = organisation(doc[k:end].text)
                i = last = end
                continue
            break
        return last, country, body, " ".join(words)

    def _joins(self, i: int) -> bool:
        """Say whether "and", a comma, or both stand between two portfolios: "Agriculture, Forestry, and Fisheries"."""
        doc, after = self.doc, i + 1
        if doc[i].lower_ not in ("and", "&", ","):
            return False
        after += after < len(doc) and doc[i].text == "," and doc[after].lower_ in ("and", "&")
        return after < len(doc) and doc[after].lower_ in titles().portfolios

    def _capital_run(self, k: int) -> int:
        """Give the end of "Special Trade Representations," after "Minister for", or k where no comma closes it."""
        doc, end = self.doc, k
        while end < len(doc) and (
            capitalised(doc[end])
            or (end > k and doc[end].lower_ in ("and", "&", "the") and end + 1 < len(doc) and capitalised(doc[end + 1]))
        ):
            end += 1
        return end if end < len(doc) and doc[end].text in ",.;)" else k

    def _organisation_after(self, k: int) -> int:
        """Give the end of an organisation's name that starts at token k."""
        doc, end = self.doc, k
        while end < len(doc) and (
            capitalised(doc[end])
            or (
                end > k
                and doc[end].lower_ in ("of", "and", "&", "for", "'", "’", "'s", "’s")
                and end + 1 < len(doc)
                and capitalised(doc[end + 1])
                and not (doc[end].lower_ in ("and", "&") and is_head(doc[end + 1]))
            )
        ):
            end += 1
        named = any(doc[j].lower_ in titles().organised for j in range(k, end)) or (
            end > k and (doc[k].ent_type_ == "ORG" or self._many_capitals(k, end))
        )
        return end if named else k
