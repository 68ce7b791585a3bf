"""Heat, bars and trend: what they draw is what they were told, in the picture and for whoever cannot see it."""

from __future__ import annotations

from datetime import date

import pytest

from engine.core.identifiers import StepId
from tests.support.birth_pictures import NEW, birth_definition, directory
from tests.support.golden_pictures import many_cases
from tests.support.svg_reading import read_picture
from visualizer.diagram import Mark
from visualizer.heat import Heat, heat_svg, level_of
from visualizer.timely_bars import TimelyLine, Verdicts, timely_svg
from visualizer.trend import Week, trend_svg

PICTURES = many_cases()


@pytest.mark.parametrize(
    ("now", "most", "mark"),
    [(0, 0, "heat_0"), (0, 9, "heat_0"), (1, 100, "heat_1"), (25, 100, "heat_1"), (26, 100, "heat_2"), (75, 100, "heat_3"),
     (76, 100, "heat_4"), (1, 1, "heat_4")],
)  # fmt: skip
def test_a_step_is_as_hot_as_it_is_busy_beside_the_busiest(now: int, most: int, mark: str) -> None:
    assert level_of(now, most) is Mark(mark)


def test_heat_says_number_late_share_and_bottleneck_in_words() -> None:
    home = read_picture(PICTURES["heat.svg"]).steps["register_residence"]
    assert "48 việc đang ở đây" in home.words
    assert "17 (35 %)" in home.words
    assert "Nút thắt" in home.words
    assert "Nút thắt" in home.name


def test_a_procedure_without_cases_is_drawn_cold() -> None:
    steps = read_picture(heat_svg(birth_definition(NEW), directory(), {}, "now", "en")).steps
    assert {step.mark for step in steps.values()} == {"heat_0"}
    only = {StepId("register_birth"): Heat(now=1)}
    assert (
        read_picture(heat_svg(birth_definition(NEW), directory(), only, "now", "en")).steps["register_birth"].mark
        == "heat_4"
    )


def test_bars_tell_both_measures_of_each_line() -> None:
    drawn = timely_svg([TimelyLine("A <step>", Verdicts(3, 2, 1), Verdicts(1, 2, 3))], "en")
    assert "A &lt;step&gt;, waits left out: Early 3; On time 2; Late 1" in drawn
    assert "A &lt;step&gt;, waits left in: Early 1; On time 2; Late 3" in drawn


def test_trend_says_each_week() -> None:
    drawn = trend_svg([Week(date(2026, 8, 31), 5, 4, 1, 9), Week(date(2026, 9, 7), 0, 0, 0, 9)], "en")
    assert "week from 31/08/2026: Received 5; Finished 4; Finished late 1; Left at the end of the week 9" in drawn
    assert 'aria-label="Received: 5, 0"' in drawn


def test_trend_of_steps_says_that_it_counts_steps() -> None:
    weeks = [Week(date(2026, 8, 31), 5, 4, 1, 9)]
    cases, steps = trend_svg(weeks, "vi"), trend_svg(weeks, "vi", of_steps=True)
    assert "Mỗi số đếm hồ sơ do đơn vị tiếp nhận." in cases and "Tiếp nhận 5; Kết thúc 4" in cases
    assert "Mỗi số đếm bước do đơn vị giải quyết" in steps and "Bước chuyển đến 5; Bước đã xong 4" in steps
    assert "Kết thúc" not in steps


def test_a_trend_of_nothing_is_drawn() -> None:
    assert trend_svg([Week(date(2026, 9, 7), 0, 0, 0, 0)], "vi").endswith("</svg>\n")
