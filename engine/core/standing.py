"""Where a case stands for one person: its version, its status and what he may do; told with every no."""

from engine.core.case_state import CaseStatus
from engine.core.identifiers import DocumentId, StepId
from engine.core.values import Value


class AvailableCommand(Value):
    """One command that would not be refused for the status of the case or for who gives it."""

    command: str
    step: StepId | None = None
    missing_documents: tuple[DocumentId, ...] = ()
    """What the step cannot be completed without and is not there: it comes before, or with the command."""


class Standing(Value):
    """What somebody whose command was refused would read if he looked at the case again at once."""

    version: int
    status: CaseStatus
    available: tuple[AvailableCommand, ...] = ()
