"""Which files of papers are taken: by what is in them; what they are called is for people alone."""

from __future__ import annotations

import pytest

from engine.service.file_ports import kind_of
from engine.service.hand_in_papers import plain_name

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\x11" * 50 + b"\xff\xd9"
PDF = b"%PDF-1.7\n...\nstartxref\n9\n%%EOF\r\n"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (JPEG, "image/jpeg"),
        (JPEG + b"trailer of a telephone", "image/jpeg"),
        (PNG, "image/png"),
    ],
)
def test_pictures_and_documents_are_taken(content: bytes, media_type: str) -> None:
    kind = kind_of(content)
    assert kind is not None and kind[0] == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 cut off",
        PNG[:-4],
        JPEG[:-2],
        b"\n" + PDF,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a<script>",
        b"PK\x03\x04" + b"\0" * 40,
        PNG + b"<script>alert(1)</script>",
        PNG[:12] + b"XXXX" + PNG[16:],
    ],
)
def test_nothing_else_is(content: bytes) -> None:
    assert kind_of(content) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("giấy kết hôn.pdf", "giấy kết hôn.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Ảnh\\a.jpg", "a.jpg"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\u202egpj.exe", "gpj.exe"),
        ("x" * 300, "x" * 100),
        ("\x00\ud800", ""),
    ],
)
def test_a_name_is_for_people(given: str, kept: str) -> None:
    assert plain_name(given) == kept
