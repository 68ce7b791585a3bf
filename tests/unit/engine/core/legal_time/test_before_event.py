"""A deadline before an event: the worked example of R32 and every unit."""

import pytest

from engine.core.legal_time import Allowance, DayEnd, DeadlineError, Unit, before_event
from engine.core.legal_time.before_event import NoticeStatus
from tests.support.legal_time import at, days, office

LATEST = {
    "R32 Friday": (days(3), "06-12 08:00", "2026-06-08", "06-08 17:00"),
    "R32 Thursday: a Sunday": (days(3), "06-11 08:00", "2026-06-07", "06-08 00:00"),
    "calendar days": (Allowance(3, Unit.CALENDAR_DAYS), "06-12 08:00", "2026-06-08", "06-08 17:00"),
    "weeks": (Allowance(1, Unit.WEEKS), "06-12 08:00", "2026-06-04", "06-04 17:00"),
    "months": (Allowance(1, Unit.MONTHS), "06-12 08:00", "2026-05-11", "05-11 17:00"),
    "months at the end of February": (Allowance(1, Unit.MONTHS), "03-01 08:00", "2026-01-31", "02-01 00:00"),
    "hours": (Allowance(24, Unit.HOURS), "06-08 08:00", None, "06-07 08:00"),
    "working hours: an opening": (Allowance(8, Unit.WORKING_HOURS), "06-05 17:00", None, "06-05 08:00"),
    "working hours at night": (Allowance(1, Unit.WORKING_HOURS), "06-08 00:00", None, "06-05 16:00"),
}


@pytest.mark.parametrize(("allowance", "event", "on", "latest"), LATEST.values(), ids=LATEST.keys())
def test_latest(allowance: Allowance, event: str, on: str | None, latest: str) -> None:
    notice = before_event(office(), at(event), allowance)
    assert (None if notice.latest_on is None else notice.latest_on.isoformat()) == on
    assert notice.latest_at == at(latest)
    assert notice.status is None


def test_r5_the_day_may_end_at_midnight() -> None:
    assert before_event(office(day_end=DayEnd.MIDNIGHT), at("06-12 08:00"), days(3)).latest_at == at("06-09 00:00")


@pytest.mark.parametrize(("received", "status"), [("06-08 17:00", "ok"), ("06-08 17:00:01", "late")])
def test_the_instant_of_receipt_decides(received: str, status: str) -> None:
    assert before_event(office("15:00"), at("06-12 08:00"), days(3), at(received)).status is NoticeStatus(status)


def test_a_notice_of_nothing_is_refused() -> None:
    with pytest.raises(DeadlineError, match="invalid_allowance"):
        before_event(office(), at("06-12 08:00"), days(0))
