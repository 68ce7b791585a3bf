"""The pictures that others ask for: a case as of an instant, and a procedure before any case exists."""

from engine.core.agencies import AgencyDirectory
from engine.core.case import CaseState
from engine.core.case_clock import CaseTimes
from engine.core.definition import ProcedureDefinition
from visualizer.build_diagram import case_diagram, procedure_diagram
from visualizer.mermaid import to_mermaid
from visualizer.svg import to_svg


def case_svg(
    definition: ProcedureDefinition,
    directory: AgencyDirectory,
    state: CaseState,
    times: CaseTimes,
    language: str = "vi",
) -> str:
    """The case as SVG text: its steps in agency lanes, as of `times.as_of`. Holds no personal data of the applicant."""
    return to_svg(case_diagram(definition, directory, state, times, language))


def procedure_svg(definition: ProcedureDefinition, directory: AgencyDirectory, language: str = "vi") -> str:
    """The procedure as SVG text: limits, conditions, documents, and which steps run side by side."""
    return to_svg(procedure_diagram(definition, directory, language))


def procedure_mermaid(definition: ProcedureDefinition, directory: AgencyDirectory, language: str = "vi") -> str:
    """The same as Mermaid text, for documents that draw it themselves."""
    return to_mermaid(procedure_diagram(definition, directory, language))
