"""The audit trail: enters what was done that leaves no event, beside the hot path.

What can be repeated at will, a look at a case, a refusal, is entered once a minute for each actor, case and kind, under an
id that says so: as often as it happens in that minute, and in however many processes, it costs one row.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from threading import Lock

from engine.core.audit import AuditEntry, AuditKind, Happened
from engine.core.errors import EngineError
from engine.core.identifiers import ActorId, CaseId
from engine.service.audit_ports import AuditBook, AuditQuery
from engine.service.ports import Clock, Page

TERMINAL = "terminal"
_REMEMBERED = 20_000
_address: ContextVar[str] = ContextVar("address", default="")


@contextmanager
def calling_from(address: str) -> Iterator[None]:
    """What is entered meanwhile was asked for from there."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


class AuditTrail:
    """Safe to share among threads."""

    def __init__(self, book: AuditBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock
        self._known: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def enter(
        self, kind: AuditKind, actor: ActorId, *, case_id: CaseId | None = None, about: str = "", once: bool = False
    ) -> None:
        """Durable when this returns. `once`: of this kind and about this there is one entry, the first.

        Raises `Busy`, `LedgerAway`, `StorageFull`.
        """
        self._book.enter([self.entry_of(kind, actor, case_id=case_id, about=about, once=once)])

    def entry_of(
        self, kind: AuditKind, actor: ActorId, *, case_id: CaseId | None = None, about: str = "", once: bool = False
    ) -> AuditEntry:
        """Not entered yet: whoever carries out the act enters it in the transaction of the act."""
        at = self._clock.now()
        entry_id = _id_of_once(kind, about) if once else f"{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(8)}"
        return AuditEntry(
            entry_id=entry_id, at=at, kind=kind, actor=actor, case_id=case_id, about=about, address=_address.get()
        )

    def new_entries(self, happened: Sequence[Happened]) -> list[AuditEntry]:
        """For what was not entered in this minute; nothing is asked of the database."""
        at, address = self._clock.now(), _address.get()
        found = [
            AuditEntry(entry_id=_id_in_minute(at, one, address), at=at, address=address, **one._asdict())
            for one in happened
        ]
        with self._lock:
            return [entry for entry in found if entry.entry_id not in self._known]

    def enter_new(self, entries: Sequence[AuditEntry]) -> None:
        """What `new_entries` has found, in one statement. Raises as `enter`."""
        if not entries:
            return
        self._book.enter(entries)
        with self._lock:  # remembered is only what is durable
            self._known.update(dict.fromkeys(entry.entry_id for entry in entries))
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)

    def refused(self, actor: ActorId, case_id: CaseId | None, command: str, code: str) -> None:
        """The refusal is told in any case: that the trail cannot be written is no reason to tell something else."""
        try:
            self.enter_new(self.new_entries([Happened(AuditKind.COMMAND_REFUSED, actor, case_id, command, code)]))
        except EngineError:
            return

    def list_entries(self, query: AuditQuery, page: Page) -> tuple[Sequence[AuditEntry], str | None]:
        """The newest first. Raises `CursorUnknown`."""
        return self._book.list_entries(query, page)


def _id_of_once(kind: AuditKind, about: str) -> str:
    return f"{kind.value}-{hashlib.sha256(about.encode()).hexdigest()[:24]}"


def _id_in_minute(at: datetime, one: Happened, address: str) -> str:
    said = (one.kind.value, one.actor, one.case_id or "", one.about, one.outcome, address)
    digest = hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{at:%Y%m%dT%H%MZ}-{digest[:24]}"
