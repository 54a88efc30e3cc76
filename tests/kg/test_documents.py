from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.datelines import after_dateline
from kg.decoding import MOST
from kg.documents import read_file, read_text
from kg.errors import DocumentError, KgError, ManifestError, UsageError
from kg.inputs import collect, refuse_equal_stems
from kg.manifests import KINDS, read_day, read_manifest

ROOT = Path(__file__).parents[2]
TEXT = "Talks in Tokyo\n\nThe ministers met on Tuesday.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Other words stand here.", encoding="utf-8")
    return tmp_path


def test_the_same_text_is_the_same_document_whatever_its_encoding(tmp_path: Path) -> None:
    ids = set()
    for name, data in {
        "plain": TEXT.encode(),
        "bom": b"\xef\xbb\xbf" + TEXT.encode(),
        "crlf": TEXT.replace("\n", "\r\n").encode(),
        "utf16": TEXT.encode("utf-16"),
    }.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
        ids.add(read_file(tmp_path / f"{name}.txt").id)
    assert ids == {hashlib.sha256(TEXT.encode()).hexdigest()[:16]}
    assert read_text(TEXT).id in ids


def test_windows_1252_is_read_and_told(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("Mélanie Joly said “no” today.".encode("windows-1252"))
    document = read_file(tmp_path / "old.txt")
    assert "Mélanie Joly said “no”" in document.text
    assert document.note == "read as Windows-1252"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "plain.txt").write_bytes(TEXT.encode(encoding))
    document = read_file(tmp_path / "plain.txt")
    assert (document.text, document.note) == (TEXT, f"read as {encoding.upper()}")


def test_stray_bytes_in_utf_8_cost_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "pasted.txt").write_bytes("Mélanie Joly – in Montréal.\n".encode() + "She said “no”.".encode("cp1252"))
    document = read_file(tmp_path / "pasted.txt")
    assert document.text == "Mélanie Joly – in Montréal.\nShe said “no”."
    assert document.note == "read as UTF-8 with stray bytes of Windows-1252"


def test_a_cut_file_loses_half_a_character(tmp_path: Path) -> None:
    (tmp_path / "cut.txt").write_bytes("The talks were held in Montréal".encode()[:-3])
    assert read_file(tmp_path / "cut.txt").text == "The talks were held in MontrÃ"


@pytest.mark.parametrize(
    "text",
    [
        "[The minister met the president.]",
        "{25 per cent on steel}",
        "Mark Carney, Prime Minister, Canada\n" * 6,
        "Talks, tariffs, steel.\n" * 6,
        "a,b,c\nd,e,f\nThe ministers met in Tokyo, in Osaka, and again in Kyoto, as said before.\n",
    ],
)
def test_prose_with_marks_of_data_is_read(text: str) -> None:
    assert read_text(text).text == text


