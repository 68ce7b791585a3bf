"""The clock of one object tick by tick and day by day, straight from R9-R16 and R23-R30. Shares no code."""

from calendar import monthrange
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from tests.property.naive_calendar import PER_DAY, TICK, NaiveCalendar, date_of, day_of_date, to_text, to_tick

FAR = 10**9
UNIT_SECONDS = {"working_hours": 3600, "calendar_days": 86_400, "minutes": 60, "hours": 3600}


class Refused(Exception):
    """The rules refuse the input."""


class Facts:
    """What is known of an object at an instant; `stopped` says of each tick whether a stopping pause holds it."""

    def __init__(
        self,
        raw: dict,
        calendar: NaiveCalendar,
        begun: int | None,
        finish: int | None,
        stopped: Callable[[int], bool],
        restarts: list[tuple[int, int]],
    ) -> None:
        self.raw, self.calendar, self.begun, self.finish = raw, calendar, begun, finish
        self.stopped, self.restarts = stopped, restarts
        received = raw.get("received", False)
        self.start = None if begun is None else calendar.effective_receipt(begun) if received else begun

    def forget_finish(self) -> "Facts":
        return Facts(self.raw, self.calendar, self.begun, None, self.stopped, self.restarts)


class Term:
    """An allowance under a convention: `ticks` when it is counted exactly, else None."""

    def __init__(self, allowance: dict, convention: str, day_seconds: int) -> None:
        self.unit, self.n = allowance["unit"], Decimal(str(allowance["n"]))
        self.running = self.unit not in ("working_hours", "working_days")
        exact = convention == "elapsed" or self.unit in ("minutes", "hours", "working_hours")
        self.ticks: int | None = None
        if exact:
            seconds = self.n * (day_seconds if self.unit == "working_days" else UNIT_SECONDS[self.unit])
            assert seconds % TICK == 0, "the property tests stay on the grid"
            self.ticks = int(seconds) // TICK

    def days_from(self, day: int) -> int:
        n = int(self.n)
        if self.unit == "weeks":
            return 7 * n
        if self.unit == "months":
            on = date_of(day)
            year, month = on.year + (on.month - 1 + n) // 12, (on.month - 1 + n) % 12 + 1
            goal = on.replace(year=year, month=month, day=1)
            return day_of_date(goal + timedelta(days=min(on.day, monthrange(year, month)[1]) - 1)) - day
        return n

    def counts(self, calendar: NaiveCalendar, day: int) -> bool:
        return self.running or calendar.counted(day)


class Reckoning:
    """One walk from the clock start with every pause cut off at `until`."""

    def __init__(self, facts: Facts, until: int) -> None:
        self.facts, self.until, self.calendar = facts, until, facts.calendar
        self.start = facts.start
        ends = [
            min(end, until)
            for begin, end in facts.restarts
            if (begin < until if facts.finish is not None else begin <= until)
        ]
        if ends and max(ends) > self.start:
            self.start = max(ends)

    def paused(self, tick: int) -> bool:
        return self.start <= tick < self.until and self.facts.stopped(tick)

    def touched(self, day: int) -> bool:
        calendar = self.calendar
        if self.facts.raw.get("pause_rule", "dates") == "dates":
            return any(self.paused(tick) for tick in range(day * PER_DAY, calendar.end(day)))
        ticks = range(day * PER_DAY, (day + 1) * PER_DAY)
        if calendar.is_open(day):
            return any(self.paused(tick) and calendar.working(tick) for tick in ticks)
        return any(self.paused(tick) for tick in ticks)

    def own(self, running: bool, tick: int) -> bool:
        return running or self.calendar.working(tick)

    def walk(self, term: Term, due: tuple[int, int]) -> tuple[int, int]:
        at, day = due
        if term.ticks is not None:
            left = term.ticks
            while left:
                left -= self.own(term.running, at) and not self.paused(at)
                at += 1
            return at, at // PER_DAY
        left = term.days_from(day)
        while left:
            day += 1
            left -= term.counts(self.calendar, day) and not self.touched(day)
        while not self.calendar.counted(day) or self.touched(day) or self.calendar.end(day) <= at:
            day += 1
        return self.calendar.end(day), day


def reckon(facts: Facts, at: int) -> tuple[Reckoning, Term, list[tuple[tuple[int, int], Term]], tuple[int, int]]:
    """The walk, the term, the extensions in force with what they start from, and the extended due."""
    raw, convention = facts.raw, facts.raw["convention"]
    day_seconds = facts.calendar.raw["day_seconds"]
    term = Term(raw["allowance"], convention, day_seconds)
    known = [e for e in raw.get("extensions", []) if to_tick(e["granted_at"]) <= at]
    known.sort(key=lambda extension: to_tick(extension["granted_at"]))
    if len(known) > raw.get("max_extensions", 1):
        raise Refused
    judged: list[tuple[int, Term]] = []
    for extension in known:
        granted = to_tick(extension["granted_at"])
        if granted < facts.begun or (facts.finish is not None and granted >= facts.finish):
            raise Refused
        if any(begin <= granted < end for begin, end in facts.restarts):
            raise Refused
        walk = Reckoning(facts.forget_finish(), granted)
        _, due = in_force(walk, term, judged)
        if granted >= due[0] or granted // PER_DAY > due[1] - raw.get("extension_notice_days", 0):
            raise Refused
        judged.append((granted, addition(walk, term, extension, due, convention, day_seconds)))
    walk = Reckoning(facts, at if facts.finish is None else facts.finish)
    extensions, due = in_force(walk, term, judged)
    return walk, term, extensions, due


