"""Durations as a report reads them aloud: words and numbers of the reader's language, no word of the file format."""

from __future__ import annotations

import pytest

from engine.simulation.duration_words import duration_words
from engine.simulation.durations import Duration


@pytest.mark.parametrize(
    ("written", "vietnamese", "english"),
    [
        ("30 working_minutes", "30 phút làm việc", "30 working minutes"),
        ("1 working_days", "1 ngày làm việc", "1 working day"),
        ("1.5 hours", "1,5 giờ", "1.5 hours"),
        ("uniform 1 3 days", "từ 1 đến 3 ngày", "1 to 3 days"),
        (
            "triangular 40 80 160 working_minutes",
            "từ 40 đến 160 phút làm việc, thường là 80",
            "40 to 160 working minutes, most often 80",
        ),
        (
            "lognormal 2 6 working_hours",
            "2 giờ làm việc ở mức trung vị, chín phần mười không quá 6",
            "2 working hours at the median, nine in ten at most 6",
        ),
    ],
)
def test_a_duration_is_read_aloud_in_both_languages(written: str, vietnamese: str, english: str) -> None:
    words = duration_words(Duration.model_validate(written))
    assert (words.vi, words.en) == (vietnamese, english)
