"""The sweep: what the mere passage of time calls for. Safe to run twice, or by two at once, however late it comes.

What lapses by law becomes an event of the case; every rung of the ladder that was passed (little time left, a limit
passed, a supplement that did not come, silence that answered) is told to its agency once, with its own instant.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import NAMESPACE_URL, uuid5

from engine.core import commands, events
from engine.core.actors import SYSTEM
from engine.core.case import CaseState, fold
from engine.core.decisions.lapses import lapses
from engine.core.errors import CommandRefused, Conflict, LedgerAway, StorageFull
from engine.core.identifiers import CaseId, CommandId, StepId, SuspensionId
from engine.core.notifications import notifications_of_rungs
from engine.core.recording import recorded_now
from engine.core.rungs import first_lapse, passed_rungs
from engine.service.fault_points import FaultPoint, reached
from engine.service.handle_command import CommandHandler
from engine.service.ports import Clock, FallingDue, Ledger, SweepBook, SweepFault
from engine.service.read_rows import rows_of

BATCH = 200
FIRST_RETRY = timedelta(minutes=2)
"""Doubled with each failure in a row."""
LAST_RETRY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What a sweep, or a batch of it, found.

    How many cases were looked at; what passed (terms of supplements, limits in silence); how many rungs were told, how
    many rows were renewed, how many cases could not be looked at; and how late the earliest of all was looked at.
    """

    looked_at: int = 0
    expired: int = 0
    refreshed: int = 0
    deemed: int = 0
    told: int = 0
    failed: int = 0
    late_seconds: int = 0

    def __add__(self, other: "SweepReport") -> "SweepReport":
        return SweepReport(
            looked_at=self.looked_at + other.looked_at,
            expired=self.expired + other.expired,
            refreshed=self.refreshed + other.refreshed,
            deemed=self.deemed + other.deemed,
            told=self.told + other.told,
            failed=self.failed + other.failed,
            late_seconds=max(self.late_seconds, other.late_seconds),
        )


class Sweep:
    """Looks at the cases in which something may have passed, the earliest first."""

    def __init__(self, ledger: Ledger, book: SweepBook, handler: CommandHandler, clock: Clock) -> None:
        self._ledger = ledger
        self._book = book
        self._handler = handler
        self._clock = clock

    def run(self) -> SweepReport:
        """Until nothing is due by now that was not looked at already."""
        return sum(self.batches(), SweepReport())

    def batches(self, size: int = BATCH, is_stopping: Callable[[], bool] = lambda: False) -> Iterator[SweepReport]:
        """The same, told batch by batch. Asked to stop, it ends after the case in hand: nothing is lost, the next sweep
        goes on there."""
        self._handler.refresh()
        now = self._clock.now()
        after: FallingDue | None = None
        while found := self._book.falling_due(now, size, after):
            cases = takewhile(lambda _: not is_stopping(), found)
            yield sum((self._looked_at(due, now) for due in cases), SweepReport())
            if is_stopping():
                return
            after = found[-1]

    def _looked_at(self, due: FallingDue, now: datetime) -> SweepReport:
        late = int((now - due.look_at).total_seconds())
        try:
            found = self._look_at(due, now, late)
            reached(FaultPoint.BETWEEN_CASES, "sweep")
            return found
        except Conflict:  # a command, or another sweep, was faster; the next sweep looks again
            return SweepReport(looked_at=1, late_seconds=late)
        except (LedgerAway, StorageFull):  # nothing is wrong with the case: the next sweep goes on here
            raise
        except Exception as error:  # whatever is wrong with one case, the others have their time too
            self._put_off(due, error, now)
            return SweepReport(looked_at=1, failed=1, late_seconds=late)

    def _look_at(self, due: FallingDue, now: datetime, late: int) -> SweepReport:
        passed, refused = self._note(due.case_id, now)
        told, is_done = self._tell(due, now)
        stays = refused if not is_done else None
        if stays is not None:  # what passed by law is not written down: looked at again, but not each minute for ever
            self._put_off(due, stays, now)
        elif due.failures:
            self._book.forget_fault(due.case_id)
        return SweepReport(
            failed=0 if stays is None else 1,
            looked_at=1,
            expired=sum(isinstance(event, events.SupplementExpired) for event in passed),
            deemed=sum(isinstance(event, events.StepDeemed) for event in passed),
            refreshed=0 if passed else 1,
            told=told,
            late_seconds=late,
        )

    def _note(self, case_id: CaseId, now: datetime) -> tuple[list[events.Event], CommandRefused | None]:
        """Writes down what has passed by law; one command does it for all, and is named by the first that passed."""
        history = self._ledger.history(case_id)
        state, now = fold(case_id, history), recorded_now(history, now)
        command = next((c for e in lapses(self._handler.law_of(state), state, now) if (c := _noting(state, e))), None)
        return self._given(command) if command is not None else ([], None)

    def _given(self, command: commands.Command) -> tuple[list[events.Event], CommandRefused | None]:
        """In conflict: somebody, or another sweep, was faster. The next sweep looks again."""
        try:
            result = self._handler.handle(command)
        except CommandRefused as refused:
            return [], refused
        except Conflict:
            return [], None
        return ([] if result.repeated else [recorded.event for recorded in result.caused]), None

    def _tell(self, due: FallingDue, now: datetime) -> tuple[int, bool]:
        """The rungs that were passed, in order, each once; and the next instant to look at, or the sweep would stay.

        Of what depends on a lapse that nobody has written down yet nothing is told before that is: false, if there is one.
        """
        with self._ledger.transaction() as transaction:
            history = transaction.lock_case(due.case_id)
            state, now = fold(due.case_id, history), recorded_now(history, now)
            law = self._handler.law_of(state)
            until = min(now, first_lapse(law, state, now) or now)
            told = transaction.told_rungs(due.case_id)
            passed = passed_rungs(self._handler.law_of, due.case_id, history, until, told, since=due.look_at)
            is_swept = until == now and passed.is_whole
            transaction.tell_rungs(due.case_id, passed.rungs, now)
            transaction.put_notifications(notifications_of_rungs(law, state, passed.rungs, self._handler.ways), now)
            transaction.save_rows(*rows_of(law, state, now, is_swept=is_swept), now, is_swept=is_swept)
        reached(FaultPoint.RUNGS_TOLD, due.case_id)
        return len(passed.rungs), until == now

    def _put_off(self, due: FallingDue, error: Exception, now: datetime) -> None:
        wait = min(FIRST_RETRY * 2 ** min(due.failures, 16), LAST_RETRY)
        # The kind of the error alone: its words may hold what an applicant wrote.
        said = type(error).__name__
        self._book.put_off(
            SweepFault(case_id=due.case_id, failures=due.failures + 1, error=said, failed_at=now, retry_at=now + wait)
        )


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
