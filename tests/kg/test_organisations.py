"""Names of organisations are found by how they are built, and no longer than they are."""

from __future__ import annotations

import pytest

from kg.mentions import gazetteer
from kg.nlp import parse
from kg.organisations import organisations
from kg.registry import default_registry


def found(text: str) -> list[tuple[str, str | None]]:
    doc = next(parse([text]))
    known = {i: m for m in gazetteer(default_registry()).find(doc) for i in range(m.first, m.last)}
    return [(m.surface, m.country) for m in organisations(doc, known)]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The Canadian Seed Inspection Agency lifted its hold.", "Canadian Seed Inspection Agency", "CAN"),
        ("The Chilean Ministry of Mines objected.", "Chilean Ministry of Mines", "CHL"),
        ("Peru's Ministry of Industry and Fisheries agreed.", "Ministry of Industry and Fisheries", "PER"),
        ("The Trade and Fisheries Commission reported.", "Trade and Fisheries Commission", None),
        ("The Association of South-East Pacific Mills met.", "Association of South-East Pacific Mills", None),
        ("The Council for Asia and the Pacific met.", "Council for Asia and the Pacific", None),
        ("The Wool Growers' Federation protested.", "Wool Growers' Federation", None),
        ("It went to the WTO Safeguards Committee.", "WTO Safeguards Committee", None),
    ],
)
def test_a_name_is_found_whole(text: str, name: str, country: str | None) -> None:
    assert (name, country) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Commission agreed.",
        "The Biden-Harris Administration acted.",
        "The World Trade Organization ruled.",
        "The Compacts of Free Association lapse.",
        "The U.S. Congress voted.",
        "The committee met the board.",
    ],
)
def test_what_is_no_name_of_its_own_is_left_alone(text: str) -> None:
    assert found(text) == []
