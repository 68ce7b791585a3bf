"""`python -m benchmarks.simulation [CASES]`: simulates the birth procedure, shows the wall time and what came of it."""

import sys
from time import perf_counter, process_time

from engine.core.identifiers import ProcedureId
from engine.core.law import Law
from engine.simulation.report import report_of
from engine.simulation.scenario import Scenario
from engine.simulation.simulation import simulate
from procedure_defs.catalogue import SHIPPED, load_catalogue
from procedure_defs.scenario_files import SCENARIO_FILE, read_scenario

_PROCEDURE = ProcedureId("birth-residence-insurance")


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    catalogue = load_catalogue()
    law = Law(catalogue.latest(_PROCEDURE), catalogue.calendars, catalogue.agencies)
    scenario = read_scenario(SHIPPED / _PROCEDURE / SCENARIO_FILE, law.definition, law.agencies.territories)
    assert isinstance(scenario, Scenario), scenario
    wall, cpu = perf_counter(), process_time()
    report = report_of(simulate(law, scenario, cases=cases, seed=1))
    wall, cpu = perf_counter() - wall, process_time() - cpu
    print(
        f"{cases} cases of {_PROCEDURE} {law.definition.version}: {wall:.1f} s wall time, {cpu:.1f} s CPU, one process"
    )
    print(f"{1_000 * wall / cases:.2f} ms a case; late by law {report.by_law.late.count} of {report.by_law.late.of}")


main()
