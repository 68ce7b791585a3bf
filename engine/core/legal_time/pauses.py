"""Pauses of a clock, unioned and never summed: what stops, restarts or merely notes (R9, R12, R14, R25, R26)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.instants import Day, Instant, day_of, midnight

Span: TypeAlias = tuple[Instant, Instant]
DayRange: TypeAlias = tuple[Day, Day]

OPEN: Final[Instant] = 1 << 60  # the end of what has not ended yet, later than any instant


class PauseKind(StrEnum):
    """Whom a pause waits for."""

    SUPPLEMENT = "supplement"
    OTHER_AGENCY = "other_agency"
    ORIGINALS = "originals"
    FINANCIAL = "financial"


class ClockEffect(StrEnum):
    """What a pause does to the clock: NĐ 61/2018 art. 19(4) restarts it, sector rules stop it, 19(5) does neither."""

    SUSPEND = "suspend"
    RESTART = "restart"
    NONE = "none"


# R25: a note is kept with the pauses, but stops nothing.
_STOPPING: Final = frozenset({ClockEffect.SUSPEND, ClockEffect.RESTART})


class PauseRule(StrEnum):
    """Which dates a pause takes in day counting: every date it reaches into, or only those it really costs."""

    DATES = "dates"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Pause:
    """A half-open interval [start, end) in which something stood still; `end` None while it lasts."""

    kind: PauseKind
    start: Instant
    end: Instant | None
    blocking: bool = True
    effect: ClockEffect = ClockEffect.SUSPEND

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise DeadlineError(ErrorCode.INVALID_INTERVAL, "a pause may not end before it starts")


def known_end(pause: Pause, at: Instant) -> Instant:
    """The end as known at an instant: an end that lies later has not happened (R14)."""
    return pause.end if pause.end is not None and pause.end <= at else OPEN


def stopping(pauses: Iterable[Pause], at: Instant) -> list[Span]:
    """The stopping pauses known at an instant, as recorded (not merged); notes and empty pauses are left out (R25)."""
    return [
        (pause.start, known_end(pause, at))
        for pause in pauses
        if pause.start <= at and pause.effect in _STOPPING and pause.start != pause.end
    ]


def restarting(pauses: Iterable[Pause], at: Instant) -> list[Span]:
    """The restarting pauses known at an instant (R26)."""
    return [
        (pause.start, known_end(pause, at))
        for pause in pauses
        if pause.start <= at and pause.effect is ClockEffect.RESTART and pause.start != pause.end
    ]


def merged(spans: list[Span]) -> list[Span]:
    """The union, in order; spans that meet become one."""
    if len(spans) < 2:
        return spans
    spans = sorted(spans)
    union = []
    first, last = spans[0]
    for start, end in spans:
        if start > last:
            union.append((first, last))
            first, last = start, end
        elif end > last:
            last = end
    union.append((first, last))
    return union


def clipped(spans: Sequence[Span], low: Instant, high: Instant) -> list[Span]:
    """The parts of the spans that lie in [low, high)."""
    kept = []
    for start, end in spans:
        if start < low:
            start = low
        if end > high:
            end = high
        if start < end:
            kept.append((start, end))
    return kept


def contains(spans: Iterable[Span], instant: Instant) -> bool:
    """Whether the instant lies in one of the spans."""
    return any(start <= instant < end for start, end in spans)


def without(spans: Iterable[Span], holes: Sequence[Span]) -> list[Span]:
    """The parts of merged spans that lie outside merged holes."""
    parts = []
    ahead = 0
    for start, end in spans:
        while ahead < len(holes) and holes[ahead][0] < end:
            first, last = holes[ahead]
            if start < first:
                parts.append((start, first))
            start = max(start, last)
            if last > end:  # it may reach into the next span too
                break
            ahead += 1
        if start < end:
            parts.append((start, end))
    return parts


def counting_start(start: Instant, restarts: Iterable[Span], until: Instant) -> Instant:
    """S' of R26: the end of the restart that ends last, if it is later than the start."""
    for _, end in restarts:
        end = min(until, end)
        start = max(start, end)
    return start


def touched_days(calendar: WorkCalendar, spans: Sequence[Span], rule: PauseRule) -> list[DayRange]:
    """The dates that merged, closed spans touch (R12, or the overlap rule of B2.3), as disjoint ranges in order."""
    reach = _reached if rule is PauseRule.DATES else _overlapped
    ranges: list[DayRange] = []
    for span in spans:
        first, last = reach(calendar, span)
        if first > last:
            continue
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], last)
        else:
            ranges.append((first, last))
    return ranges


def _reached(calendar: WorkCalendar, span: Span) -> DayRange:
    # R12: a pause that begins at or after the end of its first date leaves that date past in full.
    start, end = span
    first = day_of(start)
    return (first + 1 if start >= calendar.end_of(first) else first), day_of(end - 1)


def _overlapped(calendar: WorkCalendar, span: Span) -> DayRange:
    # B2.3: an open date needs a paused working second, a closed one any paused second; only the edges can fail.
    start, end = span
    first, last = day_of(start), day_of(end - 1)
    if calendar.is_open(first) and not calendar.work(start, min(end, midnight(first + 1))):
        first += 1
    if first <= last and calendar.is_open(last) and not calendar.work(max(start, midnight(last)), end):
        last -= 1
    return first, last
