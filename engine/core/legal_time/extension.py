"""Extensions ("gia hạn"): judged once by what was known when granted, then counted on from the due (R28, R29)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from engine.core.legal_time.allowance import Allowance, Convention, Term, Unit, term_of
from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.counting import Due, Trace, counted_from, own_clock
from engine.core.legal_time.errors import ExtensionFault, ExtensionRefused
from engine.core.legal_time.instants import Day, Instant, day_number, day_of
from engine.core.legal_time.pauses import (
    OPEN,
    DayRange,
    PauseRule,
    Span,
    clipped,
    contains,
    counting_start,
    touched_days,
)


@dataclass(frozen=True, slots=True)
class Extension:
    """A letter that gives more time: either a new date or an addition, never both.

    `adds` stands in place of both when the letter was judged before: what it came to then, once and for all (R29).
    It is not judged again, because what is entered later must not undo what was lawful when it was granted.
    """

    granted_at: Instant
    new_due_on: date | None = None
    plus: Allowance | None = None
    reason: str = ""
    adds: Term | None = None

    def __post_init__(self) -> None:
        if [self.new_due_on, self.plus, self.adds].count(None) != 2:
            raise ExtensionRefused(ExtensionFault.MALFORMED, "an extension has either a new date or an addition")
        if self.plus is not None and not self.plus.n:
            raise ExtensionRefused(ExtensionFault.MALFORMED, "an addition of 0 is no extension")


class Grant(NamedTuple):
    """An extension with its addition read under the convention of what it extends."""

    at: Instant
    new_due_on: Day | None
    plus: Term | None
    is_judged: bool = False


class Limit(NamedTuple):
    """What fixes a due instant apart from what happens: calendar, term, rules of pausing and of extending."""

    calendar: WorkCalendar
    term: Term
    rule: PauseRule
    received: bool
    grants: tuple[Grant, ...] = ()
    max_extensions: int = 1
    notice_days: int = 0


# A run and a reckoning are made for every answer and never kept. To freeze them would cost as much as to count.
@dataclass(slots=True)
class Run:
    """What happened to a clock, as known at some instant: effective start, merged stops, restarts as recorded."""

    begun: Instant  # started_at; an extension may be granted from here on
    start: Instant  # S of R8
    finish: Instant | None
    stops: Sequence[Span]
    restarts: Sequence[Span]


@dataclass(slots=True)
class Reckoning:
    """The due without extensions, with them, and each extension in force with the due that it starts from."""

    start: Instant  # S' of R26
    original_at: Instant
    due_at: Instant
    due_on: Day
    in_force: Sequence[tuple[Due, Term]]
    spans: Sequence[Span]  # the stops in [start, as of or finish)
    touched: Sequence[DayRange]  # the dates they touch, if days are counted

    @property
    def due(self) -> Due:
        """The due with what extends it."""
        return Due(self.due_at, self.due_on)


def grants_of(extensions: Sequence[Extension], convention: Convention, day_seconds: int) -> tuple[Grant, ...]:
    """The extensions in the order of granting, whatever the order of recording (R28)."""
    return tuple(
        Grant(
            extension.granted_at,
            None if extension.new_due_on is None else day_number(extension.new_due_on),
            extension.adds if extension.plus is None else term_of(extension.plus, convention, day_seconds),
            extension.adds is not None,
        )
        for extension in sorted(extensions, key=lambda extension: extension.granted_at)
    )


def reckon(limit: Limit, run: Run, at: Instant, trace: Trace | None = None) -> Reckoning:
    """The due of a started clock if it were resumed at `at` (R15), with the extensions known then (R28, R29)."""
    until = at if run.finish is None else run.finish
    if not limit.grants:
        return _counted_on(limit, run, until, (), trace)
    known = [grant for grant in limit.grants if grant.at <= at]
    if len(known) > limit.max_extensions:
        raise ExtensionRefused(ExtensionFault.TOO_MANY, "more extensions than allowed")
    judged: list[tuple[Instant, Term]] = []
    for grant in known:
        judged.append((grant.at, _judged(limit, run, grant, judged)))
    return _counted_on(limit, run, until, judged, trace)


def _judged(limit: Limit, run: Run, grant: Grant, earlier: list[tuple[Instant, Term]]) -> Term:
    """The addition that a grant makes; refused if it was not lawful by what was known when it was granted."""
    if grant.is_judged and grant.plus is not None:
        return grant.plus
    if grant.at < run.begun or (run.finish is not None and grant.at >= run.finish):
        raise ExtensionRefused(ExtensionFault.NOT_RUNNING, "an extension is granted between the start and the finish")
    if contains(run.restarts, grant.at):
        raise ExtensionRefused(
            ExtensionFault.DURING_RETURN, "nothing can be extended while a return restarts the count"
        )
    due = _counted_on(limit, replace(run, finish=None), grant.at, earlier, None).due
    if grant.at >= due.at:
        raise ExtensionRefused(ExtensionFault.AFTER_DUE, "nothing can be extended once it is due")
    if day_of(grant.at) > due.on - limit.notice_days:
        raise ExtensionRefused(ExtensionFault.WITHOUT_NOTICE, "the extension came too late")
    return grant.plus if grant.plus is not None else _leading_to(limit, due, grant)


def _leading_to(limit: Limit, due: Due, grant: Grant) -> Term:
    # R29: the new date becomes an addition once and for all, so that a later pause moves it like any due.
    assert grant.new_due_on is not None
    calendar, term, goal = limit.calendar, limit.term, grant.new_due_on
    if not calendar.is_counted(goal):
        goal = calendar.day_reaching_count(calendar.counted_to(goal) + 1)
    if term.exact:
        close = calendar.closing_of(goal)
        if close <= due.at:
            raise _not_later()
        clock = own_clock(calendar, term.running)
        return term._replace(seconds=clock(close) - clock(due.at))
    if goal <= due.on:
        raise _not_later()
    if not term.running:
        return Term(Unit.WORKING_DAYS, False, False, 0, calendar.counted_to(goal) - calendar.counted_to(due.on))
    return Term(Unit.CALENDAR_DAYS, False, True, 0, goal - due.on)


def _counted_on(
    limit: Limit, run: Run, until: Instant, judged: Sequence[tuple[Instant, Term]], trace: Trace | None
) -> Reckoning:
    calendar, term, start = limit.calendar, limit.term, run.start
    spans: Sequence[Span] = ()
    touched: Sequence[DayRange] = ()
    if run.stops:  # without them nothing restarts either
        start = counting_start(start, _begun(run, until), until) if run.restarts else start
        spans = clipped(run.stops, start, until)
        if spans and (judged or not term.exact):
            touched = touched_days(calendar, spans, limit.rule)
    original_at, due_on = counted_from(calendar, term, start, day_of(start), spans, touched, trace)
    due_at = original_at
    in_force: list[tuple[Due, Term]] = []
    for granted, plus in judged:
        # R29: a restart that ends after the grant makes the extension fall away.
        if start > run.start and granted < start:
            continue
        in_force.append((Due(due_at, due_on), plus))
        due_at, due_on = counted_from(calendar, plus, due_at, due_on, spans, touched, trace)
    return Reckoning(start, original_at, due_at, due_on, in_force, spans, touched)


def _begun(run: Run, until: Instant) -> list[Span]:
    # R26: begun by `until`; for a finished object before the finish, which closes what is open.
    limit = until if run.finish is not None else OPEN
    return [span for span in run.restarts if span[0] <= until and span[0] < limit]


def _not_later() -> ExtensionRefused:
    return ExtensionRefused(ExtensionFault.NOT_LATER, "the new date is not later than the due")
