"""Tells on standard output where the server is, once it answers."""

from __future__ import annotations

import http.client
import sys
import threading
import time

from server.settings import Settings, is_loopback

PATIENCE = 60  # seconds until the first answer


def announce(settings: Settings) -> None:
    """Print the address as soon as it answers, from a thread of its own.

    Called in the worker, never before it is forked: a thread that imports while the process forks leaves the child
    with a lock that nobody opens.
    """
    threading.Thread(target=_watch, args=(settings,), daemon=True).start()


def _watch(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    until = time.monotonic() + PATIENCE
    while not _answers(settings):
        time.sleep(0.1)
        if time.monotonic() >= until:
            print(f"server: no answer on port {settings.port} after {PATIENCE} s.", file=sys.stderr, flush=True)
            return
    address = settings.public_url or f"http://{host}:{settings.port}"
    print(f"Serving {settings.store} at {address}/", flush=True)
    if settings.bare:
        print(f"A plain SPARQL store: {address}/sparql, {address}/sparql/update, {address}/graphs", flush=True)
    elif settings.token and is_loopback(settings.host):
        print(f"To add documents in the browser, sign in: {address}/sign-in?token={settings.token}", flush=True)
    if not settings.token:
        print("Read-only: there is no token (--make-token makes one).", flush=True)


def _answers(settings: Settings) -> bool:
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    connection = http.client.HTTPConnection(local, settings.port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
