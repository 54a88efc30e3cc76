"""`python -m server`: serve a store until told to stop."""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import sys
from collections.abc import Sequence

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

import kg
from kg.errors import KgError, StoreError
from server.settings import HELP, Settings, is_loopback, read_settings, token_file

THREADS = 32  # each waits for one answer of the readers, some of them for long


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve; give 2 when the call is wrong and 3 when the store cannot be opened."""
    asked = _parser().parse_args(arguments)
    try:
        options = {"store": asked.store, "host": asked.host, "port": asked.port, "bare": asked.bare}
        settings = read_settings(**options)
        kg.open(settings.store, bare=settings.bare).close()  # a store that cannot be opened is told here, in one line
        if asked.make_token:
            make_token(settings.store)
            settings = read_settings(**options)
        _refuse(settings)
    except KgError as error:
        print(f"server: {error}", file=sys.stderr)
        return 3 if isinstance(error, StoreError) else 2
    serve(settings)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m server",
        description="Serve a store as pages, SPARQL and linked data.",
        epilog=f"example: python -m server --store data --port 8000\n\n{HELP}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (%(default)s)")
    parser.add_argument("--store", default="", help="folder of the store (TRADEKG_STORE or data)")
    parser.add_argument("--make-token", action="store_true", help="make a token for writing, once, in STORE/token")
    parser.add_argument("--bare", action="store_true", help="a plain SPARQL store: nothing in it but what is written")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port; write a number from 1 to 65535")
    return int(text)


def make_token(store: str) -> None:
    """Make the store's token, readable by its owner alone; one that is there stays."""
    place = token_file(store)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
    except FileExistsError:
        return
    except OSError as error:
        raise StoreError(f"{place} cannot be written: {error.strerror}.", subject=str(place)) from error


def _refuse(settings: Settings) -> None:
    """Refuse what would fail or be open to the world without a token."""
    if not is_loopback(settings.host) and not settings.token:
        raise KgError(f"{settings.host} is open to others: set TRADEKG_TOKEN first, or listen on 127.0.0.1.")
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            place = f"{settings.host}:{settings.port}"
            raise KgError(f"{place} cannot be used ({error.strerror}); choose another with --port.") from error


def serve(settings: Settings) -> None:
    """Run the server; SIGTERM and Ctrl-C end it."""
    os.environ |= {
        "TRADEKG_STORE": settings.store,
        "TRADEKG_HOST": settings.host,
        "TRADEKG_PORT": str(settings.port),
        "TRADEKG_BARE": "1" if settings.bare else "",
    }
    Granian(
        target="server.wsgi:make",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,  # one graph, one cache; the work is done by the readers
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    sys.exit(main())
