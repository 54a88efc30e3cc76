import csv
import io
import json

import pytest

from tests.server.conftest import PAGE

ASKED = ("central", "communities", "components", "matrix", "timeline", "sources")


@pytest.mark.parametrize("name", ASKED)
def test_question_answers_as_page_json_and_csv(client, name):
    page = client.get(f"/views/meetings/{name}?sector=steel", headers=PAGE)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    told = client.get(f"/views/meetings/{name}?sector=steel").get_json(force=True)
    assert told["rows"]
    assert told["answer"] in page.text.replace("&#39;", "'")
    rows = list(csv.reader(io.StringIO(client.get(f"/views/meetings/{name}.csv?sector=steel").text)))
    assert len(rows) == len(told["rows"]) + 1


def test_path_is_told_link_by_link_with_its_sentences(client):
    page = client.get("/paths?from=Dominic+LeBlanc&to=Donald+Trump", headers=PAGE)
    assert page.status_code == 200
    assert "<q>" in page.text
    told = client.get("/paths.json?from=Dominic+LeBlanc&to=Donald+Trump").get_json(force=True)
    chains: dict[int, list[str]] = {}
    for row in told["rows"]:
        chains.setdefault(row["chain"], []).append(f"{row['from']} - {row['to']}")
    assert ["Dominic LeBlanc - Mark Carney", "Mark Carney - Donald Trump"] in [
        list(dict.fromkeys(links)) for links in chains.values()
    ]
    assert all(row["says"] and row["phrase"] and row["document"] for row in told["rows"])
    assert "Mark Carney is to travel with Anita Anand" in " ".join(row["says"] for row in told["rows"])


def test_path_keeps_its_filters(client):
    told = client.get("/paths.json?from=Dominic+LeBlanc&to=Donald+Trump&status=happened").get_json(force=True)
    assert all(row["status"] == "happened" for row in told["rows"])


def test_explore_leads_further(client):
    page = client.get("/explore?focus=Mark+Carney", headers=PAGE)
    assert page.status_code == 200
    assert "/explore?focus=https%3A%2F%2Fw3id.org%2Ftradekg%2Fid%2Fperson%2Fdonald-trump" in page.text
    near = json.loads(client.get("/explore.json?focus=Mark+Carney").data)
    far = json.loads(client.get("/explore.json?focus=Mark+Carney&steps=2").data)
    assert len(near["nodes"]) < len(far["nodes"])


@pytest.mark.parametrize("address", ["/explore", "/paths"])
def test_without_names_there_is_a_form(client, address):
    assert client.get(address, headers=PAGE).status_code == 200


@pytest.mark.parametrize(
    ("suffix", "mimetype", "starts"),
    [
        ("png", "image/png", b"\x89PNG"), ("png?theme=dark", "image/png", b"\x89PNG"),
        ("svg", "image/svg+xml", b"<svg"),
        ("gexf", "application/gexf+xml", b"<?xml"), ("dot", "text/vnd.graphviz", b"graph"),
        ("cyjs", "application/json", b"{"), ("nodes.csv", "text/csv", b"id,label"),
        ("rq", "application/sparql-query", b"PREFIX"),
    ],
)  # fmt: skip
def test_view_in_each_form_is_the_same_each_time(client, suffix, mimetype, starts):
    made = client.get(f"/views/meetings.{suffix}")
    assert (made.status_code, made.mimetype) == (200, mimetype)
    assert made.data.startswith(starts)
    assert made.data == client.get(f"/views/meetings.{suffix}").data


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/views/meetings/centrl", "did you mean 'central'"),
        ("/views/meetngs/central", "did you mean 'meetings'"),
        ("/views/meetings/central?sector=stel", "did you mean 'steel'"),
        ("/views/meetings/changes", "from=2025-06"),
        ("/views/meetings/counterparts?of=Mark+Carney", "two names"),
        ("/paths?from=Mark+Carney", "two names"),
        ("/paths?from=Mark+Carny&to=Donald+Trump", "did you mean 'Mark Carney'"),
        ("/paths?from=Mark+Carney&to=Donald+Trump&hops=7", "hops=7 is not a number from 1 to 6"),
        ("/explore.json", "needs a focus"),
        ("/explore.json?focus=Canada&steps=4", "steps=4 is not a number from 1 to 3"),
        ("/views/meetings?by=goverment", "did you mean 'government'"),
        ("/views/meetings?kind=meting", "did you mean 'meeting'"),
        ("/views/statements?stance=suports", "did you mean 'supports'"),
        ("/views/topics?project=poeple", "did you mean 'people'"),
        ("/views/meetings.svg?theme=drak", "did you mean 'dark'"),
    ],
)
def test_wrong_question_is_one_sentence(client, address, words):
    problem = client.get(address)
    assert problem.status_code == 400
    assert words in problem.get_json(force=True)["detail"]
