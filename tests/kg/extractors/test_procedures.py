"""Procedures of all five kinds, at every sort of body, with the stage they have reached."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Procedure
from kg.pipeline import Extraction

ROWS = {
    "investigation": [
        ("ongoing", "India initiated an anti-dumping investigation against imports of glass from Vietnam."),
        (
            "ongoing",
            "The Office of the U.S. Trade Representative has launched a Section 301 probe into ethanol duties.",
        ),
        (
            "ongoing",
            "The U.S. International Trade Commission voted to continue its antidumping investigation of pea protein.",
        ),
        ("planned", "The Productivity Commission will conduct an inquiry into the citrus industry."),
        ("planned", "The Tariff Board is to inquire into the need for protection of the shipbuilding industry."),
        (
            "ongoing",
            "The Government has asked the Tariff Board to report on assistance for the dairy industry.",
        ),
        ("planned", "The Government will refer the tariffs on footwear to the Tariff Board for inquiry and report."),
        ("happened", "Brussels concluded its anti-subsidy investigation into Chinese solar panels in June."),
    ],
    "dispute": [
        ("happened", "Canada has asked the World Trade Organization to set up a dispute panel on the canola duties."),
        ("happened", "A WTO panel ruled on Monday that the tariffs on olives broke the rules."),
        ("ongoing", "The Court of International Trade heard arguments on Tuesday in a case against the tariffs."),
        ("happened", "Ottawa dropped its challenge to the American duties on softwood lumber."),
        ("happened", "Argentina referred the beef subsidies of the Community to GATT."),
        ("planned", "The Supreme Court will hear the appeal against the tariffs in November."),
    ],
    "consultation": [
        ("happened", "New Zealand requested dispute settlement consultations with Canada over dairy quotas."),
        ("ongoing", "USTR is seeking public comments on the operation of the USMCA."),
        ("ongoing", "The Treasury is consulting industry on the carbon border levy."),
    ],
    "review": [
        ("ongoing", "The European Commission is reviewing its safeguard on steel."),
        ("planned", "The joint review of the USMCA will begin in July 2026."),
    ],
    "legislation": [
        ("happened", "The House of Representatives passed a bill on Thursday to renew the trade preferences."),
        ("happened", "The trade bill passed the Senate by 52 votes to 48."),
        ("planned", "The Bundestag is expected to ratify the agreement with Canada in March."),
        ("postponed", "The European Parliament's trade committee postponed a vote on the deal with Washington."),
        ("proposed", "Senators introduced a bill that would require approval of new tariffs by Congress."),
    ],
}

NONE = [
    "Police are investigating the smuggling of cigarettes.",
    "The committee will review the budget of the trade ministry.",
    "The dispute over lumber has soured relations between Ottawa and Washington.",
    "The decision on tariffs was taken in close consultation with growers.",
    "The import bill of Japan rose with the price of oil.",
]


@pytest.mark.parametrize(("kind", "status", "text"), [(kind, *row) for kind, rows in ROWS.items() for row in rows])
def test_procedure_has_its_kind_and_stage(
    read_text: Callable[..., Extraction], kind: str, status: str, text: str
) -> None:
    found = [(f.kind, f.status.value) for f in read_text(text).facts if isinstance(f, Procedure)]
    assert (kind, status) in found


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_formal_process_gives_none(read_text: Callable[..., Extraction], text: str) -> None:
    assert not [f for f in read_text(text).facts if isinstance(f, Procedure)]


def test_who_asks_a_forum_is_the_actor(read_text: Callable[..., Extraction]) -> None:
    facts = read_text("Canada asked the World Trade Organization to set up a panel on canola duties.").facts
    assert [[a.label for a in f.actors] for f in facts if isinstance(f, Procedure)] == [["Government of Canada"]]
