"""Dates and instants in words: one order everywhere, and what dates in a row have in common is said once."""

from datetime import UTC, date, datetime

import pytest

from engine.core.day_words import dates_words, due_words, instant_words, last_day, range_words, spoken_instant_words

MIDNIGHT = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


def test_the_hour_comes_first_in_both_languages() -> None:
    at = datetime(2026, 1, 6, 8, 0, tzinfo=UTC)
    assert (instant_words(at, "vi"), instant_words(at, "en")) == ("15:00 ngày 06/01/2026", "15:00 on 06/01/2026")
    assert spoken_instant_words(at, "vi") == "15:00 thứ Ba 06/01/2026"
    assert spoken_instant_words(at, "en") == "15:00 on Tuesday 06/01/2026"


def test_a_second_after_the_cut_off_is_said() -> None:
    assert spoken_instant_words(datetime(2026, 1, 6, 8, 0, 1, tzinfo=UTC), "vi") == "15:00:01 thứ Ba 06/01/2026"


def test_midnight_is_the_end_of_the_day_before() -> None:
    """Civil Code art. 148(6)."""
    assert due_words(MIDNIGHT, "vi") == "hết ngày 30/11/2026"
    assert instant_words(MIDNIGHT, "vi") == "00:00 ngày 01/12/2026"
    assert due_words(datetime(2026, 11, 30, 10, 0, tzinfo=UTC), "en") == "17:00 on 30/11/2026"
    assert last_day(MIDNIGHT) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("days", "vi", "en"),
    [
        ([date(2026, 9, 3)], "thứ Năm 03/09/2026", "Thursday 03/09/2026"),
        (
            [date(2026, 9, 5), date(2026, 9, 6)],
            "thứ Bảy 05 và Chủ nhật 06/09/2026",
            "Saturday 05 and Sunday 06/09/2026",
        ),
        (
            [date(2026, 9, 2), date(2026, 9, 1), date(2026, 8, 31)],
            "từ thứ Hai 31/08 đến thứ Tư 02/09/2026",
            "from Monday 31/08 to Wednesday 02/09/2026",
        ),
        (
            [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 5)],
            "thứ Tư 31/12/2025 và thứ Năm 01/01/2026, thứ Hai 05/01/2026",
            "Wednesday 31/12/2025 and Thursday 01/01/2026, Monday 05/01/2026",
        ),
    ],
)
def test_days_in_a_row_are_told_together(days: list[date], vi: str, en: str) -> None:
    assert (dates_words(days, "vi"), dates_words(days, "en")) == (vi, en)


def test_a_range_says_both_ends() -> None:
    assert range_words(date(2026, 9, 5), date(2026, 9, 6), "vi") == "từ thứ Bảy 05 đến Chủ nhật 06/09/2026"
