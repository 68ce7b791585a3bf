"""The doctor looks at what waits to be carried: cases for the executor, messages to agencies' systems, the sweep's agenda."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from engine.core.case import fold
from engine.core.decisions.lapses import as_law_sees
from engine.core.errors import EngineError, LedgerAway
from engine.core.execution import automatic_work
from engine.core.identifiers import CaseId
from engine.core.letters import LETTERS
from engine.service.doctor_ports import DoctorBook, DoctorRepairs, UndeliveredMessage
from engine.service.doctor_words import DoctorFinding
from engine.service.execute_case import LONGEST_RETRY
from engine.service.executor_ports import AgencyGateway, Outbox, WakeQueue
from engine.service.handle_command import CommandHandler
from engine.service.ports import Clock, Ledger, SweepBook
from engine.service.seal_audit import Sealer
from engine.service.tell_owners import OwnersTold

UNSEEN_FOR = timedelta(minutes=10)
FAILING_FOR = timedelta(minutes=10)
UNDELIVERED_FOR = timedelta(hours=1)
SWEEP_LATE = timedelta(minutes=5)
UNSEALED_FOR = timedelta(minutes=10)
LEASE_LEFT = timedelta(minutes=2)
LONGEST_LEASE = timedelta(minutes=10)
LONGEST_DELAY = 2 * LONGEST_RETRY
"""Longer than any delay that is written: then a clock was wrong."""

AT_MOST = 10_000
"""So many of each; who finds as many mends them and looks again."""


class QueueExamination:
    """Nothing waits longer than it has a reason to."""

    def __init__(
        self,
        ledger: Ledger,
        book: DoctorBook,
        repairs: DoctorRepairs,
        wakes: WakeQueue,
        outbox: Outbox,
        sweep_book: SweepBook,
        gateway: AgencyGateway,
        handler: CommandHandler,
        clock: Clock,
        sealer: Sealer | None = None,
        owners: OwnersTold | None = None,
    ) -> None:
        self._sealer = sealer
        self._owners = owners
        self._ledger = ledger
        self._book = book
        self._repairs = repairs
        self._wakes = wakes
        self._outbox = outbox
        self._sweep_book = sweep_book
        self._gateway = gateway
        self._handler = handler
        self._clock = clock

    def run(self) -> Iterator[DoctorFinding]:
        self._handler.refresh()
        now = self._clock.now()
        yield from self._entries(now)
        yield from self._leases(now)
        yield from self._messages(now)
        yield from self._sweep(now)
        yield from self._seals(now)
        yield from self._notes()

    def mend(self, finding: DoctorFinding) -> bool:
        now, case_id = self._clock.now(), finding.case_id
        assert case_id is not None
        match finding.id:
            case "run-never-made":
                self._make_known(case_id, now)
            case "entry-fails" | "message-forgotten":
                self._repairs.release(case_id, now)
            case "lease-left" | "lease-too-long":
                assert finding.until is not None
                self._repairs.end_lease(case_id, finding.until)
            case "message-waits":
                self._repairs.try_message_now(finding.about, now)
                self._repairs.release(case_id, now)
            case "message-obsolete":
                self._outbox.record_receipt(finding.about, {"recorded": "due no more"}, now)
            case "sweep-fault":
                self._sweep_book.forget_fault(case_id)
            case _:
                return False
        return True

    def _make_known(self, case_id: CaseId, now: datetime) -> None:
        """The queue may lack the case altogether, or its newest version."""
        with self._ledger.transaction() as transaction:
            history = transaction.lock_case(case_id)
            transaction.mark_wake(case_id, history[-1].sequence, now, wakes=True)
        self._repairs.release(case_id, now)

    def _entries(self, now: datetime) -> Iterator[DoctorFinding]:
        for case_id in self._book.never_entered(AT_MOST):
            yield DoctorFinding(id="run-never-made", case_id=case_id)
        if unseen := self._book.unseen(now - UNSEEN_FOR, AT_MOST):
            yield DoctorFinding(id="unseen-too-long", count=len(unseen), since=unseen[0].since)
        for one in self._book.failing(now - FAILING_FOR, now + LONGEST_DELAY, AT_MOST):
            said = one.error or ""
            yield DoctorFinding(id="entry-fails", case_id=one.case_id, since=one.since, until=one.until, detail=said)

    def _leases(self, now: datetime) -> Iterator[DoctorFinding]:
        for one in self._book.leases(now - LEASE_LEFT, now + LONGEST_LEASE, AT_MOST):
            assert one.until is not None
            kind = "lease-left" if one.until < now else "lease-too-long"
            yield DoctorFinding(id=kind, case_id=one.case_id, until=one.until)

    def _messages(self, now: datetime) -> Iterator[DoctorFinding]:
        found = self._book.undelivered(now - UNDELIVERED_FOR, AT_MOST)
        over = self._over(found, now)
        without_address: Counter[str] = Counter()
        for message in found:
            if message.system != LETTERS and message.key in over:
                yield _of(message, "message-obsolete")
            elif not self._gateway.serves(message.system):
                without_address[message.system] += 1
            elif not message.is_awaited:
                yield _of(message, "message-forgotten")
            elif message.attempts and message.next_attempt_at > now:
                yield _of(message, "message-waits")
        for system, count in sorted(without_address.items()):
            yield DoctorFinding(id="agency-without-address", about=system, count=count)

    def _over(self, messages: Sequence[UndeliveredMessage], now: datetime) -> set[str]:
        """Those of which the work is due no more. Of a case that cannot be read nothing is known: it stays as it is."""
        keys: dict[CaseId, set[str]] = {}
        for message in messages:
            keys.setdefault(message.case_id, set()).add(message.key)
        over: set[str] = set()
        for case_id, sent in keys.items():
            try:
                state = fold(case_id, self._ledger.history(case_id))
                law = self._handler.law_of(state)
                over |= sent - {work.key for work in automatic_work(law, as_law_sees(law, state, now))}
            except LedgerAway:
                raise
            except (EngineError, AssertionError, KeyError, ValueError):
                continue
        return over

    def _sweep(self, now: datetime) -> Iterator[DoctorFinding]:
        if late := self._sweep_book.falling_due(now - SWEEP_LATE, AT_MOST):
            yield DoctorFinding(id="sweep-late", count=len(late), since=late[0].look_at)
        for fault in self._sweep_book.faults(AT_MOST):
            said = f"{fault.failures} × {fault.error}"
            yield DoctorFinding(
                id="sweep-fault", case_id=fault.case_id, since=fault.failed_at, until=fault.retry_at, detail=said
            )

    def _seals(self, now: datetime) -> Iterator[DoctorFinding]:
        """What is not in the audit chain could be changed, and nobody could prove it."""
        waits = self._sealer.unsealed() if self._sealer is not None else None
        if waits is not None and waits.since is not None and waits.since < now - UNSEALED_FOR:
            yield DoctorFinding(id="seals-late", count=waits.cases + waits.rows, since=waits.since)

    def _notes(self) -> Iterator[DoctorFinding]:
        """Owners who were not told: late, or not at all."""
        if self._owners is None:
            return
        waits = self._owners.waiting(UNDELIVERED_FOR)
        if waits.untold and waits.since is not None:
            yield DoctorFinding(id="owners-told-late", count=waits.untold, since=waits.since)
        if waits.given_up:
            yield DoctorFinding(id="owners-not-told", count=waits.given_up)


def _of(message: UndeliveredMessage, kind: str) -> DoctorFinding:
    said: Sequence[str] = [message.system, *([message.last_error] if message.last_error else [])]
    return DoctorFinding(
        id=kind, case_id=message.case_id, about=message.key, since=message.created_at, detail=": ".join(said)
    )
