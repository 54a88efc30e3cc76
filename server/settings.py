"""What the server is told by its environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import UsageError

SHOW_TEXT = ("all", "licensed", "phrases")
MAX_BODY = 16 * 1024 * 1024
MAX_SECONDS = 600
MAX_TEXT = 2 * 1024 * 1024
MAX_PAGE = 8_000_000  # a saved page, most of which is not its article
EXAMPLES = Path(__file__).resolve().parent.parent / "seeds" / "examples"

HELP = """environment:
  TRADEKG_STORE       folder of the store (data)
  TRADEKG_TOKEN       token for writing; without it the token in STORE/token, else the server is read-only
  TRADEKG_SHOW_TEXT   all, licensed or phrases: whose texts pages show whole (all on loopback, else licensed)
  TRADEKG_PUBLIC_URL  address by which others reach the server, such as https://trade.example.org
  TRADEKG_HOSTS       further host names to answer to, by comma
  TRADEKG_QUERY_SECONDS, TRADEKG_UPDATE_SECONDS
                      how long a query and an update may take (10 each)
  TRADEKG_CORS        1: pages of any site may read /sparql, views and data by GET (off by default)
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server behaves."""

    store: str = "data"
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    show_text: str = "all"
    public_url: str = ""
    hosts: frozenset[str] = field(default_factory=frozenset)
    cors: bool = False
    bare: bool = False  # a plain SPARQL store: no pages, no documents
    query_seconds: float = 10.0
    update_seconds: float = 10.0
    examples: Path = EXAMPLES

    def answers_to(self, host: str) -> bool:
        """Say whether a Host header names this server; a number can be no other site's name."""
        name = (urlsplit(f"//{host}").hostname or "").lower()
        return name == "localhost" or name in self.hosts or is_number(name)


def is_number(name: str) -> bool:
    """Say whether a host is written as an IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach the host."""
    return host == "localhost" or (is_number(host) and ipaddress.ip_address(host).is_loopback)


def read_settings(
    environ: Mapping[str, str] = os.environ,
    *,
    store: str = "",
    host: str = "127.0.0.1",
    port: int = 8000,
    bare: bool = False,
) -> Settings:
    """Read the settings; a wrong value is refused by name."""
    store = store or environ.get("TRADEKG_STORE") or "data"
    show = environ.get("TRADEKG_SHOW_TEXT") or ("all" if is_loopback(host) else "licensed")
    if show not in SHOW_TEXT:
        raise UsageError(f"TRADEKG_SHOW_TEXT={show} is unknown; write {', '.join(SHOW_TEXT)}.", subject=show)
    public = environ.get("TRADEKG_PUBLIC_URL", "").rstrip("/")
    names = [name.strip().lower() for name in environ.get("TRADEKG_HOSTS", "").split(",")]
    names += [host.lower(), (urlsplit(public).hostname or "").lower()]
    return Settings(
        store=store,
        host=host,
        port=port,
        token=environ.get("TRADEKG_TOKEN") or read_token(store),
        show_text=show,
        public_url=public,
        hosts=frozenset(name for name in names if name),
        cors=_switch("TRADEKG_CORS", environ.get("TRADEKG_CORS", "")),
        bare=bare or _switch("TRADEKG_BARE", environ.get("TRADEKG_BARE", "")),
        query_seconds=_seconds("TRADEKG_QUERY_SECONDS", environ, 10.0),
        update_seconds=_seconds("TRADEKG_UPDATE_SECONDS", environ, 10.0),
    )


def _switch(name: str, value: str) -> bool:
    if value.lower() not in ("", "0", "no", "off", "1", "yes", "on"):
        raise UsageError(f"{name}={value} is unknown; write 1 or 0.", subject=value)
    return value.lower() in ("1", "yes", "on")


def _seconds(name: str, environ: Mapping[str, str], otherwise: float) -> float:
    value = environ.get(name, "")
    if not value:
        return otherwise
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MAX_SECONDS:
        raise UsageError(f"{name}={value} is unknown; write seconds, from 0.1 to {MAX_SECONDS}.", subject=value)
    return seconds


def token_file(store: str) -> Path:
    """Give the place of a store's own token."""
    return Path(store) / "token"


def read_token(store: str) -> str | None:
    """Give the store's own token, if one was made."""
    try:
        return token_file(store).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None