def test_a_few_nuls_become_replacement_characters(tmp_path: Path) -> None:
    (tmp_path / "nul.txt").write_bytes(b"The minister\0 met the president in Tokyo on Tuesday.")
    assert read_file(tmp_path / "nul.txt").text.startswith("The minister\ufffd met")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "no words"),
        ("blank.txt", b" \n\t\n", "no words"),
        ("nuls.txt", b"\0" * 50, "binary"),
        ("utf32-without-mark.txt", TEXT.encode("utf-32-le"), "binary"),
        ("digits.txt", b"1 2 3 25.0", "no words"),
        ("late.txt", b"\n\n%PDF-1.7\n1 0 obj", "a PDF"),
        ("notes.txt", b"{\\rtf1\\ansi Talks in Tokyo}", "a rich text document"),
        ("data.txt", b'[{"who": "Rao", "met": "the minister"}]', "this is JSON"),
        ("lines.txt", b'{"who": "Rao"}\n{"who": "Ito"}\n', "this is JSON"),
        ("deep.txt", b"[" * 100_000 + b'"a"', "this is JSON"),
        ("table.txt", b"country,tariff,sector\n" + b"Canada,25,steel\n" * 9, "this is a table"),
        ("semicolons.txt", b"country;tariff;sector\n" + b"Canada;25;steel\n" * 9, "this is a table"),
        ("random.txt", bytes(range(256)) * 8, "neither UTF-8 nor Windows-1252"),
        ("paper.txt", b"%PDF-1.7\n1 0 obj", "a PDF"),
        ("half.txt", b"\xff\xfeT\0a", "broken utf-16-le"),
        ("large.txt", b"a" * (MOST + 1), "more than 2,000,000 characters"),
        ("ten.txt", b"a" * 10_000_000, "more than 2,000,000 characters"),
        ("page.docx", b"words", "not read; save it as"),
    ],
)
def test_a_bad_file_is_told_in_one_sentence(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError, match=message) as caught:
        read_file(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: ")
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_file(tmp_path / "gone.txt")
    with pytest.raises(DocumentError, match="a folder"):
        read_file(tmp_path)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(DocumentError, match="lone surrogate"):
        read_text("words \ud800")


@pytest.mark.parametrize(
    ("text", "published", "basis"),
    [
        ("Talks\n\nWednesday, July 10, 2019\n\nWords.", "2019-07-10", "stated"),
        ("Talks\n\nBRUSSELS, 15 June 2021\n\nWords.", "2021-06-15", "stated"),
        ("NOTE | Monday 28 July 2025\n\nWords.", "2025-07-28", "stated"),
        ("Posted Jan. 16, 2026 | Updated 3 hours ago\n\nWords.", "2026-01-16", "stated"),
        ("HAMILTON, Ont., June 29, 2018 — With steelworkers behind her, the minister spoke.", "2018-06-29", "stated"),
        ("HAMILTON, Ont., June 29 — With steelworkers behind her, the minister spoke.", None, "unknown"),
        ("On April 8, 2022, I signed the Act.", None, "unknown"),
        ("Talks on October 5, 2025\n\nWords.", None, "unknown"),
        ("Thursday\n\nWords.", None, "unknown"),
        ("---\ntitle: Talks\ndate: 2025-10-05T10:00:00Z\n---\nWords.", "2025-10-05", "metadata"),
        ("---\ndate: soon\n---\nWords.", None, "unknown"),
    ],
)
def test_publication_is_read_only_where_it_stands_in_full(text: str, published: str | None, basis: str) -> None:
    document = read_text(text)
    assert (document.published and document.published.isoformat(), document.published_basis) == (published, basis)


def test_the_manifest_comes_before_the_option_and_the_option_before_the_text(folder: Path) -> None:
    (folder / "a.txt").write_text("Talks\n\nWednesday, July 10, 2019\n\nWords.", encoding="utf-8")
    (folder / "manifest.csv").write_text(
        "path,published,published_basis\na.txt,2001-01-01,inferred\n", encoding="utf-8"
    )
    row = read_manifest(folder / "manifest.csv")[0]
    option = date(2002, 2, 2)
    assert read_file(folder / "a.txt", row=row, published=option).published_basis == "inferred"
    document = read_file(folder / "a.txt", published=option)
    assert (document.published, document.published_basis) == (option, "metadata")


def test_front_matter_is_metadata_and_stays_in_the_text() -> None:
    text = (
        '---\ntitle: "Talks: a start"\nlicense: CC0-1.0\nurl: javascript:alert(1)\nkind: poem\n---\n# Other\n\nWords.'
    )
    document = read_text(text)
    assert (document.text, document.title, document.licence) == (text, "Talks: a start", "CC0-1.0")
    assert (document.url, document.kind) == (None, "news-article")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Talks in Tokyo\n\nWords stand here.", "Talks in Tokyo"),
        ("Wednesday, July 10, 2019\n\nWords " + "and words " * 30 + ".", "untitled"),
        ("The ministers met.\n\nLater Heading\n\nWords.", "The ministers met."),
    ],
)
def test_the_title_is_the_first_heading_or_short_line(text: str, title: str) -> None:
    assert read_text(text).title == title


