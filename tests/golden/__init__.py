"""Whole texts with the graph that they give: kept, compared, and accepted by one command."""
