"""Several commands in one request: each is a transaction of its own, and what is refused holds up none of the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from engine.core import commands
from engine.core.errors import (
    Busy,
    ClockBehind,
    EngineError,
    LedgerAway,
    LedgerDamaged,
    LedgerReadOnly,
    StorageFull,
    TablesMissing,
)
from engine.core.identifiers import CaseId, CommandId, StepId
from engine.service.handle_command import CommandResult

STOPS = (Busy, ClockBehind, LedgerAway, LedgerDamaged, LedgerReadOnly, StorageFull, TablesMissing)
"""What the next command would meet as well; to wait for it once more each time would hold the caller up for long."""


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What became of one command: what it did, or why it was not carried out."""

    command: commands.Command
    outcome: CommandResult | EngineError


def command_id_in(batch: UUID, case_id: CaseId, step: StepId) -> CommandId:
    """The same for the same step of the same batch, wherever it stands in it: so a repeated batch repeats each command,
    and one that was interrupted goes on where it stopped."""
    return CommandId(str(uuid5(batch, f"{case_id}/{step}")))


def give_batch(
    handle: Callable[[commands.Command], CommandResult], batch: Sequence[commands.Command]
) -> Sequence[BatchAnswer]:
    """In order. Where the ledger itself cannot be written, the rest is not tried: it gets the same answer."""
    answers: list[BatchAnswer] = []
    stopped: EngineError | None = None
    for command in batch:
        outcome = stopped or _given(handle, command)
        if isinstance(outcome, STOPS):
            stopped = outcome
        answers.append(BatchAnswer(command, outcome))
    return answers


def _given(
    handle: Callable[[commands.Command], CommandResult], command: commands.Command
) -> CommandResult | EngineError:
    try:
        return handle(command)
    except EngineError as error:
        return error
