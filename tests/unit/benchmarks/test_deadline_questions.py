"""The benchmark asks what it says, and the engine's answers agree with the right ones. No time is measured here."""

from datetime import date, datetime

import pytest

from benchmarks.deadlines import contestants
from benchmarks.deadlines.linked_case import AS_OF, twelve_steps
from benchmarks.deadlines.questions import Kind, Question, questions, right_answer
from engine.core.legal_time import ClockStatus, evaluate_case


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("swaps", [False, True])
def test_the_engine_is_right_on_every_question(kind: Kind, swaps: bool) -> None:
    asked = questions(kind, swaps=swaps)
    for contestant in (contestants.engine(), contestants.engine_clock()):
        if contestant.can(kind):
            answers = [contestant.read(contestant.prepare(question)()) for question in asked]
            assert answers == [right_answer(question) for question in asked]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        # Fri 24 April 2026: the Monday after is off in lieu of the Hung Kings' day, which is a Sunday.
        (Question(Kind.ADD_HOURS, datetime.fromisoformat("2026-04-24T16:00"), 2), datetime(2026, 4, 28, 9)),  # noqa: DTZ001
        (Question(Kind.ADD_DAYS, datetime.fromisoformat("2026-02-13T09:00"), 1), date(2026, 2, 23)),  # Tet between
        (Question(Kind.ADD_DAYS, datetime.fromisoformat("2025-04-24T09:00"), 2, swaps=True), date(2025, 4, 26)),
        (
            Question(
                Kind.BETWEEN,
                datetime.fromisoformat("2026-06-01T11:30"),
                end=datetime.fromisoformat("2026-06-01T13:30"),
            ),
            3600,
        ),
    ],
)
def test_the_right_answers_are_those_of_the_wall_calendar(question: Question, answer: object) -> None:
    assert right_answer(question) == answer


def test_the_questions_are_the_same_at_every_run() -> None:
    assert questions(Kind.ADD_HOURS) == questions(Kind.ADD_HOURS)
    assert len({question.start for question in questions(Kind.ADD_HOURS)}) > 100


def test_the_case_is_what_the_bar_speaks_of() -> None:
    case = twelve_steps()
    assert len(case.steps) == 12
    assert sum(len(step.pauses) for step in case.steps) == 4
    clock = evaluate_case(case, AS_OF)
    assert clock.steps["step-8"].paused
    assert clock.steps["step-11"].status is ClockStatus.NOT_STARTED


def test_years_behind_it_change_no_answer() -> None:
    assert evaluate_case(twelve_steps(125), AS_OF) == evaluate_case(twelve_steps(1), AS_OF)
