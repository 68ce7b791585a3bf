"""How wide a text is, so that no box is too small for its Vietnamese.

The reader's font is unknown, so each letter has the width of the widest usual one (DejaVu Sans, as wide as Verdana;
Noto Sans where it is wider), rounded up. Whoever reads in a narrower font sees a little more air.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

_REGULAR = {
    280: "'ijl",
    300: "J",
    320: " \u00a0,.·‘’",
    340: ":;I",
    360: "f",
    370: "-",
    380: "/\\",
    390: "()[]",
    400: "t",
    410: "!",
    420: "r",
    460: '"',
    500: "_`°–",
    520: "“”",
    530: "sz",
    540: "?",
    550: "c",
    560: "*L|",
    580: "Fk",
    600: "vxy",
    610: "P",
    620: "TYaeo«»ơ",
    640: "$0123456789ESbdghnpqu{}đ",
    660: "K",
    680: "ư",
    690: "ABVXZ",
    700: "CR",
    740: "U",
    760: "HN",
    770: "D",
    780: "&GĐ",
    790: "OQ",
    820: "w",
    840: "#+<=>^~≤≥",
    860: "Ư",
    910: "M",
    920: "Ơ",
    950: "%",
    980: "m",
    990: "W",
}
_BOLD = {
    310: "'",
    350: " \u00a0ijl",
    380: ",.J·‘’",
    390: "I",
    400: ":;",
    420: "-/\\",
    440: "f",
    460: "!()[]",
    480: "t",
    500: "_`r°–",
    530: '"',
    550: "*",
    560: "|",
    580: "?",
    590: "z",
    600: "cs",
    640: "L",
    650: "x«»",
    660: "vy“”",
    670: "k",
    680: "ae",
    690: "EFToơ",
    700: "$0123456789",
    720: "Sbdghnpqu{}đ",
    730: "YZ",
    740: "CP",
    760: "ư",
    770: "BR",
    780: "AKVX",
    820: "U",
    830: "DG",
    840: "#+<=>HN^~Đ≤≥",
    850: "OQ",
    880: "&Ơ",
    890: "Ư",
    930: "w",
    1010: "%",
    1050: "m",
    1110: "W",
}
_UNKNOWN = 1050
_ELLIPSIS = "…"


def _by_letter(widths: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


_WIDTHS = {False: _by_letter(_REGULAR), True: _by_letter(_BOLD)}


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of `text` in a font of `size`, never less than what a browser draws."""
    return sum(_letter(letter, bold) for letter in unicodedata.normalize("NFC", text)) * size / 1000


def wrapped(text: str, width: float, size: float, bold: bool = False, lines: int | None = None) -> tuple[str, ...]:
    """`text` in lines no wider than `width`; a longer word is broken, and what exceeds `lines` becomes `…`.

    It breaks at plain spaces only, so that a date and its time stay together by a no-break space.
    """
    found: list[str] = []
    line = ""
    for word in _pieces(text, width, size, bold):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold) <= width:
            line = longer
        else:
            found.append(line)
            line = word
    found.append(line)
    if lines is None or len(found) <= lines:
        return tuple(found)
    return (*found[: lines - 1], _shortened(found[lines - 1], width, size, bold))


def _pieces(text: str, width: float, size: float, bold: bool) -> Iterator[str]:
    for word in text.split(" "):
        rest = word
        while text_width(rest, size, bold) > width:
            fits = max(1, next(n for n in range(len(rest), -1, -1) if text_width(rest[:n], size, bold) <= width))
            yield rest[:fits]
            rest = rest[fits:]
        if rest:
            yield rest


def _shortened(line: str, width: float, size: float, bold: bool) -> str:
    while line and text_width(line + _ELLIPSIS, size, bold) > width:
        line = line[:-1]
    return line.rstrip() + _ELLIPSIS


@lru_cache(maxsize=4096)
def _letter(letter: str, bold: bool) -> int:
    """Marks above and below a letter take no room of their own; a horn does."""
    known = _WIDTHS[bold].get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 1:
        return _UNKNOWN
    bare = unicodedata.normalize("NFC", parts[0] + "".join(p for p in parts[1:] if p == "\u031b"))
    return _WIDTHS[bold].get(bare, _UNKNOWN)
