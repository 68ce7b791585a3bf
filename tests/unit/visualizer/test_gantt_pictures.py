"""Who held a case: bars, waits, due dates and slack are those of the case, drawn and told alike."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from engine.core.actors import Role
from engine.core.identifiers import StepId
from engine.core.slack import slack_of
from tests.support.birth_pictures import BirthCase, directory, picture_moments
from tests.support.golden_pictures import gantt_of
from tests.support.kite_licence import an_actor, at
from visualizer.build_gantt import case_gantt
from visualizer.gantt import Gantt, Line, Stretch

_LEAD = an_actor(Role.AGENCY_LEAD, "mau-don-civil-registry", "Lê Thị Trưởng")
MOMENTS = picture_moments()
_GROUP = "{http://www.w3.org/2000/svg}g"


def _gantt(name: str, language: str = "vi") -> Gantt:
    case, as_of = MOMENTS[name]
    return case_gantt(case.definition, directory(), case.state, case.times(as_of), language)


@pytest.mark.parametrize("name", sorted(MOMENTS))
def test_a_reader_of_the_picture_hears_what_the_table_says(name: str) -> None:
    root = ET.fromstring(gantt_of(*MOMENTS[name]))
    said = [group.get("aria-label") for group in root.iter(_GROUP) if group.get("class") == "held"]
    assert said == [row.sentence.replace("\u00a0", " ") for row in _gantt(name).rows]


@pytest.mark.parametrize("name", sorted(MOMENTS))
def test_what_is_critical_has_no_slack(name: str) -> None:
    case, as_of = MOMENTS[name]
    times = case.times(as_of)
    slack = slack_of(case.state, times)
    assert {seconds for step, seconds in slack.items() if step in times.critical_web.steps} <= {0}
    assert all(seconds >= 0 for seconds in slack.values())


def test_slack_is_what_the_shorter_branch_may_take_longer() -> None:
    """The police verify: 5 working days; the insurance has 2 from the same Tuesday on, so it ends 3 working days before."""
    case = BirthCase().received("2026-09-07 09:00").claimed("register_birth", "2026-09-07 10:00")
    case.done("register_birth", "2026-09-08 09:00").claimed("register_residence", "2026-09-08 09:00")
    times = case.times("2026-09-08 09:30")
    slack = slack_of(case.state, times)
    ends = {step: times.projected[StepId(step)] for step in ("register_residence", "issue_insurance_card")}
    latest = max(ends.values())
    assert slack == {StepId(step): int((latest - end).total_seconds()) for step, end in ends.items()}


def test_a_wait_is_hatched_and_a_late_stretch_begins_at_the_due_date() -> None:
    """Due on Saturday 15:10, asked for a paper on Monday 10:00, answered on Friday 14:00, done at 16:00 (24 hours)."""
    birth = next(row for row in _gantt("completed_late_story").rows if row.title == "Đăng ký khai sinh")
    parts = {part.kind: (part.since, part.until) for part in birth.parts}
    assert parts[Stretch.STOPPED] == (at("2026-08-24 10:00"), at("2026-08-28 14:00"))
    assert parts[Stretch.LATE] == (birth.due_at, at("2026-08-28 16:00"))
    assert birth.late.startswith("quá hạn")
    assert 'class="stopped"' in gantt_of(*MOMENTS["completed_late_story"])


def test_what_is_to_come_is_told_as_expected() -> None:
    gantt = _gantt("received", "en")
    home = next(row for row in gantt.rows if row.title.startswith("Regist") and row.since.startswith("expected"))
    assert [part.kind for part in home.parts] == [Stretch.AWAITED]
    assert [line.kind for line in gantt.uprights] == [Line.PROMISE, Line.NOW]


def test_a_case_that_is_over_expects_nothing() -> None:
    gantt = _gantt("withdrawn")
    assert {part.kind for row in gantt.rows for part in row.parts} <= {Stretch.DONE, Stretch.LATE, Stretch.STOPPED}
    assert all(row.slack == "" for row in gantt.rows)
    assert [line.kind for line in gantt.uprights] == [Line.PROMISE]


def test_before_the_receipt_the_dossier_is_held_at_the_counter() -> None:
    (row,) = _gantt("submitted").rows
    assert (row.title, row.until) == ("Tiếp nhận hồ sơ", "đang giữ")
    assert row.due_at == at("2026-09-08 09:00"), "8 working hours, of which a day has 8 (rule R33)"


def test_who_had_it_before_a_transfer_has_a_bar_of_its_own() -> None:
    case = BirthCase().received("2026-09-07 09:00").claimed("register_birth", "2026-09-07 10:00")
    case.give(
        "transfer_step",
        "2026-09-07 11:00",
        _LEAD,
        step="register_birth",
        to_agency="sen-trang-civil-registry",
        reason="Nhầm địa bàn",
    )
    times = case.times("2026-09-07 15:00")
    gantt = case_gantt(case.definition, directory(), case.state, times, "vi")
    births = [row for row in gantt.rows if row.title == "Đăng ký khai sinh"]
    assert [row.parts[0].until for row in births] == [at("2026-09-07 11:00"), at("2026-09-07 15:00")]
    assert len({row.lane for row in births}) == 2
