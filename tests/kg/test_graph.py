"""The Python door: documents in, answers out, on a store on disk."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import rdflib

import kg
from kg import ingest
from kg.archive import Archive
from kg.documents import read_text
from kg.errors import DocumentError, NotFound, UsageError
from kg.extraction import Extracted, extracted
from kg.graph import Graph
from kg.model import Document
from kg.pipeline import extract
from kg.store import LocalStore

TEXT = """Prime Minister Mark Carney will meet President Donald Trump in Washington on Tuesday to discuss steel tariffs.

Foreign Affairs Minister Anita Anand will join him.
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    home = tmp_path_factory.mktemp("graph")
    (home / "talks.txt").write_text(TEXT, encoding="utf-8")
    (home / "empty.txt").write_text("")
    with kg.open(home / "store") as made:
        report = made.ingest([home / "talks.txt", home / "empty.txt"], published=date(2025, 10, 5))
        assert (len(report.added), len(report.failed)) == (1, 1)
        assert "empty.txt" in report.failed[0].subject
        assert report.facts_gained > 0
        yield made


def test_document_is_listed_and_kept(graph: Graph) -> None:
    (row,) = graph.documents()
    assert (row.published, row.published_basis, row.example) == (date(2025, 10, 5), "metadata", False)
    assert row.facts > 0
    assert graph.text(row.id) == TEXT
    assert {path.name for path in (graph.archive.place / row.id).iterdir()} == {"text.txt", "meta.json", "original.txt"}


def test_query_needs_no_prefixes_and_gives_terms(graph: Graph) -> None:
    result = graph.query("SELECT ?office { person:mark-carney org:holds ?office . OPTIONAL { ?office tp:none ?x } }")
    assert [row["office"].value.rpartition("/")[2] for row in result] == ["CAN-prime-minister"]
    assert graph.query("ASK { person:nobody ?p ?o }").boolean is False
    assert graph.query("CONSTRUCT WHERE { person:mark-carney a ?o }").triples
    with pytest.raises(UsageError, match="unknown prefix"):
        graph.read("SELECT ?o { person:mark-carney org:holds ?o }")


def test_again_changes_nothing(graph: Graph) -> None:
    version = graph.version()
    report = graph.ingest(again=True)
    assert (len(report.unchanged), report.facts_gained, report.facts_lost) == (1, 0, 0)
    assert graph.version() == version


def test_second_time_nothing_is_extracted(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.base.program_hash", lambda: "the same")
    store_meta = {row.id: row for row in graph.documents()}
    intake = ingest.Intake(graph.store, graph.archive, graph._stored, extract=iter)  # iter gives no result of its own
    source = next(intake.stored_texts(store_meta))
    intake.made_with = "x"
    intake._stored = lambda: {source.document.id: {**ingest.archive.metadata(source.document), "made_with": wanted}}
    wanted = f"the same {ingest.base.content_hash()}"
    assert intake.take([source], total=1, force=False, progress=None).unchanged == [source.document.id]


def test_one_bad_document_does_not_stop_the_others(graph: Graph) -> None:
    def breaks(documents: Sequence[Document]) -> Iterator[Extracted | DocumentError]:
        for document in documents:
            yield DocumentError("poison") if "poison" in document.text else extracted(*extract([document]))

    told: list[tuple[int, int]] = []
    intake = ingest.Intake(graph.store, graph.archive, dict, extract=breaks)
    sources = [ingest.Source(read_text(text, title=text[:9])) for text in ("A poison text.", "Mexico met Canada.")]
    report = intake.take(sources, total=2, force=False, progress=lambda done, total, _: told.append((done, total)))
    assert [failure.subject for failure in report.failed] == ["A poison "]
    assert len(report.added) == 1
    assert told[-1] == (2, 2)
    graph.delete(report.added)
    assert len(graph.documents()) == 1


def test_add_and_delete(graph: Graph) -> None:
    document = read_text("Canada and Mexico held talks on steel.", title="Talks", note="Example text for tests")
    assert graph.add([document]).added == [document.id]
    assert {row.example for row in graph.documents()} == {True, False}
    graph.delete([document.id])
    assert graph.text(document.id) is None
    with pytest.raises(NotFound, match=document.id):
        graph.delete([document.id])


# rdflib 7.6 calls its own deprecated names when a Dataset is searched.
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_rdflib_walks_the_same_store(graph: Graph) -> None:
    dataset = graph.rdflib()
    person = rdflib.URIRef("https://w3id.org/tradekg/id/person/mark-carney")
    assert (person, rdflib.RDF.type, rdflib.FOAF.Person) in dataset
    rows = list(dataset.query("SELECT ?o WHERE { person:mark-carney org:holds ?o }"))
    assert len(rows) == 1
    assert any(str(g.identifier).endswith("graph/things") for g in dataset.graphs())
    assert len(dataset) == int(graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0]["n"].value)
    with pytest.raises(UsageError, match="cannot be changed"):
        dataset.add((person, rdflib.RDF.type, rdflib.FOAF.Person))
    dataset.store.close()


def test_export_to_stream_and_file(graph: Graph, tmp_path: Path) -> None:
    out = BytesIO()
    graph.export(out)
    graph.export(tmp_path / "x.ttl")
    assert (tmp_path / "x.ttl").read_bytes() == out.getvalue()
    graph.export(tmp_path / "x.nq")
    assert b"/id/graph/things>" in (tmp_path / "x.nq").read_bytes()
    with pytest.raises(UsageError, match="cannot be written"):
        graph.export(tmp_path / "nowhere" / "x.ttl")
    with pytest.raises(NotFound):
        graph.export(tmp_path / "y.ttl", graph="nowhere")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.nq", "x.ttl"]


def test_stored_graph_validates(graph: Graph) -> None:
    assert graph.validate() == []


def test_archive_takes_no_path_for_an_id(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("secret")
    archive = Archive(tmp_path / "documents")
    assert archive.text("..") is None
    with pytest.raises(DocumentError):
        archive.read("../" * 5 + "etc")


def test_kept_document_comes_back_equal(tmp_path: Path) -> None:
    document = read_text("Ein Text.\n\u2028 ", title="T", published=date(2020, 1, 2), note="n")
    archive = Archive(tmp_path)
    archive.keep(document)
    assert archive.read(document.id) == document
    assert list(archive.ids()) == [document.id]


def test_two_graphs_on_one_folder(graph: Graph) -> None:
    with kg.open(graph.store.place) as other:
        assert other.version() == graph.version()
        assert isinstance(other.store, LocalStore)


def test_example_of_the_package_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "talks.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert kg.__doc__ is not None
    exec(textwrap.dedent(kg.__doc__.split("\n\n", 2)[2]), scope := {"__name__": "example"})
    assert "id/person/mark-carney" in capsys.readouterr().out
    assert len(scope["meetings"]) > 1
    assert (tmp_path / "trade.ttl").stat().st_size > 1000
