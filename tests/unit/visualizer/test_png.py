"""The picture as PNG: of its size, with its texts."""

import struct

import pytest

from visualizer import png
from visualizer.png import NoFont, to_png
from visualizer.svg import FONTS

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" font-family="{fonts}"><text y="30">{text}</text></svg>'


def _drawn(text: str) -> bytes:
    return to_png(SVG.format(fonts=FONTS, text=text), scale=2)


def test_a_png_is_twice_as_large_and_holds_the_letters() -> None:
    picture = _drawn("Hồ sơ")
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (120, 80)
    assert picture != _drawn("Hô sơ")


def test_a_machine_without_fonts_gives_no_picture_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "FONTS", "'No Such Font'")
    with pytest.raises(NoFont, match="fonts-noto-core"):
        _drawn("Hồ sơ")
