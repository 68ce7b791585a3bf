"""The arithmetic of the size and day benchmarks: percentiles, ratios, the bar, the shape of a day."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.day.plan import acts_an_hour, closing, opening, planned
from benchmarks.size.city import WARD_CODE, ward, ward_code
from benchmarks.size.report import Times, bars_of, grouped, percentile, table_of
from benchmarks.size.stamping import values_in
from engine.core.dossier_code import legacy_unit_code
from engine.core.identifiers import CalendarId
from procedure_defs.catalogue import load_catalogue
from tests.support.clock import local_instant

DAY = local_instant("2026-11-20 08:00").date()


def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed() -> None:
    hundred = [float(n) for n in range(100, 0, -1)]
    assert [percentile(hundred, share) for share in (0.5, 0.95, 1)] == [50, 95, 100]
    assert percentile([7.0], 0.95) == 7


def test_the_bar_is_on_every_kind_by_itself() -> None:
    times = {
        ("worklist", "near"): Times(small=[1.0] * 100, large=[1.0] * 100),
        ("worklist", "deep"): Times(small=[2.0] * 100, large=[3.0] * 100),
        ("case", "page"): Times(small=[1.0] * 100, large=[1.6] * 100),
    }
    assert [bar.reached for bar in bars_of(times, 4_000, 400_000)] == [True, False]
    assert grouped(times)["worklist"].ratio() == 1.5
    assert "1600.0" in table_of(times)


def test_one_slow_kind_is_not_hidden_by_many_quick_ones() -> None:
    times = {("list", f"kind {n}"): Times(small=[1.0] * 200, large=[1.0] * 200) for n in range(30)}
    times["list", "slow"] = Times(small=[1.0] * 200, large=[5.0] * 200)
    (bar,) = bars_of(times, 4_000, 400_000)
    assert grouped(times)["list"].ratio() == 1, "together they look well"
    assert not bar.reached
    assert "the worst, slow, 5.00 times; all together 1.00" in bar.words


def test_too_few_answers_prove_nothing() -> None:
    (bar,) = bars_of({("case", "page"): Times(small=[1.0] * 99, large=[1.0] * 99)}, 4_000, 400_000)
    assert not bar.reached
    assert "only 99 answers of a kind" in bar.words


def test_every_ward_has_a_code_of_its_own_that_any_dossier_code_can_carry() -> None:
    codes = [ward_code(number) for number in range(168)]
    assert len(set(codes)) == len({ward(number) for number in range(168)}) == 168
    assert codes[0] == WARD_CODE
    assert all(legacy_unit_code(f"{code}.01") for code in codes)


def test_rows_written_for_copy_are_read_again() -> None:
    assert list(values_in("a\t\\N\t\\\\n\\n\\t.\n\tb\tc\n")) == [("a", None, "\\n\n\t."), ("", "b", "c")]


def test_a_day_has_its_peak_in_the_morning_and_its_noon() -> None:
    calendar = load_catalogue().calendars.working(CalendarId("vn-state-agency"))
    acts = planned(calendar, DAY, cases=400)
    came = [act for act in acts if act.name == "submit"]
    assert 340 <= len(came) <= 460
    hours = acts_an_hour(came)
    assert 12 not in hours
    assert hours[8] + hours[9] > hours[15] + hours[16]
    assert acts == sorted(acts)
    assert all(opening(DAY) <= act.at < closing(DAY) for act in acts)


def test_the_acts_of_a_case_come_in_their_order() -> None:
    calendar = load_catalogue().calendars.working(CalendarId("vn-state-agency"))
    acts = planned(calendar, DAY, cases=200)
    by_case: dict[int, list[int]] = {}
    for act in acts:
        by_case.setdefault(act.case, []).append(act.place)
    assert all(places == sorted(places) for places in by_case.values())
    asked = {act.case for act in acts if act.name == "ask"}
    assert 5 <= len(asked) <= 45
    assert acts == planned(calendar, DAY, cases=200)
    assert max(act.at for act in acts) - min(act.at for act in acts) > timedelta(hours=7)
