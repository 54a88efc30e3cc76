import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from server import create_app
from server.settings import Settings
from tests.server.conftest import EVIL, PAGE, SEED, TOKEN

ADDRESSES = [
    "/", "/views", "/views/meetings", "/views/meetings?sector=steel", "/views/tariffs", "/views/offices", "/documents",
    f"/documents/{SEED}", "/documents/fixture-b", "/query", "/ontology", "/search?q=carney", "/page/person/mark-carney",
    "/page/sector/steel", "/page/vocab/status/planned", "/page/topic/evil", "/data",
    "/documents/new", "/sign-in", "/views/meetings?sector=dairy",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_whole_and_keeps_to_itself(client, address):
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script" not in answer.text.lower()
    assert " style=" not in answer.text
    assert not re.search(r'(src|href)="https?://(?!w3id|www|schema|purl|xmlns|publications|example)', answer.text)


@pytest.mark.parametrize("address", ["/page/topic/evil", "/documents", "/documents/fixture-b", "/search?q=script"])
def test_labels_are_escaped(client, address):
    text = client.get(address, headers=PAGE).text
    assert EVIL not in text
    assert "&lt;script&gt;" in text


def test_only_web_addresses_are_linked(client):
    assert "javascript:" not in client.get(f"/documents/{SEED}", headers=PAGE).text
    other = client.get("/documents/fixture-b", headers=PAGE).text
    assert 'href="https://example.org/readout" rel="noopener noreferrer"' in other


def test_start_page_says_on_what_it_rests(client):
    text = client.get("/", headers=PAGE).text
    assert "2 documents (1 of them example texts)" in text
    assert "published 5 October 2025 to 8 October 2025" in text
    assert "<svg" in text
    assert "/views/meetings?sector=steel" in text


def test_meetings_page_has_answer_sentence_and_query(client):
    text = client.get("/views/meetings?sector=steel", headers=PAGE).text
    assert "Donald Trump met Mark Carney on 7 October 2025 about energy and steel." in text
    assert "<mark>will meet with</mark>" in text
    assert f'href="/documents/{SEED}#s82-278"' in text
    assert "VALUES ?narrow" in text
    anchor = f"{SEED}.meeting_2025-10-07_donald-trump--mark-carney"
    assert f'href="#{anchor}"' in text
    assert f'id="{anchor}"' in text


def test_empty_view_offers_the_way_back(client):
    text = client.get("/views/meetings?sector=dairy", headers=PAGE).text
    assert "No event matches sector dairy." in text
    assert "Without sector: 6" in text
    assert 'href="/views/meetings?sector=steel"' in text


def test_wrong_filter_offers_what_was_meant(client):
    text = client.get("/views/meetings?sector=stel&from=2025", headers=PAGE).text
    assert 'href="/views/meetings?sector=steel&amp;from=2025"' in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_can_be_read_by_all(client, address):
    text = client.get(address, headers=PAGE).text
    assert '<html lang="en">' in text
    assert re.search(r"<title>[^<]+ · Trade graph</title>", text)
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    named = set(re.findall(r'<label[^>]* for="([^"]+)"', text))
    fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", text)
    assert all(re.search(r'id="([^"]+)"', field)[1] in named for field in fields)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_event_of_several_stands_once_in_the_list(client):
    text = client.get("/views/meetings", headers=PAGE).text
    facts = re.findall(r'href="([^"]+)">the fact itself', text)
    assert len(re.findall(r'<div class="told"', text)) == len(facts)
    visit = text[text.index("In the delegation:") :].split("</p>")[0]
    assert visit.count("<a ") > 1


def test_person_page_leads_on_and_says_things_once(client):
    text = client.get("/page/person/mark-carney", headers=PAGE).text
    assert "/views/meetings?who=" in text
    assert "Meetings of Mark Carney" in text
    assert "<mark>will meet with</mark>" in text
    assert text.count("Visit of Mark Carney") <= 1


def test_other_sites_pages_read_only_what_is_opened(graph):
    closed = create_app(graph, Settings()).test_client()
    opened = create_app(graph, Settings(cors=True)).test_client()
    for address in ("/views/meetings.json", "/sparql?query=ASK{}", "/data/person/mark-carney.ttl"):
        assert "Access-Control-Allow-Origin" not in closed.get(address).headers
        answer = opened.get(address)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    for address in ("/documents", "/", "/sign-in"):
        assert "Access-Control-Allow-Origin" not in opened.get(address).headers


def test_sign_in_by_form(client):
    assert client.post("/sign-in", data={"token": "wrong"}).status_code == 403
    evil = client.post("/sign-in", data={"token": TOKEN}, headers={"Origin": "https://evil.example"})
    assert evil.status_code == 403
    assert client.post("/sign-in", data={"token": TOKEN}).status_code == 303
    # A browser tells the origin of a form only where the policy lets it.
    assert client.get("/documents").headers["Referrer-Policy"] == "same-origin"
    assert "You are signed in" in client.get("/sign-in", headers=PAGE).text


def test_reader_marks_the_words_and_points_both_ways(client):
    text = client.get(f"/documents/{SEED}", headers=PAGE).text
    assert 'id="s82-278"' in text
    mark = re.search(r'<mark id="m\d+"><a href="#(f\d+)" title="[^"]+">will meet with</a></mark>', text)
    assert mark
    assert f'<li id="{mark[1]}">' in text
    assert 'href="#s82-278"' in text


def test_text_without_rights_shows_sentences_only(graph, text, monkeypatch):
    monkeypatch.setattr(graph, "text", {SEED: text}.get)
    shown = create_app(graph, Settings(show_text="licensed")).test_client().get(f"/documents/{SEED}", headers=PAGE).text
    assert "do not allow" in shown
    assert "Best long term Canadian stocks" not in shown
    assert "<mark>will meet with</mark>" in shown


def test_thing_page_has_both_directions_and_sentences(client):
    text = client.get("/page/event/meeting_2025-10-07_donald-trump--mark-carney", headers=PAGE).text
    assert "Mark Carney" in text
    assert "What the graph says" in text
    assert "Where it is named" in text
    assert "<mark>will meet with</mark>" in text


def test_svg_by_itself_may_use_its_own_style_only(client):
    answer = client.get("/views/meetings.svg")
    ET.fromstring(answer.text)
    assert answer.mimetype == "image/svg+xml"
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]


def test_signing_in(client):
    assert "/documents/new" not in client.get("/documents", headers=PAGE).text
    answer = client.get(f"/sign-in?token={TOKEN}")
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 303
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie
    assert "/documents/new" in client.get("/documents", headers=PAGE).text
    assert client.get("/sign-in?token=wrong").status_code == 403
