"""A scenario file of `lienthong procedures simulate`: read with positions, checked against its procedure."""

from collections.abc import Collection, Sequence
from pathlib import Path

from engine.core.definition import ProcedureDefinition
from engine.core.findings import Finding, one_of, there_is_no
from engine.core.identifiers import TerritoryId
from engine.core.nouns import PROCEDURE
from engine.simulation.scenario import Scenario
from engine.simulation.scenario_checks import check_scenario
from procedure_defs.document import Document
from procedure_defs.problems import Problem
from procedure_defs.reader import read_file
from procedure_defs.shaping import Shaped

SCENARIO_FILE = "simulation.yaml"
"""The name of a scenario that lies beside the versions of its procedure."""


def read_scenario(
    path: Path, definition: ProcedureDefinition, territories: Collection[TerritoryId]
) -> Scenario | list[Problem]:
    """The scenario, or everything that is wrong with it."""
    shaped = _checked(read_file(path), definition, territories)
    if shaped.problems or shaped.model is None:
        return sorted(set(shaped.problems))
    return shaped.model


def scenario_problems(
    document: Document,
    procedures: Sequence[ProcedureDefinition],
    territories: Collection[TerritoryId],
    unread: Collection[str] = (),
    unsure: Collection[tuple[str, str]] = (),
) -> list[Problem]:
    """What is wrong with a scenario, told against the newest version of the procedure that it names, if that is sound."""
    named = document.data.get("of") if isinstance(document.data, dict) else None
    versions = sorted((p for p in procedures if p.procedure == named), key=lambda p: p.version)
    newest = versions[-1] if versions else None
    is_sound = newest is not None and named not in unread and (newest.procedure, newest.version) not in unsure
    shaped = _checked(document, newest if is_sound else None, territories)
    if shaped.model is not None and not versions and named not in unread:
        known = sorted({p.procedure for p in procedures})
        finding = Finding(("of",), there_is_no(PROCEDURE, shaped.model.of), one_of(shaped.model.of, known))
        shaped.problems += [problem for problem in [shaped.place(finding)] if problem is not None]
    return shaped.problems


def _checked(
    document: Document, definition: ProcedureDefinition | None, territories: Collection[TerritoryId]
) -> Shaped[Scenario]:
    shaped = Shaped(document, Scenario)
    found = check_scenario(shaped.model, definition, territories) if shaped.model and definition else []
    shaped.problems += [problem for finding in found if (problem := shaped.place(finding))]
    return shaped
