from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import read_text
from kg.languages import foreign_paragraphs, is_english, language_name, language_of
from kg.pipeline import readable
from kg.text import paragraphs

ROOT = Path(__file__).parents[2]
ENGLISH = "Prime Minister Mark Carney met President Donald Trump in Washington on Tuesday to discuss steel tariffs."
FRENCH = "Le premier ministre a rencontré mardi à Ottawa le président américain pour parler des droits de douane."


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("fr", FRENCH),
        (
            "es",
            "El presidente se reunió el martes en la capital con el ministro para hablar de los aranceles.",
        ),
        ("pt", "O presidente reuniu-se na terça-feira com o ministro para discutir as tarifas sobre o aço e a soja."),
        (
            "it",
            "Il presidente ha incontrato martedì a Roma il ministro per parlare dei dazi e delle auto.",
        ),
        ("de", "Der Bundeskanzler hat sich am Dienstag in Berlin mit dem Präsidenten über die Zölle unterhalten."),
        ("nl", "De minister sprak dinsdag in Den Haag met de president over de heffingen op staal en aluminium."),
        ("sv", "Statsministern träffade på tisdagen presidenten i Stockholm för att diskutera tullar på stål."),
        (
            "da",
            "Statsministeren mødte tirsdag præsidenten i København for at drøfte told, og de vil mødes igen.",
        ),
        (
            "fi",
            "Pääministeri tapasi tiistaina presidentin ja puhui tulleista, mutta sopimusta ei ole, sanoi hän.",
        ),
        ("pl", "Premier spotkał się we wtorek w Warszawie z prezydentem, ale porozumienia jeszcze nie ma."),
        (
            "hu",
            "A miniszterelnök kedden találkozott az elnökkel, és a vámokról tárgyalt, de megállapodás még nincs.",
        ),
        ("tr", "Başbakan salı günü Ankara'da cumhurbaşkanı ile bir araya geldi, ancak henüz bir anlaşma yok."),
        (
            "id",
            "Perdana menteri bertemu dengan presiden di Jakarta untuk membahas tarif yang akan berlaku.",
        ),
        ("vi", "Thủ tướng đã gặp tổng thống tại Hà Nội vào thứ Ba để thảo luận về thuế quan của hai nước."),
        ("und-Cyrl", "Премьер-министр встретился во вторник с президентом и обсудил пошлины на сталь."),
        ("und-Arab", "رئيس الوزراء يلتقي الرئيس يوم الثلاثاء في واشنطن"),
        ("ja", "日本とカナダの首相は火曜日に東京で会談し、鉄鋼関税について協議した。"),
        ("zh", "总理星期二在北京会见总统，讨论钢铁关税问题。"),
        ("ko", "총리는 화요일 서울에서 대통령을 만나 철강 관세를 논의했다."),
        ("und", "tariff steel canada lumber quota " * 60),
        ("en", ENGLISH),
        ("en", ENGLISH.upper()),
        ("en", "\n" * 50_000 + ENGLISH),
        ("en", "Canada sets July 1 start for surtax on U.S. steel, kitchen goods"),
        (
            "en",
            "PM Modi, Sheikh Mohammed bin Zayed Al Nahyan, Lula da Silva, Ursula von der Leyen, António Costa",
        ),
        ("en", "Tariffs!"),
    ],
)
def test_a_language_is_known_by_its_small_words_or_its_script(tag: str, text: str) -> None:
    assert language_of(text) == tag


def test_the_seeds_are_english_paragraph_by_paragraph() -> None:
    for path in (ROOT / "seeds").rglob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert {language_of(p.span.of(text)) for p in paragraphs(text)} == {"en"}


def test_names_are_for_messages() -> None:
    assert [language_name(tag) for tag in ("fr-CA", "en", "und-Cyrl", "xx")] == [
        "French",
        "English",
        "a language in Cyrillic letters",
        "xx",
    ]
    assert is_english("en-GB")
    assert not is_english("eo")


def test_only_the_english_part_of_a_text_in_two_languages_is_read() -> None:
    text = f"{ENGLISH}\n\n{FRENCH}\n"
    document = read_text(text)
    assert (document.language, document.note) == ("en", "1 paragraph in French left out")
    assert [p.span.of(text) for p in readable(document)] == [ENGLISH]
    assert len(readable(read_text(text, language="fr"))) == 2  # asked for as it is


def test_a_text_with_a_line_of_english_is_foreign() -> None:
    assert read_text(f"{FRENCH}\n\n" * 9 + ENGLISH).language == "fr"
    assert foreign_paragraphs([FRENCH, FRENCH]) == []
