"""Files that were uploaded and are named by no event yet, as a protocol; and the scanner that looks into them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from engine.core.actors import Actor
from engine.core.errors import EngineError
from engine.core.identifiers import ActorId, CaseId, DocumentId
from engine.core.values import Instant, Value


class Upload(Value):
    """A file that waits to be named by a command."""

    place: CaseId
    """The case, or where an account keeps what it uploads before there is a case (`waiting_room`)."""
    digest: str
    document: DocumentId
    """What it is by the procedure; empty where there is no case yet."""
    media_type: str
    size: int
    by: ActorId
    at: Instant
    """When it was uploaded last."""


def waiting_room(actor: Actor) -> CaseId:
    """No case has such an id: those are UUIDs."""
    return CaseId(f"uploads of {actor.id}")


class UploadBook(Protocol):
    """What waits; nothing here is carried when a ledger moves."""

    def add(self, upload: Upload) -> None:
        """Takes the place of what was noted of the same file in the same place: its time begins anew."""
        ...

    def find(self, place: CaseId, digest: str) -> Upload | None: ...
    def waiting(self, place: CaseId) -> Sequence[Upload]:
        """The oldest first."""
        ...

    def older_than(self, at: datetime, limit: int) -> Sequence[Upload]:
        """The oldest first, of all places."""
        ...

    def take_out(self, upload: Upload) -> bool:
        """False where it was uploaded again meanwhile, or is gone."""
        ...


class ScannerAway(EngineError):
    """The malware scanner gives no answer, so no file is taken and none was kept: send the same again in a moment."""

    in_vietnamese = (
        "Hệ thống quét mã độc chưa trả lời nên chưa nhận tệp nào, chưa lưu gì: hãy gửi lại đúng tệp này sau giây lát."
    )


class NamedIn(NamedTuple):
    """Which files one event names."""

    case_id: CaseId
    sequence: int
    digests: tuple[str, ...]


class NamedFiles(Protocol):
    """The files that the ledger says are there."""

    def page(self, after: NamedIn | None, limit: int) -> Sequence[NamedIn]:
        """By case and sequence."""
        ...


class MalwareScanner(Protocol):
    """Looks into files for malware."""

    def scan(self, content: bytes) -> str | None:
        """What was found; null: nothing. Raises `ScannerAway`."""
        ...

    def answers(self) -> bool: ...
