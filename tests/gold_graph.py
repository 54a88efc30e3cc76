"""Gold facts as the graphs that a perfect reader would write: `python -m tests.gold_graph GOLD_DIR OUT_DIR`.

Views and questions are tried on these, so that their tests do not hang on the extraction.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import ontology
from kg.citations import CitedSheet
from kg.export import write_content
from kg.extracts import content_of_document
from kg.graph_names import ENTITIES, THINGS, VOCAB
from kg.model import BASE, Entity, EntityKind, Evidence, Fact, Precision, Span, TimeSpan
from kg.registry import Registry, default_registry
from kg.sheets import DECIMAL, LABEL, TYPE, node, text, tp
from kg.slugs import slug
from kg.triples import DocumentGraphs
from tests.conftest import gold_documents

Gold = dict[str, Any]
CLASSES = {"meeting": "Meeting", "call": "Call", "visit": "Visit", "negotiation": "Negotiation"}
UNITS = {"percent": "percent-ad-valorem", "percentage-points": "percentage-points", "specific": "specific"}
BODIES = (
    "council association ministry department commission union organization organisation corporation company bank group "
    "board committee administration office agency party institute chamber federation congress parliament court forum "
    "industry officials government governments industries exporters producers farmers and of for countries members"
).split()


class GoldSheet(CitedSheet):
    """One document's gold facts on a sheet."""

    def __init__(self, doc: Any, facts: list[Gold], registry: Registry) -> None:
        super().__init__(doc, "gold", registry)
        self.gold = facts
        self.people = {fact["person"] for fact in facts if fact["type"] == "tenure"}
        self.nodes: dict[int, ox.NamedNode] = {}

    def write(self) -> None:
        """Write measures and agreements first, since other facts point at them."""
        self.describe_document()
        for wanted in (True, False):
            for number, fact in enumerate(self.gold):
                if (fact["type"] in ("measure", "agreement")) is wanted:
                    self._one(number, fact)

    def _one(self, number: int, fact: Gold) -> None:
        write: Callable[[Gold, int], ox.NamedNode] = getattr(self, f"_{fact['type']}")
        iri = self.nodes[number] = write(fact, number)
        evidence = tuple(
            Evidence(Span(a, b), Span(a, min(b, a + 60)), ("type",), "gold", time_expression=_words(fact))
            for a, b in fact["ev"]
        )
        self.cite(iri, Fact(evidence=evidence))

    def _new(self, folder: str, number: int, cls: str) -> ox.NamedNode:
        iri = ox.NamedNode(f"{BASE}id/{folder}/{self.document.id}_{number}")
        self.say(iri, TYPE, tp(cls))
        return iri

    # ---- what facts name
    def agent(self, name: str) -> Entity:
        """Give who acts: a government for a country's name."""
        found = self._known(name, EntityKind.COUNTRY, EntityKind.GOVERNMENT, EntityKind.ORGANISATION)
        if found is not None:
            acts = found.kind is EntityKind.COUNTRY
            return self.registry.government(found.key) if acts else found
        words = name.lower().split()
        body = name not in self.people and (len(words) > 4 or any(word.strip(".,") in BODIES for word in words))
        return Entity(EntityKind.ORGANISATION if body else EntityKind.PERSON, slug(name), name)

    def country(self, name: str) -> Entity:
        """Give a country, known or not."""
        return self._known(name, EntityKind.COUNTRY) or Entity(EntityKind.COUNTRY, slug(name), name)

    def matter(self, name: str) -> Entity:
        """Give what something is about: a country, body, agreement, law, person or a topic."""
        if name in self.people:
            return self.agent(name)
        return self._known(name) or Entity(EntityKind.TOPIC, slug(name), name)

    def _known(self, name: str, *kinds: EntityKind) -> Entity | None:
        found = [e for e in self.registry.names.get(name, ()) if not kinds or e.kind in kinds]
        return next((e for e in found if e.label == name), found[0] if found else None)

    def _about(self, iri: ox.NamedNode, names: Iterable[str]) -> None:
        for name in names:
            self.say(iri, tp("about"), self.thing(self.matter(name)))

    def _agents(self, iri: ox.NamedNode, role: str, names: Iterable[str]) -> None:
        for name in names:
            self.say(iri, tp(role), self.thing(self.agent(name)))

    def _of(self, iri: ox.NamedNode, prop: str, fact: Gold) -> None:
        of = fact.get("of")
        if isinstance(of, int) and of in self.nodes:
            self.say(iri, tp(prop), self.nodes[of])
        elif isinstance(of, str):
            self.say(iri, tp("about"), self.thing(self.matter(of)))

    def _times(self, iri: ox.NamedNode, fact: Gold, *names: str) -> None:
        for name in names:
            if (value := fact.get(name)) and (time := self.time(_span(value))) is not None:
                self.say(iri, tp(name), time)

    def _sectors(self, iri: ox.NamedNode, fact: Gold) -> None:
        for name in fact.get("sectors") or ():
            self.say(iri, tp("sector"), self.sector(name))

    # ---- the facts
    def _engagement(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new("event", number, CLASSES[fact["kind"]])
        self.say(iri, tp("status"), node("status", fact["status"]))
        fellows = {member for member, _ in fact.get("delegation") or ()}
        parties = [name for name in fact["participants"] if name not in fellows]
        if fact["kind"] in ("visit", "call"):
            self._agents(iri, "actor", parties[:1])
            self._agents(iri, "recipient", parties[1:])
        else:
            self._agents(iri, "participant", parties)
        self._agents(iri, "accompaniedBy" if fact["kind"] == "visit" else "participant", sorted(fellows))
        for name in [fact["place"]] if isinstance(fact["place"], str) else fact["place"] or ():
            self.say(iri, tp("place"), self.thing(Entity(EntityKind.PLACE, slug(name), name)))
        self._about(iri, fact["about"])
        self._sectors(iri, fact)
        self._times(iri, fact, "when")
        return iri

    def _tenure(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new("tenure", number, "Tenure")
        person = Entity(EntityKind.PERSON, slug(fact["person"]), fact["person"])
        body = self.agent(fact["body"]) if fact["body"] else None
        label = fact["office"]
        home = body.key if body else "unknown"
        office = Entity(EntityKind.OFFICE, f"{home}-{slug(label)}", label, post_in=body.iri if body else None)
        if body is not None:
            self.thing(body)
        self.say(iri, tp("holder"), self.thing(person))
        self.say(iri, tp("office"), self.thing(office))
        return iri

    def _measure(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new(
            "measure", number, "TariffMeasure" if "tariff" in fact["kind"] or fact.get("rate") else "Measure"
        )
        self.say(iri, LABEL, text(f"{fact['kind'].replace('-', ' ')} on {', '.join(fact['goods'] or fact['sectors'])}"))
        self._agents(iri, "imposedBy", fact["by"])
        for name in fact["on"]:
            self.say(iri, tp("targets"), self.thing(self.country(name)))
        self.say(iri, tp("kind"), node("kind", fact["kind"]))
        self.say(iri, tp("status"), node("status", fact["status"]))
        if fact.get("rate") is not None:
            self.say(iri, tp("rate"), ox.Literal(str(fact["rate"]), datatype=DECIMAL))
            self.say(iri, tp("rateUnit"), node("unit", UNITS.get(fact.get("rate_unit") or "percent", "specific")))
        for words in fact["goods"]:
            self.say(iri, tp("goods"), ox.Literal(words))
        self._sectors(iri, fact)
        self._times(iri, fact, "starts", "ends")
        return iri

    def _action(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new("event", number, "PolicyAction")
        self.say(iri, tp("kind"), node("kind", fact["act"]))
        self.say(iri, tp("status"), node("status", fact["status"]))
        self._agents(iri, "actor", fact["actor"])
        self._of(iri, "resultsIn", fact)
        self._times(iri, fact, "when")
        return iri

    def _exemption(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new("exemption", number, "Exemption")
        if isinstance(fact.get("of"), int) and fact["of"] in self.nodes:
            self.say(self.nodes[fact["of"]], tp("hasExemption"), iri)
        if fact.get("agreement"):
            self.say(iri, tp("compliantWith"), self.thing(self.matter(fact["agreement"])))
        for name in fact["countries"]:
            self.say(iri, tp("exempts"), self.thing(self.country(name)))
        self.say(iri, tp("ground"), ox.Literal(fact["ground"]))
        self._sectors(iri, fact)
        return iri

    def _agreement(self, fact: Gold, number: int) -> ox.NamedNode:
        known = self._known(fact["name"], EntityKind.AGREEMENT)
        entity = known or Entity(EntityKind.AGREEMENT, slug(fact["name"]), fact["name"])
        iri = self.thing(entity)
        self.say(iri, TYPE, tp("Agreement"))
        self.say(iri, LABEL, text(entity.label))
        self.say(iri, tp("status"), node("status", fact["status"]))
        for name in fact["parties"]:
            self.say(iri, tp("party"), self.thing(self.country(name)))
        return iri

    def _procedure(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new("event", number, "Procedure")
        self.say(iri, tp("kind"), node("kind", fact["kind"]))
        self.say(iri, tp("status"), node("status", fact["status"]))
        self._agents(iri, "actor", fact["actor"])
        self._about(iri, fact["about"])
        self._times(iri, fact, "when")
        return iri

    def _deadline(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new("event", number, "Deadline")
        self.say(iri, tp("status"), node("status", "planned"))
        self._agents(iri, "actor", fact["actor"])
        self._about(iri, [fact["about"]])
        self.say(iri, tp("outcome"), node("outcome", fact["outcome"]))
        self._times(iri, fact, "when")
        return iri

    def _statement(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new("event", number, "Statement")
        self.say(iri, tp("status"), node("status", "happened"))
        self._agents(iri, "actor", [fact["speaker"]])
        self._agents(iri, "recipient", fact["recipient"])
        return self._stance(iri, fact)

    def _position(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new("position", number, "Position")
        self._agents(iri, "actor", [fact["actor"]])
        return self._stance(iri, fact)

    def _stance(self, iri: ox.NamedNode, fact: Gold) -> ox.NamedNode:
        self.say(iri, tp("stance"), node("stance", fact["stance"]))
        self._about(iri, fact["about"])
        self._sectors(iri, fact)
        self._times(iri, fact, "when")
        return iri

    def _dependency(self, fact: Gold, number: int) -> ox.NamedNode:
        iri = self._new("dependency", number, "Dependency")
        self._agents(iri, "dependent", [fact["dependent"]])
        self.say(iri, tp("supplier"), self.thing(self.country(fact["supplier"])))
        self._sectors(iri, fact)
        return iri


def _words(fact: Gold) -> str | None:
    when = fact.get("when") or fact.get("starts")
    return when["text"] if when else None


def _span(value: Gold) -> TimeSpan:
    first, last = (date.fromisoformat(value[side]) if value.get(side) else None for side in ("from", "to"))
    whole = first and last and first != last
    return TimeSpan(first, last, Precision.RANGE if whole else Precision.DAY if first and last else Precision.OPEN)


def gold_graphs(folder: Path, ids: Iterable[str] = ()) -> dict[str, DocumentGraphs]:
    """Give the graphs of the gold documents, by id."""
    registry, wanted, made = default_registry(), set(ids), {}
    for name, doc in gold_documents(folder).items():
        if not wanted or name in wanted:
            facts = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["facts"]
            sheet = GoldSheet(doc, facts, registry)
            sheet.write()
            made[name] = DocumentGraphs(
                doc, "gold", tuple(dict.fromkeys(sheet.facts)), tuple(dict.fromkeys(sheet.evidence)),
                tuple(dict.fromkeys(sheet.things)), tuple(sheet.known),
            )  # fmt: skip
    return made


def write_graphs(folder: Path, out: Path) -> None:
    """Write each gold document's graphs as ID.trig."""
    out.mkdir(parents=True, exist_ok=True)
    for name, graphs in gold_graphs(folder).items():
        content = content_of_document(graphs, default_registry())
        # The scorer takes a known agreement that is only mentioned for one that the document tells of.
        content[ENTITIES] = [t for t in content.get(ENTITIES, ()) if t.object != tp("Agreement")]
        with (out / f"{name}.trig").open("wb") as file:
            write_content(content, file, "trig")


def gold_store(folder: Path, ids: Iterable[str] = ()) -> ox.Store:
    """Give a store with the gold documents, ontology's lists and registry, its default graph the merge of all."""
    store, registry = ox.Store(), default_registry()
    store.load(ontology.text("vocab.ttl").encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(VOCAB))
    described = [(triple, ENTITIES) for triple in registry.triples()]
    for graphs in gold_graphs(folder, ids).values():
        store.extend([graphs.link, *graphs.facts, *graphs.evidence])
        described += [(triple, THINGS) for triple in graphs.things]
    store.extend(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(graph)) for t, graph in described)
    store.extend({ox.Quad(q.subject, q.predicate, q.object) for q in store})
    return store


if __name__ == "__main__":
    write_graphs(Path(sys.argv[1]), Path(sys.argv[2]))
