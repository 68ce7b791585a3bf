"""SVG text -> PNG, for documents and letters that take no SVG. Drawn in this process; nothing is sent anywhere."""

import resvg_py

from visualizer.svg import FONTS

_PROBE = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">
<text x="4" y="30" font-size="24" font-family="{fonts}">{letter}</text></svg>"""


class NoFont(Exception):
    """This machine has no font, so every text of a picture would be missing."""


def to_png(svg: str, *, scale: float = 2.0) -> bytes:
    """The picture on white, `scale` times as large; raises `NoFont` rather than leave the texts out."""
    if _drawn("ở") == _drawn(""):
        raise NoFont("none of the picture's fonts is installed: add one, e.g. fonts-noto-core, or write SVG")
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, background="#ffffff"))


def _drawn(letter: str) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=_PROBE.format(fonts=FONTS, letter=letter)))
