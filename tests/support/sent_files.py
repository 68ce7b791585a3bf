"""Files as people and deceivers send them, made from nothing: whole, cut off, disguised, swollen, locked."""

from __future__ import annotations

import io
import zipfile
import zlib

from pypdf import PdfReader, PdfWriter


def a_pdf(said: str = "Giấy chứng nhận kết hôn") -> bytes:
    """One empty page, with a title."""
    return _written(_one_page(said))


def locked_pdf() -> bytes:
    writer = _one_page("khóa")
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    return _written(writer)


def is_readable(content: bytes) -> bool:
    return len(PdfReader(io.BytesIO(content)).pages) == 1


def a_png(width: int = 1, height: int = 1, *more: tuple[bytes, bytes]) -> bytes:
    """A grey picture that says it is so large; `more`: chunks before its end."""
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    chunks = [(b"IHDR", size + b"\x08\0\0\0\0"), *more, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(mark, body) for mark, body in chunks)


def a_jpeg(width: int = 1, height: int = 1, *notes: bytes) -> bytes:
    """The segments of a photograph that says it is so large, with these comments."""
    frame = b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x01\x11\0"
    segments = [(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), *((0xFE, note) for note in notes), (0xC0, frame)]
    told = b"".join(b"\xff" + bytes([mark]) + (len(body) + 2).to_bytes(2, "big") + body for mark, body in segments)
    return b"\xff\xd8" + told + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + b"\x12" * 40 + b"\xff\xd9"


def an_archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.js", "alert(1)")
    return packed.getvalue()


def _chunk(mark: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + mark + body + zlib.crc32(mark + body).to_bytes(4, "big")


def _one_page(said: str) -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": said})
    return writer


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
