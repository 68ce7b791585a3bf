"""The audit trail: enters what was done that leaves no event, beside the hot path and before anybody is answered.

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

from engine.core.audit import AuditEntry, AuditKind
from engine.core.errors import EngineError
from engine.core.identifiers import ActorId, CaseId
from engine.service.audit_ports import AuditBook, AuditQuery
from engine.service.ports import Clock, Page

TERMINAL = "terminal"
NOBODY = ActorId("")
"""Who was not known: a sign-in that was refused."""
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

    def enter(self, kind: AuditKind, actor: ActorId, *, case_id: CaseId | None = None, about: str = "") -> None:
        """Durable when this returns. Raises `Busy`, `LedgerAway`, `StorageFull`."""
        at = self._clock.now()
        entry_id = f"{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(8)}"
        entry = AuditEntry(
            entry_id=entry_id, at=at, kind=kind, actor=actor, case_id=case_id, about=about, address=_address.get()
        )
        self._book.enter([entry])

    def looked_at(self, actor: ActorId, case_id: CaseId) -> None:
        """Personal data are about to be shown: who cannot be entered is shown nothing. Raises as `enter`."""
        self._enter_once(AuditKind.CASE_LOOKED_AT, actor, case_id, "", "")

    def refused(self, actor: ActorId, case_id: CaseId, command: str, code: str) -> None:
        """The refusal is told in any case: that the trail cannot be written is no reason to tell something else."""
        self._try_once(AuditKind.COMMAND_REFUSED, actor, case_id, command, code)

    def sign_in_refused(self, code: str) -> None:
        """Likewise."""
        self._try_once(AuditKind.SIGN_IN_REFUSED, NOBODY, None, "", code)

    def list_entries(self, query: AuditQuery, page: Page) -> tuple[Sequence[AuditEntry], str | None]:
        """The newest first. Raises `CursorUnknown`."""
        return self._book.list_entries(query, page)

    def _try_once(self, kind: AuditKind, actor: ActorId, case_id: CaseId | None, about: str, outcome: str) -> None:
        try:
            self._enter_once(kind, actor, case_id, about, outcome)
        except EngineError:
            return

    def _enter_once(self, kind: AuditKind, actor: ActorId, case_id: CaseId | None, about: str, outcome: str) -> None:
        at, address = self._clock.now(), _address.get()
        entry_id = _id_in_minute(at, kind.value, actor, case_id or "", about, outcome, address)
        if self._is_known(entry_id):
            return
        entry = AuditEntry(
            entry_id=entry_id,
            at=at,
            kind=kind,
            actor=actor,
            case_id=case_id,
            about=about,
            outcome=outcome,
            address=address,
        )
        self._book.enter([entry])
        self._remember(entry_id)

    def _is_known(self, entry_id: str) -> bool:
        with self._lock:
            return entry_id in self._known

    def _remember(self, entry_id: str) -> None:
        """Only what is durable."""
        with self._lock:
            self._known[entry_id] = None
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)


def _id_in_minute(at: datetime, *said: str) -> str:
    digest = hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{at:%Y%m%dT%H%MZ}-{digest[:24]}"
