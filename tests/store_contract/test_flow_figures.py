"""The manager's figures: counted by hand over a few days of kite licences, and in any story each number has its list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.actors import Role
from engine.core.errors import CommandRefused, CursorUnknown, NotFound
from engine.core.identifiers import AgencyId, CaseId, ProcedureId, ProcedureVersion, StepId
from engine.core.report_ii06a import Period
from engine.core.values import Text
from engine.service.figures import FlowFigures
from engine.service.flow_figures import (
    AtStep,
    CasesNow,
    FigureCase,
    FiguresAsked,
    Number,
    QueueNow,
    StepFigures,
    Timely,
)
from engine.service.ports import Page
from engine.service.read_case import CaseReader
from engine.store.figure_book import SqlFigureBook
from tests.store_contract.test_rows_equal_the_fold import next_state
from tests.support.kite_licence import INSPECTOR, PRINTER, SKY_CLERK, an_actor, at, kite_law
from tests.support.sql_store import Store, submission

KITES = ProcedureId("kite-licence")
AUDITOR = an_actor(Role.AUDITOR)
JUNE = Period(first=date(2026, 6, 1), last=date(2026, 6, 30))
AGENCIES = tuple(AgencyId(name) for name in ("counter-1", "workshop-1", "sky-1", "printer-1"))


def figures_of(store: Store) -> FlowFigures:
    reader = CaseReader(store.ledger, store.queries, store.catalogue, store.clock)
    book = SqlFigureBook(store.database)
    return FlowFigures(book, store.ledger, store.commands, reader, store.catalogue, store.clock)


def asked(
    agency: str, step: str | None = None, period: Period = JUNE, version: ProcedureVersion | None = None
) -> FiguresAsked:
    named = StepId(step) if step else None
    return FiguresAsked(agency=AgencyId(agency), period=period, procedure=KITES, step=named, version=version)


def test_figures_of_one_version_are_those_of_all_where_there_is_but_one(store: Store) -> None:
    some_days(store)
    everything = figures_of(store).of_procedure(asked("workshop-1"), AUDITOR)
    only, other = (
        asked("workshop-1", version=version)
        for version in (kite_law().definition.version, ProcedureVersion("2020-01-01"))
    )
    assert figures_of(store).of_procedure(only, AUDITOR).steps == everything.steps
    assert all(step.numbers.queue.now == 0 for step in figures_of(store).of_procedure(other, AUDITOR).steps)


def some_days(store: Store) -> None:
    """The inspection has 24 hours, day and night."""
    store.received("in-time", "2026-06-01 09:00")
    store.inspected("in-time", "2026-06-01 15:00")
    store.received("late", "2026-06-01 09:00")
    store.inspected("late", "2026-06-08 10:00")
    store.received("waited", "2026-06-01 09:00")
    wait = {"step": "inspect_kite", "reasons": ["no photo"], "documents": ["photo"]}
    store.give("request_supplement", "waited", "2026-06-01 15:00", INSPECTOR, **wait)
    store.give(
        "hand_in_supplement", "waited", "2026-06-09 09:00", documents=[{"document": "photo"}], step="inspect_kite"
    )
    store.inspected("waited", "2026-06-09 15:00")
    store.received("overdue", "2026-06-03 09:00")
    store.received("claimed", "2026-06-10 09:00")
    store.give("claim_step", "claimed", "2026-06-10 10:00", INSPECTOR, step="inspect_kite")
    store.received("waits", "2026-06-10 09:30")
    store.give("request_supplement", "waits", "2026-06-10 11:00", INSPECTOR, **wait)
    store.clock.shows = at("2026-06-10 16:00")


def test_a_few_days_counted_by_hand(store: Store) -> None:
    some_days(store)
    inspection = figures_of(store).of_procedure(asked("workshop-1"), AUDITOR).steps[0]
    assert inspection.step == "inspect_kite"
    numbers = inspection.numbers
    assert numbers.queue == QueueNow(open=1, claimed=1, suspended=1, late_now=1, due_soon=1)
    assert (numbers.by_law.late, numbers.by_law.number) == (1, 3)
    assert (numbers.by_wall.late, numbers.by_wall.number) == (2, 3)  # the supplement took a week
    assert numbers.wall.measured == numbers.working.measured == 3
    week = 7 * 24 * 3600 + 3600
    assert numbers.wall.median == pytest.approx(week, rel=0.05)
    assert numbers.wall.p90 == pytest.approx(8 * 24 * 3600 + 6 * 3600, rel=0.05)


def test_whole_cases_and_their_weeks(store: Store) -> None:
    some_days(store)
    for case in ("in-time",):
        store.give("complete_step", case, "2026-06-10 16:00", SKY_CLERK, step="reserve_sky")
        store.give("complete_step", case, "2026-06-10 16:00", PRINTER, step="print_licence", documents=[{"document": "licence"}])  # fmt: skip
    found = figures_of(store).of_procedure(asked("counter-1"), AUDITOR)
    assert found.cases == CasesNow(received=6, finished=Timely(late=1), backlog=5)
    assert [
        (week.first, week.received, week.finished, week.finished_late, week.backlog) for week in found.weeks[-2:]
    ] == [
        (date(2026, 6, 1), 4, 0, 0, 4),
        (date(2026, 6, 8), 2, 1, 1, 5),
    ]
    assert len(found.weeks) == 8


def test_weeks_of_who_receives_no_cases_are_of_its_steps(store: Store) -> None:
    """The workshop inspects what the counter received: 4 came and 1 was done in the first week, 2 and 2 in the second."""
    some_days(store)
    found = figures_of(store).of_procedure(asked("workshop-1"), AUDITOR)
    assert found.weeks_of_steps and not figures_of(store).of_procedure(asked("counter-1"), AUDITOR).weeks_of_steps
    assert [(week.received, week.finished, week.finished_late, week.backlog) for week in found.weeks[-2:]] == [
        (4, 1, 0, 3),
        (2, 2, 1, 3),
    ]


def test_the_bottleneck_is_where_most_is_late_and_says_why(store: Store) -> None:
    assert figures_of(store).of_procedure(asked("workshop-1"), AUDITOR).bottleneck is None
    some_days(store)
    found = figures_of(store).of_procedure(asked("workshop-1"), AUDITOR).bottleneck
    assert found is not None
    assert (found.step, found.waiting, found.late_now, found.came, found.passed) == ("inspect_kite", 3, 1, 6, 3)
    said = "3 are there now, 1 of them late. In the period 6 came and 3 were done: the queue grows. Of those done 33 % were late."
    assert found.reason.in_language("en").startswith(said)
    whole = asked("workshop-1")
    of_all = figures_of(store).bottlenecks(whole.model_copy(update={"procedure": None}), AUDITOR)
    assert [(one.procedure, one.bottleneck) for one in of_all] == [(whole.procedure, found)]


def test_late_cases_say_whose_since_when_and_why(store: Store) -> None:
    some_days(store)
    (late,), cursor = figures_of(store).late(asked("workshop-1"), AUDITOR, Page(limit=5))
    assert cursor is None
    assert (late.case_id, late.step, late.agency) == ("overdue", "inspect_kite", "workshop-1")
    assert late.late_seconds == int((at("2026-06-10 16:00") - late.due_at).total_seconds()) > 0
    assert late.late_by is not None and late.late_by.in_language("en") == "6 d 7 h, day and night"
    assert (
        "has had it for 7 d 7 h, day and night, the limit is 24 hours; received at 09:00 on 03/06/2026" in late.cause.en
    )
    assert late.path is not None and "nspect" in late.path.en


def test_an_agency_over_all_its_procedures(store: Store) -> None:
    some_days(store)
    found = figures_of(store).of_agency(FiguresAsked(agency=AgencyId("workshop-1"), period=JUNE), AUDITOR)
    assert [line.procedure for line in found.procedures] == [KITES]
    assert found.queue == found.procedures[0].queue == found.units[0].queue == QueueNow(
        open=1, claimed=1, suspended=1, late_now=1, due_soon=1
    )  # fmt: skip
    assert found.by_law == found.units[0].by_law == found.procedures[0].by_law


def test_who_may_not_is_refused_and_what_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(CommandRefused):
        figures_of(store).of_procedure(asked("workshop-1"), an_actor(Role.MANAGER, "sky-1"))
    with pytest.raises(NotFound):
        figures_of(store).of_procedure(asked("workshop-9"), AUDITOR)
    unknown = asked("workshop-1").model_copy(update={"procedure": ProcedureId("none")})
    with pytest.raises(NotFound):
        figures_of(store).of_procedure(unknown, AUDITOR)
    for cursor in ("!", "W10", "WyJhIiwiMjAyNi0wNi0wMSIsImMiLCJzIl0"):
        with pytest.raises(CursorUnknown):
            figures_of(store).cases(asked("sky-1"), Number.NOW, AUDITOR, Page(after=cursor))


def test_rows_of_older_processes_are_counted_and_unjudged(store: Store) -> None:
    some_days(store)
    with store.database.write() as connection:
        connection.exec_driver_sql("UPDATE steps SET by_law = NULL, by_wall = NULL, working_seconds = NULL, "
                                   "working_band = NULL, wall_band = NULL")  # fmt: skip
    numbers = figures_of(store).of_procedure(asked("workshop-1"), AUDITOR).steps[0].numbers
    assert numbers.by_law == numbers.by_wall == Timely(unjudged=3)
    assert numbers.wall.measured == 0
    assert SqlFigureBook(store.database).is_sound()


def test_sums_that_parted_from_the_rows_are_counted_anew(store: Store) -> None:
    some_days(store)
    book = SqlFigureBook(store.database)
    book.add_up(1000)
    before = figures_of(store).of_procedure(asked("workshop-1"), AUDITOR)
    with store.database.write() as connection:
        connection.exec_driver_sql("UPDATE figure_cells SET number = number + 1 WHERE kind = 'live'")
    assert not book.is_sound()
    book.count_anew()
    assert book.is_sound()
    assert figures_of(store).of_procedure(asked("workshop-1"), AUDITOR) == before


@pytest.mark.parametrize("which", ["sqlite_store", "postgres_store"])
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_each_number_has_its_list_in_any_story(request: pytest.FixtureRequest, which: str, data: st.DataObject) -> None:
    store: Store = request.getfixturevalue(which)
    book, law = SqlFigureBook(store.database), kite_law()
    store.clock.shows = max(store.clock.shows, at("2026-06-01 08:00"))
    for _ in range(data.draw(st.integers(1, 3), label="cases")):
        store.given += 1
        case = CaseId(f"kite-{store.given}")
        state = store.give("submit_case", case, **submission()).state
        for _ in range(data.draw(st.integers(0, 9), label="length")):
            store.clock.shows += timedelta(minutes=data.draw(st.sampled_from([0, 7, 90, 1000, 3000]), label="later"))
            state = next_state(store, law, state, data)
        book.add_up(data.draw(st.sampled_from([0, 3, 1000]), label="added up"))
    store.clock.shows += timedelta(minutes=data.draw(st.sampled_from([0, 61, 5000]), label="asked later"))
    assert book.is_sound()
    last = date(2026, 6, 1) + timedelta(days=data.draw(st.integers(0, 40), label="last"))
    period = Period(first=last - timedelta(days=data.draw(st.integers(0, 30), label="days")), last=last)
    check_lists(store, period)
    before = [figures_of(store).of_procedure(asked(agency, period=period), AUDITOR) for agency in AGENCIES]
    book.add_up(100_000)
    book.count_anew()
    assert [figures_of(store).of_procedure(asked(agency, period=period), AUDITOR) for agency in AGENCIES] == before


def check_lists(store: Store, period: Period) -> None:
    figures = figures_of(store)
    for agency in AGENCIES:
        found = figures.of_procedure(asked(agency, period=period), AUDITOR)
        for step in found.steps:
            for number, value in numbers_of(step).items():
                cases = listed(figures, asked(agency, step.step, period), number)
                assert len(cases) == value, (agency, step.step, number)
        assert len(listed(figures, asked(agency, period=period), Number.RECEIVED)) == found.cases.received
        assert len(listed(figures, asked(agency, period=period), Number.FINISHED)) == found.cases.finished.number
        assert len(listed(figures, asked(agency, period=period), Number.FINISHED_LATE)) == found.cases.finished.late
        assert len(listed(figures, asked(agency, period=period), Number.BACKLOG)) == found.cases.backlog


def numbers_of(step: StepFigures) -> dict[Number, int]:
    queue, law, wall = step.numbers.queue, step.numbers.by_law, step.numbers.by_wall
    return {
        **{number: getattr(queue, number.value) for number in Number if hasattr(queue, number.value)},
        Number.PASSED: step.numbers.passed,
        **{Number(name): value for name, value in ((one, getattr(law, one)) for one in Timely.model_fields)},
        **{Number(f"wall_{name}"): value for name, value in ((one, getattr(wall, one)) for one in Timely.model_fields)},
    }


def listed(figures: FlowFigures, what: FiguresAsked, number: Number) -> list[FigureCase]:
    found = list(pages(figures, what, number))
    assert len({(one.case_id, one.step) for one in found}) == len(found)
    return found


def pages(figures: FlowFigures, what: FiguresAsked, number: Number) -> Iterator[FigureCase]:
    cursor: str | None = None
    while True:
        shown, cursor = figures.cases(what, number, AUDITOR, Page(limit=2, after=cursor))
        yield from shown
        if cursor is None:
            return


def test_numbers_of_a_step_are_all_named() -> None:
    step = StepFigures(step=StepId("a"), title=Text(vi="a", en="a"), is_automatic=False, numbers=AtStep())
    whole = {Number.RECEIVED, Number.FINISHED, Number.FINISHED_LATE, Number.BACKLOG}
    assert numbers_of(step).keys() | whole == set(Number)
