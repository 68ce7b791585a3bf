"""The lanes of a procedure: one for each kind of agency, and one more where it works in another territory."""

from engine.core.agencies import AgencyDirectory
from engine.core.definition import ProcedureDefinition, StepDefinition
from engine.core.identifiers import StepId
from engine.core.step_places import place_title
from visualizer import labels
from visualizer.diagram import Lane


def lane_id(declared: StepDefinition) -> str:
    """Two communes are two lanes, though their agencies are of one kind."""
    return declared.agency if declared.territory is None else f"{declared.agency}@{declared.territory}"


def declared_lane(definition: ProcedureDefinition, directory: AgencyDirectory, step: StepId, language: str) -> Lane:
    """The lane of a step before its agency is known; the place is told where one kind works in several."""
    declared = definition.steps[step]
    known = directory.kinds.get(declared.agency)
    title = known.title.in_language(language) if known else declared.agency
    if declared.territory is not None:
        title = f"{title} – {place_title(definition, declared.territory).in_language(language)}"
    elif any(other.agency == declared.agency and other.territory for other in definition.steps.values()):
        title = f"{title} – {labels.OWN_TERRITORY.in_language(language)}"
    return Lane(lane_id(declared), title)
