"""The state machine: which commands a status admits. The only place where a status decides anything."""

from engine.core.case import CaseStatus, StepStatus

RECEPTION: frozenset[str] = frozenset({"receive_case", "refuse_receipt", "transfer_case", "withdraw_case"})

CASE_COMMANDS: dict[CaseStatus | None, frozenset[str]] = {
    None: frozenset({"submit_case"}),
    CaseStatus.SUBMITTED: RECEPTION,
    CaseStatus.NOT_ACCEPTED: frozenset(),
    CaseStatus.IN_PROGRESS: frozenset(
        {"withdraw_case", "expire_supplement", "note_silence", "reproject_due_dates", "migrate_case", "transfer_case"}
    ),
    CaseStatus.COMPLETED: frozenset(),
    CaseStatus.REFUSED: frozenset(),
    CaseStatus.STOPPED: frozenset(),
    CaseStatus.WITHDRAWN: frozenset(),
}
"""Status of the case -> the commands on the case itself."""

# A wait without effect is noted beside the work, so it ends in any status; `decide` refuses when nothing is waited for.
_ENDS_OF_WAITS = frozenset({"hand_in_supplement", "resume_time_limit"})

# The clock runs on while another agency is asked, so its opinion comes, or is not needed any more, in any status of work.
_OPINIONS = frozenset({"give_opinion", "withdraw_opinion"})

_WORK = (
    _ENDS_OF_WAITS
    | {
        "establish_fact",
        "complete_step",
        "refuse_step",
        "request_supplement",
        "return_to_step",
        "acknowledge_work",
        "extend_time_limit",
        "transfer_step",
        "assign_step",
        "ask_opinion",
    }
    | _OPINIONS
)

STEP_COMMANDS: dict[StepStatus, frozenset[str]] = {
    StepStatus.NOT_READY: frozenset(),
    StepStatus.OPEN: frozenset({"claim_step"}) | _WORK,
    StepStatus.CLAIMED: frozenset({"release_step"}) | _WORK,
    StepStatus.SUSPENDED: _ENDS_OF_WAITS | _OPINIONS | {"extend_time_limit", "transfer_step", "assign_step"},
    StepStatus.COMPLETED: frozenset(),
    StepStatus.REFUSED: frozenset(),
    StepStatus.NOT_NEEDED: frozenset(),
    StepStatus.UNREACHED: frozenset(),
    StepStatus.SUPERSEDED: frozenset(),
    StepStatus.ENDED: frozenset(),
}
"""Status of a step -> the commands on that step, while the case is in progress."""

STEPS_MOVE_IN = CaseStatus.IN_PROGRESS
"""Steps take commands only while their case is in this status."""

CLOSED = frozenset(
    {
        CaseStatus.NOT_ACCEPTED,
        CaseStatus.COMPLETED,
        CaseStatus.REFUSED,
        CaseStatus.STOPPED,
        CaseStatus.WITHDRAWN,
    }
)
"""Nothing moves a case on from here."""


def case_admits(status: CaseStatus | None, command: str) -> bool:
    return command in CASE_COMMANDS[status]


def step_admits(case: CaseStatus | None, step: StepStatus, command: str) -> bool:
    return case is STEPS_MOVE_IN and command in STEP_COMMANDS[step]
