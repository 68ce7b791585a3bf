"""What a supposition does, on the screen: only what changes, waits in words, sums that agree with it."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from cli.case_progress import Language
from cli.supposing_screen import show
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import StepId
from engine.core.supposition import SupposedLaw, Supposition
from engine.core.values import Text
from engine.core.what_if import Effect, effect_on
from engine.service.what_if_sums import Tally
from tests.support.kite_licence import DIRECTORY, at
from tests.support.kite_story import KiteStory
from tests.support.kite_versions import renamed, second_version

FRIDAY_OFF = {date(2026, 6, 5): Text(vi="Nghỉ", en="Off")}
ONE_DAY = {StepId("reserve_sky"): TimeLimit.model_validate("1 working_days")}


def _effect(story: KiteStory, now: str, **said: Any) -> Effect:
    supposition = Supposition(**said)
    return effect_on(story.law, story.state, supposition, SupposedLaw(supposition, story.law.calendars), at(now))


def _reserving() -> KiteStory:
    return KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00")


def _shown(*effects: Effect, language: Language = "en") -> tuple[list[str], Tally]:
    tally = Tally()
    for effect in effects:
        tally.add(effect)
    console = Console(file=StringIO(), width=160, highlight=False)
    show(tally, DIRECTORY, language, console)
    return [" ".join(line.replace("│", " ").split()) for line in console.file.getvalue().splitlines()], tally


def test_only_dates_that_move_are_listed() -> None:
    """The sky's limit moves, the promise does not; the printer's step does not, nor does a case without either."""
    lines, tally = _shown(
        _effect(_reserving(), "2026-06-02 12:00", limits=ONE_DAY),
        _effect(KiteStory().received("2026-06-01 09:00"), "2026-06-01 12:00", limits=ONE_DAY),
    )
    of_cases = [line for line in lines if line.startswith("H98")]
    assert of_cases == ["H98.01-260601-0001 reserve_sky 03/06/2026 11:00 02/06/2026 11:00 -1 d becomes late"]
    assert "reserve_sky sky_office 1 1 1 0" in lines
    assert not any(line.startswith(("print_licence", "inspect_kite")) for line in lines)
    assert lines[-1].startswith("looked at: 2; not touched: 1; promises that move: 0; due dates of cases that move: 0;")
    assert tally.as_json()["becomes_late"] == 1


def test_how_the_cases_stand_agrees_with_who_becomes_late() -> None:
    """In time by the rules as they are, late with the change; who it is stands behind it."""
    lines, tally = _shown(_effect(_reserving(), "2026-06-02 12:00", limits=ONE_DAY))
    assert "by the rules as they are 1 0 0" in lines
    assert "with the change 0 0 1" in lines
    assert "Late with the change: H98.01-260601-0001" in lines
    assert not any(line.startswith("Late by the rules as they are") for line in lines)
    assert "moves furthest: -1 d (reserve_sky, H98.01-260601-0001)" in lines
    assert tally.late == {"before": [], "after": ["H98.01-260601-0001"]}


def test_what_is_late_no_more() -> None:
    """The sky's step; the case stands as late all the same, since the printer's two days were over at 11:00, too."""
    longer = {StepId("reserve_sky"): TimeLimit.model_validate("4 working_days")}
    lines, tally = _shown(_effect(_reserving(), "2026-06-03 12:00", limits=longer))
    assert "H98.01-260601-0001 reserve_sky 03/06/2026 11:00 05/06/2026 11:00 +2 d late no more" in lines
    assert (tally.sums["late"], tally.sums["no_more"]) == (0, 1)
    assert tally.standing["before"]["late"] == tally.standing["after"]["late"] == 1
    assert tally.as_json()["furthest"]["later"]["seconds"] == 2 * 86_400


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "đang chờ; nếu tiếp tục ngay: {}"), ("en", "waits; if it went on at once: {}")],
)
def test_a_case_that_waits_is_told_in_words_in_both_columns(language: Language, words: str) -> None:
    """And its date, which is not fixed, is not the one that moves furthest: the promise is."""
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    lines, tally = _shown(_effect(story, "2026-06-01 12:00", days_off=FRIDAY_OFF), language=language)
    row = " ".join(words.format(day) for day in ("08/06/2026 24:00", "09/06/2026 24:00"))
    assert any(row in line for line in lines), lines
    assert tally.standing["before"] == tally.standing["after"] == {"in_time": 0, "waiting": 1, "late": 0}
    assert tally.furthest["later"].what == "promise"


def test_a_case_that_ended_with_a_term_is_counted_apart() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    lines, tally = _shown(_effect(story, "2026-06-12 09:00", days_off=FRIDAY_OFF), language="vi")
    assert "đã kết thúc trước lúc đó vì một thời hạn trôi qua, không so sánh: H98.01-260601-0001" in lines
    assert tally.as_json()["sums"]["over"] == 1
    assert tally.touched == []


def test_a_case_without_a_place_says_why_and_lists_no_date() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    to = second_version(renamed("inspect_kite", "look_at_kite"))
    lines, tally = _shown(_effect(story, "2026-06-01 12:00", definition=to))
    assert any(line.startswith("H98.01-260601-0001: something that has begun has no place") for line in lines)
    assert tally.sums["refused"] == 1 and tally.sums["untouched"] == 0


def test_more_cases_than_a_screen_takes_are_said_to_be_there() -> None:
    effect = _effect(_reserving(), "2026-06-01 12:00", days_off=FRIDAY_OFF)
    lines, tally = _shown(*[effect] * 53)
    assert "… and 3 more cases (--json has them all)" in lines
    assert len(tally.as_json()["cases"]) == 53
