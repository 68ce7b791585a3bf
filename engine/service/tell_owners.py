"""Tells owners of dossiers what is due to be told: each note once on each way, and nothing that the case has gone past.

A note is written down with the act that causes it. Here it is leased, put into words from the history, handed to its
carrier, and settled. Who dies in between leaves it to the next one, which hands it on with the same key and words.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from engine.core.case import CaseState, fold
from engine.core.case_clock import times_of
from engine.core.errors import EngineError, LedgerAway, StorageFull
from engine.core.events import RecordedEvent
from engine.core.notification_words import NotedAct, act_of, closing_words, notification_text
from engine.core.notifications import Notification, Way, is_too_late
from engine.core.owner import contact_of
from engine.service.fault_points import FaultPoint, reached
from engine.service.handle_command import CommandHandler
from engine.service.notification_ports import (
    AddressRefused,
    Carrier,
    CarrierAway,
    LeasedNotification,
    Message,
    NotificationBook,
    Outcome,
    Waiting,
)
from engine.service.ports import Clock, Ledger

AT_ONCE = 10
HELD_FOR = timedelta(minutes=5)
"""Longer than it takes to hand on so many, each with the patience of its carrier."""
FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=4)
MOST_ATTEMPTS = 20
"""Each pause is twice as long as the one before, up to four hours: two days in all."""
GIVEN_UP_LATELY = timedelta(days=7)

Count = Callable[[Way, str], None]
"""Told of each note that was handed on, or was not: the way, and what became of it."""


class OwnersTold:
    """Several may run at once, on several machines; each may be cut off anywhere."""

    def __init__(
        self,
        ledger: Ledger,
        handler: CommandHandler,
        book: NotificationBook,
        carriers: Mapping[Way, Carrier],
        clock: Clock,
        *,
        language: str,
        link: str,
        count: Count = lambda way, outcome: None,
    ) -> None:
        """`link`: where a case is seen with its secret; the code comes behind it. Empty: nobody is led there."""
        self._ledger = ledger
        self._handler = handler
        self.book = book
        self._carriers = carriers
        self._clock = clock
        self._language = language
        self._link = link
        self._count = count

    def tell_due(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Until nothing is due, a carrier is away, or it is asked to stop; says how many notes it has looked at."""
        looked_at = 0
        while not is_stopping():
            now = self._clock.now()
            leased = self.book.lease(now, now + HELD_FOR, AT_ONCE) if self._carriers else ()
            away = {one.note.way for one in leased if not self._look_at(one)}
            looked_at += len(leased)
            if away or len(leased) < AT_ONCE:
                break
        return looked_at

    def waiting(self, due_for: timedelta = timedelta(0)) -> Waiting:
        now = self._clock.now()
        return self.book.waiting(now - due_for, now - GIVEN_UP_LATELY)

    def _look_at(self, leased: LeasedNotification) -> bool:
        """False: its carrier is away."""
        if self._clock.now() >= leased.until - HELD_FOR / 5:
            return True  # whoever comes next has it in time; another may have it already
        try:
            return self._tell(leased)
        except (LedgerAway, StorageFull):
            raise
        except (EngineError, AssertionError, KeyError, ValueError) as error:
            # Whatever is wrong with one case, others are told; its words may hold what somebody wrote.
            self._fail(leased, type(error).__name__)
            return True

    def _tell(self, leased: LeasedNotification) -> bool:
        note, now = leased.note, self._clock.now()
        history = self._ledger.history(note.case_id)
        state = fold(note.case_id, history)
        address = self._address(note, state)
        if address is None:
            self._settle(note, Outcome.NO_ADDRESS, now)
        elif is_too_late(note, state, times_of(self._handler.law_of(state), state, now), history, now):
            self._settle(note, Outcome.TOO_LATE, now)
        else:
            return self._carry(leased, self._message(note, history, address))
        return True

    def _carry(self, leased: LeasedNotification, message: Message) -> bool:
        note = leased.note
        reached(FaultPoint.NOTE_UNSENT, note.key)
        try:
            self._carriers[note.way].carry(message)
        except AddressRefused as refused:
            self._settle(note, Outcome.REFUSED, self._clock.now(), str(refused))
        except CarrierAway as away:
            self._fail(leased, str(away))
            return False
        else:
            reached(FaultPoint.NOTE_CARRIED, note.key)
            self._settle(note, Outcome.SENT, self._clock.now())
        return True

    def _address(self, note: Notification, state: CaseState) -> str | None:
        """As it is in the form; a case that was purged has none any more, nor has a way that was shut meanwhile."""
        if note.way not in self._carriers:
            return None
        contact = contact_of(self._handler.law_of(state).definition, state.form)
        return {Way.EMAIL: contact.email, Way.MESSAGE: contact.phone}[note.way]

    def _message(self, note: Notification, history: Sequence[RecordedEvent], to: str) -> Message:
        event, then = act_of(note, history)
        law = self._handler.law_of(then)
        text = notification_text(note, NotedAct(law, then, times_of(law, then, note.at), event), self._language)
        return Message(
            key=note.key,
            to=to,
            language=self._language,
            subject=text.subject,
            paragraphs=text.paragraphs,
            closing=closing_words(bool(self._link), self._language),
            link=f"{self._link}#{then.dossier_code}" if self._link else "",
            at=note.at,
        )

    def _fail(self, leased: LeasedNotification, error: str) -> None:
        now: datetime = self._clock.now()
        if leased.attempts >= MOST_ATTEMPTS:
            self._settle(leased.note, Outcome.GIVEN_UP, now, error)
            return
        pause = min(FIRST_RETRY * 2 ** (leased.attempts - 1), LAST_RETRY)
        self.book.put_off(leased.note, now + pause, error)
        self._count(leased.note.way, "failed")

    def _settle(self, note: Notification, outcome: Outcome, now: datetime, error: str | None = None) -> None:
        self.book.settle(note, outcome, now, error)
        self._count(note.way, outcome.value)
        reached(FaultPoint.NOTE_SETTLED, note.key)
