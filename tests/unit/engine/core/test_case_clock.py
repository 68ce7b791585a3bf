"""Due dates of a case, on dates worked out by hand from the rules (spec R7-R19; the office works 08-12, 13-17)."""

from engine.core.actors import SYSTEM
from engine.core.case import fold_as_of
from engine.core.case_clock import CaseTimes, times_of
from engine.core.events import RecordedEvent
from engine.core.identifiers import CommandId, StepId
from engine.core.legal_time import to_datetime
from tests.support.kite_licence import OFFICER, PRINTER, SKY_CLERK, at
from tests.support.kite_story import LICENCE, KiteStory

INSPECTION, SKY, PRINTING, BADGE = (StepId(s) for s in ("inspect_kite", "reserve_sky", "print_licence", "make_badge"))


def due(times: CaseTimes, step: StepId | None = None) -> str | None:
    clock = times.steps[step] if step else times.case
    assert clock is not None
    return None if clock.due_at is None else f"{to_datetime(clock.due_at):%Y-%m-%d %H:%M}"


def status(times: CaseTimes, step: StepId | None = None) -> str:
    clock = times.steps[step] if step else times.case
    assert clock is not None
    return clock.status.value


def over_national_day() -> KiteStory:
    """Received after the cut-off before a swapped Saturday; a supplement; the branches run over the days off."""
    story = KiteStory().received("2026-08-21 15:10").asked("2026-08-22 10:00")
    story.give("hand_in_supplement", "2026-08-28 14:00", OFFICER, step="inspect_kite",
               documents=[{"document": "photo"}])  # fmt: skip
    return story.inspected("2026-08-28 16:00")


def test_receipt_after_the_cut_off_counts_from_the_swapped_saturday() -> None:
    """R7: S is Saturday 22 August 08:00; R10: 24, 25, 26, 27, 28 August; R23: 24 hours from S."""
    times = KiteStory().received("2026-08-21 15:10").times("2026-08-21 15:10")
    assert due(times) == "2026-08-29 00:00"
    assert due(times, INSPECTION) == "2026-08-23 08:00"


def test_promise_is_the_close_of_the_last_day() -> None:
    assert KiteStory().received("2026-08-21 15:10").state.promised_due_at == at("2026-08-28 17:00")


def test_nothing_is_due_while_the_only_ready_step_waits_for_the_applicant() -> None:
    story = KiteStory().received("2026-08-21 15:10").asked("2026-08-22 10:00")
    times = story.times("2026-08-25 10:00")
    assert times.case is not None and times.case.paused
    assert due(times) is None
    assert due(times, INSPECTION) is None
    assert status(times, INSPECTION) == "in_time"


def test_waiting_and_days_off_do_not_count() -> None:
    """The total: 22-28 August are touched; 3, 4, 7, 8, 9 September. Residence: 1 h on the 28th, 8 h, 7 h (R9)."""
    times = over_national_day().times("2026-08-28 16:00")
    assert due(times) == "2026-09-10 00:00"
    assert due(times, SKY) == due(times, PRINTING) == "2026-09-04 16:00"


def test_early_on_time_and_late() -> None:
    story = over_national_day().printed("2026-09-03 10:00")
    story.give("complete_step", "2026-09-04 16:00", SKY_CLERK, step="reserve_sky")
    times = story.times("2026-12-01 08:00")
    assert (status(times, PRINTING), status(times, SKY), status(times)) == (
        "done_early", "done_on_time", "done_early")  # fmt: skip


def test_a_second_after_the_due_instant_is_late() -> None:
    story = over_national_day().printed("2026-09-04 16:00:01")
    assert status(story.times("2026-09-05 08:00"), PRINTING) == "done_late"
    assert status(story.times("2026-09-05 08:00"), SKY) == "overdue"


def test_fact_gives_the_longer_limit() -> None:
    story = over_national_day()
    story.give("establish_fact", "2026-08-28 16:30", SKY_CLERK, step="reserve_sky", name="windy", value=True)
    times = story.times("2026-08-28 16:30")
    assert str(times.limits[SKY]) == "5 working_days"
    assert due(times, SKY) == "2026-09-09 16:00"


def test_step_outside_the_total_has_its_own_limit_only() -> None:
    """The badge (5 working days) comes after everything under the total, and does not make the case late."""
    story = KiteStory().received("2026-06-01 08:00", wants_badge=True).inspected("2026-06-01 09:00")
    story.printed("2026-06-01 10:00")
    story.give("complete_step", "2026-06-02 09:00", SKY_CLERK, step="reserve_sky")
    times = story.times("2026-06-30 09:00")
    assert status(times) == "done_early"
    assert status(times, BADGE) == "overdue"


def test_status_as_of_an_earlier_instant_knows_nothing_later() -> None:
    story = over_national_day()
    history = [
        RecordedEvent(
            case_id=story.state.id,
            sequence=n,
            recorded_at=at("2026-09-01 08:00"),
            command_id=CommandId(f"c{n}"),
            actor=OFFICER,
            event=event,
        )
        for n, event in enumerate(story.happened, start=1)
    ]
    instant = at("2026-08-25 10:00")
    state = fold_as_of(story.state.id, history, instant)
    times = times_of(story.law, state, instant)
    assert state.open_suspensions()
    assert SKY not in state.steps
    assert due(times) is None


