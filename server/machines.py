"""Addresses for machines: whether the process and the store answer."""

from __future__ import annotations

from flask import Blueprint, Response, make_response

from server.state import the_graph

pages = Blueprint("machines", __name__)


@pages.get("/health")
def health() -> Response:
    """Say that the process answers."""
    return make_response({"status": "ok"})


@pages.get("/ready")
def ready() -> Response:
    """Say that the store answers."""
    return make_response({"status": "ready", "version": the_graph().version()})
