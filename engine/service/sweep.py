"""The sweep: what the mere passage of time calls for. Safe to run twice, or by two at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from engine.core import commands
from engine.core.actors import SYSTEM
from engine.core.case import CaseState, fold
from engine.core.decisions.supplement import expired_supplements
from engine.core.errors import CommandRefused, Conflict
from engine.core.identifiers import CaseId, CommandId, SuspensionId
from engine.service.handle_command import CommandHandler
from engine.service.ports import CaseQueries, Clock, Ledger
from engine.service.read_rows import rows_of

BATCH = 200


@dataclass(frozen=True, slots=True)
class SweepReport:
    """How many cases were looked at, how many terms of supplements ended, how many rows got a new next due instant."""

    looked_at: int = 0
    expired: int = 0
    refreshed: int = 0


class Sweep:
    """Looks at the cases in which something fell due, the earliest first."""

    def __init__(self, ledger: Ledger, queries: CaseQueries, handler: CommandHandler, clock: Clock) -> None:
        self._ledger = ledger
        self._queries = queries
        self._handler = handler
        self._clock = clock

    def run(self) -> SweepReport:
        """Until nothing is due by now that was not looked at already."""
        now = self._clock.now()
        seen: set[CaseId] = set()
        expired = refreshed = 0
        while fresh := [case for case in self._queries.falling_due(now, BATCH + len(seen)) if case not in seen]:
            for case_id in fresh:
                ended = self._expire(case_id, now)
                expired += ended
                refreshed += self._refresh(case_id, now) if not ended else 0
            seen.update(fresh)
        return SweepReport(len(seen), expired, refreshed)

    def _expire(self, case_id: CaseId, now: datetime) -> int:
        state = fold(case_id, self._ledger.history(case_id))
        return sum(self._give(_expiry(state, overdue.id)) for overdue in expired_supplements(state, now))

    def _give(self, command: commands.ExpireSupplement) -> bool:
        """Refused or in conflict: the applicant, or another sweep, was faster. The next sweep looks again."""
        try:
            return not self._handler.handle(command).repeated
        except (CommandRefused, Conflict):
            return False

    def _refresh(self, case_id: CaseId, now: datetime) -> int:
        """A clock merely ran out: no event, but the rows must name the next instant, or the sweep would stay here."""
        with self._ledger.transaction() as transaction:
            state = fold(case_id, transaction.lock_case(case_id))
            law = self._handler.law_of(state)
            transaction.save_rows(*rows_of(law, state, now))
        return 1


def expiry_id(case_id: CaseId, suspension: SuspensionId) -> CommandId:
    """One expiry for each suspension, whoever notices it."""
    return CommandId(str(uuid5(NAMESPACE_URL, f"lienthong:expiry:{case_id}/{suspension}")))


def _expiry(state: CaseState, suspension: SuspensionId) -> commands.ExpireSupplement:
    return commands.ExpireSupplement(
        command_id=expiry_id(state.id, suspension), case_id=state.id, actor=SYSTEM, suspension=suspension
    )
