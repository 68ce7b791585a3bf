"""Simulations of the kite-flying licence: the whole procedure, or one inspection with a limit of four working hours."""

from datetime import date
from typing import Any

from engine.core.law import Law
from engine.simulation.report import SimulationReport, report_of
from engine.simulation.scenario import Scenario
from engine.simulation.simulation import simulate
from tests.support.kite_licence import KITE, kite_definition, kite_law

EVERY_TWO_HOURS = {"per_working_day": 4, "kind": "regular"}
"""From 08:00 on: 08:00, 10:00, 13:00, 15:00."""


def one_inspection(**supplement: Any) -> Law:
    """Only the inspection, within four working hours; so has the whole case. `supplement` changes that suspension."""
    inspection = {**KITE["steps"]["inspect_kite"], "within": "4 working_hours"}
    total = {"within": "4 working_hours", "counting": "elapsed", "cut_off": "15:00", "legal_basis": KITE["legal_basis"]}
    suspensions = {"supplement": {**KITE["suspensions"]["supplement"], **supplement}}
    return kite_law(kite_definition(steps={"inspect_kite": inspection}, total=total, suspensions=suspensions))


def a_scenario(inspection: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """One step and how it is worked on; `more` goes into the scenario."""
    steps = {"inspect_kite": inspection} if inspection is not None else {}
    return Scenario.model_validate({"of": "kite-licence", "steps": steps, **more})


def simulated(law: Law, scenario: Scenario | None, cases: int, seed: int = 1) -> SimulationReport:
    """From Monday 1 June 2026 on."""
    return report_of(simulate(law, scenario, cases=cases, seed=seed, begin_on=date(2026, 6, 1)))
