"""Bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass

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
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP or office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\0": "a TIFF picture",
    b"MM\0*": "a TIFF picture",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\xfd7zXZ\0": "an xz archive",
    b"\x7fELF": "a program",
    b"MZ\x90\0": "a program",
    b"{\\rtf": "a rich text document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"SQLite format 3\0": "a database",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BROADER = {  # what browsers take these names for: https://encoding.spec.whatwg.org/#names-and-labels
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii"), "windows-1252"),
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "iso-8859-9": "windows-1254",
}
_SAMPLE = 4096  # bytes that tell UTF-16 without a mark
_UNDEFINED = "\ufffd"  # for bytes that are no character of Windows-1252 either


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, cleaned, and what had to be done to read it, if anything."""

    text: str
    remark: str = ""


def decode(data: bytes, where: str, *, declared: str = "") -> Decoded:
    """Give the text of a file, or say in one sentence why it is none; UTF-8 is believed before what is declared."""
    refuse_binary(data, where)
    decoded = _decoded(data, where, declared)
    controls = len(_CONTROL.findall(decoded.text))
    if controls > 2 and controls > 0.02 * len(decoded.text):
        raise DocumentError(f"{where}: binary data, not text; save it as plain text in UTF-8.", subject=where)
    return Decoded(clean(decoded.text), decoded.remark)


def refuse_binary(data: bytes, where: str) -> None:
    """Raise where the first bytes, white space apart, are those of a known format that is not text."""
    start = data[:1024].lstrip(b" \t\r\n\xef\xbb\xbf")
    for magic, name in _BINARY.items():
        if start.startswith(magic) or data.startswith(magic):
            raise DocumentError(f"{where}: this is {name}, not text; save it as a plain text file.", subject=where)


def clean(text: str) -> str:
    """Take away the byte order mark, turn CRLF into LF and NUL into U+FFFD, and change nothing else."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\0", "\ufffd")


def refuse_data(text: str, where: str) -> None:
    """Raise where a text is JSON or a table from end to end: rules for sentences would find there what nobody said."""
    name = "JSON" if _is_json(text) else "a table" if _is_table(text) else ""
    if name:
        raise DocumentError(f"{where}: this is {name}, not prose; save the text itself as a file.", subject=where)


def _is_json(text: str) -> bool:
    start = text.lstrip()[:1]
    if start not in {"{", "["}:
        return False
    first = text.lstrip().split("\n", 1)[0]
    for part in (text, first):  # the whole, or one value a line
        try:
            if isinstance(json.loads(part), dict | list):
                return True
        except RecursionError:  # nested too deep to be prose
            return True
        except ValueError:
            continue
    return False


def _is_table(text: str) -> bool:
    """Say whether nearly all of the first lines have the same number of short cells, three or more."""
    lines = [line for line in text[:20_000].split("\n")[:200] if line.strip()]
    if len(lines) < 5:
        return False
    return any(_is_divided(lines, mark) for mark in ",;\t|")


def _is_divided(lines: list[str], mark: str) -> bool:
    if mark in ",;" and sum(line.count(f"{mark} ") for line in lines) > 0.2 * sum(line.count(mark) for line in lines):
        return False  # a list of names and titles sets a space after its commas
    counts = [line.count(mark) for line in lines]
    usual = max(set(counts), key=counts.count)
    alike = counts.count(usual) >= 0.9 * len(lines)
    return usual >= 2 and alike and sum(map(len, lines)) / sum(count + 1 for count in counts) < 40


def _decoded(data: bytes, where: str, declared: str) -> Decoded:
    encoding, start = _announced(data)
    if encoding != "utf-8":
        try:
            return Decoded(data[start:].decode(encoding), f"read as {encoding.upper()}" if not start else "")
        except UnicodeDecodeError as error:
            told = f"{where}: broken {encoding} at byte {start + error.start}; save it again as UTF-8."
            raise DocumentError(told, subject=where) from error
    try:
        return Decoded(data[start:].decode("utf-8"))
    except UnicodeDecodeError:
        text = _declared(data[start:], declared)
        return _mended(data[start:], where) if text is None else Decoded(text)


def _declared(data: bytes, name: str) -> str | None:
    """Give the text in the encoding that a page declares, if there is such a one and it fits."""
    try:
        return data.decode(_BROADER.get(name.lower(), name)) if name else None
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _announced(data: bytes) -> tuple[str, int]:
    """Give the encoding that the first bytes tell, and where the text begins; UTF-8 where nothing tells."""
    for mark, encoding in _UNICODE:
        if data.startswith(mark):
            return encoding, len(mark)
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if half >= 4 and len(data) % 2 == 0:  # Latin letters in UTF-16: every other byte is zero
        if odd > 0.6 * half and even < 0.1 * half:
            return "utf-16-le", 0
        if even > 0.6 * half and odd < 0.1 * half:
            return "utf-16-be", 0
    return "utf-8", 0


def _mended(data: bytes, where: str) -> Decoded:
    """Read bytes that are not UTF-8 as Windows-1252, each for itself, as files pasted together hold both."""
    text = data.decode("utf-8", "stray")
    undefined = text.count(_UNDEFINED) - data.count(_UNDEFINED.encode())
    if undefined > 3 and undefined > 0.001 * len(text):
        told = f"{where}: neither UTF-8 nor Windows-1252; save it as plain text in UTF-8."
        raise DocumentError(told, subject=where)
    if data.decode("utf-8", "ignore").isascii():
        return Decoded(text, "read as Windows-1252")
    return Decoded(text, "read as UTF-8 with stray bytes of Windows-1252")


def _stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


codecs.register_error("stray", _stray)
