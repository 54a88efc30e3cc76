"""What can be said: classes, vocabularies, shapes, rules, questions and the things known beforehand."""

from pathlib import Path

PATH = Path(__file__).parent


def text(name: str) -> str:
    """Read a file of this folder, such as `trade.ttl` or `rules/r1_sector.rq`."""
    return (PATH / name).read_text(encoding="utf-8")
