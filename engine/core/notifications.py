"""What the owner of a dossier is told without asking: which notes an act calls for, on which way, and which come too late.

A note rests on the history alone: made again from the same history it is the same note, with the same words.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from engine.core import events
from engine.core.case import CaseState
from engine.core.case_clock import CaseTimes
from engine.core.clock_rules import EndedBy
from engine.core.day_words import last_day
from engine.core.identifiers import CaseId
from engine.core.law import Law
from engine.core.legal_time import to_datetime
from engine.core.owner import Contact, contact_of
from engine.core.rungs import Rung, RungKind
from engine.core.values import Instant, Text, Value
from engine.core.waits import find_who_ends


class NotificationKind(StrEnum):
    """What a note is about, in the order of a case's life."""

    RECEIVED = "received"
    PAPERS_ASKED = "papers_asked"
    CLOCK_STOPPED = "clock_stopped"
    CLOCK_RUNS = "clock_runs"
    DATE_MOVED = "date_moved"
    DATE_EXTENDED = "date_extended"
    DUE_SOON = "due_soon"
    RESULT_READY = "result_ready"
    REFUSED = "refused"
    STOPPED = "stopped"


NOTIFICATION_WORDS: dict[NotificationKind, Text] = {
    NotificationKind.RECEIVED: Text(vi="Đã tiếp nhận, kèm ngày hẹn", en="Received, with the promised date"),
    NotificationKind.PAPERS_ASKED: Text(vi="Yêu cầu bổ sung hồ sơ", en="Papers are asked for"),
    NotificationKind.CLOCK_STOPPED: Text(vi="Tạm dừng tính thời hạn", en="The time limit stands still"),
    NotificationKind.CLOCK_RUNS: Text(vi="Tính tiếp thời hạn", en="The time limit runs on"),
    NotificationKind.DATE_MOVED: Text(vi="Đổi ngày hẹn trả", en="Another promised date"),
    NotificationKind.DATE_EXTENDED: Text(vi="Xin lỗi và hẹn lại", en="Apology and new date"),
    NotificationKind.DUE_SOON: Text(vi="Sắp đến hạn", en="Due soon"),
    NotificationKind.RESULT_READY: Text(vi="Đã có kết quả", en="The result is ready"),
    NotificationKind.REFUSED: Text(vi="Từ chối giải quyết", en="Refused"),
    NotificationKind.STOPPED: Text(vi="Dừng giải quyết", en="Closed without a result"),
}
"""As the officer reads them in the list of what was told."""


class Way(StrEnum):
    """How a note reaches its reader: by mail, or by a gateway that sends text messages (SMS, Zalo)."""

    EMAIL = "email"
    MESSAGE = "message"


class Notification(Value):
    """One note on one way. `sequence` is the event, or the version of the case, from which it is told, as of `at`.

    It holds no address and no word: both are read off the history when it is sent.
    """

    case_id: CaseId
    sequence: int
    kind: NotificationKind
    way: Way
    at: Instant

    @property
    def key(self) -> str:
        """The same for each attempt, so that its receiver can tell a repeat."""
        return f"{self.case_id}/notification/{self.sequence}-{self.kind.value}/{self.way.value}"


ENDINGS = frozenset({NotificationKind.RESULT_READY, NotificationKind.REFUSED, NotificationKind.STOPPED})
_OF_THE_CLOCK = frozenset({NotificationKind.PAPERS_ASKED, NotificationKind.CLOCK_STOPPED, NotificationKind.CLOCK_RUNS})
_TOLD_WITHIN = timedelta(days=3)
_ENDING_TOLD_WITHIN = timedelta(days=30)
"""What lay longer, because nothing could be sent, surprises its reader more than it helps him; a result still waits."""


def notifications_caused(
    law: Law, state: CaseState, times: CaseTimes, recorded: Sequence[events.RecordedEvent], ways: frozenset[Way]
) -> tuple[Notification, ...]:
    """One for each kind among the events of one act; `state` and `times` are the case after them."""
    reached = ways_to(contact_of(law.definition, state.form), ways)
    if not reached or state.dossier_code is None:
        return ()
    found: dict[NotificationKind, events.RecordedEvent] = {}
    for one in recorded:
        if (kind := _kind_of(law, state, times, one.event)) is not None:
            found[kind] = one
    kinds = [kind for kind in found if state.closed_at is None or kind not in _OF_THE_CLOCK]
    return tuple(
        Notification(case_id=state.id, sequence=found[kind].sequence, kind=kind, way=way, at=found[kind].recorded_at)
        for kind in kinds
        for way in reached
    )


