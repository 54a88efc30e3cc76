"""The graph as it was known on a day."""

import io
from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest

from kg import commits, export
from kg.changes import Changes, DocumentChange
from tests.kg.store_cases import change

PLANNED = "evt:m a tp:Meeting ; tp:participant person:a , person:b ; tp:status status:planned ."
HELD = "evt:m a tp:Meeting ; tp:participant person:a , person:b ; tp:status status:happened ; tp:place place:bern ."


def dated(name: str, facts: str, day: str | None, things: str = "") -> DocumentChange:
    made = change(name, facts, day=day or "2025-10-09", things=things)
    return replace(made, meta={"published": day} if day else {})


PEOPLE = "person:a a foaf:Person . person:b a foaf:Person ."
FIRST = dated("a", PLANNED, "2025-10-05", PEOPLE)
LATER = dated("b", HELD, "2025-10-08", PEOPLE + 'place:bern a schema:Place ; skos:prefLabel "Bern"@en .')
UNDATED = dated("c", "evt:x a tp:Visit ; tp:actor person:zoe .", None, "person:zoe a foaf:Person .")


def store(*documents: DocumentChange) -> ox.Store:
    made = ox.Store()
    commits.apply(made, Changes(documents=documents))
    return made


def told(made: ox.Store, day: str | None = None, form: str = "trig") -> bytes:
    out = io.BytesIO()
    export.write(made, out, form, as_of=date.fromisoformat(day) if day else None)
    return out.getvalue()


@pytest.mark.parametrize("form", export.FORMATS)
def test_the_bytes_are_those_of_a_store_that_took_in_only_the_earlier_documents(form: str) -> None:
    assert told(store(FIRST, LATER, UNDATED), "2025-10-05", form) == told(store(FIRST), None, form)


def test_what_a_later_document_changed_is_as_it_was() -> None:
    before, after = (told(store(FIRST, LATER), day, "ttl").decode() for day in ("2025-10-07", "2025-10-08"))
    assert "tp:currentStatus status:planned" in before
    assert "tp:dueToMeet" in before
    assert "Bern" not in before
    assert "tp:currentStatus status:happened" in after
    assert "tp:dueToMeet" not in after
    assert "Bern" in after


def test_before_the_first_document_there_is_nothing() -> None:
    assert told(store(FIRST, LATER), "2025-10-04", "nt") == b""


def test_a_day_counts_whole_and_an_undated_document_never() -> None:
    assert told(store(FIRST, LATER, UNDATED), "2099-01-01") == told(store(FIRST, LATER))


def test_the_store_stays_as_it_is() -> None:
    made = store(FIRST, LATER)
    before = set(made)
    told(made, "2025-10-06")
    assert set(made) == before
