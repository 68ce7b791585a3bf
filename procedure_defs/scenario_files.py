"""A scenario file of `lienthong procedures simulate`: read with positions, checked against its procedure."""

from collections.abc import Collection
from pathlib import Path

from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import TerritoryId
from engine.simulation.scenario import Scenario
from engine.simulation.scenario_checks import check_scenario
from procedure_defs.problems import Problem
from procedure_defs.reader import read_file
from procedure_defs.shaping import Shaped

SCENARIO_FILE = "simulation.yaml"
"""The name of a scenario that lies beside the versions of its procedure."""


def read_scenario(
    path: Path, definition: ProcedureDefinition, territories: Collection[TerritoryId]
) -> Scenario | list[Problem]:
    """The scenario, or everything that is wrong with it."""
    shaped = Shaped(read_file(path), Scenario)
    findings = check_scenario(shaped.model, definition, territories) if shaped.model else []
    shaped.problems += [problem for finding in findings if (problem := shaped.place(finding))]
    if shaped.problems or shaped.model is None:
        return sorted(set(shaped.problems))
    return shaped.model
