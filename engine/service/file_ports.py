"""Where the files of papers lie, as a protocol; and what a file must be to be taken."""

import hashlib
from typing import NamedTuple, Protocol

from engine.core.errors import EngineError
from engine.core.identifiers import CaseId

MAX_FILE_BYTES = 10 * 1024 * 1024
"""A page photographed with a telephone has 3 to 6 MB."""
MAX_PIXELS = 120_000_000
"""The largest photograph of a telephone has 108 million; opened, each pixel takes four bytes of whoever looks at it."""
REFERENCE = "file:"
"""Before the SHA-256 of a paper's file, in the paper's reference."""
MAX_FILES_OF_A_CASE = 100


class KeptFile(NamedTuple):
    """A file of a case, by its SHA-256."""

    digest: str
    content: bytes


class FilesAway(EngineError):
    """The store of files gives no answer; nothing of the case was changed: send the same again in a moment."""

    in_vietnamese = "Kho tệp chưa trả lời; hồ sơ chưa thay đổi gì: hãy gửi lại đúng yêu cầu này sau giây lát."


class FileStore(Protocol):
    """Keeps the files of each case apart, each under the digest of its content: the same twice is one."""

    def keep(self, case_id: CaseId, content: bytes) -> str:
        """The SHA-256; raises `StorageFull` where there is no room. What it returns for is there after a power cut."""
        ...

    def find(self, case_id: CaseId, digest: str) -> bytes | None:
        """Null for what is not there, or is not what it was."""
        ...

    def has(self, case_id: CaseId, digest: str) -> bool:
        """Whether something lies there; what it is, only `find` says."""
        ...

    def count(self, case_id: CaseId) -> int: ...
    def drop(self, case_id: CaseId, digest: str) -> None:
        """Of a file that no paper refers to."""
        ...

    def forget(self, case_id: CaseId) -> None:
        """Every file of the case; safe to repeat."""
        ...


_BEGINNINGS = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
}
_TAIL = 2048


def kind_of(content: bytes) -> tuple[str, str] | None:
    """Its media type and ending, by what is in it and not by what it is called; null for what is not taken.

    A file that begins as one thing and ends as another is none of them: it was cut off, or is meant to deceive.
    """
    kind = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)
    if kind is None or not _ends_as(kind[1], content):
        return None
    return kind


def _ends_as(ending: str, content: bytes) -> bool:
    tail = content[-_TAIL:]
    match ending:
        case ".pdf":
            return b"%%EOF" in tail
        case ".png":
            return content[12:16] == b"IHDR" and content.endswith(b"IEND\xaeB`\x82")
        case _:
            return b"\xff\xd9" in content


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