def test_projection_and_critical_path() -> None:
    """Nothing has happened: inspection until Tuesday 09:00, then two working days (R19, R20); ties go to the smaller id."""
    times = KiteStory().received("2026-06-01 09:00").times("2026-06-01 09:00")
    assert times.projected[SKY] == at("2026-06-04 09:00")
    assert times.critical_path == (INSPECTION, PRINTING)
    assert BADGE not in times.projected


def test_acceptance_has_a_clock_of_its_own() -> None:
    """8 working hours from Friday 16:00: Monday 16:00 (R33)."""
    story = KiteStory().submit("2026-06-05 16:00")
    acceptance = story.times("2026-06-05 16:30").acceptance
    assert acceptance is not None and acceptance.due_at is not None
    assert to_datetime(acceptance.due_at) == at("2026-06-08 16:00")


def answer(times: CaseTimes) -> tuple[str, str | None, int]:
    """How the printer's system stands with answering: 2 working hours from the opening of its step."""
    clock = times.answers[PRINTING]
    return clock.status.value, to_datetime(clock.due_at).strftime("%d %H:%M") if clock.due_at else None, (
        clock.elapsed_seconds
    )  # fmt: skip


def test_the_answer_of_an_agency_system_has_a_clock_in_its_own_working_hours() -> None:
    """Opened on Monday 16:00: one hour is left of the day, the other ends on Tuesday at 09:00."""
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 16:00")
    assert answer(story.times("2026-06-01 16:30")) == ("in_time", "02 09:00", 1800)
    assert answer(story.times("2026-06-02 09:00:01"))[0] == "overdue"
    assert set(story.times("2026-06-01 16:30").answers) == {PRINTING}


def test_an_answer_stops_its_clock_and_the_work_goes_on() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 16:00")
    story.give("acknowledge_work", "2026-06-02 08:30", SYSTEM, step="print_licence", reference="P-1")
    assert answer(story.times("2026-06-05 10:00")) == ("done_on_time", "02 09:00", 5400)
    assert status(story.times("2026-06-05 10:00"), PRINTING) == "overdue"


def test_a_late_answer_stays_late() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 16:00")
    story.give("acknowledge_work", "2026-06-02 10:00", SYSTEM, step="print_licence", reference="P-1")
    story.printed("2026-06-02 11:00")
    assert answer(story.times("2026-06-03 10:00")) == ("done_late", "02 09:00", 3 * 3600)


def test_the_work_itself_is_an_answer() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 16:00")
    story.give("complete_step", "2026-06-02 09:00", PRINTER, step="print_licence", documents=[LICENCE])
    assert answer(story.times("2026-06-03 10:00"))[0] == "done_on_time"


def test_nobody_is_judged_by_an_answer_that_the_end_of_the_case_made_needless() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 16:00")
    story.give("withdraw_case", "2026-06-01 16:30", OFFICER, reason="no wind")
    assert story.times("2026-06-03 10:00").answers == {}


def test_the_case_is_looked_at_when_the_answer_falls_due() -> None:
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 16:00")
    assert story.times("2026-06-01 16:30").next_due_at == at("2026-06-02 09:00")


def test_what_nobody_finished_is_not_judged() -> None:
    """Withdrawn while one branch works: what was done is judged, the case and the rest are not, and nothing runs."""
    story = KiteStory().received("2026-06-01 08:00").inspected("2026-06-01 10:00").printed("2026-06-01 11:00")
    story.give("withdraw_case", "2026-06-02 09:00", OFFICER, reason="rain")
    times = story.times("2026-06-03 09:00")
    judged = (INSPECTION, PRINTING)
    assert [status(times, step) for step in judged] == ["done_early", "done_early"]
    assert (status(times), status(times, SKY)) == ("not_judged", "not_judged")
    for clock in (times.case, times.steps[SKY]):
        assert clock is not None
        assert (clock.due_at, clock.remaining_seconds, clock.remaining_days, clock.paused) == (None, None, None, False)
    assert times.critical_path == ()
    assert set(times.projected) == set(judged)


def test_refusal_is_judged() -> None:
    story = KiteStory().received("2026-06-01 08:00").inspected("2026-06-01 10:00")
    basis = {"ref": "Kite Act", "article": "1"}
    story.give("refuse_step", "2026-06-02 09:00", SKY_CLERK, step="reserve_sky", reason="full", legal_basis=basis)
    times = story.printed("2026-06-02 10:00").times("2026-06-03 09:00")
    assert (status(times), status(times, SKY)) == ("done_early", "done_early")


def test_withdrawal_before_the_receipt_is_no_quick_answer() -> None:
    story = KiteStory().submit("2026-06-05 16:00")
    story.give("withdraw_case", "2026-06-05 16:10", OFFICER, reason="rain")
    acceptance = story.times("2026-06-08 08:00").acceptance
    assert acceptance is not None and acceptance.status.value == "not_judged"
    refused = KiteStory().submit("2026-06-05 16:00")
    basis = {"ref": "Kite Act", "article": "1"}
    refused.give("refuse_receipt", "2026-06-05 16:10", OFFICER, reason="no kite", legal_basis=basis)
    answered = refused.times("2026-06-08 08:00").acceptance
    assert answered is not None and answered.status.value == "done_early"
