"""What Prefect is told in words: what is due at midnight is due at 24:00 of the day before."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.service.execution_report import due_words, instant_words, waiting_message
from tests.support.kite_story import KiteStory


def test_midnight_is_the_end_of_the_day_before() -> None:
    """Civil Code art. 148(6)."""
    midnight = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert due_words(midnight) == "24:00 30/11/2026"
    assert instant_words(midnight) == "00:00 01/12/2026"
    assert due_words(datetime(2026, 11, 30, 10, 0, tzinfo=UTC)) == "17:00 30/11/2026"


def test_term_to_answer_is_said_so() -> None:
    story = KiteStory().received("2026-06-01 08:00")
    story.asked("2026-06-01 09:00")
    said = waiting_message(story.law, story.state, {}, "vi")
    assert "hạn trả lời 24:00 10/06/2026" in said
