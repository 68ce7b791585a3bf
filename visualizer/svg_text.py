"""Texts, numbers and attributes as SVG writes them."""

import unicodedata
from xml.sax.saxutils import escape

_CONTROL: dict[int, str | None] = dict.fromkeys(range(32)) | {9: " ", 10: " ", 13: " ", 0xA0: " "}
"""What XML forbids goes; line breaks and no-break spaces have done their work when a text is drawn."""


def content(text: str) -> str:
    """Character data: escaped, composed letters, without what XML forbids."""
    return escape(_lawful(text))


def attribute(text: str) -> str:
    """The value of an attribute in double quotes."""
    return escape(_lawful(text), {'"': "&quot;"})


def number(value: float) -> str:
    """At most one decimal: stable, and finer than any screen."""
    return f"{value:.1f}".removesuffix(".0")


def text_at(x: float, y: float, text: str, size: float, ink: str, *, bold: bool = False) -> str:
    """One line of text on the base line `y`."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{ink}"{weight}>{content(text)}</text>'
    )


def _lawful(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).translate(_CONTROL)
    return "".join(c for c in composed if not 0xD800 <= ord(c) <= 0xDFFF and ord(c) not in (0xFFFE, 0xFFFF))