def in_force(
    walk: Reckoning, term: Term, judged: list[tuple[int, Term]]
) -> tuple[list[tuple[tuple[int, int], Term]], tuple[int, int]]:
    due = walk.walk(term, (walk.start, walk.start // PER_DAY))
    extensions = []
    for granted, plus in judged:
        if walk.start != walk.facts.start and walk.start > granted:
            continue
        extensions.append((due, plus))
        due = walk.walk(plus, due)
    return extensions, due


def addition(
    walk: Reckoning, term: Term, extension: dict, due: tuple[int, int], convention: str, day_seconds: int
) -> Term:
    if "plus" in extension:
        return Term(extension["plus"], convention, day_seconds)
    calendar = walk.calendar
    goal = (to_tick(extension["new_due_on"] + "T00:00:00+07:00")) // PER_DAY
    while not calendar.counted(goal):
        goal += 1
    if term.ticks is not None:
        if calendar.close(goal) <= due[0]:
            raise Refused
        plus = Term({"n": 0, "unit": "hours"}, "elapsed", day_seconds)
        plus.running = term.running
        plus.ticks = sum(walk.own(term.running, tick) for tick in range(due[0], calendar.close(goal)))
        return plus
    if goal <= due[1]:
        raise Refused
    unit = "calendar_days" if term.running else "working_days"
    n = sum(term.counts(calendar, day) for day in range(due[1] + 1, goal + 1))
    return Term({"n": n, "unit": unit}, "statutory", day_seconds)


def clock(facts: Facts, at: int, due_soon_seconds: int) -> dict:
    """The Clock of R16, R26 and R30 for a started object."""
    walk, term, extensions, (due, due_day) = reckon(facts, at)
    original = walk.walk(term, (walk.start, walk.start // PER_DAY))[0]
    until = walk.until
    running, calendar = term.running, facts.calendar

    def held(since: int, to: int) -> int:
        return TICK * sum(walk.own(running, u) and not facts.stopped(u) for u in range(since, to))

    elapsed = held(walk.start, until)
    if term.ticks is not None and not extensions:
        remaining = term.ticks * TICK - elapsed
    elif until <= due:
        remaining = TICK * sum(walk.own(running, u) for u in range(max(until, walk.start), due))
    else:
        remaining = -held(due, until)
    unfinished = facts.finish is None
    paused = unfinished and facts.stopped(at)
    returned = unfinished and any(begin <= at < end for begin, end in facts.restarts)
    if not unfinished:
        early = facts.finish // PER_DAY < due_day
        status = "done_late" if facts.finish > due else "done_early" if early else "done_on_time"
    elif at > due:
        status = "overdue"
    elif at >= facts.start and remaining <= due_soon_seconds:
        status = "due_soon"
    else:
        status = "in_time"
    return {
        "status": status,
        "paused": paused,
        "effective_start": to_text(facts.start),
        "due_at": None if returned or (paused and due > at) else to_text(due),
        "due_if_resumed_now": to_text(due),
        "elapsed_seconds": elapsed,
        "remaining_seconds": remaining,
        "remaining_days": _days_left(walk, term, extensions, calendar),
        "clock_start": to_text(walk.start),
        "elapsed_total_seconds": held(facts.start, until),
        "original_due_at": None if returned or (paused and original > at) else to_text(original),
        "extended": bool(extensions),
        "late_against_original": until > original,
    }


def _days_left(walk: Reckoning, term: Term, extensions: list, calendar: NaiveCalendar) -> int | None:
    terms = [((walk.start, walk.start // PER_DAY), term), *extensions]
    if any(each.ticks is not None for _, each in terms):
        return None
    if not extensions:
        first = walk.start // PER_DAY + 1
        past = [
            day
            for day in range(first, walk.until // PER_DAY + 1)
            if term.counts(calendar, day) and not walk.touched(day) and calendar.end(day) <= walk.until
        ]
        return term.days_from(first - 1) - len(past)
    left = 0
    for (_, day), each in terms:
        to_count = each.days_from(day)
        while to_count:
            day += 1
            if each.counts(calendar, day) and not walk.touched(day):
                to_count -= 1
                left += calendar.end(day) > walk.until
    return left


def not_started(paused: bool) -> dict:
    """The Clock before the start."""
    empty = dict.fromkeys(
        ("effective_start", "due_at", "due_if_resumed_now", "remaining_seconds", "remaining_days", "clock_start")
    )
    return {
        **empty,
        "status": "not_started",
        "paused": paused,
        "elapsed_seconds": 0,
        "elapsed_total_seconds": 0,
        "original_due_at": None,
        "extended": False,
        "late_against_original": False,
    }
