"""Measures extraction against gold facts: figures by part, type, slot and frame, and what changed."""
