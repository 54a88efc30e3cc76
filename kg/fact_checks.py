"""The shapes for what happened, was said or applies (S02 to S10, S16, S17, S20), as rules over one document's nodes."""

from __future__ import annotations

from collections.abc import Iterator

from kg.described import CONCEPTS, Described, datatype, literal, number, status

Found = Iterator[tuple[str, str, str]]  # code, node, message

PARTIES = ("tp:participant", "tp:actor", "tp:recipient", "tp:accompaniedBy")


def events(g: Described) -> Found:
    """S02: one status of the event scheme, a time for what is past, agents who act, things of the right class."""
    agents = {"tp:participant", "tp:actor", "tp:recipient", "tp:attributedTo"}
    classes = dict.fromkeys(agents, "foaf:Agent") | {"tp:place": "schema:Place", "tp:sector": "tp:Sector"}
    for node in g.members.get("tp:Event", ()):
        found = g.iris(node, "tp:status")
        if len(found) != 1:
            yield "S02", node, "an event has exactly one status in a document"
        if not set(found) & CONCEPTS["event-status"]:
            yield "S02", node, "status must come from the event-status scheme"
        times = g.iris(node, "tp:when")
        if len(times) > 1 or not all(g.is_a(time, "tp:TimeSpan") for time in times):
            yield "S02", node, "at most one time span"
        if status("happened") in found and not g.values(node, "tp:when", "tp:starts") and _issued(g, node):
            yield "S02", node, "what happened in a dated document has a time, at least until its date"
        for name, wanted in classes.items():
            if not all(g.is_a(value, wanted) for value in g.iris(node, name)):
                yield "S02", node, f"{name} must be a {wanted}; a country never acts, its government does"


def _issued(g: Described, node: str) -> list[str]:
    """Give the issue dates of the documents that tell of a node."""
    return [literal(value) for source in g.sources(node) for value in g.values(source, "dcterms:issued")]


def engagements(g: Described) -> Found:
    """S03 and S04: two sides at a table; somebody who visits something."""
    for node in (n for name in ("tp:Meeting", "tp:Call", "tp:Negotiation") for n in g.members.get(name, ())):
        if len(set(g.iris(node, *PARTIES))) < 2:
            yield "S03", node, "needs two or more participants"
    for node in g.members.get("tp:Visit", ()):
        if not g.values(node, "tp:actor"):
            yield "S04", node, "a visit has a visitor"
        if not g.values(node, "tp:place", "tp:recipient"):
            yield "S04", node, "a visit goes to a place or to somebody"


def stances(g: Described) -> Found:
    """S05: statements and positions have a holder, a stance and an object."""
    for node in (*g.members.get("tp:Statement", ()), *g.members.get("tp:Position", ())):
        spoken = g.is_a(node, "tp:Statement")
        actors, found = g.iris(node, "tp:actor"), g.iris(node, "tp:stance")
        if not actors or (spoken and len(actors) > 1):
            yield "S05", node, "one speaker or holder"
        if not spoken and not all(g.is_a(actor, "foaf:Agent") for actor in actors):
            yield "S05", node, "an agent holds the position"
        if len(found) != 1 or not set(found) & CONCEPTS["stance"]:
            yield "S05", node, "one stance; split the statement"
        if not g.values(node, "tp:about", "tp:sector"):
            yield "S05", node, "a statement or position is about something"
        kinds = g.iris(node, "tp:kind")
        if spoken and (len(kinds) != 1 or not set(kinds) & CONCEPTS["statement-kind"]):
            yield "S05", node, "one statement kind"
        if any(len(literal(quote)) > 200 for quote in g.values(node, "tp:quote")):
            yield "S05", node, "quotes stay under 200 characters"


def measures(g: Described) -> Found:
    """S06: who imposes what on whom, and how far it is."""
    for node in g.members.get("tp:Measure", ()):
        by, sectors, kinds, stages = (g.iris(node, f"tp:{n}") for n in ("imposedBy", "sector", "kind", "status"))
        if not by or not all(g.is_a(value, "tp:Government") for value in by):
            yield "S06", node, "a measure is imposed by a government"
        if not all(g.is_a(value, "tp:Country") for value in g.iris(node, "tp:targets")):
            yield "S06", node, "a measure targets countries"
        if not sectors or not all(g.is_a(value, "tp:Sector") for value in sectors):
            yield "S06", node, "name the sector, or all-goods"
        if len(kinds) != 1 or not set(kinds) & CONCEPTS["measure-kind"]:
            yield "S06", node, "one measure kind"
        if len(stages) != 1 or not set(stages) & CONCEPTS["measure-status"]:
            yield "S06", node, "one status of the measure-status scheme"
        if not all(g.is_a(value, "tp:Measure") for value in g.iris(node, "tp:supersedes")):
            yield "S06", node, "a measure supersedes a measure"
        if not all(g.is_a(value, "tp:Measure") for value in g.iris(node, "tp:answers")):
            yield "S06", node, "a measure answers a measure"
        yield from _volume(g, node)
        if any(len(g.values(node, name)) > 1 for name in ("tp:starts", "tp:ends")):
            yield "S06", node, "one start and one end"


