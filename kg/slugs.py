"""Folds names to IRI segments."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str) -> str:
    """Fold a name to an IRI segment: NFKD, ASCII, lower case, hyphens."""
    special = text.translate(
        {
            0xF8: "o",
            0xD8: "O",
            0x142: "l",
            0x141: "L",
            0xDF: "ss",
            0x111: "d",
            0x110: "D",
            0x131: "i",
            0xE6: "ae",
            0xC6: "Ae",
        }
    )
    ascii_ = unicodedata.normalize("NFKD", special).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"'s\b", "", ascii_)).strip("-") or "x"
