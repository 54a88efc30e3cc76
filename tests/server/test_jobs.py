import io
import threading

import pytest

from kg.archive import Original
from kg.errors import DocumentError
from kg.ingest import Failure, Report
from server import create_app, jobs
from server.settings import Settings
from tests.server.conftest import PAGE, SEED, TOKEN

AUTH = {"Authorization": f"Bearer {TOKEN}"}
TEXT = "Canada and India met in Ottawa."


class Reader:
    """Stands where the extraction would: what it is given, it says to have taken in."""

    def __init__(self):
        self.seen, self.originals, self.free = [], {}, threading.Event()
        self.free.set()

    def __call__(self, documents, *, originals):
        assert self.free.wait(20)
        self.seen += documents
        self.originals |= originals
        if "broken" in documents[0].text:
            raise DocumentError("It is broken.")
        if "fault" in documents[0].text:
            raise RuntimeError("a secret path")
        if "refused" in documents[0].text:
            return Report(failed=[Failure("a text", "It is refused.")])
        return Report(added=[documents[0].id])


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def client(graph, reader):
    app = create_app(graph, Settings(token=TOKEN))
    app.extensions["tradekg.jobs"] = jobs.Jobs(reader)
    return app.test_client()


def ended(client, address):
    job = client.application.extensions["tradekg.jobs"].find(address.rsplit("/", 1)[-1])
    assert job.ended.wait(20)
    return client.get(address).get_json()


def test_upload_is_accepted_and_told_until_it_is_read(client, reader):
    reader.free.clear()
    answer = client.post("/documents", json={"text": TEXT, "title": "A <b>title</b>"}, headers=AUTH)
    place = answer.headers["Location"]
    assert (answer.status_code, place.startswith("/jobs/")) == (202, True)
    running = client.get(place, headers=PAGE).text
    assert 'http-equiv="refresh"' in running
    assert "<b>" not in running
    reader.free.set()
    job = ended(client, place)
    assert (job["state"], job["read"], job["total"]) == ("done", 1, 1)
    assert job["documents"] == [{"id": reader.seen[0].id, "title": "A <b>title</b>", "new": True}]
    page = client.get(place, headers=PAGE).text
    assert "refresh" not in page
    assert f"/documents/{reader.seen[0].id}" in page


def test_waiting_gives_the_id(client, reader):
    answer = client.post("/documents?wait=true", json={"text": TEXT, "published": "2025-10-05"}, headers=AUTH)
    assert answer.status_code == 201
    assert answer.get_json()["id"] == reader.seen[0].id
    assert answer.headers["Location"] == f"/documents/{reader.seen[0].id}"
    assert str(reader.seen[0].published) == "2025-10-05"


@pytest.mark.parametrize(
    ("text", "words"),
    [("broken", "It is broken."), ("refused", "It is refused."), ("fault", "Something went wrong here")],
)
def test_what_cannot_be_read_is_one_sentence(client, text, words):
    waited = client.post("/documents?wait=true", json={"text": text}, headers=AUTH)
    assert waited.status_code == 400
    assert words in waited.get_json(force=True)["detail"]
    place = client.post("/documents", json={"text": text}, headers=AUTH).headers["Location"]
    job = ended(client, place)
    assert job["state"] == "failed"
    assert words in job["failed"][0]
    assert "secret" not in job["failed"][0]
    assert words in client.get(place, headers=PAGE).text


def test_form_leads_to_the_job(client):
    client.get(f"/sign-in?token={TOKEN}")
    answer = client.post("/documents", data={"text": TEXT, "title": "", "published": ""}, headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/jobs/")


def test_a_page_is_sent_as_a_file_and_kept_as_it_came(client, reader):
    page = f"""<html><head><meta property="article:published_time" content="2025-10-07"><title>Talks</title></head>
<body><nav>Other news: Rao met Ito</nav><article>{f"<p>{TEXT}</p>" * 4}</article></body></html>""".encode()
    files = {"file": (io.BytesIO(page), "../talks.html"), "publisher": "The Ledger"}
    answer = client.post("/documents?wait=true", data=files, headers=AUTH)
    assert answer.status_code == 201
    (document,) = reader.seen
    assert (document.published.isoformat(), document.published_basis) == ("2025-10-07", "metadata")
    assert (document.title, document.publisher) == ("Talks", "The Ledger")
    assert "Rao" not in document.text
    assert reader.originals == {document.id: Original(".html", page)}


def test_a_page_without_an_article_is_refused_at_once(client):
    files = {"file": (io.BytesIO(b"<html><frameset><frame src=a></frameset></html>"), "talks.html")}
    answer = client.post("/documents", data=files, headers=AUTH)
    assert (answer.status_code, "only frames" in answer.get_data(as_text=True)) == (400, True)


def test_examples_are_one_job(client, reader):
    answer = client.post("/documents/examples", headers=AUTH)
    assert answer.status_code == 202
    job = ended(client, answer.headers["Location"])
    assert job["total"] == len(reader.seen) == 6
    assert all((each.note or "").startswith("example text") for each in reader.seen)


def test_too_many_wait(client, reader, monkeypatch):
    monkeypatch.setattr(jobs, "WAITING", 1)
    client.application.extensions["tradekg.jobs"] = jobs.Jobs(reader)
    reader.free.clear()
    answers = [client.post("/documents", json={"text": TEXT}, headers=AUTH) for _ in range(4)]
    assert [answer.status_code for answer in answers][-1] == 503
    assert answers[-1].headers["Retry-After"]
    reader.free.set()


def test_old_jobs_are_forgotten(reader, monkeypatch):
    monkeypatch.setattr(jobs, "KEPT", 2)
    made = jobs.Jobs(reader)
    names = []
    for _ in range(5):
        job = made.submit([])
        assert job.ended.wait(20)
        names.append(job.id)
    assert len(made._known) <= 3
    assert made.find(names[-1])


def test_unknown_job(client):
    assert client.get("/jobs/nothing").status_code == 404


def test_form_is_for_those_who_may_write(client, read_only):
    assert "read-only" in read_only.get("/documents/new", headers=PAGE).text
    assert "Paste it" not in client.get("/documents/new", headers=PAGE).text
    client.get(f"/sign-in?token={TOKEN}")
    assert "Paste it" in client.get("/documents/new", headers=PAGE).text
    assert SEED in client.get("/documents", headers=PAGE).text