def _volume(g: Described, node: str) -> Found:
    """S06: a volume is one decimal, not negative, with its unit."""
    found = g.values(node, "tp:volume")
    if found and (len(found) > 1 or datatype(found[0]) != "xsd:decimal" or number(found[0]) < 0):
        yield "S06", node, "a volume is one decimal, not negative"
    if found and len(g.values(node, "tp:volumeUnit")) != 1:
        yield "S06", node, "a volume needs a unit"


def rates(g: Described) -> Found:
    """S07: a rate is one decimal from 0 to 2000 of a tariff measure, with its unit."""
    for node, described in g.nodes.items():
        if "tp:rate" not in described:
            continue
        found = described["tp:rate"]
        if not g.is_a(node, "tp:TariffMeasure"):
            yield "S07", node, "only a tariff measure has a rate"
        decimal = datatype(found[0]) == "xsd:decimal"
        if len(found) > 1 or not decimal or not 0 <= number(found[0]) <= 2000:
            yield "S07", node, "rate is one decimal from 0 to 2000"
        if len(g.values(node, "tp:rateUnit")) != 1:
            yield "S07", node, "a rate needs a unit"


def circles(g: Described) -> Found:
    """S08: nothing supersedes itself, directly or round a circle."""
    for node in [n for n, described in g.nodes.items() if "tp:supersedes" in described]:
        seen: set[str] = set()
        ahead = g.iris(node, "tp:supersedes")
        while ahead:
            step = ahead.pop()
            if step not in seen:
                seen.add(step)
                ahead += g.iris(step, "tp:supersedes")
        if node in seen:
            yield "S08", node, "circle of supersession"


def carve_outs(g: Described) -> Found:
    """S09 and S10: exemptions and agreements."""
    for node in g.members.get("tp:Exemption", ()):
        if node not in g.exempted:
            yield "S09", node, "an exemption is from some measure"
        if not g.values(node, "tp:compliantWith", "tp:sector", "tp:ground", "tp:exempts"):
            yield "S09", node, "an exemption says what it rests on or whom it frees"
        if not all(g.is_a(value, "tp:Country") for value in g.iris(node, "tp:exempts")):
            yield "S09", node, "an exemption frees countries"
    for node in g.members.get("tp:Agreement", ()):
        parties, stages = g.iris(node, "tp:party"), g.iris(node, "tp:status")
        bare = not parties and g.evidence.get(node) and g.class_of(node) != "tp:Agreement"  # the registry has parties
        if bare or not all(g.is_a(value, "tp:Country") for value in parties):
            yield "S10", node, "an agreement has a party, which is a country"
        if len(stages) > 1 or not set(stages) <= CONCEPTS["measure-status"]:
            yield "S10", node, "at most one status, of the measure-status scheme"


def claims(g: Described) -> Found:
    """S16: what is claimed names its statement, and is not reported as fact beside."""
    for node in g.members.get("tp:Event", ()):
        if status("claimed") in g.iris(node, "tp:status") and not g.values(node, "tp:claimedIn"):
            yield "S16", node, "status claimed needs claimedIn"
    vouched = {status("happened"), status("ongoing")}
    for node, described in g.nodes.items():
        if "tp:claimedIn" in described and vouched & set(g.iris(node, "tp:status")):
            yield "S16", node, "a thing claimed in a statement cannot have status happened or ongoing in that document"


def chronology(g: Described) -> Found:
    """S17: nothing happened after the issue date, nothing is planned before it."""
    for node in g.evidence:
        found = g.iris(node, "tp:status")
        earliest = [literal(v) for v in g.follow(node, "tp:when", "tp:earliest")]
        latest = [literal(v) for name in ("tp:when", "tp:starts") for v in g.follow(node, name, "tp:latest")]
        for issued in _issued(g, node) if earliest or latest else ():
            if status("happened") in found and any(day > issued for day in earliest):
                yield "S17", node, "reported as happened, but wholly after the issue date"
            if status("planned") in found and any(day < issued for day in latest):
                yield "S17", node, "planned, but wholly before the issue date"


def kinds(g: Described) -> Found:
    """S20: actions, procedures, dependencies and deadlines are complete and of a kind."""
    for cls, scheme, needed in (
        ("tp:PolicyAction", "action-kind", ("tp:actor",)),
        ("tp:Procedure", "procedure-kind", ("tp:about", "tp:sector")),
    ):
        for node in g.members.get(cls, ()):
            found = g.iris(node, "tp:kind")
            if len(found) != 1 or found[0] not in CONCEPTS[scheme]:
                yield "S20", node, f"one {scheme.replace('-', ' ')}"
            if not g.values(node, *needed):
                yield "S20", node, f"needs {' or '.join(needed)}"
    for node in g.members.get("tp:Dependency", ()):
        suppliers = g.iris(node, "tp:supplier")
        single = len(g.values(node, "tp:dependent")) == len(suppliers) == 1 and g.is_a(suppliers[0], "tp:Country")
        if (
            not single
            or not g.values(node, "tp:sector")
            or not set(g.iris(node, "tp:kind")) & CONCEPTS["dependency-kind"]
        ):
            yield "S20", node, "a dependency has one dependent, one supplying country, a sector and a kind"
    for node in g.members.get("tp:Deadline", ()):
        if not g.values(node, "tp:actor") or not g.values(node, "tp:about", "tp:sector"):
            yield "S20", node, "somebody sets a deadline for something"


FACT_CHECKS = (events, engagements, stances, measures, rates, circles, carve_outs, claims, chronology, kinds)
