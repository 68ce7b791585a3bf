"""Everybody who answers: the engine and its peers, each prepared once, then asked question by question."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from benchmarks.deadlines.questions import HOLIDAYS, SESSIONS, Answer, Kind, Question
from engine.core.legal_time import CalendarSpec, Convention, DayEnd, WorkCalendar, civil_date, evaluate_step
from engine.core.legal_time.allowance import Allowance, Unit
from engine.core.legal_time.facts import StepFacts
from tests.support.legal_time import FULL_DAY

Ask = Callable[[], Any]
"""One question with its arguments ready; what it returns is read by `Contestant.read`."""
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the wall time of one office
_OFFSET = 7 * 3600


class Contestant:
    """One library, asked in its own terms: `prepare` is not measured, calling what it returns is."""

    def __init__(self, name: str, prepare: Mapping[Kind, Callable[[Question], Ask]], read: Callable[[Any], Answer]):
        self.name = name
        self._prepare = prepare
        self.read = read

    def can(self, kind: Kind) -> bool:
        return kind in self._prepare

    def prepare(self, question: Question) -> Ask:
        return self._prepare[question.kind](question)


def engine() -> Contestant:
    """The primitives that the engine's own walk is made of."""
    plain, swapped = _calendar(swaps=False), _calendar(swaps=True)

    def calendar(question: Question) -> WorkCalendar:
        return swapped if question.swaps else plain

    def add_hours(question: Question) -> Ask:
        add, start, seconds = calendar(question).add, _instant(question.start), question.n * 3600
        return lambda: add(start, seconds)

    def between(question: Question) -> Ask:
        assert question.end is not None
        work, start, end = calendar(question).work, _instant(question.start), _instant(question.end)
        return lambda: ("seconds", work(start, end))

    def add_days(question: Question) -> Ask:
        of, n, day = calendar(question), question.n, (question.start - _EPOCH).days
        return lambda: ("day", of.day_reaching_count(of.counted_to(day) + n))

    return Contestant("lienthong", {Kind.ADD_HOURS: add_hours, Kind.BETWEEN: between, Kind.ADD_DAYS: add_days}, _read)


def engine_clock() -> Contestant:
    """The whole answer for a step: due, elapsed, remaining, status, as a page asks for it."""
    calendars = (_calendar(swaps=False), _calendar(swaps=True))

    def clock(question: Question, convention: Convention, unit: Unit) -> Ask:
        start = _instant(question.start)
        calendar = calendars[question.swaps]

        def ask() -> int | None:
            facts = StepFacts("step", calendar, convention, Allowance(question.n, unit), started_at=start)
            return evaluate_step(facts, start).due_at

        return ask

    return Contestant(
        "lienthong, whole clock",
        {
            Kind.ADD_HOURS: lambda q: clock(q, Convention.ELAPSED, Unit.WORKING_HOURS),
            Kind.ADD_DAYS: lambda q: _closing(clock(q, Convention.STATUTORY, Unit.WORKING_DAYS)),
        },
        _read,
    )


def _closing(ask: Ask) -> Ask:
    """A statutory term ends with its last day: of that instant the date is compared."""
    return lambda: ("closing", ask())


def _read(answer: Any) -> Answer:
    match answer:
        case ("seconds", int(seconds)):
            return seconds
        case ("day", int(day)):
            return date(1970, 1, 1) + timedelta(days=day)
        case ("closing", int(at)):
            return civil_date(at - 1)
        case _:
            return _EPOCH + timedelta(seconds=answer + _OFFSET)


def _instant(local: datetime) -> int:
    return int((local - _EPOCH).total_seconds()) - _OFFSET


def _calendar(*, swaps: bool) -> WorkCalendar:
    from benchmarks.deadlines.questions import SWAPPED

    return WorkCalendar(
        CalendarSpec(
            id="office",
            week=(*(FULL_DAY,) * 5, (), ()),
            holidays=frozenset(HOLIDAYS),
            extra_workdays=tuple((day, FULL_DAY) for day in SWAPPED) if swaps else (),
            day_end=DayEnd.CLOSE,
        )
    )


def businesstimedelta() -> Contestant:
    """Rules of work days, a lunch break and holidays; no day with sessions of its own."""
    import businesstimedelta as peer
    import pytz

    office = peer.WorkDayRule(start_time=time(8), end_time=time(17), working_days=[0, 1, 2, 3, 4], tz=pytz.utc)
    lunch = peer.LunchTimeRule(start_time=time(12), end_time=time(13), working_days=[0, 1, 2, 3, 4], tz=pytz.utc)
    # A mapping, as its documentation has it. It looks for the next holiday day by day, five years ahead at most.
    free = peer.HolidayRule(dict.fromkeys((*HOLIDAYS, date(2029, 1, 1)), "off"), tz=pytz.utc)
    rules = peer.Rules([office, lunch, free])

    def add_hours(question: Question) -> Ask:
        start, hours = pytz.utc.localize(question.start), peer.BusinessTimeDelta(rules, hours=question.n)
        return lambda: start + hours

    def between(question: Question) -> Ask:
        assert question.end is not None
        start, end = pytz.utc.localize(question.start), pytz.utc.localize(question.end)
        return lambda: rules.difference(start, end)

    def read(answer: Any) -> Answer:
        if isinstance(answer, datetime):
            return answer.replace(tzinfo=None)
        return int(round(answer.timedelta.total_seconds()))  # noqa: RUF046 - the peer has no types

    return Contestant("businesstimedelta", {Kind.ADD_HOURS: add_hours, Kind.BETWEEN: between}, read)


def pandas_hours() -> Contestant:
    """CustomBusinessHour with two sessions a day and holidays; CustomBusinessDay for days."""
    import pandas as pd

    starts, ends = [first for first, _ in SESSIONS], [last for _, last in SESSIONS]
    hours = {n: pd.offsets.CustomBusinessHour(n, start=starts, end=ends, holidays=HOLIDAYS) for n in range(1, 41)}
    days = {n: pd.offsets.CustomBusinessDay(n, holidays=HOLIDAYS) for n in range(1, 41)}

    def add_hours(question: Question) -> Ask:
        start, offset = pd.Timestamp(question.start), hours[question.n]
        return lambda: start + offset

    def add_days(question: Question) -> Ask:
        start, offset = pd.Timestamp(question.start.date()), days[question.n]
        return lambda: (start + offset,)

    def read(answer: Any) -> Answer:
        moment = answer[0] if isinstance(answer, tuple) else answer
        found: datetime = moment.to_pydatetime()
        return datetime.date(found) if isinstance(answer, tuple) else found

    return Contestant("pandas", {Kind.ADD_HOURS: add_hours, Kind.ADD_DAYS: add_days}, read)


def numpy_days() -> Contestant:
    """busday_offset over a prepared calendar: whole days only."""
    import numpy as np

    calendar = np.busdaycalendar(weekmask="1111100", holidays=list(HOLIDAYS))

    def add_days(question: Question) -> Ask:
        start, n, offset = np.datetime64(question.start.date()), question.n, np.busday_offset
        # From a day off, the last working day before it: so that the next one is the first that is counted.
        return lambda: offset(start, n, roll="backward", busdaycal=calendar)

    def read(answer: Any) -> Answer:
        found: date = answer.astype(object)
        return found

    return Contestant("numpy", {Kind.ADD_DAYS: add_days}, read)
