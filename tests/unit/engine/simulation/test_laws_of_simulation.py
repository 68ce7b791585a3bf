"""What must hold of every simulation: the same seed says the same, more people never hurt, every second has an owner."""

import json
from datetime import date

import pytest

from engine.simulation.assumptions import CannotSimulate
from engine.simulation.scenario import Scenario
from engine.simulation.simulation import simulate
from tests.support.kite_licence import kite_definition, kite_law
from tests.support.kite_simulation import a_scenario, one_inspection, simulated

BUSY = {"per_working_day": 12, "profile": [{"from": "08:00", "to": "12:00", "weight": 3}, {"from": "13:00", "to": "17:00", "weight": 1}]}  # fmt: skip
WHOLE = Scenario.model_validate(
    {
        "of": "kite-licence",
        "arrivals": BUSY,
        "form": {"wants_badge": 0.5, "colour": {"red": 3, "blue": 1}},
        "facts": {"windy": 0.3},
        "steps": {
            "inspect_kite": {
                "staff": 1,
                "work": "triangular 10 30 60 working_minutes",
                "suspensions": {"supplement": {"chance": 0.2, "answer": "lognormal 2 8 days", "unanswered": 0.1}},
            },
            "reserve_sky": {
                "staff": 2,
                "work": "uniform 10 60 working_minutes",
                "work_when": {"case.windy": "lognormal 2 5 working_hours"},
                "refused": 0.05,
            },
            "print_licence": {"latency": "lognormal 10 300 minutes"},
        },
    }
)


def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    first, second, other = (simulated(kite_law(), WHOLE, 120, seed).model_dump_json() for seed in (5, 5, 6))
    assert first == second
    assert first != other


def test_a_report_can_be_had_again_from_itself() -> None:
    said = json.loads(simulated(kite_law(), WHOLE, 60).model_dump_json(by_alias=True))
    again = simulated(kite_law(), Scenario.model_validate(said["scenario"]), said["cases"], said["seed"])
    assert json.loads(again.model_dump_json(by_alias=True))["steps"] == said["steps"]
    assert [again.by_law.late.count, again.total_seconds] == [said["by_law"]["late"]["count"], said["total_seconds"]]


def test_every_second_of_every_case_has_one_owner() -> None:
    cases = simulate(kite_law(), WHOLE, cases=120, seed=3, begin_on=date(2026, 6, 1)).cases
    assert {case.total == case.ended_at - case.received_at for case in cases} == {True}
    owned = [sum(case.agencies.values()) + sum(case.waits.values()) + case.outside for case in cases]
    assert owned == [case.total for case in cases]
    assert len({case.status for case in cases}) > 1


def test_the_parts_of_the_report_add_up() -> None:
    report = simulated(kite_law(), WHOLE, 120)
    assert sum(use.seconds for use in report.time_use) == report.total_seconds
    assert sum(report.statuses.values()) == report.cases == 120
    assert sum(step.critical_queue_share or 0 for step in report.steps) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_twice_the_people_are_not_later(seed: int) -> None:
    shares = []
    for staff in (1, 2, 4):
        work = {"staff": staff, "work": "triangular 10 40 90 working_minutes"}
        shares.append(simulated(one_inspection(), a_scenario(work, arrivals=BUSY), 150, seed).by_law.late.count)
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[2]


def test_a_simulation_without_a_scenario_says_what_it_assumes() -> None:
    report = simulated(kite_law(), None, 40)
    said = " ".join(text.en for text in report.assumptions)
    assert "No scenario is given" in said
    assert "reserve_sky: the work takes 160 to 640 working minutes, most often 320" in said  # a third of 16 hours
    assert "Half of the cases have form.wants_badge, case.windy" in said
    assert all(report.scenario.steps[step.step].staff == step.staff for step in report.steps)


def test_what_cannot_be_simulated_says_why() -> None:
    with pytest.raises(CannotSimulate, match="of 100 cases come"):
        simulate(kite_law(), WHOLE, cases=100, seed=1, begin_on=date(2027, 12, 29))
    with pytest.raises(CannotSimulate, match="not in force on 2025-12-31"):
        simulate(kite_law(), WHOLE, cases=1, seed=1, begin_on=date(2025, 12, 31))
    moved = kite_law(kite_definition(effective={"from": "2019-01-01"}))
    with pytest.raises(CannotSimulate, match="no territory has an agency of each kind"):
        simulate(moved, WHOLE, cases=1, seed=1, begin_on=date(2019, 6, 3))


def test_progress_is_told_of_every_case_that_ends() -> None:
    told: list[int] = []
    simulate(kite_law(), WHOLE, cases=30, seed=1, begin_on=date(2026, 6, 1), on_case_over=lambda: told.append(1))
    assert len(told) == 30
