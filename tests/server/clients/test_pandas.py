"""pandas against the real server: a table from an address."""

from urllib.parse import urlencode

import pandas as pd
import pytest

from tests.server.clients.conftest import PEOPLE


@pytest.mark.parametrize("how", [{"format": "csv"}, {"output": "csv"}, {"results": "text/csv"}])
def test_a_query_as_a_table(address: str, how: dict[str, str]) -> None:
    table = pd.read_csv(f"{address}/sparql?{urlencode({'query': PEOPLE, **how})}")
    assert list(table.columns) == ["p", "name"]
    assert "Mark Carney" in set(table.name)


def test_by_suffix_and_tab_separated(address: str) -> None:
    query = urlencode({"query": PEOPLE})
    by_comma, by_tab = (
        pd.read_csv(f"{address}/sparql.csv?{query}"), pd.read_csv(f"{address}/sparql.tsv?{query}", sep="\t"),
    )  # fmt: skip
    assert len(by_comma) == len(by_tab) > 5


def test_awkward_text_comes_through_whole(address: str) -> None:
    query = """SELECT ?t { VALUES ?t { 'a,b' 'say "x"' 'line\\nbreak' '«é»' '' } }"""
    table = pd.read_csv(
        f"{address}/sparql.csv?{urlencode({'query': query})}", keep_default_na=False, skip_blank_lines=False
    )
    assert set(table.t) == {"a,b", 'say "x"', "line\nbreak", "«é»", ""}


def test_numbers_are_numbers(address: str) -> None:
    query = "PREFIX tp: <https://w3id.org/tradekg/ontology#> SELECT ?rate { ?m tp:rate ?rate }"
    table = pd.read_csv(f"{address}/sparql.csv?{urlencode({'query': query})}")
    assert 35.0 in set(table.rate)
    assert table.rate.dtype.kind in "if"


@pytest.mark.parametrize("path", ["/documents.csv", "/views/meetings.csv", "/views/tariffs.csv"])
def test_lists_and_views(address: str, path: str) -> None:
    assert len(pd.read_csv(f"{address}{path}")) > 0


def test_documents_keep_their_titles(address: str) -> None:
    assert "A «readout», twice" in set(pd.read_csv(f"{address}/documents.csv").title)
