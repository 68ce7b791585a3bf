"""A paper read back as whoever gets it would: its words, its size, its fonts, the code on it."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import pypdf
import pypdfium2
import zxingcpp

_MM = 25.4 / 72
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True)
class ReadPaper:
    """What is on the sheets of one PDF; sizes in whole millimetres."""

    words: str
    pages: int
    sizes: frozenset[tuple[int, int]]
    fonts: frozenset[str]
    are_fonts_embedded: bool
    title: str


def read_paper(content: bytes) -> ReadPaper:
    reader = pypdf.PdfReader(io.BytesIO(content))
    fonts, embedded = set(), []
    for page in reader.pages:
        for font in _at(page, "/Resources", "/Font").values():
            described = _at(font, "/DescendantFonts", 0)
            fonts.add(str(described["/BaseFont"]).split("+")[-1])
            embedded.append(bool({"/FontFile", "/FontFile2", "/FontFile3"} & _at(described, "/FontDescriptor").keys()))
    said = " ".join(page.extract_text() for page in reader.pages)
    sizes = {(round(float(p.mediabox.width) * _MM), round(float(p.mediabox.height) * _MM)) for p in reader.pages}
    return ReadPaper(
        words=plain(said),
        pages=len(reader.pages),
        sizes=frozenset(sizes),
        fonts=frozenset(fonts),
        are_fonts_embedded=bool(embedded) and all(embedded),
        title=str(reader.metadata.title) if reader.metadata else "",
    )


def _at(place: Any, *names: str | int) -> Any:
    """What a PDF keeps under these names, one in the other."""
    for name in names:
        place = place.get_object()[name]
    return place.get_object()


def plain(said: str) -> str:
    """Lines are broken where the sheet ends; what is read is the same."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", said)).strip()


def codes_on(content: bytes) -> list[str]:
    """What the QR codes on the first sheet say, as a camera would read them."""
    with pypdfium2.PdfDocument(content) as document:
        drawn = document[0].render(scale=3, grayscale=True)
        picture = memoryview(bytes(drawn.buffer)).cast("B", (drawn.height, drawn.stride))
        return [found.text for found in zxingcpp.read_barcodes(picture, formats=_QR)]