def notifications_of_rungs(
    law: Law, state: CaseState, rungs: Sequence[Rung], ways: frozenset[Way]
) -> tuple[Notification, ...]:
    """Little time is left for the whole; what steps still have is the agencies' own affair."""
    soon = [rung for rung in rungs if rung.kind is RungKind.DUE_SOON and rung.step is None]
    reached = ways_to(contact_of(law.definition, state.form), ways) if soon and state.closed_at is None else ()
    return tuple(
        Notification(case_id=state.id, sequence=rung.version, kind=NotificationKind.DUE_SOON, way=way, at=rung.at)
        for rung in soon
        for way in reached
    )


def ways_to(contact: Contact, ways: frozenset[Way]) -> tuple[Way, ...]:
    """The ways that the installation has and for which the owner left an address."""
    left = {Way.EMAIL: contact.email, Way.MESSAGE: contact.phone}
    return tuple(way for way in Way if way in ways and left[way])


def is_too_late(
    note: Notification, state: CaseState, times: CaseTimes, history: Sequence[events.RecordedEvent], now: datetime
) -> bool:
    """Whether the case, as it is now, has gone past what the note says: then nobody is told any more."""
    if now - note.at > (_ENDING_TOLD_WITHIN if note.kind in ENDINGS else _TOLD_WITHIN):
        return True
    later = [one.event for one in history if one.sequence > note.sequence]
    match note.kind:
        case NotificationKind.PAPERS_ASKED | NotificationKind.CLOCK_STOPPED:
            return state.closed_at is not None or _is_over(note, state, history)
        case NotificationKind.CLOCK_RUNS:
            return state.closed_at is not None or any(isinstance(event, _MOVES) for event in later)
        case NotificationKind.DATE_MOVED:
            return state.closed_at is not None or any(_moves_promise(event) for event in later)
        case NotificationKind.DUE_SOON:
            return state.closed_at is not None or not _is_due_by(note, state, times, later, now)
        case _:
            return False


_MOVES = (events.TimeLimitSuspended, events.TimeLimitResumed, events.SupplementExpired)


def _is_over(note: Notification, state: CaseState, history: Sequence[events.RecordedEvent]) -> bool:
    began = next((one.event for one in history if one.sequence == note.sequence), None)
    return isinstance(began, events.TimeLimitSuspended) and any(
        wait.id == began.suspension and wait.ended_at is not None for wait in state.suspensions
    )


def _is_due_by(
    note: Notification, state: CaseState, times: CaseTimes, later: Sequence[events.Event], now: datetime
) -> bool:
    """The limit still runs, still ends soon, and has not passed: else something else is told, or was."""
    clock = times.case
    if clock is None or clock.paused or clock.due_at is None or to_datetime(clock.due_at) < now:
        return False
    return not any(isinstance(event, _MOVES) or _moves_promise(event) for event in later)


def _kind_of(law: Law, state: CaseState, times: CaseTimes, event: events.Event) -> NotificationKind | None:
    match event:
        case events.CaseReceived():
            return NotificationKind.RECEIVED
        case events.TimeLimitSuspended():
            return _of_stop(law, state, times, event)
        case events.TimeLimitResumed() | events.SupplementExpired():
            return NotificationKind.CLOCK_RUNS if _runs_on(state, times, event) else None
        case events.TimeLimitExtended() if event.of_total is not None:
            return NotificationKind.DATE_EXTENDED
        case events.CaseCompleted():
            return NotificationKind.RESULT_READY
        case events.CaseRefused():
            return NotificationKind.REFUSED
        case events.CaseStopped():
            return NotificationKind.STOPPED
        case _:
            return NotificationKind.DATE_MOVED if _moves_promise(event) else None


def _of_stop(law: Law, state: CaseState, times: CaseTimes, event: events.TimeLimitSuspended) -> NotificationKind | None:
    wait = next(one for one in state.suspensions if one.id == event.suspension)
    if find_who_ends(law.definition, wait) is EndedBy.APPLICANT:
        return NotificationKind.PAPERS_ASKED
    return NotificationKind.CLOCK_STOPPED if wait.holds and times.case is not None and times.case.paused else None


def _runs_on(state: CaseState, times: CaseTimes, event: events.TimeLimitResumed | events.SupplementExpired) -> bool:
    """A note beside the work stopped nothing; and where something else still holds the case, it stands as before."""
    wait = next((one for one in state.suspensions if one.id == event.suspension), None)
    return wait is not None and wait.holds and times.case is not None and not times.case.paused


def _moves_promise(event: events.Event) -> bool:
    """To another day: a promise is a day, not an hour."""
    match event:
        case events.DueDatesReprojected() | events.CaseMigrated():
            return _day_of(event.before.promised) != _day_of(event.after.promised)
        case events.TimeLimitExtended():
            return event.of_total is not None
        case _:
            return False


def _day_of(at: datetime | None) -> object:
    return last_day(at) if at is not None else None


def in_order(notes: Sequence[Notification]) -> Iterator[Notification]:
    """As they happened in the case."""
    yield from sorted(notes, key=lambda note: (note.at, note.sequence, note.way.value))
