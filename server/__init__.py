"""The web server: HTTP in, calls of kg, pages and data out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from server import (
    compression,
    description,
    documents,
    errors,
    export,
    graphs,
    jobs,
    labels,
    linked_data,
    machines,
    query,
    questions,
    search,
    security,
    sparql,
    start,
    terms,
    views,
    void,
)
from server.settings import MAX_BODY, Settings

if TYPE_CHECKING:
    from kg.graph import Graph

BARE = (sparql.pages, graphs.pages, machines.pages)
PARTS = (
    *BARE, start.pages, search.pages, views.pages, questions.pages, documents.pages, jobs.pages,
    linked_data.pages, terms.pages, query.pages, export.pages, void.pages, security.pages,
)  # fmt: skip


def create_app(graph: Graph, settings: Settings | None = None) -> Flask:
    """Make the application that serves a graph."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["tradekg.graph"] = graph
    app.extensions["tradekg.settings"] = settings or Settings()
    app.extensions["tradekg.jobs"] = jobs.Jobs(graph.add)
    for part in BARE if app.extensions["tradekg.settings"].bare else PARTS:
        app.register_blueprint(part)
    if app.extensions["tradekg.settings"].bare:
        app.add_url_rule("/", view_func=description.describe)
    security.guard(app)
    compression.compress(app)
    errors.handle_faults(app)
    app.jinja_env.globals.update(
        page_of=labels.page_of,
        web=labels.web,
        may_write=security.may_write,
        can_write=bool(app.extensions["tradekg.settings"].token),
    )
    return app
