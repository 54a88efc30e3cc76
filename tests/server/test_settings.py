import stat

import pytest

from kg.errors import UsageError
from server.__main__ import main, make_token
from server.settings import read_settings, read_token, token_file


def test_token_is_made_once_and_is_private(tmp_path):
    make_token(str(tmp_path / "store"))
    token = read_token(str(tmp_path / "store"))
    make_token(str(tmp_path / "store"))
    assert token
    assert token == read_token(str(tmp_path / "store"))
    assert stat.S_IMODE(token_file(str(tmp_path / "store")).stat().st_mode) == 0o600


def test_environment_comes_first(tmp_path):
    settings = read_settings(
        {"TRADEKG_TOKEN": "t", "TRADEKG_STORE": str(tmp_path), "TRADEKG_HOSTS": "a.example, b.example"}
    )
    assert (settings.token, settings.store, settings.show_text) == ("t", str(tmp_path), "all")
    assert settings.answers_to("b.example:80")
    assert settings.answers_to("[::1]:8000")
    assert not settings.answers_to("c.example")


def test_texts_are_held_back_from_others(tmp_path):
    assert read_settings({}, store=str(tmp_path), host="0.0.0.0").show_text == "licensed"
    with pytest.raises(UsageError, match="TRADEKG_SHOW_TEXT"):
        read_settings({"TRADEKG_SHOW_TEXT": "some"}, store=str(tmp_path))


def test_other_sites_are_let_in_by_choice(tmp_path):
    assert not read_settings({}, store=str(tmp_path)).cors
    assert read_settings({"TRADEKG_CORS": "1"}, store=str(tmp_path)).cors
    with pytest.raises(UsageError, match="TRADEKG_CORS"):
        read_settings({"TRADEKG_CORS": "everybody"}, store=str(tmp_path))


def test_open_to_others_needs_a_token(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("TRADEKG_TOKEN", raising=False)
    assert main(["--host", "0.0.0.0", "--store", str(tmp_path / "s")]) == 2
    assert "set TRADEKG_TOKEN first" in capsys.readouterr().err


def test_port_in_use_is_one_line(tmp_path, capsys):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--port", str(taken.getsockname()[1]), "--store", str(tmp_path / "s")]) == 2
    told = capsys.readouterr().err
    assert "choose another with --port" in told
    assert told.count("\n") == 1
