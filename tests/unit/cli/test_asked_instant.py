"""`--at` as authors write it: a day is its end, an hour is Viet Nam's, and what is meant is told."""

from __future__ import annotations

import pytest
import typer

from cli.asked_instant import moment_of, said_of, told
from tests.support.kite_licence import at

NOW = at("2026-11-22 18:40")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-25", "2026-11-25T23:59:59+07:00"),
        ("2026-11-25T09:00", "2026-11-25T09:00:00+07:00"),
        ("2026-11-25 09:00", "2026-11-25T09:00:00+07:00"),
        (" 2026-11-25T09:00:30 ", "2026-11-25T09:00:30+07:00"),
        ("2026-11-25T09:00:00Z", "2026-11-25T16:00:00+07:00"),
        ("2026-11-25T09:00+07:00", "2026-11-25T09:00:00+07:00"),
        ("2026-11-25T24:00", "2026-11-26T00:00:00+07:00"),
    ],
)
def test_ways_to_write_an_instant(said: str, meant: str) -> None:
    assert said_of(moment_of(said, NOW, "en"), "en")["at"] == meant


@pytest.mark.parametrize("said", ["", "tomorrow", "2026-11-31", "25/11/2026", "2026-11-25T09:00:00.5", "2026-13-01"])
def test_what_is_no_instant_is_refused(said: str) -> None:
    with pytest.raises(typer.BadParameter, match="is no instant; write 2026-11-25"):
        moment_of(said, NOW, "en")


def test_nothing_said_is_now() -> None:
    moment = moment_of(None, NOW, "en")
    assert moment.at == NOW and not moment.is_past and not moment.is_ahead
    assert told(moment, "vi") == "Tính lúc 18:40 22/11/2026, là bây giờ."
    assert said_of(moment, "en")["at_is"] == "now"


def test_a_past_instant_is_told_as_such() -> None:
    moment = moment_of("2026-11-20T10:30", NOW, "en")
    assert moment.is_past
    assert told(moment, "vi").startswith("Tính đến 10:30 20/11/2026: các hồ sơ đang giải quyết khi đó")
    assert told(moment, "en").startswith("As of 10:30 20/11/2026: the cases in progress then")
    assert said_of(moment, "en")["at_is"] == "past"


def test_an_instant_ahead_says_what_it_supposes() -> None:
    moment = moment_of("2026-11-25", NOW, "en")
    assert moment.is_ahead
    vi, en = told(moment, "vi"), told(moment, "en")
    assert vi.startswith("Tính trước đến hết ngày 25/11/2026: ") and "(lúc 18:40 22/11/2026)" in vi
    assert "không ai làm thêm việc gì" in vi
    assert en.startswith("Looking ahead to the end of 25/11/2026: ") and "nobody does anything more" in en
    assert said_of(moment, "vi")["told"] == vi
