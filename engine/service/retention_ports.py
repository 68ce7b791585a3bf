"""What keeping and purging need of the store, as protocols: closed cases, acts on record, and one purge at a time."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, Protocol

from engine.core.audit import AuditEntry
from engine.core.events import RecordedEvent
from engine.core.identifiers import CaseId, DossierCode, ProcedureId, ProcedureVersion
from engine.core.retention import RetentionAct
from engine.service.ports import CaseRow


class ClosedCase(NamedTuple):
    """A case that is closed and was not purged."""

    case_id: CaseId
    dossier_code: DossierCode | None
    procedure: ProcedureId
    version: ProcedureVersion
    closed_at: datetime


class LockedCase(Protocol):
    """One case, locked against every other writer until the end of a transaction."""

    def history(self) -> Sequence[RecordedEvent]: ...
    def acts(self) -> Sequence[RetentionAct]:
        """In their order."""
        ...

    def has_undelivered(self) -> bool:
        """Whether a message to an agency's system, or a letter, is still to be delivered."""
        ...

    def record(self, act: RetentionAct) -> None: ...
    def enter(self, entry: AuditEntry) -> None:
        """In the audit trail, with the act or not at all."""
        ...

    def replace(self, changed: Sequence[RecordedEvent], case: CaseRow, mark: str) -> None:
        """Writes the changed events and what is read off them; only after the purge is recorded, else it is refused."""
        ...


class RetentionBook(Protocol):
    """Closed cases, and what was done about keeping them."""

    def closed_before(
        self, procedure: ProcedureId, before: datetime, after: CaseId | None, limit: int
    ) -> Sequence[ClosedCase]:
        """Closed and not purged, in the order of their ids; `after`: the last one of the page before."""
        ...

    def locked(self, case_id: CaseId) -> AbstractContextManager[LockedCase]:
        """A transaction; everything in it is committed together at its end, or not at all."""
        ...

    def acts(self, after: tuple[str, int] | None, limit: int) -> Sequence[RetentionAct]:
        """All acts on record, in the order of cases and numbers."""
        ...

    def acts_of(self, cases: Sequence[CaseId]) -> Sequence[RetentionAct]: ...
    def settle(self, *, compact: bool) -> bool:
        """After purges: what was written over leaves the write-ahead log; `compact`: the pages of the files, too.

        False: somebody read meanwhile, and the log could not be emptied.
        """
        ...
