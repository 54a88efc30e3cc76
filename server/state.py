"""What an endpoint works with: the graph and the settings of the running application."""

from __future__ import annotations

from typing import cast

from flask import current_app

from kg.graph import Graph
from server.settings import Settings


def the_graph() -> Graph:
    """Give the graph that is served."""
    return cast(Graph, current_app.extensions["tradekg.graph"])


def the_settings() -> Settings:
    """Give the settings of the application."""
    return cast(Settings, current_app.extensions["tradekg.settings"])
