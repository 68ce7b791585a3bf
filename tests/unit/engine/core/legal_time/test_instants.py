"""Instants: whole seconds with an offset, dates at UTC+7 (R1)."""

from datetime import UTC, datetime

import pytest

from engine.core.legal_time import (
    DeadlineError,
    ErrorCode,
    civil_date,
    format_instant,
    parse_instant,
    to_datetime,
    to_instant,
)

SAME = ["2026-06-01T10:20:00+07:00", "2026-06-01T03:20:00Z", "2026-05-31T22:20:00-05:00", "2026-06-01T08:50:00+05:30"]


@pytest.mark.parametrize("text", SAME)
def test_any_offset_names_the_same_instant(text: str) -> None:
    instant = parse_instant(text)
    assert format_instant(instant) == SAME[0]
    assert to_instant(to_datetime(instant)) == instant


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        ("2026-06-01T10:20:00z", "2026-06-01T17:20:00+07:00"),
        ("2026-06-01t10:20:00+07:00", "2026-06-01T10:20:00+07:00"),
        ("2026-06-30T24:00:00+07:00", "2026-07-01T00:00:00+07:00"),
        ("2026-12-31T24:00Z", "2027-01-01T07:00:00+07:00"),
        ("2026-06-01T10:20+07:00", "2026-06-01T10:20:00+07:00"),
        ("20260601T102000+07", "2026-06-01T10:20:00+07:00"),
        ("2026-W23-1T10:20:00+07:00", "2026-06-01T10:20:00+07:00"),
        ("2026-152T10:20:00+07:00", "2026-06-01T10:20:00+07:00"),
    ],
)
def test_whatever_iso_8601_writes_is_read(text: str, plainly: str) -> None:
    assert format_instant(parse_instant(text)) == plainly


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-01T10:20:00",
        "2026-06-01T10:20:00 +07:00",
        "2026-06-01T10:20:00+07:00\n",
        "2026-06-01 10:20:00+07:00",
        "2026-06-01T10:20:00+07:00:00",
        "2026-06-01T10:20:00+07:60",
        "2026-06-01T10:20:00+24:00",
        "2026-06-01T10:20:60+07:00",
        "2026-06-01T24:00:01+07:00",
        "2026-W23T10:20:00+07:00",
        "2026-366T10:20:00+07:00",
        "2026-000T10:20:00+07:00",
        "+002026-06-01T10:20:00+07:00",
        "2026-06-01T10:20:00+07:00:30",
        "2026-06-01T10:20:00.5+07:00",
        "2026-06-01T10:20:00.000+07:00",
        "2026-06-01",
        "2026-02-30T10:20:00+07:00",
        "2026-06-01T25:00:00+07:00",
        "tomorrow",
        "",
        None,
        1_780_000_000,
        True,
        "2026-06-01T10:20:00+07:00" * 9,
        "２026-06-01T10:20:00+07:00",
    ],
)
def test_what_is_not_an_instant_is_refused(text: object) -> None:
    with pytest.raises(DeadlineError) as refusal:
        parse_instant(text)
    assert refusal.value.code is ErrorCode.INVALID_INSTANT


@pytest.mark.parametrize("moment", [datetime(2026, 6, 1), datetime(2026, 6, 1, microsecond=1, tzinfo=UTC)])  # noqa: DTZ001
def test_naive_or_fractional_datetimes_are_refused(moment: datetime) -> None:
    with pytest.raises(DeadlineError):
        to_instant(moment)


@pytest.mark.parametrize(
    "text", ["1900-01-01T00:00:00+07:00", "1969-12-31T23:59:59+07:00", "2199-12-31T23:59:59+07:00"]
)
def test_the_date_is_that_of_vietnam_in_any_year(text: str) -> None:
    assert civil_date(parse_instant(text)).isoformat() == text[:10]
    assert format_instant(parse_instant(text)) == text


def test_beyond_the_calendar_there_is_no_date() -> None:
    with pytest.raises(DeadlineError):
        format_instant(1 << 60)
