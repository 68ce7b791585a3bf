"""What a file really is: told by its structure, not by its name; what is two things at once is none of ours.

Pictures are not decoded and PDF streams are not unpacked here, so nothing that is sent can make us grow: sizes are what
the file itself declares, texts of pictures are unpacked up to a limit.
"""

import re
import zlib
from collections.abc import Iterator
from struct import unpack
from typing import NamedTuple

from engine.service.file_faults import FileFault, FileRefused
from engine.service.file_ports import MAX_FILE_BYTES, MAX_PIXELS, kind_of

_PAGE = re.compile(rb"<(?:script|html|iframe|!doctype\s+html)[\s>/]", re.IGNORECASE)
"""Anywhere: a browser that guesses would take it for a page."""
_ACTIVE = re.compile(rb"<(?:script|html|iframe|object|embed|!doctype|\?php|svg[\s>/])|javascript:", re.IGNORECASE)
"""In texts that a picture carries."""
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)")
_END_OF_ARCHIVE = b"PK\x05\x06"
_LONGEST_TEXT = 1024 * 1024
_SEARCHED_FOR_PDF = 1024
"""Readers take a file for a PDF whose mark stands in its first kilobyte."""
_FAMILY = {".pdf": ".pdf", **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif", ".png"), "picture")}
_ENDING = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,5}$")


class Kind(NamedTuple):
    """Its media type, and the ending that we give it."""

    media_type: str
    ending: str


def look_into(content: bytes, name: str = "") -> Kind:
    """Raises `FileRefused`. `name`: what the sender calls it; it never says what the file is, but must not say otherwise."""
    if not content:
        raise FileRefused(FileFault.EMPTY)
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused(FileFault.TOO_LARGE)
    found = kind_of(content)
    if found is None:
        raise FileRefused(FileFault.KIND_UNKNOWN)
    kind = Kind(*found)
    match kind.ending:
        case ".pdf":
            _look_into_pdf(content)
        case ".png":
            _look_into_png(content)
        case _:
            _look_into_jpeg(content)
    if _PAGE.search(content) or _is_archive(content):
        raise FileRefused(FileFault.DISGUISED)
    if _misleads(name, kind.ending):
        raise FileRefused(FileFault.NAME_MISLEADS)
    return kind


def _look_into_pdf(content: bytes) -> None:
    if _ENCRYPTED.search(content):
        raise FileRefused(FileFault.ENCRYPTED)
    behind = content[content.rfind(b"%%EOF") + len(b"%%EOF") :]
    if behind.strip(b"\r\n\t \0"):
        raise FileRefused(FileFault.DISGUISED)


def _look_into_png(content: bytes) -> None:
    _refuse_pixels(*unpack(">II", content[16:24]))
    for mark, body in _chunks(content):
        if mark in {b"tEXt", b"iTXt", b"zTXt", b"eXIf"}:
            _refuse_active(body)
        if mark in {b"iTXt", b"zTXt", b"iCCP"}:
            _refuse_active(_unpacked(body))
    if b"%PDF-" in content[:_SEARCHED_FOR_PDF]:
        raise FileRefused(FileFault.DISGUISED)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each with a right check sum, up to the end, with nothing behind it."""
    place = 8
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        end = place + 12 + length
        said = content[place + 4 : end - 4]
        if end > len(content) or zlib.crc32(said) != int.from_bytes(content[end - 4 : end], "big"):
            raise FileRefused(FileFault.KIND_UNKNOWN)
        yield said[:4], said[4:]
        place = end
        if said[:4] == b"IEND":
            break
    if place != len(content):
        raise FileRefused(FileFault.DISGUISED)


def _unpacked(body: bytes) -> bytes:
    """What is packed in a text, wherever in it that begins; empty where nothing is. Raises for what would swell."""
    begins = next(
        (body.find(mark) for mark in (b"\x78\x9c", b"\x78\xda", b"\x78\x01", b"\x78\x5e") if mark in body), -1
    )
    if begins < 0:
        return b""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(body[begins:], _LONGEST_TEXT)
    except zlib.error:
        return b""
    if unpacker.unconsumed_tail:
        raise FileRefused(FileFault.TOO_MANY_PIXELS)
    return text


_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_SCAN, _END, _COMMENT, _FIRST_NOTE, _LAST_NOTE = 0xDA, 0xD9, 0xFE, 0xE0, 0xEF
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})


def _look_into_jpeg(content: bytes) -> None:
    """Telephones put more behind the end of a photograph (a film, a second picture): that is let through."""
    has_size = False
    for mark, body in _segments(content):
        if mark in _FRAMES:
            if len(body) < 6:
                raise FileRefused(FileFault.KIND_UNKNOWN)
            height, width = unpack(">HH", body[1:5])
            _refuse_pixels(width, height)
            has_size = True
        elif mark == _COMMENT or _FIRST_NOTE <= mark <= _LAST_NOTE:
            _refuse_active(body)
    if not has_size:
        raise FileRefused(FileFault.KIND_UNKNOWN)
    if b"%PDF-" in content[:_SEARCHED_FOR_PDF]:
        raise FileRefused(FileFault.DISGUISED)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Those before the picture itself."""
    place = 2
    while place + 2 <= len(content):
        if content[place] != 0xFF:
            raise FileRefused(FileFault.KIND_UNKNOWN)
        mark = content[place + 1]
        if mark == 0xFF:  # padding
            place += 1
            continue
        if mark in _BARE:
            place += 2
            continue
        if mark in {_SCAN, _END}:
            return
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if length < 2 or place + 2 + length > len(content):
            raise FileRefused(FileFault.KIND_UNKNOWN)
        yield mark, content[place + 4 : place + 2 + length]
        place += 2 + length


def _refuse_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise FileRefused(FileFault.KIND_UNKNOWN)
    if width * height > MAX_PIXELS:
        raise FileRefused(FileFault.TOO_MANY_PIXELS)


def _refuse_active(text: bytes) -> None:
    if _ACTIVE.search(text) or _ACTIVE.search(text.replace(b"\0", b"")):
        raise FileRefused(FileFault.DISGUISED)


def _is_archive(content: bytes) -> bool:
    """Whether a ZIP reader would find a table of contents in it: those look from the end, whatever stands before."""
    place = content.rfind(_END_OF_ARCHIVE)
    while place >= 0:
        size = int.from_bytes(content[place + 12 : place + 16], "little")
        if place + 22 <= len(content) and 46 <= size <= place and content[place - size :].startswith(b"PK\x01\x02"):
            return True
        place = content.rfind(_END_OF_ARCHIVE, 0, place)
    return False


def _misleads(name: str, ending: str) -> bool:
    said = _ENDING.search(name.strip().lower())
    return said is not None and _FAMILY.get(said[0]) != _FAMILY[ending]
