"""How much a quota lets pass: "80,000 tonnes", "2.4 million pairs", "from 30,000 tonnes to 35,000 tonnes"."""

from __future__ import annotations

import re
from decimal import Decimal

from kg.extractors.measure_draft import Draft
from kg.mentions import folded

QUOTAS = {"tariff-quota", "import-quota", "export-quota"}
TIMES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "": 1}
UNITS = (
    r"(?:metric |short |long |dry |square |cubic |running |board )?(?:tonnes?|tons?|kilograms?|kg|pounds?|lbs?|"
    r"litres?|liters?|hectolitres?|gallons?|barrels?|bushels?|bales?|pairs?|pieces?|units?|dozens?|head|animals?|birds?|"
    r"carcass(?:es)?|vehicles?|cars?|trucks?|metres?|meters?|yards?|feet|gigawatts?|megawatts?|GW|MW)"
)
AMOUNT = re.compile(
    rf"(?<![\w.,$])(\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)[\s-]?(hundred|thousand|million|billion|)\s?({UNITS})\b",
    re.IGNORECASE,
)


def volume(draft: Draft) -> tuple[str, str] | None:
    """Give the quantity of a quota as a decimal and its unit; of "from A to B" the latter."""
    if draft.kind not in QUOTAS:
        return None
    text = folded(draft.sentence.text)
    found = list(AMOUNT.finditer(text))
    if not found:
        return None
    raised = [m for m in found if text[: m.start()].rstrip().endswith((" to", " at", " of"))]
    match = (raised or found)[-1 if raised else 0]
    number = Decimal(match.group(1).replace(",", "")) * TIMES[match.group(2).lower()]
    return f"{number.normalize():f}", " ".join(match.group(3).split()).lower()
