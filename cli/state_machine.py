"""The state machine of a case and of its steps as Mermaid text, read off the tables by which the engine decides.

`python -m cli.state_machine > docs/state-machine.md` writes the page anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from engine.core import events
from engine.core.case import CaseState, CaseStatus, StepState, StepStatus, Suspension, evolve
from engine.core.definition_rules import Outcome
from engine.core.identifiers import ActorId, CaseId, StepId, SuspensionId
from engine.core.legal_time import ClockEffect, PauseKind
from engine.core.opinions import OpinionAnswer
from engine.core.transitions import CASE_COMMANDS, CLOSED, STEP_COMMANDS, STEPS_MOVE_IN
from engine.core.words import CASE_STATUS, STEP_STATUS

CASE_EVENTS: dict[str, type[events.EventBase]] = {
    "submit_case": events.CaseSubmitted,
    "receive_case": events.CaseReceived,
    "refuse_receipt": events.ReceiptRefused,
    "withdraw_case": events.CaseWithdrawn,
    "expire_supplement": events.CaseStopped,
    "note_silence": events.StepDeemed,
    "reproject_due_dates": events.DueDatesReprojected,
    "transfer_case": events.CaseTransferred,
    "migrate_case": events.CaseMigrated,
}
"""Command on a case -> the event that moves the case."""

LAST_STEP_EVENTS: dict[str, type[events.EventBase]] = {
    "complete_step": events.CaseCompleted,
    "refuse_step": events.CaseRefused,
}
"""Command on the last step that is not over -> the event that follows for the case."""

STEP_EVENTS: dict[str, type[events.EventBase]] = {
    "claim_step": events.StepClaimed,
    "release_step": events.StepReleased,
    "assign_step": events.StepAssigned,
    "establish_fact": events.FactEstablished,
    "acknowledge_work": events.WorkAcknowledged,
    "complete_step": events.StepCompleted,
    "refuse_step": events.StepRefused,
    "request_supplement": events.TimeLimitSuspended,
    "hand_in_supplement": events.TimeLimitResumed,
    "transfer_step": events.StepTransferred,
    "extend_time_limit": events.TimeLimitExtended,
    "resume_time_limit": events.TimeLimitResumed,
    "return_to_step": events.StepReturned,
    "ask_opinion": events.OpinionAsked,
    "give_opinion": events.OpinionGiven,
    "withdraw_opinion": events.OpinionWithdrawn,
}
"""Command on a step -> the event that moves the step."""

_AT_WORK = (StepStatus.OPEN, StepStatus.CLAIMED, StepStatus.SUSPENDED)
_TAKEN_BACK = tuple(s for s in StepStatus if s not in (StepStatus.NOT_READY, StepStatus.ENDED))
_STEP = StepId("step")
_SUSPENSION = SuspensionId("step-1")
_AT = datetime(2026, 9, 1, tzinfo=UTC)
# Any event can be made from these; what they say does not matter for the status that follows.
_ANY_FACTS: dict[str, Any] = {
    "at": _AT,
    "step": _STEP,
    "to": _STEP,
    "suspension": _SUSPENSION,
    "kind": PauseKind.SUPPLEMENT,
    "effect": ClockEffect.SUSPEND,
    "answer_due_at": None,
    "promised_due_at": _AT,
    "by": ActorId("somebody"),
    "before": events.DueDates(promised=_AT, case=None, steps={}),
    "after": events.DueDates(promised=_AT, case=None, steps={}),
    "known_on": _AT.date(),
    "note": None,
    "means": Outcome.COMPLETED,
    "asked_late": False,
    "value": True,
    "answer": OpinionAnswer.AGREES,
    "due_at": _AT,
    **dict.fromkeys(
        (
            "name",
            "rule",
            "reason",
            "reference",
            "opinion",
            "question",
            "text",
            "procedure",
            "version",
            "territory",
            "channel",
        ),
        "",
    ),
    "to_version": "new",
    **dict.fromkeys(
        (
            "submitted_by",
            "asked_by",
            "asked_for",
            "agency",
            "from_agency",
            "to_agency",
            "dossier_code",
            "receiving_agency",
        ),
        "",
    ),
    **dict.fromkeys(("documents", "reasons"), ()),
    **{name: {} for name in ("result", "form", "facts", "agencies", "steps")},
}


def main() -> None:
    """Prints the page."""
    print(page(), end="")


def page() -> str:
    """The whole page `docs/state-machine.md`."""
    return (
        "# The state machine\n\n"
        "Generated from `engine/core/transitions.py` by `python -m cli.state_machine`; do not edit. "
        "A command that no arrow shows is refused in that status.\n\n"
        f"## A case\n\n```mermaid\n{case_diagram()}```\n\n"
        "Suspended, due soon and overdue are not statuses: they are derived from the events and an instant.\n\n"
        "## A step, while its case is in progress\n\n"
        f"```mermaid\n{step_diagram()}```\n"
    )


def case_diagram() -> str:
    """The statuses of a case and the commands between them."""
    lines = [f"    {status}: {CASE_STATUS[status].vi} ({CASE_STATUS[status].en})" for status in CaseStatus]
    for status, admitted in CASE_COMMANDS.items():
        lines += [_arrow(status, after_on_case(status, command), command) for command in sorted(admitted)]
    lines += [
        _arrow(STEPS_MOVE_IN, _evolved_case(STEPS_MOVE_IN, event).status, f"{command} (the last step)")
        for command, event in LAST_STEP_EVENTS.items()
    ]
    lines += [f"    {status} --> [*]" for status in CaseStatus if status in CLOSED]
    return _diagram(lines)


def step_diagram() -> str:
    """The statuses of a step and the commands between them."""
    lines = [f"    {status}: {STEP_STATUS[status].vi} ({STEP_STATUS[status].en})" for status in StepStatus]
    lines += [
        f"    [*] --> {StepStatus.NOT_READY}",
        _arrow(StepStatus.NOT_READY, StepStatus.OPEN, "every step that it needs is over (join any: one is completed)"),
        _arrow(StepStatus.NOT_READY, StepStatus.NOT_NEEDED, "its condition does not hold"),
        _arrow(StepStatus.NOT_READY, StepStatus.UNREACHED, "a step that it needs was refused"),
        _arrow(StepStatus.COMPLETED, StepStatus.OPEN, "a later step returns the case to it"),
        _arrow(StepStatus.SUSPENDED, StepStatus.OPEN, "the step that it returned the case to is completed again"),
        *(
            _arrow(status, after, "its limit passes, and silence is taken for this")
            for status in (StepStatus.OPEN, StepStatus.CLAIMED)
            for after in (StepStatus.COMPLETED, StepStatus.REFUSED)
        ),
        _arrow(StepStatus.SUSPENDED, StepStatus.REFUSED, "the applicant's term passes, and its rule refuses"),
        *(_arrow(status, StepStatus.NOT_READY, "what it rests on is done anew") for status in _TAKEN_BACK),
        *(_arrow(status, StepStatus.SUPERSEDED, "another was enough (join any)") for status in _AT_WORK),
        _arrow(StepStatus.NOT_READY, StepStatus.SUPERSEDED, "another was enough (join any)"),
    ]
    lines += [
        _arrow(status, StepStatus.UNREACHED, "a step that it needs was done again and refused") for status in _AT_WORK
    ]
    for status, admitted in STEP_COMMANDS.items():
        for command in sorted(admitted):
            lines += [_arrow(status, after, command) for after in after_on_step(status, command)]
    lines += [f"    {status} --> [*]" for status in StepStatus if not STEP_COMMANDS[status] and _is_end(status)]
    return _diagram(lines)


def after_on_case(status: CaseStatus | None, command: str) -> CaseStatus | None:
    """The status of the case after the command."""
    return _evolved_case(status, CASE_EVENTS[command]).status


def after_on_step(status: StepStatus, command: str) -> tuple[StepStatus, ...]:
    """The statuses that the step can have after the command; two, where it matters whether somebody has claimed it."""
    found = (_evolved_step(status, STEP_EVENTS[command], claimed) for claimed in _claims(status))
    return tuple(dict.fromkeys(found))


def _claims(status: StepStatus) -> Iterator[bool]:
    yield from {StepStatus.OPEN: (False,), StepStatus.CLAIMED: (True,)}.get(status, (False, True))


def _evolved_case(status: CaseStatus | None, event: type[events.EventBase]) -> CaseState:
    return evolve(CaseState(id=CaseId("case"), status=status), _made(event))


def _evolved_step(status: StepStatus, event: type[events.EventBase], claimed: bool) -> StepStatus:
    step = StepState(id=_STEP, status=status, opened_at=_AT, claimed_by=ActorId("somebody") if claimed else None)
    waiting = Suspension(
        id=_SUSPENSION,
        step=_STEP,
        rule="",
        kind=PauseKind.SUPPLEMENT,
        effect=ClockEffect.SUSPEND,
        reasons=(),
        documents=(),
        started_at=_AT,
        answer_due_at=None,
    )
    case = CaseState(id=CaseId("case"), status=STEPS_MOVE_IN, steps={_STEP: step}, suspensions=(waiting,))
    return evolve(case, _made(event)).step_status(_STEP)


def _made(event: type[events.EventBase]) -> events.Event:
    facts = {name: value for name, value in _ANY_FACTS.items() if name in event.model_fields}
    return event.model_construct(**facts)  # type: ignore[return-value]  # one of the union, by the tables above


def _is_end(status: StepStatus) -> bool:
    return status is not StepStatus.NOT_READY


def _arrow(before: StrEnum | None, after: StrEnum | None, command: str) -> str:
    return f"    {before or '[*]'} --> {after or '[*]'}: {command}"


def _diagram(lines: list[str]) -> str:
    return "\n".join(["stateDiagram-v2", "    direction TB", *lines]) + "\n"


if __name__ == "__main__":
    main()
