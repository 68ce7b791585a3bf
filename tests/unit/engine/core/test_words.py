"""Everything that can happen has a word in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, get_args

import pytest

from engine.core import events
from engine.core.case import CaseStatus, StepStatus
from engine.core.definition_basics import TimeLimit
from engine.core.legal_time import ClockStatus, PauseKind, Unit
from engine.core.papers import Channel
from engine.core.values import Text
from engine.core.who_may import NEEDED
from engine.core.words import (
    CASE_STATUS,
    CHANNEL,
    CLOCK_STATUS,
    COMMAND,
    EVENT,
    PAUSE_KIND,
    STEP_STATUS,
    UNIT,
    case_words,
    limit_words,
)
from tests.support.kite_story import KiteStory

EVENT_TYPES = [kind.model_fields["type"].default for kind in get_args(get_args(events.Event)[0])]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (CaseStatus, CASE_STATUS),
        (StepStatus, STEP_STATUS),
        (ClockStatus, CLOCK_STATUS),
        (PauseKind, PAUSE_KIND),
        (Channel, CHANNEL),
        (Unit, UNIT),
        (EVENT_TYPES, EVENT),
    ],
    ids=["case", "step", "clock", "pause", "channel", "unit", "event"],
)
def test_there_is_a_word_for_each(wanted: Iterable[Any], words: Mapping[Any, Text]) -> None:
    assert set(words) == set(wanted)
    assert all(text.vi and text.en for text in words.values())


def test_every_command_can_be_named_in_a_refusal() -> None:
    assert set(COMMAND) == set(NEEDED)


def test_early_on_time_and_late_are_the_words_of_the_control_sheet() -> None:
    done = (ClockStatus.DONE_EARLY, ClockStatus.DONE_ON_TIME, ClockStatus.DONE_LATE)
    assert [CLOCK_STATUS[status].vi for status in done] == ["Trước hạn", "Đúng hạn", "Quá hạn"]


def test_case_in_which_everything_waits_says_for_what() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    assert case_words(story.state).vi == "Chờ bổ sung hồ sơ"


def test_case_at_work_says_so() -> None:
    assert case_words(KiteStory().received("2026-06-01 09:00").state).vi == "Đang xử lý"
    assert case_words(KiteStory().state).vi == "Chưa nộp"


@pytest.mark.parametrize(
    ("limit", "vi", "en"),
    [
        ("24 hours", "24 giờ", "24 hours"),
        ("1 working_days", "1 ngày làm việc", "1 working day"),
        ("0.5 working_days", "0,5 ngày làm việc", "0.5 working days"),
        ("10 calendar_days", "10 ngày", "10 days"),
    ],
)
def test_limits_are_read_aloud(limit: str, vi: str, en: str) -> None:
    number, unit = limit.split()
    words = limit_words(TimeLimit(n=Decimal(number), unit=Unit(unit)))
    assert (words.vi, words.en) == (vi, en)
