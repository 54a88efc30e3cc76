from tests.server.conftest import PAGE, SEED


def test_pages(client):
    for path in ["/", "/views", "/views/meetings", "/views/tariffs", "/views/people", "/documents", f"/documents/{SEED}", "/query", "/ontology", "/search?q=carney", "/page/person/mark-carney", "/page/sector/steel", "/page/vocab/status/planned"]:
        answer = client.get(path, headers=PAGE)
        print(path, answer.status_code, len(answer.data))
        assert answer.status_code == 200, answer.text
