"""The same stores as for the views."""

from tests.kg.views.conftest import gold_select, rdflib_data, select, store

__all__ = ["gold_select", "rdflib_data", "select", "store"]
