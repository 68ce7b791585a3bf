"""What must hold of any clock: suspensions only give time, nothing is known early, everything adds up."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.core.legal_time import (
    CalendarSpec,
    CaseFacts,
    ClockEffect,
    ClockStatus,
    DeadlineError,
    Pause,
    PauseKind,
    StepFacts,
    WorkCalendar,
    attribute,
    evaluate_case,
    evaluate_step,
    explain_case,
    explain_step,
    parse_instant,
    wire,
)
from tests.property import legal_time_strategies as some

QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))
ONE_OR_OTHER = st.tuples(some.calendars(), some.calendars(name="d"))


def compiled(*calendars: dict) -> wire.FindCalendar:
    shelf = {calendar["id"]: WorkCalendar(CalendarSpec.from_json(calendar)) for calendar in calendars}
    return lambda name: shelf[str(name)]


def lawful(evaluate: object, *facts: object) -> object:
    """What an evaluation says; examples whose extensions the rules refuse are set aside."""
    try:
        return evaluate(*facts)
    except DeadlineError:
        assume(False)


def a_step(calendar: dict, step: dict) -> StepFacts:
    return wire.step_from_json(step, compiled(calendar))


def a_case(calendars: tuple[dict, dict], case: dict) -> CaseFacts:
    return wire.case_from_json(case, compiled(*calendars))


@QUIET
@given(some.calendars(), some.steps_at, some.ticks, st.integers(1, 96 * 3))
def test_a_suspension_never_moves_a_due_date_earlier(
    calendar: dict, judged: tuple[dict, str], start: int, length: int
) -> None:
    raw, at = judged
    step, as_of = replace(a_step(calendar, raw), extensions=()), parse_instant(at)
    begin = parse_instant(some.to_text(start))
    longer = Pause(PauseKind.ORIGINALS, begin, begin + length * some.TICK, effect=ClockEffect.SUSPEND)
    before = evaluate_step(step, as_of)
    after = evaluate_step(replace(step, pauses=(*step.pauses, longer)), as_of)
    assume(before.due_if_resumed_now is not None)
    assert after.due_if_resumed_now >= before.due_if_resumed_now
    assert after.elapsed_seconds <= before.elapsed_seconds


@QUIET
@given(ONE_OR_OTHER, some.cases_at)
def test_an_evaluation_never_uses_later_knowledge(calendars: tuple[dict, dict], judged: tuple[dict, str]) -> None:
    raw, at = judged
    as_of = parse_instant(at)
    forgotten = {**as_known(raw, as_of), "steps": [as_known(step, as_of) for step in raw["steps"]]}
    clock = lawful(evaluate_case, a_case(calendars, raw), as_of)
    assert evaluate_case(a_case(calendars, forgotten), as_of) == clock


def as_known(raw: dict, at: int) -> dict:
    known = {
        **raw,
        "pauses": [
            {**pause, "end": pause["end"] if happened(pause["end"], at) else None}
            for pause in raw["pauses"]
            if happened(pause["start"], at) and pause["start"] != pause["end"]
        ],
        "extensions": [grant for grant in raw.get("extensions", []) if happened(grant["granted_at"], at)],
    }
    for field in ("started_at", "finished_at"):
        if field in raw:
            known[field] = raw[field] if happened(raw[field], at) else None
    return known


def happened(text: str | None, at: int) -> bool:
    return text is not None and parse_instant(text) <= at


@QUIET
@given(some.calendars(), some.steps_at)
def test_elapsed_plus_remaining_is_the_allowance(calendar: dict, judged: tuple[dict, str]) -> None:
    raw, at = judged
    exact = {**raw, "convention": "elapsed", "allowance": {"n": 3, "unit": "working_days"}, "extensions": []}
    clock = evaluate_step(a_step(calendar, exact), parse_instant(at))
    assume(clock.status is not ClockStatus.NOT_STARTED)
    assert clock.elapsed_seconds + clock.remaining_seconds == 3 * calendar["day_seconds"]


@QUIET
@given(ONE_OR_OTHER, some.cases_at)
def test_attribution_sums_to_the_wall_time(calendars: tuple[dict, dict], judged: tuple[dict, str]) -> None:
    raw, at = judged
    split = lawful(attribute, a_case(calendars, raw), parse_instant(at))
    parts = sum(split.agencies.values()) + sum(split.waits.values()) + split.outside_working_time
    assert parts == split.total_seconds
    assert min(*split.agencies.values(), *split.waits.values(), split.outside_working_time) >= 0


@QUIET
@given(ONE_OR_OTHER, some.cases_at, st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(
    calendars: tuple[dict, dict], judged: tuple[dict, str], chance: object
) -> None:
    raw, at = judged
    case, as_of = a_case(calendars, raw), parse_instant(at)
    clock = lawful(evaluate_case, case, as_of)
    steps = [replace(step, pauses=shuffled(step.pauses, chance)) for step in case.steps]
    mixed = replace(case, pauses=shuffled(case.pauses, chance), steps=shuffled(tuple(steps), chance))
    assert evaluate_case(mixed, as_of) == clock
    assert attribute(mixed, as_of) == attribute(case, as_of)


def shuffled(items: tuple, chance: object) -> tuple:
    return tuple(chance.sample(items, len(items)))


@QUIET
@given(ONE_OR_OTHER, some.cases_at)
def test_an_explanation_adds_up_and_ends_at_the_due(calendars: tuple[dict, dict], judged: tuple[dict, str]) -> None:
    raw, at = judged
    case, as_of = a_case(calendars, raw), parse_instant(at)
    clock = lawful(evaluate_case, case, as_of)
    pairs = [(explain_case(case, as_of), clock)]
    pairs += [(explain_step(step, as_of), clock.steps[step.id]) for step in case.steps]
    for explanation, shown in pairs:
        assert explanation.due_at == shown.due_if_resumed_now
        for term in explanation.terms:
            if term.term.exact:
                assert term.counted_seconds == term.term.seconds
                assert all(one.end == other.start for one, other in pairwise(term.stretches))
                assert not term.stretches or term.stretches[-1].end == term.due_at
            else:
                on = [day.on for day in term.days]
                assert [(later - earlier).days for earlier, later in pairwise(on)] == [1] * (len(on) - 1)
                assert on[-1] == term.due_on
                assert all(day.causes for day in term.days if day.mark.value == "paused")
