"""Bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re

from kg.errors import DocumentError

MOST = 2_000_000  # code points of one document
_UNICODE = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP or office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"{\\rtf": "a rich text document",
    b"\xd0\xcf\x11\xe0": "an office document",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, where: str) -> tuple[str, str]:
    """Give the text of a file, cleaned, and the name of its encoding."""
    for magic, name in _BINARY.items():
        if data.startswith(magic):
            raise DocumentError(f"{where}: this is {name}, not text; save it as a plain text file.", subject=where)
    text, encoding = _decoded(data, where)
    controls = len(_CONTROL.findall(text))
    if controls > 2 and controls > 0.02 * len(text):
        raise DocumentError(f"{where}: binary data, not text; save it as plain text in UTF-8.", subject=where)
    return clean(text), encoding


def clean(text: str) -> str:
    """Take away the byte order mark, turn CRLF into LF and NUL into U+FFFD, and change nothing else."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\0", "\ufffd")


def _decoded(data: bytes, where: str) -> tuple[str, str]:
    for mark, encoding in _UNICODE:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                cure = "save it again as UTF-8"
                raise DocumentError(
                    f"{where}: broken {encoding} at byte {error.start}; {cure}.", subject=where
                ) from error
    for encoding in ("utf-8", "windows-1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise DocumentError(f"{where}: neither UTF-8 nor Windows-1252; save it as plain text in UTF-8.", subject=where)
