"""Re-projection: the open cases whose due dates a late calendar decision changes get to know it. Safe to repeat."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from engine.core import commands, events
from engine.core.actors import SYSTEM
from engine.core.calendar_coverage import provisional_because
from engine.core.case import CaseState
from engine.core.case_clock import times_of
from engine.core.decisions.reprojection import find_reprojection
from engine.core.errors import CommandRefused, Conflict
from engine.core.identifiers import CaseId, CommandId, DossierCode
from engine.core.values import Text
from engine.service.fault_points import FaultPoint, reached
from engine.service.handle_command import CommandHandler
from engine.service.open_cases import open_cases
from engine.service.ports import CaseQueries, Clock, Ledger

BATCH = 200


@dataclass(frozen=True, slots=True)
class Reprojected:
    """One case whose due dates change; `is_recorded` false: it was only asked, or somebody was faster."""

    case_id: CaseId
    dossier_code: DossierCode | None
    change: events.DueDatesReprojected
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class BeyondCalendars:
    """One case with a due date that its calendars do not reach: the date is provisional."""

    case_id: CaseId
    dossier_code: DossierCode | None
    because: tuple[Text, ...]


class Reprojection:
    """Goes through the open cases in batches; each case is a transaction of its own, so it can be cut off anywhere."""

    def __init__(self, ledger: Ledger, queries: CaseQueries, handler: CommandHandler, clock: Clock) -> None:
        self._ledger = ledger
        self._queries = queries
        self._handler = handler
        self._clock = clock

    def run(self, *, dry_run: bool = False) -> Iterator[Reprojected | None]:
        """One answer for each open case, null if its dates stay; only cases whose dates change are written to."""
        self._handler.refresh()
        now = self._clock.now()
        for state in self._open_cases():
            yield self._look_at(state, now, dry_run)
            reached(FaultPoint.BETWEEN_CASES, "reprojection")

    def beyond_calendars(self) -> Iterator[BeyondCalendars | None]:
        """One answer for each open case, null if the calendars reach to all its dates; nothing is written."""
        now = self._clock.now()
        for state in self._open_cases():
            law = self._handler.law_of(state)
            because = provisional_because(law, state, times_of(law, state, now))
            yield BeyondCalendars(state.id, state.dossier_code, because) if because else None

    def _open_cases(self) -> Iterator[CaseState]:
        return open_cases(self._ledger, self._queries, batch=BATCH)

    def _look_at(self, state: CaseState, now: datetime, dry_run: bool) -> Reprojected | None:
        law = self._handler.law_of(state)
        change = find_reprojection(law, state, now)
        if change is None:
            return None
        is_recorded = not dry_run and self._give(_order(state, change))
        return Reprojected(state.id, state.dossier_code, change, is_recorded)

    def _give(self, command: commands.ReprojectDueDates) -> bool:
        """Refused or in conflict: the case ended, or another run was faster. The next run looks again."""
        try:
            return not self._handler.handle(command).repeated
        except (CommandRefused, Conflict):
            return False


def _order(state: CaseState, change: events.DueDatesReprojected) -> commands.ReprojectDueDates:
    """One command for a case, its version and the calendars: two runs at once write one event."""
    name = f"lienthong:reprojection:{state.id}/{state.version}/{change.calendars}/{change.known_on}"
    return commands.ReprojectDueDates(
        command_id=CommandId(str(uuid5(NAMESPACE_URL, name))), case_id=state.id, actor=SYSTEM
    )
