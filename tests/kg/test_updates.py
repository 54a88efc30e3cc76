"""What is seen in an update before it is run."""

import pytest

from kg import updates
from kg.errors import QueryRejected


@pytest.mark.parametrize(
    ("update", "verbs"),
    [
        ("", []),
        ("PREFIX a: <x:>", []),
        ("INSERT DATA { <x:a> <x:b> 'DELETE ; DROP' } ; # CLEAR ALL\n DROP ALL", ["INSERT DATA", "DROP"]),
        ("DELETE WHERE { ?s ?p ?o }", ["DELETE WHERE"]),
        ("DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o } ; CLEAR SILENT DEFAULT", ["MODIFY", "CLEAR"]),
        ("WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ["MODIFY"]),
        ("COPY <x:a> TO DEFAULT ; MOVE <x:a> TO <x:b> ; ADD <x:a> TO <x:b>", ["COPY", "MOVE", "ADD"]),
    ],
)  # fmt: skip
def test_operations_are_told_apart(update: str, verbs: list[str]) -> None:
    assert [operation.verb for operation in updates.scan(update).operations] == verbs


@pytest.mark.parametrize(
    ("update", "calls", "silent"),
    [
        ("LOAD <http://x/>", ["LOAD"], []),
        ("load silent <http://x/> INTO GRAPH <x:g>", [], ["LOAD"]),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE ?x { ?s ?p ?o } SERVICE SILENT <x:y> {} }", ["SERVICE"], ["SERVICE"]),
        ("INSERT DATA { <x:LOAD> <x:b> 'LOAD' }", [], []),
    ],
)
def test_calls_are_found(update: str, calls: list[str], silent: list[str]) -> None:
    found = updates.scan(update)
    assert (found.calls, found.silent_calls) == (calls, silent)


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "INSERT { ?s ?p 1 } USING <x:g> WHERE { ?s ?p ?o }"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE { ?s ?p ?o } USING <x:g> WHERE { ?s ?p ?o }"),
        ("DELETE { ?s ?p 1 } WHERE { ?s ?p ?o }", "DELETE { ?s ?p 1 } USING <x:g> WHERE { ?s ?p ?o }"),
        ("DROP ALL ; INSERT DATA { <x:a> <x:b> 1 }", "DROP ALL ; INSERT DATA { <x:a> <x:b> 1 }"),
    ],
)
def test_the_dataset_of_the_protocol_is_written_in(update: str, expected: str) -> None:
    assert updates.with_dataset(update, updates.scan(update), ["<x:g>"], []) == expected
    told, text = updates.judge(update.encode(), using=["x:g"])
    assert (told["kind"], text.decode()) == ("judged", expected)


def test_a_dataset_named_twice_is_refused() -> None:
    for update in ("WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT {} USING <x:g> WHERE {}"):
        with pytest.raises(QueryRejected, match="names its own dataset"):
            updates.judge(update.encode(), using=["x:h"])


@pytest.mark.parametrize(
    ("update", "line", "column", "hint"),
    [
        ("PREFIX a: <x:>\nINSERT DATA { a:b a:c }", 2, 23, ""),
        ("CLEAR ALL ;\nINSRT DATA { <x:a> <x:b> 1 }", 2, 1, "did you mean INSERT?"),
        ("INSERT DATA { foaf:a foaf:b 1 }", 1, 15, "add PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
        ("DROP ALL\nINSERT DATA { <x:a> <x:b> 1", 2, 13, "close it with }"),
    ],
)
def test_malformed_updates_name_the_place(update: str, line: int, column: int, hint: str) -> None:
    with pytest.raises(QueryRejected) as caught:
        updates.judge(update.encode())
    assert (caught.value.line, caught.value.column, caught.value.hint) == (line, column, hint)
    assert caught.value.text == update.splitlines()[line - 1]


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (
            "PREFIX a: <x:>\nDROP ALL ;\nPREFIX b: <y:>\nINSERT DATA { a:a b:b 1 }",
            "PREFIX a: <x:>\nPREFIX b: <y:> DROP ALL ;\n              \nINSERT DATA { a:a b:b 1 }",
        ),
        ("DROP ALL ; INSERT DATA { <x:a> <x:b> 1 }", "DROP ALL ; INSERT DATA { <x:a> <x:b> 1 }"),
        ("DROP ALL ;# a note\nCLEAR ALL", "DROP ALL ;        \nCLEAR ALL"),
    ],
)
def test_prefixes_between_operations_are_taken(update: str, expected: str) -> None:
    assert updates.hoisted(update, updates.scan(update)) == expected
    assert updates.judge(update.encode())[0]["kind"] == "judged"


def test_prefixes_that_change_their_meaning_are_refused() -> None:
    with pytest.raises(QueryRejected):
        updates.judge(b"PREFIX a: <x:> DROP ALL ; PREFIX a: <y:> INSERT DATA { a:a a:b 1 }")
    with pytest.raises(QueryRejected):
        updates.judge(b"DROP ALL ;; CLEAR ALL")


def test_nothing_is_run_while_judging() -> None:
    bomb = "INSERT { ?a <x:b> ?c } WHERE { " + "".join(f"VALUES ?v{n} {{ {'1 ' * 50} }} " for n in range(8)) + "}"
    assert updates.judge(bomb.encode())[0]["kind"] == "judged"


def test_depth_is_limited() -> None:
    with pytest.raises(QueryRejected, match="nesting"):
        updates.judge(b"INSERT {} WHERE " + b"{" * 200 + b"}" * 200)