def test_a_manifest_of_a_spreadsheet_program_is_read(folder: Path) -> None:
    body = 'sep=;\r\nPath;Published;Title;Note\r\na.txt;2025-10-05;"Talks; a start";\r\n;;;\r\n'
    (folder / "m.csv").write_bytes(b"\xef\xbb\xbf" + body.encode())
    (row,) = read_manifest(folder / "m.csv")
    assert (row.path, row.published, row.title, row.note) == (
        folder / "a.txt",
        date(2025, 10, 5),
        "Talks; a start",
        None,
    )
    assert row.published_basis == "metadata"


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("", 1, "lacks the column"),
        ("file,published\na.txt,2025-01-01", 1, "lacks the column"),
        ("path,author\na.txt,x", 1, "unknown column “author”"),
        ("path,path\na.txt,a.txt", 1, "stands twice"),
        ("path\na.txt\nb.txt\na.txt", 4, "stands already in line 2"),
        ("path\ngone.txt", 2, "no file “gone.txt”"),
        ("path\n../a.txt", 2, "leaves the manifest's folder"),
        ("path\n/etc/passwd", 2, "leaves the manifest's folder"),
        ("path\nC:\\a.txt", 2, "leaves the manifest's folder"),
        ("path,title\n,x", 2, "path is empty"),
        ("path,published\na.txt,5.10.2025", 2, "“5.10.2025” is no date"),
        ("path,published\na.txt,2025-02-30", 2, "is no date"),
        ("path,published_basis\na.txt,guess", 2, "unknown published_basis “guess”"),
        ("path,kind\na.txt,poem", 2, "unknown kind “poem”"),
        ("path,url\na.txt,javascript:alert(1)", 2, "is no web address"),
        ("path,language\na.txt,English please", 2, "is no language tag"),
        ("path,title\na.txt,Talks, a start", 2, "3 cells where the header has 2"),
        ('path,title\na.txt,"Talks', 2, "broken CSV"),
    ],
)
def test_a_broken_manifest_names_file_and_line(folder: Path, body: str, line: int, message: str) -> None:
    (folder / "m.csv").write_text(body, encoding="utf-8")
    with pytest.raises(ManifestError, match=message.replace("(", r"\(")) as caught:
        read_manifest(folder / "m.csv")
    assert str(caught.value).startswith(f"{folder / 'm.csv'}, line {line}: ")


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "link.txt").symlink_to(folder / "a.txt")
    (inner / "m.csv").write_text("path\nlink.txt\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="leaves"):
        read_manifest(inner / "m.csv")


def test_a_missing_or_binary_manifest_is_told(folder: Path) -> None:
    with pytest.raises(ManifestError, match="no such manifest"):
        read_manifest(folder / "gone.csv")
    (folder / "m.csv").write_bytes(b"PK\x03\x04")
    with pytest.raises(ManifestError, match="not readable as a manifest"):
        read_manifest(folder / "m.csv")


def test_a_manifest_alone_names_the_input(folder: Path) -> None:
    (folder / "m.csv").write_text("path,title\nb.txt,Other\n", encoding="utf-8")
    (item,) = collect(manifest=folder / "m.csv").inputs
    assert item.row is not None
    assert (item.path, item.row.title) == (folder / "b.txt", "Other")


def test_a_folder_brings_its_own_manifest_and_is_not_searched_deeper(folder: Path) -> None:
    (folder / "manifest.csv").write_text("path,title\nb.txt,Other\n", encoding="utf-8")
    (folder / "deeper").mkdir()
    (folder / "deeper/c.txt").write_text("words", encoding="utf-8")
    found = collect([folder, folder / "a.txt"]).inputs
    assert [(item.path.name, item.row.title if item.row else None) for item in found] == [
        ("a.txt", None),
        ("b.txt", "Other"),
    ]


def test_calls_that_name_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing to read"):
        collect()
    with pytest.raises(UsageError, match="no such file or folder"):
        collect([tmp_path / "gone"])
    with pytest.raises(UsageError, match="file in this folder"):
        collect([tmp_path])
    with pytest.raises(UsageError, match="is no date"):
        read_day("yesterday")


def test_two_inputs_of_one_stem_are_refused(folder: Path) -> None:
    (folder / "A.md").write_text("# Words", encoding="utf-8")
    with pytest.raises(UsageError, match="would both be written as"):
        refuse_equal_stems(collect([folder]).inputs)
    refuse_equal_stems(collect([folder / "a.txt", folder / "b.txt"]).inputs)


def test_the_seeds_are_told_apart_from_the_examples() -> None:
    (seed,) = collect([ROOT / "seeds"]).inputs
    document = read_file(seed.path, row=seed.row)
    assert (document.id, document.published, document.published_basis) == (
        "2f154cdb8b803b8a",
        date(2025, 10, 5),
        "inferred",
    )
    assert not document.is_example
    examples = collect([ROOT / "seeds/examples"]).inputs
    assert [item.path.stem for item in examples] == [f"NW-0{number}" for number in range(1, 7)]
    assert all(read_file(item.path, row=item.row).is_example for item in examples)


def test_kinds_are_those_of_the_vocabulary() -> None:
    vocabulary = (ROOT / "ontology/vocab.ttl").read_text(encoding="utf-8")
    assert all(f"{kind} " in vocabulary for kind in KINDS)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_told_fault(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    outcome = _text_or_fault(path)
    assert "\0" not in outcome
    assert "\r\n" not in outcome


def _text_or_fault(path: Path) -> str:
    try:
        return read_file(path).text
    except KgError as error:
        return str(error)


@pytest.mark.parametrize(
    ("paragraph", "rest"),
    [
        ("NEW DELHI, March 3 - Indian ministers met.", "Indian ministers met."),
        ("HAMILTON, Ont., June 29 — With steelworkers behind her", "With steelworkers behind her"),
        ("WASHINGTON (Newswire) -- The White House said", "The White House said"),
        ("BRUSSELS – Talks resumed.", "Talks resumed."),
        ("WASHINGTON, DC – April 2, 2025 – Ambassador Greer spoke.", "Ambassador Greer spoke."),
        ("Washington, D.C., April 2, 2025 — The United States acts.", "The United States acts."),
        ("Ottawa, Ontario – October 7, 2025 – Talks resumed.", "Talks resumed."),
        ("(Washington, D.C.) – 7 October 2025 – Talks resumed.", "Talks resumed."),
        ("TOKYO, March 3, 1982 (Kyodo) -- Talks resumed.", "Talks resumed."),
        ("Canada – the United States’ neighbour – objected.", "Canada – the United States’ neighbour – objected."),
        ("Mark Carney - who met Mr Trump on March 3 - left.", "Mark Carney - who met Mr Trump on March 3 - left."),
        ("WHO IS CROSS: France.", "WHO IS CROSS: France."),
        ("The U.S. - China talks ended.", "The U.S. - China talks ended."),
        ("EU officials met.", "EU officials met."),
        ("UK-India talks resumed.", "UK-India talks resumed."),
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(paragraph: str, rest: str) -> None:
    assert paragraph[after_dateline(paragraph) :] == rest
