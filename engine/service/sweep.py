"""The sweep: what the mere passage of time calls for. Safe to run twice, or by two at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from engine.core import commands, events
from engine.core.actors import SYSTEM
from engine.core.case import CaseState, fold
from engine.core.decisions.lapses import lapses
from engine.core.errors import CommandRefused, Conflict
from engine.core.identifiers import CaseId, CommandId, StepId, SuspensionId
from engine.service.handle_command import CommandHandler
from engine.service.ports import CaseQueries, Clock, Ledger
from engine.service.read_rows import rows_of

BATCH = 200


@dataclass(frozen=True, slots=True)
class SweepReport:
    """How many cases were looked at, what passed (terms of supplements, limits in silence), how many rows were renewed."""

    looked_at: int = 0
    expired: int = 0
    refreshed: int = 0
    deemed: int = 0


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
        expired = refreshed = deemed = 0
        while fresh := [case for case in self._queries.falling_due(now, BATCH + len(seen)) if case not in seen]:
            for case_id in fresh:
                passed = self._note(case_id, now)
                expired += sum(isinstance(event, events.SupplementExpired) for event in passed)
                deemed += sum(isinstance(event, events.StepDeemed) for event in passed)
                refreshed += self._refresh(case_id, now) if not passed else 0
            seen.update(fresh)
        return SweepReport(len(seen), expired, refreshed, deemed)

    def _note(self, case_id: CaseId, now: datetime) -> list[events.Event]:
        """Writes down what has passed by law; one command does it for all, and is named by the first that passed."""
        state = fold(case_id, self._ledger.history(case_id))
        command = next((c for e in lapses(self._handler.law_of(state), state, now) if (c := _noting(state, e))), None)
        return self._given(command) if command is not None else []

    def _given(self, command: commands.Command) -> list[events.Event]:
        """Refused or in conflict: somebody, or another sweep, was faster. The next sweep looks again."""
        try:
            result = self._handler.handle(command)
        except (CommandRefused, Conflict):
            return []
        return [] if result.repeated else [recorded.event for recorded in result.caused]

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


def silence_id(case_id: CaseId, step: StepId, passed_at: datetime) -> CommandId:
    """One note for each limit that passed, whoever notices it."""
    return CommandId(str(uuid5(NAMESPACE_URL, f"lienthong:silence:{case_id}/{step}/{passed_at.isoformat()}")))


def _noting(state: CaseState, event: events.Event) -> commands.Command | None:
    match event:
        case events.SupplementExpired():
            named = expiry_id(state.id, event.suspension)
            return commands.ExpireSupplement(
                command_id=named, case_id=state.id, actor=SYSTEM, suspension=event.suspension
            )
        case events.StepDeemed():
            named = silence_id(state.id, event.step, event.at)
            return commands.NoteSilence(command_id=named, case_id=state.id, actor=SYSTEM, step=event.step)
        case _:
            return None
