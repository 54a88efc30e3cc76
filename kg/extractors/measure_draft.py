"""One telling of a measure while it is judged, and the kinds of measure that behave alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extractors.measure_stage import Stage
from kg.extractors.measure_words import Trigger
from kg.mentions import Mention
from kg.model import Entity, Status, TimeSpan
from kg.parses import Token
from kg.reading import Sentence

TARIFFS = {"import-tariff", "anti-dumping", "countervailing", "safeguard", "import-charge", "tariff-quota"}
COMING = {Status.ANNOUNCED, Status.PROPOSED, Status.THREATENED}
RATED = TARIFFS | {"export-tariff", "internal-tax"}
IMPORTING = TARIFFS | {"import-ban", "import-quota", "import-licensing", "sanitary", "other-measure"}
ENTERING = {  # what a restriction on somebody else's exports is: one on imports
    "export-tariff": "import-tariff",
    "export-quota": "import-quota",
    "export-ban": "import-ban",
    "export-control": "import-quota",
}
BANS = {"import-ban", "export-ban", "sanitary"}
OVER = {Status.SUSPENDED, Status.ENDED}


@dataclass(slots=True)
class Draft:
    """One telling of a measure, not yet judged."""

    sentence: Sentence
    trigger: Trigger
    stage: Stage
    status: Status
    by: Entity | None
    targets: list[Entity]
    sectors: tuple[str, ...]
    goods: tuple[str, ...] = ()
    rate: Mention | None = None
    starts: TimeSpan | None = None
    ends: TimeSpan | None = None
    law: Entity | None = None
    inherited: bool = False
    before: str | None = None  # the height that this one replaces
    answers: tuple[str, ...] = ()  # countries whose measures this one answers
    replies: bool = False  # it is taken in return for something
    tokens: list[Token] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The kind of measure."""
        return self.trigger.kind
