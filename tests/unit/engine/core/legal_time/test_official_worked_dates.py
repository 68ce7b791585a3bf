"""Due dates worked out from the law and the official days off: Civil Code art. 147, 148 and the yearly swaps."""

import pytest

from engine.core.legal_time import Allowance, Convention, DayEnd, Unit, due_date, evaluate_step
from tests.support.legal_time import a_step, at, days, office

CALENDAR_DAYS_10 = Allowance(10, Unit.CALENDAR_DAYS)
CALENDAR_DAYS_15 = Allowance(15, Unit.CALENDAR_DAYS)

DUE_ON = {
    "a real slip of 2023": ("2023-10-27 09:32", days(5), None, "2023-11-03"),
    "long holiday and worked Saturday": ("2024-04-26 09:00", days(3), None, "2024-05-04"),
    "worked Saturday 26 April 2025 counts": ("2025-04-25 09:00", days(3), None, "2025-04-29"),
    "swap of 2 January 2026": ("2025-12-31 09:00", days(2), None, "2026-01-06"),
    "due on a worked Saturday": ("2026-01-09 09:00", days(1), None, "2026-01-10"),
    "Tết 2026": ("2026-02-13 09:00", days(3), None, "2026-02-25"),
    "art. 148(5): last day in Tết": ("2026-02-10 09:00", CALENDAR_DAYS_10, None, "2026-02-23"),
    "15 days": ("2024-06-14 09:00", CALENDAR_DAYS_15, None, "2024-07-01"),
    "15 working days": ("2024-06-14 09:00", days(15), None, "2024-07-05"),
    "Culture Day": ("2026-11-20 14:30", days(3), None, "2026-11-26"),
    "Culture Day, after the cut-off": ("2026-11-20 15:10", days(3), "15:00", "2026-11-27"),
}


@pytest.mark.parametrize("day_end", DayEnd)
@pytest.mark.parametrize(("received", "allowance", "cutoff", "due_on"), DUE_ON.values(), ids=DUE_ON.keys())
def test_due_date(received: str, allowance: Allowance, cutoff: str | None, due_on: str, day_end: DayEnd) -> None:
    calendar = office(cutoff=cutoff, day_end=day_end)
    step = a_step(allowance, received, convention=Convention.STATUTORY, calendar=calendar, received=True)
    due_at = evaluate_step(step, at(received)).due_if_resumed_now
    assert due_at is not None
    on = due_date(calendar, due_at, exact=False)
    assert on.isoformat() == due_on
    assert calendar.close_of(on) == at(f"{due_on} 17:00")


def test_an_exact_due_is_on_the_date_of_its_instant() -> None:
    assert due_date(office(), at("06-06 00:00"), exact=True).isoformat() == "2026-06-06"
