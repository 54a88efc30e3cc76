"""What the production server loads: the application over the store named in the environment."""

from __future__ import annotations

import atexit
import os

from flask import Flask

import kg
from server import create_app
from server.announce import announce
from server.settings import read_settings


def make() -> Flask:
    """Open the store and make the application; the command line has put its options into the environment."""
    host, port = os.environ.get("TRADEKG_HOST", "127.0.0.1"), int(os.environ.get("TRADEKG_PORT", "8000"))
    settings = read_settings(host=host, port=port)
    graph = kg.open(settings.store, bare=settings.bare)
    atexit.register(graph.close)
    app = create_app(graph, settings)
    announce(settings)
    return app
