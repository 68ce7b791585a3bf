"""What a picture of a case looks at."""

from dataclasses import dataclass

from engine.core.case import CaseState, StepStatus
from engine.core.case_clock import CaseTimes
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import StepId
from engine.core.values import Text

_AT_WORK = frozenset({StepStatus.OPEN, StepStatus.CLAIMED, StepStatus.SUSPENDED})


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as of the instant of its times, for readers of one language."""

    definition: ProcedureDefinition
    state: CaseState
    times: CaseTimes
    language: str

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def is_running(self, step: StepId) -> bool:
        """Somebody has the step in hand, and the case goes on."""
        return self.state.closed_at is None and self.state.step_status(step) in _AT_WORK
