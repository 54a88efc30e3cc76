"""An SVG picture as PNG, with the project's own font, so that it looks the same on every machine."""

from __future__ import annotations

from pathlib import Path

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
ZOOM = 2.0  # pixels a unit, for screens with many of them


def as_png(svg: str) -> bytes:
    """Give the pixels of a picture whose colours are written out: variables and media queries are not understood."""
    import resvg_py  # 3 MB that only pictures need

    made: bytes = resvg_py.svg_to_bytes(
        svg_string=svg, zoom=ZOOM, skip_system_fonts=True, font_files=[str(FONT)], sans_serif_family="DejaVu Sans"
    )
    return made
