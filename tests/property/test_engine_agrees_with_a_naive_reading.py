"""The engine against a tick-by-tick reading of the rules, over random calendars, pauses, extensions and cases."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.deadlines import answer
from tests.property import legal_time_strategies as some
from tests.property import naive_case, naive_clock, naive_metric
from tests.property.naive_calendar import TICK, NaiveCalendar, to_text, to_tick

QUIET = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
REFUSED = {"error": "invalid_extension"}


def engine(calendars: list[dict], op: str, **request: object) -> object:
    return answer({calendar["id"]: calendar for calendar in calendars}, {"op": op, **request})


def naive(calendars: list[dict]) -> dict[str, NaiveCalendar]:
    return {calendar["id"]: NaiveCalendar(calendar) for calendar in calendars}


@QUIET
@given(some.calendars(), some.ticks, some.ticks)
def test_working_time(calendar: dict, start: int, end: int) -> None:
    reading = NaiveCalendar(calendar)
    start, end = min(start, end), max(start, end)
    seconds = TICK * sum(reading.working(u) for u in range(start, end))
    first, last = to_text(start), to_text(end)
    assert engine([calendar], "working_seconds", calendar="c", **{"from": first, "to": last}) == seconds
    assert engine([calendar], "is_working", calendar="c", at=first) == reading.working(start)
    assert engine([calendar], "effective_receipt", calendar="c", at=first) == to_text(reading.effective_receipt(start))
    reached = start
    while TICK * sum(reading.working(u) for u in range(start, reached)) < seconds:
        reached += 1
    assert engine([calendar], "add_working_seconds", calendar="c", **{"from": first, "seconds": seconds}) == to_text(
        reached
    )


@QUIET
@given(some.calendars(), some.steps_at, some.due_soon)
def test_steps(calendar: dict, judged: tuple[dict, str], soon: int) -> None:
    step, at = judged
    check_step(calendar, step, at, soon)


@QUIET
@given(some.calendars(), some.steps(), some.intakes_at, some.due_soon)
def test_steps_after_an_intake(calendar: dict, step: dict, judged: tuple[dict, str], soon: int) -> None:
    intake, at = judged
    begun = naive_case.main_start({"intake": intake}, "started_at", naive_clock.FAR)
    finish = step["finished_at"]
    if finish is not None and (begun is None or to_tick(finish) < begun):
        finish = None
    check_step(calendar, {**step, "started_at": None, "finished_at": finish, "intake": intake}, at, soon)


def check_step(calendar: dict, step: dict, at: str, soon: int) -> None:
    try:
        expected = naive_case.evaluate_step(step, naive([calendar]), to_tick(at), soon)
    except naive_clock.Refused:
        expected = REFUSED
    assert engine([calendar], "evaluate_step", step=step, at=at, due_soon_seconds=soon) == expected


@QUIET
@given(some.calendars(), some.calendars(name="d"), some.cases_at, some.due_soon)
def test_cases(one: dict, other: dict, judged: tuple[dict, str], soon: int) -> None:
    case, at = judged
    try:
        expected = naive_case.NaiveCase(case, naive([one, other]), to_tick(at)).answer(soon)
    except naive_clock.Refused:
        expected = REFUSED
    assert engine([one, other], "evaluate_case", case=case, at=at, due_soon_seconds=soon) == expected


@QUIET
@given(some.calendars(), some.calendars(name="d"), some.cases())
def test_plans(one: dict, other: dict, case: dict) -> None:
    assert engine([one, other], "plan_case", case=case) == naive_case.plan(case, naive([one, other]))


@QUIET
@given(some.calendars(), some.calendars(name="d"), some.cases_at)
def test_attribution(one: dict, other: dict, judged: tuple[dict, str]) -> None:
    case, at = judged
    try:
        naive_case.NaiveCase(case, naive([one, other]), to_tick(at)).answer(0)  # refuses what a step makes unlawful
        expected = naive_case.NaiveCase(case, naive([one, other]), to_tick(at)).attribution()
    except naive_clock.Refused:
        expected = REFUSED
    assert engine([one, other], "attribute", case=case, at=at) == expected


@QUIET
@given(some.calendars(), some.intakes_at, some.due_soon)
def test_acceptance(calendar: dict, judged: tuple[dict, str], soon: int) -> None:
    intake, at = judged
    start = naive_case.main_start({"intake": intake}, "started_at", to_tick(at))
    expected = {
        "acceptance": naive_case.acceptance(intake, naive([calendar]), to_tick(at), soon),
        "clock_start": None if start is None else to_text(start),
    }
    assert engine([calendar], "evaluate_acceptance", intake=intake, at=at, due_soon_seconds=soon) == expected


@QUIET
@given(some.calendars(), some.dossiers(), some.instants)
def test_metric_766(calendar: dict, dossier: dict, period_end: str) -> None:
    expected = naive_metric.metric(dossier, NaiveCalendar(calendar), to_tick(period_end))
    assert engine([calendar], "metric_766", calendar="c", dossier=dossier, period_end=period_end) == expected


@QUIET
@given(some.calendars(), some.allowances("statutory", smallest=1), some.instants, st.none() | some.instants)
def test_before_event(calendar: dict, allowance: dict, event: str, received: str | None) -> None:
    received_tick = None if received is None else to_tick(received)
    expected = naive_metric.before_event(NaiveCalendar(calendar), to_tick(event), allowance, received_tick)
    asked = {"calendar": "c", "event_at": event, "allowance": allowance, "received_at": received}
    assert engine([calendar], "before_event", **asked) == expected
