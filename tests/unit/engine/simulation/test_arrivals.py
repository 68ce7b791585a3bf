"""When dossiers come: in the working time of the office, as busy as the parts of the day are."""

from collections import Counter
from datetime import date

from engine.core.identifiers import CalendarId
from engine.core.legal_time import civil_date, to_datetime
from engine.simulation.arrivals import arrival_instants
from engine.simulation.scenario import Arrivals
from tests.support.kite_licence import kite_law

OFFICE = kite_law().calendars.working(CalendarId("office"))
MONDAY, LAST = date(2026, 6, 1), date(2026, 12, 31)


def _come(said: dict[str, object], first: date = MONDAY, last: date = LAST, seed: int = 1) -> list[int]:
    return list(arrival_instants(Arrivals.model_validate(said), OFFICE, first, last, seed))


def test_regular_arrivals_pass_over_the_lunch_break() -> None:
    found = _come({"per_working_day": 4, "kind": "regular"}, last=date(2026, 6, 2))
    assert [f"{to_datetime(at):%d %H:%M}" for at in found] == [
        "01 08:00", "01 10:00", "01 13:00", "01 15:00", "02 08:00", "02 10:00", "02 13:00", "02 15:00",
    ]  # fmt: skip


def test_chance_keeps_to_the_mean_and_to_working_time() -> None:
    found = _come({"per_working_day": 30})
    days = Counter(civil_date(at) for at in found)
    assert all(OFFICE.is_working(at) for at in found)
    assert found == sorted(found)
    assert date(2026, 8, 31) not in days  # exchanged for Saturday 22 August
    assert date(2026, 8, 22) in days
    mean = len(found) / len(days)
    assert 28.5 < mean < 31.5  # 150 days of 30: a standard deviation of the mean is 0.45
    variance = sum((count - mean) ** 2 for count in days.values()) / (len(days) - 1)
    assert 18 < variance < 45  # a Poisson number has the variance of its mean


def test_a_morning_peak() -> None:
    profile = [{"from": "08:00", "to": "09:00", "weight": 8}, {"from": "13:00", "to": "17:00", "weight": 1}]
    hours = Counter(to_datetime(at).hour for at in _come({"per_working_day": 30, "profile": profile}))
    assert set(hours) == {8, 13, 14, 15, 16}
    assert 0.62 < hours[8] / hours.total() < 0.71  # 8 of 8 + 4


def test_every_seed_has_its_own_days() -> None:
    assert _come({}, seed=2) == _come({}, seed=2)
    assert _come({}, seed=2) != _come({}, seed=3)
