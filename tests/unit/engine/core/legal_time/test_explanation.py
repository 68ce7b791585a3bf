"""Explanations: each day counted, passed over or paused; they add up to the allowance and lead to the due."""

from dataclasses import replace

from engine.core.legal_time import (
    Allowance,
    CaseFacts,
    Convention,
    Extension,
    Policy,
    Unit,
    evaluate_case,
    evaluate_step,
    explain_case,
    explain_step,
)
from engine.core.legal_time.explanation import Cause, DayMark, ExplainedTerm
from tests.support.legal_time import a_step, at, days, office, pause

STATUTORY = Convention.STATUTORY


def marks(term: ExplainedTerm) -> list[tuple[str, str]]:
    return [(day.on.isoformat()[5:], day.mark.value) for day in term.days]


def test_each_day_of_a_paused_week() -> None:
    supplement = pause("06-04 10:00", "06-08 14:00")
    step = a_step(days(4), "06-01 09:00", supplement, convention=STATUTORY)
    (term,) = explain_step(step, at("06-20 09:00")).terms
    assert marks(term) == [
        ("06-01", "start_day"),
        ("06-02", "counted"),
        ("06-03", "counted"),
        ("06-04", "paused"),
        ("06-05", "paused"),
        ("06-06", "weekly_rest"),
        ("06-07", "weekly_rest"),
        ("06-08", "paused"),
        ("06-09", "counted"),
        ("06-10", "counted"),
    ]
    assert term.counted_days == 4
    assert term.days[3].causes == (Cause(None, supplement),)


def test_holidays_and_the_roll() -> None:
    step = a_step(Allowance(15, Unit.CALENDAR_DAYS), "2025-01-10 09:00", convention=STATUTORY)
    (term,) = explain_step(step, at("2025-01-10 09:00")).terms
    assert term.counted_days == 15
    assert marks(term)[-4:] == [
        ("01-31", "holiday"),
        ("02-01", "weekly_rest"),
        ("02-02", "weekly_rest"),
        ("02-03", "reached"),
    ]
    assert term.due_at == at("2025-02-03 17:00")


def test_the_receipt_after_the_cut_off_is_shown() -> None:
    step = a_step(days(0), "06-05 15:30", convention=STATUTORY, calendar=office("15:00"), received=True)
    explanation = explain_step(step, at("06-05 16:00"))
    assert (explanation.begun_at, explanation.effective_start) == (at("06-05 15:30"), at("06-08 08:00"))
    assert explanation.due_at == at("06-08 17:00")
    assert marks(explanation.terms[0]) == [("06-08", "start_day")]


def test_each_stretch_of_an_exact_term_adds_up_to_the_second() -> None:
    step = a_step(days(1), "06-01 10:20", pause("06-01 14:00", "06-01 15:00"))
    (term,) = explain_step(step, at("06-05 09:00")).terms
    spans = [(stretch.start, stretch.seconds, stretch.mark) for stretch in term.stretches]
    assert spans == [
        (at("06-01 10:20"), 6_000, DayMark.COUNTED),
        (at("06-01 12:00"), 0, DayMark.OUTSIDE_SESSIONS),
        (at("06-01 13:00"), 3_600, DayMark.COUNTED),
        (at("06-01 14:00"), 0, DayMark.PAUSED),
        (at("06-01 15:00"), 7_200, DayMark.COUNTED),
        (at("06-01 17:00"), 0, DayMark.OUTSIDE_SESSIONS),
        (at("06-02 00:00"), 0, DayMark.OUTSIDE_SESSIONS),
        (at("06-02 08:00"), 12_000, DayMark.COUNTED),
    ]
    assert term.counted_seconds == 28_800
    assert term.stretches[-1].end == term.due_at == at("06-02 11:20")


def test_an_extension_is_a_term_of_its_own() -> None:
    extension = Extension(at("06-05 09:00"), plus=days(3))
    step = replace(a_step(days(5), "06-01 09:00", convention=STATUTORY), extensions=(extension,))
    explanation = explain_step(step, at("06-05 10:00"))
    first, second = explanation.terms
    assert (first.due_at, first.counted_days) == (at("06-08 17:00"), 5)
    assert (second.due_at, second.counted_days) == (at("06-11 17:00"), 3)
    assert explanation.due_at == second.due_at


def test_a_case_names_the_step_whose_pause_held_it() -> None:
    supplement = pause("06-02 08:00", "06-03 08:00")
    steps = (a_step(days(2), "06-01 08:00", supplement, name="a"), a_step(days(2), None, name="b"))
    case = CaseFacts(
        "case", office(), STATUTORY, days(3), at("06-01 08:00"), received=False, policy=Policy.ANY, steps=steps
    )
    held = explain_case(case, at("06-05 08:00"))
    assert [day.causes for day in held.terms[0].days if day.mark is DayMark.PAUSED] == [(Cause("a", supplement),)] * 2
    assert held.due_at == evaluate_case(case, at("06-05 08:00")).due_at
    free = explain_case(replace(case, policy=Policy.ALL), at("06-05 08:00"))
    assert all(day.mark is not DayMark.PAUSED for day in free.terms[0].days)


def test_nothing_to_explain_before_the_start() -> None:
    step = a_step(days(1), "06-01 10:20")
    assert explain_step(step, at("06-01 10:19")).terms == ()
    assert evaluate_step(step, at("06-01 10:19")).due_at is None
