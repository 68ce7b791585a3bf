"""What a file really is: whole papers are taken; what is two things at once, swells or is locked is not."""

from __future__ import annotations

import zlib

import pytest

from engine.service.file_faults import FileFault, FileRefused
from engine.service.file_ports import MAX_FILE_BYTES
from engine.service.look_into_files import look_into
from tests.support.sent_files import a_jpeg, a_pdf, a_png, an_archive, is_readable, locked_pdf

SCRIPT = b"<script>alert(1)</script>"
PAGE = b"<!DOCTYPE html><html><body onload=alert(1)></body></html>"


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (a_pdf(), "Giấy kết hôn.pdf", "application/pdf"),
        (a_pdf() + b"\r\n\0\0", "scan.PDF", "application/pdf"),
        (a_png(), "a.png", "image/png"),
        (a_png(12_000, 9_000), "a.png", "image/png"),
        (a_png(1, 1, (b"tEXt", b"Comment\0con < cha")), "a.png", "image/png"),
        (a_png(1, 1, (b"zTXt", b"Comment\0\0" + zlib.compress(b"ok" * 500))), "a.png", "image/png"),
        (a_jpeg(), "IMG_0001.jpeg", "image/jpeg"),
        (a_jpeg(1, 1, b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"), "", "image/jpeg"),
        (a_jpeg() + b"\0\0\0\x18ftypmp42" + b"\x07" * 400, "film.jpg", "image/jpeg"),
        # A picture is a picture, whichever of the two; and what is no ending says nothing.
        (a_jpeg(), "Zalo_1.png", "image/jpeg"),
        (a_pdf(), "Giấy kết hôn ngày 01.02.2026", "application/pdf"),
    ],
)
def test_whole_papers_are_taken(content: bytes, name: str, media_type: str) -> None:
    assert look_into(content, name).media_type == media_type
    assert media_type != "application/pdf" or is_readable(content)


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"", "a.pdf", FileFault.EMPTY),
        (a_pdf() + b" " * MAX_FILE_BYTES, "a.pdf", FileFault.TOO_LARGE),
        (PAGE, "a.pdf", FileFault.KIND_UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png", FileFault.KIND_UNKNOWN),
        (b"MZ\x90\0" + b"\0" * 100, "a.jpg", FileFault.KIND_UNKNOWN),
        (an_archive(), "a.pdf", FileFault.KIND_UNKNOWN),
        (a_pdf()[:-40], "a.pdf", FileFault.KIND_UNKNOWN),
        (a_png()[:-30] + a_png()[-12:], "a.png", FileFault.KIND_UNKNOWN),
        (b"\xff\xd8\xff\xe0\0\x10" + b"\x11" * 60 + b"\xff\xd9", "a.jpg", FileFault.KIND_UNKNOWN),
        (a_png(0, 7), "a.png", FileFault.KIND_UNKNOWN),
        # Two things at once.
        (a_pdf() + an_archive(), "a.pdf", FileFault.DISGUISED),
        (a_pdf().replace(b"%%EOF", PAGE + b"\n%%EOF"), "a.pdf", FileFault.DISGUISED),
        (a_pdf() + PAGE, "a.pdf", FileFault.DISGUISED),
        (a_jpeg() + an_archive(), "a.jpg", FileFault.DISGUISED),
        (a_jpeg(1, 1, SCRIPT), "a.jpg", FileFault.DISGUISED),
        (a_jpeg(1, 1, SCRIPT.decode().encode("utf-16-le")), "a.jpg", FileFault.DISGUISED),
        (a_jpeg(1, 1, b"%PDF-1.7 1 0 obj"), "a.jpg", FileFault.DISGUISED),
        (a_png(1, 1, (b"tEXt", b"Comment\0" + SCRIPT)), "a.png", FileFault.DISGUISED),
        (a_png(1, 1, (b"zTXt", b"Comment\0\0" + zlib.compress(SCRIPT))), "a.png", FileFault.DISGUISED),
        (a_png(1, 1, (b"iTXt", b"XML\0\0\0\0\0<svg onload=alert(1)>")), "a.png", FileFault.DISGUISED),
        (a_png()[:-12] + a_png()[-12:] + b"more" + a_png()[-12:], "a.png", FileFault.DISGUISED),
        # Nobody could open it.
        (locked_pdf(), "a.pdf", FileFault.ENCRYPTED),
        # It would swell.
        (a_png(60_000, 60_000), "a.png", FileFault.TOO_MANY_PIXELS),
        (a_jpeg(65_000, 65_000), "a.jpg", FileFault.TOO_MANY_PIXELS),
        (a_png(1, 1, (b"zTXt", b"C\0\0" + zlib.compress(b"\0" * 9_000_000))), "a.png", FileFault.TOO_MANY_PIXELS),
        # It is one thing and is called another.
        (a_pdf(), "a.exe", FileFault.NAME_MISLEADS),
        (a_pdf(), "a.pdf.html", FileFault.NAME_MISLEADS),
        (a_jpeg(), "a.pdf", FileFault.NAME_MISLEADS),
        (a_png(), "a.svg", FileFault.NAME_MISLEADS),
    ],
)
def test_nothing_else_is(content: bytes, name: str, fault: FileFault) -> None:
    with pytest.raises(FileRefused) as refused:
        look_into(content, name)
    assert refused.value.fault is fault


def test_each_cut_of_a_file_is_refused_in_words_or_taken() -> None:
    """Whatever is cut off where, nothing breaks."""
    for whole in (a_pdf(), a_png(3, 3, (b"tEXt", b"a\0b")), a_jpeg(3, 3, b"note")):
        for end in range(len(whole.rstrip(b"\n"))):
            with pytest.raises(FileRefused):
                look_into(whole[:end])
