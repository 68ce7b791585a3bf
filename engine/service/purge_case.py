"""The purge of one case: personal data out of its events and rows, if every report stays what it was; else not at all."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from engine.core.case import CaseState, fold
from engine.core.case_clock import times_of
from engine.core.lateness import lateness_of
from engine.core.purging import PURGED, purged
from engine.core.retention import RetentionAct, is_held, is_purged
from engine.service.fault_points import FaultPoint, reached
from engine.service.file_ports import FileStore
from engine.service.handle_command import CommandHandler
from engine.service.ports import CaseRow, Clock, DefinitionCatalogue, StepRow
from engine.service.purge_proof import versions_had
from engine.service.read_rows import rows_of
from engine.service.retention_ports import LockedCase


class Outcome(StrEnum):
    """What became of a case that is past its period, or of an act that is given again."""

    DUE = "due"
    PURGED = "purged"
    HELD = "held"
    UNDELIVERED = "undelivered"
    OPEN = "open"
    DIFFERS = "differs"
    """Without its personal data it would be reckoned otherwise, or other acts are on record: somebody must look."""
    DONE_BEFORE = "done_before"
    RECORDED = "recorded"
    MISSING = "missing"


class CasePurge:
    """Purges one locked case at a time; the lock's transaction is the caller's."""

    def __init__(
        self, handler: CommandHandler, catalogue: DefinitionCatalogue, clock: Clock, stores: Sequence[FileStore]
    ) -> None:
        self._handler = handler
        self._catalogue = catalogue
        self._clock = clock
        self._stores = stores

    def carry_out(self, case: LockedCase, act: RetentionAct) -> tuple[Outcome, int]:
        """With the number of events that were changed, which goes on record with the act."""
        history, now = case.history(), self._clock.now()
        before = fold(act.case_id, history)
        if (why_not := _why_not(case, before)) is not None:
            return why_not, 0
        bare = purged(history, versions_had(history, self._catalogue))
        after = fold(act.case_id, bare)
        if not self._reckoned_alike(before, after, now):
            return Outcome.DIFFERS, 0
        changed = [new for old, new in zip(history, bare, strict=True) if new != old]
        case.record(act.model_copy(update={"events": len(changed)}))
        case.replace(changed, rows_of(self._handler.law_of(after), after, now)[0], PURGED)
        # Before the commit: cut off between the two, the case is purged by the next purge, and no file is left behind.
        for store in self._stores:
            store.forget(act.case_id)
        reached(FaultPoint.PURGE_UNCOMMITTED, act.case_id)
        return Outcome.PURGED, len(changed)

    def _reckoned_alike(self, before: CaseState, after: CaseState, now: datetime) -> bool:
        """Every clock, the lateness and every row of a list, apart from names: statistics are made of these."""
        old, new = self._handler.law_of(before), self._handler.law_of(after)
        if times_of(old, before, now) != times_of(new, after, now):
            return False
        if lateness_of(old, before, now) != lateness_of(new, after, now):
            return False
        return _nameless(rows_of(old, before, now)) == _nameless(rows_of(new, after, now))


def _why_not(case: LockedCase, state: CaseState) -> Outcome | None:
    acts = case.acts()
    if is_purged(acts):
        return Outcome.DONE_BEFORE
    if is_held(acts):
        return Outcome.HELD
    if state.closed_at is None:
        return Outcome.OPEN
    return Outcome.UNDELIVERED if case.has_undelivered() else None


def _nameless(rows: tuple[CaseRow, tuple[StepRow, ...]]) -> tuple[CaseRow, list[StepRow]]:
    case, steps = rows
    bare = [step.model_copy(update={"claimed_by_name": None}) for step in steps]
    return case.model_copy(update={"applicant": "", "submitted_by": ""}), bare
