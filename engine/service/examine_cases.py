"""The doctor looks at cases one after the other: is their history whole, and do lists show what it tells?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain

from engine.core.case import CaseState, fold
from engine.core.errors import EngineError, LedgerAway
from engine.core.events import RecordedEvent
from engine.core.execution import AutomaticWork, automatic_work
from engine.core.identifiers import CaseId, CommandId
from engine.core.law import Law
from engine.service import event_columns
from engine.service.doctor_ports import DoctorBook, KeptRows, LostReceipt
from engine.service.doctor_words import DoctorFinding
from engine.service.handle_command import CommandHandler
from engine.service.ports import CaseRow, Clock, Editions, Ledger, StepRow
from engine.service.read_rows import rows_of

BATCH = 200
RECEIPTS_AT_ONCE = 5000
SAMPLED_AT_ONCE = 10_000
"""Cases of a sample whose receipts are looked for in one go over all receipts."""

CLOCKS_DIFFER = timedelta(seconds=60)
"""An event may be recorded by another machine, whose clock is a little ahead of ours."""

_LOOKS = 20
"""How many instants at most are tried at which the rows may have been written."""

Rows = tuple[CaseRow, tuple[StepRow, ...]]
History = Sequence[RecordedEvent] | EngineError
"""Or why it cannot be read."""


class CaseExamination:
    """Compares read rows with the fold of the events, batch by batch; builds them anew, each case in a transaction."""

    def __init__(
        self, ledger: Ledger, book: DoctorBook, handler: CommandHandler, editions: Editions, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._book = book
        self._handler = handler
        self._editions = editions
        self._clock = clock
        self._seen_at: tuple[datetime, ...] = ()
        self._lost: set[CaseId] = set()
        """Cases that answered a command with events which are gone: their rows are all that is left of them."""

    def run(self, sample: int | None, looked_at: Callable[[int], None]) -> Iterator[DoctorFinding]:
        """All cases, or so many of them by chance; `looked_at` is told how many more were looked at."""
        self._handler.refresh()
        self._seen_at = tuple(sorted({edition.first_seen_at for edition in self._editions.all()}))
        now = self._clock.now()
        chosen = self._book.sample(sample) if sample is not None else None
        for receipt in self._receipts() if chosen is None else self._receipts_of(chosen):
            self._lost.add(receipt.case_id)
            yield DoctorFinding(id="receipt-without-events", case_id=receipt.case_id, about=receipt.command_id)
        for batch in self._batches(chosen):
            kept = self._book.kept_rows(batch)
            # Then what stands beside the events: whatever was read of a history has it already.
            histories = list(self._histories(batch))
            columns = self._book.event_columns(batch)
            for case_id, history in histories:
                if isinstance(history, EngineError):
                    yield _unreadable(case_id, history)
                    continue
                if wrong := _contradicted(history, columns):
                    yield DoctorFinding(id="event-contradicted", case_id=case_id, detail=wrong)
                yield from self._of_case(case_id, history, kept.get(case_id, KeptRows()), now)
            yield from self._unsent(histories)
            looked_at(len(batch))

    def mend(self, case_id: CaseId) -> bool:
        """Under the lock of the case, from its history; its events stay as they are. False: nothing differs any more."""
        now = self._clock.now()
        with self._ledger.transaction() as transaction:
            history = transaction.lock_case(case_id)
            kept = self._book.kept_rows([case_id]).get(case_id, KeptRows())
            if not history or case_id in self._lost or _missing(history) or _above(history, kept):
                return False  # the rows know more than what is left of the history
            state = fold(case_id, history)
            law = self._handler.law_of(state)
            if not self._differing(law, state, history, kept, now):
                return False
            is_over = state.closed_at is not None and not _is_missed(kept, history)
            case, steps = rows_of(law, state, now)
            if _look_at_differs(law, state, kept, history, now) and state.closed_at is None:
                # At once; and back to the last event, since which nobody may have looked. What was told is not told twice.
                case = case.model_copy(update={"look_at": min(history[-1].recorded_at, now)})
            transaction.forget_rows(case_id)
            transaction.save_rows(case, steps, now, is_swept=is_over)
        return True

    def send(self, case_id: CaseId) -> bool:
        """Puts the messages of what is due into the outbox again, those that lack; false: none lacks any more."""
        now = self._clock.now()
        with self._ledger.transaction() as transaction:
            history = transaction.lock_case(case_id)
            if not history or not (unsent := self._lacking(self._due(case_id, history))):
                return False
            transaction.put_outbox(unsent, now)
            transaction.mark_wake(case_id, history[-1].sequence, now, wakes=True)
        return True

    def _unsent(self, histories: Sequence[tuple[CaseId, History]]) -> Iterator[DoctorFinding]:
        due: list[AutomaticWork] = []
        for case_id, history in histories:
            if isinstance(history, EngineError) or not history or _missing(history):
                continue
            with suppress(EngineError, AssertionError, KeyError, ValueError):  # told already
                due += self._due(case_id, history)
        for work in self._lacking(due):
            yield DoctorFinding(id="message-lacking", case_id=work.case_id, about=work.key, detail=work.system)

    def _due(self, case_id: CaseId, history: Sequence[RecordedEvent]) -> Sequence[AutomaticWork]:
        """Of which each command writes the messages together with the events."""
        state = fold(case_id, history)
        return automatic_work(self._handler.law_of(state), state)

    def _lacking(self, due: Sequence[AutomaticWork]) -> Sequence[AutomaticWork]:
        sent = self._book.messages_among([work.key for work in due]) if due else ()
        return [work for work in due if work.key not in sent]

    def _batches(self, chosen: Sequence[CaseId] | None) -> Iterator[Sequence[CaseId]]:
        if chosen is not None:
            yield from (chosen[start : start + BATCH] for start in range(0, len(chosen), BATCH))
            return
        after: CaseId | None = None
        while found := self._book.cases(after, BATCH):
            yield found
            after = found[-1]

    def _histories(self, batch: Sequence[CaseId]) -> Iterator[tuple[CaseId, History]]:
        """All at once; one by one where one of them cannot be read."""
        try:
            yield from self._ledger.histories(batch).items()
        except LedgerAway:
            raise
        except EngineError:
            for case_id in batch:
                try:
                    yield case_id, self._ledger.history(case_id)
                except LedgerAway:
                    raise
                except EngineError as error:
                    yield case_id, error

    def _of_case(
        self, case_id: CaseId, history: Sequence[RecordedEvent], kept: KeptRows, now: datetime
    ) -> Iterator[DoctorFinding]:
        if not history:
            yield DoctorFinding(id="rows-without-events", case_id=case_id)
            return
        if missing := _missing(history):
            yield DoctorFinding(id="sequence-gap", case_id=case_id, detail=missing)
            return
        if above := _above(history, kept):
            yield DoctorFinding(id="events-lost", case_id=case_id, detail=above)
            return
        if history[-1].recorded_at > now + CLOCKS_DIFFER:
            yield DoctorFinding(id="recorded-ahead", case_id=case_id, until=history[-1].recorded_at)
        try:
            state = fold(case_id, history)
            differing = self._differing(self._handler.law_of(state), state, history, kept, now)
        except (EngineError, AssertionError, KeyError, ValueError) as error:
            yield _unreadable(case_id, error)
            return
        if differing and case_id not in self._lost:
            yield DoctorFinding(id="rows-differ", case_id=case_id, detail=", ".join(differing))

    def _differing(
        self, law: Law, state: CaseState, history: Sequence[RecordedEvent], kept: KeptRows, now: datetime
    ) -> list[str]:
        """What the rows say otherwise than they would say, had they been written at any instant since the last event."""
        least: list[str] | None = None
        for rows in self._possible(law, state, history[-1].recorded_at, now):
            found = _differences(rows, kept)
            least = found if least is None or len(found) < len(least) else least
            if not found:
                break
        return [*(least or []), *(["look_at"] if _look_at_differs(law, state, kept, history, now) else [])]

    def _possible(self, law: Law, state: CaseState, written_at: datetime, now: datetime) -> Iterator[Rows]:
        """The rows as of the last event; then as a sweep, or a new calendar, may have left them since.

        What falls due next changes at that very instant; dates change when a calendar or the directory was recorded.
        """
        at: datetime | None = written_at
        for _ in range(_LOOKS):
            if at is None or at > max(now, written_at):
                break
            rows = rows_of(law, state, at)
            yield rows
            following = rows[0].next_due_at
            at = following if following is not None and following > at else None
        since = (seen for seen in self._seen_at if seen > written_at)
        yield from (rows_of(law, state, at) for at in chain(since, [max(now, written_at)]))

    def _receipts(self) -> Iterator[LostReceipt]:
        after: CommandId | None = None
        while True:
            lost, after = self._book.lost_receipts(after, RECEIPTS_AT_ONCE)
            yield from lost
            if after is None:
                return

    def _receipts_of(self, chosen: Sequence[CaseId]) -> Iterator[LostReceipt]:
        for start in range(0, len(chosen), SAMPLED_AT_ONCE):
            yield from self._book.lost_receipts_of(chosen[start : start + SAMPLED_AT_ONCE])


def _unreadable(case_id: CaseId, error: Exception) -> DoctorFinding:
    """The kind of the error alone: its words may hold what an applicant wrote."""
    return DoctorFinding(id="history-unreadable", case_id=case_id, detail=type(error).__name__)


def _missing(history: Sequence[RecordedEvent]) -> str:
    """Which numbers are not there; empty if all are."""
    there = {recorded.sequence for recorded in history}
    return ", ".join(str(number) for number in range(1, history[-1].sequence + 1) if number not in there)


def _contradicted(history: Sequence[RecordedEvent], columns: Mapping[tuple[CaseId, int], tuple[str, datetime]]) -> str:
    """The numbers of the events of which the columns contradict the body; empty if none does."""
    beside = ((one, columns.get((one.case_id, one.sequence))) for one in history)
    return ", ".join(str(one.sequence) for one, said in beside if said and not event_columns.fit(one.event, *said))


def _above(history: Sequence[RecordedEvent], kept: KeptRows) -> str:
    """Which tables know of a later version than the history has; empty if none does."""
    last = history[-1].sequence if history else 0
    return ", ".join(f"{name} {version}" for name, version in sorted(kept.versions.items()) if version > last)


def _differences(rows: Rows, kept: KeptRows) -> list[str]:
    """The names of what differs; of the values nothing is told: some are names of people."""
    case, steps = rows
    if kept.case is None:
        return ["case"]
    found = _fields(case, kept.case)
    if not kept.is_findable:
        found.append("search_text")
    if not kept.is_listed:
        found.append("readers")
    wanted, there = {step.step: step for step in steps}, {step.step: step for step in kept.steps}
    found += [f"steps.{name}" for name in sorted(wanted.keys() ^ there.keys())]
    shared = sorted(wanted.keys() & there.keys())
    return found + [f"steps.{name}.{field}" for name in shared for field in _named(wanted[name], there[name])]


def _fields(wanted: CaseRow, kept: CaseRow) -> list[str]:
    """Without `look_at`, which also knows what was not looked at yet (ADR 0016); counters and questions have no order."""
    found = _named(wanted, kept, leave_out=("look_at", "counters", "opinions"))
    beside = ("counters", "opinions")
    return [*found, *(name for name in beside if set(getattr(wanted, name)) != set(getattr(kept, name)))]


def _named(wanted: CaseRow | StepRow, kept: CaseRow | StepRow, leave_out: tuple[str, ...] = ()) -> list[str]:
    said: Mapping[str, object] = dict(wanted)
    is_kept: Mapping[str, object] = dict(kept)
    return [name for name, value in said.items() if name not in leave_out and is_kept[name] != value]


def _look_at_differs(
    law: Law, state: CaseState, kept: KeptRows, history: Sequence[RecordedEvent], now: datetime
) -> bool:
    """An open case is looked at when anything may still pass, and not later; a closed one only for what was missed before
    it closed. Too early is no harm: the sweep looks, and finds the right instant. After a failure it comes when it said.
    """
    if kept.case is None:
        return False
    if state.closed_at is not None:
        return kept.case.look_at is not None and not _is_missed(kept, history)
    ahead = rows_of(law, state, now, is_swept=True)[0].look_at
    if kept.case.look_at is None:
        return ahead is not None
    return not kept.is_put_off and kept.case.look_at > max(ahead or now, now)


def _is_missed(kept: KeptRows, history: Sequence[RecordedEvent]) -> bool:
    look_at = kept.case.look_at if kept.case is not None else None
    return look_at is not None and look_at < history[-1].recorded_at
