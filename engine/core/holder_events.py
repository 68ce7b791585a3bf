"""Events about who has a step: which colleague, or which agency. None of them moves a due date."""

from typing import Literal

from engine.core.definition_basics import LegalBasis
from engine.core.event_basics import EventBase
from engine.core.identifiers import ActorId, AgencyId, StepId


class StepClaimed(EventBase):
    type: Literal["step_claimed"] = "step_claimed"
    step: StepId
    by: ActorId
    name: str


class StepReleased(EventBase):
    type: Literal["step_released"] = "step_released"
    step: StepId


class StepAssigned(EventBase):
    """The agency's lead gave the step to a colleague, who has it from then on, whoever had it before."""

    type: Literal["step_assigned"] = "step_assigned"
    step: StepId
    to: ActorId
    name: str


class StepTransferred(EventBase):
    """Another agency goes on with the step where it stands: nothing starts anew, and nobody has claimed it."""

    type: Literal["step_transferred"] = "step_transferred"
    step: StepId
    from_agency: AgencyId
    to_agency: AgencyId
    reason: str
    legal_basis: LegalBasis | None = None
